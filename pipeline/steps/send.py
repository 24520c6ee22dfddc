"""Send: what the outbox owes goes out through the messengers.

A batch is claimed, the database is let go during the calls, and the results are written before the next batch is
claimed; so a crash repeats at most the messages in flight.
"""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import structlog

from pipeline.domain.errors import ContactGone, DeliveryError, Misconfigured, RetryLater, frames
from pipeline.domain.reminders import Message, Outcome, ReminderStatus
from pipeline.domain.stages import quiet_until
from pipeline.steps.interfaces import Clock, Messenger, Outbox

CONCURRENCY = 32
"""Messages in flight at one time, of one messenger; a batch is no larger."""

FAULT_PAUSE = 600.0
"""Seconds until a message is tried again that a fault of our own kept back: it may be mended by then."""

log = structlog.get_logger()


@dataclass(slots=True)
class SendReport:
    """How many messages went out, and how many did not."""

    sent: int = 0
    retry: int = 0
    undeliverable: int = 0
    stopped: dict[str, str] = field(default_factory=dict)
    """Messengers that refuse us as a whole, and why."""
    faults: int = 0
    """Messages that a fault of our own kept back; they wait for another attempt."""
    off: dict[str, str] = field(default_factory=dict)
    """Messengers without a token: what they owe waits."""

    def as_json(self) -> dict[str, object]:
        """The fields that `send --json` prints."""
        return {
            "sent": self.sent,
            "retry": self.retry,
            "undeliverable": self.undeliverable,
            "faults": self.faults,
            "stopped": self.stopped,
            "off": sorted(self.off),
        }


@dataclass(frozen=True, slots=True)
class _Result:
    outcome: Outcome
    error: DeliveryError | None = None


@dataclass(frozen=True, slots=True)
class Sender:
    """Sends what is due."""

    outbox: Outbox
    compose: Callable[[Message, datetime], str]
    clock: Clock
    report: SendReport
    told: Callable[[Outcome], None] = lambda _: None
    """Hears of every message that went out, once that is recorded."""
    stopping: Callable[[], bool] = lambda: False
    """Whether to end once the batch in flight is recorded."""

    async def send(self, messengers: Mapping[str, Messenger], *, limit: int | None = None) -> None:
        """Send through all messengers side by side, at most `limit` messages of each, then close them."""
        drains = (self._drain(messenger, limit) for messenger in messengers.values())
        try:
            ended = await asyncio.gather(*drains, return_exceptions=True)  # one's trouble is not the others'
        finally:
            closing = (messenger.close() for messenger in messengers.values())
            closed = await asyncio.gather(*closing, return_exceptions=True)
        for error in (*ended, *closed):
            if error is not None:
                raise error

    async def _drain(self, messenger: Messenger, limit: int | None) -> None:
        """Send batch by batch until nothing is due, the limit is reached, the messenger stops or we are to stop."""
        left = limit
        while (left is None or left > 0) and not self.stopping():
            size = CONCURRENCY if left is None else min(left, CONCURRENCY)
            batch = self.outbox.claim([messenger.name], self.clock.now(), self.clock.real(), size)
            if not batch:
                return
            results = await asyncio.gather(*(self._attempt(messenger, message) for message in batch))
            self.outbox.settle([result.outcome for result in results])
            for result in results:
                self._count(result.outcome)
            if self._must_stop(messenger, [result.error for result in results]):
                return
            if left is not None:
                left -= len(batch)

    async def _attempt(self, messenger: Messenger, message: Message) -> _Result:
        text = ""
        try:
            now = self.clock.now()
            text = self.compose(message, now)
            silent = quiet_until(now) is not None
            to = message.recipient
            provider_id = await messenger.send(to.chat_id, text, silent=silent, language=to.language)
        except DeliveryError as error:
            return _Result(self._failure(message, text, error), error)
        except Exception as error:  # noqa: BLE001 - a bug in one message must not hold up the others behind it
            log.error(  # noqa: TRY400
                "message_failed", messenger=messenger.name, error=type(error).__name__, where=frames(error)
            )
            fault = RetryLater(type(error).__name__, FAULT_PAUSE)
            self.report.faults += 1
            return _Result(self._failure(message, text, fault))
        return _Result(Outcome(message, ReminderStatus.SENT, self.clock.now(), text, provider_id=provider_id))

    def _failure(self, message: Message, text: str, error: DeliveryError) -> Outcome:
        """What to do about a refusal: try again later, or give up on the message or the contact."""
        retry_at = None
        if isinstance(error, RetryLater):
            retry_at = self.clock.real() + timedelta(seconds=error.seconds)
        elif isinstance(error, Misconfigured):
            retry_at = self.clock.real()
        return Outcome(
            message,
            ReminderStatus.UNDELIVERABLE if retry_at is None else ReminderStatus.DUE,
            self.clock.now(),
            text,
            error=f"{type(error).__name__}: {error}",
            retry_at=retry_at,
            contact_gone=isinstance(error, ContactGone),
        )

    def _count(self, outcome: Outcome) -> None:
        if outcome.status is ReminderStatus.SENT:
            self.report.sent += 1
            self.told(outcome)
        elif outcome.status is ReminderStatus.DUE:
            self.report.retry += 1
        else:
            self.report.undeliverable += 1

    def _must_stop(self, messenger: Messenger, errors: Sequence[DeliveryError | None]) -> bool:
        """Whether the messenger takes nothing for now: it named a pause, or it refuses our token."""
        for error in errors:
            if isinstance(error, Misconfigured):
                self.report.stopped[messenger.name] = str(error)
                log.error("messenger_stopped", messenger=messenger.name, reason=str(error))
                return True
        pauses = [error.seconds for error in errors if isinstance(error, RetryLater) and error.whole_messenger]
        if pauses:
            self.outbox.hold(messenger.name, self.clock.real() + timedelta(seconds=max(pauses)))
        # where all failed it cannot be reached: what is left would only fail, too, again and again
        return bool(pauses) or all(isinstance(error, RetryLater) for error in errors)
