"""One process at a time writes to a messenger: two would break its limits together.

`serve` does, as long as it lives: a second one stands by, and a `tick` or `send` beside it leaves the sending to it,
even in the middle. Where no `serve` lives, they send. The locks vanish with the process that holds them, on PostgreSQL
with the connection on which they lie, and who has lost them does not know it at once. So each look at them is a lease:
a little later nothing is written any more without another look, and who has taken them is silent until then.
"""

import asyncio
from collections.abc import Mapping
from time import monotonic

import structlog

from bots.pacing import Pacer
from data.locks import SENDING, HeldLocks, is_held, serving
from pipeline.bootstrap import Application
from pipeline.desk import DatabaseDesk
from pipeline.domain.errors import Failed
from pipeline.steps.waiting import is_set_within

STAND_BY = 0.2
"""Seconds until it is looked again whether others have ended."""
LOOK_AFTER = 0.5
"""Seconds until it is looked again whether the locks are still ours."""
SURE_FOR = 1.5
"""Seconds from a look in which messages may begin: a busy machine may look a second late."""
LAST_SECOND = 1.0
"""Seconds after the last message of another process in which nothing may go to the same chat."""

log = structlog.get_logger()


class SoleWriter:
    """The right of this process to write to some messengers."""

    def __init__(self, desk: DatabaseDesk, pacers: Mapping[str, Pacer]) -> None:
        """`desk` has a connection for nothing but this, on which the locks lie; by `pacers` all is written."""
        self._desk = desk
        self._pacers = pacers
        self._locks = HeldLocks()

    async def begin(self, stopping: asyncio.Event) -> bool:
        """Stand by until no other process writes there; False where we are to stop before. Raises `Failed`."""
        for each in self._pacers.values():
            each.lease(0)
        waited = False
        while await self._desk.ask(lambda app: self._held_since(app) is None or is_held(app.database, SENDING)):
            if not waited:
                log.warning("standing_by", reason="у ці месенджери ще пише інший процес")
            waited = True
            if await is_set_within(STAND_BY, stopping):
                return False
        if waited and await is_set_within(LAST_SECOND, stopping):
            return False
        while not (await self._look() and all(each.is_leased() for each in self._pacers.values())):
            if await is_set_within(STAND_BY, stopping):
                return False
        return True

    async def keep(self) -> None:
        """Look after the locks. Raises `Failed` where another `serve` has taken one."""
        lost = False
        while True:
            await asyncio.sleep(LOOK_AFTER)
            try:
                ours = await self._look()
            except Failed as error:
                log.warning("locks_not_looked_after", reason=str(error))
                continue
            if lost and not ours:  # once it may be a tick that only looks
                raise Failed("У месенджери вже пише інший serve: цей закінчує роботу")
            lost = not ours

    def close(self) -> None:
        """Let others write; where the locks lie on the desk's connection, it is to be closed, too."""
        self._locks.close()

    async def _look(self) -> bool:
        """Whether the locks are ours; once nobody else can think so of himself, we may write for a while."""
        at = monotonic()
        since = await self._desk.ask(self._held_since)
        if since is not None and since + SURE_FOR + LAST_SECOND <= at:
            for each in self._pacers.values():
                each.lease(at + SURE_FOR)
        return since is not None

    def _held_since(self, app: Application) -> float | None:
        moments = [self._locks.held_since(app.database, serving(name)) for name in self._pacers]
        held = [each for each in moments if each is not None]
        return max(held, default=0.0) if len(held) == len(moments) else None
