"""Delivery: what may become of a reminder that is owed, and when an attempt that failed is repeated.

    due ──claimed──► sending ──arrived──► sent
     ▲                  ├──refused──► undeliverable
     └────postponed─────┘
    due, sending ──gone──► undeliverable · due ──outlived──► expired · due ──replaced──► superseded
    sending ──lost──► maybe_sent
    due ──held──► held ──released──► due; while held: ──gone──► undeliverable · ──replaced──► superseded
    undeliverable ──returned──► due · expired ──not outlived──► due

A lease that ends lets the next sender claim what is still `sending`. What arrived was sent, whatever became of the
reminder meanwhile: the customer has it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from enum import Enum, auto

from pipeline.domain.reminders import OPEN, UNSENT, ReminderStatus

FIRST_PAUSE = 30.0
"""Seconds until the second attempt; each further pause is twice as long."""
LONGEST_PAUSE = 600.0
"""Seconds."""


class Event(Enum):
    """What happens to a reminder."""

    CLAIMED = auto()
    """A sender leases it."""
    ARRIVED = auto()
    """The messenger took it."""
    POSTPONED = auto()
    """The attempt failed, another one may succeed."""
    REFUSED = auto()
    """The messenger will never take it."""
    GONE = auto()
    """Its contact cannot be reached any more."""
    OUTLIVED = auto()
    """It is of no use any more."""
    REPLACED = auto()
    """A newer revision says something else."""
    LOST = auto()
    """It is replaced or outlived while a crash keeps us from knowing whether it was heard."""
    RETURNED = auto()
    """Its contact can be reached again."""
    HELD = auto()
    """The operator may look at it first."""
    RELEASED = auto()
    """He has looked, or its time has come; before this it is never outlived."""
    NOT_OUTLIVED = auto()
    """It is of use after all: the clock by which it was given up ran ahead."""


@dataclass(frozen=True, slots=True)
class Transition:
    """Where an event leads, and from where; in any other state it changes nothing."""

    sources: tuple[ReminderStatus, ...]
    target: ReminderStatus


@dataclass(frozen=True, slots=True)
class Refusal:
    """A template that a messenger will never take as it is: a fault of ours."""

    messenger: str
    template: str
    """Language and stages: `uk/one_day`."""
    untold: int
    """Reminders of it that did not reach those for whom they were, who have heard nothing later of that day."""
    bare: int
    """Reminders of the last day whose text went alone, without buttons."""


TRANSITIONS: Mapping[Event, Transition] = {
    Event.CLAIMED: Transition(OPEN, ReminderStatus.SENDING),
    Event.ARRIVED: Transition(tuple(ReminderStatus), ReminderStatus.SENT),
    Event.POSTPONED: Transition((ReminderStatus.SENDING,), ReminderStatus.DUE),
    Event.REFUSED: Transition((ReminderStatus.SENDING,), ReminderStatus.UNDELIVERABLE),
    Event.GONE: Transition(UNSENT, ReminderStatus.UNDELIVERABLE),
    Event.OUTLIVED: Transition((ReminderStatus.DUE,), ReminderStatus.EXPIRED),
    Event.NOT_OUTLIVED: Transition((ReminderStatus.EXPIRED,), ReminderStatus.DUE),
    Event.REPLACED: Transition((ReminderStatus.HELD, ReminderStatus.DUE), ReminderStatus.SUPERSEDED),
    Event.LOST: Transition((ReminderStatus.SENDING,), ReminderStatus.MAYBE_SENT),
    Event.RETURNED: Transition((ReminderStatus.UNDELIVERABLE,), ReminderStatus.DUE),
    Event.HELD: Transition((ReminderStatus.DUE,), ReminderStatus.HELD),
    Event.RELEASED: Transition((ReminderStatus.HELD,), ReminderStatus.DUE),
}
"""The whole table. Of a result that is no arrival, only that of the present lease counts."""


RESULTS: Mapping[ReminderStatus, Event] = {
    ReminderStatus.SENT: Event.ARRIVED,
    ReminderStatus.DUE: Event.POSTPONED,
    ReminderStatus.UNDELIVERABLE: Event.REFUSED,
}
"""What an `Outcome` of this status means."""


def after(status: ReminderStatus, event: Event) -> ReminderStatus:
    """The status of a reminder after an event."""
    transition = TRANSITIONS[event]
    return transition.target if status in transition.sources else status


def pause_after(attempt: int, named: float, chance: float) -> timedelta:
    """How long to wait after failed attempt number `attempt`.

    Never less than the seconds `named` by the messenger; growing, and up to half as long again by `chance` (0 to 1),
    so that those who failed together do not come back together.
    """
    grown = min(FIRST_PAUSE * 2 ** min(attempt - 1, 10), LONGEST_PAUSE)
    return timedelta(seconds=max(named, grown) * (1 + chance / 2))
