"""Scrape: pages become a reading; a reading that can be trusted becomes entries."""

import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from http import HTTPStatus
from itertools import chain

from pipeline.domain.pages import KeptPage, SourcePage
from pipeline.domain.trust import PageState, Reading, ReadingChanges, judge, worst_state
from pipeline.domain.works import Listing
from pipeline.source.pages import PageReading
from pipeline.steps.interfaces import Works


@dataclass(frozen=True, slots=True)
class ScrapeReport:
    """What came of one scrape; the counts of entries are zero where nothing was changed."""

    reading: Reading
    changes: ReadingChanges

    def as_json(self) -> dict[str, object]:
        """The fields that `scrape --json` prints."""
        return {
            "state": self.reading.state,
            "rows": self.reading.rows,
            "works": self.reading.works,
            "new": self.changes.new,
            "lingering": self.changes.lingering,
            "gone": self.changes.gone,
            "quarantined": self.reading.quarantined,
        }


def scrape(
    pages: Iterable[SourcePage],
    works: Works,
    read: Callable[[SourcePage], PageReading],
    *,
    now: datetime,
    accept: bool = False,
) -> ScrapeReport:
    """Read these pages as one reading, keep it, and where it is healthy bring the entries up to date.

    `accept`: the operator vouches for a list that is empty or suspect. Raises `SourceUnavailable` where a page
    could not be had; then nothing is kept.
    """
    kept = works.last_pages()
    fetched = tuple(_whole(page, kept, works) for page in pages)
    if _is_unchanged(fetched, kept):
        return _repeat(fetched, works, now)
    read_pages = [read(page) for page in fetched]
    listing = merge_listings([each.listing for each in read_pages])
    quarantined = len({row.printed for row in listing.quarantined})  # a row of several days is one row
    verdict = judge(
        worst_state([each.state for each in read_pages]),
        at=now,
        rows=listing.rows,
        future_works=len(
            {(work.printed, work.period.starts_at) for work in listing.works if work.period.ends_at > now}
        ),
        quarantined=quarantined,
        known_future=works.known_future(now),
        recent=works.recent_readings(limit=500),
        accept=accept,
    )
    reading = Reading(
        now,
        verdict.state,
        verdict.healthy,
        rows=listing.rows,
        works=len(listing.works),
        quarantined=quarantined,
        by_quarantine=verdict.by_quarantine,
    )
    states = [(page, each.state) for page, each in zip(fetched, read_pages, strict=True)]
    has_listing = verdict.state not in (PageState.BLOCKED, PageState.MALFORMED)
    return ScrapeReport(reading, works.save_reading(reading, states, listing if has_listing else None))


def _repeat(pages: Sequence[SourcePage], works: Works, now: datetime) -> ScrapeReport:
    """A reading that equals the last healthy one says the same once more."""
    before = works.last_healthy()
    rows, count, unread = (before.rows, before.works, before.quarantined) if before else (0, 0, 0)
    reading = Reading(now, PageState.UNCHANGED, healthy=True, rows=rows, works=count, quarantined=unread)
    states = [(page, PageState.UNCHANGED) for page in pages]
    return ScrapeReport(reading, works.save_reading(reading, states, None))


def merge_listings(listings: Sequence[Listing]) -> Listing:
    """One listing of what all pages of a reading say."""
    reaches: dict[str | None, date] = {}
    for district, day in chain.from_iterable(listing.reaches.items() for listing in listings):
        reaches[district] = max(day, reaches.get(district, day))
    return Listing(
        works=tuple(chain.from_iterable(listing.works for listing in listings)),
        quarantined=tuple(
            replace(row, page=page) for page, listing in enumerate(listings) for row in listing.quarantined
        ),
        rows=sum(listing.rows for listing in listings),
        reaches=reaches,
    )


def _whole(page: SourcePage, known: Mapping[str, KeptPage], works: Works) -> SourcePage:
    """The page; one that the server did not send again, as it is kept."""
    kept = known.get(page.url)
    if kept is None or not page.not_modified:
        return page
    return replace(
        page,
        status=HTTPStatus.OK,
        content=works.load_content(kept),
        content_type=kept.content_type,
        etag=page.etag or kept.etag,
        last_modified=page.last_modified or kept.last_modified,
        not_modified=False,
    )


def _is_unchanged(pages: Sequence[SourcePage], kept: Mapping[str, KeptPage]) -> bool:
    """Whether these are, byte for byte, the pages of the last healthy reading."""
    hashes = sorted(hashlib.sha256(page.content).hexdigest() for page in pages)
    return bool(kept) and hashes == sorted(page.sha256 for page in kept.values())
