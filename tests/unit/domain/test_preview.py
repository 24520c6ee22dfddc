"""A list beside the one that is known."""

from datetime import UTC, date, datetime, timedelta

from pipeline.domain.overview import Lateness, lateness
from pipeline.domain.preview import SHOWN, DayChange, preview
from pipeline.domain.trust import PageState, Reading
from pipeline.domain.works import Kind, Listing, Period, PlannedWork, QuarantinedRow

NOW = datetime(2026, 11, 23, 10, tzinfo=UTC)
READING = Reading(NOW, PageState.OK, healthy=True)


def work(printed, days=1):
    starts_at = NOW + timedelta(days=days)
    return PlannedWork(Period(starts_at, starts_at + timedelta(hours=3)), Kind.PLANNED, (), printed=printed)


def known(*works):
    return {(each.printed, each.period.starts_at) for each in works}


def test_days_are_compared_and_what_vanishes_is_named_once():
    listing = Listing((work("а"), work("в", 2), work("минуле", -1)), (), 3)
    found = preview(READING, listing, known(work("а"), work("б"), work("б", 2)), NOW)
    assert list(found.days) == [DayChange(date(2026, 11, 24), 2, 1), DayChange(date(2026, 11, 25), 1, 1)]
    assert (found.before, found.after, list(found.vanished), found.vanished_in_all) == (3, 2, ["б"], 1)


def test_only_the_first_rows_are_shown():
    rows = tuple(QuarantinedRow(f"рядок {number}", "не зрозуміло") for number in range(30))
    found = preview(READING, Listing((), rows, 30), known(*(work(f"рядок {number}") for number in range(30))), NOW)
    assert (len(found.vanished), found.vanished_in_all, len(found.unread)) == (SHOWN, 30, SHOWN)


def test_lateness_is_what_half_and_nearly_all_did_not_exceed():
    assert lateness([]) is None
    assert lateness([(7, 1)]) == Lateness(1, timedelta(seconds=7), timedelta(seconds=7))
    assert lateness([(100, 6), (2, 94)]) == Lateness(100, timedelta(seconds=2), timedelta(seconds=100))
    assert lateness([(100, 5), (-3, 95)]) == Lateness(100, timedelta(), timedelta())
