"""Pages over the network: politely, one at a time, with conditional requests. The only module here that does I/O."""

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime

from tenacity.wait import wait_base, wait_random_exponential

from pipeline.steps.interfaces import KeptPage, SourcePage


def fetch(
    url: str,
    *,
    known: Mapping[str, KeptPage],
    now: Callable[[], datetime],
    pace: float = 1.0,
    retry_wait: wait_base = wait_random_exponential(multiplier=1, max=10),
) -> Iterator[SourcePage]:
    """The page at `url` and those of the list that it leads to on the same host, one every `pace` seconds.

    A refusal (403, 429, …) is a page, too, with its status. Raises `SourceUnavailable` where a page cannot be
    had at all.
    """
    raise NotImplementedError
