from datetime import date, timedelta

import pytest

from bots.texts.hungarian import Hungarian
from tests.unit.bots.texts.examples import at, period

hu = Hungarian()
MONDAY = date(2026, 11, 23)


def test_a_date_takes_the_suffix_that_its_reading_asks_for() -> None:
    said = [hu.date_on(date(2026, 1, day)).removeprefix("január ") for day in range(1, 32)]
    assert " ".join(said) == (
        "1-jén 2-án 3-án 4-én 5-én 6-án 7-én 8-án 9-én 10-én 11-én 12-én 13-án 14-én 15-én 16-án 17-én 18-án 19-én "
        "20-án 21-én 22-én 23-án 24-én 25-én 26-án 27-én 28-án 29-én 30-án 31-én"
    )


@pytest.mark.parametrize(
    ("clock", "said"),
    [("9:00", "9:00-tól"), ("10:00", "10:00-tól"), ("9:05", "9:05-től"), ("9:10", "9:10-től"), ("9:15", "9:15-től"),
     ("9:20", "9:20-tól"), ("9:30", "9:30-tól"), ("9:40", "9:40-től"), ("9:45", "9:45-től"), ("9:50", "9:50-től"),
     ("9:33", "9:33-tól"), ("9:16", "9:16-tól"), ("9:48", "9:48-tól"), ("9:59", "9:59-től")],
)  # fmt: skip
def test_an_hour_takes_the_suffix_of_its_minutes(clock: str, said: str) -> None:
    assert hu.since(at(MONDAY, clock)) == said


def test_a_weekday_takes_its_suffixes() -> None:
    week = [MONDAY + timedelta(days=each) for each in range(7)]
    assert [hu.on(day).split(",")[0] for day in week] == [
        "hétfőn", "kedden", "szerdán", "csütörtökön", "pénteken", "szombaton", "vasárnap",
    ]  # fmt: skip
    assert [hu.every_day(day, day + timedelta(days=1)).replace(" minden nap", "") for day in week] == [
        "hétfőtől (november 23.) keddig (november 24.)",
        "keddtől (november 24.) szerdáig (november 25.)",
        "szerdától (november 25.) csütörtökig (november 26.)",
        "csütörtöktől (november 26.) péntekig (november 27.)",
        "péntektől (november 27.) szombatig (november 28.)",
        "szombattól (november 28.) vasárnapig (november 29.)",
        "vasárnaptól (november 29.) hétfőig (november 30.)",
    ]


@pytest.mark.parametrize(
    ("times", "said"),
    [
        (["9:00-16:00"], "9:00 és 16:00 között"),
        (["9:00-12:00", "14:00-16:30"], "9:00 és 12:00 között, valamint 14:00 és 16:30 között"),
        (["22:00-30:00"], "22:00 és másnap 6:00 között"),
        (["0:00-24:00"], "0:00 és 24:00 között"),
        (["9:00-56:00"], "9:00 és november 25-én 8:00 között"),
    ],
)
def test_hours_stand_between_their_ends(times: list[str], said: str) -> None:
    assert hu.hours([period(MONDAY, each) for each in times], MONDAY) == said


def test_what_was_said_before_is_said_in_short() -> None:
    assert hu.days_and_span(MONDAY, MONDAY, [period(MONDAY, "22:00-30:00")]) == "november 23., hétfő, 22:00–6:00"
    last = MONDAY + timedelta(days=2)
    said = hu.days_and_span(MONDAY, last, [period(MONDAY, "9:00-12:00")])
    assert said == "november 23. – november 25., naponta 9:00–12:00"
