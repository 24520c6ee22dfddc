import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.domain.addresses.house_grammar import parse_piece
from pipeline.domain.addresses.houses import House, parse_house, parse_houses
from pipeline.domain.works import Certainty
from tests.unit.domain import samples

CERTAIN, POSSIBLE = Certainty.CERTAIN, Certainty.POSSIBLE


def covers(text, house):
    return parse_houses(text).covers(parse_house(house))


@pytest.mark.parametrize(
    ("text", "canonical"),
    [
        ("12А", "12а"), ("12-а", "12а"), ("16-Д", "16д"), ("10 і", "10і"), ("6 Б", "6б"), ("22 - А", "22а"),
        ("76--Б", "76б"), ('73 "А"', "73а"), ("63«Б»", "63б"), ("47a", "47а"), ("42/А", "42а"), ("35\\а", "35а"),
        ("14/2", "14/2"), ("33/1а", "33/1а"), ("2/12-Б", "2/12б"), ("1/1/144", "1/1/144"), ("14А/10", "14а/10"),
        ("Б33/2", "Б33/2"), ("В-1", "В1"), ("36а2", "36а2"),
        ("20 к.1", "20 к.1"), ("93 к.5", "93 к.5"), ("7 корп. Г", "7 к.г"), ("3(2)", "3 к.2"), ("20к1", "20 к.1"),
        ("1/150 бл.1", "1/150 бл.1"), ("78-бл 4/б8", "78 бл.4 б.8"), ("32/15гараж", "32/15 гараж"),
        ("15 б 1", "15 б.1"),
        ("б.3", "3"), ("буд. №5", "5"), ("№ 7", "7"), ("-47", "47"), ("47*", "47"), ("1 (костел)", "1"),
        ("12.А", "12а"), ("12 літ. А", "12а"), ("12 кор.2", "12 к.2"), ("N5", "5"), ("дом 5", "5"), ("12.", "12"),
        ("12 (2 під'їзд)", "12 під.2"), ("12 (корп. 3)", "12 к.3"), ("7 (гуртожиток)", "7"), ("1\\2", "1/2"),
    ],
)  # fmt: skip
def test_a_house_is_read_in_every_notation(text, canonical):
    assert str(parse_house(text)) == canonical
    assert parse_house(canonical) == parse_house(text)


@pytest.mark.parametrize("text", ["б/н", "бн", "б-н", "н/б", "без номера", "12-14", "1, 2", "", "лік", "КТП-327", "0"])
def test_what_is_not_one_house_is_none(text):
    assert parse_house(text) is None


def test_a_flat_is_no_part_of_an_account_house():
    assert parse_house("12а, кв. 5") == parse_house("12а кв.5") == House(12, "а")


@pytest.mark.parametrize(
    "text",
    [
        "5-11", "5–11", "5 — 11", "5 -11", "5- 11", "5\xa0–\xa011", "5\xad11", "№5 - №11", "буд.5-буд.11", "№№ 5-11",
        "[5-11]", "від 5 до 11", "з 5 по 11", "з №5 до №11", "5 до 11", "буд. 5-11", "5-11 включно",
        "обидві сторони 5-11", "парні та непарні 5-11", "5-11 (парні і непарні)",
    ],
)  # fmt: skip
def test_a_range_holds_every_number_in_it_with_its_letters(text):
    for house in ("5", "6", "7а", "8/2", "9 к.1", "11", "11б"):
        assert covers(text, house) is CERTAIN
    for house in ("4", "12", "4а", "51"):
        assert covers(text, house) is None


def test_a_letter_behind_a_dash_is_a_house_and_a_number_is_a_range():
    assert covers("45-Д", "45д") is CERTAIN
    assert covers("45-Д", "46") is None
    assert covers("45-47", "46") is CERTAIN


def test_a_range_up_to_a_letter_holds_later_letters_only_possibly():
    assert covers("1–41а", "41а") is covers("1-41а", "41") is CERTAIN
    assert covers("1–41а", "41в") is POSSIBLE
    assert covers("100Б-Л", "100г") is CERTAIN
    assert covers("11-11А", "11") is covers("11-11А", "11а") is CERTAIN


def test_a_range_printed_backwards_is_possible():
    assert covers("11-5", "7") is POSSIBLE
    assert covers("11-5", "12") is None


