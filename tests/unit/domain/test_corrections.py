"""Hours that an operator puts in the place of those of the list, and how long they count."""

from dataclasses import replace
from datetime import timedelta

import pytest

from pipeline.domain.corrections import Correction, corrected, corrected_period
from pipeline.domain.entries import Entry
from pipeline.domain.errors import Misuse
from pipeline.domain.interruptions import Match, Told, current_interruptions
from pipeline.domain.works import Certainty, Kind, WorkStatus
from tests.unit.domain.simulation import IZA, at, period

NOW = at("23.11 12:00")
LISTED, RIGHT = period("24.11 09:00-16:00"), period("24.11 17:00-20:00")
ENTRY = Entry(1, "w", LISTED, Kind.PLANNED, IZA, WorkStatus.ANNOUNCED, None, None, None, NOW, NOW)
CORRECTION = Correction("w", RIGHT, "Олена", NOW)
ENDED = replace(CORRECTION, ended_at=NOW + timedelta(hours=1))
MISSING = replace(ENTRY, missing_since=NOW + timedelta(minutes=10))


@pytest.mark.parametrize(
    ("entry", "correction", "counts"),
    [
        (ENTRY, None, LISTED),
        (ENTRY, CORRECTION, RIGHT),
        (MISSING, CORRECTION, RIGHT),
        (MISSING, ENDED, RIGHT),
        (ENTRY, ENDED, LISTED),
    ],
)
def test_a_correction_counts_until_the_wrong_hours_are_lost_and_stand_in_the_list_again(entry, correction, counts):
    assert corrected(entry, correction).period == counts


@pytest.mark.parametrize("hours", ["17:00-20:00", "09:00-15:00", "18:00-21:00"])
def test_what_the_page_says_once_it_no_longer_shows_the_wrong_hours_stands_alone(hours):
    mended = replace(ENTRY, id=2, work_id="m", period=period(f"24.11 {hours}"), first_seen_at=MISSING.missing_since)
    told = {RIGHT.day: Told((RIGHT,), RIGHT.day)}
    matches = [Match(corrected(MISSING, CORRECTION), Certainty.CERTAIN), Match(mended, Certainty.CERTAIN)]
    (now,) = current_interruptions(matches, told, NOW + timedelta(minutes=10)).values()
    assert now.periods == (mended.period,)


@pytest.mark.parametrize("hours", [("09:00-16:00", "17:00-20:00"), ("17:00-20:00", "09:00-16:00")])
def test_what_has_begun_by_either_hours_is_never_gone(hours):
    listed, right = (period(f"24.11 {each}") for each in hours)
    lacked = {"missing_since": at("24.11 10:00"), "lacked_at": at("24.11 10:30")}
    entry = corrected(replace(ENTRY, period=listed, **lacked), replace(CORRECTION, period=right))
    assert not entry.is_gone(at("24.11 12:00"))


@pytest.mark.parametrize(
    ("hours", "means"),
    [
        ("17:00-20:00", "17:00-20:00"),
        (" 17:00 – 20:00 ", "17:00-20:00"),
        ("22:00-06:00", "22:00-06:00"),
        ("7:05-9:00", "07:05-09:00"),
    ],
)
def test_hours_are_those_of_the_day_of_the_work_and_end_on_the_next_one_where_they_go_round(hours, means):
    assert corrected_period([ENTRY], hours, NOW) == period(f"24.11 {means}")


@pytest.mark.parametrize(
    ("entry", "hours", "now", "reason"),
    [
        (ENTRY, "завтра", NOW, "Не розумію години «завтра»"),
        (ENTRY, "9:00-25:00", NOW, "Не розумію години"),
        (ENTRY, "9:00-10:00-11:00", NOW, "Не розумію години"),
        (ENTRY, "9:00-9:00", NOW, "однакові"),
        (ENTRY, "9-16", NOW, "виправляти нічого"),
        (ENTRY, None, NOW, "не виправляли"),
        (ENTRY, "9:00-10:00", at("24.11 11:00"), "О 10:00 уже минуло"),
        (ENTRY, "9:00-18:00", at("24.11 16:00"), "вже минула"),
        (MISSING, "9:00-18:00", NOW, "вже немає у списку"),
        (replace(ENTRY, status=WorkStatus.CANCELLED), "9:00-18:00", NOW, "скасована"),
        (replace(ENTRY, kind=Kind.EMERGENCY), "9:00-18:00", NOW, "не планова"),
    ],
)
def test_what_cannot_be_corrected_is_refused_with_the_reason(entry, hours, now, reason):
    with pytest.raises(Misuse, match=reason):
        corrected_period([entry], hours, now)
