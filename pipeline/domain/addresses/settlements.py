"""Settlements: which one of the gazetteer a printed name means."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from difflib import get_close_matches
from functools import lru_cache

from pipeline.domain.addresses.text import fold, one_typo_apart, plain

_SHORT = {"місто": "м.", "селище": "с-ще", "село": "с."}
_TYPES = {
    "м": "місто", "місто": "місто", "місті": "місто", "міста": "місто",
    "смт": "селище", "сщ": "селище", "с-ще": "селище", "селище": "селище", "селищі": "селище", "сел": "селище",
    "с": "село", "сс": "село", "село": "село", "селі": "село", "села": "село",
    "х": None, "хутір": None, "п-ць": None, "присілок": None, "прис": None, "н-п": None, "нп": None,
}  # fmt: skip
_PREPOSITIONS = {"у", "в", "із", "зі", "до", "для"}
_DISTRICT_LEVELS = {"рем": "former_raion", "район": "raion", "р": "raion", "громад": "hromada", "тг": "hromada"}
_GENERIC = ("міськ", "сільськ", "селищн", "територіальн", "електричн", "електромереж")
_ENDINGS = ("ого", "ому", "ими", "ами", "ями", "их", "іх", "им", "ім", "ам", "ям", "ах", "ях", "ою", "ею", "ої", "ій", "ий")
_VOWELS = "аеиіоуюяєїйь"
_ALTERNATE = str.maketrans("цзс", "кгх")
TYPO_LETTERS = 5
"""A typo is forgiven in names of at least so many letters."""


@dataclass(frozen=True, slots=True)
class Settlement:
    """A settlement of the state codifier КАТОТТГ."""

    katottg: str
    category: str
    """`місто`, `селище` or `село`."""
    name: str
    hromada: str
    raion: str
    former_raion: str
    """The raion before 2020, after which the utility's districts (РЕМ) are still named."""

    @property
    def title(self) -> str:
        """As people read it: `с. Іза`, `м. Ужгород`, `с-ще Буштино`."""
        return f"{_SHORT.get(self.category, self.category)} {self.name}"


class UnknownSettlement(Exception):  # noqa: N818 (named by what happened)
    """No settlement, or more than one, is meant."""

    def __init__(self, reason: str, nearest: tuple[str, ...] = ()) -> None:
        super().__init__(reason)
        self.reason = reason
        """In Ukrainian, for the operator."""
        self.nearest = nearest
        """Names of the gazetteer that are like it."""


class Gazetteer:
    """All settlements of a region, found by what a list or a billing export prints."""

    def __init__(self, settlements: Iterable[Settlement]) -> None:
        self._by_code = {each.katottg: each for each in settlements}

    def get(self, katottg: str) -> Settlement | None:
        """The settlement with this code."""
        return self._by_code.get(katottg)

    def resolve(self, text: str, *, district: str | None = None) -> Settlement:
        """The settlement that `text` names.

        `district` is what stands over or beside it (`Хустський РЕМ`, `Мукачівський район`, `Горінчівська громада`);
        it settles which bearer of a shared name is meant. Raises `UnknownSettlement` where none or several are.
        """
        raise NotImplementedError(text, district)
