"""Atoms: what a stretch of tokens may mean. One stretch may have several; `decide` chooses among them."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any


class Sort(StrEnum):
    """What an atom is of."""

    DAYS = "days"
    HOURS = "hours"
    HALF = "half"
    """A time of which the other half is not printed, or that no clock shows."""
    MOMENTS = "moments"
    """A day and a time each for start and end."""
    DISTRICT = "district"
    SETTLEMENT = "settlement"
    STREET = "street"
    HOUSES = "houses"
    EXTENT = "extent"
    CHANGE = "change"
    KIND = "kind"
    REASON = "reason"
    OBJECT = "object"
    SUPPLY = "supply"
    COUNT = "count"
    CONTACT = "contact"
    NOISE = "noise"
    SIGN = "sign"
    WORD = "word"
    """A word of which nothing is known."""
    NUMBER = "number"
    """A number of which nothing is known."""


@dataclass(frozen=True, slots=True)
class Atom:
    """One meaning of the tokens from `first` up to `last`, which is not part of it."""

    sort: Sort
    first: int
    last: int
    cost: float
    """How far from sure it is: 0 where its own words say so."""
    value: Any = None
