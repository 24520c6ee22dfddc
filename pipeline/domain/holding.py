"""Holding: where one plan would take back much of what customers were told, the operator may look at it first.

A typo on the page must not tell ten thousand people the wrong day. A hold ends by itself, for the list may be right.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta

from pipeline.domain.reminders import Cause, Reminder, ReminderStatus
from pipeline.domain.stages import FOLLOW_UPS, defer, morning_end

HOLD_FOR = timedelta(minutes=60)
"""The longest that a change waits for the operator."""
NEVER_WITHIN = timedelta(hours=3)
"""So long before the start nothing is held any more."""
FEW = 10
"""So many changes are never held for their share of what was told."""
SHARE = 4
"""Changes of more than a quarter of what was told are held."""


def hold_much(added: Sequence[Reminder], told: int, now: datetime, *, holding: bool = False) -> Sequence[Reminder]:
    """What one plan adds, its changes and cancellations held where they are much of what was told.

    `told`: told interruptions that are not over; `holding`: others are held still, or too many would hear of these, so
    they wait however few: a few that change again must not go unseen.
    """
    changes = [each for each in added if _is_change(each) and each.cause is not Cause.MOVED]
    much = len(changes) > FEW and len(changes) * SHARE > told
    return hold(added, now) if holding or much else added


def told_otherwise(added: Iterable[Reminder]) -> set[int]:
    """The subscriptions that would hear of a change."""
    return {each.subscription_id for each in added if _is_change(each)}


def hold(reminders: Iterable[Reminder], now: datetime) -> Sequence[Reminder]:
    """These reminders, each subscription's changes held until an hour from now, or three hours before the first start.

    The stages of a changed day wait with its change: they would say it too, and one that is due later that morning
    could be said early. One that would come too late is left out, for the change says it.
    """
    by_subscription: dict[int, list[Reminder]] = defaultdict(list)
    for reminder in reminders:
        by_subscription[reminder.subscription_id].append(reminder)
    held: list[Reminder] = []
    for theirs in by_subscription.values():
        held += _hold(theirs, now)
    return held


def _hold(theirs: Sequence[Reminder], now: datetime) -> Sequence[Reminder]:
    changes = [each for each in theirs if _is_change(each)]
    if not changes:
        return theirs
    first = min(_first_start(each) for each in changes)
    until = min(now + HOLD_FOR, first - NEVER_WITHIN)
    if until <= now:
        return theirs
    until = defer(until, first)
    days: set[date] = {each.day for each in changes}
    held = (
        replace(each, status=ReminderStatus.HELD, due_at=max(each.due_at, until))
        if each.day in days and (_is_change(each) or each.due_at < morning_end(until))
        else each
        for each in theirs
    )
    return [each for each in held if each.due_at < each.expires_at]


def _is_change(reminder: Reminder) -> bool:
    return reminder.stage in FOLLOW_UPS


def _first_start(reminder: Reminder) -> datetime:
    return min((*(each.starts_at for each in reminder.previous), reminder.interruption.starts_at))
