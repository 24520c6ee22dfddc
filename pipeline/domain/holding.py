"""Holding: where one plan would take back much of what customers were told, the operator may look at it first.

A typo on the page must not tell ten thousand people the wrong day. A hold ends by itself, for the list may be right.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta

from pipeline.domain.planning import Plan
from pipeline.domain.reminders import Cause, Reminder, ReminderStatus
from pipeline.domain.stages import FOLLOW_UPS, defer, morning_end

HOLD_FOR = timedelta(minutes=60)
"""The longest that a change waits for the operator."""
NEVER_WITHIN = timedelta(hours=3)
"""So long before the start nothing is held any more."""
FEW = 10
"""So many changes are never held for their share of what was told or planned."""
SHARE = 4
"""Changes of more than a quarter of what was told or planned are held."""


def hold_much(plan: Plan, now: datetime, *, holding: bool = False) -> Sequence[Reminder]:
    """What a plan adds; held where it changes much of what was told, or replaces much of what was planned.

    `holding`: others are held still, or too many would hear of these, so they wait however few: a few that change
    again must not go unseen.
    """
    changes = sum(_is_change(each) and each.cause is not Cause.MOVED for each in plan.add)
    replaces = _is_much(plan.replaced, plan.planned)
    if not (holding or replaces or _is_much(changes, plan.told)):
        return plan.add
    return hold(plan.add, now, plan.replacing if holding or replaces else ())


def _is_much(some: int, of_all: int) -> bool:
    return some > FEW and some * SHARE > of_all


def told_otherwise(added: Iterable[Reminder]) -> set[int]:
    """The subscriptions that would hear of a change."""
    return {each.subscription_id for each in added if _is_change(each)}


def hold(
    reminders: Iterable[Reminder], now: datetime, replacing: Collection[tuple[int, date]] = ()
) -> Sequence[Reminder]:
    """These reminders, each subscription's changes held until an hour from now, or three hours before the first start.

    The stages of a changed day wait with its change: they would say it too, and one that is due later that morning
    could be said early. One that would come too late is left out, for the change says it. What is said of the days
    `replacing` others waits whenever it is due: the operator sees by it that they were replaced.
    """
    by_subscription: dict[int, list[Reminder]] = defaultdict(list)
    for reminder in reminders:
        by_subscription[reminder.subscription_id].append(reminder)
    held: list[Reminder] = []
    for subscription, theirs in by_subscription.items():
        held += _hold(theirs, now, {each.day for each in theirs if (subscription, each.day) in replacing})
    return held


def _hold(theirs: Sequence[Reminder], now: datetime, replacing: Collection[date]) -> Sequence[Reminder]:
    changes = [each for each in theirs if _is_change(each) or each.day in replacing]
    if not changes:
        return theirs
    first = min(_first_start(each) for each in changes)
    until = min(now + HOLD_FOR, first - NEVER_WITHIN)
    if until <= now:
        return theirs
    until = defer(until, first)
    days: set[date] = {each.day for each in changes}
    held = (
        replace(each, status=ReminderStatus.HELD, due_at=max(each.due_at, until), held_until=until)
        if each in changes or (each.day in days and each.due_at < morning_end(until))
        else each
        for each in theirs
    )
    return [each for each in held if each.due_at < each.expires_at]


def _is_change(reminder: Reminder) -> bool:
    return reminder.stage in FOLLOW_UPS


def _first_start(reminder: Reminder) -> datetime:
    return min((*(each.starts_at for each in reminder.previous), reminder.interruption.starts_at))
