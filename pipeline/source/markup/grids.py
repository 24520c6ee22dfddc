"""What stands in rows and cells: tables, and blocks that are laid out like one."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import chain
from typing import NamedTuple

from selectolax.lexbor import LexborNode

from pipeline.source.markup.cells import Skeleton, cell_text
from pipeline.source.markup.headers import columns_of, label_of
from pipeline.source.markup.lines import BREAK, lines_of, text_of
from pipeline.source.text.marks import has_mark, stretches_in

_WIDEST, _LONGEST = 60, 2000
_BOXES = frozenset({"div", "ul", "ol", "li", "section", "article", "dl", "main", "center"})
_INLINE = frozenset({"a", "b", "strong", "i", "em", "u", "span", "font", "small", "sup", "sub", "time", "nobr"})
_HEAD_ROWS = 3
_MOST_PARTS = 12
_START_AND_END = re.compile(r"(?<=\d[.:]\d\d) \| (?=\d{1,2}[.:]\d\d(?: \||$))")


_Above = dict[int, tuple[int, str, bool]]
"""By column, what reaches down from the rows above: through how many rows, its text, and whether it repeats."""


class Row(NamedTuple):
    """One row with the cells that span into it."""

    cells: list[str]
    alone: bool
    """One cell of its own speaks, and none beside it."""
    is_header: bool
    """All its own cells are `th`."""
    repeats: frozenset[int]
    """Columns into which a cell of another column reaches."""


@dataclass(frozen=True, slots=True)
class Grid:
    """A table of the page, or blocks in rows like one."""

    node: LexborNode
    boxes: tuple[list[LexborNode], ...] | None = None
    """The cells of each row where it is no `<table>`."""
    skeleton: Skeleton | None = None
    """What has the texts of its plain cells, which are not in the tree."""

    @property
    def caption(self) -> str:
        """The table's `<caption>`."""
        captions = (child for child in self.node.iter() if child.tag == "caption")
        return " ".join(chain.from_iterable(lines_of(text_of(caption)) for caption in captions))

    def rows(self) -> list[Row]:
        """The rows with every spanning cell repeated in all rows and columns that it covers."""
        nodes = list(self.boxes if self.boxes is not None else _table_rows(self.node))
        above: _Above = {}
        rows: list[Row] = []
        for own in nodes:
            attributes = [cell.attributes for cell in own]
            texts = list(map(self._text, own, attributes))
            cells, repeats = texts, frozenset[int]()
            spoken = len(cells) - cells.count("")
            spans = list(map(_spans, attributes))
            if above or any(spans):
                cells, repeats, above = _spread(texts, spans, above)
            alone = spoken == 1 and len(set(filter(None, cells))) == 1
            is_header = bool(own) and own[0].tag == "th" and all(cell.tag == "th" for cell in own)
            rows.append(Row(cells, alone, is_header, repeats))
        return rows

    def _text(self, cell: LexborNode, attributes: Mapping[str, str | None]) -> str:
        text = self.skeleton.text(attributes) if self.skeleton else None
        return _nested_text(cell) if text is None else text

    def lines(self) -> Iterator[str]:
        """The rows as lines of text."""
        for row in self.rows():
            if cells := [" ".join(cell.split()) for cell in row.cells if cell]:
                yield _START_AND_END.sub(" – ", " | ".join(dict.fromkeys(cells)))


def grid_at(node: LexborNode, skeleton: Skeleton | None = None) -> Grid | None:
    """The table that begins with this node: a `<table>`, or a block whose rows begin with columns' headings."""
    if node.tag == "table":
        return Grid(node, skeleton=skeleton)
    if node.tag not in _BOXES:
        return None
    rows = list(node.iter())
    if rows and not any(map(_has_columns, rows[:_HEAD_ROWS])):
        if not _has_columns(next(rows[0].iter(), None)):
            return None
        rows = [row for part in rows for row in part.iter()]
    if len(rows) < 2 or node.css_first("h1, h2, h3, h4, h5, h6, table, form"):  # noqa: PLR2004
        return None
    return Grid(node, tuple(list(row.iter()) or [row] for row in rows))


