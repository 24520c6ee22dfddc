"""Comparing what people type: apostrophes, look-alike letters, dashes, spaces, and one slip of the finger."""

import re
import unicodedata
from functools import lru_cache

_DROPPED = dict.fromkeys(map(ord, "'’‘ʼ`´′‛\"“”„«»*\u00ad\u200b\u200c\u200d\u2060\ufeff\u0301"))
_DASHES = dict.fromkeys(map(ord, "‐‑‒–—―−"), "-")
_LATIN = "ABCEHIKMOPTXYaceikopxyÏï"
LOOKS_LIKE = str.maketrans(_LATIN, "АВСЕНІКМОРТХУасеікорхуЇї")
"""Latin letters, for `str.translate`, to the Cyrillic ones that are typed for them."""
_PLAIN = re.compile(r"[А-Яа-яІіЇїЄєҐґ0-9 .,()/-]*").fullmatch
"""What has nothing but letters of ours, as nearly all has: it needs no more than lower case."""
_WORD = re.compile(r"[^\W\d_]+")
_HAS_LATIN = re.compile(r"[A-Za-zÏï]")
_CYRILLIC = re.compile(r"[\u0400-\u04ff]")

TYPO_LETTERS = 5
"""A typo is forgiven in names of at least so many letters."""


def plain(text: str) -> str:
    """Lower case without apostrophes and quotation marks, one sort of dash, Cyrillic for Latin look-alikes."""
    if _PLAIN(text):
        return text.lower()
    text = unicodedata.normalize("NFC", text).translate(_DROPPED).translate(_DASHES)
    if _HAS_LATIN.search(text):
        text = _WORD.sub(_to_cyrillic, text)
    return unicodedata.normalize("NFC", text.lower())


@lru_cache(maxsize=16384)
def fold(text: str) -> str:
    """The key by which two names are compared: `plain`, and every dash and run of spaces is one space."""
    return " ".join(plain(text).replace("-", " ").split())


def one_typo_apart(a: str, b: str) -> bool:
    """Whether one letter inserted, dropped or replaced, or two neighbours swapped, makes `a` into `b`."""
    if abs(len(a) - len(b)) > 1 or a == b:
        return False
    start = 0
    while start < min(len(a), len(b)) and a[start] == b[start]:
        start += 1
    end = 0
    while end < min(len(a), len(b)) - start and a[-1 - end] == b[-1 - end]:
        end += 1
    a, b = a[start : len(a) - end], b[start : len(b) - end]
    return max(len(a), len(b)) == 1 or (len(a) == len(b) == 2 and a == b[::-1])  # noqa: PLR2004 (two letters)


def _to_cyrillic(word: re.Match[str]) -> str:
    """A word with Cyrillic in it, or all of look-alikes, is a Cyrillic one; `Facebook` stays as it is."""
    changed = word[0].translate(LOOKS_LIKE)
    return changed if _CYRILLIC.search(word[0]) or not _HAS_LATIN.search(changed) else word[0]
