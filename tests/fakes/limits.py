"""What a service limits: how many messages in a while, in all and to one chat, and any in a pause that it named."""

from collections import deque
from time import monotonic

ON_THEIR_WAY = 0.5
"""Seconds in which messages may still arrive that were sent before the pause was known."""


class Limits:
    """Counts what arrives, whether it is taken or not, and notes each breach."""

    def __init__(self, most: int, seconds: float, *, to_a_chat: bool = False) -> None:
        """At most so many messages in any so many seconds; `to_a_chat`: of these one to each chat."""
        self.violations: list[str] = []
        self._most, self._seconds, self._to_a_chat = most, seconds, to_a_chat
        self._recent: deque[tuple[float, str]] = deque()
        self._paused_from = self._paused_until = 0.0

    def count(self, chat_id: str) -> None:
        """A message arrives."""
        now = monotonic()
        while self._recent and self._recent[0][0] <= now - self._seconds:
            self._recent.popleft()
        earlier = sum(chat == chat_id for _, chat in self._recent)
        self._recent.append((now, chat_id))
        if len(self._recent) > self._most:
            self.violations.append(f"{len(self._recent)} messages in {self._seconds:.0f} s")
        if self._to_a_chat and earlier:
            self.violations.append(f"{earlier + 1} messages to one chat in {self._seconds:.0f} s")
        if self._paused_from < now < self._paused_until:
            self.violations.append("a message in a pause")

    def pause(self, seconds: float) -> None:
        """The service says that it takes nothing for so long."""
        now = monotonic()
        if now >= self._paused_until:
            self._paused_from = now + ON_THEIR_WAY
        self._paused_until = max(self._paused_until, now + seconds)
