"""What the list last said: the reading that stands, and its entries."""

from collections.abc import Collection, Iterable, Iterator
from typing import Any

from peewee import Database, chunked, fn

from data.corrections import load_corrections
from data.database import AT_ONCE
from data.entry_rows import entry_of, keys_of
from data.quarantine import same_period
from data.tables import Entry as Row
from data.tables import Reading
from pipeline.domain.corrections import corrected
from pipeline.domain.entries import Entry
from pipeline.domain.works import PlannedWork


def last_listing(database: Database) -> int:
    """The id of the last healthy reading with a listing of its own; 0 where there is none."""
    query = Reading.select(fn.MAX(Reading.id)).where(Reading.healthy & Reading.has_listing)
    return query.scalar(database) or 0


def entry_ids(database: Database, works: Iterable[PlannedWork]) -> Collection[int]:
    """The ids of the entries that these works give, as far as there are such entries."""
    found: set[int] = set()
    for some in chunked(sorted(keys_of(works)), AT_ONCE):
        found.update(each for (each,) in Row.select(Row.id).where(Row.key.in_(some)).tuples().execute(database))
    return found


def load_entries(database: Database, where: Any, *order: Any) -> Iterator[Entry]:
    """The entries that fulfil a condition, in this order, with the hours that count."""
    corrections = load_corrections(database)
    shielded = fn.EXISTS(same_period(last_listing(database))).alias("shielded")
    rows = Row.select(Row, shielded).where(where).order_by(*order).dicts().iterator(database)
    return (corrected(each, corrections.get(each.work_id)) for each in map(entry_of, rows))
