"""Matching: which streets of the registry, and which houses on them, a printed place means."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from pipeline.domain.addresses.houses import parse_house, parse_houses
from pipeline.domain.addresses.street_names import Likeness, NameKey, likeness, name_key
from pipeline.domain.addresses.streets import Street, parse_street
from pipeline.domain.works import Certainty, Place

_SURE = (Likeness.EXACT, Likeness.INFLECTED, Likeness.GIVEN_NAME)


@dataclass(frozen=True, slots=True)
class RegisteredStreet:
    """A street of the registry."""

    id: int
    katottg: str
    street: Street | None
    """None: the accounts of this settlement that have no street."""


@dataclass(frozen=True, slots=True)
class StreetAlias:
    """Two names of one street, as the operator knows them."""

    katottg: str
    old: str
    new: str


class _Name(NamedTuple):
    """A name that a street of the registry bears."""

    id: int
    kind: str | None
    key: NameKey


@dataclass(frozen=True, slots=True)
class Candidate:
    """A subscribed account on a street that an entry covers; its house is not yet looked at."""

    subscription_id: int
    house: str | None
    entry_id: int
    certainty: Certainty
    """Of the street; the house may lower it."""


class StreetIndex:
    """The registry's streets, found by what a list prints."""

    def __init__(self, streets: Iterable[RegisteredStreet], aliases: Iterable[StreetAlias]) -> None:
        self._towns: dict[str, _Town] = defaultdict(_Town)
        for street in streets:
            self._towns[street.katottg].add(street)
        for alias in aliases:
            self._towns[alias.katottg].aliases.append((parse_street(alias.old), parse_street(alias.new)))

    def cover(self, place: Place) -> Mapping[int, Certainty]:
        """Ids of the registry's streets that the place covers, and how surely; houses are not looked at."""
        town = self._towns.get(place.katottg or "")
        if town is None:
            return {}
        found = town.all_certain() if place.street is None else town.find(place.street)
        if place.certainty is Certainty.CERTAIN:
            return found
        return dict.fromkeys(found, Certainty.POSSIBLE)


def match_house(houses: str | None, house: str | None, certainty: Certainty) -> Certainty | None:
    """How surely an account's house is meant by a list of houses; None where it is not.

    `houses`: the list as printed, None for the whole street. `house`: as the account has it. `certainty`: that
    of the street, which the house may lower.
    """
    if houses is None:
        return certainty
    found = parse_houses(houses).covers(parse_house(house) if house else None)
    return certainty if found is Certainty.CERTAIN else found


class _Town:
    """The streets of one settlement."""

    def __init__(self) -> None:
        self.names: list[_Name] = []
        self.former: list[_Name] = []
        self.nameless: list[int] = []
        self.aliases: list[tuple[Street, Street]] = []
        self._found: dict[Street, Mapping[int, Certainty]] = {}

    def add(self, registered: RegisteredStreet) -> None:
        street = registered.street
        if street is None or not street.name:
            self.nameless.append(registered.id)
            return
        self.names.append(_Name(registered.id, street.kind, name_key(street.name)))
        if street.former:
            self.former.append(_Name(registered.id, street.kind, name_key(street.former)))

    def all_certain(self) -> Mapping[int, Certainty]:
        return dict.fromkeys([*self.nameless, *(name.id for name in self.names)], Certainty.CERTAIN)

    def find(self, street: Street) -> Mapping[int, Certainty]:
        """The streets that may be meant. Accounts without a street may live on any of them."""
        if street not in self._found:
            self._found[street] = self._without_name() if not street.name else self._search(street)
        return self._found[street]

    def _without_name(self) -> Mapping[int, Certainty]:
        if self.nameless:
            return dict.fromkeys(self.nameless, Certainty.CERTAIN)
        return dict.fromkeys(self.all_certain(), Certainty.POSSIBLE)

    def _search(self, street: Street) -> Mapping[int, Certainty]:
        named = self._with_aliases(street)
        found = _of_kind(_Asked(each, self.names) for each in named)
        if not found:
            wanted = [_Asked(each, self.names, typos=True) for each in named]
            former = [_Asked(Street(street.kind, street.former), self.names, typos=True)] if street.former else []
            renamed = [_Asked(each, self.former) for each in named] if self.former else []
            found = (
                _of_kind([*renamed, *former])
                or _of_any_kind(wanted, _SURE)
                or _mistyped(wanted[0])
                or _of_any_kind([*wanted, *former], (Likeness.TYPO, Likeness.PARTIAL))
            )
        return {**dict.fromkeys(self.nameless, Certainty.POSSIBLE), **found}

    def _with_aliases(self, street: Street) -> list[Street]:
        """The street under every name that the operator knows for it, old or new."""
        wanted = [street]
        for known in wanted:  # grows while it is walked: an alias may have an alias
            for old, new in self.aliases:
                for this, other in ((old, new), (new, old)):
                    renamed = Street(other.kind or known.kind, other.name)
                    if _bears(this, known) and renamed not in wanted:
                        wanted.append(renamed)
        return wanted


def _bears(alias: Street, street: Street) -> bool:
    same_kind = alias.kind is None or street.kind in (None, alias.kind)
    return same_kind and likeness(name_key(alias.name), name_key(street.name)) in _SURE


class _Asked:
    """A street as printed, and the names that are like its."""

    def __init__(self, street: Street, names: Iterable[_Name], *, typos: bool = False) -> None:
        self.street = street
        key = name_key(street.name)
        alike = ((name, likeness(key, name.key, typos=typos)) for name in names)
        self.alike = [(name, like) for name, like in alike if like is not None]

    def of_kind(self) -> Iterator[tuple[_Name, Likeness]]:
        """Those of its kind; one that is not printed may be any."""
        kind = self.street.kind
        return ((name, like) for name, like in self.alike if name.kind == kind or None in (name.kind, kind))


def _of_kind(wanted: Iterable[_Asked]) -> dict[int, Certainty]:
    """Streets of the same name and kind: certain where one is meant, possible where several could be."""
    found: dict[int, Certainty] = {}
    for asked in wanted:
        tiers: dict[tuple[Likeness, bool], list[int]] = defaultdict(list)
        for name, like in asked.of_kind():
            if like in _SURE:
                tiers[like, name.kind != asked.street.kind].append(name.id)
        for rank, tier in enumerate(sorted(tiers)):
            one = len(tiers[tier]) == 1 or tier == (Likeness.EXACT, False)
            for id_ in tiers[tier]:
                if rank == 0 and one:
                    found[id_] = Certainty.CERTAIN
                else:
                    found.setdefault(id_, Certainty.POSSIBLE)
    return found


def _of_any_kind(wanted: Iterable[_Asked], tiers: Sequence[Likeness]) -> dict[int, Certainty]:
    """Streets of whatever kind that may be meant."""
    return {name.id: Certainty.POSSIBLE for asked in wanted for name, like in asked.alike if like in tiers}


def _mistyped(asked: _Asked) -> dict[int, Certainty]:
    """The one street of that kind that is a typo away; nothing where two are."""
    near = [name.id for name, like in asked.of_kind() if like is Likeness.TYPO]
    return {near[0]: Certainty.CERTAIN} if len(near) == 1 else {}
