"""What the web shows besides the bots: how an application answers the questions of the pages in `bots/web`."""

import asyncio
from collections.abc import Callable, Collection, Mapping
from datetime import timedelta
from functools import partial
from typing import Protocol, TypeVar

from starlette.routing import Route

from bots.web.calendar import Feed, calendar_route
from bots.web.metrics import metrics_route
from bots.web.works_api import FoundWorks, WorksQuery, works_routes
from data.calendars import CalendarRepository
from data.figures import count_deliveries, count_owed, count_readings, count_sent_lately, count_steps
from data.imports import registry_state
from data.refusals import refusals
from pipeline import operations
from pipeline.affairs import installation
from pipeline.bootstrap import Application
from pipeline.domain.calendar import calendar_events
from pipeline.domain.clock import kyiv_day
from pipeline.domain.errors import Failed
from pipeline.domain.figures import Figures
from pipeline.steps.plan import by_subscription

ANSWER_WITHIN = 10.0
"""Seconds that whoever asks waits for the database."""
SHOWN_AFTERWARDS = timedelta(days=30)
"""How long a calendar shows what is over."""

T = TypeVar("T")


class Ask(Protocol):
    """Does a job in the thread of a database."""

    async def __call__(self, job: Callable[[Application], T]) -> T:
        """Raises `Failed` where the database refuses."""


def pages(
    ask: Ask,
    application: Application,
    failed: Mapping[str, int],
    deaf: Callable[[], Mapping[str, str]] = dict,
) -> list[Route]:
    """The pages: `ask` has a thread and a connection of its own, so that strangers keep no customer waiting.

    `failed`: how often each job of the schedule has failed so far; `deaf`: where customers are not heard now, and why.
    """

    async def find(query: WorksQuery) -> FoundWorks:
        return await in_time(ask, partial(find_works, query))

    async def measure() -> Figures:
        return await in_time(ask, partial(figures, dict(failed), deaf().keys()))

    async def calendar(token: str) -> Feed | None:
        return await in_time(ask, partial(calendar_feed, token))

    now = application.clock.now
    return [*works_routes(find, now), metrics_route(measure, now), calendar_route(calendar, now)]


def find_works(query: WorksQuery, app: Application) -> FoundWorks:
    """A page of the works that are asked for. Raises `Misuse` for a settlement that is not known."""
    katottg = app.settlement(query.settlement).katottg if query.settlement else None
    found = app.works.find(query.since, query.until, katottg=katottg, after=query.after, limit=query.limit + 1)
    page = found[: query.limit]
    works = list(app.works.works(app.clock.now(), [work_id for _, work_id in page]))
    read = app.works.last_healthy()
    return FoundWorks(works, page[-1] if len(found) > len(page) else None, read.at if read else None)


def figures(failed: Mapping[str, int], deaf: Collection[str], app: Application) -> Figures:
    """How the whole stands now."""
    now = app.clock.now()
    read, listing = app.works.last_healthy(), app.works.last_listing()
    return Figures(
        readings=count_readings(app.database, now),
        last_healthy_at=read.at if read else None,
        works=app.works.known_future(now),
        quarantined=listing.quarantined if listing else 0,
        installation=installation(app),
        owed=count_owed(app.database, now),
        deliveries=count_deliveries(app.database, now),
        refusals=refusals(app.database, now),
        sent_lately=count_sent_lately(app.database, now),
        steps=count_steps(app.database, app.clock.real()),
        spending=operations.spending(app, now),
        deaf=deaf,
        registry=registry_state(app.database),
        failed=failed,
    )


def calendar_feed(token: str, app: Application) -> Feed | None:
    """The calendar of this address; None where it is nobody's."""
    owner = CalendarRepository(app.database, app.settings.proof_key_bytes()).find(token)
    if owner is None:
        return None
    holdings = app.conversations.holdings(owner.chat)
    since = kyiv_day(app.clock.now() - SHOWN_AFTERWARDS)
    known = app.outbox.known(since, [each.subscription_id for each in holdings])
    read = app.works.last_healthy()
    settings = app.settings
    return Feed(
        events=calendar_events(by_subscription(known), holdings),
        language=owner.language,
        page_url=settings.page_url,
        contact_centre=settings.contact_centre,
        list_read_at=read.at if read else None,
    )


async def in_time(ask: Ask, job: Callable[[Application], T], within: float = ANSWER_WITHIN) -> T:
    """What a job finds out, within so many seconds. Raises `Failed`."""
    try:
        async with asyncio.timeout(within):
            return await ask(job)
    except TimeoutError:
        raise Failed("База даних не відповідає") from None
