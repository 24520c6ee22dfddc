"""A list that is a CSV file: it becomes a table of HTML, so that the reader of tables reads it like any other."""

import csv
from html import escape
from io import StringIO

from pipeline.source.markup.decoding import to_utf8

CSV = "text/csv"
_DELIMITERS = ";,\t"


def is_csv(content_type: str | None) -> bool:
    """Whether what came is called CSV."""
    return (content_type or "").partition(";")[0].strip().lower() == CSV


def as_html(content: bytes) -> bytes:
    """The rows as a table; a row of one cell alone stands over the whole width, as a heading does."""
    text = "\n".join(to_utf8(content).decode(errors="replace").replace("\0", "").splitlines())
    filled = [row for row in _rows(text) if any(row)]
    width = max(map(len, filled), default=1)
    body = "".join(f"<tr>{_cells(row, width)}</tr>" for row in filled)
    return f"<!doctype html><table>{body}</table>".encode()


def _rows(text: str) -> list[list[str]]:
    """The cells; none where it is no CSV that anybody would write."""
    try:
        return [[cell.strip() for cell in row] for row in csv.reader(StringIO(text), delimiter=_delimiter(text))]
    except csv.Error:  # a cell of more than 128 kB
        return []


def _cells(row: list[str], width: int) -> str:
    present = [cell for cell in row if cell]
    if len(present) == 1 and row[0]:
        return f'<td colspan="{width}">{escape(present[0])}</td>'
    return "".join(f"<td>{escape(cell)}</td>" for cell in row)


def _delimiter(text: str) -> str:
    """The one that stands oftenest in the line that has most of it: a title may stand over the headings."""
    lines = text.splitlines()[:20]
    return max(_DELIMITERS, key=lambda each: max((line.count(each) for line in lines), default=0))
