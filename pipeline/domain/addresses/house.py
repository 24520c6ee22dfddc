"""One house and one range of houses, as values."""

from enum import IntEnum
from typing import NamedTuple

from pipeline.domain.works import Certainty


class Side(IntEnum):
    """A side of the street; the value is the remainder of its numbers by two."""

    EVEN = 0
    ODD = 1

    @property
    def word(self) -> str:
        """As lists print it."""
        return "непарні" if self else "парні"


class House(NamedTuple):
    """A house number, canonical: `12а`, `14/2`, `20 к.1`. A tuple, for lists hold tens of thousands of them."""

    number: int
    mark: str = ""
    """What belongs to the number, letter and fraction: `а`, `/2`, `а/10`."""
    part: str = ""
    """A part of the house: `к.1`, `бл.2`, `гараж`, `кв.4`."""
    prefix: str = ""
    """A letter before the number: `Б33/2`."""

    def __str__(self) -> str:
        """Canonical; reading it gives the same house."""
        return f"{self.prefix.upper()}{self.number}{self.mark} {self.part}".rstrip()

    @property
    def whole(self) -> "House":
        """The house without its part."""
        return self._replace(part="")

    @property
    def part_number(self) -> str:
        """`1` of `к.1`, so that a `корпус` and a `блок` may be the same thing under two names."""
        return self.part.partition(".")[2]


class Span(NamedTuple):
    """A range of houses, of one side or both; an end that is None is open."""

    first: House | None = None
    last: House | None = None
    side: Side | None = None
    """The side that the list names: the numbers of the other are not meant."""
    likely: Side | None = None
    """The side that its ends suggest, where the list speaks of sides: the numbers of the other are `possible`."""

    def __str__(self) -> str:
        """Canonical; reading it gives the same range but for `likely`, which the other ranges decide."""
        if self.first and self.last:
            words = [f"{self.first}-{self.last}"]
        else:
            words = [f"від {self.first}"] if self.first else [f"до {self.last}"] if self.last else []
        return " ".join([*words, self.side.word] if self.side is not None else words)

    @property
    def parity(self) -> Side | None:
        """The side that it is of, by its word or by its ends; None where they differ or are open."""
        if self.side is not None:
            return self.side
        if self.first and self.last and self.first.number % 2 == self.last.number % 2:
            return Side(self.first.number % 2)
        return None

    def holds(self, house: House) -> Certainty | None:
        """A range holds every number in it with its letters; `11-5` and a letter beyond the last are `possible`."""
        first = self.first or House(0)
        last = self.last or House(max(house.number, first.number))
        low, high = min(first, last), max(first, last)
        if not low.number <= house.number <= high.number:
            return None
        if self.side is not None and house.number % 2 != self.side:
            return None
        doubtful = (
            low != first
            or bool(house.prefix)
            or (self.likely is not None and house.number % 2 != self.likely)
            or (house.number == low.number and house.mark < low.mark)
            or (house.number == high.number and bool(high.mark) and house.mark > high.mark)
        )
        return Certainty.POSSIBLE if doubtful else Certainty.CERTAIN
