from datetime import date, datetime

import pytest

from pipeline.domain.clock import KYIV
from pipeline.source.unread import Unread
from pipeline.source.when import read_periods
from tests.unit.source.reading import CAPTURED_AT, when

TUESDAY = (date(2026, 11, 24),)


def periods(heading_days=(), **fields):
    return [when(each) for each in read_periods(fields, heading_days=heading_days, captured_at=CAPTURED_AT)]


def test_columns_of_start_and_end_hold_day_and_hour():
    assert periods(start="24.11.2026 09:00", end="24.11.2026 17:00") == ["24.11 09:00–17:00"]
    assert periods(start="24.11.202609:00", end="24.11.202617:00") == ["24.11 09:00–17:00"]
    assert periods(start="24.11.2026 09:00", end="16:00 24.11.2026 (план)") == ["24.11 09:00–16:00"]
    assert periods(start="24.11.2026 21:12", end="25.11.2026 15:30") == ["24.11 21:12–25.11 15:30"]


def test_columns_of_start_and_end_may_hold_only_the_hour():
    assert periods(date="24.11", start="9", end="по 16: 00") == ["24.11 09:00–16:00"]
    assert periods(TUESDAY, start="22:00", end="06:00") == ["24.11 22:00–25.11 06:00"]


def test_columns_of_start_and_end_may_hold_only_the_day():
    assert periods(start="24.11", end="25.11", hours="9-16") == ["24.11 09:00–16:00", "25.11 09:00–16:00"]


def test_one_column_may_hold_both_moments():
    assert periods(hours="24.11.2026 22:00 – 25.11.2026 04:00") == ["24.11 22:00–25.11 04:00"]
    assert periods(hours="24.11.2026 09:00 - 24.11.2026 17:00") == ["24.11 09:00–17:00"]
    assert periods(date="24.11.2026 з 9 до 16") == ["24.11 09:00–16:00"]


def test_a_range_of_days_gives_one_period_a_day():
    assert periods(date="23–25 листопада", hours="з 9 до 16") == [f"{day}.11 09:00–16:00" for day in (23, 24, 25)]


def test_a_row_without_a_day_has_that_of_the_heading():
    assert periods(TUESDAY, hours="з 9 до 16") == ["24.11 09:00–16:00"]
    assert periods(TUESDAY, date="26.11", hours="з 9 до 16") == ["26.11 09:00–16:00"]


def test_midnight_and_the_change_of_the_clock_are_reckoned_in_kyiv():
    assert periods(TUESDAY, hours="з 10:00 до 24:00") == ["24.11 10:00–25.11 00:00"]
    night = read_periods(
        {"hours": "01:00–05:00"}, heading_days=[date(2026, 10, 25)], captured_at=datetime(2026, 10, 20, tzinfo=KYIV)
    )
    assert (night[0].ends_at - night[0].starts_at).total_seconds() == 5 * 3600


@pytest.mark.parametrize(
    ("fields", "reason", "has_period"),
    [
        ({"date": "24.11", "hours": "16:00–9:00"}, "раніше", False),
        ({"start": "24.11.2026 17:00", "end": "24.11.2026 09:00"}, "раніше", False),
        ({"start": "24.11.2026 09:00", "end": "27.11.2026 17:00"}, "довше за добу", True),
        ({"date": "24.11.2024", "hours": "9-16"}, "надто далека", True),
        ({"hours": "9-16"}, "немає дати", False),
        ({"date": "24.11"}, "немає годин", False),
        ({"date": "24.11", "hours": "уточнюється"}, "уточнюється", False),
        ({"date": "31.11.2026", "hours": "9-16"}, "31.11.2026", False),
    ],
)
def test_a_time_without_sense_is_refused_with_its_reason(fields, reason, has_period):
    with pytest.raises(Unread, match=reason) as refused:
        periods(**fields)
    assert (refused.value.period is not None) == has_period
