"""A settlement as printed, taken apart: its type, its name, other names in brackets, what is said of its district."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from pipeline.domain.addresses.districts import District, cut_district
from pipeline.domain.addresses.settlement_types import OBLIQUE, TYPES
from pipeline.domain.addresses.text import plain

_MARKS = 3
"""So many types and initials may stand before a name: `с. м. Ужгород`, `у с. М. Попові`."""
_INITIAL = re.compile(r"^\s*[МM]\.|[а-яіїєґ]\s+[СCМM]\.\s*\w+[а-яіїєґ]|^\s*[СCМM]\.?-")
"""М. Попово is no town and so Мале Попово; so are `у С. Поляні` and `С-Поляна` Синевирська Поляна."""
_LONG_TYPE = re.compile(
    r"^\s*(?:(?P<селище>с\.\s?м\.\s?т\.?|селищ\w\s+міського\s+типу)|н\.\s?п\.|населен\w+\s+пункт\w*)\s*"
)
_PREPOSITIONS = ("у", "в", "із", "зі", "з", "до", "для", "на", "по", "від", "біля")


@dataclass(frozen=True, slots=True)
class PrintedName:
    """One way to read a printed name."""

    words: tuple[str, ...]
    """Folded; an abbreviated one ends in a dot."""
    category: str | None
    """`місто`, `селище` or `село`, where the printed type means one."""
    inflected: bool
    """A preposition stands before it."""

    def __str__(self) -> str:
        return " ".join(self.words)


def take_apart(text: str) -> tuple[list[str], list[str]]:
    """The name and those that brackets give besides; what stands around them of a district."""
    outside, *brackets = text.replace(")", "(").split("(")
    names: list[str] = []
    hints: list[str] = []
    for part in outside.split(","):
        name, hint = cut_district(part)
        hints += [hint] if hint else []
        if name and not names:
            names.append(name)
        elif name:
            hints.append(name)
    for part in brackets:
        name, hint = cut_district(part)
        hints += [hint] if hint else []
        (hints if len(name.split()) == 1 and District(name) else names).append(name)
    return [name for name in names if name.strip()], hints


def readings(text: str) -> Iterator[PrintedName]:
    """The ways to read a name, likeliest first."""
    folded, category = plain(text), None
    if long_type := _LONG_TYPE.match(folded):
        folded, category = folded[long_type.end() :], "селище" if long_type["селище"] else None
    words = folded.replace(".", ". ").split()
    start = 1 if words[:1] and words[0] in _PREPOSITIONS else 0
    marks = 0
    while marks < _MARKS and start + marks + 1 < len(words) and words[start + marks].rstrip(".") in TYPES:
        marks += 1
    kinds = [words[start + at].rstrip(".") for at in range(marks)]
    category = TYPES[kinds[0]] if kinds else category
    inflected = start == 1 or any(kind in OBLIQUE for kind in kinds)
    # the first mark is the type, others are rather initials
    order = [0, 1] if len(kinds) == 1 and _INITIAL.search(text) else [*range(1, marks + 1), 0]
    ways = [PrintedName(_name_words(words[start + at :]), category if at else None, inflected) for at in order]
    if start and text.lstrip()[0].isupper():
        ways.append(PrintedName(_name_words(words), None, inflected=False))
    if len(words) > 1 and words[-1].rstrip(".") in TYPES:  # Буштино смт
        ways.append(PrintedName(_name_words(words[:-1]), TYPES[words[-1].rstrip(".")], inflected=False))
    yield from ways
    for way in ways:
        if len(way.words) > 1 and not way.words[0].endswith("."):  # В Лучки, Вел-Лучки
            yield replace(way, words=(way.words[0] + ".", *way.words[1:]))
    if len(as_words := ways[0].words) == 2:  # noqa: PLR2004 - Лучки Великі
        yield replace(ways[0], words=as_words[::-1])


def _name_words(words: list[str]) -> tuple[str, ...]:
    """Without hyphens, and without the dot that ends a sentence."""
    text = " ".join(words).replace("-", " ").strip(" .:;–")
    return tuple(word for word in text.split() if word != ".")
