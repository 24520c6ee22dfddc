"""Entries as rows: their keys, and the way to and from the table."""

import hashlib
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any

from peewee import SQL

from data.tables import Entry as Table
from data.times import from_seconds, optional_time, to_period, to_seconds
from pipeline.domain.addresses.streets import Street
from pipeline.domain.entries import Entry
from pipeline.domain.works import Certainty, Kind, Period, Place, PlannedWork, WorkStatus

COLUMNS = [field for field in Table._meta.sorted_fields if field is not Table.id]  # noqa: SLF001 - peewee's own door
"""The columns that `rows_of` fills, in its order."""

_IDENTITY = {"key", "starts_at", "ends_at", "day", "kind", "settlement", "katottg"} | {
    "street_kind", "street_name", "street_former", "houses", "certainty"
}  # fmt: skip
SEEN_AGAIN = [field for field in COLUMNS if field.name not in {*_IDENTITY, "first_seen_at", "said_since"}]
"""What a new reading that shows an entry brings up to date; that it is not missing is part of it."""


def said_since(before: int) -> SQL:
    """The column of that name where a reading shows an entry again; `before`: the last reading with a listing.

    A reading of kept pages read anew has let its entries go by then: they are in none.
    """
    moved = "COALESCE({}.moved_from_starts_at, 0)".format
    same_words = f"entry.status = EXCLUDED.status AND {moved('entry')} = {moved('EXCLUDED')}"
    unbroken = f"entry.seen_in IN (0, {before:d}) AND {same_words}"
    return SQL(f"CASE WHEN {unbroken} THEN entry.said_since ELSE EXCLUDED.said_since END")


def rows_of(works: Iterable[PlannedWork], at: datetime, reading_id: int) -> list[tuple[Any, ...]]:
    """One row an entry, in the order of `COLUMNS`; of equal ones that which says `скасовано` is kept."""
    rows: dict[str, dict[str, Any]] = {}
    for work in works:
        identity = _work_id(work)
        for place in work.places:
            key = _key(work, place)
            if key not in rows or work.status is WorkStatus.CANCELLED:
                rows[key] = _row(key, identity, work, place)
    seen = dict.fromkeys(("first_seen_at", "last_seen_at", "said_since"), to_seconds(at)) | {"seen_in": reading_id}
    return [tuple((row | seen).get(field.name) for field in COLUMNS) for row in rows.values()]


def keys_of(works: Iterable[PlannedWork]) -> set[str]:
    """The keys of their entries."""
    return {_key(work, place) for work in works for place in work.places}


def entry_of(row: dict[str, Any]) -> Entry:
    """The entry of a table's row, which carries `shielded` besides its columns."""
    period = to_period(row["starts_at"], row["ends_at"])
    assert period is not None  # noqa: S101 - both columns are NOT NULL
    return Entry(
        id=row["id"],
        work_id=row["work_id"],
        period=period,
        kind=Kind(row["kind"]),
        place=_place_of(row),
        status=WorkStatus(row["status"]),
        district=row["district"],
        reason=row["reason"],
        moved_from=to_period(row["moved_from_starts_at"], row["moved_from_ends_at"]),
        first_seen_at=from_seconds(row["first_seen_at"]),
        last_seen_at=from_seconds(row["last_seen_at"]),
        missing_since=optional_time(row["missing_since"]),
        lacked_at=optional_time(row["lacked_at"]),
        shielded=bool(row["shielded"]),
        printed=row["printed"],
        said_since=optional_time(row["said_since"]),
    )


def _row(key: str, work_id: str, work: PlannedWork, place: Place) -> dict[str, Any]:
    moved_from = _period(work.moved_from) if work.moved_from else (None, None)
    starts_at, ends_at = _period(work.period)
    return {
        "key": key,
        "work_id": work_id,
        "starts_at": starts_at,
        "ends_at": ends_at,
        "day": work.period.day.isoformat(),
        "kind": work.kind,
        "settlement": place.settlement,
        "katottg": place.katottg,
        "street_kind": place.street.kind if place.street else None,
        "street_name": place.street.name if place.street else None,
        "street_former": place.street.former if place.street else None,
        "houses": place.houses,
        "certainty": place.certainty,
        "status": work.status,
        "district": work.district,
        "reason": work.reason,
        "moved_from_starts_at": moved_from[0],
        "moved_from_ends_at": moved_from[1],
        "printed": work.printed,
    }


def _place_of(row: dict[str, Any]) -> Place:
    name = row["street_name"]
    street = None if name is None else Street(row["street_kind"], name, row["street_former"])
    return Place(row["settlement"], row["katottg"], street, row["houses"], Certainty(row["certainty"]))


def _key(work: PlannedWork, place: Place) -> str:
    return _hash(32, *_period(work.period), work.kind, *_place(place))


def _work_id(work: PlannedWork) -> str:
    """Equal for one row from reading to reading while its streets are edited."""
    settlements = sorted({place.katottg or place.settlement for place in work.places})
    return _hash(12, *_period(work.period), work.kind, work.district, *settlements)


def _place(place: Place) -> Iterator[str | None]:
    yield place.katottg or place.settlement
    yield from (place.street.kind, place.street.name, place.street.former) if place.street else (None,)
    yield place.houses
    yield place.certainty


def _period(period: Period) -> tuple[int, int]:
    return to_seconds(period.starts_at), to_seconds(period.ends_at)


def _hash(length: int, *parts: object) -> str:
    text = "\x1f".join("\x00" if part is None else str(part) for part in parts)
    return hashlib.sha256(text.encode()).hexdigest()[:length]