def test_fractions_of_one_house_are_counted():
    assert covers("5/1-5/12", "5/7") is CERTAIN
    assert covers("5/1-5/9", "5/10") is POSSIBLE


@pytest.mark.parametrize("text", ["5/1-9", "4/7-9"])
def test_a_range_to_another_house_or_another_fraction_is_possible(text):
    assert covers(text, "5") is covers(text, "8") is covers(text, "9") is POSSIBLE
    assert covers(text, "10") is None


@pytest.mark.parametrize("text", ["1…25", "1..25", "1, 3 ... 25", "1÷25"])
def test_dots_may_skip_the_other_side(text):
    assert covers(text, "7") is CERTAIN
    assert covers(text, "8") is POSSIBLE
    assert covers(text, "27") is None


@pytest.mark.parametrize("text", ["1, 3, 5...", "1, 3, 5, …", "1, 3, 5 і т.д."])
def test_a_list_that_goes_on_may_mean_any_house(text):
    assert covers(text, "3") is CERTAIN
    assert covers(text, "90") is POSSIBLE


@pytest.mark.parametrize(
    "text", ["від 20", "починаючи з № 20", "з 20 до кінця", "від 20 і до кінця вулиці", "20 - до кінця", "20 і далі"]
)
def test_a_range_to_the_end_of_the_street_is_open(text):
    assert covers(text, "20") is covers(text, "300") is CERTAIN
    assert covers(text, "19") is None


@pytest.mark.parametrize("text", ["до 20", "від початку до 20", "з початку вулиці по 20"])
def test_a_range_from_the_beginning_is_open(text):
    assert covers(text, "1") is covers(text, "20") is CERTAIN
    assert covers(text, "21") is None


def test_open_ranges_reach_as_far_as_there_are_houses():
    assert covers("від 50", "700") is covers("до 40", "3") is CERTAIN
    assert covers("від 50", "49") is covers("до 40", "41") is None


@pytest.mark.parametrize(
    "text",
    [
        "непарні 1-25", "1-25 непарні", "1-25 (непарні)", "непарні з 1 по 25", "1–25 непарна сторона", "не парні 1-25",
        "непарний бік 1-25", "по непарній стороні 1-25", "неп. 1-25", "нечетные 1-25", "непарні: 1…25",
    ],
)  # fmt: skip
def test_a_named_side_is_kept(text):
    assert covers(text, "7") is covers(text, "7а") is CERTAIN
    assert covers(text, "8") is covers(text, "27") is None


@pytest.mark.parametrize("text", ["парні", "всі парні", "парна сторона", "(парні)", "весь парний бік"])
def test_a_side_alone_is_the_whole_side(text):
    assert covers(text, "318а") is CERTAIN
    assert covers(text, "7") is None


def test_where_each_side_has_its_range_the_other_numbers_are_possible():
    assert covers("1-5, 4-10", "3") is covers("1-5, 4-10", "8") is CERTAIN
    assert covers("1-5, 4-10", "2") is covers("1-5, 4-10", "7") is POSSIBLE
    assert covers("непарні 1-25, 31-45", "32") is POSSIBLE


def test_a_side_that_is_named_before_houses_holds_for_the_ranges_behind_them():
    assert covers("непарні: 1, 3, 5-11", "7") is CERTAIN
    assert covers("непарні: 1, 3, 5-11", "6") is POSSIBLE


def test_a_whole_side_beside_houses_of_it_is_possible():
    assert covers("1-25, непарні", "7") is CERTAIN
    assert covers("1-25, непарні", "8") is covers("1-25, непарні", "31") is POSSIBLE
    assert covers("5, 7, парні", "8") is CERTAIN


def test_both_sides_alone_may_be_any_house():
    assert covers("обидві сторони", "7") is POSSIBLE
    assert covers("3-9 парні та непарні", "4") is CERTAIN
    assert covers("3-9 парні та непарні", "10") is None


def test_where_one_side_only_has_a_range_it_holds_every_number():
    assert covers("1-5, 20", "2") is covers("1–18, 20, 21–22", "22") is CERTAIN


@pytest.mark.parametrize("text", ["вся", "всі", "повністю", "вся вулиця", "весь провулок", "повн."])
def test_the_whole_street_holds_even_a_house_without_a_number(text):
    assert covers(text, "7") is parse_houses(text).covers(None) is CERTAIN


