"""What waits for the operator, for how long, and what does not."""

from dataclasses import replace
from datetime import timedelta

import pytest

from pipeline.domain.holding import hold, hold_much, told_otherwise
from pipeline.domain.interruptions import Interruption, Outage
from pipeline.domain.planning import Plan
from pipeline.domain.reminders import Cause, Reminder, ReminderStatus
from pipeline.domain.stages import Stage
from pipeline.domain.works import Certainty
from tests.unit.domain.simulation import at, period

WORK = period("24.11 09:00-16:00")
NOON = at("20.11 12:00")


def reminder(stage=Stage.CHANGED, subscription=1, work=WORK, due_at=NOON, **rest):
    day = work.day
    interruption = Interruption(day, (Outage(work, Certainty.CERTAIN),))
    return Reminder(subscription, day, stage, 2, interruption, due_at, work.ends_at, day, **rest)


def changes(number):
    return [reminder(subscription=each) for each in range(number)]


def held(reminders):
    return [each for each in reminders if each.status is ReminderStatus.HELD]


@pytest.mark.parametrize(
    ("number", "told", "is_held"),
    [
        (10, 10, False),  # few
        (11, 44, False),  # no more than a quarter
        (11, 43, True),
    ],
)
def test_changes_are_held_where_they_are_much_of_what_was_told(number, told, is_held):
    added = changes(number)
    assert len(held(hold_much(Plan(add=added, told=told), NOON))) == (number if is_held else 0)


@pytest.mark.parametrize(("replaced", "planned", "is_held"), [(10, 10, False), (11, 44, False), (11, 43, True)])
def test_what_replaces_much_of_what_is_planned_is_held_whenever_it_is_due(replaced, planned, is_held):
    later = at("23.11 10:00")
    other = reminder(Stage.ONE_DAY, 2, due_at=later)
    new = [reminder(Stage.FIVE_DAYS), reminder(Stage.ONE_DAY, due_at=later)]
    days = {(1, WORK.day)}
    kept = hold_much(Plan(add=[*new, other], planned=planned, replaced=replaced, replacing=days), NOON)
    assert [each.subscription_id for each in held(kept)] == ([1, 1] if is_held else [])
    if is_held:
        hour = NOON + timedelta(hours=1)
        assert [(each.due_at, each.held_until) for each in held(kept)] == [(hour, hour), (later, hour)]


def test_who_would_hear_of_a_change_does_not_count_those_who_are_told_in_time():
    added = [*changes(3), reminder(Stage.ONE_DAY, 7), reminder(Stage.CANCELLED, 2), reminder(Stage.SAME_DAY, 2)]
    assert told_otherwise(added) == {0, 1, 2}


def test_while_others_are_held_a_single_change_is_held_too():
    assert len(held(hold_much(Plan(add=changes(1), told=4000), NOON, holding=True))) == 1


def test_new_stages_are_no_changes_and_a_day_that_was_moved_counts_once():
    stages = [reminder(Stage.ONE_DAY, each) for each in range(30)]
    moved = [reminder(Stage.CANCELLED, each, cause=Cause.MOVED) for each in range(10)]
    added = [*stages, *changes(10), *moved]
    assert not held(hold_much(Plan(add=added, told=10), NOON))


@pytest.mark.parametrize(
    ("now", "due_at"),
    [
        ("20.11 12:00", "20.11 13:00"),
        ("20.11 20:30", "21.11 07:00"),  # not into the quiet hours
        ("24.11 05:30", "24.11 07:00"),
        ("24.11 06:00", None),  # three hours before the start
        ("24.11 10:00", None),
    ],
)
def test_a_change_is_held_for_an_hour_and_not_within_three_hours_of_the_start(now, due_at):
    (change,) = hold([reminder(due_at=at(now))], at(now))
    assert (change.due_at, change.status) == (
        (at(due_at), ReminderStatus.HELD) if due_at else (at(now), ReminderStatus.DUE)
    )


def test_the_start_that_was_told_before_counts_as_well():
    sooner = period("20.11 14:00-16:00")
    assert not held(hold([reminder(previous=(sooner,))], NOON))


def test_what_one_subscription_is_owed_of_changes_goes_or_waits_together():
    sooner = reminder(Stage.CANCELLED, work=period("20.11 14:00-16:00"))
    assert not held(hold([reminder(), sooner], NOON))
    assert len(held(hold([reminder(), replace(sooner, subscription_id=2)], NOON))) == 1


def test_a_stage_of_a_changed_day_waits_with_its_change():
    soon, later = NOON + timedelta(hours=1, minutes=20), NOON + timedelta(hours=4)
    due = [reminder(Stage.ONE_DAY, due_at=soon), reminder(Stage.SAME_DAY, due_at=later)]
    kept = hold([reminder(), *due], NOON)
    assert [(each.stage, each.status) for each in kept] == [
        (Stage.CHANGED, ReminderStatus.HELD),
        (Stage.ONE_DAY, ReminderStatus.HELD),
        (Stage.SAME_DAY, ReminderStatus.DUE),
    ]
    assert [each.due_at for each in kept] == [NOON + timedelta(hours=1), soon, later]


def test_a_stage_that_a_hold_would_make_useless_is_left_to_the_change():
    useless = replace(reminder(Stage.ONE_DAY), expires_at=NOON + timedelta(minutes=30))
    assert [each.stage for each in hold([reminder(), useless], NOON)] == [Stage.CHANGED]


def test_a_day_that_did_not_change_is_told_in_its_time():
    other = reminder(Stage.ONE_DAY, work=period("25.11 09:00-16:00"))
    assert hold([reminder(), other], NOON)[1] == other
