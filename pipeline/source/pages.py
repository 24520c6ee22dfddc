"""A page as it came: what state it is in, what it lists, where it leads."""

import re
from dataclasses import dataclass, field
from datetime import datetime

from selectolax.lexbor import LexborHTMLParser

from pipeline.domain.addresses.settlements import Gazetteer
from pipeline.domain.clock import kyiv_day
from pipeline.domain.trust import PageState
from pipeline.domain.works import Listing
from pipeline.source import portal
from pipeline.source.csv_list import as_html, is_csv
from pipeline.source.markup.cells import Skeleton, skeleton_of
from pipeline.source.markup.decoding import to_utf8
from pipeline.source.markup.layout import parse_html, without_comments
from pipeline.source.markup.links import links_of
from pipeline.source.markup.refusals import has_challenge, is_refusal, says_refusal
from pipeline.source.text.page_lines import PageLines
from pipeline.source.text.reader import ListReader

MOST_LINES = 20_000
"""Lines of text that are no part of a row: five times as many as a real page of 600 works has of all kinds."""
MOST_TAGS = 500_000
"""Tags, eleven times as many as that page has: a few times more would take the memory of the process that sends."""
_GONE = (404, 410)
_OK_STATUSES = range(200, 300)
_JSON = re.compile(rb"\s*[{\[]")
_HTML = re.compile(rb"<\s*(?:!doctype\s|[a-z][a-z0-9]*(?:[\s/][^<]*)?>)", re.IGNORECASE)


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
    headings: bool = False
    """The headings of a list, by day and district or kind."""
    planned: bool = False
    """A heading of planned works, with or without a list."""
    nothing_planned: bool = False
    """The page says in words that there is nothing."""
    other_table: bool = False
    """A table that is no list."""
    is_endless: bool = False
    """It has more lines than stand around any list, so that reading on would take time without bounds."""
    listing: Listing = field(default_factory=Listing)
    links: tuple[str, ...] = ()

    @property
    def is_listing(self) -> bool:
        """Whether works are listed beyond doubt."""
        is_understood = any(place.katottg for work in self.listing.works for place in work.places)
        return is_understood or bool(self.listing.rows and self.table)

    @property
    def has_only_lists(self) -> bool:
        """Whether it is a list whose cells are all read as such."""
        return self.is_listing and not self.other_table


def read_page(
    content: bytes,
    *,
    captured_at: datetime,
    gazetteer: Gazetteer,
    status: int = 200,
    content_type: str | None = None,
    url: str = "",
) -> PageReading:
    """Read a page of any kind: HTML in any encoding, CSV, the portal's JSON, a refusal, garbage. Never raises."""
    if status not in _OK_STATUSES:
        state = PageState.MALFORMED if status in _GONE else PageState.BLOCKED
        return PageReading(state, Listing())
    page = as_html(content) if is_csv(content_type) else to_utf8(content, content_type)
    if _JSON.match(page):
        return _read_portal(page, captured_at, gazetteer, url)
    if not _HTML.search(page) or page.count(b"<") > MOST_TAGS:
        return _no_list(page)
    page = without_comments(page)
    skeleton = skeleton_of(page)
    tree = parse_html(skeleton.html)
    without_cells = skeleton if skeleton.texts else None
    seen = _read_tree(tree, without_cells, captured_at, gazetteer, url) if tree else None
    if without_cells and not (seen and seen.has_only_lists and skeleton.is_read):
        tree = parse_html(page)
        seen = _read_tree(tree, None, captured_at, gazetteer, url) if tree else None
    if not tree or not seen or seen.is_endless:
        return _no_list(page)
    state = _state(seen, tree, page)
    return PageReading(state, Listing() if state is PageState.BLOCKED else seen.listing, seen.links)


def page_links(content: bytes, content_type: str | None, url: str) -> tuple[str, ...]:
    """The further pages that a page of either kind leads to, without reading its rows."""
    page = to_utf8(content, content_type)
    if _JSON.match(page):
        collection = portal.read_json(page, url)
        return collection.links if collection else ()
    tree = parse_html(page)
    return links_of(tree, url) if tree else ()


def _read_portal(page: bytes, captured_at: datetime, gazetteer: Gazetteer, url: str) -> PageReading:
    collection = portal.read_json(page, url)
    if collection is None:
        return _no_list(page)
    listing = portal.read_listing(collection, captured_at=captured_at, gazetteer=gazetteer)
    return PageReading(PageState.OK if listing.rows else PageState.EMPTY, listing, collection.links)


def _no_list(page: bytes) -> PageReading:
    is_refused = says_refusal(page.decode(errors="replace"))
    return PageReading(PageState.BLOCKED if is_refused else PageState.MALFORMED, Listing())


def _read_tree(
    tree: LexborHTMLParser, skeleton: Skeleton | None, captured_at: datetime, gazetteer: Gazetteer, url: str
) -> _Seen:
    lines = PageLines(tree, kyiv_day(captured_at), skeleton)
    reader = ListReader(gazetteer, captured_at)
    seen = _Seen(links=links_of(tree, url))
    for line in lines:
        reader.take(line)
        seen.is_endless = reader.aside > MOST_LINES
        if seen.is_endless:
            break
    seen.table, seen.other_table = lines.has_table, lines.other_table
    seen.headings, seen.planned, seen.nothing_planned = (
        reader.heads_a_list,
        reader.heads_planned,
        reader.nothing_planned,
    )
    if not seen.is_endless and not (skeleton and seen.other_table):
        seen.listing = reader.listing()
    return seen


def _state(seen: _Seen, tree: LexborHTMLParser, page: bytes) -> PageState:
    if seen.is_listing:
        return PageState.OK
    if is_refusal(tree):
        return PageState.BLOCKED
    if seen.listing.works:
        return PageState.OK
    if seen.listing.rows or seen.listing.quarantined:  # lines that look like rows, and none is one
        return PageState.MALFORMED
    leads_to_lists = seen.planned and any("PAGEN_" not in link for link in seen.links)
    if seen.table or seen.nothing_planned or seen.headings or leads_to_lists:
        return PageState.EMPTY
    return PageState.BLOCKED if has_challenge(page) else PageState.MALFORMED
