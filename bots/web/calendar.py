"""`/calendar/TOKEN.ics`: the works at a customer's accounts for his own calendar (RFC 5545)."""

import hashlib
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from icalendar import Alarm, Calendar, Event
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bots.texts.calendar import event_texts
from bots.web.caching import cached
from pipeline.domain.calendar import CalendarEvent
from pipeline.domain.works import Certainty

FRESH_FOR = timedelta(minutes=30)
"""How long a calendar need not ask again."""
REMIND_BEFORE = timedelta(days=1)

_PRIVATE = {
    "Cache-Control": f"private, max-age={FRESH_FOR.total_seconds():.0f}",
    "Referrer-Policy": "no-referrer",
    "X-Robots-Tag": "noindex",
}


@dataclass(frozen=True, slots=True)
class Feed:
    """All that a calendar is made of."""

    events: Sequence[CalendarEvent]
    language: str
    page_url: str
    contact_centre: str
    list_read_at: datetime | None


def calendar_route(find: Callable[[str], Awaitable[Feed | None]], now: Callable[[], datetime]) -> Route:
    """The calendars; an address that is none is not found, whatever is wrong with it."""

    async def calendar(request: Request) -> Response:
        feed = await find(request.path_params["token"])
        if feed is None:
            return Response("Not Found", 404, media_type="text/plain")
        body = render(feed, now())
        # when it was made is no change
        lasting = b"".join(line for line in body.splitlines() if not line.startswith(b"DTSTAMP"))
        etag = f'W/"{hashlib.sha256(lasting).hexdigest()[:32]}"'
        return cached(request, body, "text/calendar", _PRIVATE, etag)

    return Route("/calendar/{token}.ics", calendar)


def render(feed: Feed, now: datetime) -> bytes:
    """The calendar as its program reads it; `now` is when it was made."""
    calendar = Calendar()
    calendar.add("prodid", "-//Provisnyk//UK")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", "Провісник")
    calendar.add("refresh-interval", FRESH_FOR, parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", "PT30M")
    for event in feed.events:
        calendar.add_component(_event(event, feed, now))
    return bytes(calendar.to_ical())


def _event(event: CalendarEvent, feed: Feed, now: datetime) -> Event:
    title, description = event_texts(
        event,
        feed.language,
        now=now,
        page_url=feed.page_url,
        contact_centre=feed.contact_centre,
        list_read_at=feed.list_read_at,
    )
    made = Event()
    made.add("uid", f"{event.subscription_id}-{event.day}@provisnyk")
    made.add("sequence", event.sequence)
    made.add("dtstamp", now)
    made.add("dtstart", event.interruption.starts_at)
    made.add("dtend", event.interruption.ends_at)
    made.add("summary", title)
    made.add("description", description)
    made.add("location", event.address)
    made.add("url", feed.page_url)
    made.add("transp", "TRANSPARENT")  # whoever has no light is not busy
    made.add("status", _status(event))
    if not event.cancelled:
        made.add_component(_alarm(title))
    return made


def _status(event: CalendarEvent) -> str:
    if event.cancelled:
        return "CANCELLED"
    return "CONFIRMED" if event.interruption.certainty is Certainty.CERTAIN else "TENTATIVE"


def _alarm(title: str) -> Alarm:
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", title)
    alarm.add("trigger", -REMIND_BEFORE)
    return alarm
