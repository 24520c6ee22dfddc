"""What was not understood, as an operator sees it: each row with the ways out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pipeline.domain.suggestions import Suggestion
from pipeline.domain.trust import Reading, ReadingChanges


@dataclass(frozen=True, slots=True)
class UnreadRow:
    """A row of the list that was not understood, or whose street the registry lacks."""

    page_id: int | None
    row: str
    reason: str
    suggestion: Suggestion | None

    def as_json(self) -> Mapping[str, object]:
        """The fields that `quarantine --json` prints."""
        words = self.suggestion.words if self.suggestion else None
        return {"page_id": self.page_id, "row": self.row, "reason": self.reason, "suggestion": words}


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
