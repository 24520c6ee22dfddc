"""Send: what the outbox owes goes out through the messengers.

A message is claimed, the database is let go during the call, and its result is durable before another is claimed in
its place; so a crash repeats at most the messages in flight. The database has a thread of its own: the calls in
flight do not wait for it, nor do their time limits run out while it is busy.
"""

import asyncio
import random
from collections.abc import Callable, Mapping
from concurrent.futures import Executor
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from functools import partial
from typing import TypeVar

import structlog

from pipeline.domain.delivery import pause_after
from pipeline.domain.errors import ChatMoved, ContactGone, DeliveryError, Misconfigured, Permanent, RetryLater, frames
from pipeline.domain.reminders import Message, Outcome, ReminderStatus
from pipeline.domain.stages import quiet_until
from pipeline.steps.interfaces import Clock, Messenger, Outbox

CONCURRENCY = 32
"""Messages of one messenger that are claimed and not yet recorded, at most."""

TURN = 0.25
"""Seconds after which the results that have come in are recorded, though slower calls are still under way."""

ATTEMPT_WITHIN = 45.0
"""Seconds: an attempt ends before its lease of 60 s does, whatever the messenger does."""

AFTER_A_CRASH = 1.0
"""Seconds in which nothing may go to a chat to which the process before this one may have written last."""

LONGEST_REST = 60.0
"""Seconds: a run waits out a pause that the messenger names; a longer one is left to the next run."""

FAULT_PAUSE = 600.0
"""Seconds until a message is tried again that a fault of our own kept back: it may be mended by then."""

T = TypeVar("T")

log = structlog.get_logger()


@dataclass(slots=True)
class SendReport:
    """How many messages went out, and how many did not."""

    sent: int = 0
    retry: int = 0
    undeliverable: int = 0
    stopped: dict[str, str] = field(default_factory=dict)
    """Messengers that refuse us as a whole, and why."""
    refused: dict[str, str] = field(default_factory=dict)
    """By template, why a messenger will never take what it makes, or only its text: our own fault."""
    faults: int = 0
    """Messages that a fault of our own kept back; they wait for another attempt."""
    off: dict[str, str] = field(default_factory=dict)
    """Messengers without a token: what they owe waits."""
    served: set[str] = field(default_factory=set)
    """Messengers to which another process writes: what they owe is left to it."""

    def add(self, earlier: "SendReport") -> None:
        """Take in what an earlier sending of the same run did; what it says of the messengers is of the past."""
        self.sent += earlier.sent
        self.retry += earlier.retry
        self.undeliverable += earlier.undeliverable
        self.faults += earlier.faults
        self.refused.update(earlier.refused)

    def as_json(self) -> dict[str, object]:
        """The fields that `send --json` prints."""
        return {
            "sent": self.sent,
            "retry": self.retry,
            "undeliverable": self.undeliverable,
            "faults": self.faults,
            "stopped": self.stopped,
            "refused": self.refused,
            "off": sorted(self.off),
            "served": sorted(self.served),
        }


@dataclass(frozen=True, slots=True)
class _Result:
    outcome: Outcome
    error: DeliveryError | None = None
    """None also for a fault of our own: that says nothing of the messenger."""


@dataclass(slots=True)
class _Course:
    """How the run of one messenger goes."""

    left: int | None
    """How many more messages may be claimed; None: all."""
    running: list[asyncio.Task[_Result]] = field(default_factory=list)
    """Its calls, in the order in which they were claimed."""
    failed_in_a_row: int = 0
    named: float = 0.0
    """Seconds of a pause that the messenger has just named."""
    rest: float = 0.0
    """Seconds for which nothing is to be claimed."""
    ended: bool = False
    """Whether nothing more is to be claimed in this run."""

    @property
    def room(self) -> int:
        """How many messages may be claimed now."""
        free = CONCURRENCY - len(self.running)
        return 0 if self.ended or self.rest else free if self.left is None else min(free, self.left)

    def learn(self, error: DeliveryError | None) -> None:
        """What a result says of the messenger: it refuses us, it named a pause, it cannot be reached."""
        if isinstance(error, RetryLater) and error.whole_messenger:
            self.named = max(self.named, error.seconds)
        elif isinstance(error, RetryLater):
            # where so many failed, what is left would only fail, too, again and again
            self.failed_in_a_row += 1
        else:
            self.failed_in_a_row = 0
        self.ended |= isinstance(error, Misconfigured) or self.failed_in_a_row >= CONCURRENCY

    def begin_rest(self) -> None:
        """Rest for the pause that was named; one that is too long ends the run."""
        self.rest = max(self.rest, self.named + 1)  # the outbox holds until a whole second
        self.ended |= self.named > LONGEST_REST
        self.named = 0.0


