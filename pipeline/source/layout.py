"""A page as a reader meets it: headings, tables and lines of text, in order, without its scripts and menus."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from selectolax.lexbor import LexborHTMLParser, LexborNode

BREAK = "\x1e"
"""The mark that is put into the text of a page where a block begins or ends: text alone would join them."""

_BLOCK_TAG = re.compile(
    r"<(?=(?:br|/?(?:p|div|li|ul|ol|dl|dt|dd|h[1-6]|section|article|main|header|blockquote|address|pre))[\s/>])",
    re.IGNORECASE,
)
_SKIPPED = frozenset(
    {"script", "style", "noscript", "template", "nav", "footer", "aside", "select", "textarea", "iframe", "svg"}
    | {"button", "head", "title", "object", "-comment"}
)
_HEADINGS = {f"h{level}": level for level in range(1, 7)}


@dataclass(frozen=True, slots=True)
class Line:
    """A line of text; `level` 1 to 6 where it is a heading by its tag."""

    text: str
    level: int | None = None
    is_link: bool = False
    """All of it leads elsewhere: an entry of a menu, not a heading."""


def parse_html(text: str) -> LexborHTMLParser:
    """The tree of a page whose texts keep the ends of their blocks (see `lines_of`)."""
    return LexborHTMLParser(_BLOCK_TAG.sub(f"{BREAK}<", text).encode("utf-8", errors="replace"))


def lines_of(text: str) -> list[str]:
    """The lines of a marked text, white space made plain."""
    return [line for part in text.split(BREAK) if (line := " ".join(part.split()))]


def blocks(root: LexborNode) -> Iterator[Line | LexborNode]:
    """The page in reading order: lines of text, and the nodes of its tables."""
    waiting: list[tuple[Iterator[LexborNode], bool]] = [(root.iter(include_text=True), False)]
    text: list[str] = []
    links: list[str] = []
    while waiting:
        children, in_link = waiting[-1]
        node = next(children, None)
        if node is None:
            waiting.pop()
            continue
        tag = node.tag or ""
        if tag == "-text":
            text.append(node.text_content or "")
            if in_link:
                links.append(text[-1])
        elif tag == "table" or tag in _HEADINGS:
            yield from _lines(text, links)
            text, links = [], []
            if tag == "table":
                yield node
            else:
                yield Line(" ".join(lines_of(node.text())), _HEADINGS[tag])
        elif tag not in _SKIPPED:
            waiting.append((node.iter(include_text=True), in_link or _leads_away(node)))
    yield from _lines(text, links)


def _lines(text: list[str], links: list[str]) -> Iterator[Line]:
    linked = set(lines_of(BREAK.join(links))) if links else set()
    for line in lines_of("".join(text)):
        yield Line(line, is_link=line in linked)


def _leads_away(node: LexborNode) -> bool:
    return node.tag == "a" and not (node.attributes.get("href") or "#").startswith("#")
