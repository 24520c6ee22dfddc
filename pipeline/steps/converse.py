"""Converse: what customers say is answered, each chat in its order, the chats side by side.

What comes in is handled first, by the desk: the step of the dialogue and its answer are stored when `take` returns, and
the messenger may forget it. The answer is said after that, and kept until it is; no chat waits for another's.
"""

import asyncio
from collections import deque
from collections.abc import Callable, Coroutine, Sequence
from dataclasses import replace
from functools import partial
from typing import Any, Protocol, TypeVar

import structlog

from bots.dialog.answers import Answer
from bots.dialog.incoming import Incoming, Reachable
from bots.dialog.model import Reply
from pipeline.domain.contacts import ANSWERED_WITHIN
from pipeline.domain.errors import ContactGone, DeliveryError, Failed, Misconfigured, RetryLater, frames
from pipeline.domain.stages import quiet_until
from pipeline.steps.interfaces import Clock
from pipeline.steps.waiting import is_set_within

AT_ONCE = 32
"""Replies on their way at one time."""
REFUSED_KEPT = 10_000
"""Updates that the database refused, as they are known when they are delivered again."""
LONGEST_QUEUE = 20
"""Answers that wait for one chat: who writes faster than a messenger lets us answer hears the latest ones."""

SORRY = Reply("Не вдалося це виконати: у нас збій. Спробуйте, будь ласка, ще раз за кілька хвилин.")

T = TypeVar("T")

log = structlog.get_logger()


class Desk(Protocol):
    """Where the dialogue meets the database: one thing after the other, in the order in which they are brought.

    Everything raises `Failed` where the database refuses.
    """

    async def handle(self, messenger: str, incoming: Incoming) -> tuple[Reply, ...]:
        """Take a customer's step; nothing for an update that was seen."""

    async def answer(self, messenger: str, incoming: Incoming) -> Answer:
        """The same; the answer is kept until it is `said`."""

    async def unsaid(self, messenger: str) -> Sequence[tuple[str, Answer]]:
        """Chat and answer of all that is kept, in order."""

    async def said(self, numbers: Sequence[int]) -> None:
        """Keep these answers no longer."""

    async def receive(self, message: str, fate: str) -> None:
        """Keep what became of a message of ours: `delivered`, `seen` or `failed`."""


class Speaker(Protocol):
    """A messenger that talks."""

    name: str

    async def say(self, chat_id: str, reply: Reply, *, silent: bool = False) -> None:
        """Send a reply with its buttons. Raises a `DeliveryError`."""


