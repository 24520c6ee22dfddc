import csv
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.domain.addresses.settlements import Gazetteer, Settlement, UnknownSettlement

with (Path(__file__).parents[3] / "data" / "settlements.csv").open(encoding="utf-8") as file:
    SETTLEMENTS = [Settlement(**row) for row in csv.DictReader(file)]
GAZETTEER = Gazetteer(SETTLEMENTS)


def name(text, district=None):
    return GAZETTEER.resolve(text, district=district).name


def refused(text, district=None):
    with pytest.raises(UnknownSettlement) as error:
        GAZETTEER.resolve(text, district=district)
    return error.value


@pytest.mark.parametrize("level", ["former_raion", "raion", "hromada"])
@pytest.mark.parametrize("word", ["{}", "{} РЕМ", "{} район", "{} громада"])
def test_every_settlement_is_found_by_its_name_and_any_of_its_districts(level, word):
    for settlement in SETTLEMENTS:
        district = word.format(getattr(settlement, level))
        for text in (settlement.name, settlement.title, settlement.title.upper()):
            assert GAZETTEER.resolve(text, district=district) is settlement


def test_a_name_borne_once_needs_no_district_and_a_shared_one_does():
    names = [settlement.name for settlement in SETTLEMENTS]
    shared = {name for name in names if names.count(name) > 1}
    assert len(shared) == 19
    for settlement in SETTLEMENTS:
        if settlement.name in shared:
            assert "кілька" in refused(settlement.name).reason
        else:
            assert GAZETTEER.resolve(settlement.title) is settlement


def test_a_code_finds_its_settlement():
    assert GAZETTEER.get(SETTLEMENTS[5].katottg) is SETTLEMENTS[5]
    assert GAZETTEER.get("UA00") is None


def test_a_title_is_the_short_type_and_the_name():
    assert [GAZETTEER.resolve(text).title for text in ("Іза", "Ужгород", "Буштино")] == [
        "с. Іза",
        "м. Ужгород",
        "с-ще Буштино",
    ]


@pytest.mark.parametrize(
    "text",
    [
        "смт. Буштино",
        "смт Буштино",
        "с-ще Буштино",
        "сел. Буштино",
        "с.Буштино",
        "БУШТИНО",
        "Буштино (частково)",
        "с. Буштино.",
    ],
)
def test_the_type_may_be_any_or_none(text):
    assert name(text) == "Буштино"


@pytest.mark.parametrize("text", ["В. Лучки", "В.Лучки", "В.ЛУЧКИ", "с. В.Лучки", "Вел. Лучки", "В Лучки"])
def test_an_initial_stands_for_the_word_that_it_begins(text):
    assert name(text) == "Великі Лучки"


def test_an_initial_that_looks_like_a_type_is_read_as_one_only_where_that_gives_a_name():
    assert name("М. Добронь") == "Мала Добронь"
    assert name("М. Мукачево") == "Мукачево"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("у Великих Лучках", "Великі Лучки"),
        ("с. Ракошина", "Ракошино"),
        ("в Ізі", "Іза"),
        ("в Хусті", "Хуст"),
        ("у Рахові", "Рахів"),
        ("до Тячева", "Тячів"),
        ("у Довгому", "Довге"),
        ("Синевирської Поляни", "Синевирська Поляна"),
        ("у Міжгір’ї", "Міжгір’я"),
        ("у Великому Бичкові", "Великий Бичків"),
    ],
)
def test_case_forms_are_understood(text, expected):
    assert name(text) == expected


def test_a_case_form_of_two_names_is_refused_unless_the_district_decides():
    assert "кілька" in refused("у Вільхівці").reason
    assert name("у Вільхівці", "Іршавський РЕМ") == "Вільхівка"
    assert name("Вільхівці") == "Вільхівці"


@pytest.mark.parametrize(
    "district",
    [
        "Великоберезнянський РЕМ", "В.Березнянський РЕМ", "В-Березнянський р-н", "Вел. Березнянський",
        "Ужгородський район", "по Великоберезнянському району", "Ставненська громада",
        "Ставненська сільська територіальна громада",
    ],
)  # fmt: skip
def test_a_district_is_understood_in_every_form(district):
    assert GAZETTEER.resolve("с. Луг", district=district).hromada == "Ставненська"


def test_of_several_names_a_typo_away_the_district_chooses():
    assert name("Берегово", "Берегівський РЕМ") == "Берегове"
    assert "схожих назв кілька" in refused("Берегово").reason


def test_a_rem_is_a_former_raion_and_a_raion_is_one_of_today():
    twins = Gazetteer(
        [
            Settlement("UA1", "село", "Зелене", "Перша", "Хустський", "Міжгірський"),
            Settlement("UA2", "село", "Зелене", "Друга", "Тячівський", "Хустський"),
        ]
    )
    assert twins.resolve("Зелене", district="Хустський РЕМ").katottg == "UA2"
    assert twins.resolve("Зелене", district="Хустський район").katottg == "UA1"
    with pytest.raises(UnknownSettlement):
        twins.resolve("Зелене", district="Хустський")


