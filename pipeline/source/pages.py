"""A page as it came: what state it is in, what it lists, where it leads."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from selectolax.lexbor import LexborHTMLParser

from pipeline.domain.addresses.settlements import Gazetteer
from pipeline.domain.clock import kyiv_day
from pipeline.domain.trust import PageState
from pipeline.domain.works import Listing, RawRow
from pipeline.source import portal
from pipeline.source.decoding import decode
from pipeline.source.layout import Line, blocks, parse_html
from pipeline.source.line_rows import LineReader
from pipeline.source.links import links_of
from pipeline.source.normalise import normalise
from pipeline.source.outline import Outline
from pipeline.source.tables import TableReader
from pipeline.source.words import says_nothing_planned

_GONE = (404, 410)
_OK_STATUSES = range(200, 300)
_REFUSAL = re.compile(
    r"доступ\s+(?:заборонен|обмежен|закрит)|access\s+denied|forbidden|just a moment|attention required|"
    r"cf-chl|challenge-platform|ddos[ -]guard|перевірк\w+\s+(?:браузер|безпек)|checking your browser|"
    r"ви не робот|you are (?:a )?human|unusual traffic|забагато запитів|too many requests|bx-?waf|servicepipe",
    re.IGNORECASE,
)
_LOGIN = re.compile(r"<input[^>]+type\s*=\s*[\"']?password|captcha", re.IGNORECASE)
_HTML = re.compile(r"<\s*(?:!doctype|html|head|body|div|p|table|h\d|ul|br|span|tr)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class PageReading:
    """What one page says."""

    state: PageState
    """`ok`, `empty`, `blocked` or `malformed`; the other states come from comparing readings."""
    listing: Listing
    links: tuple[str, ...] = ()
    """Further pages of the list on the same host."""


@dataclass(slots=True)
class _Seen:
    """What a page turned out to have beside its rows."""

    table: bool = False
    """A table with the headings of a list."""
    nothing_planned: bool = False
    """The page says in words that there is nothing."""


def read_page(
    content: bytes,
    *,
    captured_at: datetime,
    gazetteer: Gazetteer,
    status: int = 200,
    content_type: str | None = None,
    url: str = "",
) -> PageReading:
    """Read a page of any kind: HTML in any encoding, the portal's JSON, a refusal, garbage. Never raises."""
    if status not in _OK_STATUSES:
        state = PageState.MALFORMED if status in _GONE else PageState.BLOCKED
        return PageReading(state, Listing())
    text = decode(content, content_type)
    if text.lstrip()[:1] in ("{", "["):
        return _read_portal(text, captured_at, gazetteer, url)
    if not _HTML.search(text):
        return PageReading(PageState.MALFORMED, Listing())
    tree = parse_html(text)
    outline, seen = Outline(kyiv_day(captured_at)), _Seen()
    rows = _rows(tree, outline, seen)
    listing = normalise(rows, captured_at=captured_at, gazetteer=gazetteer, reaches=outline.reaches)
    return PageReading(_state(listing, seen, text), listing, links_of(tree, url))


def page_links(content: bytes, content_type: str | None, url: str) -> tuple[str, ...]:
    """The further pages that a page of either kind leads to, without reading its rows."""
    text = decode(content, content_type)
    if text.lstrip()[:1] in ("{", "["):
        page = portal.read_json(text, url)
        return page.links if page else ()
    return links_of(parse_html(text), url)


def _read_portal(text: str, captured_at: datetime, gazetteer: Gazetteer, url: str) -> PageReading:
    page = portal.read_json(text, url)
    if page is None:
        return PageReading(PageState.MALFORMED, Listing())
    listing = portal.read_listing(page, captured_at=captured_at, gazetteer=gazetteer)
    return PageReading(PageState.OK if listing.rows else PageState.EMPTY, listing, page.links)


def _rows(tree: LexborHTMLParser, outline: Outline, seen: _Seen) -> Iterator[RawRow]:
    """The rows of a page in its order; headings on the way go to the outline."""
    lines = LineReader(outline)
    columns: list[str | None] | None = None
    waiting = [blocks(tree.body)] if tree.body else []
    while waiting:
        block = next(waiting[-1], None)
        if block is None:
            waiting.pop()
        elif isinstance(block, Line):
            yield from _line(block, outline, lines, seen)
        else:
            yield from lines.end(heading=False)
            table = TableReader(block, outline, columns)
            yield from table.rows()
            if table.recognised:
                seen.table, columns = True, table.columns
            elif block.node.css_first("table table, td p, td li, td h1, td h2, td h3"):
                waiting.append(blocks(block.node))
            else:
                waiting.append(Line(row) for row in block.lines())
    yield from lines.end()


def _line(line: Line, outline: Outline, lines: LineReader, seen: _Seen) -> Iterator[RawRow]:
    if says_nothing_planned(line.text):
        seen.nothing_planned = True
    elif not (line.is_link and line.level is None) and outline.enter(line.text, line.level):
        yield from lines.end()
    else:
        yield from lines.take(line.text)


def _state(listing: Listing, seen: _Seen, text: str) -> PageState:
    if listing.rows:
        return PageState.OK
    if _REFUSAL.search(text):
        return PageState.BLOCKED
    if seen.table or seen.nothing_planned:
        return PageState.EMPTY
    return PageState.BLOCKED if _LOGIN.search(text) else PageState.MALFORMED
