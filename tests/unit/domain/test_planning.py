"""What a customer is told over the life of the list: a table of cases that reads like a specification.

Works of 24 November (a Tuesday), 9:00–16:00, unless a case says otherwise. In this order:

- Announced, in time and late
- Quiet hours, midnight, both changes of the clock
- Downtime and crashes
- The same, though the rows differ
- Changed
- Lingering and gone
- Cancelled by words and back again
- Moved
- Runs, appended days, several periods of a day
- Accounts added late
- Our own match lost

Partial readings: `test_trust.py`, `tests/contract/test_works.py`. One message for all that is owed at a time: also
`tests/contract/test_outbox.py`. Hold and release: `test_holding.py`, `tests/contract/test_holding.py`.
"""

from datetime import timedelta

import pytest

from pipeline.domain.addresses.streets import Street
from pipeline.domain.reminders import Cause
from pipeline.domain.works import Certainty, Place, WorkStatus
from tests.unit.domain.simulation import IZA, Crash, Life, Row, period

WORK = "24.11 09:00-16:00"
THREE_STAGES = [
    "19.11 10:00 five_days 24.11 09:00-16:00",
    "23.11 10:00 one_day 24.11 09:00-16:00",
    "24.11 07:00 same_day 24.11 09:00-16:00",
]
MORNING, AFTERNOON = "24.11 09:00-12:00", "24.11 13:00-17:00"
TWO_DAYS = ("23.11 09:00-16:00", "24.11 10:00-15:00")
MOVED = Row(period("25.11 09:00-16:00"), moved_from=period(WORK))
LATER_CANCELLED = Row(period("24.11 14:00-16:00"), status=WorkStatus.CANCELLED)
RUN = ("23.11 09:00-16:00", "24.11 09:00-16:00", "25.11 09:00-16:00")


# Announced, in time and late


def test_a_work_known_early_is_told_five_days_one_day_and_on_the_day():
    life = Life("15.11 12:00")
    life.reads("15.11 12:00", WORK)
    life.goes_on_until("26.11 12:00")
    assert life.story == THREE_STAGES


@pytest.mark.parametrize(
    ("known", "story"),
    [
        ("21.11 15:00", ["21.11 15:00 five_days 24.11 09:00-16:00", *THREE_STAGES[1:]]),
        ("23.11 15:00", ["23.11 15:00 one_day 24.11 09:00-16:00", THREE_STAGES[2]]),
        ("24.11 08:00", ["24.11 08:00 same_day 24.11 09:00-16:00"]),
        ("24.11 12:00", ["24.11 12:00 same_day 24.11 09:00-16:00"]),
        ("24.11 16:00", []),
    ],
)
def test_what_is_known_late_is_told_once_and_at_once(known, story):
    life = Life(known)
    life.reads(known, WORK)
    life.goes_on_until("26.11 12:00")
    assert life.story == story


def test_a_stage_due_later_that_morning_is_said_with_what_is_said_now():
    life = Life("23.11 08:00")
    life.reads("23.11 08:00", WORK)
    life.goes_on_until("26.11 12:00")
    assert life.story == ["23.11 08:00 one_day 24.11 09:00-16:00", THREE_STAGES[2]]


def test_a_possible_match_is_told_as_possible():
    life = Life("15.11 12:00")
    life.possible = {IZA}
    life.reads("15.11 12:00", WORK)
    life.goes_on_until("19.11 12:00")
    assert life.story == ["19.11 10:00 five_days? 24.11 09:00-16:00"]


# Quiet hours, midnight, both changes of the clock


def test_what_becomes_known_at_night_waits_for_the_morning():
    life = Life("21.11 23:00")
    life.reads("21.11 23:00", WORK)
    life.goes_on_until("26.11 12:00")
    assert life.story[0] == "22.11 07:00 five_days 24.11 09:00-16:00"


def test_what_becomes_known_on_the_eve_at_night_is_told_by_the_morning_of_the_day_alone():
    life = Life("23.11 22:00")
    life.reads("23.11 22:00", WORK)
    life.goes_on_until("26.11 12:00")
    assert life.story == [THREE_STAGES[2]]


def test_what_starts_before_the_quiet_hours_end_is_told_at_once():
    life = Life("23.11 22:00")
    life.reads("23.11 22:00", "24.11 06:00-12:00")
    life.goes_on_until("26.11 12:00")
    assert life.story == ["23.11 22:00 one_day 24.11 06:00-12:00", "24.11 05:00 same_day 24.11 06:00-12:00"]


def test_late_in_the_evening_the_last_two_stages_of_works_soon_after_midnight_are_said_as_one():
    life = Life("23.11 22:30")
    life.reads("23.11 22:30", "24.11 00:30-05:00")
    life.goes_on_until("26.11 12:00")
    assert len(life.said) == 1
    assert life.story == ["23.11 22:30 same_day 24.11 00:30-05:00"]


def test_a_work_over_midnight_belongs_to_the_day_of_its_start():
    life = Life("15.11 12:00")
    life.reads("15.11 12:00", "24.11 22:00-06:00")
    life.goes_on_until("26.11 12:00")
    assert life.story == [
        "19.11 10:00 five_days 24.11 22:00-06:00",
        "23.11 10:00 one_day 24.11 22:00-06:00",
        "24.11 07:00 same_day 24.11 22:00-06:00",
    ]


@pytest.mark.parametrize(("day", "year_day"), [("29.03", "28.03"), ("25.10", "24.10")])
def test_stages_keep_their_hour_over_a_change_of_the_clock(day, year_day):
    life = Life("15.03 12:00" if day == "29.03" else "10.10 12:00")
    life.reads("15.03 12:00" if day == "29.03" else "10.10 12:00", f"{day} 09:00-16:00")
    life.goes_on_until("01.04 12:00" if day == "29.03" else "01.11 12:00")
    assert [line[:20] for line in life.story[1:]] == [f"{year_day} 10:00 one_day "[:20], f"{day} 07:00 same_day "[:20]]


