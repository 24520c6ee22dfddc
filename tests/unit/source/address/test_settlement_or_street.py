"""Names without a mark: villages or streets, and which village streets lie in."""

import pytest

from tests.unit.source.reading import places, reasons, table


def test_a_name_behind_a_settlement_is_another_one_only_as_spelled():
    assert places("м. Хуст, Довга, Павлова") == ["Хуст, Довга?", "Хуст, Павлова?"]  # not Довге, not Павлово


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("Хуст Миру 5", ["Хуст, Миру, 5?"]),
        ("м. Хуст Б. Хмельницького 5-7", ["Хуст, Б. Хмельницького, 5-7?"]),
        ("ХУСТ МИРУ", ["Хуст, МИРУ?"]),
        ("у Хусті Івана Франка, Нова 5", ["Хуст, Івана Франка?", "Хуст, Нова, 5?"]),
        ("Нижнє Селище Дружна 7, Іза Садова", ["Нижнє Селище, Дружна, 7?", "Іза, Садова?"]),
        ("Іза Липча Миру 5", ["Іза", "Липча, Миру, 5?"]),
    ],
)
def test_a_name_behind_a_settlement_without_a_comma_is_read_as_if_it_had_one(address, expected):
    assert places(address) == expected
    assert "незрозуміло, село це чи вулиця" in reasons(table(("", address, "9-16")))[0]


def test_villages_without_commas_are_villages():
    assert places("с. Іза Липча Горінчово") == ["Іза", "Липча", "Горінчово"]


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("Іза (Дружна, Миру), Липча (Садова, Нова)", ["Іза, Дружна", "Іза, Миру", "Липча, Садова", "Липча, Нова"]),
        ("Іза: Дружна, Миру, Липча: Садова", ["Іза, Дружна", "Іза, Миру", "Липча, Садова"]),
        ("Іза (вул. Дружна, Миру), Липча (частково)", ["Іза, вул. Дружна", "Іза, вул. Миру", "Липча?"]),
        ("Іза (Дружна 5, Миру) та Липча", ["Іза, Дружна, 5", "Іза, Миру", "Липча"]),
    ],
)
def test_behind_the_bracket_of_its_streets_another_village_may_follow(address, expected):
    assert places(address) == expected
    assert reasons(table(("", address, "9-16"))) == []


def test_a_name_in_brackets_that_no_gazetteer_knows_makes_its_village_possible():
    assert places("с. Іза (Садова)") == ["Іза, Садова?"]
    assert places("с. Сасово (Виноградів)") == ["Сасово"]
    assert places("с. Росош (Свалявський)") == ["Росош"]


def test_the_village_of_a_hamlet_is_possible():
    assert places("х. Зелена (Іза)") == ["Іза?"]


def test_a_name_that_may_be_village_or_street_is_possible():
    assert places("м. Хуст, Карпатської Січі") == ["Хуст, Карпатської Січі?"]
    assert reasons(table(("", "м. Хуст, Карпатської Січі", "9-16"))) == [
        "незрозуміло, село це чи вулиця: «Карпатської Січі»"
    ]


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("Хуст, вул. Миру, Іза, вул. Дружна 5", ["Хуст, вул. Дружна, 5?", "Іза, вул. Дружна, 5?"]),
        (
            "Хуст, вул. Миру, Шевченка, Іза, вул. Дружна, с. Липча, вул. Нова",
            ["Хуст, вул. Дружна?", "Іза, вул. Дружна?"],
        ),
    ],
)
def test_streets_behind_a_name_that_may_be_a_street_or_their_village_may_lie_in_either(address, expected):
    assert [each for each in places(address) if "Дружна" in each] == expected
    assert {"Хуст, вул. Миру", "Хуст, вул. Іза?"} <= set(places(address))
    assert reasons(table(("", address, "9-16"))) == ["незрозуміло, село це чи вулиця: «Іза»"]


def test_a_hamlet_that_no_list_knows_makes_its_village_possible():
    assert places("с. Косівська Поляна присілок Станіславів") == [
        "Косівська Поляна?",
        "Косівська Поляна, прис. Станіславів?",
    ]
    assert places("с. Косівська Поляна, х. Станіславів")[0] == "Косівська Поляна"


def test_an_unknown_name_among_villages_leaves_none_of_them_out():
    assert places("Іза, Лопухово, Липча") == ["Іза, Лопухово?", "Липча", "Іза?"]


def test_the_last_of_several_names_behind_a_street_may_be_a_village():
    assert places("Хуст, вул. Миру, Іза") == ["Хуст, вул. Миру", "Хуст, вул. Іза?", "Іза?"]


@pytest.mark.parametrize(
    "address", ["вул. Миру, сс. Іза, Липча", "вул. Миру, с. Іза, Липча", "вул. Миру у с. Іза та с. Липча"]
)
def test_a_street_before_several_villages_may_lie_in_each(address):
    assert places(address) == ["Іза, вул. Миру?", "Липча, вул. Миру?"]
    assert reasons(table(("", address, "9-16"))) == ["незрозуміло, в котрому з сіл вулиці, названі перед «Липча»"]


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("вул. Дружна (с. Іза)", ["Іза, вул. Дружна"]),
        ("вулиця Дружна у селі Іза", ["Іза, вул. Дружна"]),
        ("вул. Дружна, 5, с. Іза", ["Іза, вул. Дружна, 5"]),
        ("вул. Дружна, Миру 5, с. Іза, Хустський район", ["Іза, вул. Дружна", "Іза, вул. Миру, 5"]),
        ("вул. Дружна, с. Іза, вул. Миру, с. Липча, с. Драгово", ["Іза, вул. Дружна", "Липча, вул. Миру", "Драгово"]),
        ("частково вул. Дружна (с. Іза)", ["Іза, вул. Дружна?"]),
        ("вул. Дружна, с. Іза (частково)", ["Іза, вул. Дружна?"]),
        ("м. Хуст, вул. Дружна (с. Іза), вул. Миру", ["Іза, вул. Дружна", "Хуст, вул. Миру"]),
        ("м. Хуст, вул. Дружна (с. Іза), Липча", ["Іза, вул. Дружна", "Липча"]),
        ("с. Іза вул. Дружна; вул. Миру с. Липча", ["Іза, вул. Дружна", "Липча, вул. Миру"]),
        ("с. Іза: вул. Дружна<br>вул. Миру, 5, с. Липча", ["Іза, вул. Дружна", "Липча, вул. Миру, 5"]),
        ("с. Іза вул. Дружна; вул. Миру; с. Липча", ["Іза, вул. Дружна", "Іза, вул. Миру", "Липча"]),
        (
            "м. Хуст, вул. Миру; вул. Дружна (с. Іза); вул. Нова",
            ["Іза, вул. Дружна", "Хуст, вул. Миру", "Хуст, вул. Нова"],
        ),
    ],
)
def test_a_street_may_stand_before_its_settlement(address, expected):
    assert places(address) == expected
    assert reasons(table(("", address, "9-16"))) == []


def test_a_street_behind_a_settlement_that_stood_behind_its_own_streets_is_possible():
    address = "вул. Дружна (с. Іза), вул. Миру"
    assert places(address) == ["Іза, вул. Дружна", "Іза, вул. Миру?"]
