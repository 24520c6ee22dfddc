"""Tables of works, read by what their headings mean; spans, headings in between and rows that belong together."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from selectolax.lexbor import LexborNode

from pipeline.domain.works import RawRow
from pipeline.source.address_text import starts_with_settlement
from pipeline.source.headers import PLACES, TIMES, columns_of, meaning_of
from pipeline.source.layout import lines_of
from pipeline.source.outline import Outline
from pipeline.source.words import NOISE, NOTHING_PLANNED

_USELESS = frozenset({"number", "created"})
_WIDEST, _LONGEST = 60, 2000
_HEADER_SHARE = 0.6
_DIGITS = frozenset("0123456789")
PRINTED = 500
"""Characters of a row that are kept for the operator to see."""


@dataclass(slots=True)
class _GridRow:
    """One row with the cells that span into it."""

    cells: list[str]
    alone: bool
    """One cell of its own speaks, and none beside it."""
    is_header: bool
    """All its own cells are `th`."""
    repeats: frozenset[int]
    """Columns into which a cell of another column reaches."""


@dataclass(slots=True)
class _Open:
    """A row that further rows may still belong to."""

    fields: dict[str, str]
    headings: tuple[str, ...]
    printed: str
    under: list[str] = field(default_factory=list)

    def close(self) -> RawRow:
        """The row as it stands when the next one begins."""
        if self.under:
            self.fields["under"] = "\n".join(self.under)
        return RawRow(self.fields, self.headings, self.printed[:PRINTED])


class TableReader:
    """Rows of one table; headings between them go to the outline."""

    def __init__(self, table: LexborNode, outline: Outline) -> None:
        self._table = table
        self._outline = outline
        self._headers: list[list[str]] = []
        self._columns: list[str | None] | None = None
        self._row: _Open | None = None
        self._in_data = False
        self._settlement = ""
        self.recognised = False
        """Whether the table has the headings of a list of works, once its rows were read."""

    def rows(self) -> Iterator[RawRow]:
        """The rows of works, understood or not."""
        for row in _grid(self._table):
            text = next((cell for cell in row.cells if cell), "")
            if not text:
                continue
            if (row.alone and self._is_heading(text)) or self._take_header(row):
                yield from self._close()
            elif self._columns is not None:
                self._in_data = True
                yield from self._read(row, text)
        yield from self._close()

    def _is_heading(self, text: str) -> bool:
        if len(text) < PRINTED and self._outline.enter(" ".join(text.split()), None):
            self._settlement = ""
            return True
        return False

    def _take_header(self, row: _GridRow) -> bool:
        """Whether this is a row of column headings; several in a row are read as one heading."""
        cells = [cell for cell in row.cells if cell]
        if row.alone or not (row.is_header or _DIGITS.isdisjoint("".join(cells))):
            return False
        known = sum(meaning_of(cell) is not None for cell in cells)
        if not (row.is_header or known >= max(2, len(cells) * _HEADER_SHARE)):
            return False
        headers = [row.cells] if self._in_data else [*self._headers, row.cells]
        columns = columns_of(headers)
        if columns is None and self._in_data:
            return self._is_heading(" ".join(dict.fromkeys(cells)))
        self._headers, self._columns, self._in_data = headers, columns or self._columns, False
        self.recognised = self.recognised or columns is not None
        return True

    def _read(self, row: _GridRow, text: str) -> Iterator[RawRow]:
        if row.alone and len(text) < PRINTED and NOTHING_PLANNED.search(text):
            return
        if row.alone and starts_with_settlement(text):
            yield from self._close()
            self._settlement = text
            return
        alone = {"under": text} if self._row else {"text": text}
        fields = alone if row.alone else self._by_meaning(row)
        has_time = any(fields.get(name) for name in TIMES)
        has_settlement = bool(fields.get("settlement")) or starts_with_settlement(fields.get("address", ""))
        if self._row and not has_time and not has_settlement:
            parts = (fields.get(name) for name in ("under", "address", "street", "houses"))
            self._row.under += " ".join(part for part in parts if part).split("\n")
            return
        yield from self._close()
        if fields:
            self._open(fields, row, has_settlement=has_settlement)

    def _open(self, fields: dict[str, str], row: _GridRow, *, has_settlement: bool) -> None:
        if has_settlement:
            self._settlement = fields.get("settlement", "")
        elif self._settlement and "text" not in fields:
            fields["settlement"] = self._settlement
        printed = dict.fromkeys(" ".join(cell.split()) for cell in row.cells if cell)
        self._row = _Open(fields, self._outline.texts, " | ".join(printed))

    def _by_meaning(self, row: _GridRow) -> dict[str, str]:
        fields: dict[str, str] = {}
        columns = self._columns or []
        for index, cell in enumerate(row.cells):
            name = (columns[index] if index < len(columns) else None) or "notes"
            if cell and name not in _USELESS and index not in row.repeats:
                fields[name] = f"{fields[name]}\n{cell}" if name in fields else cell
        return fields if fields.keys() & (PLACES | TIMES) else {}

    def _close(self) -> Iterator[RawRow]:
        if self._row is not None:
            yield self._row.close()
            self._row = None


def plain_rows(table: LexborNode) -> Iterator[str]:
    """The rows of a table without headings, as lines of text."""
    for row in _grid(table):
        if cells := [" ".join(cell.split()) for cell in row.cells if cell]:
            yield " | ".join(dict.fromkeys(cells))


def _grid(table: LexborNode) -> Iterator[_GridRow]:
    """The rows with every spanning cell repeated in all rows and columns that it covers."""
    above: dict[int, tuple[int, str]] = {}
    for tr in _trs(table):
        below: dict[int, tuple[int, str]] = {}
        cells: list[str] = []
        tags: set[str | None] = set()
        repeats: set[int] = set()
        spoken = 0
        for td in tr.iter():
            if td.tag not in ("td", "th"):
                continue
            _take_from_above(above, below, cells)
            tags.add(td.tag)
            text = _text(td)
            spoken += bool(text)
            attributes = td.attributes
            width = _span(attributes.get("colspan"), _WIDEST)
            height = _span(attributes.get("rowspan"), _LONGEST)
            if height > 1:
                below.update((len(cells) + offset, (height - 1, text)) for offset in range(width))
            repeats.update(range(len(cells) + 1, len(cells) + width))
            cells += [text] * width
        _take_from_above(above, below, cells)
        above = below
        alone = spoken == 1 and len({cell for cell in cells if cell}) == 1
        yield _GridRow(cells, alone=alone, is_header=tags == {"th"}, repeats=frozenset(repeats))


def _take_from_above(above: dict[int, tuple[int, str]], below: dict[int, tuple[int, str]], cells: list[str]) -> None:
    """Fill in the cells that reach down from the rows above to where this row stands."""
    while (index := len(cells)) in above:
        left, text = above[index]
        cells.append(text)
        if left > 1:
            below[index] = (left - 1, text)


def _trs(table: LexborNode) -> Iterator[LexborNode]:
    for child in table.iter():
        if child.tag == "tr":
            yield child
        elif child.tag in ("thead", "tbody", "tfoot"):
            yield from (row for row in child.iter() if row.tag == "tr")


def _text(cell: LexborNode) -> str:
    return "\n".join(line for line in lines_of(cell.text()) if not NOISE.fullmatch(line))


def _span(printed: str | None, most: int) -> int:
    """A colspan or rowspan: nonsense is 1, and nothing is beyond `most`."""
    digits = (printed or "").strip()
    if not digits.isascii() or not digits.isdigit():
        return 1
    return max(1, min(int(digits[:6]), most))