def test_what_would_begin_before_the_quiet_hours_end_but_does_not_any_more_is_told_in_the_night():
    life = Life("15.11 12:00")
    life.reads("15.11 12:00", "24.11 05:00-08:00")
    life.reads("23.11 22:00", "24.11 06:00-08:00", entries=[])
    life.reads("23.11 23:00", entries=[Row(period("26.11 10:00-12:00"), moved_from=period("24.11 06:00-08:00"))])
    life.goes_on_until("24.11 12:00")
    assert life.story[2:] == [
        "23.11 22:00 changed 24.11 06:00-08:00",
        "23.11 23:00 changed 26.11 10:00-12:00",
    ]


# Downtime and crashes


def test_after_downtime_the_stages_missed_collapse_into_the_latest():
    life = Life("15.11 12:00")
    life.reads("15.11 12:00", WORK)
    life.online = False
    life.goes_on_until("23.11 18:00")
    life.online = True
    life.tick()
    life.goes_on_until("26.11 12:00")
    assert life.story == ["23.11 18:00 one_day 24.11 09:00-16:00", THREE_STAGES[2]]


@pytest.mark.parametrize(
    ("crash", "told"),
    [
        (Crash.BEFORE_PLAN, []),
        (Crash.BEFORE_SEND, []),
        (Crash.BEFORE_RECORD, ["21.11 12:00 five_days 24.11 09:00-16:00"]),
    ],
)
def test_a_crash_delays_what_was_not_said_and_repeats_what_was_not_recorded(crash, told):
    life = Life("21.11 12:00")
    life.crash = crash
    life.read([Row(period(WORK))])
    life.reads("21.11 12:10", WORK)
    assert life.story == [*told, "21.11 12:10 five_days 24.11 09:00-16:00"]


@pytest.mark.parametrize(
    ("row", "said"),
    [
        (Row(period("24.11 13:00-16:00")), "21.11 12:00 changed 24.11 13:00-16:00"),
        (Row(period(WORK), status=WorkStatus.CANCELLED), "21.11 12:00 cancelled 24.11 09:00-16:00"),
    ],
)
def test_a_change_is_told_to_who_heard_what_a_crash_left_unrecorded(row, said):
    life = Life("21.11 12:00")
    life.crash = Crash.BEFORE_RECORD
    life.read([Row(period(WORK))])
    life.read([row])
    assert life.story[1:] == [said]


@pytest.mark.parametrize(
    ("then", "said"),
    [
        ([], "21.11 14:00 cancelled 24.11 09:00-16:00"),
        ([Row(period("24.11 10:00-12:00"))], "21.11 14:00 changed 24.11 10:00-12:00"),
        ([Row(period(WORK))], "21.11 14:00 five_days 24.11 09:00-16:00"),
    ],
)
def test_what_a_crash_left_unrecorded_is_not_forgotten_when_the_list_changes_twice(then, said):
    life = Life("21.11 12:00")
    life.crash = Crash.BEFORE_RECORD
    life.read([Row(period(WORK))])
    life.online = False
    life.read([Row(period("24.11 13:00-16:00"))])
    life.reads("21.11 12:30", entries=then or [Row(period("24.11 13:00-16:00"), status=WorkStatus.CANCELLED)])
    life.online = True
    life.goes_on_until("21.11 14:00")
    assert life.story[1:] == [said]


def test_a_return_that_a_crash_left_unrecorded_is_cancelled_when_it_is_missing_again():
    life = Life("20.11 12:00")
    life.read([Row(period(WORK))])
    life.read([Row(period(WORK), status=WorkStatus.CANCELLED)])
    life.crash = Crash.BEFORE_RECORD
    life.read([Row(period(WORK))])
    life.online = False
    life.reads("20.11 13:00")
    life.reads("20.11 14:00")
    life.online = True
    life.goes_on_until("26.11 12:00")
    assert life.story[2:] == ["20.11 12:00 changed 24.11 09:00-16:00", "23.11 10:00 cancelled 24.11 09:00-16:00"]


def test_nothing_is_said_after_the_end():
    life = Life("15.11 12:00")
    life.reads("15.11 12:00", WORK)
    life.online = False
    life.goes_on_until("24.11 16:00")
    life.online = True
    life.goes_on_until("26.11 12:00")
    assert life.story == []


# The same, though the rows differ


def test_rows_that_are_reordered_split_or_merged_say_nothing_new():
    life = Life("15.11 12:00")
    life.reads("15.11 12:00", WORK)
    life.reads("20.11 12:00", "24.11 09:00-12:00", "24.11 12:00-16:00")
    life.reads("21.11 12:00", "24.11 09:00-16:00", "24.11 09:00-12:00")
    life.goes_on_until("26.11 12:00")
    assert life.story == THREE_STAGES


def test_hours_that_shift_by_a_quarter_of_an_hour_say_nothing_new_but_are_said_next_time():
    life = Life("15.11 12:00")
    life.reads("15.11 12:00", WORK)
    life.reads("20.11 12:00", "24.11 09:15-16:00")
    life.goes_on_until("26.11 12:00")
    assert life.story == [
        THREE_STAGES[0],
        "23.11 10:00 one_day 24.11 09:15-16:00",
        "24.11 07:00 same_day 24.11 09:15-16:00",
    ]


def test_the_end_of_the_day_s_first_period_is_no_change():
    life = Life("15.11 12:00")
    life.reads("15.11 12:00", "24.11 09:00-11:00", "24.11 14:00-16:00")
    life.reads("24.11 11:30", "24.11 14:00-16:00")
    life.reads("24.11 12:30", "24.11 14:00-16:00")
    life.goes_on_until("26.11 12:00")
    assert life.story == THREE_STAGES


