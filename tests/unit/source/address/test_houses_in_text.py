"""Houses behind a street or a settlement, and the words that stand for them."""

import pytest

from pipeline.domain.interruptions import quote
from pipeline.domain.matching import match_house
from tests.unit.source.reading import places, read, reasons, table


def test_numbers_behind_a_place_of_an_unknown_kind_are_no_sure_houses_of_the_one_before():
    assert places("м. Хуст, вул. Миру, 5, об’їзна Садова, 7") == [
        "Хуст, вул. Миру, 5, об’їзна",
        "Хуст, вул. Садова, 7?",
    ]


@pytest.mark.parametrize(
    ("street", "expected", "unread"),
    [
        ("вул. Миру, вздовж річки", "вул. Миру, вздовж річки?", "вздовж річки"),
        ("вул. Миру, від магазину до школи", "вул. Миру, від магазину до школи?", "від магазину до школи"),
        ("вул. Миру (від магазину до школи)", "вул. Миру, від магазину до школи?", "від магазину до школи"),
        ("вул. Миру, 1-60 та інші біля ТП-12", "вул. Миру, 1-60, інші біля ТП-12", "інші біля ТП-12"),
        ("вул. Миру після № 25", "вул. Миру, після № 25?", "після № 25"),
    ],
)
def test_words_in_place_of_houses_stay_among_them_and_are_named(street, expected, unread):
    assert places(f"м. Хуст, {street}") == [f"Хуст, {expected}"]
    assert reasons(table(("", f"м. Хуст, {street}", "9-16"))) == [f"незрозуміло: «{unread}»"]


@pytest.mark.parametrize(
    "address",
    [
        *(
            "с. Іза (низ)",
            "с. Іза (центр)",
            "с. Іза (р-н школи)",
            "с. Іза (верхня частина)",
            "с. Іза повністю крім центру",
        ),
        *(
            "с. Іза центр",
            "с. Іза нижній кінець",
            "с. Іза окремі вулиці",
            "с. Іза половина села",
            "с. Іза без вул. Миру",
        ),
        *("с. Іза – 5 будинків", "с. Іза (15 споживачів)", "с. Іза, 120 абонентів"),
        *(
            "с. Іза с/т «Дружба»",
            "с. Іза зуп. Центр",
            "с.Іза-санаторій «Боржава»",
            "с. Іза Л-0,4 ф.3 ТП-12",
            "с. Іза Л-5",
        ),
        *("КТП-327 с. Іза", "ТП 12, с. Іза", "ПЛ-10 кВ Л-5, с. Іза"),
        *("ФОП Іваненко І.І., с. Іза", "ТОВ «Верес» с. Іза", "с. Іза (ФОП Іваненко)", "с. Іза, ПрАТ Кераміка"),
    ],
)
def test_of_a_part_that_is_not_said_every_house_is_possible(address):
    (place,) = read(table(("", address, "9-16"))).listing.works[0].places
    assert (place.settlement, place.street, place.certainty) == ("Іза", None, "possible")


def test_a_count_beside_houses_leaves_nothing_in_doubt():
    assert places("с. Іза, вул. Миру 1-25 (12 абонентів)") == ["Іза, вул. Миру, 1-25"]


@pytest.mark.parametrize(
    ("streets", "expected"),
    [
        ("вул. Миру 1,2,3 вул. Нова 4", ["вул. Миру, 1, 2, 3", "вул. Нова, 4"]),
        ("вул. Миру 5, 7 Садова 9", ["вул. Миру, 5, 7", "вул. Садова, 9"]),
        ("вул. Миру 5, 8 Березня 9", ["вул. Миру, 5", "вул. 8 Березня, 9"]),
        ("вул. Миру 4,5 пров. Тихий", ["вул. Миру, 4, 5", "пров. Тихий?"]),
        ("вул. Миру, 1 пров. Лисенка", ["вул. Миру", "пров. 1 Лисенка"]),
        ("вул. 900-річчя Хуста 5", ["вул. 900-річчя Хуста, 5"]),
        ("вул. Миру 5, 7 будинки", ["вул. Миру, 5, 7 будинки"]),
        ("вул. Миру з 3 по 5 будинки", ["вул. Миру, з 3 по 5 будинки"]),
        ("вул. Миру до буд. 15", ["вул. Миру, до буд. 15"]),
        ("вул. Миру до кінця", ["вул. Миру, до кінця?"]),
        ("вул. Миру ріг Садової", ["вул. Миру, ріг Садової?"]),
    ],
)
def test_a_number_between_streets_is_the_last_house_of_the_first(streets, expected):
    assert places(f"м. Хуст, {streets}") == [f"Хуст, {each}" for each in expected]


@pytest.mark.parametrize("houses", ["5, 7, ???", "5-", "0з26"])
def test_a_mistyped_number_stays_among_the_houses_and_keeps_no_row_from_being_understood(houses):
    assert places(f"м. Хуст, вул. Миру, {houses}")[0].startswith(f"Хуст, вул. Миру, {houses}")
    assert reasons(table(("", f"м. Хуст, вул. Миру, {houses}", "9-16"))) == []


@pytest.mark.parametrize(
    ("street", "house", "certainty"),
    [
        ("вул. Миру, 1-60 та інші споруди біля ТП-12", "7", "certain"),
        ("вул. Миру, 1-60 та інші споруди біля ТП-12", "90", "possible"),
        ("вул. Миру, 5, 7, ???", "5", "certain"),
        ("вул. Миру, 5, 7, ???", "90", "possible"),
        ("вул. Миру, 5-", "5", "certain"),
        ("вул. Миру, 5-", "90", "possible"),
        ("вул. Миру, ТП-15", "90", "possible"),
        ("вул. Миру, від магазину до школи", "90", "possible"),
        ("вул. Миру (від магазину до школи)", "90", "possible"),
        ("вул. Миру, 5, 7", "90", None),
    ],
)
def test_a_house_that_the_unread_words_may_mean_is_possible(street, house, certainty):
    (place,) = read(table(("", f"м. Хуст, {street}", "9-16"))).listing.works[0].places
    assert match_house(place.houses, house, place.certainty) == certainty


def test_a_message_quotes_what_the_list_says():
    (place,) = read(table(("", "м. Хуст, вул. Миру (від магазину до школи)", "9-16"))).listing.works[0].places
    assert quote(place) == "вул. Миру, від магазину до школи"


def test_an_older_name_in_brackets_is_no_house():
    assert places("м. Хуст, вул. Садова (колишня Леніна) 5") == ["Хуст, вул. Садова, 5"]


def test_a_street_with_nothing_but_a_substation_is_possible():
    assert places("м. Хуст, вул. Миру, ТП-15") == ["Хуст, вул. Миру, ТП-15?"]
    assert reasons(table(("", "м. Хуст, вул. Миру, ТП-15", "9-16"))) == []
