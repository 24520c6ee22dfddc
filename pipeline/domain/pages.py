"""Pages as they came, before any reading."""

from dataclasses import dataclass
from datetime import datetime

CONTENT_TYPES = {".html": "text/html", ".htm": "text/html", ".json": "application/json", ".csv": "text/csv"}
"""Of files in which a list is saved or brought, by the ending of their names."""


@dataclass(frozen=True, slots=True)
class SourcePage:
    """One page as it came: bytes before any decoding."""

    url: str
    captured_at: datetime
    status: int
    content: bytes
    content_type: str | None = None
    etag: str | None = None
    last_modified: str | None = None
    not_modified: bool = False
    """The server answered 304: `content` is empty and the last kept page of this URL still holds."""
    moved_to: str | None = None
    """Where redirects led to, if there were any; `url` is what was asked for."""
    served_at: datetime | None = None
    """The time by the server's clock; None where it did not say, or there was no server."""

    @property
    def location(self) -> str:
        """The address at which the page was found: its links are relative to this one."""
        return self.moved_to or self.url


@dataclass(frozen=True, slots=True)
class KeptPage:
    """What is remembered of a page to recognise it again."""

    url: str
    sha256: str
    etag: str | None
    last_modified: str | None
    content_type: str | None = None
