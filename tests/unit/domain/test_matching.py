import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.domain.addresses.street_names import name_key
from pipeline.domain.addresses.streets import Street, parse_street
from pipeline.domain.matching import RegisteredStreet, StreetAlias, StreetIndex, match_house
from pipeline.domain.works import Certainty, Place
from tests.unit.domain import samples

CERTAIN, POSSIBLE = Certainty.CERTAIN, Certainty.POSSIBLE


class Village:
    """A registry of one settlement, asked by names as printed."""

    def __init__(self, *streets, aliases=()):
        self.streets = streets
        registered = [
            RegisteredStreet(number, "UA1", parse_street(text) if text else None) for number, text in enumerate(streets)
        ]
        self.index = StreetIndex(registered, [StreetAlias("UA1", old, new) for old, new in aliases])

    def __call__(self, text, certainty=CERTAIN):
        street = None if text is None else parse_street(text)
        found = self.index.cover(Place("Іза", "UA1", street, None, certainty))
        return {self.streets[number]: sure for number, sure in found.items()}


def test_a_whole_settlement_covers_all_its_streets_and_no_other_settlement():
    village = Village("вул. Садова", "пров. Садовий", None)
    assert village(None) == {"вул. Садова": CERTAIN, "пров. Садовий": CERTAIN, None: CERTAIN}
    assert village.index.cover(Place("Хуст", "UA2")) == {}
    assert village.index.cover(Place("Хтозна", None)) == {}


def test_a_possible_place_is_possible_on_every_street():
    village = Village("вул. Садова", "пров. Садовий")
    assert village(None, POSSIBLE) == {"вул. Садова": POSSIBLE, "пров. Садовий": POSSIBLE}
    assert village("вул. Садова", POSSIBLE) == {"вул. Садова": POSSIBLE}


def test_a_street_and_a_lane_of_one_name_are_two():
    village = Village("вул. Садова", "пров. Садовий")
    assert village("вул. Садова") == {"вул. Садова": CERTAIN}
    assert village("пров. Садовий") == village("провулок Садова") == {"пров. Садовий": CERTAIN}


def test_where_the_registry_has_only_another_kind_it_is_possible():
    assert Village("пров. Садовий", "вул. Нова")("вул. Садова") == {"пров. Садовий": POSSIBLE}


def test_a_kind_that_is_not_printed_may_be_any():
    assert Village("вул. Миру", "вул. Нова")("Миру") == {"вул. Миру": CERTAIN}
    assert Village("вул. Миру", "пров. Миру")("Миру") == {"вул. Миру": POSSIBLE, "пров. Миру": POSSIBLE}
    assert Village("Миру")("вул. Миру") == {"Миру": CERTAIN}


def test_a_kind_that_is_left_out_is_not_that_of_a_lane_for_certain():
    assert Village("Садова")("пров. Садовий") == Village("Садова")("пров. Садова") == {"Садова": POSSIBLE}
    assert Village("пров. Садовий")("Садова") == {"пров. Садовий": POSSIBLE}
    assert Village("Садовий")("вул. Садова") == {"Садовий": POSSIBLE}
    assert Village("1-й пров. Садовий")("1-й Садовий") == {"1-й пров. Садовий": CERTAIN}


@pytest.mark.parametrize("text", ["вул. Гонти", "вул. Гонти Івана", "вул. І. Гонти", "вул. Гонти І."])
@pytest.mark.parametrize("registered", ["вул. Івана Гонти", "вул. Гонти", "вул. І.Гонти"])
def test_given_names_and_initials_are_forgiven(text, registered):
    assert Village(registered, "вул. Франка")(text) == {registered: CERTAIN}


def test_where_two_streets_could_be_meant_both_are_possible():
    village = Village("вул. Богдана Хмельницького", "вул. Бориса Хмельницького", "вул. Юрія Хмельницького")
    assert village("вул. Б. Хмельницького") == {
        "вул. Богдана Хмельницького": POSSIBLE,
        "вул. Бориса Хмельницького": POSSIBLE,
    }
    assert village("вул. Хмельницького Богдана") == {"вул. Богдана Хмельницького": CERTAIN}


