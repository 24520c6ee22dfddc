"""What a messenger knows of us, for whoever looks whether all is well."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Standing:
    """The bot as its messenger sees it."""

    name: str
    webhook: str | None
    """Where updates are delivered; None: nowhere."""
    waiting: int = 0
    """Updates that were not yet taken."""
    failed_at: datetime | None = None
    """When the last delivery failed, as far as the messenger tells."""
    why: str | None = None
    """Why, in the messenger's own words."""
