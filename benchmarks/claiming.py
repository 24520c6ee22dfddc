"""`python -m benchmarks.claiming [REMINDERS]`: claiming and recording reminders, beside bare SQL, on both databases.

As a sender does it: 32 at a time, each batch claimed in one transaction and its results recorded in another. Bare is
what no outbox can do without: choose by start with the recipient, lease, record the delivery, settle; no text, no
rule of who may be written to, no proof of what a message rests on, none of our triggers.
"""

import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from peewee import PostgresqlDatabase

from benchmarks import region
from benchmarks.figures import NOW, application, once, say
from benchmarks.sending import tomorrows
from pipeline.bootstrap import Application
from pipeline.domain.reminders import Outcome, ReminderStatus
from pipeline.steps.send import CONCURRENCY
from tests.conftest import start_postgresql

REMINDERS = 10_000
_CHOOSE = """
    SELECT reminder.*, contact.messenger, contact.chat_id, contact.language, account.number, account.house
    FROM reminder JOIN subscription ON subscription.id = reminder.subscription_id
    JOIN contact ON contact.id = subscription.contact_id JOIN account ON account.number = subscription.account
    WHERE status = 'due' AND due_at <= {now} ORDER BY reminder.starts_at, reminder.id LIMIT {limit}
"""
_DELIVERY = "INSERT INTO delivery (reminder_id, at, status, text, provider_id) VALUES ({0}, {0}, 'sent', {0}, '7')"


def main(reminders: int = REMINDERS) -> None:
    """On SQLite, then on PostgreSQL."""
    with tempfile.TemporaryDirectory() as scratch, _postgresql(Path(scratch)) as server:
        for name, url in (("SQLite", None), ("PostgreSQL", server)):
            with application(Path(scratch), url) as app:
                region.fill(app, Path(scratch), reminders, reminders)
                app.outbox.add(list(tomorrows(app)))
                seconds = once(lambda: _ours(app))
                _begin_anew(app)
                bare = once(lambda: _bare(app))
                what = f"claiming and recording on {name}, against bare SQL"
                say(what, seconds, bare, a_second=round(reminders / seconds), size=reminders)


@contextmanager
def _postgresql(scratch: Path) -> Iterator[str]:
    server = start_postgresql(scratch)
    try:
        yield server.get_uri()
    finally:
        server.cleanup()


def _ours(app: Application) -> None:
    while messages := app.outbox.claim(["telegram"], NOW, NOW, CONCURRENCY):
        app.outbox.settle([Outcome(each, ReminderStatus.SENT, NOW, "text", provider_id="7") for each in messages])


def _begin_anew(app: Application) -> None:
    """All is due again, and nothing of ours listens."""
    run = app.database.execute_sql
    if isinstance(app.database, PostgresqlDatabase):
        run("ALTER TABLE reminder DISABLE TRIGGER USER")
    else:
        for (trigger,) in run("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            run(f"DROP TRIGGER {trigger}")
    run("DELETE FROM delivery")
    run("UPDATE reminder SET status = 'due', free_at = 0, attempts = 0")


def _bare(app: Application) -> None:
    database, mark, at = app.database, app.database.param, int(NOW.timestamp())
    choose = _CHOOSE.format(now=at, limit=CONCURRENCY)
    lease = f"UPDATE reminder SET status = 'sending', free_at = {at + 60}, attempts = attempts + 1 WHERE id = {mark}"
    settle = f"UPDATE reminder SET status = 'sent', free_at = 0 WHERE id = {mark}"
    deliver = _DELIVERY.format(mark)
    while True:
        with database.atomic():
            cursor: Any = database.cursor()
            cursor.execute(choose)
            ids = [(row[0],) for row in cursor.fetchall()]
            if not ids:
                return
            cursor.executemany(lease, ids)
        with database.atomic():
            cursor.executemany(deliver, [(each, at, "text") for (each,) in ids])
            cursor.executemany(settle, ids)


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