class Conversations:
    """Answers what comes in, on one event loop."""

    def __init__(self, desk: Desk, clock: Clock) -> None:
        self._desk = desk
        self._clock = clock
        self._speakers: dict[str, Speaker] = {}
        self._news: set[int] = set()
        """Numbers of the news that wait, or were said and are not yet forgotten: none is said twice."""
        self._slots = asyncio.Semaphore(AT_ONCE)
        self._waiting: dict[tuple[str, str], deque[Answer]] = {}
        self._said: list[int] = []
        self._refused: dict[tuple[str, str, str | None], None] = {}
        self._forgetting = False
        self._busy: set[asyncio.Task[None]] = set()
        self._closing = asyncio.Event()

    def speak_by(self, speaker: Speaker) -> None:
        """By this messenger others may be told news of what somebody did."""
        self._speakers[speaker.name] = speaker

    async def resume(self, speaker: Speaker) -> None:
        """Say what was not said before the last end of the process. Raises `Failed`."""
        for chat_id, answer in await self._desk.unsaid(speaker.name):
            self._enqueue(speaker, chat_id, answer)

    async def take(self, speaker: Speaker, incoming: Incoming) -> None:
        """Return once it is stored; the answer is said afterwards, in the chat's order.

        Raises `Failed` where the database refuses: the messenger is to deliver it again.
        """
        try:
            answer = await self._brought(speaker.name, incoming, self._desk.answer)
        except Failed:
            raise
        except Exception as error:  # noqa: BLE001 - a bug in one step of one chat is told there, and stops nobody else
            answer = Answer(_owned_up(speaker.name, incoming, error))
        for each in answer.before:
            if each.messenger in self._speakers:
                self._enqueue(self._speakers[each.messenger], each.chat_id, each.answer)
        if answer.replies:
            self._enqueue(speaker, incoming.chat_id, answer)

    async def answer(self, messenger: str, incoming: Incoming) -> tuple[Reply, ...]:
        """The replies where the caller says them himself (Viber's `conversation_started`). Raises `Failed`."""
        try:
            return await self._brought(messenger, incoming, self._desk.handle)
        except Failed:
            raise
        except Exception as error:  # noqa: BLE001 - as above
            return _owned_up(messenger, incoming, error)

    async def receive(self, message: str, fate: str) -> None:
        """Keep what a messenger tells of a message of ours. Raises `Failed`."""
        await self._desk.receive(message, fate)

    async def settled(self) -> None:
        """Return when all that waits is said."""
        while self._busy:
            await asyncio.wait(self._busy)

    async def close(self) -> None:
        """The same, with nothing tried again any more: what is left is said after the next start."""
        self._closing.set()
        await self.settled()

    async def _brought(
        self, messenger: str, incoming: Incoming, to: Callable[[str, Incoming], Coroutine[Any, Any, T]]
    ) -> T:
        """Bring it to the desk; what it refuses is known when it comes again. Raises `Failed`."""
        known_by = (messenger, incoming.bot, incoming.update_id)
        try:
            done = await to(messenger, replace(incoming, repeated=known_by in self._refused))
        except Failed:
            self._refused[known_by] = None
            if len(self._refused) > REFUSED_KEPT:
                del self._refused[next(iter(self._refused))]
            raise
        self._refused.pop(known_by, None)
        return done

    def _enqueue(self, speaker: Speaker, chat_id: str, answer: Answer) -> None:
        key = (speaker.name, chat_id)
        if answer.is_news and answer.kept_as is not None:
            if answer.kept_as in self._news:
                return
            self._news.add(answer.kept_as)
        if key not in self._waiting:
            self._waiting[key] = deque([answer])
            self._begin(self._speak(speaker, chat_id, self._waiting[key]))
            return
        waiting = self._waiting[key]
        if len(waiting) == LONGEST_QUEUE:
            self._give_up(waiting.popleft())
        waiting.append(answer)

    def _begin(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(work)
        self._busy.add(task)
        task.add_done_callback(self._busy.discard)

    async def _speak(self, speaker: Speaker, chat_id: str, waiting: deque[Answer]) -> None:
        """Say what waits for a chat, and what is added meanwhile; what is left keeps its order.

        Who was gone a moment ago and has written since is there again: that is known once their answer is taken.
        """
        kept = reachable = True
        try:
            while waiting:
                try:
                    if not await self._say(speaker, chat_id, waiting.popleft()):
                        return
                    reachable = True
                except ContactGone:
                    reachable = False
                if reachable is not kept and (reachable or not waiting):
                    await self._keep_reachable(speaker, chat_id, reachable=reachable)
                    kept = reachable
        finally:
            del self._waiting[speaker.name, chat_id]

    async def _keep_reachable(self, speaker: Speaker, chat_id: str, *, reachable: bool) -> None:
        try:
            await self._desk.handle(speaker.name, Incoming(chat_id, Reachable(reachable)))
        except Failed as error:
            log.warning("reachable_not_kept", messenger=speaker.name, error=str(error))

    async def _say(self, speaker: Speaker, chat_id: str, answer: Answer) -> bool:
        """Say an answer, once trouble has passed; False where it is left for the next start. Raises ContactGone."""
        try:
            async with asyncio.timeout(ANSWERED_WITHIN.total_seconds()):
                for reply in answer.replies:
                    pause_after = partial(self._pause_after, speaker, chat_id, reply, is_news=answer.is_news)
                    while (pause := await pause_after()) is not None:
                        if await is_set_within(pause, self._closing):
                            return False
        except ContactGone:
            self._give_up(answer)
            raise
        except Misconfigured as error:  # once it is mended, we start anew
            log.error("reply_refused", messenger=speaker.name, reason=str(error))  # noqa: TRY400 - no text in the log
            self._leave(answer)
            return True
        except DeliveryError as error:
            log.error("reply_refused", messenger=speaker.name, reason=str(error))  # noqa: TRY400
        except TimeoutError:
            log.error("reply_lost", messenger=speaker.name)  # noqa: TRY400
            self._give_up(answer)
            return True
        except Exception as error:  # noqa: BLE001 - a bug in one reply is no reason to be deaf to the chat
            log.error(  # noqa: TRY400
                "reply_failed", messenger=speaker.name, error=type(error).__name__, where=frames(error)
            )
        self._forget(answer)
        return True

    async def _pause_after(self, speaker: Speaker, chat_id: str, reply: Reply, *, is_news: bool) -> float | None:
        """None once a reply is said, else seconds until it may be tried again. Raises other `DeliveryError`s."""
        try:
            async with self._slots:
                silent = is_news and quiet_until(self._clock.now()) is not None
                await speaker.say(chat_id, reply, silent=silent)
        except RetryLater as error:
            log.warning("reply_delayed", messenger=speaker.name, reason=str(error))
            return error.seconds
        return None

    def _give_up(self, answer: Answer) -> None:
        """It is not said: an answer is of no use any more, news are kept until the customer writes."""
        if answer.is_news:
            self._leave(answer)
        else:
            self._forget(answer)

    def _leave(self, answer: Answer) -> None:
        """Leave it kept; news may be brought again by what the customer writes next."""
        self._news.discard(answer.kept_as or 0)

    def _forget(self, answer: Answer) -> None:
        """Keep an answer no longer, with those that come while the desk is busy."""
        if answer.kept_as is not None:
            self._said.append(answer.kept_as)
        if self._said and not self._forgetting:
            self._forgetting = True
            self._begin(self._forget_said())

    async def _forget_said(self) -> None:
        numbers: Sequence[int] = ()
        try:
            while self._said:
                numbers, self._said = self._said, []
                await self._desk.said(numbers)
                self._news.difference_update(numbers)
        except Failed as error:
            self._said += numbers  # with the next one
            log.warning("answers_not_forgotten", reason=str(error))
        finally:
            self._forgetting = False


def _owned_up(messenger: str, incoming: Incoming, error: Exception) -> tuple[Reply, ...]:
    log.error("step_failed", messenger=messenger, error=type(error).__name__, where=frames(error))
    return () if isinstance(incoming.said, Reachable) else (SORRY,)
