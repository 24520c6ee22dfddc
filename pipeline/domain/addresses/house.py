"""One house and one range of houses, as values."""

import re
from enum import IntEnum
from functools import lru_cache
from typing import NamedTuple

from pipeline.domain.works import Certainty

_NEAR = 10
"""`5/1-9` may go as far as 5/9 or as 9; 33/1-41 hardly as far as 33/41."""


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

    @property
    def is_latin(self) -> bool:
        """Whether its letter is a Latin one: `12b` is typed for 12б or 12в."""
        return any("a" <= letter <= "z" for letter in self.mark)

    @property
    def is_flat(self) -> bool:
        """Whether its part is a flat, which is no house of its own."""
        return self.part.startswith("кв.")


class Span(NamedTuple):
    """A range of houses, of one side or both; an end that is None is open."""

    first: House | None = None
    last: House | None = None
    side: Side | None = None
    """The side that the list names: the numbers of the other are not meant."""
    likely: Side | None = None
    """The side that its ends suggest, in a list that speaks of sides: the numbers of the other are `possible`."""
    doubtful: bool = False
    """Something else may be meant: all that it holds is `possible`."""

    @classmethod
    def between(cls, first: House, last: House) -> "Span":
        """From one to the other; doubtful where it is printed backwards, ends in a flat, or one end has a prefix."""
        doubtful = first.prefix != last.prefix or last.is_flat
        if first.prefix != last.prefix:
            first, last = first._replace(prefix=""), last._replace(prefix="")
        fraction = first.mark.removeprefix("/")
        if fraction.isdecimal() and not last.mark and 0 < last.number - int(fraction) < _NEAR:
            first, doubtful = House(first.number), True
        if _order(last) < _order(first):
            first, last, doubtful = last, first, True
        return cls(first, last, doubtful=doubtful)

    @classmethod
    def maybe(cls, number: int) -> "Span":
        """What has this number may be meant, whatever letter it has."""
        return cls(House(number), House(number), doubtful=True)

    def __str__(self) -> str:
        """Canonical; reading it gives the same range."""
        if self.first and self == Span.maybe(self.first.number):
            words = [str(self.first)]
        elif self.first and self.last:
            words = [f"{self.first}{'-' if self.likely is None else '…'}{self.last}"]
        else:
            words = [f"від {self.first}"] if self.first else [f"до {self.last}"] if self.last else []
        text = " ".join([*words, self.side.word] if self.side is not None else words)
        return f"{text}?" if self.doubtful else text

    @property
    def parity(self) -> Side | None:
        """The side that it is of, by its word or by its ends; None where they differ or are open."""
        if self.side is not None:
            return self.side
        if self.first and self.last and self.first.number % 2 == self.last.number % 2:
            return Side(self.first.number % 2)
        return None

    def holds(self, house: House) -> Certainty | None:
        """A range holds every number in it with its letters; a letter before the first or beyond the last possibly."""
        first, last, number = self.first, self.last, house.number
        if (first and number < first.number) or (last and number > last.number):
            return None
        if self.side is not None and number % 2 != self.side:
            return None
        doubtful = (
            self.doubtful
            or (self.likely is not None and number % 2 != self.likely)
            or house.prefix != (first or last or house).prefix
            or (first is not None and number == first.number and _mark_order(house.mark) < _mark_order(first.mark))
            or (last is not None and number == last.number and last.mark and _order(last) < _order(house))
        )
        return Certainty.POSSIBLE if doubtful else Certainty.CERTAIN


def _order(house: House) -> tuple[int, tuple[tuple[int, str], ...]]:
    return house.number, _mark_order(house.mark)


@lru_cache(maxsize=4096)
def _mark_order(mark: str) -> tuple[tuple[int, str], ...]:
    """`/2` comes before `/10`, and that before `а`."""
    return tuple((int(part), "") if part.isdecimal() else (0, part) for part in _MARK_PARTS.findall(mark))


_MARK_PARTS = re.compile(r"\d+|\D")
