"""Scrape: pages become a reading; a reading that can be trusted becomes entries."""

import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from http import HTTPStatus
from itertools import chain
from typing import TYPE_CHECKING

import structlog

from pipeline.domain.errors import Failed, ProvisnykError, frames
from pipeline.domain.pages import KeptPage, SourcePage
from pipeline.domain.trust import PageState, Reading, ReadingChanges, judge, worst_state
from pipeline.domain.works import Listing
from pipeline.steps.interfaces import Works

if TYPE_CHECKING:
    from pipeline.source.pages import PageReading

log = structlog.get_logger()
FAULT = "збій програми зірвав читання списку; подробиці в журналі, передайте їх розробникам"


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


@dataclass(frozen=True, slots=True)
class Reader:
    """How pages are read."""

    read: "Callable[[SourcePage], PageReading]"
    fingerprint: str
    """Another one where the same page may be read otherwise: by a new release, or another alias."""


def scrape(
    pages: Iterable[SourcePage], works: Works, reader: Reader, *, now: datetime, accept: bool = False
) -> ScrapeReport:
    """Read these pages as one reading, keep it, and where it is healthy bring the entries up to date.

    `accept`: the operator vouches for a list that is empty or suspect. Raises `SourceUnavailable` where a page
    could not be had; then nothing is kept. A reading that a fault of ours ends is `failed`, and changes nothing.
    """
    kept = works.last_pages()
    try:
        fetched = tuple(_whole(page, kept, works) for page in pages)
    except ProvisnykError:
        raise
    except Exception as error:  # noqa: BLE001 - whatever it is, what is known is still to be told
        return _failed(error, (), works, reader, now)
    last = works.last_listing()
    if last is None or not _are_same(fetched, kept):
        return _read(fetched, works, reader, at=now, accept=accept)
    if last.reader == reader.fingerprint:
        return _repeat(last, fetched, works, now)
    return _read(fetched, works, reader, at=now, accept=accept or _is_vouched_for(last))


def scrape_kept(works: Works, reader: Reader, *, accept: bool = False) -> ScrapeReport:
    """Read the pages of the last list again as they are kept, at the time of their capture, in its place.

    It is no reading more: nothing is proved by it that several readings prove, nor does it make the list newer.
    Where a list that was believed would not be so now, nothing is changed.
    """
    before, pages = works.last_read()
    return _read(pages, works, reader, at=before.at, accept=accept or _is_vouched_for(before), before=before)


@dataclass(frozen=True, slots=True)
class Examined:
    """What pages say, and whether it would be believed; nothing of it is kept yet."""

    reading: Reading
    listing: Listing
    states: Sequence[PageState]
    """Of each page."""


def examine(
    pages: Sequence[SourcePage],
    works: Works,
    reader: Reader,
    *,
    at: datetime,
    accept: bool = False,
    before: Reading | None = None,
) -> Examined:
    """Read pages and judge what they say; as if in the place of the reading `before`, where there is one."""
    read_pages = [reader.read(page) for page in pages]
    listing = merge_listings([each.listing for each in read_pages])
    quarantined = len({row.printed for row in listing.quarantined})  # a row of several days is one row
    verdict = judge(
        worst_state([each.state for each in read_pages]),
        at=at,
        rows=listing.rows,
        future_works=len({(work.printed, work.period.starts_at) for work in listing.works if work.period.ends_at > at}),
        quarantined=quarantined,
        known_future=works.known_future(at),
        recent=works.recent_readings(limit=500, before=before.id if before else None),
        accept=accept,
    )
    reading = Reading(
        at,
        verdict.state,
        verdict.healthy,
        rows=listing.rows,
        works=len(listing.works),
        quarantined=quarantined,
        by_quarantine=verdict.by_quarantine,
        reader=reader.fingerprint,
        id=before.id if before else None,
    )
    return Examined(reading, listing, [each.state for each in read_pages])


def _read(
    pages: Sequence[SourcePage],
    works: Works,
    reader: Reader,
    *,
    at: datetime,
    accept: bool,
    before: Reading | None = None,
) -> ScrapeReport:
    """Examine pages, and save what they say; in the place of the reading `before`, where there is one."""
    try:
        return _save(pages, works, examine(pages, works, reader, at=at, accept=accept, before=before), before)
    except ProvisnykError:
        raise
    except Exception as error:  # noqa: BLE001 - as above
        if before:
            log.error("reading_failed", error=type(error).__name__, where=frames(error))  # noqa: TRY400
            raise Failed(FAULT) from None
        return _failed(error, pages, works, reader, at)


def _save(pages: Sequence[SourcePage], works: Works, examined: Examined, before: Reading | None) -> ScrapeReport:
    reading = examined.reading
    if before and before.healthy and not reading.healthy:
        return ScrapeReport(reading, ReadingChanges())
    states = zip(pages, examined.states, strict=True)
    has_listing = reading.state not in (PageState.BLOCKED, PageState.MALFORMED)
    return ScrapeReport(reading, works.save_reading(reading, states, examined.listing if has_listing else None))


def _failed(error: Exception, pages: Sequence[SourcePage], works: Works, reader: Reader, at: datetime) -> ScrapeReport:
    """Keep that a fault of ours ended a reading, with its pages for the developers; the log says where it was."""
    log.error("reading_failed", error=type(error).__name__, where=frames(error))
    reading = Reading(at, PageState.FAILED, healthy=False, reader=reader.fingerprint)
    return ScrapeReport(reading, works.save_reading(reading, [(page, PageState.FAILED) for page in pages], None))


def _repeat(last: Reading, pages: Sequence[SourcePage], works: Works, now: datetime) -> ScrapeReport:
    """A reading that equals the last healthy one says the same once more."""
    reading = replace(last, at=now, state=PageState.UNCHANGED, by_quarantine=False, id=None)
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


def _is_vouched_for(reading: Reading) -> bool:
    """Whether its pages are believed although they look wrong: somebody, or three readings, said so."""
    return reading.healthy and reading.state is not PageState.OK


def _are_same(pages: Sequence[SourcePage], kept: Mapping[str, KeptPage]) -> bool:
    """Whether these are, byte for byte, the pages of the last healthy reading."""
    hashes = sorted(hashlib.sha256(page.content).hexdigest() for page in pages)
    return bool(kept) and hashes == sorted(page.sha256 for page in kept.values())
