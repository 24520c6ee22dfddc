"""Corrections of the operators, as rows."""

from collections.abc import Mapping
from datetime import datetime

from peewee import Database, fn

from data.tables import Correction as Row
from data.tables import Entry, Reminder
from data.times import from_seconds, optional_time, to_seconds
from pipeline.domain.corrections import Correction
from pipeline.domain.stages import FOLLOW_UPS
from pipeline.domain.works import Period


def load_corrections(database: Database) -> Mapping[str, Correction]:
    """The last correction of each work that has one, by the work's id."""
    rows = Row.select().order_by(Row.id).dicts().execute(database)
    return {
        row["work_id"]: Correction(
            row["work_id"],
            Period(from_seconds(row["starts_at"]), from_seconds(row["ends_at"])),
            row["operator"],
            from_seconds(row["made_at"]),
            optional_time(row["ended_at"]),
        )
        for row in rows
    }


def add_correction(database: Database, correction: Correction) -> None:
    """Keep a correction, in the place of any earlier one of its work."""
    Row.insert(
        work_id=correction.work_id,
        starts_at=to_seconds(correction.period.starts_at),
        ends_at=to_seconds(correction.period.ends_at),
        operator=correction.operator,
        made_at=to_seconds(correction.made_at),
    ).execute(database)


def end_corrections(database: Database, at: int) -> None:
    """End those whose hours two readings lacked at all places of the work; `at`: UTC seconds of the second one."""
    listed = Entry.select(Entry.id).where((Entry.work_id == Row.work_id) & Entry.lacked_at.is_null())
    Row.update(ended_at=at).where(Row.ended_at.is_null() & ~fn.EXISTS(listed)).execute(database)


def newest_reminder(database: Database) -> int:
    """The id of the reminder that was written last; 0 where there is none."""
    return int(Reminder.select(fn.MAX(Reminder.id)).scalar(database) or 0)


def changes_due(database: Database, after: int) -> datetime | None:
    """When the first change or cancellation of those is due that were written after this reminder."""
    query = Reminder.select(fn.MIN(Reminder.due_at)).where((Reminder.id > after) & Reminder.stage.in_(FOLLOW_UPS))
    return optional_time(query.scalar(database))
