"""The database: opened by its URL, brought up to date, its troubles told in words an operator understands.

SQLite writes in IMMEDIATE transactions only: deferred ones lose updates when two processes read, then write.
"""

import errno
import re
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Executor, ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import peewee
from playhouse.migrations import Runner

from data.locks import exclusive
from pipeline.domain.errors import Failed, Misuse, trouble

BUSY_SECONDS = 30
"""How long a writer waits for another on SQLite before it gives up."""

AT_ONCE = 1000
"""Ids in one statement: well under both databases' limit of values."""

SQLITE = "sqlite:///"
"""How the URL of an SQLite database begins; what follows is its path."""

_MIGRATIONS = Path(__file__).parent / "migrations"
_POSTGRESQL = ("postgresql://", "postgres://")
_MISSED_SOON = "-c tcp_keepalives_idle=20 -c tcp_keepalives_interval=5 -c tcp_keepalives_count=4"
"""PostgreSQL misses a machine that vanished after 40 seconds, and takes the locks back that its processes held."""


def open_database(url: str) -> peewee.Database:
    """The database at `url`, connected, created where it is new (SQLite) and migrated where it is behind.

    `sqlite:///relative.db`, `sqlite:////absolute.db`, `sqlite:///:memory:` or `postgresql://…`. Raises
    `Misuse` for a wrong URL or a database from a newer release, `Failed` where it cannot be opened.
    """
    with database_errors():
        database = _sqlite(url) if url.startswith(SQLITE) else _postgresql(url)
        try:
            migrate(database)
        except BaseException:
            database.close()
            raise
        return database


def migrate(database: peewee.Database) -> Sequence[str]:
    """Apply the migrations that are pending; gives their names. Raises `Misuse` for a newer database."""
    runner = Runner(database, str(_MIGRATIONS))
    if not _pending(runner):
        return ()
    with exclusive(database, "migrate", wait=True):
        return tuple(runner.up())  # looks again at what is pending: another process may have been faster


def last_migration(database: peewee.Database) -> str:
    """The name of the last migration that was applied."""
    return str(database.execute_sql("SELECT max(name) FROM schema_migration").fetchone()[0])


@contextmanager
def database_errors() -> Iterator[None]:
    """Turn the troubles of the database and its disk into `Failed`; mistakes of ours stay as they are."""
    try:
        yield
    except peewee.DatabaseError as error:
        # the subclasses that mean wrong SQL or wrong data are bugs; the base class is a file that is no database
        if type(error) not in (peewee.DatabaseError, peewee.OperationalError, peewee.InterfaceError):
            raise
        raise Failed(_in_words(str(error))) from error
    except OSError as error:
        if error.errno not in (errno.ENOSPC, errno.EDQUOT, errno.EROFS):
            raise
        raise Failed(_in_words(error.strerror or "")) from error


def is_postgresql(database: peewee.Database) -> bool:
    """Whether rows can be locked one by one (`FOR UPDATE SKIP LOCKED`)."""
    return isinstance(database, peewee.PostgresqlDatabase)


@contextmanager
def own_thread(database: peewee.Database) -> Iterator[Executor]:
    """A thread that asks the database over a connection of its own, one question after the other."""
    with ThreadPoolExecutor(1, "database") as thread:
        try:
            yield thread
        finally:
            thread.submit(database.close).result()


def execute_many(database: peewee.Database, query: Any, rows: Iterable[Sequence[Any]]) -> None:
    """Run a statement for every row, all or nothing: peewee writes it once, the driver repeats it with their values."""
    sql = query if isinstance(query, str) else database.get_sql_context().sql(query).query()[0]
    with database.atomic(), peewee.__exception_wrapper__:  # type: ignore[attr-defined]
        database.cursor().executemany(sql, rows)


def _sqlite(url: str) -> peewee.Database:
    path = url.removeprefix(SQLITE)
    if not path:
        raise Misuse(f"Неправильна адреса бази даних «{url}»: бракує шляху до файла, напр. sqlite:///var/provisnyk.db")
    if path != ":memory:":
        try:
            Path(path).parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise Failed(f"Не вдалося створити теку для бази даних «{path}»: {trouble(error)}") from error
    database = peewee.SqliteDatabase(
        path, pragmas={"journal_mode": "wal", "foreign_keys": 1}, timeout=BUSY_SECONDS, lock_type="IMMEDIATE"
    )
    database.connect()
    return database


def _postgresql(url: str) -> peewee.Database:
    if not url.startswith(_POSTGRESQL):
        raise Misuse(
            f"Неправильна адреса бази даних «{_without_password(url)}»: потрібно sqlite:///ШЛЯХ або postgresql://…"
        )
    try:
        from psycopg import ProgrammingError  # noqa: PLC0415 - an extra: SQLite works without it
        from psycopg.conninfo import conninfo_to_dict  # noqa: PLC0415
    except ImportError as error:
        raise Misuse("Для PostgreSQL бракує драйвера: pip install 'provisnyk[postgres]'") from error
    try:
        given = conninfo_to_dict(url).get("options", "")
    except ProgrammingError as error:
        raise Misuse(f"Неправильна адреса бази даних «{_without_password(url)}»") from error
    database = peewee.PostgresqlDatabase(url, prefer_psycopg3=True, options=f"{given} {_MISSED_SOON}".strip())
    try:
        database.connect()
    except peewee.OperationalError as error:
        reason = str(error).splitlines()[0]
        raise Failed(f"Не вдалося з'єднатися з базою даних «{_without_password(url)}»: {reason}") from error
    return database


def _pending(runner: Any) -> bool:
    status = runner.status()
    unknown = [row.name for row in status if row.path is None]
    if unknown:
        raise Misuse(f"Базу даних створила новіша версія програми (міграція {unknown[-1]}): оновіть програму до неї")
    return any(not row.applied for row in status)


def _without_password(url: str) -> str:
    return re.sub(r"(?<=password=)[^&]*", "***", re.sub(r"(://[^:/@]*:).*@", r"\1***@", url))


_WORDS = (
    (("is full", "No space left", "quota"), "На диску бракує місця для бази даних: звільніть його і повторіть"),
    (("not a database",), "Файл бази даних не є базою SQLite: перевірте адресу бази даних"),
    (("malformed",), "Файл бази даних пошкоджено: відновіть його з резервної копії"),
    (("readonly", "read-only", "Read-only"), "База даних лише для читання: перевірте права на файл і його теку"),
    (("unable to open",), "Не вдалося відкрити файл бази даних: перевірте шлях і права"),
    (("locked",), "База даних зайнята іншим процесом: повторіть пізніше"),
)


def _in_words(trouble: str) -> str:
    for marks, words in _WORDS:
        if any(mark in trouble for mark in marks):
            return words
    # only the first line: PostgreSQL puts a row's values in the lines below it
    return f"База даних відмовила: {trouble.splitlines()[0] if trouble else 'причини не названо'}"
