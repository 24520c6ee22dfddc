"""A page as a reader meets it: headings, tables and lines of text, in order, without its scripts and menus."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from selectolax.lexbor import LexborHTMLParser, LexborNode

from pipeline.source.markup.cells import Skeleton
from pipeline.source.markup.grids import Grid, grid_at, joined_cells
from pipeline.source.markup.lines import BLOCKS, BREAK, lines_of, text_of

_PRE = re.compile(rb"<pre\b.*?</pre>", re.IGNORECASE | re.DOTALL)
_SKIPPED = frozenset(
    {"script", "style", "noscript", "template", "nav", "footer", "aside", "select", "textarea", "iframe", "svg"}
    | {"object", "head", "title", "-comment"}
)
_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_DEEPEST = 500
"""Elements within one another: a row that leaves a tag open nests all that follow, and a browser stops at 512."""
_MARKS = re.compile(rb"<(?:/?(?:div|ul|ol|dl|pre|DIV|UL|OL|DL|PRE))")
"""What a page is looked through for before it is parsed: boxes."""
_TOO_DEEP = ",".join([" > ".join("*" * _DEEPEST), " ".join(["table"] * 8)])


@dataclass(frozen=True, slots=True)
class Line:
    """A line of text; `level` 1 to 6 where it is a heading by its tag."""

    text: str
    level: int | None = None
    is_link: bool = False
    """All of it leads elsewhere: an entry of a menu, not a heading."""


def parse_html(html: bytes) -> LexborHTMLParser | None:
    """The tree of a page in UTF-8 without its comments, which may stand within a word; `<pre>` keeps its lines.

    None where elements, or tables, are nested so deeply as no list is: reading would take time without bounds.
    """
    html = without_comments(html)
    marks = _MARKS.findall(html)
    if b"<pre" in marks or b"<PRE" in marks:
        html = _PRE.sub(lambda pre: pre[0].replace(b"\n", b"<br>"), html)
    if _depth(marks) > _DEEPEST:  # the parser itself takes the square of it
        return None
    tree = LexborHTMLParser(html)
    return None if tree.css_first(_TOO_DEEP) else tree


def _depth(marks: Iterable[bytes]) -> int:
    """How deep boxes stand in one another, by their tags alone."""
    depth = deepest = 0
    for mark in marks:
        if mark.startswith(b"</"):
            depth -= depth > 0
        else:
            depth += 1
            deepest = max(deepest, depth)
    return deepest


def without_comments(html: bytes) -> bytes:
    """The page without comments; one that nothing ends is none, but a word of a script."""
    if b"<!--" not in html:
        return html
    before, *rest = html.split(b"<!--")
    parts = (part.partition(b"-->") for part in rest)
    return before + b"".join(after if end else b"<!--" + inside for inside, end, after in parts)


def blocks(root: LexborNode, skeleton: Skeleton | None = None) -> Iterator[Line | Grid]:
    """The page in reading order: lines of text, and its tables, without or with its skeleton."""
    tabs = _tabs(root)
    waiting: list[tuple[Iterator[LexborNode], str, bool]] = [(root.iter(include_text=True), "", False)]
    text: list[str] = []
    links: list[str] = []
    while waiting:
        children, end, in_link = waiting[-1]
        node = next(children, None)
        if node is None:
            waiting.pop()
            text.append(end)
            continue
        tag = node.tag or ""
        if tag == "-text":
            text.append(node.text_content or "")
            if in_link:
                links.append(text[-1])
            continue
        if tag in _SKIPPED:
            continue
        if tab := tabs.get(node.id or ""):
            yield from _lines(text, links)
            text, links = [], []
            yield Line(tab)
        if tag in _HEADINGS:
            yield from _lines(text, links)
            text, links = [], []
            yield Line(" ".join(lines_of(text_of(node))), _HEADINGS[tag], is_link=_is_link(node))
        elif grid := grid_at(node, skeleton):
            yield from _lines(text, links)
            text, links = [], []
            yield grid
        elif (row := joined_cells(node)) is not None:
            text += [BREAK, row, BREAK]
        else:
            mark = BREAK if tag in BLOCKS else ""
            text.append(mark)
            waiting.append((node.iter(include_text=True), mark, in_link or _leads_away(node, tabs)))
    yield from _lines(text, links)


def _lines(text: list[str], links: list[str]) -> Iterator[Line]:
    linked = set(lines_of(BREAK.join(links))) if links else set()
    for line in lines_of("".join(text)):
        yield Line(line, is_link=line in linked)


def _tabs(root: LexborNode) -> dict[str, str]:
    """What the tabs of a page say, by the id of the part that each opens: it is the heading of that part."""
    anchors = ((anchor, (anchor.attributes.get("href") or "")[1:]) for anchor in root.css('a[href^="#"]'))
    return {target: " ".join(lines_of(text_of(anchor))) for anchor, target in anchors if target}


def _leads_away(node: LexborNode, tabs: dict[str, str]) -> bool:
    if node.tag != "a":
        return False
    target = node.attributes.get("href") or "#"
    return not target.startswith("#") or target[1:] in tabs


def _is_link(heading: LexborNode) -> bool:
    anchor = heading.css_first("a[href]")
    return anchor is not None and _leads_away(anchor, {}) and lines_of(text_of(anchor)) == lines_of(text_of(heading))
