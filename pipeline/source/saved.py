"""Pages saved on disk: a file, or a folder of readings in order of time."""

import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

from pipeline.domain.clock import KYIV
from pipeline.domain.errors import Failed, Mismatch, trouble
from pipeline.domain.pages import CONTENT_TYPES, SourcePage

_NAME = re.compile(r"(?P<day>\d{4}-\d\d-\d\d)(?:T(?P<time>\d\d-\d\d)(?:-(?P<status>[1-5]\d\d))?)?$")


def saved_pages(path: Path, *, now: Callable[[], datetime]) -> Iterator[SourcePage]:
    """The page of a file, or the pages of a folder in order of capture.

    `2026-11-20T09-00-403.html` was captured on that day at 09:00 Kyiv time and answered with status 403; a name
    that ends with a date alone means noon; a file named otherwise was captured `now` and answered 200. Raises
    `Mismatch` where there is no such file or folder.
    """
    files = [path] if path.is_file() else _pages_in(path)
    if not files:
        raise Mismatch(f"немає сторінок (.html, .json, .csv): {path}")
    pages = [_page(file, now) for file in files]
    yield from sorted(pages, key=lambda page: (page.captured_at, page.url))


def newest_reading(path: Path, now: datetime) -> Iterator[SourcePage]:
    """Of saved pages those captured last, but not after the present: a folder may hold many readings."""
    pages = list(saved_pages(path, now=lambda: now))
    newest = max((page.captured_at for page in pages if page.captured_at <= now), default=pages[-1].captured_at)
    return (page for page in pages if page.captured_at == newest)


def file_name(page: SourcePage) -> str:
    """The name under which a page is saved, from which `saved_pages` knows when it was captured."""
    at = page.captured_at.astimezone(KYIV)
    status = "" if page.status == 200 else f"-{page.status}"  # noqa: PLR2004 - the one status that is none
    return f"{at:%Y-%m-%dT%H-%M}{status}{_ending(page)}"


def _ending(page: SourcePage) -> str:
    if (page.content_type or "").startswith(CONTENT_TYPES[".csv"]):
        return ".csv"
    return ".json" if page.content.lstrip()[:1] in (b"{", b"[") else ".html"


def _pages_in(folder: Path) -> list[Path]:
    if not folder.is_dir():
        raise Mismatch(f"немає такого файлу чи теки: {folder}")
    return [file for file in sorted(folder.iterdir()) if file.is_file() and file.suffix.lower() in CONTENT_TYPES]


def _page(file: Path, now: Callable[[], datetime]) -> SourcePage:
    try:
        content = file.read_bytes()
    except OSError as error:
        raise Failed(f"не вдалося прочитати {file}: {trouble(error)}") from error
    captured_at, status = _capture(file.stem)
    return SourcePage(file.name, captured_at or now(), status, content, CONTENT_TYPES.get(file.suffix.lower()))


def _capture(name: str) -> tuple[datetime | None, int]:
    """When a page of this name was captured, and the status of the answer."""
    found = _NAME.search(name)
    if found is None:
        return None, 200
    try:
        moment = datetime.fromisoformat(f"{found['day']}T{(found['time'] or '12-00').replace('-', ':')}")
    except ValueError:  # looks like a date but is none
        return None, 200
    return moment.replace(tzinfo=KYIV).astimezone(UTC), int(found["status"] or 200)
