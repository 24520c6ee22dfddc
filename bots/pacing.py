"""Evenly spaced sending: so many a second overall, so many a second to one chat."""


class Pacer:
    """Gives each send its own moment."""

    def __init__(self, per_second: float, *, chat_per_second: float | None = None) -> None:
        raise NotImplementedError

    async def wait(self, chat_id: str) -> None:
        """Return when a message may go to this chat."""

    def hold(self, seconds: float) -> None:
        """Let nothing go for so many seconds, those already waiting neither."""
