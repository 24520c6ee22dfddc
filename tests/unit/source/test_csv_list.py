"""A list in CSV is read like the table that it was exported from."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.settlements import load_settlements
from pipeline.domain.addresses.settlement_aliases import gazetteer_with
from pipeline.domain.trust import PageState
from pipeline.source.pages import read_page

ROOT = Path(__file__).parents[3]
GAZETTEER = gazetteer_with(tuple(load_settlements(ROOT / "data" / "settlements.csv")), ())
NOW = datetime(2026, 11, 23, 10, tzinfo=UTC)

LIST = """РЕМ;Дата;Населений пункт;Вулиця;Час
Хустський РЕМ;24.11.2026;с. Іза;вул. Центральна, 1-25;з 9:00 до 16:00
Хустський РЕМ;25.11.2026;м. Хуст;"вул. Миру, 5; вул. Нова";9:00-12:00
"""


def read(content, content_type="text/csv"):
    return read_page(content, captured_at=NOW, gazetteer=GAZETTEER, content_type=content_type)


def told(reading):
    return [
        (work.district, f"{work.period.starts_at:%d %H:%M}", [(each.katottg, str(each.street)) for each in work.places])
        for work in reading.listing.works
    ]


@pytest.mark.parametrize(
    "content",
    [
        LIST.encode(),
        b"\xef\xbb\xbf" + LIST.replace("\n", "\r\n").encode(),
        LIST.replace("\n", "\r").encode("windows-1251"),
        LIST.replace("; ", ", ").replace(";", "\t").encode("utf-16"),
        ("Планові відключення;;;;\n\n" + LIST).encode(),
    ],
    ids=["utf-8", "as Excel saves it", "windows-1251", "tabs in UTF-16", "with a title"],
)
def test_it_is_read_in_every_encoding_and_with_every_delimiter(content):
    reading = read(content)
    assert reading.state is PageState.OK
    first, second = told(reading)[0], told(reading)[-1]
    assert (first[0], first[1], len(first[2])) == ("Хустський РЕМ", "24 07:00", 1)
    assert (second[1], len(second[2])) == ("25 07:00", 2)


def test_a_row_of_one_cell_is_a_heading():
    content = "Хустський РЕМ;;;\n" + LIST.replace("РЕМ;", "", 1).replace("Хустський РЕМ;", "")
    assert {district for district, _, _ in told(read(content.encode()))} == {"Хустський РЕМ"}


def test_what_is_markup_in_a_cell_stays_text():
    content = LIST.replace("вул. Центральна, 1-25", "<script>вул. Центральна</script>, 1-25")
    assert "<script>" in read(content.encode()).listing.works[0].printed


def test_a_table_without_the_headings_of_a_list_is_none():
    assert read("ім'я;телефон\nІван;123\n".encode()).state is PageState.MALFORMED


@given(st.one_of(st.binary(max_size=300), st.text(alphabet='абв;,"\n\r\t <1 :', max_size=200).map(str.encode)))
def test_nothing_makes_it_raise(content):
    assert read(content).state in (PageState.MALFORMED, PageState.BLOCKED, PageState.EMPTY, PageState.OK)
