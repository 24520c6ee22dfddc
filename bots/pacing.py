"""Evenly spaced sending: so many a second overall, so many a second to one chat."""

import asyncio
from time import monotonic

from pipeline.domain.errors import RetryLater

PATIENCE = 25.0
"""Seconds a message may wait for its moment; with the call itself it must stay inside the lease of a reminder."""


class Pacer:
    """Gives each message its own moment, in the order in which they ask."""

    def __init__(self, per_second: float, *, chat_per_second: float | None = None) -> None:
        self._gap = 1 / per_second
        self._chat_gap = 1 / chat_per_second if chat_per_second else 0.0
        self._turn = asyncio.Lock()
        self._next_at = 0.0
        self._held_until = 0.0
        self._chats: dict[str, float] = {}

    async def wait(self, chat_id: str) -> None:
        """Return when a message may go to this chat.

        Raises RetryLater where that is further off than `PATIENCE`: the reminder is better given back.
        """
        deadline = monotonic() + PATIENCE
        while True:
            if (chat_at := self._chats.get(chat_id, 0.0)) > monotonic():
                await _sleep_until(chat_at, deadline)
            async with self._turn:
                while (at := max(self._next_at, self._held_until)) > monotonic():
                    await _sleep_until(at, deadline, whole_messenger=at == self._held_until)
                now = monotonic()
                if self._chats.get(chat_id, 0.0) > now:
                    continue  # another message to this chat was quicker
                self._next_at = now + self._gap
                self._chats = {chat: at for chat, at in self._chats.items() if at > now}
                self._chats[chat_id] = now + self._chat_gap
                return

    def hold(self, seconds: float) -> None:
        """Let nothing go for so many seconds, those already waiting neither."""
        self._held_until = max(self._held_until, monotonic() + seconds)

    def held_for(self) -> float:
        """Seconds that the hold still lasts, 0 without one."""
        return max(0.0, self._held_until - monotonic())


async def _sleep_until(at: float, deadline: float, *, whole_messenger: bool = False) -> None:
    seconds = at - monotonic()
    if at > deadline:
        raise RetryLater("черга повідомлень задовга", seconds, whole_messenger=whole_messenger)
    await asyncio.sleep(seconds)
