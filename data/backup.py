"""Backup and restore of the whole database, as one file: SQLite by its online copy, PostgreSQL by its own programs."""

import ctypes
import os
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Mapping
from contextlib import closing
from pathlib import Path
from time import monotonic

from data.database import BUSY_SECONDS, SQLITE, open_database
from data.database_words import words_of
from data.private import private_file
from data.tables import Account, Reminder, Subscription
from pipeline.domain.errors import Failed, Misuse, trouble


def backup_database(url: str, file: Path) -> int:
    """Copy the database at `url` into a new file while it is in use; gives its size in bytes.

    Nobody but the owner may read the file. Raises `Misuse` where the file is there already or the database is not,
    `Failed` where it cannot be copied whole; then no file is left.
    """
    if file.exists():
        raise Misuse(f"Файл «{file}» уже є: назвіть інший, наприклад з датою")
    part = file.with_name(f"{file.name}.part")
    try:
        _clear(part)
        os.close(private_file(part, os.O_TRUNC))
        if url.startswith(SQLITE):
            _copy_sqlite(_sqlite_file(url), part)
        else:
            _run("pg_dump", url, "--format=custom", "--no-owner", f"--file={part}")
            open_database(url).close()  # raises where there is nothing of ours: a copy of nothing is no backup
        part.replace(file)
    except OSError as error:
        raise Failed(f"Не вдалося записати «{file}»: {trouble(error)}") from error
    finally:
        part.unlink(missing_ok=True)
    return file.stat().st_size


def restore_database(url: str, file: Path) -> Mapping[str, int]:
    """Make the database at `url` what the file holds; gives how much that is, as a check.

    Only where there is nothing yet: what is there is moved away by the operator, not by us. Raises `Misuse` where
    there is something, or the file is no backup of this kind of database, `Failed` where it cannot be restored.
    """
    if not file.is_file():
        raise Misuse(f"Файла «{file}» немає: перевірте шлях")
    if url.startswith(SQLITE):
        _restore_sqlite(url, file)
    else:
        _refuse_filled(url)
        _run("pg_restore", url, "--no-owner", "--single-transaction", "--exit-on-error", str(file))
    with closing(open_database(url)) as database:
        return {each.table_name(): each.select().count(database) for each in _COUNTED}


_COUNTED = (Account, Subscription, Reminder)


def _clear(part: Path) -> None:
    """Delete what a copy that was killed has left, with its journal: that would be played into the next one."""
    for left in (part, Path(f"{part}-journal")):
        left.unlink(missing_ok=True)


def _sqlite_file(url: str) -> Path:
    file = Path(url.removeprefix(SQLITE))
    if not file.is_file():
        raise Misuse(f"Бази даних «{file}» немає: копіювати нічого")
    return file


def _copy_sqlite(source: Path, target: Path) -> None:
    """A copy of one moment, though others write meanwhile; in one file, without a log beside it."""
    try:
        with (
            closing(sqlite3.connect(f"{source.absolute().as_uri()}?mode=ro", uri=True)) as original,
            closing(sqlite3.connect(target)) as copy,
        ):
            original.backup(copy, progress=_gives_up_after(BUSY_SECONDS))
            copy.execute("PRAGMA journal_mode = delete")
            (found,) = copy.execute("PRAGMA quick_check(1)").fetchone()
            if found != "ok" or not copy.execute(_OURS).fetchone():
                raise Misuse(f"«{source}» не є цілою базою даних Провісника")
    except sqlite3.OperationalError as error:  # of the disk or of others; the base class: it is no database, or damaged
        raise Failed(words_of(error)) from error
    except sqlite3.DatabaseError as error:
        raise Misuse(f"«{source}» не є цілою базою даних Провісника: {error}") from error


def _gives_up_after(seconds: float) -> Callable[[int, int, int], None]:
    """SQLite's copy asks for ever while another process keeps the database to itself."""
    until = monotonic() + seconds

    def copied(status: int, _left: int, _pages: int) -> None:
        if status in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED) and monotonic() > until:
            raise sqlite3.OperationalError("database is locked")

    return copied


_OURS = "SELECT 1 FROM sqlite_master WHERE name = 'schema_migration'"


def _restore_sqlite(url: str, file: Path) -> None:
    target = Path(url.removeprefix(SQLITE))
    for there in (target, Path(f"{target}-wal")):  # a log would be played into whatever database stands beside it
        if there.exists():
            raise Misuse(f"«{there}» уже є: зупиніть serve і cron та перенесіть його разом із -wal і -shm")
    part = target.with_name(f"{target.name}.part")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        _clear(part)
        _copy_sqlite(file, part)
        part.replace(target)
    except OSError as error:
        raise Failed(f"Не вдалося записати «{target}»: {trouble(error)}") from error
    finally:
        part.unlink(missing_ok=True)


def _refuse_filled(url: str) -> None:
    tables = "SELECT 1 FROM information_schema.tables WHERE table_schema = 'public' LIMIT 1"
    import psycopg  # noqa: PLC0415 - an extra: SQLite works without it

    try:
        with psycopg.connect(url) as connection:
            filled = connection.execute(tables).fetchone()
    except psycopg.OperationalError as error:
        raise Failed("Не вдалося з'єднатися з базою даних: перевірте адресу й сервер") from error
    if filled:
        raise Misuse("База даних, до якої відновлюємо, не порожня: створіть нову (createdb) і вкажіть її")


def _die_with_us() -> None:
    """In the child: where we are killed, it is, too. Going on alone, it would write what the next one writes."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_DEATH_SIGNAL, signal.SIGKILL)


_DEATH_SIGNAL = 1
"""PR_SET_PDEATHSIG of `prctl`."""


def _run(program: str, url: str, *arguments: str) -> None:
    """Run a program of PostgreSQL; the password goes by the environment, where the list of processes has none."""
    from psycopg.conninfo import conninfo_to_dict, make_conninfo  # noqa: PLC0415 - an extra

    info = conninfo_to_dict(url)
    password = info.pop("password", None)
    environment = os.environ | ({"PGPASSWORD": str(password)} if password else {})
    command = [program, f"--dbname={make_conninfo('', **info)}", *arguments]
    try:
        done = subprocess.run(  # noqa: S603
            command, env=environment, capture_output=True, text=True, check=False, preexec_fn=_die_with_us
        )
    except FileNotFoundError as error:
        raise Misuse(f"Бракує програми {program}: sudo apt install postgresql-client") from error
    if done.returncode:
        reason = (done.stderr.strip().splitlines() or ["причини не названо"])[0]
        raise Failed(f"{program}: {reason}")
