"""All of Zakarpattia's settlements in every notation, under each of their districts: the right one, or a refusal."""

import csv
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.domain.addresses.settlements import Gazetteer, Settlement, UnknownSettlement
from pipeline.domain.addresses.text import fold
from tests.unit.domain.declension import genitive, locative

with (Path(__file__).parents[3] / "data" / "settlements.csv").open(encoding="utf-8") as file:
    SETTLEMENTS = [Settlement(**row) for row in csv.DictReader(file)]
GAZETTEER = Gazetteer(SETTLEMENTS)
NAMES = Counter(fold(settlement.name) for settlement in SETTLEMENTS)
LATIN = str.maketrans("АВСЕНІКМОРТХасеікорху", "ABCEHIKMOPTXaceikopxy")
LETTERS = "абвгґдеєжзиіїйклмнопрстуфхцчшщьюя"


def found(text, district=None):
    try:
        return GAZETTEER.resolve(text, district=district)
    except UnknownSettlement:
        return None


def districts(settlement):
    return f"{settlement.former_raion} РЕМ", f"{settlement.raion} район", f"{settlement.hromada} громада"


def misread(texts):
    """Those of the texts made of a settlement that do not give it under each of its districts, with what they give."""
    wrong = set()
    for settlement in SETTLEMENTS:
        for text in texts(settlement):
            answers = {found(text, district) for district in districts(settlement)}
            wrong |= {(text, answer) for answer in answers if answer is not settlement}
    return wrong


NOTATIONS = (
    *("{}", "с. {}", "с.{}", "с {}", "м. {}", "смт. {}", "смт {}", "с-ще {}", "с/ще {}", "сел. {}", "сс. {}", "х. {}"),
    *("село {}", "хутір {}", "с.м.т. {}", "селище міського типу {}", "н.п. {}", "п-ць {}", "с. {}.", "c. {}", "  {} "),
    *("у с. {}", "по с. {}", "до м. {}"),
)


@pytest.mark.parametrize("notation", NOTATIONS)
def test_every_settlement_is_read_behind_every_type(notation):
    assert misread(lambda settlement: [notation.format(settlement.name)]) == set()


@pytest.mark.parametrize(
    "spelled",
    [
        str.upper,
        str.lower,
        lambda name: name.translate(LATIN),
        lambda name: name.upper().translate(LATIN),
        *(lambda name, sign=sign: name.replace("’", sign) for sign in ("'", "ʼ", "`", "´", "‘", '"', "")),
        *(lambda name, dash=dash: name.replace("-", dash) for dash in (" ", " - ", "–", "‑", "")),
        *(lambda name, space=space: name.replace(" ", space) for space in ("-", "  ", "\u00a0", "")),
    ],
)
def test_capitals_apostrophes_lookalikes_hyphens_and_spaces_do_not_matter(spelled):
    assert misread(lambda settlement: [spelled(settlement.name), spelled(f"с. {settlement.name}")]) == set()


@pytest.mark.parametrize(
    ("word", "case"),
    [
        ("у", locative),
        ("в", locative),
        ("у с.", locative),
        ("в селі", locative),
        ("до", genitive),
        ("для м.", genitive),
    ],
)
def test_every_settlement_is_read_in_its_cases_behind_a_preposition(word, case):
    assert misread(lambda settlement: [f"{word} {case(settlement.name)}"]) == set()
    assert misread(lambda settlement: [f"{word} {case(settlement.name)}".upper()]) == set()


def test_a_case_without_a_preposition_is_read_unless_it_may_be_another_name_with_or_without_a_typo():
    refused = {"Ізи", "Білок", "Вільхівці", "Гута", "Кривій", "Лугу", "Розтоки", "Сухій", "Шома"}
    assert misread(lambda settlement: [genitive(settlement.name), locative(settlement.name)]) == {
        (text, None) for text in refused
    }


def abbreviated(settlement, letters):
    first, _, rest = settlement.name.replace("-", " ").partition(" ")
    if rest and letters < len(first):
        for cut in (f"{first[:letters]}. {rest}", f"{first[:letters]}.{rest}", f"{first[:letters]}-{rest}"):
            yield from (cut, f"с. {cut}", f"с.{cut}")
        in_case = locative(settlement.name).replace("-", " ").partition(" ")[2]
        yield f"у {first[:letters]}. {in_case}"


def test_a_first_word_may_be_abbreviated_unless_several_names_begin_so():
    assert misread(lambda settlement: abbreviated(settlement, 3)) == set()
    ambiguous = misread(lambda settlement: abbreviated(settlement, 1))
    assert {text.split(".")[-1].split("-")[-1].strip() for text, _ in ambiguous} == {"Поляна", "Поляні"}
    assert {each.name for _, each in ambiguous if each} == {"Поляна"}, "`С. Поляна` is a село as well as an initial"


def test_without_a_district_a_name_borne_once_is_found_in_any_notation_and_a_shared_one_never():
    for settlement in SETTLEMENTS:
        name = settlement.name
        for text in (name, f"с. {name}", name.upper(), f"у {locative(name)}", f"до с. {genitive(name)}"):
            shared = NAMES[fold(name)] > 1
            assert found(text) in ({None} if shared else {settlement, None}), text
            assert shared or text.startswith(("у ", "до ")) or found(text) is settlement


def adjectives(settlement):
    """The districts of a settlement in the shapes in which lists print them."""
    for name in (settlement.former_raion, settlement.raion):
        stem = name[:-2]
        yield from (name, f"{name} РЕМ", f"{name} р-н", f"{stem}ого району", f"{stem}ому р-ні", f"{stem}і РЕМ")
        yield from (f"{name.upper()} РАЙОН", f"{name} районний РЕМ", f"{name} міський РЕМ", f"по {stem}ому району")
    stem = settlement.hromada[:-1]
    yield from (
        f"{stem}а ТГ",
        f"{stem}а МТГ",
        f"{stem}а міська територіальна громада",
        f"{stem}ої громади",
        f"{stem}ій ОТГ",
    )


def test_every_settlement_is_read_under_its_districts_in_every_shape():
    for settlement in SETTLEMENTS:
        for district in adjectives(settlement):
            assert found(f"с. {settlement.name}", district) is settlement, district


@pytest.mark.parametrize("notation", ["с. {} ({})", "с. {}, {}", "{}, {}", "с. {} {}"])
def test_a_district_may_stand_beside_the_name_in_every_shape(notation):
    for settlement in SETTLEMENTS[::7]:
        for district in adjectives(settlement):
            if " " in district and not district.startswith("по "):
                assert found(notation.format(settlement.name, district)) is settlement, district


@settings(max_examples=500)
@given(st.sampled_from(SETTLEMENTS), st.sampled_from(LETTERS), st.integers(0, 25), st.integers(0, 3), st.integers(0, 3))
def test_a_typo_never_makes_a_name_another_settlements(settlement, letter, at, slip, where):
    name = fold(settlement.name)
    at %= len(name)
    mistyped = {
        0: name[:at] + name[at + 1 :],
        1: name[:at] + letter + name[at:],
        2: name[:at] + letter + name[at + 1 :],
        3: name[:at] + name[at : at + 2][::-1] + name[at + 2 :],
    }[slip]
    if fold(mistyped) not in NAMES:
        district = (*districts(settlement), None)[where]
        assert found(f"с. {mistyped}", district) in {settlement, None}