@pytest.mark.parametrize(
    "readings",
    [
        [("24.11 12:00", [LATER_CANCELLED])],
        [("24.11 10:30", []), ("24.11 12:00", [])],
    ],
)
def test_the_end_of_a_later_period_is_told_though_an_earlier_one_is_over(readings):
    life = Life("15.11 12:00")
    life.reads("15.11 12:00", "24.11 09:00-11:00", "24.11 14:00-16:00")
    for when, rows in readings:
        life.reads(when, "24.11 09:00-11:00", entries=rows)
    life.goes_on_until("26.11 12:00")
    assert life.story == [*THREE_STAGES, "24.11 12:00 cancelled 24.11 14:00-16:00"]


def test_the_end_of_a_later_period_is_told_when_the_messenger_works_again():
    life = Life("15.11 12:00")
    life.reads("15.11 12:00", "24.11 09:00-11:00", "24.11 14:00-16:00")
    life.goes_on_until("24.11 10:00")
    life.online = False
    life.reads("24.11 10:30", "24.11 09:00-11:00", entries=[LATER_CANCELLED])
    life.goes_on_until("24.11 12:00")
    life.online = True
    life.tick()
    life.goes_on_until("26.11 12:00")
    assert life.story == [*THREE_STAGES, "24.11 12:00 cancelled 24.11 14:00-16:00"]


def test_hours_that_end_sooner_are_told_until_the_end_that_was_told():
    life = Life("15.11 12:00")
    life.reads("15.11 12:00", WORK)
    life.goes_on_until("24.11 10:00")
    life.online = False
    life.reads("24.11 10:30", "24.11 09:00-11:00")
    life.goes_on_until("24.11 12:00")
    life.online = True
    life.tick()
    life.goes_on_until("26.11 12:00")
    assert life.story == [*THREE_STAGES, "24.11 12:00 changed 24.11 09:00-11:00"]


def test_hours_that_drift_are_measured_against_what_was_told():
    life = Life("15.11 12:00")
    life.reads("15.11 12:00", WORK)
    for minute, start in ((0, "09:10"), (1, "09:15"), (2, "09:20")):
        life.reads(f"20.11 12:{minute:02}", f"24.11 {start}-16:00")
    life.goes_on_until("22.11 12:00")
    assert life.story == [THREE_STAGES[0], "20.11 12:02 changed 24.11 09:20-16:00"]


# Changed


def test_other_hours_are_told_as_a_change_to_who_was_told():
    life = Life("15.11 12:00")
    life.reads("15.11 12:00", WORK)
    life.reads("20.11 12:00", "24.11 10:00-15:00")
    life.goes_on_until("26.11 12:00")
    assert life.story == [
        THREE_STAGES[0],
        "20.11 12:00 changed 24.11 10:00-15:00",
        "23.11 10:00 one_day 24.11 10:00-15:00",
        "24.11 07:00 same_day 24.11 10:00-15:00",
    ]
    change = life.said[1][1].spoken[0]
    assert change.previous == (period(WORK),)
    assert change.cause is Cause.OTHER_HOURS


def test_hours_edited_to_others_of_the_day_are_told_alone():
    life = Life("15.11 12:00")
    life.reads("15.11 12:00", MORNING)
    life.reads("16.11 12:00", AFTERNOON)
    life.goes_on_until("20.11 11:00")
    assert life.story == ["19.11 10:00 five_days 24.11 13:00-17:00"]
    life.reads("20.11 12:00", "24.11 08:00-11:00")
    life.goes_on_until("20.11 13:00")
    assert life.story[1:] == ["20.11 12:00 changed 24.11 08:00-11:00"]


@pytest.mark.parametrize(
    "readings",
    [
        [("16.11 12:00", [MORNING, AFTERNOON]), ("17.11 12:00", [AFTERNOON])],
        [("16.11 12:00", []), ("16.11 12:20", [AFTERNOON])],
    ],
)
def test_hours_beside_a_loss_are_no_edit_of_what_was_lost(readings):
    life = Life("15.11 12:00")
    life.reads("15.11 12:00", MORNING)
    for when, works in readings:
        life.reads(when, *works)
    life.goes_on_until("19.11 11:00")
    assert life.story == ["19.11 10:00 five_days 24.11 09:00-17:00"]


@pytest.mark.parametrize(
    ("before", "after", "counted"),
    [
        ((MORNING, "24.11 13:00-14:00"), ["24.11 15:00-16:00"], "09:00-16:00"),
        ((MORNING, "24.11 13:00-14:00"), ["24.11 13:00-15:00"], "09:00-15:00"),
        ((MORNING,), ["24.11 15:00-16:00", "24.11 18:00-19:00"], "09:00-19:00"),
        ((MORNING,), ["24.11 10:00-11:00", "24.11 15:00-16:00"], "10:00-16:00"),
        ((MORNING, "24.11 13:00-14:00"), ["24.11 15:00-16:00", "24.11 18:00-19:00"], "15:00-19:00"),
    ],
)
def test_hours_replace_lost_ones_only_one_for_one(before, after, counted):
    life = Life("15.11 12:00")
    life.reads("15.11 12:00", *before)
    life.reads("16.11 12:00", *after)
    life.goes_on_until("19.11 11:00")
    assert life.story == [f"19.11 10:00 five_days 24.11 {counted}"]


