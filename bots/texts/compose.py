"""The text of a message, as the customer reads it: what to say in `parts`, the words in the language's templates."""

from datetime import datetime

from bots.texts.parts import split_parts
from bots.texts.templates import environment, shortened, tidied
from pipeline.domain.clock import kyiv_day
from pipeline.domain.reminders import Message
from pipeline.domain.trust import is_old

CONTACT_CENTRE = "0 800 516 20"
LONGEST = 4000
"""Characters; Telegram takes 4,096 and counts some twice, Viber takes 7,000."""

_ROOM = ((31, 300), (12, 150), (4, 60), (1, 30))
"""Lines of days in a part and characters of a quote: generous first, less where the message grows too long."""


def compose(
    message: Message,
    *,
    now: datetime,
    page_url: str,
    list_read_at: datetime | None,
    contact_centre: str = CONTACT_CENTRE,
) -> str:
    """Plain text of all that `message` says, in the recipient's language; empty where it says nothing.

    `list_read_at`: the last healthy reading; named in the text once it is over six hours old at `now`.
    """
    recipient = message.recipient
    today = kyiv_day(now)
    parts = split_parts(message.spoken, today)
    if not parts:
        return ""
    template = environment(recipient.language).get_template("message.j2")
    for lines, letters in _ROOM:
        rendered = template.render(
            parts=parts,
            address=shortened(recipient.address, 300),
            label=recipient.label or "",
            account=recipient.account,
            muted=recipient.muted,
            now=now,
            today=today,
            page_url=page_url,
            contact_centre=contact_centre,
            list_read_at=list_read_at if is_old(list_read_at, now) else None,
            lines=lines,
            letters=letters,
        )
        text = tidied(rendered)
        if len(text) <= LONGEST:
            return text
    return f"{text[: LONGEST - 1]}…"
