"""The database: opened by its URL, brought up to date, its troubles told in words an operator understands.

SQLite writes in IMMEDIATE transactions only: deferred ones lose updates when two processes read, then write. PostgreSQL
restarts now and then, and gives transactions up to end a deadlock: `repeated` and `own_thread` do them again. There is
no pool: each thread keeps a connection of its own as long as it works, for that carries its locks.
"""

import errno
import os
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

import peewee
import tenacity
from playhouse.migrations import Migration, Runner

from data.database_words import words_of
from data.locks import exclusive
from pipeline.domain.errors import Failed, Misuse, trouble

BUSY_SECONDS = 30
"""How long a writer waits for another on SQLite before it gives up."""

AT_ONCE = 1000
"""Ids in one statement: well under both databases' limit of values."""

WAL_KEPT = 64 * 2**20
"""Bytes that the write-ahead log of SQLite keeps of the disk; a first plan of the region writes more."""

RESTART_WITHIN = 30.0
"""Seconds in which a PostgreSQL that restarts is back: less than a lease, so that what was sent is recorded in it."""

SQLITE = "sqlite:///"
"""How the URL of an SQLite database begins; what follows is its path."""

_MIGRATIONS = Path(__file__).parent / "migrations"
_POSTGRESQL = ("postgresql://", "postgres://")
_GIVEN_UP = ("40001", "40P01")
"""Serialization failure, deadlock: nothing was done, and another attempt may succeed."""
_READ_ONLY = "25006"
"""PostgreSQL only reads: a standby, or a primary that is about to become one."""
_UNREACHABLE: dict[str, Any] = {
    "connect_timeout": 10,
    "keepalives_idle": 20,
    "keepalives_interval": 5,
    "keepalives_count": 4,
    "tcp_user_timeout": 40_000,
}
"""A PostgreSQL whose machine vanished is missed after 40 seconds, too; the address may say otherwise."""
_MISSED_SOON = "-c tcp_keepalives_idle=20 -c tcp_keepalives_interval=5 -c tcp_keepalives_count=4"
"""PostgreSQL misses a machine that vanished after 40 seconds, and takes the locks back that its processes held."""

ONLY_READS = (
    "База даних лише для читання: мабуть, головний сервер PostgreSQL саме змінюється. Якщо це триває, перевірте, чи "
    "адреса бази веде до головного"
)

T = TypeVar("T")


def open_database(url: str, *, create: bool = False) -> peewee.Database:
    """The database at `url`, connected, and migrated where it is behind; with `create` made where there is none.

    `sqlite:///relative.db`, `sqlite:////absolute.db`, `sqlite:///:memory:` or `postgresql://…`. Raises
    `Misuse` for a wrong URL, a database from a newer release, or where there is none: an empty one in its place
    would look as if all were well. `Failed` where it cannot be opened.
    """
    with database_errors():
        database = _sqlite(url, create=create) if url.startswith(SQLITE) else _postgresql(url)
        try:
            if not create:
                _refuse_empty(database, url)
            migrate(database)
        except BaseException:
            database.close()
            raise
        return database


def migrate(database: peewee.Database) -> Sequence[str]:
    """Apply the migrations that are pending; gives their names. Raises `Misuse` for a newer database."""
    runner: Runner = _Runner(database)
    if not _pending(runner):
        return ()
    with exclusive(database, "migrate", wait=True), _without_references(database), database.atomic():
        return tuple(runner.up())  # looks again at what is pending: another process may have been faster


@contextmanager
def _without_references(database: peewee.Database) -> Iterator[None]:
    """While it lasts SQLite deletes nothing that hangs on a table which is made anew; no transaction may be open."""
    if is_postgresql(database):
        yield
        return
    database.execute_sql("PRAGMA foreign_keys = 0")
    try:
        yield
    finally:
        database.execute_sql("PRAGMA foreign_keys = 1")


def last_migration(database: peewee.Database) -> str:
    """The name of the last migration that was applied."""
    return str(database.execute_sql("SELECT max(name) FROM schema_migration").fetchone()[0])


