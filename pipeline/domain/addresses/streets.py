"""Streets: kind and name."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from pipeline.domain.addresses.street_names import is_abbreviation, ordinal
from pipeline.domain.addresses.text import fold, plain

_KINDS = {
    **dict.fromkeys(("вул", "вулиця", "вулиці", "вулицю", "ул", "вуд", "в"), "вул."),
    **dict.fromkeys(("пров", "провулок", "провулку", "провулки", "пер", "пр-к", "пров-к", "прв"), "пров."),
    **dict.fromkeys(("просп", "проспект", "проспекту", "прос", "пр-т", "пр-кт", "просп-т"), "просп."),
    **dict.fromkeys(("пл", "площа", "площі", "пл-ща"), "пл."),
    **dict.fromkeys(("бульв", "бульвар", "бульвару", "бул", "б-р", "б"), "бульв."),
    **dict.fromkeys(("наб", "набережна"), "наб."),
    **dict.fromkeys(("туп", "тупик"), "туп."),
    **dict.fromkeys(("узвіз", "узв"), "узвіз"),
    **dict.fromkeys(("шосе", "ш"), "шосе"),
    **dict.fromkeys(("проїзд", "пр-д", "пр-зд"), "проїзд"),
    **dict.fromkeys(("мкр", "мкрн", "мікрорайон", "м-н", "мр-н"), "мкр."),
    **dict.fromkeys(("алея", "ал"), "алея"),
    **dict.fromkeys(("майдан", "майд"), "майдан"),
    **dict.fromkeys(("урочище", "ур"), "ур."),
    **dict.fromkeys(("присілок", "прис", "п-ць"), "прис."),
    **dict.fromkeys(("хутір", "хут", "х"), "х."),
    **dict.fromkeys(("квартал", "кв-л"), "квартал"),
    **dict.fromkeys(("вїзд",), "в’їзд"),
}
_EITHER = "пр"
"""`пр. Підгірний` is a провулок, `пр. Свободи` a проспект: the form of the name decides."""
_SHORT = 6
"""An abbreviation is no longer than this."""
_FULL = frozenset(("провулок", "пров", "проспект", "просп", "площа", "бульвар", "тупик", "узвіз", "шосе", "проїзд"))
"""What outweighs a `вул.` that a billing system put before it: `вул. Веснянське шосе`."""
_NO_STREET = frozenset(
    (
        *("", "не вказана", "не вказано", "не визначена", "не визначено", "невідома", "відсутня", "без назви"),
        *("без вулиці", "нема", "немає", "вул", "вулиця", "немає вулиці", "б/н", "бн"),
    )
)
_FORMER_WORDS = ("кол", "колишня", "колишній", "колиш", "бувша", "бувш", "стара", "стар", "назва", "раніше")


@dataclass(frozen=True, slots=True)
class Street:
    """A street as understood: `вул.` + `Шевченка`."""

    kind: str | None
    """Canonical short kind (`вул.`, `пров.`, `просп.`, `пл.`, …); None where none is printed."""
    name: str
    """Readable, without the kind; empty where the list says that there is no street (`вул. не вказана`)."""
    former: str | None = None
    """The old name that stands in brackets."""


@lru_cache(maxsize=16384)
def parse_street(text: str) -> Street:
    """The street that `text` names. Never fails; `вул. не вказана`, `без назви` and `` give an empty name."""
    outside, *brackets = text.replace(")", "(").split("(")
    notes = [part.strip() for part in brackets[::2]]
    kind, words = _take_kind(_words(" ".join([outside, *brackets[1::2]])))
    kinds = [note for note in notes if plain(note).strip(". ") in _KINDS]
    if kind is None and kinds:
        kind = _KINDS[plain(kinds[0]).strip(". ")]
    name = _tidy(words)
    if fold(name).strip(".-") in _NO_STREET:
        return Street(None, "")
    former = next((old for note in notes if note not in kinds and (old := _former(note))), None)
    return Street(kind, name, former)


def _words(text: str) -> list[str]:
    """`вул.Ніжинська` is two words; a mark alone is none."""
    words = (word.strip(",;:–— ") for word in text.replace(".", ". ").split())
    return [word for word in words if word.strip(".-")]


def _take_kind(words: Sequence[str]) -> tuple[str | None, list[str]]:
    """The kind and the words without it. It stands first, behind an ordinal (`1 пров. Лисенка`), or last."""
    if len(words) < 2:  # noqa: PLR2004 (a word alone is the name)
        return None, list(words)
    behind_ordinal = [1] if ordinal(plain(words[0])) and len(words) > 2 else []  # noqa: PLR2004
    places = (0, *behind_ordinal, len(words) - 1)
    for at in sorted(places, key=lambda at: len(words[at]) > _SHORT):  # `Набережна вул.` is a вулиця
        if not _is_kind(words[at], first=at == 0):
            continue
        key, rest = plain(words[at]).rstrip("."), [*words[:at], *words[at + 1 :]]
        if key == _EITHER:
            return _either(rest), rest
        if _KINDS[key] == "вул.":
            return _outweighed(rest)
        return _KINDS[key], rest
    return None, list(words)


def _is_kind(word: str, *, first: bool) -> bool:
    """A single letter is a kind only when small and at the start: `б. Острозького`, but `Б. Хмельницького`."""
    key = plain(word).rstrip(".")
    if len(key) == 1:
        return first and key in _KINDS and word == word.lower() and word.endswith(".")
    return key in _KINDS or key == _EITHER


def _outweighed(words: list[str]) -> tuple[str, list[str]]:
    for at in (0, -1):
        if len(words) > 1 and (key := plain(words[at]).rstrip(".")) in _FULL:
            del words[at]
            return _KINDS[key], words
    return "вул.", words


def _either(words: Sequence[str]) -> str:
    return "пров." if any(fold(word).endswith(("ий", "ій")) for word in words) else "просп."


def _tidy(words: Sequence[str]) -> str:
    """Readable; the dot of an abbreviation stays, that of a sentence goes."""
    if words and not is_abbreviation(words[-1]):
        words = [*words[:-1], words[-1].rstrip(".")]
    return " ".join(words).strip(" -\"'")


def _former(note: str) -> str | None:
    words = _words(note)
    while words and plain(words[0]).rstrip(".") in _FORMER_WORDS:
        words = words[1:]
    name = _tidy(_take_kind(words)[1])
    said = any(char.isalpha() for char in name) and len(name) > 2 and not plain(name).startswith("част")  # noqa: PLR2004
    return name if said else None