@pytest.mark.parametrize(
    "another",
    [
        Place("Іза", "UA21120110030083510", Street("вул.", "Садова")),
        Place("Іза", "UA21120110030083510", certainty=Certainty.POSSIBLE),
    ],
)
def test_hours_of_what_may_be_another_place_are_no_edit(another):
    life = Life("15.11 12:00")
    first = IZA if another.street else another
    life.reads("15.11 12:00", entries=[Row(period(MORNING), first)])
    life.reads("16.11 12:00", entries=[Row(period(AFTERNOON), another)])
    life.goes_on_until("19.11 11:00")
    assert [line.replace("?", "") for line in life.story] == ["19.11 10:00 five_days 24.11 09:00-17:00"]


def test_other_hours_once_the_works_have_begun_are_no_edit():
    life = Life("15.11 12:00")
    life.reads("15.11 12:00", MORNING)
    life.reads("24.11 10:00", AFTERNOON)
    assert life.story[-1] == "24.11 10:00 changed 24.11 09:00-17:00"


def test_other_hours_before_anybody_was_told_are_no_change():
    life = Life("15.11 12:00")
    life.reads("15.11 12:00", WORK)
    life.reads("17.11 12:00", "24.11 10:00-15:00")
    life.goes_on_until("26.11 12:00")
    assert [line.split()[2] for line in life.story] == ["five_days", "one_day", "same_day"]


def test_a_change_that_is_taken_back_in_the_night_is_never_told():
    life = Life("15.11 12:00")
    life.reads("15.11 12:00", WORK)
    life.reads("20.11 22:00", "24.11 10:00-15:00")
    life.reads("21.11 02:00", WORK)
    life.goes_on_until("26.11 12:00")
    assert life.story == THREE_STAGES


def test_a_longer_end_is_told_while_the_lights_are_out():
    life = Life("15.11 12:00")
    life.reads("15.11 12:00", WORK)
    life.reads("24.11 14:00", "24.11 09:00-18:00")
    life.goes_on_until("26.11 12:00")
    assert life.story == [*THREE_STAGES, "24.11 14:00 changed 24.11 09:00-18:00"]


def test_hours_that_were_replaced_do_not_come_back_when_their_replacement_is_replaced():
    life = Life("15.11 12:00")
    life.reads("15.11 12:00", WORK)
    life.reads("20.11 12:00", "24.11 12:00-18:00")
    life.reads("21.11 12:00", "24.11 17:00-19:00")
    life.goes_on_until("22.11 12:00")
    assert life.story[-1] == "21.11 12:00 changed 24.11 17:00-19:00"


def test_what_two_readings_lacked_is_left_out_of_a_change():
    life = Life("15.11 12:00")
    life.reads("15.11 12:00", WORK)
    life.reads("20.11 12:00")
    life.reads("20.11 13:00")
    life.reads("20.11 14:00", "24.11 17:00-19:00")
    life.goes_on_until("23.11 09:00")
    assert life.story == [THREE_STAGES[0], "20.11 14:00 changed 24.11 17:00-19:00"]


# Lingering and gone


def test_an_absence_of_one_reading_says_nothing():
    life = Life("15.11 12:00")
    life.reads("15.11 12:00", WORK)
    life.reads("20.11 12:00")
    life.reads("20.11 12:10", WORK)
    life.goes_on_until("26.11 12:00")
    assert life.story == THREE_STAGES


def test_a_lasting_absence_is_told_as_cancelled_instead_of_the_next_stage():
    life = Life("15.11 12:00")
    life.reads("15.11 12:00", WORK)
    life.reads("20.11 12:00")
    life.reads("20.11 12:30")
    life.goes_on_until("26.11 12:00")
    assert life.story == [THREE_STAGES[0], "23.11 10:00 cancelled 24.11 09:00-16:00"]
    assert life.said[1][1].spoken[0].cause is Cause.ABSENT


def test_an_absence_after_the_eve_s_stage_is_told_in_the_morning_of_the_day():
    life = Life("15.11 12:00")
    life.reads("15.11 12:00", WORK)
    life.reads("23.11 12:00")
    life.reads("23.11 12:40")
    life.goes_on_until("26.11 12:00")
    assert life.story == [*THREE_STAGES[:2], "24.11 07:00 cancelled 24.11 09:00-16:00"]


def test_an_absence_on_the_day_is_told_after_an_hour():
    life = Life("15.11 12:00")
    life.reads("15.11 12:00", WORK)
    life.reads("24.11 07:10")
    life.reads("24.11 07:40")
    life.goes_on_until("26.11 12:00")
    assert life.story == [*THREE_STAGES, "24.11 08:10 cancelled 24.11 09:00-16:00"]


def test_what_has_begun_is_never_cancelled_by_absence():
    life = Life("15.11 12:00")
    life.reads("15.11 12:00", WORK)
    life.reads("24.11 08:20")
    life.reads("24.11 08:50")
    life.goes_on_until("26.11 12:00")
    assert life.story == THREE_STAGES


def told_both_and_then_lacking_the_second() -> Life:
    life = Life("15.11 12:00")
    life.reads("15.11 12:00", TWO_DAYS[0])
    life.reads("15.11 13:00", *TWO_DAYS)
    life.reads("22.11 12:00", TWO_DAYS[0])
    life.reads("22.11 13:00", TWO_DAYS[0])
    return life


def test_what_two_readings_lacked_is_not_said_early_with_a_stage_of_another_day():
    life = told_both_and_then_lacking_the_second()
    life.goes_on_until("26.11 12:00")
    assert life.story[-2:] == ["23.11 07:00 same_day 23.11 09:00-16:00", "23.11 10:00 cancelled 24.11 10:00-15:00"]


