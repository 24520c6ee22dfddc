"""Evenly spaced sending: so many a second overall, so many a second to one chat."""

import asyncio
import math
import threading
from collections import deque
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from time import monotonic

from pipeline.domain.errors import RetryLater

PATIENCE = 25.0
"""Seconds a message may wait for its moment; with the call itself it must stay inside the lease of a reminder."""


PER_SECOND = {"telegram": 28, "viber": 48}
"""Messages that a bot sends: Telegram takes 30 a second, Viber 500 in ten."""

CALL_WITHIN = 5.0
"""Seconds in which a call is taken to be over, for the next message to its chat."""

ARRIVED_WITHIN = 1.0
"""Seconds in which a message is taken to have arrived, for those behind it, though its call is not over."""

_LOOK_AGAIN = 0.1
"""Seconds after which it is looked whether a call to the same chat is over, or a lease was put off."""


@dataclass(slots=True)
class _Call:
    at: float
    over_at: float | None = None

    def arrived_by(self, now: float) -> float:
        """When its message has certainly arrived; where its call is still going on, not before now."""
        return min(now if self.over_at is None else self.over_at, self.at + ARRIVED_WITHIN)


class Pacer:
    """Gives each message its own moment, in the order in which they ask; threads and event loops may share one."""

    def __init__(self, per_second: float, *, most: int | None = None, chat_per_second: float | None = None) -> None:
        """`most`: how many may arrive in any second, whatever the network does to the gaps between them."""
        self._gap = 1 / per_second
        self._chat_gap = 1 / chat_per_second if chat_per_second else 0.0
        self._booking = threading.Lock()
        self._next_at = 0.0
        self._held_until = 0.0
        self._leased_until = math.inf
        self._calls: deque[_Call] = deque(maxlen=most or int(per_second))
        self._chats: dict[str, float] = {}

    @asynccontextmanager
    async def turn(self, chat_id: str) -> AsyncIterator[None]:
        """Begin when a message may go to this chat; the chat's pause begins when its call is over.

        Raises RetryLater where that is further off than `PATIENCE`: the reminder is better given back.
        """
        call = await self._wait(chat_id)
        try:
            yield
        finally:
            call.over_at = monotonic()
            if self._chat_gap:
                self._chats[chat_id] = monotonic() + self._chat_gap

    async def _wait(self, chat_id: str) -> _Call:
        deadline = monotonic() + PATIENCE
        while True:
            if (chat_at := self._chats.get(chat_id, 0.0)) > monotonic():
                _check(chat_at, deadline)
                await asyncio.sleep(min(chat_at - monotonic(), _LOOK_AGAIN))
                continue
            at = self._book(chat_id, deadline)
            if at is None:
                continue  # another message to this chat was quicker
            await asyncio.sleep(at - monotonic())
            while self._opens_at() <= monotonic():
                call = self._begin()
                if isinstance(call, _Call):
                    return call
                await asyncio.sleep(call)
            self._chats.pop(chat_id, None)  # it goes later, and keeps nobody waiting until then

    def _book(self, chat_id: str, deadline: float) -> float | None:
        """The next free moment, taken for this chat; None where the chat has to wait."""
        with self._booking:
            now = monotonic()
            if self._chats.get(chat_id, 0.0) > now:
                return None
            at = max(now, self._next_at, self._opens_at())
            _check(at, deadline, whole_messenger=at == self._held_until)
            self._next_at = at + self._gap
            self._chats = {chat: free_at for chat, free_at in self._chats.items() if free_at > now}
            if self._chat_gap:
                self._chats[chat_id] = at + CALL_WITHIN + self._chat_gap
            return at

    def _begin(self) -> _Call | float:
        """The call that begins now; where this second is full, the seconds that it has to wait.

        After a moment in which the process could do nothing, those whose moments have passed would go all at once.
        """
        with self._booking:
            now = monotonic()
            if len(self._calls) == self._calls.maxlen:
                pause = self._calls[0].arrived_by(now) + 1 - now
                if pause > 0:
                    return pause
            call = _Call(now)
            self._calls.append(call)
            return call

    def hold(self, seconds: float) -> None:
        """Let nothing go for so many seconds, those already waiting neither."""
        self._held_until = max(self._held_until, monotonic() + seconds)

    def lease(self, until: float) -> None:
        """Let nothing go after `until` by `time.monotonic`, those already waiting neither, unless it is put off."""
        self._leased_until = until

    def is_leased(self) -> bool:
        """Whether we may still write there."""
        return monotonic() < self._leased_until

    def held_for(self) -> float:
        """Seconds that the hold still lasts, 0 without one."""
        return max(0.0, self._held_until - monotonic())

    def _opens_at(self) -> float:
        """When anything may go; without a lease it is looked again a moment later."""
        return self._held_until if self.is_leased() else max(self._held_until, monotonic() + _LOOK_AGAIN)


def _check(at: float, deadline: float, *, whole_messenger: bool = False) -> None:
    if at > deadline:
        raise RetryLater("черга повідомлень задовга", at - monotonic(), whole_messenger=whole_messenger)
