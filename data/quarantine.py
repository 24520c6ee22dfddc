"""The rows of a reading that were not understood."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from typing import Any

from peewee import JOIN, Database, fn

from data.database import execute_many
from data.tables import Entry
from data.tables import Quarantine as Table
from data.times import to_seconds
from pipeline.domain.quarantine import UnreadRow
from pipeline.domain.suggestions import SettlementRemedy, Suggestion
from pipeline.domain.works import QuarantinedRow


def save_quarantined(
    database: Database, rows: Sequence[QuarantinedRow], reading_id: int, page_ids: Sequence[int]
) -> None:
    """Keep the rows of a reading; those of one that is read anew come in the place of the former ones."""
    Table.delete().where(Table.reading == reading_id).execute(database)
    fields = [Table.reading, Table.page, Table.row, Table.reason, *_SUGGESTION, Table.starts_at, Table.ends_at]
    values = [
        (reading_id, page_ids[row.page] if page_ids else None, row.printed, row.reason, *_columns(row), *_period(row))
        for row in rows
    ]
    execute_many(database, Table.insert_many([(None,) * len(fields)], fields=fields), values)


def quarantined(database: Database, reading_id: int) -> Iterator[UnreadRow]:
    """The rows of a reading, in its order; one that names several days is one row."""
    columns = (Table.page, Table.row, Table.reason, *_SUGGESTION)
    query = Table.select(*columns).where(Table.reading == reading_id).group_by(*columns).order_by(fn.MIN(Table.id))
    for page_id, row, reason, advice, remedies in query.tuples().iterator(database):
        offered = tuple(SettlementRemedy(**each) for each in json.loads(remedies or "[]"))
        yield UnreadRow(page_id, row, reason, Suggestion(advice, offered) if advice or offered else None)


def same_period(reading_id: int) -> Any:
    """The quarantined rows of a reading that may be the entry at hand, mistyped.

    They have its period, and name its settlement, one that is not known, or none that could be read: a row of which
    only a house was not understood says nothing of other settlements.
    """
    shown = Entry.alias()
    of_the_row = (
        (shown.seen_in == reading_id)
        & (shown.ends_at == Table.ends_at)
        & (shown.starts_at == Table.starts_at)
        & (shown.printed == Table.row)
    )
    rows = (
        Table.select(Table.starts_at, Table.ends_at, shown.katottg)
        .join(shown, JOIN.LEFT_OUTER, on=of_the_row)
        .where(Table.reading == reading_id)
        .distinct()
        .alias("shields")
    )
    same = (rows.c.starts_at == Entry.starts_at) & (rows.c.ends_at == Entry.ends_at)
    settlement = rows.c.katottg.is_null() | (rows.c.katottg == Entry.katottg) | Entry.katottg.is_null()
    return rows.select_from(rows.c.starts_at).where(same & settlement)


_SUGGESTION = (Table.suggestion, Table.remedies)


def _columns(row: QuarantinedRow) -> tuple[str | None, str | None]:
    suggestion = row.suggestion or Suggestion()
    remedies = [asdict(each) for each in suggestion.remedies]
    return suggestion.advice, json.dumps(remedies, ensure_ascii=False) if remedies else None


def _period(row: QuarantinedRow) -> tuple[int | None, int | None]:
    return (to_seconds(row.period.starts_at), to_seconds(row.period.ends_at)) if row.period else (None, None)
