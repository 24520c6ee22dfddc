"""Lines of text as a person reads them: the ends of blocks kept, invisible signs gone, broken sentences whole."""

import re

BREAK = "\f"
"""The mark that is put into the text of a page where a block begins or ends: text alone would join them.

White space to a parser of HTML, which any other sign would make move text out of tables, and slow.
"""

_INVISIBLE = dict.fromkeys(map(ord, "\u00ad\u200b\u200c\u200d\u2060\ufeff"))
_SIGNS = str.maketrans("‐‑‒⁰¹²³⁴⁵⁶⁷⁸⁹", "---0123456789") | _INVISIBLE
_HAS_SIGNS = re.compile(f"[{''.join(map(chr, _SIGNS))}]").search

_WAITS = re.compile(
    r"(?:[,–—-]|(?<![\w'’-])(?<!\d\s)(?:та|і|й|у|в|по|на|від|до|для|за|"
    r"вул|вулиц[яіь]|пров|просп|пл|бульв|наб|с|м|смт|с-ще|буд|№)\.?)$",
    re.IGNORECASE,
)
"""How a line ends whose sentence goes on in the next one."""
_LONGEST_END = 10
_TILL = re.compile(r"(?:до|по)\s*\d{1,2}[:.]\d\d")
"""The second half of hours, behind the first."""
_GOES_ON = re.compile(
    r"(?!(?:з|із|від|по|до|с)\s*\d|(?:смт|с-ще|сел\w*|сс|с|м|х|хут\w*|прис\w*|місто|п-ць|н\.п)\b|"
    r"(?:вул|пров|просп|пр|пл|бульв|б|наб|майдан|узвіз|тупик|туп|мкр)\w*[.\s-]|"
    r"ча\w*тково|повністю|перенес|скасов|відмін|час\b|дата\b)[а-яіїєґ]{2}"
)
"""How a line begins that is no beginning."""


def lines_of(text: str) -> list[str]:
    """The lines of a marked text, white space made plain; a sentence that a break cut in two is one line."""
    if _HAS_SIGNS(text):
        text = text.translate(_SIGNS)
    lines = [line for part in text.split(BREAK) if (line := " ".join(part.split()))]
    return _whole(lines) if len(lines) > 1 else lines


def _whole(lines: list[str]) -> list[str]:
    whole = lines[:1]
    for line in lines[1:]:
        if _belong_together(whole[-1], line):
            whole[-1] += f" {line}"
        else:
            whole.append(line)
    return whole


def _belong_together(before: str, line: str) -> bool:
    waits = _TILL.match(line) if before[-1].isdigit() else _WAITS.search(before, len(before) - _LONGEST_END)
    return bool(waits or (_GOES_ON.match(line) and before[-1] not in ".:;!?"))
