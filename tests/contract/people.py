"""Accounts and reminders for the contract tests."""

from datetime import UTC, date, datetime, timedelta

from data import tables
from pipeline.domain.interruptions import Interruption, Outage
from pipeline.domain.reminders import Reminder
from pipeline.domain.stages import Stage
from pipeline.domain.works import Certainty, Period

NOW = datetime(2026, 11, 23, 10, tzinfo=UTC)
"""Monday, 12:00 in Kyiv."""
DAY = date(2026, 11, 24)
PERIOD = Period(datetime(2026, 11, 24, 7, tzinfo=UTC), datetime(2026, 11, 24, 14, tzinfo=UTC))
"""Tuesday, 9:00 to 16:00 in Kyiv."""


def add_street(database, kind="вул.", name="Центральна", katottg="UA21"):
    """A street of the registry, and its settlement; gives its id."""
    settlement = tables.Settlement.insert(katottg=katottg, title="с. Іза", name="Іза")
    settlement.on_conflict(action="nothing", conflict_target=["katottg"]).returning().execute(database)
    insert = tables.Street.insert(settlement=katottg, kind=kind, name=name).returning(tables.Street.id)
    return insert.execute(database)[0].id


def add_account(database, number, street, apartment=None):
    """An account at house 7, with hashes that fit no proof."""
    row = {"number": number, "street": street, "house": "7", "apartment": apartment}
    insert = tables.Account.insert(row | {"meter_hash": "m", "eic_hash": "e", "fingerprint": "f"})
    insert.returning().execute(database)
    return number


def reminder(subscription, stage=Stage.ONE_DAY, **changes):
    """A reminder of `PERIOD`, due now unless it is said otherwise."""
    values = {
        "subscription_id": subscription,
        "day": DAY,
        "stage": stage,
        "revision": 1,
        "interruption": interruption(),
        "due_at": NOW,
        "expires_at": PERIOD.ends_at,
        "run_on": DAY,
    }
    return Reminder(**(values | changes))


def interruption(starts_at=PERIOD.starts_at, hours=7):
    """An interruption of one period."""
    period = Period(starts_at, starts_at + timedelta(hours=hours))
    return Interruption(DAY, (Outage(period, Certainty.CERTAIN),), reason="обрізка дерев", entry_ids=(1,))
