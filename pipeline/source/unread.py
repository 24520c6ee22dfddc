"""What a parser raises, or gives, where a row cannot be understood."""

from dataclasses import dataclass

from pipeline.domain.suggestions import Suggestion
from pipeline.domain.works import Period
from pipeline.source.advice import ABOUT_TIME


class Unread(Exception):
    """A part of a row was not understood; the text says in Ukrainian which, for quarantine."""

    def __init__(
        self, reason: str, period: Period | None = None, *, suggestion: Suggestion | None = ABOUT_TIME
    ) -> None:
        super().__init__(reason)
        self.suggestion = suggestion
        """What the operator may do about it; mostly it is a time that cannot be read."""
        self.period = period
        """Where the time itself was understood."""


@dataclass(frozen=True, slots=True)
class Problem:
    """What was not understood of a row whose rest was."""

    reason: str
    """In Ukrainian, naming the words."""
    suggestion: Suggestion | None = None
    """What the operator may do about it."""
