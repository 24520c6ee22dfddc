"""Text as tokens: words, numbers and signs, each with its place in the text as printed."""

import re
import unicodedata
from typing import NamedTuple

from pipeline.domain.addresses.text import LOOKS_LIKE

_TOKEN = re.compile(
    r"(?P<word>[^\W\d_]+(?:['’ʼ`′´*][^\W\d_]+)*)|(?P<number>\d+)|(?P<line>\n)|(?P<dash>[-‐‑‒–—―−÷~→]+|\.{2,}|…)|(?P<sign>\S)"
)
_LATIN = re.compile(r"[A-Za-zÏï]")
_CYRILLIC = re.compile(r"[\u0400-\u04ff]")
_SUPERSCRIPTS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹°º", "012345678900")


class Token(NamedTuple):
    """A word, a number or a sign."""

    kind: str
    """`word`, `number`, `dash`, `line` (its end) or `sign`."""
    text: str
    """Lower case, Cyrillic for look-alikes, one sort of apostrophe."""
    start: int
    end: int
    glued: bool
    """Nothing stands between it and the token before."""
    is_capital: bool
    is_upper: bool

    @property
    def is_word(self) -> bool:
        """Whether it is a word."""
        return self.kind == "word"

    @property
    def is_number(self) -> bool:
        """Whether it is a number."""
        return self.kind == "number"


def tokens_of(text: str, most: int | None = None) -> list[Token]:
    """The tokens of a text, hardly more than `most`; `start` and `end` are places in it."""
    tokens: list[Token] = []
    end = -1
    for found in _TOKEN.finditer(text.translate(_SUPERSCRIPTS) if not text.isascii() else text):
        printed, kind = found[0], found.lastgroup or "sign"
        folded = printed
        if kind == "word":
            folded = _folded(printed)
        first = printed[0]
        tokens.append(
            Token(kind, folded, found.start(), found.end(), found.start() == end, first.isupper(), printed.isupper())
        )
        end = found.end()
        if most is not None and len(tokens) > most:
            break
    return tokens


def _folded(word: str) -> str:
    small = word.lower()
    if _LATIN.search(word) and (_CYRILLIC.search(word) or _is_alike(word)):
        small = word.translate(LOOKS_LIKE).lower()
    if not small.isalpha():
        small = re.sub(r"['ʼ`′´*]", "’", small)
    return unicodedata.normalize("NFC", small)


def _is_alike(word: str) -> bool:
    """Whether a Latin word may be a Cyrillic one by its looks: `c`, `m`."""
    return len(word) <= 2 and not _LATIN.search(word.translate(LOOKS_LIKE))