def test_all_of_it_beside_houses_may_mean_only_them():
    assert covers("5, 7 повністю", "7") is CERTAIN
    assert covers("5, 7 повністю", "9") is POSSIBLE


@pytest.mark.parametrize("text", ["частково", "чакстково", "(ч)", "част."])
def test_a_part_of_the_street_may_be_any_house(text):
    assert covers(text, "7") is parse_houses(text).covers(None) is POSSIBLE


@pytest.mark.parametrize("text", ["вся, крім 12, 14", "крім буд. 12, 14", "вся окрім 12 та 14", "за винятком 12 і 14"])
def test_exceptions_are_left_out(text):
    assert covers(text, "12") is covers(text, "14") is None
    assert covers(text, "12а") is covers(text, "13") is CERTAIN
    assert covers(text, "12 к.1") is POSSIBLE
    assert parse_houses(text).covers(None) is POSSIBLE


def test_an_exception_in_brackets_ends_with_them():
    assert covers("1-25 (крім 5, 7), 31", "7") is None
    assert covers("1-25 (крім 5, 7), 31", "31") is CERTAIN
    assert covers("вся, крім 12 (магазин), 14", "14") is None


def test_what_follows_an_exception_but_was_not_listed_is_possible():
    assert covers("1-20, крім 7, 25", "25") is POSSIBLE
    assert covers("1-20, крім 7, 25", "7") is None


def test_an_exception_that_is_not_understood_makes_the_street_possible():
    assert covers("вся, крім дач", "5") is covers("1-25 крім дач", "5") is POSSIBLE
    assert covers("1-25 (крім дач), 31", "31") is POSSIBLE


def test_letters_and_fractions_are_exact():
    assert covers("12", "12а") is covers("12а", "12") is covers("12", "12/1") is covers("14/2", "14") is None


def test_a_house_and_its_part_may_be_one():
    assert covers("20", "20 к.1") is covers("20 к.1", "20") is covers("20 к.1", "20 бл.1") is POSSIBLE
    assert covers("20 к.1", "20 к.1") is CERTAIN
    assert covers("20 к.1", "20 к.2") is None


@pytest.mark.parametrize("text", ["2, кв.111", "2 кв. 1-20", "2 (кв. 1-20)", "2/кв.3"])
def test_a_flat_makes_its_house_possible(text):
    assert covers(text, "2") is POSSIBLE
    assert covers(text, "3") is covers(text, "15") is None


@pytest.mark.parametrize("text", ["15 кв.1, 2, 3", "15 (корп. 1, 2, 3)", "15 к. 3 і 2"])
def test_numbers_behind_a_flat_or_a_part_may_be_houses_or_parts(text):
    assert covers(text, "15") is covers(text, "2") is POSSIBLE
    assert covers(text, "4") is None


def test_parts_of_a_house_are_listed_and_counted():
    assert str(parse_houses("12 к.1-3")) == "12 к.1, 12 к.2, 12 к.3"
    assert str(parse_houses("12 корп. 1, корп. 2")) == "12 к.1, 12 к.2"
    assert str(parse_houses("12 корп. А, Б")) == str(parse_houses("12 (корп. А, Б)")) == "12 к.а, 12 к.б"
    assert covers("12 (корп. 1), 14", "14") is covers("15 (кв. 3), 17", "17") is CERTAIN
    assert str(parse_houses("12 (1-3 під'їзд)")) == "12 під.1"


@pytest.mark.parametrize("text", ["6 б 8", "6 б 8 а", "6 к 8"])
def test_a_letter_that_may_be_a_label_makes_both_readings_possible(text):
    for house in ("6", "6б", "6к", "6 б.8", "8", "8а"):
        assert covers(text, house) is not None
    assert covers(text, "6") is covers(text, "8") is POSSIBLE
    assert covers(text, "7") is None


def test_a_list_without_commas():
    assert str(parse_houses("1 3 5а 7")) == "1, 3, 5а, 7"
    assert str(parse_houses("1. 3. 5.")) == str(parse_houses("1 та 3, а також 5")) == "1, 3, 5"
    assert str(parse_houses("житлові будинки 1, 3; домоволодіння 5")) == "1, 3, 5"
    assert str(parse_houses("1-а,б; 12 а, б")) == "1а, 1б, 12а, 12б"