@pytest.mark.parametrize(
    ("later", "said_later"),
    [((), ["24.11 07:00 changed 24.11 05:00-07:30"]), (("24.11 05:00-07:30", WORK), [])],
)
def test_a_stage_due_before_an_absence_is_decided_is_said(later, said_later):
    life = Life("23.11 12:00")
    life.reads("23.11 12:00", "24.11 05:00-07:30", WORK)
    life.reads("23.11 20:00", "24.11 05:00-07:30")
    life.reads("23.11 22:00", "24.11 05:00-07:30")
    if later:
        life.reads("24.11 06:30", *later)
    life.goes_on_until("25.11 12:00")
    assert life.story[1:] == ["24.11 04:00 same_day 24.11 05:00-16:00", *said_later]


def test_what_two_readings_lacked_and_a_third_shows_again_has_its_stages():
    life = told_both_and_then_lacking_the_second()
    life.reads("23.11 08:00", *TWO_DAYS)
    life.goes_on_until("26.11 12:00")
    assert life.story[-3:] == [
        "23.11 07:00 same_day 23.11 09:00-16:00",
        "23.11 10:00 one_day 24.11 10:00-15:00",
        "24.11 07:00 same_day 24.11 10:00-15:00",
    ]


def test_a_work_that_two_readings_lacked_is_not_announced_anew():
    life = Life("15.11 12:00")
    life.reads("15.11 12:00", WORK)
    life.reads("18.11 12:00")
    life.reads("18.11 12:40")
    life.goes_on_until("26.11 12:00")
    assert life.story == []


def test_when_the_list_no_longer_holds_the_address_the_message_says_so():
    ours = Place("Іза", IZA.katottg, Street("вул.", "Центральна"))
    others = Place("Іза", IZA.katottg, Street("вул.", "Садова"))
    life = Life("15.11 12:00")
    life.unmatched = {others}
    life.reads("15.11 12:00", entries=[Row(period(WORK), ours)])
    life.reads("20.11 12:00", entries=[Row(period(WORK), others)])
    life.reads("20.11 13:00", entries=[Row(period(WORK), others)])
    life.goes_on_until("26.11 12:00")
    assert life.story == [THREE_STAGES[0], "23.11 10:00 cancelled 24.11 09:00-16:00"]
    assert life.said[1][1].spoken[0].cause is Cause.OTHER_ADDRESS


# Cancelled by words and back again


def test_a_work_that_comes_back_before_it_was_announced_is_told_with_the_true_days_left():
    life = Life("15.11 12:00")
    life.reads("15.11 12:00", WORK)
    life.reads("18.11 12:00")
    life.reads("18.11 12:40")
    life.reads("20.11 15:00", WORK)
    life.goes_on_until("26.11 12:00")
    assert life.story == ["20.11 15:00 five_days 24.11 09:00-16:00", *THREE_STAGES[1:]]


def test_a_work_that_comes_back_after_it_was_cancelled_is_a_change():
    life = Life("15.11 12:00")
    life.reads("15.11 12:00", WORK)
    life.reads("20.11 12:00")
    life.reads("20.11 12:40")
    life.reads("23.11 15:00", WORK)
    life.goes_on_until("26.11 12:00")
    assert life.story == [
        THREE_STAGES[0],
        "23.11 10:00 cancelled 24.11 09:00-16:00",
        "23.11 15:00 changed 24.11 09:00-16:00",
        THREE_STAGES[2],
    ]
    assert life.said[2][1].spoken[0].cause is Cause.BACK


def test_words_in_the_row_cancel_at_once():
    life = Life("15.11 12:00")
    life.reads("15.11 12:00", WORK)
    life.reads("20.11 12:00", entries=[Row(period(WORK), status=WorkStatus.CANCELLED)])
    life.goes_on_until("26.11 12:00")
    assert life.story == [THREE_STAGES[0], "20.11 12:00 cancelled 24.11 09:00-16:00"]
    assert life.said[1][1].spoken[0].cause is Cause.PAGE_SAYS


def test_words_that_cancel_what_nobody_was_told_say_nothing():
    life = Life("15.11 12:00")
    life.reads("15.11 12:00", WORK)
    life.reads("16.11 12:00", entries=[Row(period(WORK), status=WorkStatus.CANCELLED)])
    life.goes_on_until("26.11 12:00")
    assert life.story == []


@pytest.mark.parametrize("after_minutes", [10, 60])
def test_what_the_page_cancelled_does_not_come_back_when_the_cancelling_row_vanishes(after_minutes):
    others = Place("Іза", IZA.katottg, Street("вул.", "Центральна"))
    life = Life("15.11 12:00")
    life.reads("15.11 12:00", WORK)
    life.reads("20.11 12:00", entries=[Row(period("24.11 09:00-15:00"), others, WorkStatus.CANCELLED)])
    life.passes(timedelta(minutes=after_minutes))
    life.read([])
    life.goes_on_until("26.11 12:00")
    assert life.story == [THREE_STAGES[0], "20.11 12:00 cancelled 24.11 09:00-16:00"]


@pytest.mark.parametrize(("told", "cancelled", "ended"), [("sure", "unsure", False), ("unsure", "sure", True)])
def test_a_cancelling_row_ends_at_once_what_is_no_surer_than_itself(told, cancelled, ended):
    places = {"sure": IZA, "unsure": Place("Іза", IZA.katottg, Street("вул.", "Центральна"))}
    life = Life("15.11 12:00")
    life.possible = {places["unsure"]}
    life.reads("15.11 12:00", entries=[Row(period(WORK), places[told])])
    life.reads("20.11 12:00", entries=[Row(period("24.11 09:00-15:00"), places[cancelled], WorkStatus.CANCELLED)])
    assert ("cancelled" in life.story[-1]) is ended


# Moved


