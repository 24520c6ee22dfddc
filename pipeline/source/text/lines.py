"""Lines of a page, rows of tables among them, and what became of each."""

from dataclasses import dataclass
from enum import StrEnum

from pipeline.source.rows import PRINTED
from pipeline.source.text.decide import Text


class Outcome(StrEnum):
    """What became of a line."""

    ROW = "row"
    CONTEXT = "context"
    """It holds for the lines below it."""
    NOISE = "noise"
    QUARANTINE = "quarantine"


@dataclass(frozen=True, slots=True)
class Cell:
    """A text with what its column means; "" for free text."""

    text: str
    column: str = ""


@dataclass(frozen=True, slots=True)
class PageLine:
    """A line of a page, or a row of a table."""

    cells: tuple[Cell, ...]
    level: int | None = None
    """1 to 6 of a heading."""
    is_link: bool = False
    """All of it leads elsewhere."""
    is_caption: bool = False
    is_label: bool = False
    """`Час: з 9 до 17`: one field of a card."""
    ends_table: bool = False
    """No line, but the end of a table."""
    labels: tuple[str, ...] = ()
    """The lines of a card as printed."""

    @property
    def is_row(self) -> bool:
        """Whether columns tell what its cells mean."""
        return any(cell.column for cell in self.cells)

    @property
    def printed(self) -> str:
        """As a person reads it."""
        parts = self.labels or (" ".join(cell.text.split()) for cell in self.cells if cell.text)
        return " | ".join(dict.fromkeys(parts))[:PRINTED]


@dataclass(slots=True)
class Account:
    """What became of a line, and why."""

    line: PageLine
    outcome: Outcome
    reason: str = ""
    texts: tuple[Text, ...] = ()
