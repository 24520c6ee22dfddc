"""The words of an event in a customer's calendar."""

from datetime import datetime

from bots.texts.templates import environment, shortened, tidied
from pipeline.domain.calendar import CalendarEvent
from pipeline.domain.trust import is_old


def event_texts(
    event: CalendarEvent,
    language: str,
    *,
    now: datetime,
    page_url: str,
    contact_centre: str,
    list_read_at: datetime | None,
) -> tuple[str, str]:
    """Title and description. `list_read_at` is named once it is over six hours old at `now`."""
    template = environment(language).get_template("calendar.j2")
    module = template.make_module(
        {
            "day": event.day,
            "interruption": event.interruption,
            "cancelled": event.cancelled,
            "cause": event.cause,
            "account": event.account,
            "address": shortened(event.address, 300),
            "label": event.label or "",
            "page_url": page_url,
            "contact_centre": contact_centre,
            "list_read_at": list_read_at if is_old(list_read_at, now) else None,
            "letters": 300,
        }
    )
    title, description = (str(getattr(module, name)()) for name in ("summary", "description"))
    return title.strip(), tidied(description)
