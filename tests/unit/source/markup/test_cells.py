"""Plain cells are read by themselves, and the page says the same as with them in its tree."""

from datetime import UTC, datetime

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from data.settlements import load_settlements
from pipeline.config import ROOT
from pipeline.domain.addresses.settlements import Gazetteer
from pipeline.source import pages
from pipeline.source.markup.cells import Skeleton, skeleton_of

READ_AT = datetime(2026, 11, 20, 7, tzinfo=UTC)
HEADINGS = "<tr><th>Адреса<th>Дата<th>Час<th>Причина</tr>"
ROW = "<tr><td>{}</td><td>24.11.2026</td><td>9:00–16:00</td><td>ремонт</td></tr>"


@pytest.fixture(scope="module")
def gazetteer():
    return Gazetteer(load_settlements(ROOT / "data/settlements.csv"))


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        ("<td>с. Іза</td>", "с. Іза"),
        ("<td> <p class='city'>с. Іза</p>\n<span>вул. <b>Дружна</b>,&nbsp;5</span></td>", "с. Іза\nвул. Дружна, 5"),
        ('<td class="a b">с. Іза<br/>вул. Дружна</td>', "с. Іза\nвул. Дружна"),
        ('<td class="a > b">с. Іза</td>', None),
        ('<td class="a b">с. Іза', None),
        ("<td>с. Іза<div>вул. Дружна</td>", "с. Іза\nвул. Дружна"),
        ("<td><a class=more>Показати вулиці</a></td>", ""),
        ("<td><a href=/list/2>вул. Дружна</a></td>", None),
        ("<td><a\nclass=b HREF=/list/2>вул. Дружна</a></td>", None),
        ("<td><p title='>с. Іза</td>", None),
        ("<td><table><tr><td>с. Іза</table></td>", None),
        ("<td>с. Іза</tr></td>", None),
        ("<td><script>'с. Іза'</script></td>", None),
        ("<tdx>с. Іза</td>", None),
        ("<td><pre>с. Іза\nвул. Дружна</pre></td>", None),
    ],
)
def test_a_cell_is_plain_where_its_markup_cannot_reach_beyond_it(cell, text):
    skeleton = skeleton_of(f"<table><tr>{cell}</tr></table>".encode())
    assert list(skeleton.texts.values()) == ([] if text is None else [text])


def test_a_skeleton_keeps_the_tags_of_its_cells_and_all_that_stands_between_them():
    page = "<table class=works><tr><td colspan=2 class='a'>с. Іза</td>\n <td>5</td></tr></table> кінець".encode()
    skeleton = skeleton_of(page)
    empty = skeleton.html.decode().replace(" data-provisnyk-cell=1", "").replace(" data-provisnyk-cell=2", "")
    assert empty == "<table class=works><tr><td colspan=2 class='a'></td>\n <td></td></tr></table> кінець"


PIECES = [
    *("<tr>", "</tr>", "<td>", "</td>", "<td colspan=2>", "<td rowspan='2'>", "<th>", "<tbody>", "<table>", "</table>"),
    *("<b>", "</b>", "<p>", "</p>", "<div>", "</div>", "<ul>", "<li>", "</li>", "<br>", "<h2>", "</h2>", "<i ", "</a>"),
    *("<a href='/l?PAGEN_1=2'>", "<a>", "<!--", "-->", "<script>", "</script>", "<select>", "<option>", "</select>"),
    *("<textarea>", "</textarea>", "<svg>", "</svg>", "<template>", "<caption>", "<td title='", "'", '"', ">"),
    *("<td data-provisnyk-cell=1>", "<th data-provisnyk-cell=2>", "&nbsp;", "&lt;td&gt;", "<pre>", "</pre>", "<form>"),
    *("с. Іза", "вул. Дружна, 5", " 24.11.2026 ", "9:00–16:00", "Хустський РЕМ", "скасовано", "Показати", "\n", ", "),
    *(ROW.format("с. Іза"), ROW.format("с. Липча, вул. Миру, 1-9"), HEADINGS, "<td>10:00-12:00</td>", '<p title="'),
]  # fmt: skip


@given(st.lists(st.sampled_from(PIECES), max_size=40))
@example(["<h2>Тячівський РЕМ", "<table>", HEADINGS, ROW.format("с. Дубове"), "</table>"])
@example(["<td>", "<table>", ROW.format("с. Іза"), "</table>", "</td>"])
def test_the_page_says_the_same_with_its_cells_in_the_tree(gazetteer, pieces):
    page = f"<h1>Планові відключення</h1><table>{HEADINGS}{ROW.format('с. Іза')}{''.join(pieces)}"

    def read():
        return pages.read_page(page.encode(), captured_at=READ_AT, gazetteer=gazetteer, url="https://example.org/l")

    quick = read()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(pages, "skeleton_of", lambda html: Skeleton(html, {}))
        assert quick == read()
