"""Locks between processes that vanish with the process that holds them."""

import fcntl
import hashlib
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import peewee

from pipeline.domain.errors import Failed, trouble


def run_lock(database: peewee.Database, *, wait: bool = False) -> AbstractContextManager[bool]:
    """The lock under which pages are read, plans made and messages sent.

    Gives whether it is held: False, without `wait`, where another process is at work on this database.
    """
    return exclusive(database, "tick", wait=wait)


@contextmanager
def exclusive(database: peewee.Database, name: str, *, wait: bool) -> Iterator[bool]:
    """Hold the lock `name` of this database; gives whether it is held, always True with `wait`.

    A file beside an SQLite database, an advisory lock of the connection on PostgreSQL.
    """
    if isinstance(database, peewee.PostgresqlDatabase):
        held = _advisory_lock(database, name, wait=wait)
        try:
            yield held
        finally:
            if held:
                database.execute_sql("SELECT pg_advisory_unlock(%s)", (_lock_number(name),))
        return
    if database.database == ":memory:":
        yield True
        return
    path = Path(f"{database.database}.{name}.lock")
    try:
        file = path.open("w")
    except OSError as error:
        raise Failed(f"Не вдалося відкрити «{path}»: {trouble(error)}; перевірте права на файл і його теку") from error
    with file:
        yield _file_lock(file.fileno(), wait=wait)


def one_at_a_time(database: peewee.Database, name: str) -> None:
    """Inside a transaction: wait for the others who do the same until theirs ends. On SQLite any transaction does."""
    if isinstance(database, peewee.PostgresqlDatabase):
        database.execute_sql("SELECT pg_advisory_xact_lock(%s)", (_lock_number(name),))


def _advisory_lock(database: peewee.Database, name: str, *, wait: bool) -> bool:
    function = "pg_advisory_lock" if wait else "pg_try_advisory_lock"
    row = database.execute_sql(f"SELECT {function}(%s)", (_lock_number(name),)).fetchone()
    return wait or bool(row[0])


def _file_lock(descriptor: int, *, wait: bool) -> bool:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
    except BlockingIOError:
        return False
    return True


def _lock_number(name: str) -> int:
    return int.from_bytes(hashlib.sha256(f"provisnyk {name}".encode()).digest()[:7])
