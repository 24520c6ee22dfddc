from datetime import date, timedelta

import pytest

from bots.texts.romanian import Romanian
from tests.unit.bots.texts.examples import at, period

ro = Romanian()
MONDAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("left", "said"),
    [(-2, ""), (-1, "ieri"), (0, "astăzi"), (1, "mâine"), (2, "peste 2 zile"), (19, "peste 19 zile"),
     (20, "peste 20 de zile"), (21, "peste 21 de zile"), (100, "peste 100 de zile"), (101, "peste 101 zile")],
)  # fmt: skip
def test_from_twenty_on_days_take_de(left: int, said: str) -> None:
    assert ro.days_left(MONDAY + timedelta(days=left), MONDAY) == said


@pytest.mark.parametrize(("count", "said"), [(0, "0 conturi"), (1, "1 cont"), (2, "2 conturi"), (21, "21 de conturi")])
def test_a_number_takes_its_plural(count: int, said: str) -> None:
    assert ro.plural(count, "cont", "conturi") == said


def test_days_are_named_without_a_preposition_and_with_letters_of_their_own() -> None:
    assert [ro.on(MONDAY + timedelta(days=each)) for each in range(7)] == [
        "luni, 23 noiembrie",
        "marți, 24 noiembrie",
        "miercuri, 25 noiembrie",
        "joi, 26 noiembrie",
        "vineri, 27 noiembrie",
        "sâmbătă, 28 noiembrie",
        "duminică, 29 noiembrie",
    ]
    run = ro.every_day(MONDAY, MONDAY + timedelta(days=2))
    assert run == "de luni, 23 noiembrie, până miercuri, 25 noiembrie, zilnic"


@pytest.mark.parametrize(
    ("times", "said"),
    [
        (["9:00-16:00"], "între 9:00 și 16:00"),
        (["9:00-12:00", "14:00-16:30"], "între 9:00 și 12:00 și între 14:00 și 16:30"),
        (["22:00-30:00"], "între 22:00 și 6:00 a doua zi"),
        (["9:00-56:00"], "între 9:00 și 25 noiembrie, ora 8:00"),
    ],
)
def test_hours_stand_between_their_ends(times: list[str], said: str) -> None:
    assert ro.hours([period(MONDAY, each) for each in times], MONDAY) == said
    assert ro.since(at(MONDAY, "9:30")) == "de la 9:30"
