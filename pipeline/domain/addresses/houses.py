"""Houses (signatures; the grammar is being written)."""

from dataclasses import dataclass
from typing import NamedTuple

from pipeline.domain.works import Certainty


class House(NamedTuple):
    """A house number, canonical: `12а`, `14/2`, `20 к.1`."""

    number: int
    mark: str = ""
    part: str = ""
    prefix: str = ""


@dataclass(frozen=True, slots=True)
class Houses:
    """A list of houses as understood; `str` prints it, and what is printed is read as the same list."""

    unread: tuple[str, ...] = ()
    """What was not understood, as printed."""

    def covers(self, house: House | None) -> Certainty | None:
        """Whether the list means this house (None: a house without a number); None where it does not."""
        raise NotImplementedError(house)


def parse_house(text: str) -> House | None:
    """One house, as an account has it; None where there is no number or more than one (`б/н`, `12-14`)."""
    raise NotImplementedError(text)


def parse_houses(text: str) -> Houses:
    """The list of houses in `text`. Never fails: what is not understood stands in `unread`."""
    raise NotImplementedError(text)
