"""What a parser raises where a row cannot be understood."""

from pipeline.domain.works import Period


class Unread(Exception):
    """A part of a row was not understood; the text says in Ukrainian which, for quarantine."""

    def __init__(self, reason: str, period: Period | None = None) -> None:
        super().__init__(reason)
        self.period = period
        """Where the time itself was understood."""
