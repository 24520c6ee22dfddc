"""Lines of text as a person reads them: the ends of blocks kept, invisible signs gone, broken sentences whole."""

import re
from collections.abc import Iterator

from selectolax.lexbor import LexborNode

from pipeline.domain.addresses import settlement_types

BREAK = "\f"
"""What stands in a text where a block of the page begins or ends: text alone would join them."""
BLOCKS = frozenset(
    """
    br hr p div li ul ol dl dt dd h1 h2 h3 h4 h5 h6 section article main header blockquote address pre td th tr
    caption details summary figcaption button label legend form center
    """.split()  # noqa: SIM905 (a list of words is read as words)
)
"""Tags that begin a line and end one; all others stand within a line."""

_INVISIBLE = dict.fromkeys(map(ord, "\u00ad\u200b\u200c\u200d\u2060\ufeff"))
_SIGNS = str.maketrans("‐‑‒⁰¹²³⁴⁵⁶⁷⁸⁹", "---0123456789") | _INVISIBLE
_ICONS = "\ue000-\uf8ff\U000f0000-\U0010ffff"
"""Pictures of a font, in planes for private use; `changes` and `reasons` put signs of their own there."""
_HAS_SIGNS = re.compile(f"[{''.join(map(chr, _SIGNS))}{_ICONS}]").search
_ICON = re.compile(f"[{_ICONS}]+")

_LEAD_ON = frozenset(
    """
    та і й у в по на від до для за вул вулиця вулиці вулицю вулиць пров просп пл бульв наб буд №
    """.split()  # noqa: SIM905 (a list of words is read as words)
).union(settlement_types.TYPES)
"""The last word of a line whose sentence goes on in the next one, an abbreviation with or without its point."""
_LAST_WORDS = 40
"""So many signs of the end of a line tell whether its sentence goes on."""
_TILL = re.compile(r"(?:до|по)\s*\d{1,2}[:.]\d\d")
"""The second half of hours, behind the first."""
_GOES_ON = re.compile(
    rf"(?!(?:з|із|від|по|до|с)\s*\d|{settlement_types.MARK}|"
    r"(?:вул|пров|просп|пр|пл|бульв|б|наб|майдан|узвіз|тупик|туп|мкр)\w*[.\s-]|"
    r"ча\w*тково|повністю|перенес|скасов|відмін|час\b|дата\b)[а-яіїєґ]{2}"
)
"""How a line begins that is no beginning."""


def text_of(node: LexborNode) -> str:
    """All text in a node, with a `BREAK` where a block begins or ends."""
    return "".join(_texts(node))


def lines_of(text: str) -> list[str]:
    """The lines of a marked text without the white space and signs that nobody sees.

    A sentence that a break cut in two is one line.
    """
    lines = [line for part in text.split(BREAK) if (line := " ".join(part.split()))]
    if _HAS_SIGNS(BREAK.join(lines)):
        seen = (_ICON.sub(" ", line).translate(_SIGNS) for line in lines)
        lines = [line for text in seen if (line := " ".join(text.split()))]
    return _whole(lines) if len(lines) > 1 else lines


def _texts(node: LexborNode) -> Iterator[str]:
    waiting = [(node.iter(include_text=True), "")]
    while waiting:
        children, end = waiting[-1]
        child = next(children, None)
        if child is None:
            yield end
            waiting.pop()
        elif child.tag == "-text":
            yield child.text_content or ""
        else:
            mark = BREAK if child.tag in BLOCKS else ""
            yield mark
            waiting.append((child.iter(include_text=True), mark))


def _whole(lines: list[str]) -> list[str]:
    whole: list[list[str]] = [lines[:1]]
    end = lines[0]
    for line in lines[1:]:
        if _belong_together(end, line):
            whole[-1].append(line)
            end = f"{end[-_LAST_WORDS:]} {line}"
        else:
            whole.append([line])
            end = line
    return [" ".join(parts) for parts in whole]


def _belong_together(before: str, line: str) -> bool:
    waits = _TILL.match(line) if before[-1].isdigit() else _waits(before)
    return bool(waits or (_GOES_ON.match(line) and before[-1] not in ".:;!?"))


def _waits(line: str) -> bool:
    """Whether the sentence of a line goes on by what it ends with."""
    rest, _, last = line.rpartition(" ")
    word = last.lstrip('(«"„').removesuffix(".").lower()
    return line[-1] in ",–—-" or (word in _LEAD_ON and not rest[-1:].isdigit())
