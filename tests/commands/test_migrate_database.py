"""A running installation moves from SQLite to PostgreSQL."""

from contextlib import closing

import pytest

from data.database import open_database
from data.locks import run_lock
from tests.commands.conftest import IZA

LISTINGS = ("works", "subscriptions", "reminders", "deliveries", "pages")
NOW = ("--now", "2026-11-23T15:00")


@pytest.fixture
def running(run, page, monkeypatch):
    """URL of an SQLite database with accounts, works, and a reminder that was sent."""
    monkeypatch.setenv("PROVISNYK_SOURCE_URL", page(IZA))
    for command in (
        ("accounts", "import", "accounts.csv"),
        ("subscribe", "console", "1001", "210000001"),
        ("alias", "add", "с. Іза", "Стара", "вул. Центральна"),
        ("tick", *NOW),
    ):
        assert run(*command).code == 0
    return "sqlite:///provisnyk.db"


def test_everything_is_moved_and_nothing_is_told_again(running, run, empty_postgresql_url):
    moved = run("migrate-database", running, empty_postgresql_url, "--json")
    assert (moved.code, moved.record["account"], moved.record["delivery"]) == (0, 2, 1), moved.err
    here, there = ("--database", running, "--json"), ("--database", empty_postgresql_url, "--json")
    for listing in LISTINGS:
        assert run(listing, *there).records == run(listing, *here).records
    assert run("tick", *there, "--now", "2026-11-23T15:10").record["sent"] == 0
    assert run("subscribe", "console", "1002", "210000002", *there).code == 0  # new rows are numbered on


def test_a_database_that_holds_anything_is_not_written_over(running, run, empty_postgresql_url):
    assert run("migrate-database", running, empty_postgresql_url).code == 0
    again = run("migrate-database", running, empty_postgresql_url)
    assert (again.code, "не порожня" in again.err) == (2, True)


def test_nothing_is_moved_under_the_feet_of_a_tick(running, run, empty_postgresql_url):
    with closing(open_database(running)) as database, run_lock(database):
        assert run("migrate-database", running, empty_postgresql_url).code == 1
    assert run("subscriptions", "--json", "--database", empty_postgresql_url).records == []


@pytest.mark.parametrize(
    ("source", "target"), [("sqlite:///missing.db", "sqlite:///b.db"), ("sqlite:///provisnyk.db", "sqlite:///b.db")]
)
def test_a_wrong_direction_or_path_is_named(run, source, target):
    run("migrate")
    refused = run("migrate-database", source, target)
    assert (refused.code, "missing.db" in refused.err or "postgresql" in refused.err) == (2, True)
