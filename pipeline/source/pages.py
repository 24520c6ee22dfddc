"""A page as it came: what state it is in, what it lists, where it leads."""

from dataclasses import dataclass
from datetime import datetime

from pipeline.domain.addresses.settlements import Gazetteer
from pipeline.domain.trust import PageState
from pipeline.domain.works import Listing


@dataclass(frozen=True, slots=True)
class PageReading:
    """What one page says."""

    state: PageState
    """`ok`, `empty`, `blocked` or `malformed`; the other states come from comparing readings."""
    listing: Listing
    links: tuple[str, ...]
    """Further pages of the list on the same host."""


def read_page(
    content: bytes,
    *,
    captured_at: datetime,
    gazetteer: Gazetteer,
    status: int = 200,
    content_type: str | None = None,
    url: str = "",
) -> PageReading:
    """Read a page of any kind: HTML in any encoding, the portal's JSON, a refusal, garbage. Never raises."""
    raise NotImplementedError