@contextmanager
def database_errors() -> Iterator[None]:
    """Turn the troubles of the database and its disk into `Failed`; mistakes of ours stay as they are."""
    try:
        yield
    except peewee.DatabaseError as error:
        if _sqlstate(error) == _READ_ONLY:
            raise Failed(ONLY_READS) from error
        # the subclasses that mean wrong SQL or wrong data are bugs; the base class is a file that is no database
        if type(error) not in (peewee.DatabaseError, peewee.OperationalError, peewee.InterfaceError):
            raise
        raise Failed(words_of(error)) from error
    except OSError as error:
        if error.errno not in (errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EMFILE, errno.ENFILE):
            raise
        said = trouble(error)
        raise Failed(said[0].upper() + said[1:]) from error


def is_postgresql(database: peewee.Database) -> bool:
    """Whether rows can be locked one by one (`FOR UPDATE SKIP LOCKED`)."""
    return isinstance(database, peewee.PostgresqlDatabase)


def check_writable(database: peewee.Database) -> None:
    """Raises `Failed` where PostgreSQL only reads: what customers do could not be kept."""
    if is_postgresql(database) and database.execute_sql("SHOW transaction_read_only").fetchone()[0] == "on":
        raise Failed(ONLY_READS)


def repeated(database: peewee.Database, work: Callable[[], T]) -> T:
    """What `work` gives, one transaction, done up to five times where PostgreSQL gave it up for the sake of another."""
    attempts = tenacity.Retrying(
        retry=tenacity.retry_if_exception(lambda error: not database.in_transaction() and _state(error) in _GIVEN_UP),
        stop=tenacity.stop_after_attempt(5),
        wait=tenacity.wait_random(0, 0.2),
        reraise=True,
    )
    return attempts(work)


@contextmanager
def own_thread(database: peewee.Database) -> Iterator[Executor]:
    """A thread that asks the database over a connection of its own, one question after the other.

    Each is one transaction. Where PostgreSQL restarts or gives it up it is asked again: a result that could not be
    recorded would be a message said twice.
    """
    with _Asking(database) as thread:
        try:
            yield thread
        finally:
            thread.submit(database.close).result()


def drop_lost(database: peewee.Database) -> None:
    """Let go of a connection that the server has cut, so that the next question opens another.

    Raises `Failed` where the file of an SQLite database was deleted or replaced: what is written there now is lost.
    """
    if isinstance(database, _SqliteFile) and database.file != _file_at(database.database):
        raise Failed(f"Файл бази даних «{database.database}» зник або його замінено під час роботи")
    if is_postgresql(database) and not database.is_closed():
        try:
            database.execute_sql("SELECT 1")
        except peewee.OperationalError:
            database.close()


class _Asking(ThreadPoolExecutor):
    def __init__(self, database: peewee.Database) -> None:
        super().__init__(1, "database")
        self._database = database

    def submit(self, question: Callable[..., T], /, *args: Any, **kwargs: Any) -> Future[T]:
        return super().submit(self._ask, partial(question, *args, **kwargs))

    def _ask(self, question: Callable[[], T]) -> T:
        attempts = tenacity.Retrying(
            retry=tenacity.retry_if_exception(lambda error: _state(error) is None),
            stop=tenacity.stop_after_delay(RESTART_WITHIN),
            wait=tenacity.wait_random(0, 1),
            before_sleep=self._let_go,
            reraise=True,
        )
        return attempts(lambda: repeated(self._database, question))

    def _let_go(self, _: tenacity.RetryCallState) -> None:
        self._database.close()


def _state(error: BaseException) -> str | None:
    """PostgreSQL's code of an error; None where the connection is of no use any more, as while it restarts."""
    state = _sqlstate(error)
    return None if state and state.startswith(("57P", _READ_ONLY)) else state


def _sqlstate(error: BaseException) -> str | None:
    state: str | None = getattr(getattr(error, "orig", None), "sqlstate", "")
    return state


