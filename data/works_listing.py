"""Works as they are listed: the entries of one row together, as the JSON of the design."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from peewee import Database, fn

from data.tables import Entry as Row
from data.times import to_seconds
from pipeline.domain.addresses.streets import Street
from pipeline.domain.clock import iso_kyiv
from pipeline.domain.entries import Entry
from pipeline.domain.works import Kind, WorkStatus


def find_work_ids(
    database: Database,
    since: date,
    until: date,
    *,
    katottg: str | None,
    district: str | None,
    after: tuple[int, str] | None,
    limit: int,
) -> Sequence[tuple[int, str]]:
    """Start (UTC seconds) and id of up to `limit` works of these days, in that order: those after `after`.

    `katottg`: of this settlement alone; `district`: of those listed under it.
    """
    query = Row.select(Row.starts_at, Row.work_id).distinct()
    query = query.where(Row.day.between(since.isoformat(), until.isoformat()))
    if katottg is not None:
        query = query.where(Row.katottg == katottg)
    if district is not None:
        query = query.where(Row.district == district)
    if after is not None:
        starts_at, work_id = after
        query = query.where((Row.starts_at > starts_at) | ((Row.starts_at == starts_at) & (Row.work_id > work_id)))
    return list(query.order_by(Row.starts_at, Row.work_id).limit(limit).tuples().execute(database))


def streets_to_come(database: Database, now: datetime) -> Mapping[tuple[str, Street], int]:
    """Streets of planned works of the last list that have not ended, by settlement; with the id of an entry."""
    columns = (Row.katottg, Row.street_kind, Row.street_name, Row.street_former)
    listed = (Row.kind == Kind.PLANNED) & (Row.ends_at > to_seconds(now)) & Row.missing_since.is_null()
    known = Row.katottg.is_null(False) & Row.street_name.is_null(False)
    first = fn.MIN(Row.id)
    query = Row.select(first, *columns).where(listed & known).group_by(*columns).order_by(first)
    return {(katottg, Street(*street)): entry for entry, katottg, *street in query.tuples().execute(database)}


def work_json(entries: Sequence[Entry], now: datetime) -> Mapping[str, Any]:
    """The work that these entries are of."""
    # a row that is still there speaks for itself: streets that were taken out of it are no longer its places
    shown = [entry for entry in entries if entry.is_fresh] or entries
    first = shown[0]
    return {
        "id": first.work_id,
        "status": _status(shown, now),
        "starts_at": iso_kyiv(first.period.starts_at),
        "ends_at": iso_kyiv(first.period.ends_at),
        "kind": first.kind,
        "district": first.district,
        "reason": first.reason,
        "places": [entry.place.as_json() for entry in shown],
    }


def _status(entries: Sequence[Entry], now: datetime) -> str:
    if all(entry.status is WorkStatus.CANCELLED for entry in entries):
        return "cancelled"
    if all(entry.is_gone(now) for entry in entries):
        return "gone"
    return "over" if entries[0].period.ends_at <= now else "announced"
