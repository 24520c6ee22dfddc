"""Random histories of the list: what always holds, whatever the page does."""

from datetime import time, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.domain.clock import kyiv_time
from pipeline.domain.entries import Entry
from pipeline.domain.interruptions import SAME_WITHIN, Outage, merge_outages, same_periods
from pipeline.domain.reminders import Cause, ReminderStatus
from pipeline.domain.stages import DAY, Stage, quiet_until
from pipeline.domain.works import Certainty, WorkStatus
from tests.unit.domain.simulation import IZA, Crash, Life, Row, at, period

PERIODS = [
    period(text)
    for text in (
        "24.11 09:00-16:00",
        "24.11 10:00-15:00",
        "24.11 09:10-16:00",
        "24.11 09:00-11:00",
        "24.11 14:00-16:00",
        "24.11 22:00-06:00",
        "25.11 09:00-12:00",
        "25.11 13:00-16:00",
        "25.11 05:00-08:00",
        "26.11 09:00-16:00",
        "27.11 09:00-16:00",
    )
]
rows = st.builds(
    Row,
    st.sampled_from(PERIODS),
    st.just(IZA),
    st.sampled_from([WorkStatus.ANNOUNCED] * 6 + [WorkStatus.CANCELLED]),
    st.sampled_from([None] * 8 + PERIODS),
)
readings = st.tuples(
    st.integers(min_value=10, max_value=1500),
    st.lists(rows, max_size=4),
    st.booleans(),  # online
    st.sampled_from([None, None, None, *Crash]),
    st.sampled_from([None, None, True, False]),  # hold, release
)

joined = st.integers(min_value=0, max_value=4)


def live(history, joined=0) -> Life:
    """Readings one after the other; the account is added before the reading of this number, or after all."""
    life = Life("17.11 09:00", joined=not joined)
    for number, (minutes, listed, online, crash, holds) in enumerate(history):
        if number == joined:
            life.join()
        life.online = online
        life.passes(timedelta(minutes=minutes))
        if holds is False:
            life.release()
        life.holding, life.crash = holds is True, crash
        life.read(listed)
        life.crash = None
    if joined >= len(history):
        life.join()
    life.online = True
    life.tick()
    return life


@settings(max_examples=150, deadline=None)
@given(st.lists(readings, min_size=1, max_size=15), joined)
def test_nothing_is_said_after_its_end(history, joined):
    life = live(history, joined)
    life.goes_on_until("28.11 12:00")
    for when, message in life.said:
        assert all(when < latest_end(reminder) for reminder in message.spoken)


def latest_end(reminder):
    """The latest end that a message speaks of, of what it tells or what it takes back of the day."""
    of_the_day = [each for each in reminder.previous if each.day == reminder.day]
    return max(each.ends_at for each in (*of_the_day, *reminder.interruption.periods))


@settings(max_examples=150, deadline=None)
@given(st.lists(readings, min_size=1, max_size=15), joined)
def test_no_two_messages_say_the_same(history, joined):
    life = live(history, joined)
    life.goes_on_until("28.11 12:00")
    last = {}
    unsure = set()
    for _, message in life.said:
        assert message.spoken
        for reminder in message.spoken:
            says = (reminder.stage, reminder.interruption.periods)
            assert last.get(reminder.day) != says or reminder.day in unsure
            unsure.discard(reminder.day)
            last[reminder.day] = says
        for moved in set(message.reminders) - set(message.spoken):
            if moved.cause is Cause.MOVED:  # the other day's words said that nothing is left of this one
                last.pop(moved.day, None)
        if message in life.unrecorded:
            unsure |= {each.day for each in message.reminders}


def test_a_day_whose_move_is_taken_back_within_minutes_does_not_end_in_silence():
    day, night, morning = (period(text) for text in ("24.11 09:00-16:00", "24.11 22:00-06:00", "25.11 05:00-08:00"))
    moves = [Row(day), Row(morning)], [Row(day, moved_from=morning), Row(night)], [Row(day, moved_from=night)]
    life = live([(10, listed, False, None, None) for listed in moves], joined=1)
    life.goes_on_until("28.11 12:00")
    assert life.said
    assert all(message.spoken for _, message in life.said)