def execute_many(database: peewee.Database, query: Any, rows: Iterable[Sequence[Any]]) -> None:
    """Run a statement for every row, all or nothing: peewee writes it once, the driver repeats it with their values."""
    sql = query if isinstance(query, str) else database.get_sql_context().sql(query).query()[0]
    with database.atomic(), peewee.__exception_wrapper__:  # type: ignore[attr-defined]
        database.cursor().executemany(sql, rows)


def _refuse_empty(database: peewee.Database, url: str) -> None:
    """Raises `Misuse` where no migration of ours was ever applied; nothing is made by looking."""
    if not Runner(database, str(_MIGRATIONS)).applied():
        raise _missing(url)


def _missing(url: str) -> Misuse:
    where = f"Бази даних «{url.removeprefix(SQLITE)}» немає"
    if not url.startswith(SQLITE):
        where = f"У базі даних «{_without_password(url)}» немає таблиць Провісника"
    return Misuse(
        f"{where}: перевірте PROVISNYK_DATABASE_URL (чи --database). Нову базу створює python run.py migrate або "
        "accounts import, з копії відновлює restore"
    )


def _sqlite(url: str, *, create: bool) -> peewee.Database:
    path = url.removeprefix(SQLITE)
    if not path:
        raise Misuse(f"Неправильна адреса бази даних «{url}»: бракує шляху до файла, напр. sqlite:///var/provisnyk.db")
    if not create and _file_at(path) is None:
        raise _missing(url)
    if create and path != ":memory:":
        try:
            Path(path).parent.mkdir(parents=True, exist_ok=True)
            if not Path(path).exists():  # for its owner alone; SQLite gives what it keeps beside it the same mode
                Path(path).touch(mode=0o600)
        except OSError as error:
            raise Failed(f"Не вдалося створити теку або файл бази даних «{path}»: {trouble(error)}") from error
    pragmas = {"journal_mode": "wal", "journal_size_limit": WAL_KEPT, "foreign_keys": 1}
    database = _SqliteFile(path, pragmas=pragmas, timeout=BUSY_SECONDS, lock_type="IMMEDIATE")
    database.connect()
    database.file = _file_at(path)
    return database


class _SqliteFile(peewee.SqliteDatabase):
    """A database that knows which file it has opened: another one may lie there later."""

    file: tuple[int, int] | None = None


def _file_at(path: str) -> tuple[int, int] | None:
    """Which file lies there: its device and its number; None where there is none, or nothing in it."""
    try:
        found = Path(path).stat()
    except OSError:
        return None
    return (found.st_dev, found.st_ino) if found.st_size else None


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
        given = conninfo_to_dict(url)
    except ProgrammingError as error:
        raise Misuse(f"Неправильна адреса бази даних «{_without_password(url)}»") from error
    options = f"{given.get('options', '')} {_MISSED_SOON}".strip()
    unless_given = {name: value for name, value in _UNREACHABLE.items() if name not in given}
    database = peewee.PostgresqlDatabase(url, prefer_psycopg3=True, options=options, **unless_given)
    try:
        database.connect()
    except peewee.OperationalError as error:
        reason = str(error).splitlines()[0]
        raise Failed(
            f"Не вдалося з'єднатися з базою даних «{_without_password(url)}»: перевірте, чи працює PostgreSQL і чи "
            f"правильна адреса ({reason})"
        ) from error
    return database


class _Runner(Runner):
    def __init__(self, database: peewee.Database) -> None:
        Runner.__init__(self, database, str(_MIGRATIONS))

    def migrations(self) -> Sequence[Migration]:
        """Those of this release. Raises `OSError` where they cannot be listed, which the base takes for none at all."""
        os.listdir(self.directory)  # noqa: PTH208 - pathlib, too, may take a refusal for an empty folder
        return list(Migration.load_directory(self.directory))


def _pending(runner: Runner) -> bool:
    status = runner.status()
    unknown = [row.name for row in status if row.path is None]
    if unknown:
        raise Misuse(f"Базу даних створила новіша версія програми (міграція {unknown[-1]}): оновіть програму до неї")
    return any(not row.applied for row in status)


def _without_password(url: str) -> str:
    return re.sub(r"(?<=password=)[^&]*", "***", re.sub(r"(://[^:/@]*:).*@", r"\1***@", url))