def test_words_that_move_a_work_are_one_change_for_both_days():
    life = Life("15.11 12:00")
    life.reads("15.11 12:00", WORK)
    moved = Row(period("26.11 10:00-15:00"), moved_from=period(WORK))
    life.reads("20.11 12:00", entries=[moved])
    life.goes_on_until("28.11 12:00")
    assert life.story == [
        THREE_STAGES[0],
        "20.11 12:00 changed 26.11 10:00-15:00",
        "21.11 10:00 five_days 26.11 10:00-15:00",
        "25.11 10:00 one_day 26.11 10:00-15:00",
        "26.11 07:00 same_day 26.11 10:00-15:00",
    ]
    change = life.said[1][1].spoken[0]
    assert change.previous == (period(WORK),)


def test_a_move_that_is_edited_again_before_it_is_told_still_names_the_old_day():
    life = Life("15.11 12:00")
    life.reads("15.11 12:00", WORK)
    life.reads("20.11 22:00", entries=[Row(period("26.11 10:00-15:00"), moved_from=period(WORK))])
    life.reads("20.11 23:00", entries=[Row(period("26.11 12:00-17:00"), moved_from=period(WORK))])
    life.goes_on_until("21.11 12:00")
    assert life.story == [THREE_STAGES[0], "21.11 07:00 changed 26.11 12:00-17:00"]
    assert life.said[1][1].spoken[0].previous == (period(WORK),)


def test_a_move_that_vanishes_before_it_is_told_leaves_the_cancellation():
    life = Life("15.11 12:00")
    life.reads("15.11 12:00", WORK)
    life.reads("20.11 22:00", entries=[Row(period("26.11 10:00-15:00"), moved_from=period(WORK))])
    life.reads("20.11 23:00")
    life.reads("20.11 23:40")
    life.goes_on_until("24.11 12:00")
    assert life.story[-1].split()[2] == "cancelled"


def test_words_that_move_a_work_onto_a_told_day_are_one_change_for_both_days():
    life = Life("15.11 12:00")
    life.reads("15.11 12:00", WORK, "26.11 09:00-11:00")
    moved = Row(period("26.11 09:00-16:00"), moved_from=period(WORK))
    life.reads("21.11 12:00", "26.11 09:00-11:00", entries=[moved])
    life.goes_on_until("28.11 12:00")
    assert life.story[2:] == [
        "21.11 12:00 changed 26.11 09:00-16:00",
        "25.11 10:00 one_day 26.11 09:00-16:00",
        "26.11 07:00 same_day 26.11 09:00-16:00",
    ]
    assert life.said[2][1].spoken[0].previous == (period(WORK), period("26.11 09:00-11:00"))


def test_words_that_move_a_work_onto_hours_told_already_end_the_old_day():
    life = Life("15.11 12:00")
    life.reads("15.11 12:00", WORK, "26.11 09:00-16:00")
    life.reads("21.11 12:00", entries=[Row(period("26.11 09:00-16:00"), moved_from=period(WORK))])
    life.goes_on_until("24.11 12:00")
    assert life.story[2:] == ["21.11 12:00 cancelled 24.11 09:00-16:00"]


def test_a_move_onto_a_told_day_that_is_edited_before_it_is_told_still_names_the_old_day():
    life = Life("15.11 12:00")
    life.reads("15.11 12:00", WORK, "26.11 09:00-11:00")
    life.reads("21.11 22:00", entries=[Row(period("26.11 09:00-16:00"), moved_from=period(WORK))])
    life.reads("21.11 23:00", entries=[Row(period("26.11 09:00-17:00"), moved_from=period(WORK))])
    life.goes_on_until("22.11 12:00")
    assert life.story[2:] == ["22.11 07:00 changed 26.11 09:00-17:00"]
    assert set(life.said[2][1].spoken[0].previous) == {period(WORK), period("26.11 09:00-11:00")}


def test_a_day_moved_without_a_word_is_announced_and_the_old_day_cancelled_when_it_is_gone():
    life = Life("15.11 12:00")
    life.reads("15.11 12:00", WORK)
    life.reads("20.11 12:00", "26.11 09:00-16:00")
    life.reads("20.11 13:00", "26.11 09:00-16:00")
    life.goes_on_until("28.11 12:00")
    assert life.story == [
        THREE_STAGES[0],
        "21.11 10:00 five_days 26.11 09:00-16:00",
        "23.11 10:00 cancelled 24.11 09:00-16:00",
        "25.11 10:00 one_day 26.11 09:00-16:00",
        "26.11 07:00 same_day 26.11 09:00-16:00",
    ]


@pytest.mark.parametrize("after_minutes", [10, 60])
def test_what_was_moved_away_does_not_come_back_when_the_row_says_so_no_longer(after_minutes):
    life = Life("15.11 12:00")
    life.reads("15.11 12:00", WORK)
    life.reads("20.11 12:00", entries=[MOVED])
    life.passes(timedelta(minutes=after_minutes))
    life.read([Row(MOVED.period)])
    life.goes_on_until("26.11 12:00")
    assert [line for line in life.story[2:] if " 24.11" in line[12:]] == []


def moved(to, of=WORK):
    return Row(period(to), moved_from=period(of))


AGAIN = [
    THREE_STAGES[0],
    "20.11 12:00 changed 26.11 09:00-16:00",
    "21.11 10:00 five_days 26.11 09:00-16:00",
    "21.11 12:00 changed 27.11 09:00-16:00",
]


def test_a_row_that_is_moved_twice_is_one_change_each_time():
    life = Life("15.11 12:00")
    life.reads("15.11 12:00", WORK)
    life.reads("20.11 12:00", entries=[moved("26.11 09:00-16:00")])
    life.reads("21.11 12:00", entries=[moved("27.11 09:00-16:00")])
    life.goes_on_until("29.11 12:00")
    assert life.story == [
        *AGAIN,
        "22.11 10:00 five_days 27.11 09:00-16:00",
        "26.11 10:00 one_day 27.11 09:00-16:00",
        "27.11 07:00 same_day 27.11 09:00-16:00",
    ]
    assert life.said[3][1].spoken[0].previous == (period("26.11 09:00-16:00"),)


