"""What a piece of a list of houses may say, besides a house or a range."""

from typing import NamedTuple

from pipeline.domain.addresses.house import House, Side, Span
from pipeline.domain.addresses.house_words import Mark


class Letter(NamedTuple):
    """A letter alone: `27, А` is 27а."""

    letter: str


class Part(NamedTuple):
    """A flat or another part alone: it belongs to the house before it."""

    part: str


class Divided(NamedTuple):
    """`12 (корп. 1`: up to the end of the bracket, numbers are parts of it."""

    house: House


class Dangling(NamedTuple):
    """`9-`: a letter that follows belongs to it."""

    house: House


class Unread(NamedTuple):
    """What is not in the grammar, as printed."""

    text: str


Element = House | Span | Side | Mark | Letter | Part | Divided | Dangling
"""A Side alone only says that the list speaks of sides: `непарні 1, 3`."""
