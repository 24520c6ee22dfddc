"""The watch over the clock of this machine: nothing is given up by a clock that is not to be believed."""

from collections.abc import Iterable, Iterator
from datetime import datetime

import structlog
from peewee import Database

from data.marks import Mark, marked, put_mark
from data.times import from_seconds, to_seconds
from pipeline.domain.errors import WrongClock
from pipeline.domain.jumps import Trust, goes_on, trust_in, why_doubted
from pipeline.domain.pages import SourcePage
from pipeline.steps.interfaces import Clock, Works

log = structlog.get_logger()


class ClockWatch:
    """Judges the clock by when it was last believed and by what the server of the list says.

    Who gives the time (`--now`) vouches for the clock as well.
    """

    def __init__(self, database: Database, works: Works, clock: Clock) -> None:
        self._database = database
        self._works = works
        self._clock = clock
        self._served_at: datetime | None = None

    def goes_on(self) -> bool:
        """Whether the clock has not jumped since it was last believed."""
        return self._clock.stated or goes_on(self._clock.real(), self._last())

    def is_sure(self) -> bool:
        """Whether anything may be given up as too late by it: it goes on, and no server speaks against it."""
        return self._clock.stated or (self.goes_on() and marked(self._database, Mark.DOUBT) is None)

    def hear(self, pages: Iterable[SourcePage]) -> Iterator[SourcePage]:
        """The same pages, the first of which says what its server's clock shows. Raises `WrongClock`."""
        for page in pages:
            if self._served_at is None and page.served_at is not None:
                self._served_at = page.served_at
                if self._trust() is Trust.WRONG:
                    raise WrongClock(self._doubted())
            yield page

    def settle(self) -> bool:
        """After the reading: whether anything may be given up by the clock; what was found is remembered."""
        trust = self._trust()
        if trust is Trust.RIGHT:
            put_mark(self._database, Mark.DOUBT, None)
        else:
            log.warning("clock_doubted", reason=self._doubted())
        if trust is Trust.RIGHT or self._served_at is not None:  # else it goes on from where nobody vouches for it
            put_mark(self._database, Mark.CLOCK, str(to_seconds(self._clock.real())))
        return trust is Trust.RIGHT

    def _doubted(self) -> str:
        why = why_doubted(self._clock.real(), self._last(), self._served_at)
        if marked(self._database, Mark.DOUBT) is None:
            put_mark(self._database, Mark.DOUBT, why)
        return why

    def _trust(self) -> Trust:
        if self._clock.stated:
            return Trust.RIGHT
        return trust_in(self._clock.real(), self._last(), self._served_at)

    def _last(self) -> datetime | None:
        """When the clock was last believed; before it was watched: when the list was read."""
        kept = marked(self._database, Mark.CLOCK)
        if kept is not None:
            return from_seconds(int(kept))
        newest = self._works.recent_readings(1)
        return newest[0].at if newest else None
