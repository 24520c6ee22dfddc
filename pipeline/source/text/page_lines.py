"""The lines of a page in reading order, rows of tables among them, each cell with what its column means."""

import re
from collections.abc import Iterator
from datetime import date

from selectolax.lexbor import LexborHTMLParser

from pipeline.source.markup.cells import Skeleton
from pipeline.source.markup.crosstab import crosstab_of
from pipeline.source.markup.grids import Grid, Row
from pipeline.source.markup.headers import TIMES, columns_of, is_of_others, label_of, labelled_parts, meaning_of
from pipeline.source.markup.layout import Line, blocks
from pipeline.source.text.lines import Cell, PageLine
from pipeline.source.times.hours import find_hours, spans_of_hours

_LABELLED = re.compile(r"(?P<label>[^:|]{2,60}?)\s*[:|]\s*(?P<value>\S.*)", re.DOTALL)
_NUMBER = re.compile(r"^(?:\d{1,3}(?:[.)]\s+| \| )(?=[^\W\d])|[^\w\s(«\"]+\s*(?=\w))")
_DIGIT = re.compile(r"\d")
_HEADER_SHARE = 0.6
_HEAD_ROWS = 3
_NAME = re.compile(r"[А-ЯІЇЄҐ][а-яіїєґ]")
_PLACE = re.compile(r"(?:с|м|смт|с-ще|вул|пров)\.\s?[А-ЯІЇЄҐ]|(?:с|сел|смт|м|міст)\w{0,3}\s[А-ЯІЇЄҐ]")


class PageLines:
    """The lines of a page, in order; `skeleton` has the texts of its plain cells, which are not in the tree."""

    def __init__(self, tree: LexborHTMLParser, near: date, skeleton: Skeleton | None = None) -> None:
        self._tree, self._near, self._skeleton = tree, near, skeleton
        self.has_table = False
        """A table with the headings of a list was met."""
        self.other_table = False
        """So was a table that is no list."""

    def __iter__(self) -> Iterator[PageLine]:
        columns: list[str | None] | None = None
        waiting = [blocks(self._tree.body, self._skeleton)] if self._tree.body else []
        while waiting:
            block = next(waiting[-1], None)
            if block is None:
                waiting.pop()
            elif isinstance(block, Line):
                yield from _of_line(block)
            else:
                table = _Table(block, columns, self._near)
                if table.is_list():
                    self.has_table = True
                    yield from table.lines()
                    yield PageLine((), ends_table=True)
                    columns = table.columns or columns
                    continue
                self.other_table = True
                if table.is_of_others:
                    continue
                if self._skeleton is not None:  # the page is read anew, with its cells in the tree
                    return
                if block.node.css_first("table table, td p, td li, td h1, td h2, td h3"):
                    waiting.append(blocks(block.node))
                else:
                    for row in block.lines():
                        yield _labelled(row) or PageLine((Cell(_NUMBER.sub("", row)),))


def _of_line(block: Line) -> Iterator[PageLine]:
    for text in [block.text] if block.level else labelled_parts(block.text):
        yield (None if block.level else _labelled(text)) or PageLine(
            (Cell(_NUMBER.sub("", text)),), block.level, block.is_link
        )


def _labelled(text: str) -> PageLine | None:
    found = _LABELLED.fullmatch(text)
    name = label_of(found["label"]) if found else None
    if not found or not name:
        return None
    return PageLine((Cell(found["value"].rstrip(" .;"), name),), is_label=True, labels=(text,))


def _by_content(cell: str) -> str:
    """What a cell under a heading that says nothing to us is by what it holds."""
    if spans := spans_of_hours(cell):
        rest = cell
        for start, end, _ in spans:
            rest = f"{rest[:start]}{' ' * (end - start)}{rest[end:]}"
        if not _NAME.search(rest):
            return "hours"
    return "address" if _PLACE.match(cell) else "notes"


class _Table:
    def __init__(self, grid: Grid, before: list[str | None] | None, near: date) -> None:
        self._near = near
        self._grid = grid
        self._rows = grid.rows()
        self._before = before
        self.columns: list[str | None] | None = None
        self.is_of_others = False
        """It is one of offices or prices."""

    def is_list(self) -> bool:
        """Whether it has the headings of a list, its own or those of the table before, or columns that say as much."""
        headers: list[list[str]] = []
        for number, row in enumerate(self._rows[: _HEAD_ROWS + 3]):
            if row.alone or not any(row.cells):
                continue
            if number < _HEAD_ROWS and crosstab_of(row.cells, self._near):
                return True
            if not self._is_header(row):
                break
            headers.append(row.cells)
            if columns_of(headers):
                return True
        self.is_of_others = bool(headers) and is_of_others(headers)
        if self.is_of_others:
            return False
        if not headers and self._before is not None and self._goes_on():
            self.columns = self._before
            return True
        return False

    def _goes_on(self) -> bool:
        """Whether the rows fit the columns of the table before."""
        before = self._before or []
        rows = [row for row in self._rows if not row.alone and any(row.cells)]
        fits = [row for row in rows if len(row.cells) == len(before)]
        times = [index for index, name in enumerate(before) if name in TIMES]
        return bool(fits) and any(find_hours(row.cells[index]) for row in fits[:5] for index in times)

    def _is_header(self, row: Row) -> bool:
        cells = [cell for cell in row.cells if cell]
        if row.alone or not cells or (not row.is_header and _DIGIT.search("".join(cells))):
            return False
        known = sum(meaning_of(cell) is not None for cell in cells)
        return row.is_header or known >= max(2, len(cells) * _HEADER_SHARE)

    def lines(self) -> Iterator[PageLine]:
        if caption := self._grid.caption:
            yield PageLine((Cell(caption),), 6, is_caption=True)
        headers: list[list[str]] = []
        in_data = False
        crosstab = None
        for number, row in enumerate(self._rows):
            if not any(row.cells):
                continue
            if crosstab is not None and row.alone and len(row.cells) > 1 and not row.repeats:
                for fields in crosstab.rows(row.cells):
                    yield PageLine(tuple(Cell(text, name) for name, text in fields.items()))
                continue
            if (
                not row.alone
                and self.columns is None
                and (number < 3 or crosstab)
                and (found := crosstab_of(row.cells, self._near))
            ):
                crosstab = found
                continue
            if crosstab is not None and not row.alone:
                for fields in crosstab.rows(row.cells):
                    yield PageLine(tuple(Cell(text, name) for name, text in fields.items()))
                continue
            if row.alone:
                text = next(filter(None, row.cells))
                yield from (PageLine((Cell(each),)) for each in text.split("\n"))
                continue
            if not in_data and all(cell.strip(".)").isdigit() for cell in row.cells if cell):
                continue  # numbers of the columns
            if self._is_header(row):
                headers = [row.cells] if in_data else [*headers, row.cells]
                if columns_of(headers) is None and is_of_others(headers):
                    return
                self.columns, in_data = columns_of(headers) or self.columns, False
                continue
            in_data = True
            columns = self.columns
            if columns is None:
                texts = dict.fromkeys(" ".join(cell.split()) for cell in row.cells if cell)
                yield PageLine((Cell(" | ".join(texts)),), None)
                continue
            cells = []
            for index, cell in enumerate(row.cells):
                name = (columns[index] if index < len(columns) else None) or _by_content(cell)
                if cell and index not in row.repeats:
                    cells.append(Cell(cell, name))
            yield PageLine(tuple(cells), None)
