"""Days in free text: which belong to which hours, and where they end and houses begin."""

import pytest

from tests.unit.source.reading import reasons, works

OVER = "<h2>Хустський район</h2><p>24 листопада</p>"
NINE_TO_FIVE = "24.11 09:00–17:00"
TWO_DAYS = [("24.11 09:00–12:00", ["Іза"]), ("25.11 13:00–17:00", ["Липча"])]


@pytest.mark.parametrize(
    "line",
    [
        "24.11.2026 з 9:00 до 12:00 – с. Іза; 25.11.2026 з 13:00 до 17:00 – с. Липча",
        "с. Іза – 24.11 з 9:00 до 12:00, с. Липча – 25.11 з 13:00 до 17:00",
        "24 листопада с. Іза з 9:00 до 12:00; 25 листопада с. Липча з 13:00 до 17:00",
        "24.11.2026 с. Іза з 9:00 до 12:00; 25.11.2026 с. Липча з 13:00 до 17:00",
    ],
)
def test_each_hours_have_the_day_beside_them(line):
    assert works(f"{OVER}<p>{line}</p>") == TWO_DAYS


@pytest.mark.parametrize(
    "line",
    [
        "з 24 на 25 листопада с. Іза з 22:00 до 6:00",
        "с. Іза в ніч з 24 на 25 листопада з 22:00 до 06:00",
        "з 24.11 на 25.11 с. Іза з 22:00 до 6:00",
        "с. Іза з 24 на 25 з 22:00 до 06:00",
    ],
)
def test_a_night_named_by_both_its_days_begins_on_the_first(line):
    assert works(f"{OVER}<p>{line}</p>") == [("24.11 22:00–25.11 06:00", ["Іза"])]


@pytest.mark.parametrize(
    ("line", "days"),
    [
        ("24,25,26.11 с. Іза з 9 до 17", ["24", "25", "26"]),
        ("24/11 с. Іза з 9 до 17", ["24"]),
        ("у вівторок с. Іза з 9 до 17", ["24"]),
    ],
)
def test_days_before_the_first_place_are_those_of_the_line(line, days):
    assert works(f"{OVER}<p>{line}</p>") == [(f"{day}.11 09:00–17:00", ["Іза"]) for day in days]
    assert reasons(f"{OVER}<p>{line}</p>") == []


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("з 24 на 25 листопада с. Іза з 9:00 до 16:00", "незрозуміло, котрий день: «з 24 на 25 листопада»"),
        ("у середу с. Іза з 9 до 17", "незрозуміла дата: «середу»"),
        ("с. Іза завтра з 9 до 17", "незрозуміла дата: «завтра»"),
        ("с. Іза, вул. Миру з 1 до 15", "немає годин"),
        ("с. Іза, вул. Миру з 10 до 12 будинку", "немає годин"),
    ],
)
def test_a_line_whose_day_or_hours_are_in_doubt_is_refused(line, reason):
    assert (works(f"{OVER}<p>{line}</p>"), reasons(f"{OVER}<p>{line}</p>")) == ([], [reason])


@pytest.mark.parametrize(
    "line",
    [
        "с. Іза: 24.11 – з 9:00 до 12:00, 25.11 – з 13:00 до 17:00",
        "24.11 з 9:00 до 12:00, 25.11 з 13 до 17:00 – с. Іза",
    ],
)
def test_several_days_may_share_their_places(line):
    assert works(f"{OVER}<p>{line}</p>") == [("24.11 09:00–12:00", ["Іза"]), ("25.11 13:00–17:00", ["Іза"])]


@pytest.mark.parametrize(
    "days",
    ["25.11 та 26.11", "25,26.11", "з 25.11 по 26.11", "з 25 по 26.11", "від 25 до 26 листопада", "– 25 та 26.11.2026"],
)
def test_days_between_a_place_and_hours_are_all_meant(days):
    both = [("25.11 09:00–16:00", ["Іза, вул. Миру"]), ("26.11 09:00–16:00", ["Іза, вул. Миру"])]
    assert works(f"{OVER}<p>с. Іза {days} з 9.00 до 16.00 вул. Миру</p>") == both


@pytest.mark.parametrize(
    "line",
    [
        *("с. Іза по 26.11 з 9:00 до 16:00", "с. Іза з 9 до 16 по 26.11", "с. Іза з 26.11 9:00-16:00"),
        *("з 26.11 с. Іза 9-16", "до 26 листопада с. Іза з 9:00 до 16:00", "З 26.11 з 9:00 до 16:00 с. Іза"),
    ],
)
def test_days_of_which_one_end_is_not_printed_are_refused(line):
    assert works(f"{OVER}<p>{line}</p>") == []
    assert reasons(f"{OVER}<p>{line}</p>")[0].startswith("незрозуміла дата")


