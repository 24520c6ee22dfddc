from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bots.texts.ukrainian import Ukrainian
from tests.unit.bots.texts.examples import at, period

uk = Ukrainian()
MONDAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("count", "said"),
    [(0, "0 днів"), (1, "1 день"), (2, "2 дні"), (4, "4 дні"), (5, "5 днів"), (11, "11 днів"), (12, "12 днів"),
     (21, "21 день"), (22, "22 дні"), (25, "25 днів"), (111, "111 днів")],
)  # fmt: skip
def test_a_number_takes_its_plural(count: int, said: str) -> None:
    assert uk.plural(count, "день", "дні", "днів") == said


@pytest.mark.parametrize(
    ("left", "said"),
    [(-2, ""), (-1, "учора"), (0, "сьогодні"), (1, "завтра"), (2, "через 2 дні"), (5, "через 5 днів")],
)
def test_the_days_left_are_counted_by_the_calendar(left: int, said: str) -> None:
    assert uk.days_left(MONDAY + timedelta(days=left), MONDAY) == said


def test_a_day_is_said_with_its_preposition_and_case() -> None:
    assert [uk.on(MONDAY + timedelta(days=each)) for each in range(7)] == [
        "у понеділок, 23 листопада",
        "у вівторок, 24 листопада",
        "у середу, 25 листопада",
        "у четвер, 26 листопада",
        "у п’ятницю, 27 листопада",
        "у суботу, 28 листопада",
        "у неділю, 29 листопада",
    ]


def test_a_run_of_days_is_said_from_the_first_to_the_last() -> None:
    said = [uk.every_day(MONDAY + timedelta(days=each), MONDAY + timedelta(days=each + 1)) for each in range(7)]
    assert said == [
        "з понеділка, 23 листопада, до вівторка, 24 листопада, щодня",
        "з вівторка, 24 листопада, до середи, 25 листопада, щодня",
        "із середи, 25 листопада, до четверга, 26 листопада, щодня",
        "із четверга, 26 листопада, до п’ятниці, 27 листопада, щодня",
        "з п’ятниці, 27 листопада, до суботи, 28 листопада, щодня",
        "із суботи, 28 листопада, до неділі, 29 листопада, щодня",
        "з неділі, 29 листопада, до понеділка, 30 листопада, щодня",
    ]


def test_every_month_stands_in_the_genitive() -> None:
    assert [uk.date_of(date(2026, month, 1)) for month in range(1, 13)] == [
        "1 січня", "1 лютого", "1 березня", "1 квітня", "1 травня", "1 червня",
        "1 липня", "1 серпня", "1 вересня", "1 жовтня", "1 листопада", "1 грудня",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("times", "said"),
    [
        (["9:00-16:00"], "з 9:00 до 16:00"),
        (["9:00-12:00", "14:00-16:30"], "з 9:00 до 12:00 та з 14:00 до 16:30"),
        (["8:00-9:00", "10:00-11:00", "12:00-13:00"], "з 8:00 до 9:00, з 10:00 до 11:00 та з 12:00 до 13:00"),
        (["22:00-30:00"], "з 22:00 до 6:00 наступного дня"),
        (["0:00-24:00"], "з 0:00 до 24:00"),
        (["9:00-56:00"], "з 9:00 до 8:00 25 листопада"),
    ],
)
def test_hours_are_said_as_from_and_to(times: list[str], said: str) -> None:
    assert uk.hours([period(MONDAY, each) for each in times], MONDAY) == said


def test_a_short_form_of_the_hours_tells_what_was_said_before() -> None:
    assert uk.span([period(MONDAY, "9:00-12:00"), period(MONDAY, "22:00-30:00")]) == "9:00–12:00 та 22:00–6:00"
    assert uk.days_and_span(MONDAY, MONDAY, [period(MONDAY, "9:00-12:00")]) == "понеділок, 23 листопада, 9:00–12:00"
    later = MONDAY + timedelta(days=2)
    said = uk.days_and_span(MONDAY, later, [period(MONDAY, "9:00-12:00")])
    assert said == "23 листопада – 25 листопада, щодня 9:00–12:00"


def test_hours_are_those_of_kyiv_in_summer_and_winter() -> None:
    for day in (date(2026, 7, 1), date(2026, 12, 1)):
        assert uk.hours([period(day, "9:00-16:00")], day) == "з 9:00 до 16:00"


def test_a_moment_is_said_with_the_preposition_of_its_hour() -> None:
    assert uk.moment(at(MONDAY, "18:00")) == "23 листопада о 18:00"
    assert uk.moment(at(MONDAY, "11:05")) == "23 листопада об 11:05"


@given(st.lists(st.text("абв", min_size=1), max_size=5))
def test_a_list_holds_all_that_it_is_made_of(texts: list[str]) -> None:
    assert uk.listed(texts).replace(" та ", ", ").split(", ") == (texts or [""])
