"""Locks between processes that vanish with the process that holds them."""

import fcntl
import hashlib
import math
import os
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from time import monotonic
from typing import TextIO

import peewee

from data.private import private_file
from pipeline.domain.errors import Failed, trouble


def run_lock(database: peewee.Database, *, wait: bool = False) -> AbstractContextManager[bool]:
    """The lock under which pages are read, plans made and messages sent.

    Gives whether it is held: False, without `wait`, where another process is at work on this database.
    """
    return exclusive(database, "tick", wait=wait)


SENDING = "send"
"""The lock of a process that sends reminders."""


def serving(messenger: str) -> str:
    """The lock of the `serve` that writes to a messenger: while it lives, nobody else does."""
    return f"serve-{messenger}"


class HeldLocks:
    """Locks that this process holds from the moment they are free until `close`."""

    def __init__(self) -> None:
        self._files: dict[str, TextIO] = {}
        self._taken: dict[str, tuple[object, float]] = {}
        """By lock the connection on which it lies, and when it was taken."""

    def held_since(self, database: peewee.Database, name: str) -> float | None:
        """Since when the lock is ours without a break, by `time.monotonic`; None while another process holds it.

        It is taken as soon as it is free. To be asked again and again: on PostgreSQL a connection that was lost has
        lost its locks, too, and another process may have held them since. A file is never lost: it is ours since ever.
        """
        if isinstance(database, peewee.PostgresqlDatabase):
            if not _advisory_lock(database, name, wait=False):  # granted again to who holds it
                return None
            connection = database.connection()
            if name not in self._taken or self._taken[name][0] is not connection:
                self._taken[name] = connection, monotonic()
            return self._taken[name][1]
        if name not in self._files and database.database != ":memory:":
            file = _lock_file(database, name)
            if not _file_lock(file.fileno(), wait=False):
                file.close()
                return None
            self._files[name] = file
        return -math.inf

    def close(self) -> None:
        """Let go of the files; the locks of a connection end with it."""
        while self._files:
            self._files.popitem()[1].close()


def is_held(database: peewee.Database, name: str) -> bool:
    """Whether another process holds a lock. Who looks at the same time does not take each other for one."""
    if isinstance(database, peewee.PostgresqlDatabase):
        number = (_lock_number(name),)
        (free,) = database.execute_sql("SELECT pg_try_advisory_lock_shared(%s)", number).fetchone()
        if free:
            database.execute_sql("SELECT pg_advisory_unlock_shared(%s)", number)
        return not free
    if database.database == ":memory:":
        return False
    with _lock_file(database, name) as file:
        return not _file_lock(file.fileno(), wait=False, shared=True)


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
    with _lock_file(database, name) as file:
        yield _file_lock(file.fileno(), wait=wait)


def one_at_a_time(database: peewee.Database, name: str) -> None:
    """Inside a transaction: wait for the others who do the same until theirs ends. On SQLite any transaction does."""
    if isinstance(database, peewee.PostgresqlDatabase):
        database.execute_sql("SELECT pg_advisory_xact_lock(%s)", (_lock_number(name),))


def _advisory_lock(database: peewee.Database, name: str, *, wait: bool) -> bool:
    function = "pg_advisory_lock" if wait else "pg_try_advisory_lock"
    row = database.execute_sql(f"SELECT {function}(%s)", (_lock_number(name),)).fetchone()
    return wait or bool(row[0])


def _lock_file(database: peewee.Database, name: str) -> TextIO:
    """For its owner alone: whoever may open it may hold the lock for ever."""
    path = Path(f"{database.database}.{name}.lock")
    try:
        return os.fdopen(private_file(path), "w")
    except OSError as error:
        raise Failed(f"Не вдалося відкрити «{path}»: {trouble(error)}") from error


def _file_lock(descriptor: int, *, wait: bool, shared: bool = False) -> bool:
    kind = fcntl.LOCK_SH if shared else fcntl.LOCK_EX
    try:
        fcntl.flock(descriptor, kind | (0 if wait else fcntl.LOCK_NB))
    except BlockingIOError:
        return False
    return True


def _lock_number(name: str) -> int:
    return int.from_bytes(hashlib.sha256(f"provisnyk {name}".encode()).digest()[:7])
