"""Streets: kind and name."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from pipeline.domain.addresses.street_names import is_abbreviation, ordinal
from pipeline.domain.addresses.text import TYPO_LETTERS, fold, one_typo_apart, plain

_KINDS = {
    **dict.fromkeys(("вул", "вулиця", "вулиці", "вулицю", "вулицею", "вл", "ул", "улица", "вуд", "вил", "в"), "вул."),
    **dict.fromkeys(("пров", "провулок", "провулку", "провулки", "провул", "прову", "провулком"), "пров."),
    **dict.fromkeys(("пер", "переулок", "пр-к", "пров-к", "пр-лок", "пров-лок", "прв", "завулок", "зав"), "пров."),
    **dict.fromkeys(("просп", "проспект", "проспекту", "прос", "пр-т", "пр-кт", "просп-т", "пр-пект"), "просп."),
    **dict.fromkeys(("пл", "площа", "площі", "площу", "пл-ща", "площадь"), "пл."),
    **dict.fromkeys(("бульв", "бульвар", "бульвару", "бульварі", "бул", "б-р", "бул-р", "б"), "бульв."),
    **dict.fromkeys(("наб", "набережна", "набережній", "наб-на"), "наб."),
    **dict.fromkeys(("туп", "тупик", "тупику"), "туп."),
    **dict.fromkeys(("узвіз", "узв"), "узвіз"),
    **dict.fromkeys(("шосе", "ш"), "шосе"),
    **dict.fromkeys(("проїзд", "проїзду", "пр-д", "пр-зд"), "проїзд"),
    **dict.fromkeys(("мкр", "мкрн", "мікрорайон", "мікрорайоні", "м-н", "мр-н", "мік-н"), "мкр."),
    **dict.fromkeys(("алея", "ал"), "алея"),
    **dict.fromkeys(("майдан", "майд"), "майдан"),
    **dict.fromkeys(("урочище", "уроч", "ур"), "ур."),
    **dict.fromkeys(("присілок", "прис", "п-ць"), "прис."),
    **dict.fromkeys(("хутір", "хут", "х"), "х."),
    **dict.fromkeys(("квартал", "кв-л"), "квартал"),
    **dict.fromkeys(("масив", "м-в"), "масив"),
    **dict.fromkeys(("дорога", "дор"), "дорога"),
    **dict.fromkeys(("вїзд",), "в’їзд"),
    **{each: each for each in ("тракт", "сквер")},
}
_SLASH = re.compile(r"\s*/\s*([^\W\d]{4}[^/()]*)")
"""`вул. Центральна/Леніна` gives the old name as brackets do."""
_PART = re.compile(r"\((бічн(?:а|ий)|верхн(?:я|ій)|нижн(?:я|ій)|нов(?:а|ий)|мал(?:а|ий)|велик(?:а|ий))\)")
"""`вул. Мукачівська (бічна)`: brackets that go on with the name."""
_EITHER = "пр"
"""`пр. Підгірний` is a провулок, `пр. Свободи` a проспект: the form of the name decides."""
_SHORT = 6
"""An abbreviation is no longer than this."""
_WEAK = ("ур.", "прис.", "х.")
"""What does not outweigh a `вул.` that a billing system put before it, as the others do: `вул. Веснянське шосе`."""
_TYPED_WRONG = ("вулиця", "провулок", "проспект", "площа", "бульвар", "набережна")
_PREPOSITIONS = ("на", "по", "у", "в")
_NO_STREET = frozenset(
    (
        *("", "не вказана", "не вказано", "не визначена", "не визначено", "невідома", "відсутня", "без назви"),
        *("без вулиці", "нема", "немає", "вул", "вулиця", "немає вулиці", "б/н", "бн"),
    )
)
_FORMER_WORDS = frozenset(
    """
    кол колишня колишній колишнє колиш кол-ня був бувша бувший бувш б стара старий стар ст назва раніше попередня попер
    нова нині тепер теперішня зараз перейменована перейменовано на перейм
    """.split()  # noqa: SIM905 (a list of words is read as words)
)


@dataclass(frozen=True, slots=True)
class Street:
    """A street as understood: `вул.` + `Шевченка`."""

    kind: str | None
    """Canonical short kind (`вул.`, `пров.`, `просп.`, `пл.`, …); None where none is printed."""
    name: str
    """Readable, without the kind; empty where the list says that there is no street (`вул. не вказана`)."""
    former: str | None = None
    """The old name that stands in brackets."""

    @property
    def title(self) -> str:
        """As people read it: `вул. Шевченка`."""
        return f"{self.kind or ''} {self.name}".strip()


@lru_cache(maxsize=16384)
def parse_street(text: str) -> Street:
    """The street that `text` names. Never fails; `вул. не вказана`, `без назви` and `` give an empty name."""
    text = _PART.sub(r" \1 ", text)
    outside, *brackets = _SLASH.sub(r"(\1)", text).replace(")", "(").split("(")
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
    text = text.replace(".", ". ").replace(",", " ")
    if text[:4].startswith("вул") and text[3:4].isupper():  # `вулСадова`
        text = f"вул. {text[3:]}"
    words = (word.strip(";:–— ") for word in text.split())
    return [word for word in words if word.strip(".-")]


def _take_kind(words: Sequence[str]) -> tuple[str | None, list[str]]:
    """The kind and the words without it. It stands first, behind an ordinal (`1 пров. Лисенка`), or last."""
    if len(words) > 2 and words[0].lower() in _PREPOSITIONS and _kind_of(words[1], first=True):  # noqa: PLR2004
        words = words[1:]
    if len(words) < 2:  # noqa: PLR2004 (a word alone is the name)
        return None, list(words)
    first_is_ordinal = len(words) > 2 and (ordinal(plain(words[0])) or plain(words[0]) == "і")  # noqa: PLR2004
    places = (0, *([1] if first_is_ordinal else []), len(words) - 1)
    for at in sorted(places, key=lambda at: len(words[at]) > _SHORT):  # `Набережна вул.` is a вулиця
        kind = _kind_of(words[at], first=at == 0)
        if kind is None:
            continue
        rest = [*words[:at], *words[at + 1 :]]
        if at == 1 and plain(words[0]) == "і":
            rest[0] = "1"
        kind = _either(rest) if kind == _EITHER else kind
        return _outweighed(kind, rest) if at == 0 else (kind, rest)
    return None, list(words)


def _kind_of(word: str, *, first: bool) -> str | None:
    """The kind that a word is, mistyped ones too (`вулця`); `пр` stays.

    A single letter is a kind only when small and at the start: `б. Острозького`, but `Б. Хмельницького`.
    """
    key = plain(word).rstrip(".")
    if len(key) == 1 and not (first and word == word.lower() and word.endswith(".")):
        return None
    if key in _KINDS or key == _EITHER:
        return _KINDS.get(key, key)
    near = (right for right in _TYPED_WRONG if one_typo_apart(key, right))
    return _KINDS[right] if first and len(key) >= TYPO_LETTERS and (right := next(near, "")) else None


def _outweighed(kind: str, words: list[str]) -> tuple[str, list[str]]:
    """A second kind counts behind the name (`Київська наб.` in a list of lanes), and before it behind a `вул.`."""
    ends = [(words[:-1], words[-1])]
    if kind == "вул.":
        ends.insert(0, (words[1:], words[0]))
    for rest, word in ends:
        key = plain(word).rstrip(".")
        second = _KINDS.get(key) if len(key) > 1 else None
        if second and second not in _WEAK and any(not ordinal(plain(each)) for each in rest):
            return second, rest
    return kind, words


def _either(words: Sequence[str]) -> str:
    return "пров." if any(fold(word).endswith(("ий", "ій")) for word in words) else "просп."


def _tidy(words: Sequence[str]) -> str:
    """Readable; the dot of an abbreviation stays, that of a sentence goes."""
    if words and not is_abbreviation(words[-1]):
        words = [*words[:-1], words[-1].rstrip(".")]
    return " ".join(words).strip(" -\"'")


def _former(note: str) -> str | None:
    words = _words(note)
    while len(words) > 1 and _leads_to_former(words[0], words[1]):
        words = words[1:]
    name = _tidy(_take_kind(words)[1])
    said = any(char.isalpha() for char in name) and len(name) > 2 and not plain(name).startswith("част")  # noqa: PLR2004
    return name if said else None


def _leads_to_former(word: str, following: str) -> bool:
    """`стара назва` does, the `Стара` of `Стара Замкова` does not."""
    key = plain(word).strip(".:")
    may_be_name = key in ("стара", "старий", "нова") and not word[0].islower() and not following.startswith("назва")
    return key in _FORMER_WORDS and not may_be_name
