"""Matching."""

from dataclasses import dataclass

from pipeline.domain.addresses.streets import Street


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
