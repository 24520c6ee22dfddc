"""What Telegram delivers is taken in: by its webhook, or asked for one question after the other."""

import asyncio
import hashlib
import hmac
import math
from collections.abc import Awaitable, Callable, Coroutine, Iterable
from dataclasses import replace
from time import monotonic
from typing import Any, TypeVar

import structlog

from bots.dialog.incoming import Incoming
from bots.telegram import PAUSE, HeardElsewhere, TelegramMessenger
from bots.telegram_updates import parse_update
from pipeline.domain.errors import DeliveryError, Failed, Misconfigured, RetryLater

SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105 - its name, not its value

ELSEWHERE_FOR = 90.0
"""Seconds after the last refusal in which another process is taken to be there: the two cut each other off by turns."""

T = TypeVar("T")

log = structlog.get_logger()


def webhook_secret(token: str) -> str:
    """What Telegram shows with every update: nobody who lacks the token can tell it, and it does not tell the token."""
    return hmac.new(token.encode(), b"provisnyk telegram webhook", hashlib.sha256).hexdigest()


class TelegramIntake:
    """Takes updates in, on one event loop."""

    def __init__(
        self,
        messenger: TelegramMessenger,
        take: Callable[[Incoming], Awaitable[None]],
        is_operators: Callable[[str], Awaitable[bool]] | None = None,
    ) -> None:
        """`is_operators`: whether a group is the operator's, which the bot does not leave; it may raise like `take`."""
        self._messenger = messenger
        self._take = take
        self._is_operators = is_operators
        self._aside: set[asyncio.Task[None]] = set()
        self._deaf, self._deaf_until = "", 0.0

    def deaf(self) -> str | None:
        """Why updates cannot be had, in words for the operator; None where they can. Any thread may ask."""
        return self._deaf if monotonic() < self._deaf_until else None

    async def update(self, raw: object) -> int | None:
        """Return the number of an update once it is stored. Raises `Failed` where it is to be delivered again."""
        update = parse_update(raw)
        if update.query_id is not None:
            self._do_aside(self._messenger.answer_query(update.query_id))
        if update.group is not None:
            self._do_aside(self._decline(update.group, update.language))
        if update.incoming is not None:
            await self._take(replace(update.incoming, bot=self._messenger.bot))
        return update.update_id

    async def poll(self, stopping: asyncio.Event) -> None:
        """Ask for updates until `stopping`.

        Telegram keeps the offset: the next question settles what was taken in. What was not settled comes again, after
        a restart, too, and is known by its id.
        """
        offset: int | None = None
        while not stopping.is_set():
            try:
                asked = await _unless(stopping, self._messenger.updates(offset))
                offset = await self._take_in(asked or (), offset)
            except Misconfigured as error:
                self._deaf, self._deaf_until = str(error), math.inf
                log.error("telegram_stopped", reason=str(error))  # noqa: TRY400
                return
            except (DeliveryError, Failed) as error:
                if isinstance(error, HeardElsewhere):
                    self._deaf, self._deaf_until = str(error), monotonic() + ELSEWHERE_FOR
                log.warning("updates_delayed", reason=str(error))
                pause = error.seconds if isinstance(error, RetryLater) else PAUSE
                await _unless(stopping, asyncio.sleep(pause))

    async def close(self) -> None:
        """Return when all that was begun aside is done."""
        while self._aside:
            await asyncio.wait(self._aside)

    async def _take_in(self, updates: Iterable[object], offset: int | None) -> int | None:
        """Take a batch in; gives the offset behind it. Raises `Failed`: the whole batch is to come again.

        One after the other: what is refused is not overtaken by what comes behind it.
        """
        for each in updates:
            update_id = await self.update(each)
            offset = offset if update_id is None else update_id + 1
        return offset

    async def _decline(self, group: str, language: str) -> None:
        if self._is_operators is None or not await self._is_operators(group):
            await self._messenger.decline(group, language)

    def _do_aside(self, call: Coroutine[Any, Any, None]) -> None:
        """Nobody waits for this call, nor for its trouble."""
        task = asyncio.create_task(_without_trouble(call))
        self._aside.add(task)
        task.add_done_callback(self._aside.discard)


async def _without_trouble(call: Coroutine[Any, Any, None]) -> None:
    try:
        await call
    except (DeliveryError, Failed) as error:
        log.info("telegram_refused", reason=str(error))


async def _unless(event: asyncio.Event, call: Coroutine[Any, Any, T]) -> T | None:
    """The result of a call; None where the event comes first, and the call is given up."""
    called, waited = asyncio.ensure_future(call), asyncio.ensure_future(event.wait())
    try:
        await asyncio.wait({called, waited}, return_when=asyncio.FIRST_COMPLETED)
        return called.result() if called.done() else None
    finally:
        called.cancel()
        waited.cancel()
