"""A whole running installation from SQLite to PostgreSQL: every table by COPY, all or nothing, the counts compared."""

from collections.abc import Callable, Mapping
from contextlib import ExitStack, closing
from pathlib import Path
from typing import Any

import peewee
from peewee import AutoField, BooleanField, Database

from data.database import SQLITE, open_database
from data.locks import run_lock
from data.tables import TABLES, News
from data.tables.base import Table
from pipeline.domain.errors import Failed, Misuse

_MOVED = tuple(table for table in TABLES if table is not News)
"""All but what the target notes itself as the rows arrive: a plan is to be made there."""


def move_database(source_url: str, target_url: str, progress: Callable[[int], None] | None = None) -> Mapping[str, int]:
    """Copy all rows of an SQLite database into a PostgreSQL one that has none; gives the rows of each table.

    The source is kept from being written meanwhile. `progress` hears of every row. Raises `Misuse` where the
    databases are not of these kinds or the target holds anything, `Failed` where a tick is at work on the source
    or the counts differ; then the target is as it was.
    """
    file = source_url.removeprefix(SQLITE)
    if file == source_url or target_url.startswith(SQLITE):
        raise Misuse("Переносимо лише з sqlite:///ШЛЯХ до postgresql://…")
    if not Path(file).is_file():
        raise Misuse(f"Бази даних «{file}» немає: перевірте шлях")
    with ExitStack() as stack:
        source = stack.enter_context(closing(open_database(source_url)))
        target = stack.enter_context(closing(open_database(target_url, create=True)))
        if not stack.enter_context(run_lock(source)):
            raise Failed("На цій базі даних саме працює tick або serve: зупиніть їх і повторіть")
        stack.enter_context(source.atomic())
        with target.atomic():
            _refuse_filled(target)
            copied = {table.table_name(): _copy(table, source, target, progress) for table in _MOVED}
        target.execute_sql("ANALYZE")  # the first plan over the new database must not guess
    return copied


def _refuse_filled(target: Database) -> None:
    for table in _MOVED:
        if table.select().limit(1).exists(target):
            name = table.table_name()
            raise Misuse(f"База даних, до якої переносимо, не порожня (таблиця {name}): вкажіть нову або очистьте цю")


def _copy(table: type[Table], source: Database, target: Database, progress: Callable[[int], None] | None) -> int:
    name, fields = table.table_name(), table._meta.sorted_fields  # noqa: SLF001 - peewee's door
    columns = ", ".join(f'"{field.column_name}"' for field in fields)
    booleans = [place for place, field in enumerate(fields) if isinstance(field, BooleanField)]
    statement = f'COPY "{name}" ({columns}) FROM STDIN'
    with peewee.__exception_wrapper__, target.cursor().copy(statement) as copy:  # type: ignore[attr-defined]
        for row in source.execute_sql(f'SELECT {columns} FROM "{name}" ORDER BY rowid'):  # noqa: S608 - our own names
            copy.write_row(_with_booleans(row, booleans))
            if progress:
                progress(1)
    expected, arrived = (_count(database, name) for database in (source, target))
    if expected != arrived:
        raise Failed(f"Таблиця {name}: було рядків {expected}, перенесено {arrived}; нічого не змінено")
    for field in fields:
        if isinstance(field, AutoField):
            _go_on_after(target, name, field.column_name)
    return arrived


def _with_booleans(row: tuple[Any, ...], places: list[int]) -> list[Any]:
    """SQLite has no booleans: it keeps 0 and 1."""
    values = list(row)
    for place in places:
        values[place] = None if values[place] is None else bool(values[place])
    return values


def _go_on_after(target: Database, name: str, column: str) -> None:
    """New rows are numbered on from the last copied one."""
    sequence = f"pg_get_serial_sequence('\"{name}\"', '{column}')"
    last = f'SELECT setval({sequence}, max("{column}")) FROM "{name}"'  # noqa: S608 - our own names
    target.execute_sql(f"{last} HAVING count(*) > 0")


def _count(database: Database, name: str) -> int:
    return int(database.execute_sql(f'SELECT count(*) FROM "{name}"').fetchone()[0])  # noqa: S608 - our own names