def test_a_latin_letter_may_be_typed_for_any():
    assert covers("12b", "12б") is covers("12b", "12в") is POSSIBLE
    assert covers("12b", "13") is None


def test_a_question_mark_makes_a_house_possible():
    assert covers("12?, 14", "12") is covers("1-9?", "5") is POSSIBLE
    assert covers("12?, 14", "14") is CERTAIN


@pytest.mark.parametrize("text", ["5 (1-20)", "6б8а", "1-3-5", "5.7", "ліва сторона"])
def test_what_may_mean_this_or_that_is_not_understood(text):
    assert parse_houses(text).unread == (text,)


def test_a_letter_alone_belongs_to_the_house_before_it():
    assert str(parse_houses("9-, б")) == "9б"
    assert str(parse_houses("27, А, 29")) == "27, 27а, 29"
    assert str(parse_houses("10а, б, в")) == "10а, 10б, 10в"
    assert parse_houses("б, 10").unread == ("б",)


@pytest.mark.parametrize("text", ["КТП-327", "оп.12", "ЗОШ №4", "ПК 36+20", "302км+360", "б/н"])
def test_poles_substations_and_schools_are_nobody_s_houses(text):
    assert parse_houses(text).unread == ()
    assert covers(f"5, {text}", "12") is None
    assert parse_houses(text).covers(None) is POSSIBLE


def test_any_house_may_be_fed_by_a_substation_or_a_line_that_stands_alone():
    for text in ("КТП-327", "оп.12", "ПК 36+20", "302км+360"):
        assert covers(text, "12") is POSSIBLE
    for text in ("ЗОШ №4", "б/н"):
        assert covers(text, "12") is None


def test_a_range_that_breaks_off_may_go_on_to_any_house():
    houses = parse_houses("5-")
    assert houses.unread == ("5-",)
    assert (houses.covers(House(5)), houses.covers(House(90))) == (CERTAIN, POSSIBLE)
    assert parse_house("5-") == House(5)


def test_a_house_without_a_number_is_possible_in_any_list():
    assert parse_houses("1, 3").covers(None) is POSSIBLE


def test_what_is_not_understood_makes_the_others_possible_and_is_shown():
    houses = parse_houses("1, 3, біля лісу")
    assert houses.unread == ("біля лісу",)
    assert houses.covers(House(1)) is CERTAIN
    assert houses.covers(House(5)) is POSSIBLE


@pytest.mark.parametrize("text", ["", " ", "-", ",,;", "."])
def test_a_list_that_says_nothing_may_mean_any_house(text):
    assert covers(text, "5") is POSSIBLE


def test_joined_notations_of_one_list():
    text = "(б. 5, 7), №№ 18-20; 20 к.1, 5 та 9 і 11, 1б/н"
    assert str(parse_houses(text)) == "б/н, 18-20, 1, 5, 7, 9, 11, 20 к.1"


def test_a_huge_range_is_not_written_out():
    assert covers("1-99999", "77777") is CERTAIN
    assert parse_houses("1-999999999").unread == ("1-999999999",)


marks = st.sampled_from(["", "а", "/2", "/1а", "б/3"])
parts = st.sampled_from(["", "к.1", "бл.2", "гараж"])
houses_ = st.builds(House, st.integers(1, 400), marks, parts, st.just(""))
plain_houses = st.builds(House, st.integers(1, 400), marks, st.just(""), st.just(""))
ranges = st.tuples(st.integers(1, 200), st.integers(0, 60)).map(lambda pair: f"{pair[0]}-{sum(pair)}")
sides = st.sampled_from(["", " непарні", " парні"])
pieces = st.one_of(
    houses_.map(str),
    st.tuples(ranges, sides).map("".join),
    st.sampled_from(
        [
            "вся",
            "частково",
            "крім дач",
            "5-9 (крім дач)",
            "б/н",
            "КТП-5",
            "лік",
            "б",
            "9-",
            "крім 7",
            "(крім 5",
            "3)",
            "кв.5",
            "11-5",
            "1…25",
            "12?",
            "3-9?",
            "5/1-9",
            "6 б 8",
            "2 кв.5",
            "2 (корп. 1",
            "7 к.1-3",
            "12 к.а",
            "від 20 до кінця",
            "парні та непарні",
            "непарні 3",
        ]
    ),
)
lists = st.lists(pieces, max_size=8).map(", ".join)


