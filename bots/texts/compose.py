"""The text of a message, as the customer reads it."""

from datetime import datetime

from pipeline.domain.reminders import Message

CONTACT_CENTRE = "0 800 516 20"


def compose(
    message: Message,
    *,
    now: datetime,
    page_url: str,
    list_read_at: datetime | None,
    contact_centre: str = CONTACT_CENTRE,
) -> str:
    """Plain text of all that `message` says, at most 4,096 characters, in the recipient's language.

    `list_read_at`: the last healthy reading; named in the text once it is over six hours old at `now`.
    """
    raise NotImplementedError
