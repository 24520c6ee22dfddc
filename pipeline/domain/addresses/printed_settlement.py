"""A settlement as printed, taken apart: its type, its name, other names in brackets, what is said of its district."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from pipeline.domain.addresses.districts import District, cut_district
from pipeline.domain.addresses.text import plain

TYPES = {
    **dict.fromkeys(("м", "місто", "міста", "місті", "місту"), "місто"),
    **dict.fromkeys(("смт", "сщ", "с-ще", "с/ще", "с-щі", "с-ща", "сел", "селище", "селища", "селищі"), "селище"),
    **dict.fromkeys(("с", "сс", "село", "села", "селі", "селу", "сіл", "селах"), "село"),
    **dict.fromkeys(("х", "хут", "хутір", "хутора", "хуторі", "п-ць", "прис", "присілок", "нп", "н-п"), None),
}
"""How a type is printed, and the category that it means today (None: any)."""
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
    inflected = bool(words) and words[0] in _PREPOSITIONS
    bare = words[1:] if inflected else words
    typed = 0
    while len(bare) > typed + 1 and (kind := bare[typed].rstrip(".")) in TYPES:
        category, typed = TYPES[kind], typed + 1
    as_typed = PrintedName(_name_words(bare[typed:]), category, inflected)
    ways = [as_typed]
    if typed or (inflected and text.lstrip()[0].isupper()):
        whole = PrintedName(_name_words(words), None, inflected=False)
        is_initial = words[0] == "м." and text.lstrip()[0].isupper()  # М. Попово is no town but Мале Попово
        ways = [whole, as_typed] if is_initial else [as_typed, whole]
    yield from ways
    for way in ways:
        if len(way.words) > 1 and not way.words[0].endswith("."):  # В Лучки, Вел-Лучки
            yield replace(way, words=(way.words[0] + ".", *way.words[1:]))


def _name_words(words: list[str]) -> tuple[str, ...]:
    """Without hyphens, and without the dot that ends a sentence."""
    text = " ".join(words).replace("-", " ").strip(" .:;–")
    return tuple(word for word in text.split() if word != ".")