def test_a_street_that_the_registry_has_under_two_notations_is_not_left_silent():
    village = Village("вул. Шевченка", "вул. Тараса Шевченка")
    assert village("вул. Шевченка") == {"вул. Шевченка": CERTAIN, "вул. Тараса Шевченка": POSSIBLE}


def test_two_notations_of_the_same_words_are_one_street():
    village = Village("вул. Волошина Августина", "вул. Августина Волошина", "вул. 8 Березня", "вул. 8-го Березня")
    assert village("вул. Волошина") == {"вул. Волошина Августина": CERTAIN, "вул. Августина Волошина": CERTAIN}
    assert village("8 Березня") == {"вул. 8 Березня": CERTAIN, "вул. 8-го Березня": CERTAIN}


def test_beside_a_namesake_whose_given_name_is_not_known_a_surname_alone_is_possible():
    village = Village("вул. Богдана Хмельницького", "вул. Хтозни Хмельницького")
    assert village("вул. Хмельницького") == dict.fromkeys(village.streets, POSSIBLE)
    assert village("вул. Б. Хмельницького") == {"вул. Богдана Хмельницького": CERTAIN}
    assert village("вул. Х. Хмельницького") == {"вул. Хтозни Хмельницького": CERTAIN}
    assert Village("вул. Ференца Ракоці", "вул. Ракоці II")("вул. Ференца Ракоці II") == {"вул. Ракоці II": CERTAIN}


def test_an_initial_that_a_word_stands_for_is_surer_than_one_that_nothing_does():
    village = Village("вул. Садова", "вул. Верхня Садова")
    assert village("вул. В. Садова") == {"вул. Верхня Садова": CERTAIN, "вул. Садова": POSSIBLE}
    assert village("вул. Верх. Садова") == {"вул. Верхня Садова": CERTAIN, "вул. Садова": POSSIBLE}


def test_titles_may_be_left_out_and_tell_namesakes_apart():
    village = Village("вул. Князя Володимира", "вул. Митрополита Володимира")
    assert village("вул. кн. Володимира") == {"вул. Князя Володимира": CERTAIN}
    assert village("вул. Володимира") == dict.fromkeys(village.streets, POSSIBLE)
    assert Village("вул. Генерала Петрова")("вул. Петрова") == {"вул. Генерала Петрова": CERTAIN}


def test_another_case_is_possible():
    assert Village("вул. Садова")("вул. Садової") == {"вул. Садова": POSSIBLE}
    assert Village("вул. Хмельницька")("вул. Хмельницького") == {"вул. Хмельницька": POSSIBLE}
    assert Village("вул. Садова", "пров. Садовий")("на вул. Садовій") == {"вул. Садова": CERTAIN}


def test_lanes_that_a_lane_without_its_number_may_mean_are_not_forgotten_for_a_street_of_that_name():
    village = Village("вул. Польова", "1-й пров. Польовий", "2-й пров. Польовий")
    assert village("пров. Польовий") == dict.fromkeys(village.streets, POSSIBLE)
    assert village("3-й пров. Польовий") == {}


def test_ordinals_are_equal_in_words_and_figures_and_distinguish_streets():
    village = Village("пров. Польовий перший", "2-й пров. Польовий", "пров. Польовий")
    assert village("1 пров. Польовий") == {"пров. Польовий перший": CERTAIN}
    assert village("пров. Польовий 2") == {"2-й пров. Польовий": CERTAIN}
    assert village("пров. Польовий") == {"пров. Польовий": CERTAIN}


def test_an_ordinal_that_only_one_side_has_is_possible():
    assert Village("1-й пров. Польовий", "2-й пров. Польовий")("пров. Польовий") == {
        "1-й пров. Польовий": POSSIBLE,
        "2-й пров. Польовий": POSSIBLE,
    }


@pytest.mark.parametrize(("old", "new"), [("Леніна", "Центральна"), ("вул. Леніна", "вул. Центральна")])
def test_an_alias_is_certain_in_both_directions(old, new):
    for registered, asked in (("вул. Центральна", "вул. Леніна"), ("вул. Леніна", "вул. Центральна")):
        assert Village(registered, aliases=[(old, new)])(asked) == {registered: CERTAIN}