@given(lists | st.text(max_size=40) | st.text("1259абкн/-(). ,№пд", max_size=30))
def test_what_is_printed_is_read_as_the_same_list(text):
    houses = parse_houses(text)
    assert parse_houses(str(houses)) == houses


@given(houses_)
def test_a_printed_house_is_read_as_the_same_house(house):
    assert parse_house(str(house)) == house


@given(st.lists(houses_, min_size=1))
def test_a_list_holds_each_of_its_members_and_no_other(members):
    houses = parse_houses(", ".join(map(str, members)))
    assert {houses.covers(member) for member in members} == {CERTAIN}
    assert houses.covers(House(999)) is None


@given(st.lists(st.one_of(plain_houses.map(str), ranges), min_size=1), st.randoms(), plain_houses)
def test_order_and_spaces_do_not_matter(members, random, house):
    shuffled = random.sample(members, len(members))
    spaced = parse_houses(" ,\n".join(shuffled).replace("-", " – "))
    assert spaced == parse_houses(",".join(members))
    assert spaced.covers(house) == parse_houses("; ".join(members)).covers(house)


@given(st.integers(1, 200), st.integers(0, 100), st.sampled_from(["непарні", "парні"]), plain_houses, st.booleans())
def test_sides_are_kept(first, length, side, house, before):
    span = f"{first}-{first + length}"
    meant = first <= house.number <= first + length and house.number % 2 == (side == "непарні")
    found = parse_houses(f"{side} {span}" if before else f"{span} {side}").covers(house)
    assert found is (CERTAIN if meant else None)


@given(lists, plain_houses)
def test_a_house_of_the_list_is_never_lost_by_what_stands_beside_it(text, house):
    found = parse_houses(f"{house}, {text}")
    assert found.covers(house) is not None or found.excluded is not None


@given(
    st.integers(0, 99999),
    st.sampled_from(["", " ", "-", "/"]),
    st.sampled_from(["", "а", "Ґ", "ч", "к"]),
    st.sampled_from(["", "/2", "/0", "/02", "/15а", "/7І"]),
    st.sampled_from(["", " "]),
)
def test_simple_pieces_are_read_as_the_grammar_reads_them(number, sign, letter, fraction, space):
    piece = f"{space}{number}{sign}{letter}{fraction}{space}"
    assert parse_houses(piece).houses == {each for each in parse_piece(piece) or () if isinstance(each, House)}


@given(st.text() | st.text("1259абкн/-(). ,№пдc…?", max_size=60))
def test_no_text_breaks_it(text):
    parse_houses(text).covers(House(1))


@pytest.mark.parametrize(
    "rubbish",
    [
        "а",
        "1,",
        "-",
        "(",
        "1-",
        "12а ",
        "/",
        "1/",
        ") ",
        "б/",
        "9-,",
        "без ",
        "без x ",
        "крім (",
        " ",
        "№",
        "від № ",
        "б/н-",
        "1?а-",
        "1-9парніта",
        "чакстково-",
        "((",
        "крім,",
        "15 кв.1,",
        "12 к.1-9,",
        "1-99999,",
    ],
)
def test_ten_thousand_letters_of_rubbish_are_a_list_like_any_other(rubbish):
    assert parse_houses((rubbish * 10_000)[:10_000]).covers(House(1)) is not CERTAIN or "1" in rubbish


@pytest.mark.parametrize("source", ["zhytomyr", "lviv", "khmelnytskyi", "khmelnytskyi_history"])
def test_nearly_all_of_a_real_list_is_understood_and_printed_back(source):
    lists = {
        "zhytomyr": lambda: [row["houses"] for row in samples.zhytomyr()],
        "lviv": lambda: [houses for _, houses in samples.lviv()],
        "khmelnytskyi": lambda: [houses for _, houses in samples.khmelnytskyi()],
        "khmelnytskyi_history": lambda: [houses for _, houses in samples.khmelnytskyi_history()],
    }[source]()
    parsed = [parse_houses(text) for text in lists]
    tokens = sum(bool(piece.strip()) for text in lists for piece in text.split(","))
    assert tokens > 5000
    assert sum(len(houses.unread) for houses in parsed) < tokens * 0.005
    assert all(parse_houses(str(houses)) == houses for houses in parsed)
