"""Pages saved on disk: a file, or a folder of readings in order of time."""

from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path

from pipeline.steps.interfaces import SourcePage


def saved_pages(path: Path, *, now: Callable[[], datetime]) -> Iterator[SourcePage]:
    """The page of a file, or the pages of a folder in order of capture.

    `2026-11-20T09-00-403.html` was captured on that day at 09:00 Kyiv time and answered with status 403; a file
    named otherwise was captured `now` and answered 200. Raises `Misuse` where there is no such file or folder.
    """
    raise NotImplementedError
