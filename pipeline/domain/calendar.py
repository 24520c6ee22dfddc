"""Calendar: what a contact was told or will be, as events that a calendar takes over: one a day and account.

They hang on the interruptions that the outbox knows, so an event stays itself while rows are reordered and edited.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from pipeline.domain.contacts import Holding
from pipeline.domain.interruptions import Interruption
from pipeline.domain.reminders import Cause, Reminder, ReminderStatus
from pipeline.domain.told_days import ToldDay, told_days


@dataclass(frozen=True, slots=True)
class CalendarEvent:
    """One day without light at one account."""

    subscription_id: int
    day: date
    sequence: int
    """Grows with every change (RFC 5545, 3.8.7.4); hours within 15 minutes of those told are none."""
    cancelled: bool
    interruption: Interruption
    """Of a cancelled one: as told."""
    cause: Cause | None
    """Why it was cancelled."""
    account: str
    address: str
    label: str | None


def calendar_events(known: Mapping[int, Sequence[Reminder]], holdings: Iterable[Holding]) -> tuple[CalendarEvent, ...]:
    """The events of a contact's accounts by time; `known`: by subscription, its reminders, oldest first."""
    events = [
        event
        for holding in holdings
        for reminders in (_without_held(known.get(holding.subscription_id, ())),)
        for day, state in told_days(reminders).items()
        if (event := _event(day, state, [each for each in reminders if each.day == day], holding))
    ]
    return tuple(sorted(events, key=lambda event: (event.interruption.starts_at, event.subscription_id)))


def _without_held(reminders: Sequence[Reminder]) -> Sequence[Reminder]:
    """What is shown before the operator, or an hour, lets a change go: it may be a mistake of the list."""
    held = {(each.day, each.revision) for each in reminders if each.status is ReminderStatus.HELD}
    return [each for each in reminders if (each.day, each.revision) not in held]


def _event(day: date, state: ToldDay, reminders: Sequence[Reminder], holding: Holding) -> CalendarEvent | None:
    """The event of a day; None where there never were hours."""
    shown = [each.interruption for each in reversed(reminders) if each.interruption.outages]
    if not shown:
        return None
    planned = state.planned_periods
    periods = state.told_periods if planned is None else planned
    return CalendarEvent(
        subscription_id=holding.subscription_id,
        day=day,
        # what is withheld of a revision is a change, too, and the next revision is another
        sequence=2 * state.revision + (not state.latest),
        cancelled=not periods,
        interruption=next((each for each in shown if each.periods == periods), shown[0]),
        cause=(state.latest[-1].cause if state.latest else Cause.ABSENT) if not periods else None,
        account=holding.account.number,
        address=holding.account.address,
        label=holding.label,
    )
