"""Pages saved on disk: a file, or a folder of readings in order of time."""

import re
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path

from pipeline.domain.clock import KYIV
from pipeline.domain.errors import Failed, Misuse
from pipeline.steps.interfaces import SourcePage

_NAME = re.compile(r"(?P<at>\d{4}-\d\d-\d\dT\d\d-\d\d)(?:-(?P<status>[1-5]\d\d))?")
_TYPES = {".html": "text/html", ".htm": "text/html", ".json": "application/json"}


def saved_pages(path: Path, *, now: Callable[[], datetime]) -> Iterator[SourcePage]:
    """The page of a file, or the pages of a folder in order of capture.

    `2026-11-20T09-00-403.html` was captured on that day at 09:00 Kyiv time and answered with status 403; a file
    named otherwise was captured `now` and answered 200. Raises `Misuse` where there is no such file or folder.
    """
    files = [path] if path.is_file() else _pages_in(path)
    if not files:
        raise Misuse(f"немає сторінок (.html, .json): {path}")
    pages = [_page(file, now) for file in files]
    yield from sorted(pages, key=lambda page: (page.captured_at, page.url))


def _pages_in(folder: Path) -> list[Path]:
    if not folder.is_dir():
        raise Misuse(f"немає такого файлу чи теки: {folder}")
    return [file for file in sorted(folder.iterdir()) if file.is_file() and file.suffix.lower() in _TYPES]


def _page(file: Path, now: Callable[[], datetime]) -> SourcePage:
    named = _NAME.fullmatch(file.stem)
    try:
        content = file.read_bytes()
        captured_at = datetime.strptime(named["at"], "%Y-%m-%dT%H-%M").replace(tzinfo=KYIV) if named else now()
    except ValueError:
        captured_at = now()
    except OSError as error:
        raise Failed(f"не вдалося прочитати {file}: {error.strerror}") from error
    status = int(named["status"]) if named and named["status"] else 200
    return SourcePage(file.name, captured_at, status, content, _TYPES.get(file.suffix.lower()))