def test_aliases_form_chains():
    chain = [("Леніна", "Центральна"), ("Центральна", "Миру")]
    assert Village("вул. Миру", aliases=chain)("вул. Леніна") == {"вул. Миру": CERTAIN}
    assert Village("вул. Леніна", aliases=chain)("вул. Миру") == {"вул. Леніна": CERTAIN}


def test_where_a_street_bears_the_name_itself_its_alias_is_possible():
    village = Village("вул. Леніна", "вул. Миру", aliases=[("Леніна", "Миру")])
    assert village("вул. Леніна") == {"вул. Леніна": CERTAIN, "вул. Миру": POSSIBLE}


def test_the_parts_of_a_divided_street_are_possible_by_its_old_name_and_strangers_to_each_other():
    parts = [("вул. Можайського", "вул. Сікорського"), ("вул. Можайського", "вул. Дрогомирецького")]
    village = Village("вул. Сікорського", "вул. Дрогомирецького", aliases=parts)
    assert village("вул. Можайського") == {"вул. Сікорського": POSSIBLE, "вул. Дрогомирецького": POSSIBLE}
    assert village("вул. Сікорського") == {"вул. Сікорського": CERTAIN}
    assert Village("вул. Дрогомирецького", aliases=parts)("вул. Сікорського") == {}
    assert Village("вул. Можайського", aliases=parts)("вул. Сікорського") == {"вул. Можайського": POSSIBLE}


def test_an_alias_settles_which_of_several_is_meant():
    village = Village("вул. Тараса Шевченка", "вул. Ігоря Шевченка", aliases=[("Шевченка", "Тараса Шевченка")])
    assert village("вул. Шевченка") == {"вул. Тараса Шевченка": CERTAIN, "вул. Ігоря Шевченка": POSSIBLE}


def test_an_alias_of_a_street_is_none_of_a_lane():
    village = Village("вул. Центральна", aliases=[("вул. Леніна", "вул. Центральна")])
    assert village("пров. Леніна") == {}


def test_an_old_name_in_brackets_is_certain_where_the_name_finds_nothing_and_else_possible():
    assert Village("вул. Макаренка")("вул. Шевченка (Макаренка)") == {"вул. Макаренка": CERTAIN}
    assert Village("вул. Шевченка", "вул. Макаренка")("вул. Шевченка/Макаренка") == {
        "вул. Шевченка": CERTAIN,
        "вул. Макаренка": POSSIBLE,
    }
    assert Village("вул. Шевченка (Макаренка)")("вул. Макаренка") == {"вул. Шевченка (Макаренка)": CERTAIN}


def test_a_typo_is_forgiven_where_one_street_of_that_kind_is_near_and_none_other():
    assert Village("вул. Шевченка", "вул. Миру")("вул. Шевчнека") == {"вул. Шевченка": CERTAIN}
    assert Village("вул. Хмельницького Богдана")("вул. Б. Хмелницького") == {"вул. Хмельницького Богдана": CERTAIN}
    two = Village("вул. Зоряна", "вул. Горяна")
    assert two("вул. Аоряна") == {"вул. Зоряна": POSSIBLE, "вул. Горяна": POSSIBLE}
    assert Village("пров. Шевченка")("вул. Шевчнека") == {"пров. Шевченка": POSSIBLE}


def test_a_common_name_is_possible_for_one_that_is_a_letter_away():
    assert Village("вул. Берегова")("вул. Березова") == {"вул. Берегова": POSSIBLE}
    assert Village("вул. Берегова")("вул. Берегава") == {"вул. Берегова": CERTAIN}


def test_a_typo_in_a_short_name_is_not_forgiven():
    assert Village("вул. Миру")("вул. Мира") == {}


def test_accounts_without_a_street_may_live_on_any_that_is_named():
    village = Village(None, "вул. Садова")
    assert village("вул. Садова") == {None: POSSIBLE, "вул. Садова": CERTAIN}
    assert village("вул. Хтозна") == {None: POSSIBLE}


def test_a_street_that_is_not_stated_means_accounts_without_a_street_or_any():
    assert Village(None, "вул. Садова")("вул. не вказана") == {None: CERTAIN}
    assert Village("вул. Садова")("вул. не вказана") == {"вул. Садова": POSSIBLE}


