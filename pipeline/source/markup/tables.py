"""Tables of works, read by what their headings mean; spans, headings in between and rows that belong together."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from pipeline.domain.works import RawRow
from pipeline.source.address.address_text import starts_with_settlement
from pipeline.source.markup.crosstab import Crosstab, crosstab_of
from pipeline.source.markup.emptiness import says_nothing_planned
from pipeline.source.markup.grids import Grid, Row
from pipeline.source.markup.headers import PLACES, TIMES, columns_of, meaning_of
from pipeline.source.markup.outline import LONGEST_HEADING, Outline
from pipeline.source.rows import PRINTED
from pipeline.source.times.hours import find_hours

_USELESS = frozenset({"number", "created"})
_HEADER_SHARE = 0.6
_HEAD_ROWS = 3
_DIGIT = re.compile(r"\d")
CAPTION_LEVEL = 6


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

    def __init__(self, table: Grid, outline: Outline, columns: list[str | None] | None = None) -> None:
        self._table = table
        self._outline = outline
        self._columns_before = columns
        """Those of the table before, which hold for one without headings of its own."""
        self._headers: list[list[str]] = []
        self.columns: list[str | None] | None = None
        """The field of each column, once the headings were read."""
        self._crosstab: Crosstab | None = None
        self._row: _Open | None = None
        self._in_data = False
        self._settlement = ""
        self._above: dict[str, str] = {}
        """What the row above says of itself and of those under it that leave it blank."""
        self.recognised = False
        """Whether the table has the headings of a list of works, once its rows were read."""

    def rows(self) -> Iterator[RawRow]:
        """The rows of works, understood or not; a caption is a heading of this table alone."""
        headings = list(self._outline.headings)
        if caption := self._table.caption:
            self._outline.enter(caption, CAPTION_LEVEL)
        for number, row in enumerate(self._table.rows()):
            text = next(filter(None, row.cells), "")
            if not text:
                continue
            if row.alone and self._is_heading(text):
                yield from self._close()
            elif self._take_crosstab(row, number):
                yield from self._read_crosstab(row)
            elif self._take_header(row):
                yield from self._close()
            elif self._has_columns(row):
                self._in_data = True
                yield from self._read(row, text)
        yield from self._close()
        if caption:
            self._outline.headings = headings

    def _take_crosstab(self, row: Row, number: int) -> bool:
        """Whether the columns are days or hours, by this row or by one above it."""
        if self._crosstab is None and self.columns is None and number < _HEAD_ROWS and not row.alone:
            self._crosstab = crosstab_of(row.cells, self._outline.near)
            self.recognised = self.recognised or self._crosstab is not None
        return self._crosstab is not None

    def _read_crosstab(self, row: Row) -> Iterator[RawRow]:
        """A row for each cell of a day or of hours; other headings of days may follow."""
        if again := crosstab_of(row.cells, self._outline.near):
            self._crosstab = again
        for fields in self._crosstab.rows(row.cells) if self._crosstab and not again else ():
            printed = " | ".join(" ".join(text.split()) for text in fields.values())
            yield RawRow(fields, self._outline.over_row(), printed[:PRINTED])

    def _has_columns(self, row: Row) -> bool:
        """Whether this is a row under headings, its own table's or else those of the table before."""
        before = self._columns_before
        if (
            self.columns is None
            and before is not None
            and not self._headers
            and len(before) == len(row.cells)
            and not row.alone
        ):
            cells = zip(before, row.cells, strict=True)
            if any(find_hours(cell) for name, cell in cells if name in TIMES):
                self.columns, self.recognised = before, True
        numbers = not self._in_data and all(cell.strip(".)").isdigit() for cell in row.cells if cell)
        return self.columns is not None and not numbers

    def _is_heading(self, text: str) -> bool:
        if len(text) <= LONGEST_HEADING and self._outline.enter(text.replace("\n", " "), None):
            self._settlement, self._above = "", {}
            return True
        return False

    def _take_header(self, row: Row) -> bool:
        """Whether this is a row of column headings; several in a row are read as one heading."""
        if row.alone:
            return False
        cells = [cell for cell in row.cells if cell]
        if not row.is_header and _DIGIT.search("".join(cells)):
            return False
        known = sum(meaning_of(cell) is not None for cell in cells)
        if not (row.is_header or known >= max(2, len(cells) * _HEADER_SHARE)):
            return False
        headers = [row.cells] if self._in_data else [*self._headers, row.cells]
        columns = columns_of(headers)
        if columns is None and self._in_data:
            return self._is_heading(" ".join(dict.fromkeys(cells)))
        self._headers, self.columns, self._in_data = headers, columns or self.columns, False
        self.recognised = self.recognised or columns is not None
        return True

    def _read(self, row: Row, text: str) -> Iterator[RawRow]:
        if len(text) < PRINTED and says_nothing_planned(text if row.alone else " ".join(row.cells)):
            return
        if row.alone and starts_with_settlement(text):
            yield from self._close()
            self._settlement = text
            return
        if row.alone and self._row:
            self._row.under.append(text)
            return
        fields = {"text": text} if row.alone else self._by_meaning(row)
        has_time = any(map(fields.get, TIMES))
        has_settlement = bool(fields.get("settlement")) or starts_with_settlement(fields.get("address", ""))
        if self._row and not has_time and not has_settlement:
            self._row.under.append(" ".join(filter(None, map(fields.get, ("address", "street", "houses")))))
            return
        yield from self._close()
        if fields:
            self._open(fields, row, has_settlement=has_settlement)

    def _open(self, fields: dict[str, str], row: Row, *, has_settlement: bool) -> None:
        if has_settlement:
            self._settlement = fields.get("settlement", "")
        elif self._settlement and "text" not in fields:
            fields["settlement"] = self._settlement
        if "text" not in fields:
            fields |= {name: text for name, text in self._above.items() if name not in fields}
            self._above = {name: fields[name] for name in ("date", "district") if name in fields}
        printed = dict.fromkeys(cell.replace("\n", " ") for cell in row.cells if cell)
        self._row = _Open(fields, self._outline.over_row(), " | ".join(printed))

    def _by_meaning(self, row: Row) -> dict[str, str]:
        fields: dict[str, str] = {}
        columns = self.columns or []
        for index, cell in enumerate(row.cells):
            name = (columns[index] if index < len(columns) else None) or "notes"
            if cell and name not in _USELESS and index not in row.repeats:
                fields[name] = f"{fields[name]}\n{cell}" if name in fields else cell
        return fields if fields.keys() & (PLACES | TIMES) else {}

    def _close(self) -> Iterator[RawRow]:
        if self._row is not None:
            yield self._row.close()
            self._row = None