@dataclass(frozen=True, slots=True)
class Sender:
    """Sends what is due."""

    outbox: Outbox
    compose: Callable[[Message, datetime], str]
    clock: Clock
    report: SendReport
    database: Executor
    """The thread in which the outbox is asked."""
    told: Callable[[Outcome], None] = lambda _: None
    """Hears of every message that went out, once that is recorded."""
    stopping: Callable[[], bool] = lambda: False
    """Whether to end once what is in flight is recorded."""
    elsewhere: Callable[[str], bool] = lambda _: False
    """Whether another process writes to a messenger, or waits until it may: two would break its limits together."""
    chance: Callable[[], float] = random.random

    async def send(self, messengers: Mapping[str, Messenger], *, limit: int | None = None) -> None:
        """Send through all messengers side by side, at most `limit` messages of each, then close them."""
        drains = (self._drain(messenger, _Course(limit)) for messenger in messengers.values())
        try:
            await self._ask(self.outbox.end_holds, self.clock.now())
            if await self._ask(self.outbox.has_leased, self.clock.real()):
                await asyncio.sleep(AFTER_A_CRASH)
            ended = await asyncio.gather(*drains, return_exceptions=True)  # one's trouble is not the others'
        finally:
            closing = (messenger.close() for messenger in messengers.values())
            closed = await asyncio.gather(*closing, return_exceptions=True)
        for error in (*ended, *closed):
            if error is not None:
                raise error

    async def _ask(self, question: Callable[..., T], *arguments: object) -> T:
        return await asyncio.get_running_loop().run_in_executor(self.database, partial(question, *arguments))

    async def _drain(self, messenger: Messenger, course: _Course) -> None:
        """Claim, send and record until nothing is due, the limit is reached, the messenger stops or we are to stop."""
        try:
            while True:
                await self._claim(messenger, course)
                if course.running:
                    await asyncio.wait(course.running, timeout=TURN)
                    await self._record(messenger, course)
                elif course.rest and not course.ended and not self.stopping():
                    pause = min(course.rest, TURN)
                    await asyncio.sleep(pause)
                    course.rest = max(0.0, course.rest - pause)
                else:
                    return
        finally:
            for task in course.running:
                task.cancel()
            await asyncio.gather(*course.running, return_exceptions=True)

    async def _claim(self, messenger: Messenger, course: _Course) -> None:
        """Fill the places that are free."""
        if course.ended or self.stopping():
            return
        if await self._ask(self.elsewhere, messenger.name):
            self.report.served.add(messenger.name)
            course.ended = True
        if course.room == 0:
            return
        clock = self.clock
        batch = await self._ask(self.outbox.claim, [messenger.name], clock.now(), clock.real(), course.room)
        course.running += [asyncio.create_task(self._attempt(messenger, message)) for message in batch]
        if course.left is not None:
            course.left -= len(batch)

    async def _record(self, messenger: Messenger, course: _Course) -> None:
        """Keep the results that have come in, and draw conclusions from them for the rest of the run."""
        done = [task for task in course.running if task.done()]
        if not done:
            return
        results = [task.result() for task in done]
        await self._ask(self.outbox.settle, [result.outcome for result in results])
        course.running = [task for task in course.running if task not in done]  # others have come in meanwhile
        for result in results:
            self._count(result.outcome)
            course.learn(result.error)
            if isinstance(result.error, Misconfigured):
                self._stop(messenger, result.error)
        if course.named:
            await self._ask(self.outbox.hold, messenger.name, self.clock.real() + timedelta(seconds=course.named))
            course.begin_rest()

    async def _attempt(self, messenger: Messenger, message: Message) -> _Result:
        text = ""
        try:
            now = self.clock.now()
            text = self.compose(message, now)
            async with asyncio.timeout(ATTEMPT_WITHIN):
                return _Result(await self._say(messenger, message, text, silent=quiet_until(now) is not None))
        except DeliveryError as error:
            return self._failure(message, text, error)
        except TimeoutError:
            return self._failure(message, text, RetryLater(f"немає відповіді за {ATTEMPT_WITHIN:.0f} с", 0))
        except Exception as error:  # noqa: BLE001 - a bug in one message must not hold up the others behind it
            log.error(  # noqa: TRY400
                "message_failed", messenger=messenger.name, error=type(error).__name__, where=frames(error)
            )
            self.report.faults += 1
            fault = self._failure(message, text, RetryLater(type(error).__name__, FAULT_PAUSE))
            return _Result(fault.outcome)

    async def _say(self, messenger: Messenger, message: Message, text: str, *, silent: bool) -> Outcome:
        """Say it where the chat is now; what is never taken as it is goes once more as its text alone.

        Better that a customer lacks a button than that he sits in the dark. Raises a `DeliveryError`.
        """
        recipient, moved_to, error = message.recipient, None, None
        say = partial(messenger.send, text=text, silent=silent, language=recipient.language, confirm=message.to_confirm)
        try:
            try:
                provider_id = await say(recipient.chat_id)
            except ChatMoved as moved:
                moved_to = moved.chat_id
                provider_id = await say(moved_to)
        except Permanent as refused:
            provider_id = await say(moved_to or recipient.chat_id, plain=True)
            reason = f"{refused}; прийнято без кнопок"
            self._refuse(message, reason)
            error = f"{Permanent.__name__}: {reason}"
        sent, at = ReminderStatus.SENT, self.clock.now()
        told = Outcome(message, sent, at, text, error, provider_id=provider_id, moved_to=moved_to)
        return replace(told, refused=error is not None)

    def _failure(self, message: Message, text: str, error: DeliveryError) -> _Result:
        """What to do about a refusal: try again later, or give up on the message or the contact."""
        retry_at, refused = None, isinstance(error, Permanent)
        if isinstance(error, RetryLater):
            named = timedelta(seconds=error.seconds)
            pause = named if error.whole_messenger else pause_after(message.attempt, error.seconds, self.chance())
            retry_at = self.clock.real() + pause
        elif isinstance(error, Misconfigured):
            retry_at = self.clock.real()
        elif refused:
            self._refuse(message, str(error))
        outcome = Outcome(
            message,
            ReminderStatus.UNDELIVERABLE if retry_at is None else ReminderStatus.DUE,
            self.clock.now(),
            text,
            error=f"{type(error).__name__}: {error}",
            retry_at=retry_at,
            contact_gone=isinstance(error, ContactGone),
            refused=refused,
        )
        return _Result(outcome, error)

    def _refuse(self, message: Message, reason: str) -> None:
        """Name the template that a messenger will never take."""
        self.report.refused[message.template] = reason
        log.error("message_refused", messenger=message.recipient.messenger, template=message.template, reason=reason)

    def _count(self, outcome: Outcome) -> None:
        if outcome.status is ReminderStatus.SENT:
            self.report.sent += 1
            self.told(outcome)
        elif outcome.status is ReminderStatus.DUE:
            self.report.retry += 1
        else:
            self.report.undeliverable += 1

    def _stop(self, messenger: Messenger, error: Misconfigured) -> None:
        if messenger.name not in self.report.stopped:
            self.report.stopped[messenger.name] = str(error)
            log.error("messenger_stopped", messenger=messenger.name, reason=str(error))
