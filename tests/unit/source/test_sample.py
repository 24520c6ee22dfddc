"""The real page of a neighbouring utility: 600 works, 4,392 street lines."""

from datetime import datetime

import pytest
from selectolax.lexbor import LexborHTMLParser

from pipeline.domain.addresses.settlements import Gazetteer, Settlement
from pipeline.domain.clock import KYIV
from pipeline.source.pages import read_page
from tests.unit.source.reading import read, sample

AT = datetime(2026, 5, 11, 12, tzinfo=KYIV)


@pytest.fixture(scope="module")
def content():
    return sample("khmelnytskyi-planned-2026-05-11.html").read_bytes()


GARBLED = "провул, провулок"
"""Of a list of houses: `37, провул,8, провулок10`."""


def test_all_works_and_all_their_streets_are_read_with_their_hours(content):
    page = read(content, at=AT)
    places = [place for work in page.listing.works for place in work.places]
    assert (page.state, page.listing.rows, len(page.listing.works), len(places)) == ("ok", 600, 600, 4392)
    assert all(place.street and place.street.name and place.houses for place in places)
    assert {work.kind for work in page.listing.works} == {"planned"}
    assert {work.district for work in page.listing.works} == {"Старокостянтинівський РЕМ"}
    first = page.listing.works[0].period
    assert (first.starts_at, first.ends_at) == (
        datetime(2026, 5, 13, 9, tzinfo=KYIV),
        datetime(2026, 5, 13, 17, tzinfo=KYIV),
    )
    assert all(work.period.ends_at > work.period.starts_at for work in page.listing.works)


def test_only_settlements_outside_the_list_are_in_quarantine(content):
    assert all(
        "немає в переліку" in row.reason or "кілька" in row.reason or GARBLED in row.reason
        for row in read(content, at=AT).listing.quarantined
    )


def test_with_its_own_settlements_nothing_is_in_quarantine(content):
    page = read_page(content, captured_at=AT, gazetteer=_own_settlements(content))
    assert {row.reason for row in page.listing.quarantined} == {f"незрозуміло: «{GARBLED}»"}
    assert all(place.katottg for work in page.listing.works for place in work.places)


def _own_settlements(content):
    categories = {"м.": "місто", "с.": "село", "смт.": "селище", "с-ще": "селище", "смт": "селище"}
    named = dict.fromkeys(node.text().strip() for node in LexborHTMLParser(content).css("p.city"))
    settlements = []
    for number, printed in enumerate(named):
        mark, rest = printed.split(maxsplit=1)
        name, hromada = rest.split(" (")
        settlements.append(
            Settlement(
                f"UA68{number:015d}",
                categories[mark],
                name,
                hromada.split()[0],
                "Хмельницький",
                "Старокостянтинівський",
            )
        )
    return Gazetteer(settlements)
