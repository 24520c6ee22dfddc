"""What the web shows besides the bots: how an application answers the questions of the pages in `bots/web`."""

import asyncio
from collections.abc import Callable
from functools import partial
from typing import Protocol, TypeVar

from starlette.routing import Route

from bots.web.metrics import metrics_route
from bots.web.works_api import FoundWorks, WorksQuery, works_routes
from data.figures import count_deliveries, count_owed, count_readings
from pipeline.bootstrap import Application
from pipeline.domain.errors import Failed
from pipeline.domain.figures import Figures

ANSWER_WITHIN = 10.0
"""Seconds that whoever asks waits for the database."""

T = TypeVar("T")


class Ask(Protocol):
    """Does a job in the thread of a database."""

    async def __call__(self, job: Callable[[Application], T]) -> T:
        """Raises `Failed` where the database refuses."""


def pages(ask: Ask, application: Application) -> list[Route]:
    """The pages: `ask` has a thread and a connection of its own, so that strangers keep no customer waiting."""

    async def find(query: WorksQuery) -> FoundWorks:
        return await _in_time(ask, partial(find_works, query))

    async def measure() -> Figures:
        return await _in_time(ask, figures)

    now = application.clock.now
    return [*works_routes(find, now), metrics_route(measure, now)]


def find_works(query: WorksQuery, app: Application) -> FoundWorks:
    """A page of the works that are asked for. Raises `Misuse` for a settlement that is not known."""
    katottg = app.settlement(query.settlement).katottg if query.settlement else None
    found = app.works.find(query.since, query.until, katottg=katottg, after=query.after, limit=query.limit + 1)
    page = found[: query.limit]
    works = list(app.works.works(app.clock.now(), [work_id for _, work_id in page]))
    read = app.works.last_healthy()
    return FoundWorks(works, page[-1] if len(found) > len(page) else None, read.at if read else None)


def figures(app: Application) -> Figures:
    """How the whole stands now."""
    now = app.clock.now()
    read, listing = app.works.last_healthy(), app.works.last_listing()
    return Figures(
        readings=count_readings(app.database, now),
        last_healthy_at=read.at if read else None,
        works=app.works.known_future(now),
        quarantined=listing.quarantined if listing else 0,
        owed=count_owed(app.database, now),
        deliveries=count_deliveries(app.database, now),
    )


async def _in_time(ask: Ask, job: Callable[[Application], T]) -> T:
    try:
        async with asyncio.timeout(ANSWER_WITHIN):
            return await ask(job)
    except TimeoutError:
        raise Failed("База даних не відповідає") from None