def test_a_row_that_is_moved_back_to_a_day_that_it_had_is_a_change_as_well():
    life = Life("15.11 12:00")
    life.reads("15.11 12:00", WORK)
    for when, to in (("20.11 12:00", "26.11"), ("21.11 12:00", "27.11"), ("22.11 09:00", "26.11")):
        life.reads(when, entries=[moved(f"{to} 09:00-16:00")])
    life.goes_on_until("26.11 12:00")
    assert life.story == [
        *AGAIN,
        "22.11 09:00 changed 26.11 09:00-16:00",
        "25.11 10:00 one_day 26.11 09:00-16:00",
        "26.11 07:00 same_day 26.11 09:00-16:00",
    ]


def test_words_that_cancel_what_they_had_moved_cancel_at_once():
    life = Life("15.11 12:00")
    life.reads("15.11 12:00", WORK)
    life.reads("20.11 12:00", entries=[moved("26.11 09:00-16:00")])
    life.reads("21.11 12:00", entries=[moved("27.11 09:00-16:00")])
    life.reads("22.11 08:00", entries=[Row(period(WORK), status=WorkStatus.CANCELLED)])
    life.goes_on_until("29.11 12:00")
    assert life.story == [*AGAIN, "22.11 08:00 cancelled 27.11 09:00-16:00"]
    assert life.said[-1][1].spoken[0].cause is Cause.PAGE_SAYS


def test_a_row_that_is_moved_twice_before_it_is_told_names_the_last_day_alone():
    life = Life("15.11 12:00")
    life.reads("15.11 12:00", WORK)
    life.reads("20.11 22:00", entries=[moved("26.11 09:00-16:00")])
    life.reads("20.11 23:00", entries=[moved("27.11 09:00-16:00")])
    life.goes_on_until("21.11 12:00")
    assert life.story == [THREE_STAGES[0], "21.11 07:00 changed 27.11 09:00-16:00"]
    assert life.said[1][1].spoken[0].previous == (period(WORK),)


def test_what_is_lost_beside_a_row_that_cancels_its_first_day_as_before_lingers():
    life = Life("15.11 12:00")
    cancelled, to = Row(period(WORK), status=WorkStatus.CANCELLED), moved("26.11 09:00-16:00")
    life.reads("15.11 12:00", WORK)
    life.reads("20.11 12:00", entries=[cancelled, to])
    life.reads("21.11 12:00", entries=[cancelled])
    life.reads("21.11 12:10", entries=[cancelled, to])
    life.goes_on_until("22.11 12:00")
    assert life.story == AGAIN[:3]


def test_a_row_of_another_street_that_is_moved_from_the_same_hours_ends_nothing():
    other = Place("Іза", IZA.katottg, Street("вул.", "Садова"))
    life = Life("15.11 12:00")
    life.reads("15.11 12:00", WORK)
    life.reads("20.11 12:00", entries=[moved("26.11 09:00-16:00")])
    life.reads("21.11 12:00", entries=[Row(period("27.11 09:00-16:00"), other, moved_from=period(WORK))])
    life.goes_on_until("21.11 13:00")
    assert life.story == AGAIN[:3]


# Runs, appended days, several periods of a day


def test_the_days_of_a_run_are_told_once_before_it_and_each_on_its_day():
    life = Life("15.11 12:00")
    life.reads("15.11 12:00", "24.11 09:00-16:00", "25.11 09:00-16:00", "26.11 09:00-16:00")
    life.goes_on_until("28.11 12:00")
    assert [line for line in life.story if "five_days" in line] == [
        "19.11 10:00 five_days 24.11 09:00-16:00",
        "19.11 10:00 five_days 25.11 09:00-16:00",
        "19.11 10:00 five_days 26.11 09:00-16:00",
    ]
    assert [line[:21] for line in life.story if "one_day" in line] == ["23.11 10:00 one_day 24"[:21]] * 3
    assert [line[:11] for line in life.story if "same_day" in line] == ["24.11 07:00", "25.11 07:00", "26.11 07:00"]
    assert len(life.said) == 5


def test_a_day_appended_to_a_run_later_has_its_own_stages():
    life = Life("15.11 12:00")
    life.reads("15.11 12:00", "24.11 09:00-16:00")
    life.reads("18.11 12:00", "24.11 09:00-16:00", "25.11 09:00-16:00")
    life.goes_on_until("28.11 12:00")
    assert [line for line in life.story if " 25.11" in line] == [
        "20.11 10:00 five_days 25.11 09:00-16:00",
        "24.11 07:00 one_day 25.11 09:00-16:00",
        "25.11 07:00 same_day 25.11 09:00-16:00",
    ]


def test_separate_periods_of_a_day_are_one_item_of_one_message():
    life = Life("15.11 12:00")
    life.reads("15.11 12:00", "24.11 09:00-11:00", "24.11 14:00-16:00")
    life.goes_on_until("26.11 12:00")
    assert life.story == THREE_STAGES


def test_a_run_that_is_gone_is_cancelled_whole_before_its_first_day():
    life = Life("15.11 12:00")
    life.reads("15.11 12:00", *RUN, "30.11 09:00-16:00")
    life.reads("20.11 12:00", "30.11 09:00-16:00")
    life.reads("20.11 13:00", "30.11 09:00-16:00")
    life.goes_on_until("24.11 12:00")
    assert life.story[3:] == [
        "22.11 10:00 cancelled 23.11 09:00-16:00",
        "22.11 10:00 cancelled 24.11 09:00-16:00",
        "22.11 10:00 cancelled 25.11 09:00-16:00",
    ]


