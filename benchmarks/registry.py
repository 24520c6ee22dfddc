"""`python -m benchmarks.registry [ACCOUNTS]`: import of a billing export beside the bare insert of the same rows.

In a process of its own, so that its peak of memory is the import's.
"""

import resource
import sqlite3
import sys
import tempfile
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

from benchmarks import region
from benchmarks.figures import NOW, application, busy, say

ACCOUNTS = 450_000


def main(accounts: int = ACCOUNTS) -> None:
    """Say how long the import takes, how long the bare insert, and how much memory was needed."""
    with tempfile.TemporaryDirectory() as scratch:
        export = Path(scratch, "accounts.csv")
        region.write_accounts(export, accounts)
        with application(Path(scratch)) as app:
            app.database  # noqa: B018 - making the tables is not what is measured
            seconds = busy(lambda: app.import_accounts(export, NOW, full=False, accept=False))
            megabytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
            rows = app.database.execute_sql("SELECT * FROM account").fetchall()
            schema = app.database.execute_sql(
                "SELECT sql FROM sqlite_master WHERE tbl_name = 'account' AND type IN ('table', 'index') AND sql > ''"
            )
            bare = _bare(Path(scratch, "bare.db"), [sql for (sql,) in schema], rows)
            again = busy(lambda: app.import_accounts(export, NOW, full=False, accept=False))
        say("import against the bare insert", seconds, bare, at_most=3, size=accounts, megabytes=megabytes)
        say("import of an export without news", again, bare, size=accounts)


def _bare(path: Path, schema: Sequence[str], rows: Sequence[Sequence[Any]]) -> float:
    with closing(sqlite3.connect(path)) as database:
        database.execute("PRAGMA journal_mode = wal")
        for statement in schema:
            database.execute(statement)
        marks = ", ".join("?" * len(rows[0]))

        def insert() -> None:
            with database:
                database.executemany(f"INSERT INTO account VALUES ({marks})", rows)

        return busy(insert)


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
