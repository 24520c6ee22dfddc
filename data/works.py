"""Readings, pages and entries: the interface `Works` over the tables."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from functools import reduce
from itertools import groupby
from operator import or_
from typing import Any

from peewee import Case, Database, fn

from data import tables
from data.corrections import end_corrections
from data.database import database_errors, execute_many
from data.entry_rows import COLUMNS, SEEN_AGAIN, rows_of, said_since
from data.listings import last_listing, load_entries
from data.page_archive import PageArchive
from data.quarantine import quarantined, same_period, save_quarantined
from data.tables import Entry as Row
from data.times import from_seconds, to_seconds
from data.works_listing import find_work_ids, streets_to_come, work_json
from pipeline.domain.addresses.streets import Street
from pipeline.domain.clock import iso_kyiv
from pipeline.domain.entries import TWO_READINGS_APART, Entry
from pipeline.domain.errors import Misuse
from pipeline.domain.pages import KeptPage, SourcePage
from pipeline.domain.quarantine import UnreadRow
from pipeline.domain.trust import PageState, Reading, ReadingChanges
from pipeline.domain.works import Listing, WorkStatus


class WorksRepository:
    """What the list said, from reading to reading."""

    def __init__(self, database: Database, archive: PageArchive) -> None:
        self._database = database
        self._archive = archive

    def last_healthy(self) -> Reading | None:
        """The newest healthy reading."""
        found = self._readings(tables.Reading.healthy == True, limit=1)  # noqa: E712 - an expression of SQL
        return found[0] if found else None

    def last_listing(self) -> Reading | None:
        """The newest healthy reading with a listing of its own, which `unchanged` ones repeat."""
        found = self._readings(tables.Reading.id == last_listing(self._database), limit=1)
        return found[0] if found else None

    def last_read(self) -> tuple[Reading, Sequence[SourcePage]]:
        """The reading of the last page that was no refusal, and its pages; of a repeated one, the one it repeats.

        Raises `Misuse` where there is none, `Failed` where the bytes of its pages are gone.
        """
        page = tables.Page
        has_pages = fn.EXISTS(page.select(page.id).where(page.reading == tables.Reading.id))  # else a fault ended it
        reading_id = self._last_read((tables.Reading.state != PageState.BLOCKED) & has_pages)
        ids = page.select(page.id).where(page.reading == reading_id).order_by(page.id).tuples().execute(self._database)
        pages = [self.load_page(each) for (each,) in ids]
        if not pages:
            raise Misuse("Жодної сторінки зі списком ще не збережено: перечитувати нічого")
        (reading,) = self._readings(tables.Reading.id == reading_id, limit=1)
        return reading, pages

    def recent_readings(self, limit: int, *, before: int | None = None) -> Sequence[Reading]:
        """The newest readings, newest first; `before`: of those older than the reading of this id."""
        return self._readings(tables.Reading.id > 0 if before is None else tables.Reading.id < before, limit)

    def known_future(self, now: datetime) -> int:
        """Works that the last healthy reading showed and that have not ended: rows as printed, each day of one."""
        shown = (Row.seen_in == last_listing(self._database)) & (Row.ends_at > to_seconds(now))
        return int(Row.select(Row.printed, Row.starts_at).where(shown).distinct().count(self._database))

    def last_pages(self) -> Mapping[str, KeptPage]:
        """By URL, the pages of the last healthy reading whose bytes are still there, for a conditional GET."""
        reading = self.last_healthy()
        if reading is None:
            return {}
        page = tables.Page
        columns = (page.url, page.sha256, page.etag, page.last_modified, page.content_type)
        query = page.select(*columns).where(page.reading == reading.id)
        pages = (KeptPage(*row) for row in query.tuples().execute(self._database))
        return {page.url: page for page in pages if self._archive.has(page.sha256)}

    def load_content(self, page: KeptPage) -> bytes:
        """The bytes of a kept page. Raises `Failed` where they are gone or damaged."""
        return self._archive.load(page.sha256)

    def load_page(self, page_id: int) -> SourcePage:
        """A kept page with its bytes. Raises `Misuse` where there is none of that id."""
        row = tables.Page.select().where(tables.Page.id == page_id).dicts().first(self._database)
        if row is None:
            raise Misuse(f"Сторінки з номером {page_id} немає: перелік дає команда pages")
        return SourcePage(
            url=row["url"],
            captured_at=from_seconds(row["captured_at"]),
            status=row["status"],
            content=self._archive.load(row["sha256"]),
            content_type=row["content_type"],
            etag=row["etag"],
            last_modified=row["last_modified"],
        )

    def save_reading(
        self, reading: Reading, pages: Iterable[tuple[SourcePage, PageState]], listing: Listing | None
    ) -> ReadingChanges:
        """Keep a reading and its pages; where it is healthy, bring the entries up to date with its listing.

        `listing=None` with a healthy `unchanged` reading means: the same as the last healthy one. A reading that
        has an id is that of kept pages read anew, and comes in the place of what it was. All or nothing; the
        pages' bytes come first, so that no row is ever without them. Raises `Failed`.
        """
        kept = [self._page_row(page, state) for page, state in pages]
        row = _reading_row(reading, has_listing=listing is not None)
        with database_errors(), self._database.atomic():
            before = last_listing(self._database)
            if reading.id is None:
                reading_id, page_ids = self._add(row, kept)
            else:
                reading_id, page_ids = reading.id, self._replace(reading.id, row, kept)
            if listing is not None:
                save_quarantined(self._database, listing.quarantined, reading_id, page_ids)
            if not reading.healthy:
                return ReadingChanges()
            if listing is None:
                return self._see_again(before, reading.at)
            last = self.last_healthy() or reading  # what was repeated since was seen since
            return self._take_in(reading_id, replace(reading, at=last.at), listing, before)

    def live_entries(self, since: datetime, ids: Sequence[int] | None = None) -> Sequence[Entry]:
        """Entries of every status that end after `since` and have a known settlement; of these ids, where given.

        With those that the list still shows as cancelled: the works may have been moved to a later day before.
        """
        cancelled = (Row.seen_in == last_listing(self._database)) & (Row.status == WorkStatus.CANCELLED)
        live = ((Row.ends_at > to_seconds(since)) | cancelled) & Row.katottg.is_null(False)
        return list(self._entries(live if ids is None else live & Row.id.in_(ids)))

    def streets_to_come(self, now: datetime) -> Mapping[tuple[str, Street], int]:
        """Streets of planned works of the last list that have not ended, by settlement; with the id of an entry."""
        return streets_to_come(self._database, now)

    def works(self, now: datetime, ids: Sequence[str] | None = None) -> Iterator[Mapping[str, Any]]:
        """Every remembered work, or those of these ids, by time, as the JSON of the design."""
        entries = self._entries(Row.id > 0 if ids is None else Row.work_id.in_(ids))
        return (work_json(list(one), now) for _, one in groupby(entries, key=lambda entry: entry.work_id))

    def find(
        self,
        since: date,
        until: date,
        *,
        katottg: str | None = None,
        district: str | None = None,
        after: tuple[int, str] | None = None,
        limit: int,
    ) -> Sequence[tuple[int, str]]:
        """Start (UTC seconds) and id of up to `limit` works of these days, in that order; see `find_work_ids`."""
        where = (self._database, since, until)
        return find_work_ids(*where, katottg=katottg, district=district, after=after, limit=limit)

    def pages(self) -> Iterator[Mapping[str, Any]]:
        """Every kept page, oldest first, as the JSON of the design."""
        query = tables.Page.select().order_by(tables.Page.id).dicts()
        for row in query.iterator(self._database):
            captured_at = iso_kyiv(from_seconds(row["captured_at"]))
            yield {"id": row["id"], "captured_at": captured_at} | {
                name: row[name] for name in ("url", "state", "sha256")
            }

    def listed_on(self) -> int | None:
        """The page on which the last healthy listing stands; None where it has several, or none."""
        page = tables.Page
        query = page.select(page.id).where(page.reading == last_listing(self._database)).limit(2)
        ids = [each for (each,) in query.tuples().execute(self._database)]
        return ids[0] if len(ids) == 1 else None

    def quarantine(self) -> Iterator[UnreadRow]:
        """The rows of the last reading with a listing that were not understood."""
        shown = tables.Reading.has_listing | (tables.Reading.state == PageState.UNCHANGED)
        return quarantined(self._database, self._last_read(shown))

    def _add(self, row: Mapping[str, Any], pages: Sequence[Mapping[str, Any]]) -> tuple[int, Sequence[int]]:
        """A reading that there was not; gives its id and those of its pages."""
        reading_id = self._insert(tables.Reading, row)
        return reading_id, [self._insert(tables.Page, {**page, "reading": reading_id}) for page in pages]

    def _replace(self, reading_id: int, row: Mapping[str, Any], pages: Sequence[Mapping[str, Any]]) -> Sequence[int]:
        """Put a reading in the place of what it was, and take its listing back; gives the ids of its pages."""
        tables.Reading.update(row).where(tables.Reading.id == reading_id).execute(self._database)
        page = tables.Page
        ids = page.select(page.id).where(page.reading == reading_id).order_by(page.id).tuples().execute(self._database)
        page_ids = [each for (each,) in ids]
        for page_id, kept in zip(page_ids, pages, strict=True):
            page.update(state=kept["state"]).where(page.id == page_id).execute(self._database)
        self._update(Row.seen_in == reading_id, seen_in=0)
        return page_ids

    def _take_in(self, reading_id: int, reading: Reading, listing: Listing, before: int) -> ReadingChanges:
        last = Row.select(fn.MAX(Row.id)).scalar(self._database) or 0
        insert = Row.insert_many([(None,) * len(COLUMNS)], fields=COLUMNS)
        again = {Row.said_since: said_since(before)}
        upsert = insert.on_conflict(conflict_target=[Row.key], preserve=SEEN_AGAIN, update=again)
        execute_many(self._database, upsert, rows_of(listing.works, reading.at, reading_id))
        new = self._count(Row.id > last)
        at = to_seconds(reading.at)
        Row.delete().where(_understood_by_now(reading_id) & (Row.ends_at > at)).execute(self._database)
        everything = reading.state is PageState.EMPTY
        reached = Row.id > 0 if everything else _reached(listing)
        if reached is not None:
            lacked = (Row.seen_in != reading_id) & (Row.ends_at > at) & reached
            shielded = fn.EXISTS(same_period(reading_id))
            first = Case(None, [(Row.missing_in.is_null(), at)], Row.missing_since)
            self._update(lacked & ~shielded, missing_since=first, missing_in=reading_id)
            # it may stand in the list, mistyped: its absence has yet to begin
            self._update(lacked & shielded, missing_since=at, missing_in=None, lacked_at=None)
        return self._changes(new, reading_id, at)

    def _see_again(self, repeated: int, at: datetime) -> ReadingChanges:
        self._update(Row.seen_in == repeated, last_seen_at=to_seconds(at))
        return self._changes(0, repeated, to_seconds(at))

    def _changes(self, new: int, missing_in: int, at: int) -> ReadingChanges:
        """Count, after noting which entries two readings far enough apart have lacked by now."""
        ongoing = Row.ends_at > at
        twice = Row.missing_since <= at - int(TWO_READINGS_APART.total_seconds())
        gone = self._update(ongoing & twice & (Row.missing_in == missing_in) & Row.lacked_at.is_null(), lacked_at=at)
        end_corrections(self._database, at)
        return ReadingChanges(new, self._count(ongoing & Row.missing_since.is_null(False)), gone)

    def _entries(self, where: Any) -> Iterator[Entry]:
        return load_entries(self._database, where, Row.starts_at, Row.work_id, Row.id)

    def _last_read(self, where: Any) -> int:
        """The id of the newest of these readings, or of the one that it repeats; 0 where there is none."""
        newest = self._readings(where, limit=1)
        if newest and newest[0].state is not PageState.UNCHANGED:
            return newest[0].id or 0
        return last_listing(self._database) if newest else 0

    def _readings(self, where: Any, limit: int) -> Sequence[Reading]:
        query = tables.Reading.select().where(where).order_by(tables.Reading.id.desc()).limit(limit)
        return [_reading_of(row) for row in query.dicts().execute(self._database)]

    def _page_row(self, page: SourcePage, state: PageState) -> dict[str, Any]:
        return {
            "captured_at": to_seconds(page.captured_at),
            "url": page.url,
            "status": page.status,
            "content_type": page.content_type,
            "state": state,
            "sha256": self._archive.save(page.content),
            "etag": page.etag,
            "last_modified": page.last_modified,
        }

    def _insert(self, table: Any, row: Mapping[str, Any]) -> int:
        return int(table.insert(row).returning(table.id).execute(self._database)[0].id)

    def _update(self, where: Any, **values: Any) -> int:
        return int(Row.update(values).where(where).execute(self._database))

    def _count(self, where: Any) -> int:
        return int(Row.select(fn.COUNT(Row.id)).where(where).scalar(self._database))


def _understood_by_now(reading_id: int) -> Any:
    """The entries without a known settlement, so that nobody was told, whose row a reading now understands."""
    now = Row.alias()
    same_row = (now.printed == Row.printed) & (now.starts_at == Row.starts_at) & (now.ends_at == Row.ends_at)
    understood = now.select(now.id).where((now.seen_in == reading_id) & same_row)
    return Row.katottg.is_null() & (Row.seen_in != reading_id) & fn.EXISTS(understood)


def _reached(listing: Listing) -> Any:
    """The entries whose day the listing reaches, district by district; None where it reaches nothing."""
    conditions = [
        (Row.district.is_null() if district is None else Row.district == district) & (Row.day <= day.isoformat())
        for district, day in listing.reaches.items()
    ]
    return reduce(or_, conditions) if conditions else None


def _reading_row(reading: Reading, *, has_listing: bool) -> dict[str, Any]:
    names = ("state", "healthy", "rows", "works", "quarantined", "by_quarantine", "reader")
    row = {name: getattr(reading, name) for name in names}
    return row | {"at": to_seconds(reading.at), "has_listing": has_listing}


def _reading_of(row: dict[str, Any]) -> Reading:
    row["at"] = from_seconds(row["at"])
    row["state"] = PageState(row["state"])
    del row["has_listing"]
    return Reading(**row)
