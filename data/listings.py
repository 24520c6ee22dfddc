"""What the list last said: the reading that stands, and its entries."""

from collections.abc import Iterator
from typing import Any

from peewee import JOIN, Database, fn

from data.entry_rows import entry_of
from data.quarantine import same_period
from data.tables import Correction, Reading
from data.tables import Entry as Row
from pipeline.domain.entries import Entry


def last_listing(database: Database) -> int:
    """The id of the last healthy reading with a listing of its own; 0 where there is none."""
    query = Reading.select(fn.MAX(Reading.id)).where(Reading.healthy & Reading.has_listing)
    return query.scalar(database) or 0


def load_entries(database: Database, where: Any, *order: Any) -> Iterator[Entry]:
    """The entries that fulfil a condition, in this order."""
    shielded = fn.EXISTS(same_period(last_listing(database))).alias("shielded")
    corrected = Correction.starts_at.alias("corrected_start"), Correction.ends_at.alias("corrected_end")
    query = Row.select(Row, shielded, *corrected).join(
        Correction, JOIN.LEFT_OUTER, on=Correction.work_id == Row.work_id
    )
    rows = query.where(where).order_by(*order).dicts().iterator(database)
    return map(entry_of, rows)
