"""Imports that are killed: the registry is the old one or the new one, and nobody is told anything false."""

import random
from collections import Counter
from contextlib import closing
from time import monotonic, sleep

from data.database import open_database
from data.tables import Account, Reminder, Street, Subscription
from tests.chaos.trial import trial

HEADER = "account,eic,meter,settlement,katottg,street,house,apartment"
SUBSCRIBED = 20
GONE = 3
"""Accounts with a subscriber that the new export lacks."""


def export(path, accounts, *, new):
    """The registry: a new one lacks some accounts, and some are in another street."""
    lines = [HEADER]
    for number in range(GONE if new else 0, accounts):
        street = "Садова" if new and number % 100 == 7 else "Центральна"
        lines.append(f"{210000000 + number},62Z{210000000 + number}0001,m{210000000 + number},с. Іза,,вул. {street},7,")
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


def whole(run, path):
    """Import to the end; gives the seconds that it took."""
    began = monotonic()
    process = run.start("accounts", "import", str(path), "--full")
    _, told = process.communicate(timeout=600)
    assert process.returncode == 0, told
    return monotonic() - began


def registry_of(run):
    """What is open, where."""
    with closing(open_database(run.database_url)) as database:
        query = Account.select(Account.number, Street.name).join(Street).where(Account.closed_at.is_null())
        return frozenset(query.tuples().execute(database))


def told_closed(run):
    """Accounts whose subscribers are owed, or heard, that they are closed."""
    with closing(open_database(run.database_url)) as database:
        query = Reminder.select(Subscription.account).join(Subscription).where(Reminder.stage == "closed")
        return {account for (account,) in query.where(Reminder.status != "superseded").tuples().execute(database)}


def test_an_import_killed_anywhere_leaves_the_old_registry_or_the_new_one(database_url, tmp_path, chaos):
    accounts, kills, chance = (10_000 if chaos else 1_000), (30 if chaos else 2), random.Random(20261201)
    states: Counter[str] = Counter()
    with trial(database_url, tmp_path, {"telegram": SUBSCRIBED}) as run:
        was, new = export(tmp_path / "old.csv", accounts, new=False), export(tmp_path / "new.csv", accounts, new=True)
        longest = whole(run, was)
        old = registry_of(run)
        whole(run, new)
        renewed = registry_of(run)
        assert old != renewed
        whole(run, was)
        while run.kills < kills:
            process = run.start("accounts", "import", str(new), "--full")
            sleep(chance.uniform(0, 1.1 * longest))
            run.kills += process.poll() is None
            process.kill()
            process.communicate()
            found = registry_of(run)
            states["old" if found == old else "new" if found == renewed else "between"] += 1
            plan = run.start("plan")
            _, told = plan.communicate(timeout=600)
            assert plan.returncode == 0, told
            assert told_closed(run) <= {number for number, _ in old} - {number for number, _ in found}
            if found == renewed:
                whole(run, was)
        chaos.keep_import(run, accounts, states)
        assert states["between"] == 0
        run.finish()
        assert run.arrived() == Counter(run.accounts)  # of works, and nobody of the end of an account