def test_days_before_hours_are_no_houses_and_streets_no_days():
    assert works(f"{OVER}<p>с. Іза – 24, 25 листопада з 9:00 до 17:00</p>") == [
        (NINE_TO_FIVE, ["Іза"]),
        ("25.11 09:00–17:00", ["Іза"]),
    ]
    assert works(f"{OVER}<p>с. Іза, вул. 8 березня, 28 Червня з 9:00 до 17:00</p>") == [
        (NINE_TO_FIVE, ["Іза, вул. 8 березня", "Іза, вул. 28 Червня"])
    ]
    assert works(f"{OVER}<p>с. Іза, вул. Миру 5, 25 листопада з 9:00 до 17:00</p>") == [
        ("25.11 09:00–17:00", ["Іза, вул. Миру, 5"])
    ]


@pytest.mark.parametrize(
    ("line", "days"),
    [
        ("с. Іза, вул. Миру 24,25.11 з 9:00 до 17:00", "24,25.11"),
        ("с. Іза, вул. Миру 22, 24 та 25.11 з 9:00 до 17:00", "22, 24 та 25.11"),
        ("с. Іза, вул. Миру, 24, 25 листопада з 9:00 до 17:00", "24, 25 листопада"),
    ],
)
def test_numbers_behind_a_street_that_may_be_days_still_to_come_are_refused(line, days):
    assert works(f"{OVER}<p>{line}</p>") == []
    assert reasons(f"{OVER}<p>{line}</p>") == [f"незрозуміло, дні це чи будинки: «{days}»"]


@pytest.mark.parametrize(
    ("houses", "days"),
    [
        ("5, 25.11", ["Іза, вул. Миру, 5"]),
        ("26, 25.11", ["Іза, вул. Миру, 26"]),
        ("буд. 24, 25.11", ["Іза, вул. Миру, буд. 24"]),
        ("1-24, 25.11", ["Іза, вул. Миру, 1-24"]),
        ("0, 25.11", ["Іза, вул. Миру, 0?"]),
    ],
)
def test_numbers_behind_a_street_that_are_no_days_to_come_are_its_houses(houses, days):
    assert works(f"{OVER}<p>с. Іза, вул. Миру {houses} з 9:00 до 17:00</p>") == [("25.11 09:00–17:00", days)]


@pytest.mark.parametrize("days", ["24-25.11", "24–25 листопада"])
def test_days_joined_by_a_dash_are_no_houses(days):
    both = [(f"{day}.11 09:00–17:00", ["Іза, вул. Миру"]) for day in (24, 25)]
    assert works(f"{OVER}<p>с. Іза, вул. Миру {days} з 9:00 до 17:00</p>") == both


@pytest.mark.parametrize("days", ["24.11 та 25.11", "24-25.11", "(24, 25.11)", "24,25.11"])
def test_days_right_behind_the_hours_are_all_meant(days):
    assert works(f"{OVER}<p>с. Іза 9:00-17:00 {days}</p>") == [(f"{day}.11 09:00–17:00", ["Іза"]) for day in (24, 25)]


@pytest.mark.parametrize("words", ["резервний день 26.11.2026", "у разі негоди переноситься на 26.11.2026"])
def test_a_day_of_which_words_behind_the_hours_speak_is_not_that_of_the_line(words):
    assert works(f"{OVER}<p>24.11 с. Іза 9:00-17:00 ({words})</p>") == [(NINE_TO_FIVE, ["Іза"])]


@pytest.mark.parametrize(
    "line",
    [
        "24.11 с. Іза, 25.11 с. Липча 9:00-12:00",
        "24.11.2026 с. Іза; 25.11.2026 с. Липча 9:00-12:00",
        "с. Іза – 24.11, с. Липча – 25.11 9:00-12:00",
    ],
)
def test_places_of_several_days_that_share_their_hours_are_refused(line):
    page = f"{OVER}<p>{line}</p>"
    assert (works(page), reasons(page)[0].partition(":")[0]) == ([], "незрозуміло, котрі години котрого дня")


@pytest.mark.parametrize("line", ["24.11 с. Іза 9:00-17:00 та 26.11", "24.11 с. Іза 9:00-17:00, 26.11 – резерв"])
def test_another_day_behind_the_hours_than_that_of_the_line_is_refused(line):
    assert works(f"{OVER}<p>{line}</p>") == []
    assert reasons(f"{OVER}<p>{line}</p>")[0].startswith("незрозуміло, котрий день")


@pytest.mark.parametrize(
    ("line", "read_as", "why"),
    [
        ("24.11 с. Іза 9-17", [(NINE_TO_FIVE, ["Іза"])], []),
        ("24.11 с. Іза до 17:00", [], ["незрозумілі години: «до 17:00» (немає початку)"]),
        ("24.11 с. Іза протягом дня", [], ["немає годин"]),
        ("с. Іза, вул. Миру 5, 24.11.2026", [], ["немає годин"]),
        ("20.11.2026 м. Ужгород, вул. Собранецька 150", [], ["немає годин"]),
        ("20.11 с. Іза до 17:00", [], ["незрозумілі години: «до 17:00» (немає початку)"]),
    ],
)
def test_a_line_with_a_day_of_its_own_and_no_heading_of_one_is_a_row(line, read_as, why):
    page = f"<h2>Хустський район</h2><p>{line}</p>"
    assert (works(page), reasons(page)) == (read_as, why)
