import csv
from collections import Counter

import pytest

from data.settlements import load_settlements
from data.street_renamings import RENAMINGS, load_renamings
from pipeline.domain.addresses.streets import parse_street
from pipeline.domain.matching import RegisteredStreet, StreetIndex
from pipeline.domain.works import Certainty, Place

NAMES = {
    "UA21100230010016545": "Ужгород",
    "UA21040150010056148": "Мукачево",
    "UA21100030010048161": "Великий Березний",
}


def test_every_renaming_names_a_settlement_two_streets_and_its_source():
    known = {each.katottg: each.name for each in load_settlements()}
    with RENAMINGS.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert {known[row["katottg"]] for row in rows} <= set(NAMES.values())
    assert all(row["source"].startswith("http") for row in rows)
    assert all(parse_street(row[name]).kind and parse_street(row[name]).name for row in rows for name in ("old", "new"))
    assert len({(row["katottg"], row["old"], row["new"]) for row in rows}) == len(rows)


@pytest.mark.parametrize("katottg", NAMES)
def test_the_new_name_is_found_by_the_old_one_and_only_possibly_where_the_street_was_divided(katottg):
    renamings = [each for each in load_renamings() if each.katottg == katottg and each.old != each.new]
    registered = [RegisteredStreet(at, katottg, parse_street(each.new)) for at, each in enumerate(renamings)]
    index = StreetIndex(registered, load_renamings())
    parts = Counter(each.old for each in load_renamings() if each.katottg == katottg)
    for at, each in enumerate(renamings):
        found = index.cover(Place(NAMES[katottg], katottg, parse_street(each.old)))
        assert found[at] is (Certainty.CERTAIN if parts[each.old] == 1 else Certainty.POSSIBLE), each
        assert parts[each.old] > 1 or len(found) == 1, each
