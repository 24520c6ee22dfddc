"""Opening, migrating and locking a database, and what an operator reads when it fails."""

import sqlite3
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

import peewee
import pytest
from playhouse.migrations import Runner
from playhouse.schema_diff import diff_models

from data import tables
from data.database import database_errors, migrate, open_database
from data.locks import HeldLocks, is_held, run_lock, serving
from data.refusals import refusals
from data.registry import RegistryRepository
from pipeline.config import ROOT
from pipeline.domain.errors import Failed, Misuse

MIGRATIONS = ROOT / "data" / "migrations"


def test_a_new_database_has_every_table(database):
    names = {table._meta.table_name for table in tables.TABLES}
    assert names <= set(database.get_tables())


def test_what_sqlite_keeps_is_for_its_owner_alone(tmp_path):
    database = open_database(f"sqlite:///{tmp_path / 'var' / 'provisnyk.db'}", create=True)
    kept = [path for path in (tmp_path / "var").iterdir() if path.stat().st_size]
    assert len(kept) == 3  # with what SQLite keeps beside it
    assert not any(path.stat().st_mode & 0o077 for path in kept)
    database.close()


def test_the_migrations_make_the_tables_as_the_models_have_them(database):
    with database.bind_ctx(tables.TABLES):
        assert not diff_models(database, tables.TABLES)


def test_an_empty_postgresql_is_migrated_when_it_is_opened(empty_postgresql_url):
    database = open_database(empty_postgresql_url, create=True)
    assert "account" in database.get_tables()
    database.close()


def test_a_migrated_database_has_nothing_pending(database):
    assert migrate(database) == ()


def test_what_is_kept_survives_the_migrations(tmp_path):
    database = peewee.SqliteDatabase(tmp_path / "old.db", pragmas={"foreign_keys": 1})
    Runner(database, str(MIGRATIONS)).up("0001_initial")
    for row in (
        "INTO settlement VALUES ('UA21', 'с. Іза', 'Іза')",
        "INTO street VALUES (1, 'UA21', '', '', NULL)",
        "INTO account (number, street_id, eic_hash, fingerprint) VALUES ('210000001', 1, '', '')",
        "INTO contact VALUES (1, 'telegram', '1001', 'uk', 1, 0)",
        "INTO subscription VALUES (1, 1, '210000001', 'Дім', 0, NULL)",
        f"INTO reminder VALUES (1, 1, '2026-11-24', 'one_day', 1, '{{}}', 0, 0, 0, {2**40}, '', 'undeliverable', 0, 1)",
        "INTO delivery VALUES (1, 1, 0, 'undeliverable', '…', 'Permanent: код 3 (шаблон uk/one_day)', NULL)",
    ):
        database.execute_sql(f"INSERT {row}")
    assert migrate(database)
    (subscription,) = RegistryRepository(database).subscriptions()
    assert (subscription["chat_id"], subscription["label"]) == ("1001", "Дім")
    assert [each.template for each in refusals(database, datetime.now(UTC))] == ["uk/one_day"]
    database.close()


def test_a_database_can_be_opened_again_with_what_it_holds(database, database_url):
    tables.MessengerHold.insert(messenger="viber", until=1).returning().execute(database)
    again = open_database(database_url)
    assert tables.MessengerHold.select().count(again) == 1
    again.close()


def test_a_database_of_a_newer_release_is_refused(database, database_url):
    database.execute_sql("INSERT INTO schema_migration (name, applied) VALUES ('9999_future', '2026-11-20')")
    with pytest.raises(Misuse, match=r"новіша версія.*9999_future"):
        open_database(database_url)


def test_many_processes_may_open_a_new_database_at_once(tmp_path, empty_postgresql_url):
    for url in (f"sqlite:///{tmp_path}/new/provisnyk.db", empty_postgresql_url):
        command = [
            sys.executable,
            "-c",
            f"from data.database import open_database; open_database({url!r}, create=True).close()",
        ]
        started = [subprocess.Popen(command, stderr=subprocess.PIPE) for _ in range(4)]
        errors = [process.communicate()[1] for process in started]
        assert [process.returncode for process in started] == [0] * 4, errors


@pytest.mark.parametrize(
    "url",
    ["", "provisnyk.db", "mysql://user:secret@host/db", "sqlite:///", "postgresql://user:secret@host/db?colour=red"],
)
def test_a_wrong_url_is_named_without_its_password(url):
    with pytest.raises(Misuse, match="адреса бази даних") as caught:
        open_database(url)
    assert "secret" not in str(caught.value)


def test_a_server_that_does_not_answer_is_named_without_its_password(tmp_path):
    with pytest.raises(Failed, match="Не вдалося з'єднатися") as caught:
        open_database(f"postgresql://user:secret@/db?host={tmp_path}")
    assert "secret" not in str(caught.value)


def test_a_file_that_is_no_database_is_called_so(tmp_path):
    (tmp_path / "page.db").write_text("<html>" * 1000)
    with pytest.raises(Failed, match="не є базою SQLite"):
        open_database(f"sqlite:///{tmp_path}/page.db", create=True)


