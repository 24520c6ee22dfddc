"""Settlements: which one of the gazetteer a printed name means."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain

from pipeline.domain.addresses.districts import District, without_level
from pipeline.domain.addresses.printed_settlement import PrintedName, readings, take_apart
from pipeline.domain.addresses.settlement_names import SettlementNames
from pipeline.domain.addresses.text import TYPO_LETTERS, fold

_SHORT = {"місто": "м.", "селище": "с-ще", "село": "с."}
_OFFERED = 3
"""So many names are offered for one that is not known."""
_LONGEST = 200
"""So many signs are read of what is printed for one settlement or district."""
_ROOT = 4
"""So many letters has a district in common with the town after which it is named: `Хустський`, `Міжгірська`."""


_Search = Callable[[PrintedName, District], "Settlement | UnknownSettlement | None"]


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


class Gazetteer:
    """All settlements of a region, found by what a list or a billing export prints."""

    def __init__(self, settlements: Iterable[Settlement]) -> None:
        self._by_code = {each.katottg: each for each in settlements}
        self._bearers: dict[str, list[Settlement]] = defaultdict(list)
        for settlement in self._by_code.values():
            self._bearers[fold(settlement.name)].append(settlement)
        self._index = SettlementNames(self._bearers)
        self._search = lru_cache(maxsize=4096)(self._find)

    def get(self, katottg: str) -> Settlement | None:
        """The settlement with this code."""
        return self._by_code.get(katottg)

    def knows(self, names: Sequence[str]) -> str | None:
        """How a name of these folded words is borne: `spelled`, `declined` in another case; None: by no settlement."""
        if self._index.spelled(names):
            return "spelled"
        return "declined" if self._index.declined(names) else None

    def resolve(self, text: str, *, district: str | None = None, as_spelled: bool = False) -> Settlement:
        """The settlement that `text` names.

        `district` is what stands over or beside it (`Хустський РЕМ`, `Мукачівський район`, `Горінчівська
        громада`); it settles which bearer of a shared name is meant. Districts are named loosely, so one that
        disagrees does not forbid a name that only one settlement bears and none there is like, but a hromada does;
        and a name in another case or with a typo is taken only where the district, if given, agrees.
        `as_spelled` is for names that may be no settlement's at all: without a typo, in the nominative unless a
        preposition stands before it, and where the district agrees. Raises `UnknownSettlement` where none or several
        are meant.
        """
        found = self._search(text, district, as_spelled)
        if isinstance(found, Settlement):
            return found
        raise UnknownSettlement(found.reason, found.nearest, found.candidates)

    def _find(self, text: str, district: str | None, as_spelled: bool) -> Settlement | UnknownSettlement:  # noqa: FBT001
        names, hints = take_apart(text[:_LONGEST])
        where = self._district((district or "")[:_LONGEST], *hints)
        if not names:
            return self._unknown("")
        name, *others = names
        for search in (self._find_as_spelled,) if as_spelled else (self._find_spelled, self._find_mistyped):
            found = _first(search, name, where)
            if isinstance(found, UnknownSettlement) and others:  # с. Сасово (Виноградів)
                found = _first(search, name, self._district(district, *hints, *others))
            if found is None:  # х. Зелена (Підлісне)
                meant = (_first(search, other, where) for other in others)
                found = next((each for each in meant if isinstance(each, Settlement)), None)
            if found is not None:
                return found
        return self._unknown(next((str(way) for way in readings(name)), ""))

    def _district(self, *printed: str | None) -> District:
        """What these say of a district; a settlement stands for those that are named after it."""
        named = [self._named_after(each) or each for each in printed if each]
        return District(" , ".join(named))

    def _named_after(self, text: str) -> str | None:
        """The districts named after the settlement that a text consists of: `Тячівський` of `Тячів`, `РЕМ Тячів`."""
        if District(text):
            return None
        text = without_level(text)
        names = next((found for way in readings(text) if (found := self._index.spelled(way.words))), set())
        seats = self._all_bearers(names)
        own = {each for seat in seats for each in (seat.former_raion, seat.raion, seat.hromada) if _is_of(each, seat)}
        return " , ".join(sorted(own)) or None

    def _find_as_spelled(self, printed: PrintedName, where: District) -> Settlement | UnknownSettlement | None:
        index = self._index
        names = index.declined(printed.words) if printed.inflected else index.spelled(printed.words)
        return self._choose(names, printed, where, sure=False) if names else None

    def _find_spelled(self, printed: PrintedName, where: District) -> Settlement | UnknownSettlement | None:
        """The one whose name is written so in some case; None where there is none."""
        exact = self._index.spelled(printed.words)
        if exact and not printed.inflected:
            return self._choose(exact, printed, where, sure=True)
        declined = self._index.declined(printed.words)
        if not declined:
            return None
        # without a preposition it may as well be another name with a typo
        names = declined if printed.inflected else declined | self._index.near(str(printed))
        return self._choose(names, printed, where, sure=bool(exact))

    def _find_mistyped(self, printed: PrintedName, where: District) -> Settlement | UnknownSettlement | None:
        """The one whose name, and no other's, is a typo away; None where there is none."""
        near = self._index.near(str(printed))
        towns = {name for name in near if any(each.category == "місто" for each in self._bearers[name])}
        if printed.category == "місто" and towns:  # м. Берегово
            near = towns
        in_district = {each.name for each in _fitting(self._all_bearers(near), where)} if len(near) > 1 else ()
        if len(in_district) == 1:  # Берегово, Берегівський РЕМ: Березово lies elsewhere
            near = {fold(name) for name in in_district}
        if len(near) > 1:
            return _several("такого населеного пункту немає в переліку, а схожих назв кілька", self._all_bearers(near))
        forgiven = {name for name in near if len(name) >= TYPO_LETTERS}
        return self._choose(forgiven, printed, where, sure=False) if forgiven else None

    def _choose(
        self, names: Iterable[str], printed: PrintedName, where: District, *, sure: bool
    ) -> Settlement | UnknownSettlement:
        bearers = self._all_bearers(names)
        if where:
            fitting = _fitting(bearers, where)
            if not fitting and (where.names_hromada or not sure):
                return self._unknown(str(printed))
            bearers = fitting or [*bearers, *self._rivals(names, printed, where)]
        # `с.` is printed for a селище, too
        categories = ("село", "селище") if printed.category == "село" else (printed.category,)
        same = [each for each in bearers if each.category in categories]
        if len(bearers) == 1 or (sure and len(same) == 1):
            return (same or bearers)[0]
        return _several("таких населених пунктів кілька, а район чи громада не вказують, котрий із них", bearers)

    def _rivals(self, names: Iterable[str], printed: PrintedName, where: District) -> list[Settlement]:
        """Settlements of other names, in this district, that may be meant as well: by a typo or in another case."""
        like = self._index.declined(printed.words) | self._index.near(str(printed))
        return _fitting(self._all_bearers(like.difference(names)), where)

    def _all_bearers(self, names: Iterable[str]) -> list[Settlement]:
        return [each for name in sorted(names) for each in self._bearers[name]]

    def _unknown(self, name: str) -> UnknownSettlement:
        alike = dict.fromkeys([*sorted(self._index.near(name)), *self._index.alike(name, _OFFERED)])
        bearers = [self._bearers[name] for name in list(alike)[:_OFFERED]]
        names = tuple(each[0].name for each in bearers)
        return UnknownSettlement(
            "такого населеного пункту немає в переліку", names, tuple(chain.from_iterable(bearers))
        )


def _first(search: _Search, name: str, where: District) -> Settlement | UnknownSettlement | None:
    """The answer to the likeliest reading that has one; that it may be several is one, since another would guess."""
    return next((found for way in readings(name) if (found := search(way, where)) is not None), None)


def _is_of(district: str, seat: Settlement) -> bool:
    return district[:_ROOT] == seat.name[:_ROOT]


def _fitting(bearers: Iterable[Settlement], where: District) -> list[Settlement]:
    """Those with which the district agrees best; none where it agrees with none."""
    scored = [(where.agreement(each.former_raion, each.raion, each.hromada), each) for each in bearers]
    best = max((score for score, _ in scored), default=0)
    return [each for score, each in scored if best and score == best]


def _several(reason: str, bearers: Sequence[Settlement]) -> UnknownSettlement:
    listed = (f"{each.title} ({each.hromada} громада, {each.raion} район)" for each in bearers)
    return UnknownSettlement(reason, tuple(listed), tuple(bearers))
