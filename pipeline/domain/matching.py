"""Matching: which streets of the registry, and which houses on them, a printed place means."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from pipeline.domain.addresses.houses import parse_house, parse_houses
from pipeline.domain.addresses.streets import Street, parse_street
from pipeline.domain.town import Town
from pipeline.domain.works import Certainty, Place


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
        self._towns: dict[str, Town] = defaultdict(Town)
        for street in streets:
            self._towns[street.katottg].add(street.id, street.street)
        for alias in aliases:
            self._towns[alias.katottg].add_alias(parse_street(alias.old), parse_street(alias.new))

    def cover(self, place: Place) -> Mapping[int, Certainty]:
        """Ids of the registry's streets that the place covers, and how surely; houses are not looked at."""
        town = self._towns.get(place.katottg or "")
        if town is None:
            return {}
        found = town.all_certain() if place.street is None else town.find(place.street)
        if place.certainty is Certainty.CERTAIN:
            return found
        return dict.fromkeys(found, Certainty.POSSIBLE)

    def lacks(self, katottg: str, street: Street) -> bool:
        """Whether the registry knows streets of the settlement, but none of this name and kind."""
        town = self._towns.get(katottg)
        return town is not None and town.lacks(street)

    def nearest(self, katottg: str, street: Street) -> Sequence[Street]:
        """Streets of the registry that may be meant by one that it lacks, likeliest first."""
        town = self._towns.get(katottg)
        return town.nearest(street) if town else ()


def match_house(houses: str | None, house: str | None, certainty: Certainty) -> Certainty | None:
    """How surely an account's house is meant by a list of houses; None where it is not.

    `houses`: the list as printed, None for the whole street. `house`: as the account has it. `certainty`: that
    of the street, which the house may lower.
    """
    if houses is None:
        return certainty
    found = parse_houses(houses).covers(parse_house(house) if house else None)
    return certainty if found is Certainty.CERTAIN else found
