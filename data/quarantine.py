"""The rows of a reading that were not understood."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from peewee import Database, fn

from data.database import execute_many
from data.tables import Entry
from data.tables import Quarantine as Table
from data.times import to_seconds
from pipeline.domain.works import QuarantinedRow


def save_quarantined(
    database: Database, rows: Sequence[QuarantinedRow], reading_id: int, page_ids: Sequence[int]
) -> None:
    """Keep the rows of a reading; those of one that is read anew come in the place of the former ones."""
    Table.delete().where(Table.reading == reading_id).execute(database)
    fields = [Table.reading, Table.page, Table.row, Table.reason, Table.suggestion, Table.starts_at, Table.ends_at]
    values = [
        (reading_id, page_ids[row.page] if page_ids else None, row.printed, row.reason, row.suggestion, *_period(row))
        for row in rows
    ]
    execute_many(database, Table.insert_many([(None,) * len(fields)], fields=fields), values)


def quarantined(database: Database, reading_id: int) -> Iterator[Mapping[str, Any]]:
    """The rows of a reading, as the JSON of the design; one that names several days is one row."""
    columns = (Table.page, Table.row, Table.reason, Table.suggestion)
    query = Table.select(*columns).where(Table.reading == reading_id).group_by(*columns).order_by(fn.MIN(Table.id))
    for page_id, row, reason, suggestion in query.tuples().iterator(database):
        yield {"page_id": page_id, "row": row, "reason": reason, "suggestion": suggestion}


def same_period(reading_id: int) -> Any:
    """The quarantined rows of a reading with the period of the entry at hand."""
    same = (Table.starts_at == Entry.starts_at) & (Table.ends_at == Entry.ends_at)
    return Table.select(Table.id).where((Table.reading == reading_id) & same)


def _period(row: QuarantinedRow) -> tuple[int | None, int | None]:
    return (to_seconds(row.period.starts_at), to_seconds(row.period.ends_at)) if row.period else (None, None)
