"""Cells of plain markup are parsed by themselves, each distinct one once: a list repeats nine of ten.

What is left of the page for the parser is its skeleton, in which such a cell is empty and bears the number of its
text. The tree is that of the page but for what is in these cells, as their markup cannot reach beyond them: plain
tags alone, each with its quotes closed (HTML, 13.2.6.4.15 "in cell": what is open in a cell is closed with it, and
nothing that stands open before it can be closed from within).
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from selectolax.lexbor import LexborHTMLParser, LexborNode

from pipeline.source.markup.lines import lines_of, text_of
from pipeline.source.words import is_noise

_NUMBER = "data-provisnyk-cell"
_BLANK = frozenset("-–—−_. ")
_PLAIN = (
    r"(?:p|span|strong|b|i|em|u|br|div|small|font|sup|sub|nobr|wbr|time|mark|img|ul|ol|li|h[1-6]"
    r"|a(?![^<>]*\shref))"
)
"""No link, which leads somewhere from where it stands."""
_MOST_TAGS = 2000
"""Of a plain cell: where lists stand in one another, the parser takes the square of it; `parse_html` looks for that."""
_ATTRIBUTES = r"(?=[\s/>])[^<>\"']*+(?:\"[^\"<>]*+\"[^<>\"']*+|'[^'<>]*+'[^<>\"']*+)*+"
_CELL = re.compile(
    rf"(?P<attributes>{_ATTRIBUTES})>(?P<inside>[^<]*+(?:</?{_PLAIN}{_ATTRIBUTES}>[^<]*+)*+)</td>".encode(),
    re.IGNORECASE,
)


@dataclass(slots=True)
class Skeleton:
    """A page without what is in its plain cells."""

    html: bytes
    texts: dict[str, str]
    """Those of the cells, lines and all, by their numbers."""
    _asked: list[str] = field(default_factory=list)

    def text(self, attributes: Mapping[str, str | None]) -> str | None:
        """The text of a cell of a table with these attributes; None where it is in the tree."""
        number = attributes.get(_NUMBER)
        if number is None:
            return None
        self._asked.append(number)
        return self.texts.get(number)

    @property
    def is_read(self) -> bool:
        """Whether each text was asked for once; else a cell is no cell in the tree, or the page has such numbers."""
        return len(self._asked) == len(self.texts) and self.texts.keys() == set(self._asked)


def skeleton_of(html: bytes) -> Skeleton:
    """The page with its plain cells by themselves."""
    parts = html.split(b"<td")
    texts: dict[str, str] = {}
    for index, part in enumerate(parts):
        if index and (cell := _plain_cell(part)):
            number = str(index)
            rest, texts[number] = cell
            parts[index] = f" {_NUMBER}={number}".encode() + rest
    return Skeleton(b"<td".join(parts), texts)


def cell_text(cell: LexborNode) -> str:
    """The lines of a cell without what buttons in it say."""
    lines = [line for line in lines_of(text_of(cell)) if not is_noise(line)]
    return "" if len(lines) == 1 and _BLANK.issuperset(lines[0]) else "\n".join(lines)


@lru_cache(maxsize=4096)
def _plain_cell(part: bytes) -> tuple[bytes, str] | None:
    """What is left of a plain cell, from its attributes to the next cell, and its text; None where it is not plain."""
    cell = _CELL.match(part)
    if cell is None or cell["inside"].count(b"<") > _MOST_TAGS:
        return None
    tree = LexborHTMLParser(cell["inside"])
    text = cell_text(tree.body) if tree.body else ""
    return b"%b></td>%b" % (cell["attributes"], part[cell.end() :]), text
