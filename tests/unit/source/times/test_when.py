from contextlib import suppress
from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.domain.clock import KYIV
from pipeline.source.times.when import read_periods
from pipeline.source.unread import Unread
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


def test_each_of_several_hours_has_the_days_at_it():
    both = ["24.11 09:00–17:00", "25.11 10:00–12:00"]
    assert periods(hours="24.11 9:00-17:00, 25.11 10:00-12:00") == both
    assert periods(hours="9:00-17:00 24.11, 10:00-12:00 25.11") == both
    assert periods(TUESDAY, hours="9:00-17:00, 25.11 10:00-12:00") == both
    assert periods(start="24.11 09:00\n25.11 10:00", end="24.11 17:00\n25.11 12:00") == both
    assert periods(TUESDAY, start="09:00\n13:00", end="12:00\n17:00") == ["24.11 09:00–12:00", "24.11 13:00–17:00"]


def test_a_day_of_the_week_chooses_among_the_days_of_the_heading():
    week = [date(2026, 11, number) for number in range(23, 30)]
    assert periods(week, date="вівторок", hours="9-16") == ["24.11 09:00–16:00"]
    assert periods(week[4:], date="щодня, крім неділі", hours="9-16") == ["27.11 09:00–16:00", "28.11 09:00–16:00"]


def test_columns_of_first_and_last_day_name_those_between():
    assert (
        len(periods(start="24.11", end="26.11", hours="9-16"))
        == len(periods(start="з 24.11", end="по 26.11", hours="9-16"))
        == 3
    )


def test_a_range_of_days_gives_one_period_a_day():
    assert periods(date="23–25 листопада", hours="з 9 до 16") == [f"{day}.11 09:00–16:00" for day in (23, 24, 25)]


@pytest.mark.parametrize("printed", ["24/25.11", "24.11/25.11.2026", "ніч 24/25.11"])
def test_two_days_with_a_slash_are_one_night_where_the_hours_go_over_midnight(printed):
    assert periods(date=printed, hours="22:00-06:00") == ["24.11 22:00–25.11 06:00"]
    assert periods(date=printed.removeprefix("ніч "), hours="9-16") == ["24.11 09:00–16:00", "25.11 09:00–16:00"]


def test_a_row_without_a_day_has_that_of_the_heading():
    assert periods(TUESDAY, hours="з 9 до 16") == ["24.11 09:00–16:00"]
    assert periods(TUESDAY, date="26.11", hours="з 9 до 16") == ["26.11 09:00–16:00"]


def test_midnight_and_the_change_of_the_clock_are_reckoned_in_kyiv():
    assert periods(TUESDAY, hours="з 10:00 до 24:00") == ["24.11 10:00–25.11 00:00"]
    night = read_periods(
        {"hours": "01:00–05:00"}, heading_days=[date(2026, 10, 25)], captured_at=datetime(2026, 10, 20, tzinfo=KYIV)
    )
    assert (night[0].ends_at - night[0].starts_at).total_seconds() == 5 * 3600
    (shorter,) = read_periods({"hours": "01:00–05:00"}, heading_days=[date(2027, 3, 28)], captured_at=CAPTURED_AT)
    assert shorter.ends_at - shorter.starts_at == timedelta(hours=3)


@pytest.mark.parametrize(
    "printed",
    [
        "завтра",
        "сьогодні",
        "до 26.11",
        "з 24.11",
        "24.11.20266",
        "24.1 1.2026",
        "24 11",
        "двадцять четверте",
        "уточнюється",
    ],
)
def test_a_column_of_dates_that_is_not_understood_never_means_the_day_of_the_heading(printed):
    with pytest.raises(Unread, match=f"«{printed}»"):
        periods(TUESDAY, date=printed, hours="9-16")


@given(
    st.integers(0, 287),
    st.integers(1, 144),
    st.sampled_from(["{0:%H:%M}-{1:%H:%M}", "з {0:%H.%M} до {1:%H.%M}", "{0:%d.%m.%Y %H:%M} – {1:%d.%m.%Y %H:%M}"]),
)
def test_every_stretch_up_to_twelve_hours_comes_back(start, length, notation):
    first = datetime(2026, 11, 24, tzinfo=KYIV) + timedelta(minutes=5 * start)
    last = first + timedelta(minutes=5 * length)
    (period,) = read_periods({"hours": notation.format(first, last)}, heading_days=TUESDAY, captured_at=CAPTURED_AT)
    assert (period.starts_at, period.ends_at) == (first, last)


@given(
    st.fixed_dictionaries(
        {name: st.text("0123456789.:-/, здопощнякрім\n", max_size=25) for name in ("date", "hours", "start", "end")}
    )
)
def test_any_row_is_read_or_refused(fields):
    with suppress(Unread):
        for period in read_periods(fields, heading_days=TUESDAY, captured_at=CAPTURED_AT):
            assert period.starts_at < period.ends_at


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
        ({"date": "24.11", "hours": "з 9:00 до 13:00 та з 14:00"}, "14:00", False),
        ({"date": "24.11", "hours": "9:00-12:00, 25:00-26:00"}, "25:00", False),
        ({"date": "24.11", "start": "9:65", "end": "17:00"}, "9:65", False),
        ({"date": "24.11", "start": "09:00\n13:00", "end": "17:00"}, "13:00", False),
        ({"date": "24.11\n25.11", "hours": "9-12\n13-17"}, "котрого дня", False),
        ({"address": "с. Іза – 9:000-17:00"}, "9:000-17:00", False),
        ({"start": "23.11 9:00", "end": "25.11 17:00"}, "довше за добу", True),
        ({"hours": "з 23.11 9:00 до 25.11 17:00"}, "довше за добу", True),
    ],
)
def test_a_time_without_sense_is_refused_with_its_reason(fields, reason, has_period):
    with pytest.raises(Unread, match=reason) as refused:
        periods(**fields)
    assert (refused.value.period is not None) == has_period
