import json
from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.domain.clock import KYIV
from pipeline.source.portal import read_json
from tests.unit.source.reading import read, sample, when, where

ROW = {
    "city": {"name": "Хуст"},
    "otg": {"name": "Хустська"},
    "street": {"name": "Хмельницького Б."},
    "dateEvent": "2026-11-24T07:00:00+00:00",
    "datePlanIn": "2026-11-24T14:00:00+00:00",
    "koment": "обрізка дерев",
    "buildingNames": "1, 3, 5-11",
}


def collection(*rows, type_="PwPlanned", **fields):
    page = {"@context": f"/api/contexts/{type_}", "hydra:member": list(rows), **fields}
    return json.dumps(page, ensure_ascii=False)


def test_streets_of_one_settlement_and_period_are_one_work():
    listing = read(collection(ROW, {**ROW, "street": {"name": "Миру"}})).listing
    (work,) = listing.works
    assert (when(work.period), work.kind, work.reason) == ("24.11 09:00–16:00", "planned", "обрізка дерев")
    assert [where(place) for place in work.places] == ["Хуст, Хмельницького Б., 1, 3, 5-11", "Хуст, Миру, 1, 3, 5-11"]
    assert work.places[0].katottg == "UA21120250010053148"
    assert listing.rows == 2


@pytest.mark.parametrize(
    ("type_", "words", "kind"),
    [
        ("PwPlanned", "", "planned"),
        ("PwPlanned", "Застосування ГПВ", "schedule"),
        ("PwAccident", "", "emergency"),
        ("PwAccident", "Застосування ГАВ", "schedule"),
    ],
)
def test_the_kind_is_that_of_the_collection_unless_the_row_says_otherwise(type_, words, kind):
    assert read(collection({**ROW, "koment": words}, type_=type_)).listing.works[0].kind == kind


def test_the_next_page_on_the_same_host_is_a_link():
    url = "https://example.com/api/pw_planned"
    assert read(collection(ROW, **{"hydra:view": {"hydra:next": "/api/pw_planned?page=2"}}), url=url).links == (
        f"{url}?page=2",
    )
    elsewhere = read(collection(ROW, **{"hydra:view": {"hydra:next": "https://other.com/"}}), url=url)
    assert (elsewhere.state, elsewhere.links) == ("malformed", ())


def test_an_empty_collection_is_empty():
    assert read(collection()).state == "empty"


def test_rows_that_are_not_understood_are_in_quarantine():
    listing = read(
        collection({**ROW, "dateEvent": "завтра"}, {**ROW, "city": {"name": "Вигадане"}}, {**ROW, "city": None}, {})
    ).listing
    assert len(listing.quarantined) == 4
    assert listing.works[0].places[0].katottg is None


def test_the_real_sample_is_read_whole():
    at = datetime(2024, 11, 28, 12, tzinfo=KYIV)
    listing = read(sample("lviv-portal.json").read_bytes(), at=at).listing
    assert listing.rows == 672
    assert {work.kind for work in listing.works} == {"schedule", "emergency"}
    assert all("немає в переліку" in row.reason for row in listing.quarantined)


@given(
    st.recursive(
        st.none() | st.booleans() | st.floats() | st.text(max_size=5),
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from([*ROW, "name"]), inner, max_size=4),
    )
)
def test_any_json_is_read(row):
    assert read(collection(row)).state in ("ok", "empty", "malformed")


def test_the_type_of_the_rows_is_surer_than_the_address_of_the_page():
    page = collection({**ROW, "@type": "PwAccident"}, type_="X")
    assert read(page, url="https://example.com/planned/?list=1").listing.works[0].kind == "emergency"
    assert read(collection(ROW, type_="PwUnplanned")).listing.works[0].kind == "emergency"
    assert read(collection(ROW, type_="X"), url="https://example.com/api/pw_planned").listing.works[0].kind == "planned"


def test_a_collection_of_a_newer_interface_has_no_prefixes():
    view = {"next": "/api/pw_planned?page=2"}
    page = json.dumps({"@context": "/api/contexts/PwPlanned", "member": [ROW], "totalItems": 2, "view": view})
    reading = read(page, url="https://example.com/api/pw_planned")
    assert (len(reading.listing.works), reading.links) == (1, ("https://example.com/api/pw_planned?page=2",))


def test_words_that_move_a_row_send_it_to_quarantine_and_words_that_cancel_cancel_it():
    moved = read(collection({**ROW, "koment": "перенесено на 26.11.2026"})).listing
    assert (moved.works, len(moved.quarantined)) == ((), 1)
    assert moved.quarantined[0].period is not None
    (cancelled,) = read(collection({**ROW, "koment": "Роботи скасовано"})).listing.works
    assert cancelled.status == "cancelled"


def test_houses_that_are_not_read_make_a_street_possible():
    (work,) = read(collection({**ROW, "buildingNames": "частково"})).listing.works
    assert work.places[0].certainty == "possible"


def test_what_no_database_takes_is_left_out():
    page = read_json('{"member": [{"dateEvent": "x", "city": "І\\u0000за\\ud83d"}], "view": {}}')
    assert page.members[0]["city"] == "Іза"
