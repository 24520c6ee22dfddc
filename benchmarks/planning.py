"""`python -m benchmarks.planning [ACCOUNTS SUBSCRIPTIONS WORKS]`: the first plan of a region and one with nothing new.

Beside the bare join of the works with the subscribed accounts and the bare insert of the same reminders.
"""

import shutil
import sqlite3
import sys
import tempfile
from collections.abc import Sequence
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from typing import Any

from benchmarks import region
from benchmarks.figures import NOW, application, busy, say
from pipeline.domain.pages import SourcePage

ACCOUNTS, SUBSCRIPTIONS = 450_000, 120_000
WORKS, STREETS = 300, 17
"""A week's list: about 5,000 lines of streets."""

_JOIN = """
    SELECT entry_street.entry_id, entry_street.certainty, subscription.id, account.house
    FROM entry_street JOIN account ON account.street_id = entry_street.street_id
    JOIN subscription ON subscription.account = account.number JOIN contact ON contact.id = subscription.contact_id
    WHERE subscription.ended_at IS NULL AND account.closed_at IS NULL
"""


def main(accounts: int = ACCOUNTS, subscriptions: int = SUBSCRIPTIONS, works: int = WORKS) -> None:
    """Say the seconds of the first plan and of one with nothing new."""
    with tempfile.TemporaryDirectory() as scratch:
        file = Path(scratch, "bench.db")
        with application(Path(scratch)) as app:
            region.fill(app, Path(scratch), accounts, subscriptions)
            page = region.page(works, STREETS, NOW.date() + timedelta(days=1))
            app.scrape([SourcePage("bench", NOW, 200, page)], NOW)
            app.database.execute_sql("PRAGMA wal_checkpoint(TRUNCATE)")
            shutil.copy(file, Path(scratch, "bare.db"))
            first = busy(lambda: app.plan(NOW))
            again = busy(lambda: app.plan(NOW))
            covered = app.database.execute_sql("SELECT entry_id, street_id, certainty FROM entry_street").fetchall()
            rows = app.database.execute_sql("SELECT * FROM reminder").fetchall()
        bare = _bare(Path(scratch, "bare.db"), covered, rows)
    size = {"accounts": accounts, "subscriptions": subscriptions, "reminders": len(rows)}
    say(
        "first plan against the bare join and insert",
        first,
        bare,
        at_most=4 if subscriptions >= SUBSCRIPTIONS else None,
        **size,
    )
    say("plan with nothing new", again, **size)


def _bare(path: Path, covered: Sequence[Sequence[Any]], reminders: Sequence[Sequence[Any]]) -> float:
    with closing(sqlite3.connect(path)) as database:
        for (trigger,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            database.execute(f"DROP TRIGGER {trigger}")
        _insert(database, "entry_street", covered)
        database.execute("ANALYZE")

        def work() -> None:
            database.execute(_JOIN).fetchall()
            _insert(database, "reminder", reminders)

        return busy(work)


def _insert(database: sqlite3.Connection, table: str, rows: Sequence[Sequence[Any]]) -> None:
    marks = ", ".join("?" * len(rows[0]))
    with database:
        database.executemany(f"INSERT INTO {table} VALUES ({marks})", rows)


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
