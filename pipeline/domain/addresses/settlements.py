"""Settlements: which one of the gazetteer a printed name means."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from functools import lru_cache

from pipeline.domain.addresses.districts import District
from pipeline.domain.addresses.text import TYPO_LETTERS, fold, one_typo_apart, plain

_SHORT = {"місто": "м.", "селище": "с-ще", "село": "с."}
TYPES = {
    **dict.fromkeys(("м", "місто", "міста", "місті"), "місто"),
    **dict.fromkeys(("смт", "сщ", "с-ще", "сел", "селище", "селища", "селищі"), "селище"),
    **dict.fromkeys(("с", "сс", "село", "села", "селі"), "село"),
    **dict.fromkeys(("х", "хут", "хутір", "п-ць", "прис", "присілок", "нп", "н-п"), None),
}
"""How a type is printed, and the category that it means today (None: any)."""
_PREPOSITIONS = ("у", "в", "із", "зі", "до", "для")
_ENDINGS = (
    *("ого", "ому", "ими", "ами", "ями"),
    *("их", "іх", "им", "ім", "ам", "ям", "ах", "ях", "ою", "ею", "ої", "ій", "ий"),
)
_VOWELS = "аеиіоуюяєїйь"
_SOFTENED = {"ц": "к", "з": "г", "с": "х"}


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


class UnknownSettlement(Exception):
    """No settlement, or more than one, is meant."""

    def __init__(self, reason: str, nearest: tuple[str, ...] = (), candidates: tuple[Settlement, ...] = ()) -> None:
        super().__init__(reason)
        self.reason = reason
        """In Ukrainian, for the operator."""
        self.nearest = nearest
        """Names of the gazetteer that are like it."""
        self.candidates = candidates
        """The settlements that bear these names: one of them may be meant."""


@dataclass(frozen=True, slots=True)
class _Printed:
    """A name as printed, taken apart."""

    words: tuple[str, ...]
    """Folded; an abbreviated one ends in a dot."""
    category: str | None
    inflected: bool
    """A preposition stands before it."""


class Gazetteer:
    """All settlements of a region, found by what a list or a billing export prints."""

    def __init__(self, settlements: Iterable[Settlement]) -> None:
        self._by_code = {each.katottg: each for each in settlements}
        self._bearers: dict[str, list[Settlement]] = defaultdict(list)
        self._by_stem: dict[str, set[str]] = defaultdict(set)
        for settlement in self._by_code.values():
            name = fold(settlement.name)
            self._bearers[name].append(settlement)
            self._by_stem[_stem_all(name.split())].add(name)
        self._search = lru_cache(maxsize=4096)(self._find)

    def get(self, katottg: str) -> Settlement | None:
        """The settlement with this code."""
        return self._by_code.get(katottg)

    def resolve(self, text: str, *, district: str | None = None) -> Settlement:
        """The settlement that `text` names.

        `district` is what stands over or beside it (`Хустський РЕМ`, `Мукачівський район`, `Горінчівська
        громада`); it settles which bearer of a shared name is meant. Districts are named loosely, so one that
        disagrees does not forbid a name that only one settlement bears, but a hromada does; and a name in another
        case or with a typo is taken only where the district, if given, agrees. Raises `UnknownSettlement` where
        none or several are meant.
        """
        found = self._search(text, district)
        if isinstance(found, Settlement):
            return found
        raise UnknownSettlement(found.reason, found.nearest, found.candidates)

    def _find(self, text: str, district: str | None) -> Settlement | UnknownSettlement:
        name, hints, others = _take_apart(text)
        where = District(" , ".join(filter(None, (district, *hints))))
        unknown: UnknownSettlement | None = None
        for candidate in (name, *others):
            readings = (self._find_name(printed, where) for printed in _readings(candidate))
            # one that is like several names is an answer, too: another reading would only guess
            found = next((each for each in readings if each is not None), None)
            if isinstance(found, Settlement):
                return found
            unknown = unknown or found
        return unknown or self._unknown(name)

    def _find_name(self, printed: _Printed, where: District) -> Settlement | UnknownSettlement | None:
        """The one meant; None where no name is like it, so that another reading may be tried."""
        exact = self._spelled(printed.words)
        stem = self._by_stem.get(_stem_all(printed.words), set())
        if exact and not printed.inflected:
            return self._choose(exact, printed, where, sure=True)
        if names := exact | stem:
            return self._choose(names, printed, where, sure=bool(exact))
        text = " ".join(printed.words)
        near = {name for name in self._bearers if len(name) >= TYPO_LETTERS and one_typo_apart(name, text)}
        return self._choose(near, printed, where, sure=False) if len(near) == 1 else None

    def _spelled(self, words: Sequence[str]) -> set[str]:
        """Names of exactly these words, `в. лучки` standing for `великі лучки`."""
        if not any(word.endswith(".") for word in words):
            return {" ".join(words)} & self._bearers.keys()
        return {name for name in self._bearers if _abbreviates(words, name.split())}

    def _choose(
        self, names: Iterable[str], printed: _Printed, where: District, *, sure: bool
    ) -> Settlement | UnknownSettlement:
        bearers = [each for name in sorted(names) for each in self._bearers[name]]
        if sure and len(bearers) == 1 and not where.names_hromada:
            return bearers[0]
        if where:
            scores = [where.agreement(each.former_raion, each.raion, each.hromada) for each in bearers]
            best = max(scores)
            if best == 0 and (where.names_hromada or not sure):
                return self._unknown(" ".join(printed.words))
            bearers = [each for each, score in zip(bearers, scores, strict=True) if score == best]
        same = [each for each in bearers if each.category == printed.category]
        if len(same or bearers) == 1:
            return (same or bearers)[0]
        listed = tuple(f"{each.title} ({each.hromada} громада, {each.raion} район)" for each in bearers)
        return UnknownSettlement("таких населених пунктів кілька, а район чи громада не вказують на один", listed, tuple(bearers))

    def _unknown(self, text: str) -> UnknownSettlement:
        near = get_close_matches(fold(text), self._bearers, n=3, cutoff=0.7)
        names = tuple(dict.fromkeys(self._bearers[name][0].name for name in near))
        bearers = tuple(bearer for name in near for bearer in self._bearers[name])
        return UnknownSettlement("такого населеного пункту немає в переліку", names, bearers)


def _take_apart(text: str) -> tuple[str, list[str], list[str]]:
    """The name; what stands behind it of its district; what brackets give as another name."""
    outside, *brackets = text.replace(")", "(").split("(")
    name, *hints = outside.split(",")
    words = name.split()
    for at, word in enumerate(words[2:], start=2):
        if word.startswith(("район", "р-н", "громад")):  # с. Поляна Хустського району
            name, hints = " ".join(words[: at - 1]), [" ".join(words[at - 1 :]), *hints]
            break
    hints += [part for part in brackets if District(part)]
    return name, hints, [part for part in brackets if part.strip() and part not in hints]


def _readings(text: str) -> list[_Printed]:
    """The ways to read a name, likeliest first."""
    words = plain(text).replace(".", ". ").split()
    inflected = bool(words) and words[0] in _PREPOSITIONS
    bare = words[1:] if inflected else words
    category, named = None, False
    while bare and (kind := bare[0].rstrip(".")) in TYPES and len(bare) > 1:
        category, named = TYPES[kind], True
        bare = bare[1:]
    name = _name_words(bare)
    readings = [_Printed(name, category, inflected)] if name else []
    if inflected and text.lstrip()[:1].isupper():
        readings.append(_Printed(_name_words([words[0] + ".", *words[1:]]), None, inflected=False))
    if named:
        readings.append(_Printed(_name_words(words), None, inflected=False))
    return readings


def _name_words(words: Sequence[str]) -> tuple[str, ...]:
    """Without hyphens, and without the dot that ends a sentence."""
    text = " ".join(words).replace("-", " ").strip(" .:;–")
    return tuple(word for word in text.split() if word != ".")


def _abbreviates(words: Sequence[str], name: Sequence[str]) -> bool:
    """Whether each word is one of the name, or with a dot the beginning of one."""
    return len(words) == len(name) and all(
        whole.startswith(word[:-1]) if word.endswith(".") else whole == word
        for word, whole in zip(words, name, strict=True)
    )


def _stem_all(words: Iterable[str]) -> str:
    return " ".join(map(_stem, words))


def _stem(word: str) -> str:
    """What the cases of a name share: `Великих Лучках` and `Великі Лучки`, `у Рахові` and `Рахів`."""
    ending = next((each for each in _ENDINGS if word.endswith(each) and len(word) - len(each) > 1), "")
    stem = word.removesuffix(ending) if ending else word.rstrip(_VOWELS) or word
    stem = stem[:-1] + _SOFTENED.get(stem[-1], stem[-1])
    return stem[:-2] + stem[-1] if len(stem) > 3 and stem[-2] in "оеіє" else stem  # noqa: PLR2004
