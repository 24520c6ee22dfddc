"""The events of a calendar over the life of the list: an event a day, that stays itself and tells every change."""

from dataclasses import replace
from datetime import timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.domain.calendar import calendar_events
from pipeline.domain.contacts import Holding, RegisteredAccount
from pipeline.domain.interruptions import same_periods
from pipeline.domain.reminders import ReminderStatus
from tests.unit.domain.simulation import RECIPIENT, Life, period
from tests.unit.domain.test_histories import rows

HOLDING = Holding(1, RegisteredAccount("210000001", RECIPIENT.address, "UA21", 1, None, "7", None), "Дім", 0)


def events_of(life):
    return calendar_events({1: life.known}, [HOLDING])


def told_by(life):
    """`(sequence, hours or cancelled)` of the one event."""
    (event,) = events_of(life)
    return event.sequence, "cancelled" if event.cancelled else event.interruption.periods


def test_an_interruption_is_an_event_as_soon_as_it_is_planned_whatever_becomes_of_its_stages():
    life = Life("12.11 12:00")
    life.reads("12.11 12:00", "24.11 09:00-16:00")
    first = events_of(life)
    life.goes_on_until("25.11 12:00")
    assert events_of(life) == first
    assert told_by(life) == (2, (period("24.11 09:00-16:00"),))


def test_two_periods_of_a_day_are_one_event_and_another_day_is_another():
    life = Life("20.11 12:00")
    life.reads("20.11 12:00", "24.11 09:00-11:00", "24.11 14:00-16:00", "25.11 09:00-16:00")
    assert [(each.day.day, len(each.interruption.periods)) for each in events_of(life)] == [(24, 2), (25, 1)]


def test_other_hours_and_a_cancellation_raise_the_sequence_and_leave_the_event_itself():
    life = Life("20.11 12:00")
    life.reads("20.11 12:00", "24.11 09:00-16:00")
    life.reads("20.11 13:00", "24.11 10:00-15:00")
    assert told_by(life) == (4, (period("24.11 10:00-15:00"),))
    for minute in (10, 20, 50):
        life.reads(f"20.11 14:{minute}")
    life.goes_on_until("23.11 12:00")
    sequence, hours = told_by(life)
    assert hours == "cancelled"
    assert sequence > 4


def test_what_vanishes_before_it_was_told_is_cancelled_in_the_calendar_too():
    life = Life("15.11 12:00")
    life.reads("15.11 12:00", "24.11 09:00-16:00")
    life.reads("15.11 13:00")
    life.reads("15.11 14:00")
    assert told_by(life) == (3, "cancelled")


def test_a_change_that_is_held_is_not_shown_until_it_is_let_go():
    life = Life("20.11 12:00")
    life.reads("20.11 12:00", "24.11 09:00-16:00")
    life.online = False
    life.reads("20.11 13:00", "24.11 10:00-15:00")
    let_go = life.known
    life.known = [replace(each, status=ReminderStatus.HELD) if each.revision == 2 else each for each in let_go]
    assert told_by(life) == (2, (period("24.11 09:00-16:00"),))
    life.known = let_go
    assert told_by(life) == (4, (period("24.11 10:00-15:00"),))


def _same(before, after):
    periods = before.interruption.periods, after.interruption.periods
    return before.cancelled == after.cancelled and (before.cancelled or same_periods(*periods))


readings = st.tuples(
    st.integers(min_value=10, max_value=1500), st.lists(rows, max_size=4), st.booleans(), st.booleans()
)


@settings(max_examples=100, deadline=None)
@given(st.lists(readings, min_size=2, max_size=12))
def test_whatever_the_page_does_no_event_vanishes_and_every_change_raises_its_sequence(history):
    life, before = Life("17.11 09:00"), {}
    for minutes, listed, online, holding in history:
        life.online, life.holding = online, holding
        life.passes(timedelta(minutes=minutes))
        life.read(listed)
        now = {each.day: each for each in events_of(life)}
        assert before.keys() <= now.keys()
        for day, event in before.items():
            assert now[day].sequence >= event.sequence
            assert now[day].sequence > event.sequence or _same(event, now[day])
        before = now
