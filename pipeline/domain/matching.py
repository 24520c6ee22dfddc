"""Matching."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from pipeline.domain.addresses.streets import Street
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


class StreetIndex:
    """The registry's streets, found by what a list prints."""

    def __init__(self, streets: Iterable[RegisteredStreet], aliases: Iterable[StreetAlias]) -> None:
        raise NotImplementedError(streets, aliases)

    def cover(self, place: Place) -> Mapping[int, Certainty]:
        """Ids of the registry's streets that the place covers, and how surely; houses are not looked at."""
        raise NotImplementedError(place)


def match_house(houses: str | None, house: str | None, certainty: Certainty) -> Certainty | None:
    """How surely an account's `house` is meant by the list `houses` (None: the whole street) on a street
    covered with `certainty`; None where it is not meant."""
    raise NotImplementedError(houses, house, certainty)
