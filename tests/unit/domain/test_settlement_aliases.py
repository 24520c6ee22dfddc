"""What the operator says of a printed settlement holds where he said so, and nowhere else."""

import pytest

from pipeline.domain.addresses.settlement_aliases import AliasedGazetteer, SettlementAlias
from pipeline.domain.addresses.settlements import Settlement, UnknownSettlement

IZA = Settlement("UA1", "село", "Іза", "Хустська", "Хустський", "Хустський")
IN_KHUST = Settlement("UA2", "село", "Поляна", "Керецьківська", "Хустський", "Свалявський")
IN_MUKACHEVO = Settlement("UA3", "село", "Поляна", "Полянська", "Мукачівський", "Свалявський")
SETTLEMENTS = [IZA, IN_KHUST, IN_MUKACHEVO]


def gazetteer(*aliases):
    return AliasedGazetteer(SETTLEMENTS, [SettlementAlias(*alias) for alias in aliases])


@pytest.mark.parametrize("printed", ["с. Присліп", "с.Присліп", "село ПРИСЛІП", "Присліп", "х. Прислiп"])
@pytest.mark.parametrize("district", [None, "Хустський РЕМ", "Мукачівський район"])
def test_an_alias_holds_however_the_name_is_printed_and_wherever(printed, district):
    assert gazetteer(("Присліп", None, "UA1")).resolve(printed, district=district) is IZA


def test_of_two_aliases_that_of_the_district_holds():
    said = gazetteer(("Присліп", None, "UA1"), ("Присліп", "Мукачівський район", "UA3"))
    assert said.resolve("с. Присліп", district="Мукачівському районі") is IN_MUKACHEVO
    assert said.resolve("с. Присліп (Мукачівський район)") is IN_MUKACHEVO
    assert said.resolve("с. Присліп", district="Хустський район") is IZA


def test_an_alias_of_a_district_beats_what_the_name_says():
    said = gazetteer(("Іза", "Свалявський РЕМ", "UA2"))
    assert said.resolve("с. Іза", district="Свалявський РЕМ") is IN_KHUST
    assert said.resolve("с. Іза", district="Хустський РЕМ") is IZA
    assert said.resolve("с. Іза") is IZA


def test_an_alias_of_a_shared_name_holds_only_where_no_district_is_printed():
    said = gazetteer(("Поляна", None, "UA2"))
    assert said.resolve("с. Поляна") is IN_KHUST
    assert said.resolve("с. Поляна", district="Мукачівський район") is IN_MUKACHEVO
    with pytest.raises(UnknownSettlement):
        said.resolve("с. Поляна", district="Свалявський РЕМ")


def test_an_alias_of_a_settlement_that_the_list_lacks_says_nothing():
    with pytest.raises(UnknownSettlement):
        gazetteer(("Присліп", None, "UA99")).resolve("с. Присліп")


def test_without_aliases_it_is_the_gazetteer():
    assert gazetteer().resolve("с. Іза") is IZA
