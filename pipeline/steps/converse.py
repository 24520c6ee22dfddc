"""Converse: what customers say is answered, each chat in its order, the chats side by side.

What comes in is handled first, by the desk: the step of the dialogue is stored when `take` returns, and the messenger
may forget it. The replies are said after that, and no chat waits for another's.
"""

import asyncio
from collections import deque
from typing import Protocol

import structlog

from bots.dialog.incoming import Incoming, Reachable
from bots.dialog.model import Input, Reply
from pipeline.domain.errors import ContactGone, DeliveryError, Failed, RetryLater, frames

AT_ONCE = 32
"""Replies on their way at one time."""
LONGEST_QUEUE = 20
"""Replies that wait for one chat: who writes faster than a messenger lets us answer hears the latest ones."""
ATTEMPTS = 3

SORRY = Reply("Не вдалося це виконати: у нас збій. Спробуйте, будь ласка, ще раз за кілька хвилин.")

log = structlog.get_logger()


class Desk(Protocol):
    """Where the dialogue meets the database: one thing after the other, in the order in which they are brought."""

    async def handle(self, messenger: str, chat_id: str, said: Input, update_id: str | None) -> tuple[Reply, ...]:
        """Take a customer's step; nothing for an update that was seen. Raises `Failed` where the database refuses."""

    async def reachable(self, messenger: str, chat_id: str, *, reachable: bool) -> None:
        """Keep that a chat can be written to no more, or again. Raises `Failed`."""


class Speaker(Protocol):
    """A messenger that talks."""

    name: str

    async def say(self, chat_id: str, reply: Reply) -> None:
        """Send a reply with its buttons. Raises a `DeliveryError`."""


class Conversations:
    """Answers what comes in, on one event loop."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._slots = asyncio.Semaphore(AT_ONCE)
        self._waiting: dict[tuple[str, str], deque[Reply]] = {}
        self._speaking: set[asyncio.Task[None]] = set()
        self._closing = asyncio.Event()

    async def take(self, speaker: Speaker, incoming: Incoming) -> None:
        """Return once it is stored; the replies are said afterwards, in the chat's order.

        Raises `Failed` where the database refuses: the messenger is to deliver it again.
        """
        replies = await self.answer(speaker.name, incoming)
        key = (speaker.name, incoming.chat_id)
        if not replies:
            return
        if key in self._waiting:
            self._waiting[key].extend(replies)
            return
        self._waiting[key] = deque(replies, LONGEST_QUEUE)
        speaking = asyncio.create_task(self._speak(speaker, incoming.chat_id, self._waiting[key]))
        self._speaking.add(speaking)
        speaking.add_done_callback(self._speaking.discard)

    async def answer(self, messenger: str, incoming: Incoming) -> tuple[Reply, ...]:
        """The same where the caller says the replies himself (Viber's `conversation_started`). Raises `Failed`."""
        said, chat_id = incoming.said, incoming.chat_id
        try:
            if isinstance(said, Reachable):
                await self._desk.reachable(messenger, chat_id, reachable=said.reachable)
                return ()
            return await self._desk.handle(messenger, chat_id, said, incoming.update_id)
        except Failed:
            raise
        except Exception as error:  # noqa: BLE001 - a bug in one step of one chat is told there, and stops nobody else
            log.error("step_failed", messenger=messenger, error=type(error).__name__, where=frames(error))  # noqa: TRY400
            return () if isinstance(said, Reachable) else (SORRY,)

    async def settled(self) -> None:
        """Return when all that waits is said."""
        while self._speaking:
            await asyncio.wait(self._speaking)

    async def close(self) -> None:
        """The same, with nothing tried again any more."""
        self._closing.set()
        await self.settled()

    async def _speak(self, speaker: Speaker, chat_id: str, waiting: deque[Reply]) -> None:
        """Say what waits for a chat, and what is added meanwhile."""
        try:
            while waiting:
                await self._say(speaker, chat_id, waiting.popleft())
        except ContactGone:
            try:
                await self._desk.reachable(speaker.name, chat_id, reachable=False)
            except Failed as error:
                log.warning("reachable_not_kept", messenger=speaker.name, error=str(error))
        except Exception as error:  # noqa: BLE001 - a bug in one reply is no reason to be deaf to the chat
            log.error(  # noqa: TRY400
                "reply_failed", messenger=speaker.name, error=type(error).__name__, where=frames(error)
            )
        finally:
            del self._waiting[speaker.name, chat_id]

    async def _say(self, speaker: Speaker, chat_id: str, reply: Reply) -> None:
        """Say one reply, where the trouble passes again. Raises ContactGone."""
        for attempt in range(1, ATTEMPTS + 1):
            try:
                async with self._slots:
                    await speaker.say(chat_id, reply)
            except RetryLater as error:
                log.warning("reply_delayed", messenger=speaker.name, attempt=attempt, reason=str(error))
                if attempt == ATTEMPTS or await self._closes_within(error.seconds):
                    log.error("reply_lost", messenger=speaker.name)  # noqa: TRY400 - no trace, it may hold the text
                    return
            except ContactGone:
                raise
            except DeliveryError as error:
                log.error("reply_refused", messenger=speaker.name, reason=str(error))  # noqa: TRY400
                return
            else:
                return

    async def _closes_within(self, seconds: float) -> bool:
        """Wait so long; True at once where we are about to end."""
        try:
            await asyncio.wait_for(self._closing.wait(), seconds)
        except TimeoutError:
            return False
        return True