def joined_cells(node: LexborNode) -> str | None:
    """The text of a block whose parts are one row, in one line: a label with what it labels, or cells in a row.

    Parts are a row where only together they say where and when, as those of the block beside it do; the pairs
    of a `<dl>` are a line each.
    """
    if node.tag not in _BOXES:
        return None
    cells = list(node.iter())
    if not 1 < len(cells) <= _MOST_PARTS or any(map(_is_no_cell, cells)) or node.text(deep=False).strip():
        return None
    texts = [" ".join(lines_of(text_of(cell))) for cell in cells]
    if node.tag == "dl":
        return BREAK.join(_pairs(cells, texts))
    if len(cells) == 2 and label_of(texts[0].rstrip(":")):  # noqa: PLR2004
        return f"{texts[0].rstrip(':')}: {texts[1]}"
    row = " | ".join(filter(None, texts))
    is_whole = has_mark(row) and stretches_in(row) == 1
    is_row = is_whole and not any(has_mark(text) and stretches_in(text) for text in texts)
    return row if is_row and _has_like_beside(node) else None


def _has_columns(row: LexborNode | None) -> bool:
    cells = list(row.iter()) if row is not None else []
    if not 1 < len(cells) <= _WIDEST or any(map(_is_no_cell, cells)):
        return False
    texts = [" ".join(lines_of(text_of(cell))) for cell in cells]
    return columns_of([texts]) is not None and all(map(label_of, filter(None, texts)))


def _is_no_cell(node: LexborNode) -> bool:
    return node.tag in ("br", "table", "form") or any(child.tag not in _INLINE for child in node.iter())


def _has_like_beside(node: LexborNode) -> bool:
    shape = node.tag, sum(1 for _ in node.iter())
    beside = (_element(node, "next"), _element(node, "prev"))
    return any(other is not None and (other.tag, sum(1 for _ in other.iter())) == shape for other in beside)


def _element(node: LexborNode, direction: str) -> LexborNode | None:
    """The next or previous element, past the text between."""
    other: LexborNode | None = getattr(node, direction)
    while other is not None and other.tag == "-text":
        other = getattr(other, direction)
    return other


def _pairs(cells: list[LexborNode], texts: list[str]) -> Iterator[str]:
    """Each term with all that is said of it."""
    term, said = "", list[str]()
    for cell, text in zip(cells, texts, strict=True):
        if cell.tag != "dt":
            said.append(text)
            continue
        if said:
            yield f"{term}: {'; '.join(said)}"
        term, said = text.rstrip(":"), []
    yield f"{term}: {'; '.join(said)}"


def _spread(
    own: list[str], spans: list[tuple[int, int] | None], above: _Above
) -> tuple[list[str], frozenset[int], _Above]:
    """The cells of a row with all that span into it, the columns that repeat another one, and what reaches down."""
    below: _Above = {}
    cells: list[str] = []
    repeats: set[int] = set()
    for text, span in zip(own, spans, strict=True):
        _take_from_above(above, below, cells, repeats)
        width, height = span or (1, 1)
        width = min(width, max(1, _WIDEST - len(cells)))
        if height > 1:
            below.update((len(cells) + offset, (height - 1, text, offset > 0)) for offset in range(width))
        repeats.update(range(len(cells) + 1, len(cells) + width))
        cells += [text] * width
    _take_from_above(above, below, cells, repeats)
    return cells, frozenset(repeats), below


def _take_from_above(above: _Above, below: _Above, cells: list[str], repeats: set[int]) -> None:
    """Fill in the cells that reach down from the rows above to where this row stands."""
    while (index := len(cells)) in above and index < _WIDEST:
        left, text, is_repeat = above[index]
        cells.append(text)
        if is_repeat:
            repeats.add(index)
        if left > 1:
            below[index] = (left - 1, text, is_repeat)


def _table_rows(table: LexborNode) -> Iterator[list[LexborNode]]:
    for child in table.iter():
        if child.tag == "tr":
            yield [cell for cell in child.iter() if cell.tag in ("td", "th")]
        elif child.tag in ("thead", "tbody", "tfoot"):
            for row in child.iter():
                if row.tag == "tr":
                    yield [cell for cell in row.iter() if cell.tag in ("td", "th")]


def _nested_text(cell: LexborNode) -> str:
    """A cell that may hold a table: each of its rows is a line."""
    inner = cell.css_first("table")
    if inner is None:
        return cell_text(cell)
    return "\n".join(" ".join(filter(None, map(cell_text, row))) for row in _table_rows(inner))


def _spans(attributes: Mapping[str, str | None]) -> tuple[int, int] | None:
    """How many columns and rows a cell covers; None where it says nothing of them."""
    if "colspan" in attributes or "rowspan" in attributes:
        return _span(attributes.get("colspan"), _WIDEST), _span(attributes.get("rowspan"), _LONGEST)
    return None


def _span(printed: str | None, most: int) -> int:
    """A colspan or rowspan: nonsense is 1, and nothing is beyond `most`."""
    digits = (printed or "").strip()
    if not digits.isascii() or not digits.isdigit():
        return 1
    return max(1, min(int(digits[:6]), most))
