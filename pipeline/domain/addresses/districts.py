"""Districts: what a list prints over or beside a settlement, held against its raion, former raion and hromada."""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from pipeline.domain.addresses.text import TYPO_LETTERS, one_typo_apart, plain

_LEVELS = {
    **dict.fromkeys(("рем", "рез", "вем", "філія", "дільниця"), "former_raion"),
    **dict.fromkeys(("район", "району", "районі", "р-н", "р-ну", "р-ні", "рн"), "raion"),
    **dict.fromkeys(("громада", "громади", "громаді", "громадою", "тг", "отг", "мтг", "стг", "смтг"), "hromada"),
}
"""What an adjective may speak of. A raion was another before 2020, and the utility's districts follow the old one."""
_GENERIC = ("міськ", "сільськ", "селищн", "територіальн", "районн", "електр", "обл", "рад")
_ADJECTIVE_ENDINGS = ("ий", "ого", "ому", "им", "ім", "а", "ої", "ій", "у", "ою", "е", "і", "их")
_ABBREVIATED = re.compile(r"[А-ЯІЇЄҐ][а-яіїєґ]{0,3}\.")
"""`В.` of `В. Березнянський`."""
_SMALL = ("по", "у", "в", "на", "та", "і", "й")


class _Group(NamedTuple):
    """One adjective and what it speaks of: `В.-Березнянський` + `РЕМ`."""

    first: str
    last: str
    level: str | None


class District:
    """A printed district, such as `Хустський РЕМ` or `Мукачівський район, Івановецька громада`."""

    def __init__(self, text: str) -> None:
        self._groups = _groups(text)

    def __bool__(self) -> bool:
        """Whether anything in the text names a district."""
        return bool(self._groups)

    @property
    def key(self) -> tuple[object, ...]:
        """Equal for texts that name the same district, in whatever case."""
        return self._groups

    @property
    def names_hromada(self) -> bool:
        """Whether it names a hromada, the narrowest of districts."""
        return any(group.level == "hromada" for group in self._groups)

    def agreement(self, former_raion: str, raion: str, hromada: str) -> int:
        """How well a settlement with these fits: 0 not at all; more where the level named is the one that fits.

        A hromada that is none of these forbids it, whatever else fits.
        """
        names = {"former_raion": former_raion, "raion": raion, "hromada": hromada}
        fits = [(_fit(group, names), group.level) for group in self._groups]
        return 0 if (0, "hromada") in fits else sum(fit for fit, _ in fits)


def _fit(group: _Group, names: dict[str, str]) -> int:
    fitting = [level for level, name in names.items() if _means(group, _joined_stem(name))]
    return (2 if group.level in fitting else 1) if fitting else 0


def _means(group: _Group, name: str) -> bool:
    if group.first:
        whole = len(group.first) + len(group.last) <= len(name)
        return whole and name.startswith(group.first) and name.endswith(group.last)
    return name == group.last or (len(name) >= TYPO_LETTERS and one_typo_apart(name, group.last))


def cut_district(text: str) -> tuple[str, str]:
    """A text without the districts that it names by adjective and level, and these: `Поляна`, `Свалявського р-ну`."""
    words = text.split()
    cut: list[str] = []
    for at in range(len(words) - 1, -1, -1):
        if at < len(words) and _bare(words[at]) in _LEVELS:
            start, end = _around_level(words, at)
            cut[:0] = words[start:end]
            del words[start:end]
    return " ".join(words), " ".join(cut)


def without_level(text: str) -> str:
    """A text without what sort of district it names: `Тячів` of `РЕМ Тячів`."""
    return " ".join(word for word in re.split(r"[\s:«»\"]+", text) if _bare(word) not in _LEVELS)


def _around_level(words: list[str], at: int) -> tuple[int, int]:
    """Where a district begins and ends of which the level stands at `at`; nowhere if no adjective is beside it."""
    start = at - 1
    while start > 0 and _bare(words[start]).startswith(_GENERIC):
        start -= 1
    if start >= 0 and (_stem(_bare(words[start])) or words[start].endswith(".")):
        return start - (start > 0 and _ABBREVIATED.fullmatch(words[start - 1]) is not None), at + 1
    if at + 1 < len(words) and _stem(_bare(words[at + 1])):  # громада Тересвянська
        return at, at + 2
    return at, at


def _bare(word: str) -> str:
    return plain(word).strip(".,;:()")


@lru_cache(maxsize=1024)
def _groups(text: str) -> tuple[_Group, ...]:
    groups: list[_Group] = []
    first = before = ""
    for word in _words(text):
        level = _LEVELS.get(word)
        before, word_before = word, before
        if level and first and first == word_before and f"{first}." in plain(text):  # Мукач. р-н
            groups.append(_Group(first, "", level))
            first = ""
        elif level and groups and groups[-1].level is None:
            groups[-1] = groups[-1]._replace(level=level)
        elif level or word.startswith(_GENERIC):
            continue
        elif stem := _stem(word):
            groups.append(_Group(first, stem, None))
            first = ""
        else:
            first = first or word
    return tuple(groups)


def _words(text: str) -> Iterator[str]:
    for word in re.split(r"[\s.,()]+", plain(text)):
        if word and (word not in _SMALL or f"{word}." in text.lower()):
            yield from [word] if word in _LEVELS else word.split("-")


@lru_cache(maxsize=1024)
def _joined_stem(name: str) -> str:
    joined = plain(name).replace("-", "").replace(" ", "")
    return _stem(joined) or joined


def _stem(word: str) -> str | None:
    """An adjective up to `ськ` or `цьк`, whatever its case; None for any other word."""
    at = max(word.rfind("ськ"), word.rfind("цьк"), word.rfind("зьк"))
    return word[: at + 3] if at > 0 and word[at + 3 :] in _ADJECTIVE_ENDINGS else None