def test_days_that_leave_a_run_are_cancelled_instead_of_being_named_again():
    life = Life("15.11 12:00")
    life.reads("15.11 12:00", *RUN)
    life.reads("20.11 12:00", *RUN[:2])
    life.reads("20.11 13:00", *RUN[:2])
    life.goes_on_until("22.11 12:00")
    assert life.story[3:] == [
        "22.11 10:00 one_day 23.11 09:00-16:00",
        "22.11 10:00 one_day 24.11 09:00-16:00",
        "22.11 10:00 cancelled 25.11 09:00-16:00",
    ]


@pytest.mark.parametrize(
    ("lost", "said"),
    [
        ("22.11 12:00", "23.11 10:00 cancelled 24.11 09:00-16:00"),
        ("23.11 08:00", "23.11 10:00 cancelled 24.11 09:00-16:00"),
        ("23.11 12:00", "24.11 07:00 cancelled 24.11 09:00-16:00"),
    ],
)
def test_a_later_day_of_a_run_that_has_begun_is_cancelled_on_its_eve(lost, said):
    life = Life("15.11 12:00")
    life.reads("15.11 12:00", *RUN)
    life.reads(lost, RUN[0], RUN[2])
    life.passes(timedelta(hours=1))
    life.read([Row(period(RUN[0])), Row(period(RUN[2]))])
    life.goes_on_until("24.11 12:00")
    assert [line for line in life.story if "cancelled" in line] == [said]


def test_a_run_whose_first_day_is_cancelled_begins_with_the_next():
    life = Life("15.11 12:00")
    life.reads("15.11 12:00", *RUN)
    cancelled = Row(period(RUN[0]), status=WorkStatus.CANCELLED)
    life.reads("20.11 12:00", *RUN[1:], entries=[cancelled])
    life.goes_on_until("23.11 12:00")
    assert life.story[3:] == [
        "20.11 12:00 cancelled 23.11 09:00-16:00",
        "23.11 10:00 one_day 24.11 09:00-16:00",
        "23.11 10:00 one_day 25.11 09:00-16:00",
    ]


# Accounts added late


@pytest.mark.parametrize(
    ("joined", "told_later"),
    [
        ("15.11 12:00", THREE_STAGES),
        ("19.11 08:30", THREE_STAGES[1:]),
        ("21.11 15:00", THREE_STAGES[1:]),
        ("23.11 08:00", THREE_STAGES[2:]),
        ("23.11 23:00", THREE_STAGES[2:]),
        ("24.11 06:00", []),
        ("24.11 12:00", []),
    ],
)
def test_what_is_shown_as_an_account_is_added_counts_as_told(joined, told_later):
    life = Life("14.11 12:00", joined=False)
    life.reads("14.11 12:00", WORK)
    life.joins(joined)
    life.goes_on_until("26.11 12:00")
    assert life.story == [f"{joined} added 24.11 09:00-16:00", *told_later]


def test_what_is_over_is_not_shown_as_an_account_is_added():
    life = Life("14.11 12:00", joined=False)
    life.reads("14.11 12:00", WORK)
    life.joins("24.11 16:00")
    assert life.said == []


def test_a_change_of_what_was_shown_as_the_account_was_added_is_told():
    life = Life("14.11 12:00", joined=False)
    life.reads("14.11 12:00", WORK, "26.11 09:00-16:00")
    life.joins("15.11 12:00")
    cancelled = Row(period("26.11 09:00-16:00"), status=WorkStatus.CANCELLED)
    life.reads("16.11 12:00", "24.11 10:00-15:00", entries=[cancelled])
    life.goes_on_until("19.11 12:00")
    assert life.story[2:] == [
        "16.11 12:00 changed 24.11 10:00-15:00",
        "16.11 12:00 cancelled 26.11 09:00-16:00",
        "19.11 10:00 five_days 24.11 10:00-15:00",
    ]


def test_days_in_a_row_shown_as_an_account_is_added_are_one_run():
    life = Life("14.11 12:00", joined=False)
    life.reads("14.11 12:00", WORK, "25.11 09:00-16:00")
    life.joins("22.11 12:00")
    life.goes_on_until("26.11 12:00")
    assert [line.split()[2] for line in life.story] == ["added", "added", "one_day", "one_day", "same_day", "same_day"]
    assert len(life.said) == 4


def test_who_adds_an_account_again_is_shown_it_anew_and_hears_no_stage_twice():
    life = Life("14.11 12:00")
    life.reads("14.11 12:00", WORK)
    life.joins("19.11 11:00")
    life.goes_on_until("26.11 12:00")
    assert life.story == [THREE_STAGES[0], "19.11 11:00 added 24.11 09:00-16:00", *THREE_STAGES[1:]]


def test_what_two_readings_lacked_is_not_shown_as_an_account_is_added():
    life = Life("14.11 12:00", joined=False)
    life.reads("14.11 12:00", WORK)
    for when in ("15.11 12:00", "15.11 13:00"):
        life.reads(when)
    life.joins("15.11 14:00")
    assert life.said == []


# Our own match lost


def test_where_only_our_match_is_lost_nobody_is_told_and_the_operator_sees_it():
    life = Life("15.11 12:00")
    life.reads("15.11 12:00", WORK)
    life.goes_on_until("20.11 12:00")
    life.unmatched = {IZA}
    life.tick()
    assert life.lost == 1
    life.goes_on_until("26.11 12:00")
    assert life.story == THREE_STAGES[:1]


def test_a_match_that_is_found_again_has_its_coming_stages():
    life = Life("15.11 12:00")
    life.reads("15.11 12:00", WORK)
    life.goes_on_until("20.11 12:00")
    life.unmatched = {IZA}
    life.tick()
    life.goes_on_until("21.11 12:00")
    life.unmatched = set()
    life.tick()
    life.goes_on_until("26.11 12:00")
    assert life.story == THREE_STAGES
