"""Numbers beside places: which are hours, and which are houses."""

import pytest

from tests.unit.source.reading import reasons, works

OVER = "<h2>Хустський район</h2><p>24 листопада</p>"
NINE_TO_FIVE = "24.11 09:00–17:00"
TWO_STRETCHES = ["24.11 09:00–12:00", "24.11 13:00–17:00"]


@pytest.mark.parametrize(
    "line",
    [
        "с. Іза 9-12; с. Липча 13:00-17:00",
        "с. Іза (9-12), с. Липча (13:00-17:00)",
        "с. Іза – 9:00-12:00; с. Липча – 13-17",
        "9-12 с. Іза, 13:00-17:00 с. Липча",
        "Іза 9-12; Липча 13.00-17.00",
        "Іза 9:00-12:00; Липча 13-17",
        "Іза 9-12, Липча 13-17",
        "9-12: Іза; 13-17: Липча",
        "с. Іза 9-12<br>с. Липча (13-17)",
        "село Іза 9-12; н.п. Липча 13:00-17:00",
    ],
)
def test_two_numbers_at_a_settlement_are_hours_as_those_of_the_other_one_are(line):
    assert works(f"{OVER}<p>{line}</p>") == [("24.11 09:00–12:00", ["Іза"]), ("24.11 13:00–17:00", ["Липча"])]


@pytest.mark.parametrize(
    ("line", "places"),
    [
        ("9:00–17:00: с. Іза 9-12; с. Липча 5-7", ["Іза, 9-12", "Липча, 5-7"]),
        ("с. Іза, вул. Дружна 9-12; с. Липча 9:00–17:00", ["Іза, вул. Дружна, 9-12", "Липча"]),
        (
            "с. Іза, вул. Дружна 5, Миру 9-12; с. Липча 9:00–17:00",
            ["Іза, вул. Дружна, 5", "Іза, вул. Миру, 9-12", "Липча"],
        ),
        ("с. Іза буд. 9-12; с. Липча 9:00–17:00", ["Іза, буд. 9-12", "Липча"]),
        ("с. Іза 9-12, 9:00–17:00", ["Іза, 9-12"]),
    ],
)
def test_else_they_are_houses(line, places):
    assert works(f"{OVER}<p>{line}</p>") == [(NINE_TO_FIVE, places)]


@pytest.mark.parametrize("houses", ["1-25", "1 - 12", "5, 12", "1-5, 10-12", "25"])
@pytest.mark.parametrize("hours", ["9:00-17:00", "9.00 – 17.00", "9:00 до 17:00"])
def test_hours_right_behind_houses_take_none_of_their_digits(houses, hours):
    assert works(f"{OVER}<p>с. Іза, вул. Миру {houses} {hours}</p>") == [(NINE_TO_FIVE, [f"Іза, вул. Миру, {houses}"])]


@pytest.mark.parametrize(
    "hours", ["9-17", "(9-17)", "– 9-17", "9-17 год.", "9,00-17,00", "9.00 17.00", "9-00 17-00", "9год-17год"]
)
def test_a_line_of_a_settlement_and_two_numbers_names_its_hours(hours):
    assert works(f"{OVER}<p>с. Іза {hours}</p>") == works(f"{OVER}<p>Іза {hours}</p>") == [(NINE_TO_FIVE, ["Іза"])]


@pytest.mark.parametrize(
    "line",
    [
        "с. Іза, вул. Миру – з 9 до 12, 13 до 17 год",
        "с. Іза, вул. Миру 9:00-12:00/13:00-17:00",
        "с. Іза 9-12, 13.00-17.00",
        "с. Іза, вул. Миру 9-12 та 13.00-17.00",
        "9-12, 13.00-17.00 с. Іза, вул. Миру",
    ],
)
def test_no_hours_of_several_are_lost(line):
    assert [period for period, _ in works(f"{OVER}<p>{line}</p>")] == TWO_STRETCHES


@pytest.mark.parametrize("line", ["с. Іза 2-16, с. Липча 13:00-17:00", "с. Іза 2-16; с. Липча з 13 до 17"])
def test_where_they_may_be_either_the_line_is_refused(line):
    assert works(f"{OVER}<p>{line}</p>") == []
    assert set(reasons(f"{OVER}<p>{line}</p>")) == {"незрозуміло, години це чи будинки: «2-16»"}


@pytest.mark.parametrize(
    ("line", "places"),
    [
        ("с. Іза, вул. Миру 9-12, 13.00-17.00", ["Іза, вул. Миру"]),
        ("с. Іза, вул. Миру, 9-12; 13.00-17.00, с. Липча, вул. Миру 8-10, 13.00-17.00", ["Іза, вул. Миру"]),
    ],
)
def test_numbers_on_a_street_that_lead_on_to_hours_are_said_as_both(line, places):
    """`possible` for the whole street, at both stretches, with the numbers named to the customer and the operator."""
    first, second = works(f"{OVER}<p>{line}</p>")[:2]
    assert [first[0], second[0]] == TWO_STRETCHES
    assert first[1] == second[1] == [f"{place}, 9-12 або це години?" for place in places]
    assert "незрозуміло: «9-12 або це години»" in reasons(f"{OVER}<p>{line}</p>")


@pytest.mark.parametrize(
    "streets", ["с. Іза, вул. Садова, вул. Миру", "с. Іза, вул. Садова, Миру", "с. Липча; с. Іза, вул. Миру"]
)
def test_where_several_places_share_such_numbers_the_line_is_refused(streets):
    assert works(f"{OVER}<p>{streets} 9-12, 13.00-17.00</p>") == []
    assert reasons(f"{OVER}<p>{streets} 9-12, 13.00-17.00</p>") == ["незрозуміло, години це чи будинки: «9-12»"]


@pytest.mark.parametrize(
    ("street", "houses"),
    [
        ("вул. Миру", "буд. 9-12, "),
        ("вул. Миру", "5, 9-12, "),
        ("вул. Миру", "9-12 – "),
        ("вул. Миру", "9-12, з "),
        ("вул. Миру", "2-16, "),
        ("вул. Миру", "9-14, "),
    ],
)
def test_they_are_houses_where_they_could_not_lead_on(street, houses):
    line = f"с. Іза, {street} {houses}13.00-17.00"
    assert works(f"{OVER}<p>{line}</p>") == [("24.11 13:00–17:00", [f"Іза, {street}, {houses.strip(' ,–з')}"])]
