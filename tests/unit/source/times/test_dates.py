from contextlib import suppress
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.source.times.dates import Month, find_days, find_month
from pipeline.source.unread import Unread

NEAR = date(2026, 11, 20)


def days(text, near=NEAR, **kwargs):
    return list(find_days(text, near=near, **kwargs)[0])


def november(*numbers):
    return [date(2026, 11, number) for number in numbers]


@pytest.mark.parametrize(("printed", "month"), [("5 бер.", 3), ("5 берез.", 3), ("5 вер.", 9), ("5 лист.", 11)])
def test_months_are_printed_short(printed, month):
    assert [day.month for day in days(printed)] == [month]


@pytest.mark.parametrize(
    "printed",
    [
        "24.11.2026",
        "24.11.26 р.",
        "24.11",
        "24 листопада",
        "24 листопада 2026 року",
        "24-го листопада",
        "24 числа",
        "вівторок, 24.11.2026 р.",
        "24/11/2026",
        "2026-11-24",
        "24.11.202609:00",
        "09:00 24.11.2026 (план)",
        "24. 11. 2026",
        "24..11.2026",
        "24,11,2026",
        "24 11 2026",
        "24-11-2026",
        "2026.11.24",
        "24 лист.",
        "24 листопадa",
        "ВІВТОРОК 24.11",
        "24 листопада (вівторок)",
        "24.11.2026, вт.",
        "24.11.2026 (оновлено 20.11.2026 о 10:15)",
        "станом на 20.11: 24 листопада",
    ],
)
def test_one_day_is_read_however_it_is_printed(printed):
    assert days(printed) == november(24)


@pytest.mark.parametrize(
    "printed",
    [
        "23–27 листопада",
        "з 23 по 27 листопада",
        "23.11.2026 – 27.11.2026",
        "З 23.11 по 27.11",
        "23-27.11.2026",
        "23.11 - 27.11.2026",
        "23.11.-27.11.2026",
        "з 23.11 щоденно по 27.11",
        "23.11 (понеділок) – 27.11 (п'ятниця)",
        "2026-11-23 – 2026-11-27",
        "23-29.11, крім вихідних",
        "23–29 листопада у робочі дні",
        "22-28.11 (крім сб, нд)",
        "22.11 - 27.11, крім 22.11",
    ],
)
def test_a_range_gives_every_day_in_it(printed):
    assert days(printed) == november(23, 24, 25, 26, 27)


def test_days_that_share_a_month_are_a_list():
    assert days("23, 24 та 26 листопада") == november(23, 24, 26)
    assert days("24.11, 26.11.2026") == november(24, 26)
    assert days("24/25.11") == days("24+25.11") == days("24.11/25.11") == november(24, 25)


@pytest.mark.parametrize(
    ("printed", "expected"), [("23", [23]), ("23-25", [23, 24, 25]), ("24, 26", [24, 26]), ("23 (пн)", [23])]
)
def test_a_day_number_is_of_the_month_over_it(printed, expected):
    month, _ = find_month("Планові роботи: листопад 2026 року")
    assert days(printed, near=date(2026, 12, 28), month=month) == november(*expected)
    assert days(printed) == []


@pytest.mark.parametrize(
    ("title", "month"),
    [
        ("Листопад 2026", Month(11, 2026)),
        ("у грудні", Month(12)),
        ("на 12.2026", Month(12, 2026)),
        ("Лист НКРЕКП", None),
        ("вул. Травнева", None),
    ],
)
def test_a_title_names_its_month(title, month):
    assert find_month(title)[0] == month


@pytest.mark.parametrize(
    "printed", ["Оновлено 20.11.2026", "станом на 20.11", "Дата публікації: 20 листопада 2026", "опубліковано 20.11.26"]
)
def test_the_day_on_which_a_list_came_out_is_none_of_its_works(printed):
    assert days(printed) == []


@pytest.mark.parametrize(
    "printed", ["вівторок 23.11.2026", "пн 24.11", "23.11 (вт) – 24.11 (ср)", "ЧЕТВЕР, 24 листопада"]
)
def test_a_day_of_the_week_that_is_not_the_dates_is_refused(printed):
    with pytest.raises(Unread, match="день тижня"):
        days(printed)


@pytest.mark.parametrize("printed", ["з 24 на 25 листопада", "ніч 24.11 на 25.11"])
def test_a_night_between_two_days_is_refused_as_nobody_knows_of_which_its_hours_are(printed):
    with pytest.raises(Unread, match="котрий день"):
        days(printed)


def test_what_is_no_date_as_a_whole_is_none():
    assert days("24112026") == days("24.11.20266") == days("24.1 1.2026") == days("24.11.206") == []


def test_a_year_that_is_not_printed_is_the_nearest_over_new_year_too():
    assert days("10 січня") == [date(2027, 1, 10)]
    assert days("28 грудня", near=date(2027, 1, 5)) == [date(2026, 12, 28)]
    assert days("30.12 – 02.01") == [date(2026, 12, 30), date(2026, 12, 31), date(2027, 1, 1), date(2027, 1, 2)]
    assert days("30.12 – 01.01.2027") == [date(2026, 12, 30), date(2026, 12, 31), date(2027, 1, 1)]


def test_the_nineteenth_is_that_of_the_nearest_month():
    assert days("19 числа", near=date(2026, 11, 28)) == november(19)
    assert days("3 числа", near=date(2026, 11, 28)) == [date(2026, 12, 3)]


def test_hours_with_a_point_are_no_date():
    assert days("з 9.00 до 17.00", is_date=False) == []
    assert days("з 9.10 до 12.10", is_date=False) == []
    assert days("з 11.05 до 15.00", is_date=False) == []
    assert days("24.10 з 9 до 16", is_date=False) == [date(2026, 10, 24)]


def test_what_is_left_are_the_hours():
    assert find_days("24.11.202609:00", near=NEAR)[1].strip() == "09:00"


@pytest.mark.parametrize(
    "printed", ["31.11.2026", "31.11", "32.12", "29 лютого", "45.11.2026", "00.11.2026", "24.00.2026"]
)
def test_a_day_that_no_calendar_has_is_named(printed):
    with pytest.raises(Unread, match="немає"):
        days(printed)


@given(st.dates(date(2026, 6, 1), date(2027, 5, 1)), st.integers(0, 20))
def test_every_range_comes_back_as_its_days(first, length):
    last = first + timedelta(days=length)
    expected = [first + timedelta(days=offset) for offset in range(length + 1)]
    assert days(f"{first:%d.%m.%Y} - {last:%d.%m.%Y}") == expected
    assert days(f"з {first:%d.%m} по {last:%d.%m}") == expected


@given(
    st.dates(date(2026, 6, 1), date(2027, 5, 1)),
    st.sampled_from(
        ["%d.%m.%Y", "%d.%m.%y р.", "%d/%m/%Y", "%Y-%m-%d", "%d.%m", "%d-%m-%Y", "%d %m %Y", "на %d.%m.%Y року"]
    ),
)
def test_every_day_comes_back_however_it_is_printed(day, notation):
    weekday = ("понеділок", "вівторок", "середа", "четвер", "п'ятниця", "субота", "неділя")[day.weekday()]
    assert days(f"{day:{notation}}") == days(f"{weekday}, {day:{notation}}") == [day]


@given(st.text(alphabet="0123456789.-– зпоілстда:листопада,р", max_size=40))
def test_any_text_is_read_or_refused(text):
    with suppress(Unread):
        find_days(text, near=NEAR, is_date=False)