@settings(max_examples=150, deadline=None)
@given(st.lists(readings, min_size=1, max_size=15), joined)
def test_on_the_eve_the_customer_believes_what_stands_in_the_list(history, joined):
    life = live(history, joined)
    for _ in range(2):  # an absence is an absence once two readings lacked it
        life.passes(timedelta(minutes=30))
        life.read(history[-1][1])
    for day in sorted({each.day for each in PERIODS}):
        eve = kyiv_time(day - DAY, time(10))
        if life.now >= eve:
            continue
        life.passes(eve + timedelta(hours=1, minutes=1) - life.now)
        standing = [each.period for each in life.entries.values() if _stands(each) and each.period.day == day]
        told = merge_outages(Outage(each, Certainty.CERTAIN) for each in standing)
        assert same_periods(believed(life, day), [each.period for each in told])


@settings(max_examples=150, deadline=None)
@given(st.lists(readings, min_size=1, max_size=15), joined, st.integers(min_value=24, max_value=26))
def test_on_the_day_nobody_expects_what_has_left_the_list_or_is_unaware_of_what_stands_in_it(history, joined, day):
    life = live(history, joined)
    noon = at(f"{day}.11 12:10")
    if life.now > noon - timedelta(hours=2):
        return
    for when in (noon - timedelta(minutes=70), noon):
        life.passes(when - life.now)
        life.read(history[-1][1])
    belief = believed(life, noon.date())
    listed = [each.period for each in life.entries.values() if _stands(each) and each.period.day == noon.date()]
    assert not [each for each in belief if each.starts_at > noon and not any(map(each.overlaps, listed))]
    to_come = [each for each in listed if each.starts_at > noon]
    assert all(any(told.covers(each, SAME_WITHIN) for told in belief) for each in to_come)


HOURS = ("09:00-12:00", "13:00-16:00")
"""Of two rows, which keep them wherever they are moved, so that neither is taken for the other."""
words = st.tuples(
    st.integers(min_value=10, max_value=1500),
    st.sampled_from((0, 1)),
    st.sampled_from([*range(25, 29), WorkStatus.CANCELLED]),
)


@settings(max_examples=150, deadline=None)
@given(st.lists(words, min_size=1, max_size=12), st.booleans())
def test_what_the_words_of_a_row_say_is_believed_at_once(history, lost):
    """Rows are moved and cancelled over and over; of who was told a day none believes what their words took back."""
    life = Life("17.11 09:00")
    rows = [Row(period(f"24.11 {hours}")) for hours in HOURS]
    life.read(rows)
    for minutes, which, said in history:
        begins = period(f"24.11 {HOURS[which]}")
        if said is WorkStatus.CANCELLED:
            rows[which] = Row(begins, status=WorkStatus.CANCELLED)
        else:
            rows[which] = Row(period(f"{said}.11 {HOURS[which]}"), moved_from=begins)
        life.passes(timedelta(minutes=minutes))
        if lost:  # in one reading between, the row is not there
            life.read([rows[1 - which]])
        life.read(rows)
        if quiet_until(life.now):
            continue
        for day in {reminder.day for _, message in life.said for reminder in message.reminders}:
            told = [each for each in believed(life, day) if each.ends_at > life.now]
            stand = [each.period for each in rows if each.status is WorkStatus.ANNOUNCED and each.period.day == day]
            assert told == sorted(each for each in stand if each.ends_at > life.now)


def believed(life, day):
    """What the messages let the customer believe of a day."""
    belief = ()
    for _, message in life.said:
        for reminder in message.reminders:
            if reminder.day == day:
                belief = () if reminder.stage is Stage.CANCELLED else reminder.interruption.periods
    return belief


@settings(max_examples=150, deadline=None)
@given(st.integers(min_value=0, max_value=8 * 24 * 6), st.sampled_from(PERIODS))
def test_what_is_known_an_hour_before_its_start_is_told_before_it(tens, work):
    life = Life("17.11 09:00")
    life.passes(timedelta(minutes=10 * tens))
    known_at = life.now
    life.read([Row(work)])
    life.goes_on_until("28.11 12:00")
    if known_at + timedelta(hours=1) <= work.starts_at:
        assert life.said
        assert life.said[0][0] <= work.starts_at
        assert life.said[0][0] == known_at or quiet_until(known_at) or life.said[0][1].reminders[0].due_at > known_at


def _stands(entry: Entry) -> bool:
    return entry.is_fresh and entry.status is WorkStatus.ANNOUNCED


def test_the_statuses_of_a_life_are_settled_in_the_end():
    life = live([(10, [Row(PERIODS[0])], True, None, None)])
    life.goes_on_until("28.11 12:00")
    assert {each.status for each in life.known} == {ReminderStatus.SENT}