def test_the_type_narrows_a_tie_but_forbids_nothing():
    twins = Gazetteer(
        [
            Settlement("UA1", "місто", "Зелене", "Перша", "Хустський", "Хустський"),
            Settlement("UA2", "село", "Зелене", "Друга", "Хустський", "Хустський"),
        ]
    )
    assert twins.resolve("м. Зелене").katottg == "UA1"
    assert twins.resolve("с. Зелене", district="Хустський РЕМ").katottg == "UA2"
    assert name("с. Ужгород") == "Ужгород"


def test_the_district_may_stand_in_brackets_or_behind_the_name():
    for text in ("с. Поляна (Хустська громада)", "с. Поляна, Хустський район", "с. Поляна Хустського району"):
        assert GAZETTEER.resolve(text).hromada == "Хустська"


def test_another_name_in_brackets_is_tried_where_the_first_is_unknown():
    assert name("х.Зелена (Іза)") == "Іза"
    assert name("Іза (Зелена)") == "Іза"


def test_a_town_stands_for_the_district_named_after_it():
    for text, district in (("с. Крива (Тячів)", None), ("с. Крива", "Тячів")):
        assert GAZETTEER.resolve(text, district=district).hromada == "Тересвянська"
    assert GAZETTEER.resolve("с. Луг", district="В.Березний").hromada == "Ставненська"


@pytest.mark.parametrize("text", ["Лучки Великі", "Великі Лучки с.", "Вел Лучки", "В-Лучки", "у В. Лучках"])
def test_words_may_be_turned_around_or_cut(text):
    assert name(text) == "Великі Лучки"


def test_a_town_is_the_only_town_that_is_near():
    assert name("м. Берегово") == "Берегове"
    assert "кілька" in refused("с. Берегово").reason


def test_a_name_of_a_foreign_district_is_doubted_where_another_name_there_is_near():
    assert name("Ракове", "Тячівський РЕМ") == name("Ракове") == "Ракове"
    other = next(each for each in SETTLEMENTS if each.name == "Раково")
    assert "кілька" in refused("Ракове", f"{other.former_raion} РЕМ").reason


def test_a_name_that_may_be_none_is_taken_only_as_spelled():
    with pytest.raises(UnknownSettlement):
        GAZETTEER.resolve("Павлова", as_spelled=True)
    with pytest.raises(UnknownSettlement):
        GAZETTEER.resolve("Карпати", district="Хустський РЕМ", as_spelled=True)
    assert GAZETTEER.resolve("у Павлові", as_spelled=True).name == "Павлово"


def test_a_unique_name_is_taken_though_the_district_is_another():
    assert name("Іза", "Мукачівський РЕМ") == "Іза"


def test_a_shared_name_with_a_foreign_district_is_refused():
    assert "немає" in refused("Новоселиця", "Красилівська громада").reason
    assert "кілька" in refused("Новоселиця", "Красилівський РЕМ").reason


def test_a_typo_is_forgiven_where_one_name_is_near_and_no_district_speaks_against_it():
    assert name("Ракошинo") == name("Ракошено") == "Ракошино"
    assert name("Дубина") == "Дубино"
    assert refused("Дубина", "Красилівська громада").nearest


def test_a_typo_in_a_short_name_is_not_forgiven():
    assert "немає" in refused("Изе").reason
    refused("Луп")


@pytest.mark.parametrize("text", ["", " ", ".", "с.", "()", "Хустський район", "вул. Садова", "Київ"])
def test_what_is_no_settlement_of_ours_is_refused_in_ukrainian(text):
    assert refused(text).reason == "такого населеного пункту немає в переліку"


def test_the_nearest_names_are_offered():
    assert refused("Чинадієво").nearest == ("Чинадійово",)


@given(st.text(max_size=30), st.none() | st.text(max_size=20))
def test_no_text_breaks_it(text, district):
    with suppress(UnknownSettlement):
        assert GAZETTEER.resolve(text, district=district) in SETTLEMENTS


@given(st.sampled_from(SETTLEMENTS), st.sampled_from("’'ʼ`"), st.booleans())
def test_signs_case_and_spaces_do_not_matter(settlement, apostrophe, spaced):
    text = settlement.name.replace("’", apostrophe).replace("-", " - " if spaced else "–").upper()
    assert GAZETTEER.resolve(f"  {text} ", district=settlement.former_raion) is settlement


@pytest.mark.parametrize("text", ["Поляна", "с. Поляна", "с.Поляна", "село Поляна"])
def test_a_type_before_a_shared_name_is_no_initial_of_another(text):
    assert "кілька" in refused(text).reason


def test_a_hromada_that_disagrees_forbids_even_a_name_that_only_one_bears():
    assert name("с. Ракошино", "Хустський РЕМ") == "Ракошино"
    assert "немає" in refused("с. Ракошино (Красилівська громада)").reason
