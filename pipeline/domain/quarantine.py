"""What was not understood, as an operator sees it: each row with the ways out that one press takes."""

from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.domain.trust import Reading, ReadingChanges


@dataclass(frozen=True, slots=True)
class SettlementRemedy:
    """To say which settlement a printed name means."""

    words: str
    """Which one it may be, for a person."""
    printed: str
    settlement: str
    """Name or КАТОТТГ code; empty: to be named."""
    district: str | None
    """The district under which it means that; None: wherever it stands."""


@dataclass(frozen=True, slots=True)
class StreetRemedy:
    """To say which street of the registry a printed name means."""

    words: str
    katottg: str
    old: str
    new: str
    """Empty: to be named."""


Remedy = SettlementRemedy | StreetRemedy


@dataclass(frozen=True, slots=True)
class UnreadRow:
    """A row of the list that was not understood, or whose street the registry lacks."""

    page_id: int | None
    row: str
    reason: str
    advice: str | None
    """What to do where no remedy is offered."""
    remedies: Sequence[Remedy] = ()


@dataclass(frozen=True, slots=True)
class SaidSettlement:
    """What operators have said that a printed settlement means."""

    printed: str
    district: str | None
    means: str
    """Its title, or its code where there is no such settlement any more."""


@dataclass(frozen=True, slots=True)
class SaidStreet:
    """What operators have said that a printed street means."""

    katottg: str
    settlement: str
    """Its title, or its code."""
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class QuarantineView:
    """All that stands in the quarantine."""

    rows: Sequence[UnreadRow]
    """Of the last list, in its order."""
    streets: Sequence[UnreadRow]
    """Streets of the last list that the registry lacks."""
    said_settlements: Sequence[SaidSettlement] = ()
    said_streets: Sequence[SaidStreet] = ()


@dataclass(frozen=True, slots=True)
class Taken:
    """What came of reading: the kept list again, or one that was brought."""

    before: Reading | None
    """The last reading until then that was no refusal."""
    reading: Reading
    changes: ReadingChanges


@dataclass(frozen=True, slots=True)
class Named:
    """What came of naming a settlement."""

    settlement: str
    """The one that is meant now, by its title."""
    taken: Taken