def test_a_whole_street_has_the_certainty_of_the_street():
    assert match_house(None, "7", CERTAIN) is match_house(None, None, CERTAIN) is CERTAIN
    assert match_house(None, "7", POSSIBLE) is POSSIBLE


def test_a_listed_house_has_the_certainty_of_the_street_and_another_is_not_meant():
    assert match_house("1, 3, 5-11", "7а", CERTAIN) is CERTAIN
    assert match_house("1, 3, 5-11", "7а", POSSIBLE) is POSSIBLE
    assert match_house("1, 3, 5-11", "13", CERTAIN) is None


@pytest.mark.parametrize("house", [None, "", "б/н", "12-14", "дача"])
def test_an_account_without_a_readable_house_is_possible_in_a_list_and_certain_in_a_whole_street(house):
    assert match_house("1, 3", house, CERTAIN) is POSSIBLE
    assert match_house("вся", house, CERTAIN) is CERTAIN


def test_a_part_of_a_street_is_possible():
    assert match_house("частково", "7", CERTAIN) is POSSIBLE


def test_every_real_street_is_found_by_its_own_name():
    texts = {row["street"] for row in samples.zhytomyr()} | {street for street, _ in samples.khmelnytskyi()}
    village = Village(*sorted(texts))
    for text in texts:
        assert village(text)[text] is CERTAIN, text


def test_real_streets_with_given_names_in_another_order_are_found():
    village = Village("вул. Богдана Хмельницького", "вул. Івана Франка", "вул. Степана Бандери", "вул. Миру")
    asked = {street for street, _ in samples.lviv() if street in ("Хмельницького Б.", "Франка І.", "Бандери С.")}
    assert len(asked) == 3
    assert all(list(village(street).values()) == [CERTAIN] for street in asked)


names = st.text("вулпр.БАСадовий1- ()’", max_size=20)


@given(st.lists(names, max_size=5), st.lists(st.tuples(names, names), max_size=3), names)
def test_no_text_breaks_it(streets, aliases, asked):
    Village(*streets, aliases=aliases)(asked)


@given(st.lists(names, min_size=1, max_size=5), st.data())
def test_a_registered_street_is_always_covered_by_its_own_name(streets, data):
    text = data.draw(st.sampled_from(streets))
    village = Village(*[text or None for text in streets])
    assert (text or None) in village(text) or Street(None, "") == parse_street(text)


registered = st.tuples(
    st.sampled_from(["вул.", "пров.", "пл."]),
    st.sampled_from(["", "Івана", "І.", "Богдана", "Хтозни", "Нова", "1-й", "2-й", "генерала", "Святого"]),
    st.sampled_from(["Франка", "Садова", "Садовий", "Хмельницького", "Миколая", "Польова"]),
).map(lambda parts: " ".join(filter(None, parts)))


@given(st.lists(registered, unique=True, max_size=12), registered)
def test_no_two_different_streets_are_certain_at_once_and_none_of_another_kind(streets, asked):
    kind = parse_street(asked).kind
    certain = [street for street, sure in Village(*streets)(asked).items() if sure is CERTAIN]
    assert all(street.startswith(kind) for street in certain)
    assert len({name_key(parse_street(street).name) for street in certain}) <= 1


@given(st.none() | st.text(max_size=20), st.none() | st.text(max_size=20), st.sampled_from(Certainty))
def test_no_house_breaks_it(houses, house, certainty):
    assert match_house(houses, house, certainty) in (None, POSSIBLE, certainty)


def test_a_street_that_the_registry_lacks_is_known_with_its_nearest():
    village = Village("вул. Садова", "вул. Польова", "пров. Шевченка", None)
    index = village.index

    def lacked(text, katottg="UA1"):
        asked = katottg, parse_street(text)
        return [f"{each.kind} {each.name}" for each in index.nearest(*asked)] if index.lacks(*asked) else None

    assert lacked("вул. Садова") is lacked("вул. Садава") is lacked("вул. не вказана") is None
    assert lacked("вул. Шевченка") == ["пров. Шевченка"]
    assert lacked("вул. Пользова") is None
    assert lacked("вул. Подолова") == ["вул. Польова"]
    assert lacked("вул. Хтозна") == []
    assert lacked("вул. Хтозна", "UA2") is None