def test_a_folder_that_cannot_be_made_is_named(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(Failed, match="теку"):
        open_database(f"sqlite:///{tmp_path}/file/provisnyk.db", create=True)


def test_a_full_disk_is_said_in_plain_words(tmp_path):
    database = open_database(f"sqlite:///{tmp_path}/small.db", create=True)
    database.execute_sql(f"PRAGMA max_page_count = {database.pragma('page_count')}")
    with pytest.raises(Failed, match="бракує місця"), database_errors():
        tables.Reading.insert_many(
            [(1, "x" * 900, True, True, 0, 0, 0, False, None)] * 500, fields=tables.Reading._meta.sorted_fields[1:]
        ).execute(database)
    database.close()


def test_a_read_only_database_is_said_in_plain_words(tmp_path):
    database = open_database(f"sqlite:///{tmp_path}/small.db", create=True)
    database.execute_sql("PRAGMA query_only = 1")
    with pytest.raises(Failed, match="лише для читання"), database_errors():
        tables.MessengerHold.insert(messenger="viber", until=1).execute(database)
    database.close()


def test_a_mistake_of_ours_is_not_dressed_up_as_a_failing_disk(database):
    with pytest.raises(peewee.DatabaseError), database_errors():
        database.execute_sql("INSERT INTO messenger_hold (messenger) VALUES ('viber')")


def test_times_after_2038_fit(database):
    tables.MessengerHold.insert(messenger="viber", until=2**33).returning().execute(database)
    assert tables.MessengerHold.select(tables.MessengerHold.until).scalar(database) == 2**33


def test_foreign_keys_are_held(database):
    with pytest.raises(peewee.IntegrityError):
        database.execute_sql("INSERT INTO street (katottg, kind, name) VALUES ('UA0', '', '')")


def test_writers_wait_for_each_other_and_lose_nothing(database):
    tables.MessengerHold.insert(messenger="viber", until=0).returning().execute(database)

    def read_then_write(_):
        with database.connection_context(), database.atomic():
            query = tables.MessengerHold.select(tables.MessengerHold.until)
            if not isinstance(database, peewee.SqliteDatabase):
                query = query.for_update()
            until = query.scalar(database)
            tables.MessengerHold.update(until=until + 1).execute(database)

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(read_then_write, range(40)))
    assert tables.MessengerHold.select(tables.MessengerHold.until).scalar(database) == 40


def test_the_run_lock_is_held_by_one_at_a_time(database, database_url):
    other = open_database(database_url)
    with run_lock(database) as mine:
        assert mine
        with run_lock(other) as theirs:
            assert not theirs
    with run_lock(other) as theirs:
        assert theirs
    other.close()


def test_a_lock_can_be_held_by_nobody_but_its_owner(tmp_path):
    database, left_open = open_database(f"sqlite:///{tmp_path}/small.db", create=True), tmp_path / "small.db.tick.lock"
    left_open.touch(mode=0o644)
    locks = HeldLocks()
    locks.held_since(database, serving("viber"))
    with run_lock(database):
        modes = {path.name: path.stat().st_mode & 0o777 for path in tmp_path.glob("*.lock")}
    assert modes == dict.fromkeys(("small.db.migrate.lock", left_open.name, "small.db.serve-viber.lock"), 0o600)
    locks.close()
    database.close()


def test_one_serve_at_a_time_holds_a_messenger_and_may_ask_again_whether_it_does(database, database_url):
    mine, theirs, other = HeldLocks(), HeldLocks(), open_database(database_url)
    assert not is_held(other, serving("viber"))
    since = mine.held_since(database, serving("viber"))
    assert since is not None
    assert mine.held_since(database, serving("viber")) == since
    assert theirs.held_since(other, serving("viber")) is None
    assert theirs.held_since(other, serving("telegram")) is not None
    assert (is_held(other, serving("viber")), is_held(database, serving("telegram"))) == (True, True)
    mine.close()
    database.close()
    other.close()
    database.connect()
    assert theirs.held_since(database, serving("viber")) is not None
    theirs.close()


def test_the_run_lock_vanishes_with_its_process(database, database_url):
    script = f"""
from data.database import open_database
from data.locks import run_lock
from data.registry import RegistryRepository
from pipeline.config import ROOT
database = open_database({database_url!r})
with run_lock(database):
    print("held", flush=True)
    input()
"""
    command = [sys.executable, "-c", script]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        try:
            assert process.stdout.readline() == b"held\n"
            with run_lock(database) as mine:
                assert not mine
        finally:
            process.kill()
    with _in_time(lambda: run_lock(database)) as mine:
        assert mine


def _in_time(lock):
    """PostgreSQL notices the end of a process a moment later."""
    for _ in range(200):
        with lock() as held:
            if held:
                break
    return lock()


def test_the_write_ahead_log_is_cut_back_after_a_large_transaction(tmp_path, monkeypatch):
    monkeypatch.setattr("data.database.WAL_KEPT", 2**16)
    database = open_database(f"sqlite:///{tmp_path}/provisnyk.db", create=True)
    rows = [(1, "x" * 900, True, True, 0, 0, 0, False, None)] * 5000
    tables.Reading.insert_many(rows, fields=tables.Reading._meta.sorted_fields[1:]).execute(database)
    log = tmp_path / "provisnyk.db-wal"
    grown = log.stat().st_size
    for _ in range(2):  # the next writer begins the log anew
        tables.MessengerHold.delete().execute(database)
        tables.MessengerHold.insert(messenger="viber", until=1).execute(database)
    assert grown > 2**22
    assert log.stat().st_size <= 2**16
    database.close()


def test_sqlite_keeps_a_write_ahead_log(tmp_path):
    open_database(f"sqlite:///{tmp_path}/provisnyk.db", create=True).close()
    with sqlite3.connect(tmp_path / "provisnyk.db") as connection:
        assert connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)
    connection.close()
