import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.domain.interruptions import quote
from pipeline.domain.matching import match_house
from tests.unit.source.reading import places, read, reasons, table


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        (
            "с. Вишково: вул. Горішня, вул. Долішня, вул. Франка",
            ["Вишково, вул. Горішня", "Вишково, вул. Долішня", "Вишково, вул. Франка"],
        ),
        ("с.Бедевля.", ["Бедевля"]),
        ("сс. Іза, Липча", ["Іза", "Липча"]),
        ("с. Лавки,Кольчино", ["Лавки", "Кольчино"]),
        ("ЧИНАДІЙОВО, КОЛЬЧИНО, В. ЛУЧКИ", ["Чинадійово", "Кольчино", "Великі Лучки"]),
        ("СМТ. БУШТИНО", ["Буштино"]),
        ("с. Іза та с. Липча", ["Іза", "Липча"]),
        ("с. Іза (вул. Дружна)", ["Іза, вул. Дружна"]),
        ("м. Хуст вул. Львівська 5-7", ["Хуст, вул. Львівська, 5-7"]),
        ("м. Хуст – вул. Львівська, Миру, Садова", ["Хуст, вул. Львівська", "Хуст, вул. Миру", "Хуст, вул. Садова"]),
        ("м. Хуст (Хустська громада), вул. Миру", ["Хуст, вул. Миру"]),
        ("с. Іза Хустського району", ["Іза"]),
        ("c. Iза", ["Іза"]),
        ("с. Іза, вул. А. Волошина; с. Липча, вул. Миру", ["Іза, вул. А. Волошина", "Липча, вул. Миру"]),
        (
            "м. Хуст, вул.Ніжинська, вул. 28 Червня, пров. Грушовецький 2-16",
            ["Хуст, вул. Ніжинська", "Хуст, вул. 28 Червня", "Хуст, пров. Грушовецький, 2-16"],
        ),
        (
            "м. Хуст: вул. Садова, С. Бандери, 28 Червня 5",
            ["Хуст, вул. Садова", "Хуст, вул. С. Бандери", "Хуст, вул. 28 Червня, 5"],
        ),
        ("м. Хуст, вул. Шевченка (Макаренка) 5", ["Хуст, вул. Шевченка, 5"]),
        ("м. Хуст, пр. Свободи, б. Острозького, б. 5", ["Хуст, просп. Свободи", "Хуст, бульв. Острозького, б. 5"]),
        ("м. Хуст, вул. не вказана", ["Хуст?"]),
    ],
)
def test_an_address_is_read_as_it_is_meant(address, expected):
    assert places(address) == expected
    assert reasons(table(("", address, "9-16"))) == []


@pytest.mark.parametrize(
    ("houses", "expected"),
    [
        ("1, 3, 5-11", "1, 3, 5-11"),
        ("(б. 5, 7)", "б. 5, 7"),
        ("№ 1, 4", "№ 1, 4"),
        ("буд. 1–41а", "буд. 1–41а"),
        ("буд. 1 – 41а", "буд. 1 – 41а"),
        ("з 73 по 107", "з 73 по 107"),
        ("від 3 до 17", "від 3 до 17"),
        ("155-187 (непарні)", "155-187 (непарні)"),
        ("12-18(парні)", "12-18(парні)"),
        ("вся, крім буд. 12", "вся, крім буд. 12"),
        ('6 Б, 73 "А", 63«Б»', '6 Б, 73 "А", 63«Б»'),
        ("Б33/2, 33/1а", "Б33/2, 33/1а"),
        ("93 к.5, 7 корп. Г", "93 к.5, 7 корп. Г"),
        ("б/н, КТП-327, оп.12", "б/н, КТП-327, оп.12"),
        ("3(2), 5", "3(2), 5"),
        ("непарні 1-25", "непарні 1-25"),
    ],
)
def test_houses_stay_as_printed_with_their_street(houses, expected):
    assert places(f"м. Хуст, вул. Львівська, {houses}") == [f"Хуст, вул. Львівська, {expected}"]
    assert places(f"м. Хуст, вул. Львівська {houses}") == [f"Хуст, вул. Львівська, {expected}"]


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("смт. Буштино (частково)", ["Буштино?"]),
        ("с.Ганичі частково населення", ["Ганичі?"]),
        ("Частково с. Ракошино, вул. Садова", ["Ракошино, вул. Садова?"]),
        (
            "Повністю с. Великі Лучки, вул. Головна, Шевченка",
            ["Великі Лучки, вул. Головна", "Великі Лучки, вул. Шевченка"],
        ),
        ("с. Лавки, частково в бік с. Кольчино", ["Лавки?"]),
        ("м. Хуст, вул. Миру (ч), вул. Садова", ["Хуст, вул. Миру?", "Хуст, вул. Садова"]),
        ("м. Хуст, вул. Миру, чакстково, вул. Садова", ["Хуст, вул. Миру?", "Хуст, вул. Садова"]),
        ("частково с. Іза, повністю с. Липча", ["Іза?", "Липча"]),
    ],
)
def test_in_part_is_possible_and_in_full_is_certain(address, expected):
    assert places(address) == expected


def test_a_hamlet_beside_its_village_is_named_in_quarantine():
    row = table(("", "с.Ганичі частково населення, п-ць Іванов", "9-16"))
    assert read(row).listing.works[0].places[0].settlement == "Ганичі"
    assert "Іванов" in reasons(row)[0]


@pytest.mark.parametrize(
    ("street", "expected", "unread"),
    [
        ("вул. Миру, вздовж річки", "вул. Миру, вздовж річки?", "вздовж річки"),
        ("вул. Миру, від магазину до школи", "вул. Миру, від магазину до школи?", "від магазину до школи"),
        ("вул. Миру (від магазину до школи)", "вул. Миру, від магазину до школи?", "від магазину до школи"),
        ("вул. Миру, 1-60 та інші біля ТП-12", "вул. Миру, 1-60, інші біля ТП-12", "інші біля ТП-12"),
    ],
)
def test_words_in_place_of_houses_stay_among_them_and_are_named(street, expected, unread):
    assert places(f"м. Хуст, {street}") == [f"Хуст, {expected}"]
    assert reasons(table(("", f"м. Хуст, {street}", "9-16"))) == [f"не зрозуміло: «{unread}»"]


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


def test_a_name_that_may_be_village_or_street_is_possible():
    assert places("м. Хуст, Карпатської Січі") == ["Хуст, Карпатської Січі?"]
    assert reasons(table(("", "м. Хуст, Карпатської Січі", "9-16"))) == ["село чи вулиця: «Карпатської Січі»"]


def test_a_street_without_a_settlement_is_no_place():
    row = table(("", "вул. Миру 5", "9-16"))
    assert read(row).listing.works == ()
    assert reasons(row) == ["немає населеного пункту для «вул. Миру»"]


@given(st.text(alphabet="смтвулпров. ІзаХустЛипча,;:()–-0123456789«»частково\n№/", max_size=60))
def test_any_address_is_read(address):
    listing = read(table(("", address.replace("\n", "<br>"), "9-16"))).listing
    assert listing.works or listing.quarantined or not listing.rows
