"""What is suggested for a settlement works as it is typed."""

import shlex

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.settlements import load_settlements
from pipeline.domain.addresses.settlement_aliases import AliasedGazetteer, SettlementAlias
from pipeline.domain.addresses.settlements import UnknownSettlement
from pipeline.domain.addresses.streets import Street
from pipeline.domain.suggestions import SettlementRemedy, StreetRemedy, Suggestion, together
from pipeline.source.advice import ABOUT_TIME, about_settlement, about_street

SETTLEMENTS = load_settlements()
GAZETTEER = AliasedGazetteer(SETTLEMENTS, ())
DISTRICTS = (None, "Хустський РЕМ", "Берегівський район", "Івановецька громада", "Дільниця № 2")
SLIPS = st.tuples(st.integers(0, 12), st.sampled_from(["", "ы", "-", "'", "`", '"', "$(x)", " ", "о"]))


def advised(printed, district):
    """The suggestion for a printed settlement; an empty one where it is known."""
    try:
        GAZETTEER.resolve(printed, district=district)
    except UnknownSettlement as unknown:
        return about_settlement(printed, district, unknown)
    return Suggestion()


@given(
    st.sampled_from(SETTLEMENTS),
    st.sampled_from(["", "с. ", "м.", "Смт "]),
    st.lists(SLIPS, max_size=3),
    st.sampled_from(DISTRICTS),
)
def test_each_command_that_is_suggested_says_what_it_promises(settlement, kind, slips, district):
    name = settlement.name
    for at, slip in slips:
        name = name[:at] + slip + name[at + 1 :]
    printed = kind + name
    suggestion = advised(printed, district)
    lines = suggestion.words.splitlines()[1:]
    for line, remedy in zip(lines, suggestion.remedies, strict=bool(lines)):
        title, command = line.split(": python run.py settlement alias ")
        said, meant, *limited = shlex.split(command)
        assert remedy == SettlementRemedy(said, meant, limited[1] if limited else None, title)
        target = GAZETTEER.get(meant) or GAZETTEER.resolve(meant)
        assert said == printed
        assert title == f"{target.title} ({target.hromada} громада, {target.raion} район)"
        alias = SettlementAlias(said, limited[1] if limited else None, target.katottg)
        assert AliasedGazetteer(SETTLEMENTS, [alias]).resolve(printed, district=district) is target


@pytest.mark.parametrize(
    ("printed", "district", "offered"),
    [
        ("с. Вышкво", "Хустський РЕМ", ['с-ще Вишково (Вишківська громада, Хустський район): … "с. Вышкво" "Вишково"']),
        (
            "с. Сасово",
            None,
            [
                'с. Сасово (Королівська громада, Берегівський район): … "с. Сасово" UA21020150060031855',
                'с. Сасово (Вільховецька громада, Тячівський район): … "с. Сасово" UA21080050060082175',
            ],
        ),
        (
            "с. Іза",
            "Івановецька громада",
            ['с. Іза (Хустська громада, Хустський район): … "с. Іза" "Іза" --district "Івановецька громада"'],
        ),
    ],
)
def test_the_settlements_that_may_be_meant_are_named_with_their_commands(printed, district, offered):
    first, *lines = advised(printed, district).words.splitlines()
    assert first == f"якщо «{printed}» — це:"
    assert [line.replace("python run.py settlement alias", "…") for line in lines] == offered


def test_where_no_name_is_like_it_the_operator_is_asked():
    suggestion = advised("с. Щщщщщ", None)
    assert suggestion.words.endswith('python run.py settlement alias "с. Щщщщщ" НАЗВА_АБО_КОД')
    assert suggestion.remedies == (SettlementRemedy("с. Щщщщщ", ""),)


@given(st.text(st.characters(exclude_categories=["C", "Z"]), min_size=1, max_size=30))
def test_a_street_is_offered_by_the_name_that_is_printed_whatever_stands_in_it(name):
    nearest = (Street("вул.", "Нова"), Street("пров.", "Новий"))
    old = Street("вул.", name)
    offered = about_street("UA21", old, nearest)
    assert offered.remedies == tuple(StreetRemedy("UA21", old.title, each.title) for each in nearest)
    commands = [line.split(": python run.py ")[1] for line in offered.words.splitlines()[1:]]
    assert [shlex.split(each) for each in commands] == [
        ["alias", "add", "UA21", old.title, each.title] for each in nearest
    ]
    assert about_street("UA21", old, ()).remedies == (StreetRemedy("UA21", old.title),)


def test_several_suggestions_about_one_row_stand_under_each_other():
    unknown, other = advised("с. Щщщщщ", None), advised("с. Фффффф", None)
    both = together([unknown, None, ABOUT_TIME, other])
    assert both.remedies == (*unknown.remedies, *other.remedies)
    assert both.words == f"{ABOUT_TIME.words}\n{unknown.words}\n{other.words}"
    assert together([None]) is None
