"""One process at a time writes to a messenger: two would break its limits together.

`serve` does, as long as it lives: a second one stands by, and a `tick` or `send` beside it leaves the sending to it,
even in the middle. Where no `serve` lives, they send. The locks vanish with the process that holds them.
"""

import asyncio
from collections.abc import Iterable

import structlog

from data.locks import SENDING, HeldLocks, is_held, serving
from pipeline.bootstrap import Application
from pipeline.desk import DatabaseDesk
from pipeline.domain.errors import Failed
from pipeline.steps.waiting import is_set_within

STAND_BY = 0.2
"""Seconds until it is looked again whether others have ended."""
LAST_SECOND = 1.0
"""Seconds after the last message of another process in which nothing may go to the same chat."""
LOOK_AFTER = 5.0
"""Seconds until it is looked whether the locks are still ours: a lost connection has lost them."""
AGAIN_AFTER = 0.5
"""Seconds until it is looked again where the database has refused."""

log = structlog.get_logger()


class SoleWriter:
    """The right of this process to write to some messengers."""

    def __init__(self, desk: DatabaseDesk, messengers: Iterable[str]) -> None:
        """`desk` has a connection for nothing but this, on which the locks lie."""
        self._desk = desk
        self._names = [serving(messenger) for messenger in messengers]
        self._locks = HeldLocks()

    async def begin(self, stopping: asyncio.Event) -> bool:
        """Stand by until no other process writes there; False where we are to stop before. Raises `Failed`."""
        waited = False
        while not await self._desk.ask(lambda app: self._hold(app) and not is_held(app.database, SENDING)):
            if not waited:
                log.warning("standing_by", reason="у ці месенджери ще пише інший процес")
            waited = True
            if await is_set_within(STAND_BY, stopping):
                return False
        return not (waited and await is_set_within(LAST_SECOND, stopping))

    async def run(self, stopping: asyncio.Event) -> None:
        """Look after the locks until the event. Raises `Failed` where another `serve` has taken one."""
        pause, lost = LOOK_AFTER, False
        while not await is_set_within(pause, stopping):
            pause = AGAIN_AFTER
            try:
                ours = await self._desk.ask(self._hold)
            except Failed as error:
                log.warning("locks_not_looked_after", reason=str(error))
                continue
            if lost and not ours:  # once it may be a tick that only looks
                raise Failed("У месенджери вже пише інший serve: цей закінчує роботу")
            lost = not ours
            if ours:
                pause = LOOK_AFTER

    def close(self) -> None:
        """Let others write; where the locks lie on the desk's connection, it is to be closed, too."""
        self._locks.close()

    def _hold(self, app: Application) -> bool:
        return all(self._locks.hold(app.database, name) for name in self._names)
