"""Reminders: what is owed to a subscription about one day, and the messages that say them."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from pipeline.domain.interruptions import Interruption
from pipeline.domain.stages import FOLLOW_UPS, Stage
from pipeline.domain.works import Certainty, Period

MESSENGERS = ("telegram", "viber", "console")
"""Whom a customer can be reached through."""


class Cause(StrEnum):
    """Why a told interruption changed or ended; it decides the words, not the rules."""

    PAGE_SAYS = "page_says"
    """The row itself says `скасовано` or `перенесено`."""
    ABSENT = "absent"
    """The row is no longer in the list."""
    OTHER_ADDRESS = "other_address"
    """The works stand, but their list of streets or houses no longer holds this address."""
    OTHER_HOURS = "other_hours"
    BACK = "back"
    """Planned again after it was said to be cancelled."""
    MOVED = "moved"
    """The day was moved to another: silent beside the `changed` of that other day, which says it."""


class ReminderStatus(StrEnum):
    """Where a reminder stands. `due` and `sending` are the outbox, `held` waits before it; the others are settled."""

    HELD = "held"
    """A change that the operator may look at first; due by itself at its time."""
    DUE = "due"
    SENDING = "sending"
    SENT = "sent"
    UNDELIVERABLE = "undeliverable"
    EXPIRED = "expired"
    SUPERSEDED = "superseded"
    MAYBE_SENT = "maybe_sent"
    """A crash left it in flight, and it was replaced or outlived: it counts as told, for it may have been heard."""


OPEN = (ReminderStatus.DUE, ReminderStatus.SENDING)
UNSENT = (ReminderStatus.HELD, *OPEN)
TOLD = (ReminderStatus.SENT, ReminderStatus.SENDING, ReminderStatus.MAYBE_SENT)
"""What the customer has heard, or may have."""


@dataclass(frozen=True, slots=True)
class Reminder:
    """One thing owed; unique on (subscription, day, stage, revision)."""

    subscription_id: int
    day: date
    stage: Stage
    revision: int
    interruption: Interruption
    """What is to be said; of a cancelled one: as told."""
    due_at: datetime
    expires_at: datetime
    """From this moment it is of no use: the next stage is due, or the works are over."""
    run_on: date
    """First day of the run of days that became known together."""
    previous: tuple[Period, ...] = ()
    """`changed`: the periods told before, of whatever day."""
    cause: Cause | None = None
    status: ReminderStatus = ReminderStatus.DUE
    id: int | None = None
    held_until: datetime | None = None
    """When a hold ends by itself; only while it is held."""
    attempt: int = 0
    """Which attempt to send it this is; a result is known by it for that of its own lease."""


@dataclass(frozen=True, slots=True)
class Recipient:
    """Who is written to, and about which account."""

    subscription_id: int
    messenger: str
    chat_id: str
    account: str
    address: str
    """As a person reads it: `с. Іза, вул. Центральна, 7`."""
    label: str | None = None
    """The customer's own name for the account: `Дім`."""
    language: str = "uk"
    muted: frozenset[Stage] = frozenset()
    """What the customer leaves out; a message promises nothing of it."""
    paid: bool = False
    """Whether a message that we begin now is paid for."""


@dataclass(frozen=True, slots=True)
class Join:
    """A customer who subscribes to an account."""

    messenger: str
    chat_id: str
    account: str
    since: datetime | None
    """None: from the beginning."""


@dataclass(frozen=True, slots=True)
class Item:
    """One day of a message, for evidence and the replay's JSON."""

    stage: Stage
    day: date
    starts_at: datetime
    ends_at: datetime
    certainty: Certainty


@dataclass(frozen=True, slots=True)
class Message:
    """All that is owed to one account at one time: its text settles all these reminders."""

    recipient: Recipient
    reminders: tuple[Reminder, ...] = field(default_factory=tuple)
    """What it settles, by day and stage."""

    @property
    def attempt(self) -> int:
        """Which attempt to send it this is."""
        return max(reminder.attempt for reminder in self.reminders)

    @property
    def template(self) -> str:
        """What its words are made by, for the operator: language and stages, `uk/one_day`."""
        return f"{self.recipient.language}/{'+'.join(dict.fromkeys(each.stage for each in self.spoken))}"

    @property
    def spoken(self) -> tuple[Reminder, ...]:
        """What its words say: for each day the latest revision's last stage, in order of days.

        A stage that a later one of the same day overtakes is not said twice, and a day that was moved is
        said by the `changed` of the other day; where that is owed no more, its end is said by itself.
        """
        latest: dict[date, Reminder] = {}
        move_is_said = any(reminder.stage is Stage.CHANGED for reminder in self.reminders)
        for reminder in sorted(self.reminders, key=_rank):
            if reminder.cause is not Cause.MOVED or not move_is_said:
                latest[reminder.day] = reminder
        return tuple(latest[day] for day in sorted(latest))

    @property
    def to_confirm(self) -> int | None:
        """The reminder under which `Зрозуміло` is offered: that of the day before.

        A press proves that it was read. In Viber it begins 24 hours in which the next morning's message is free.
        """
        return next((reminder.id for reminder in self.spoken if reminder.stage is Stage.ONE_DAY), None)

    @property
    def items(self) -> tuple[Item, ...]:
        """The days that it speaks of, with their hours."""
        return tuple(
            Item(
                reminder.stage,
                reminder.day,
                reminder.interruption.starts_at,
                reminder.interruption.ends_at,
                reminder.interruption.certainty,
            )
            for reminder in self.spoken
            if reminder.interruption.outages
        )


@dataclass(frozen=True, slots=True)
class Outcome:
    """How one attempt to send ended, for each reminder that the message would have settled."""

    message: Message
    status: ReminderStatus
    """`sent`, `undeliverable`, or `due` for another attempt."""
    at: datetime
    text: str
    error: str | None = None
    """A name for the operator, never the messenger's own text."""
    retry_at: datetime | None = None
    provider_id: str | None = None
    contact_gone: bool = False
    moved_to: str | None = None
    """The id that the chat has from now on."""
    refused: bool = False
    """Whether the messenger will never take what the template makes; where it is `sent`, it took the text alone."""


def _rank(reminder: Reminder) -> tuple[int, bool, int]:
    follow_up = reminder.stage in FOLLOW_UPS
    return reminder.revision, follow_up, _ORDER.index(reminder.stage)


_ORDER: Sequence[Stage] = tuple(Stage)
