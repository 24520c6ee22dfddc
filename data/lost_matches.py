"""Lost matches: told interruptions that stand in the list while their account no longer meets it."""

from collections.abc import Collection, Sequence
from datetime import date

from peewee import Database, fn

from data.tables import LostMatch, Subscription


def keep_lost(database: Database, lost: Collection[tuple[int, date]]) -> None:
    """What the newest plan has found, in the place of what the one before did."""
    columns = (LostMatch.subscription, LostMatch.day)
    rows = {(subscription, day.isoformat()) for subscription, day in lost}
    if rows == set(LostMatch.select(*columns).tuples().execute(database)):
        return
    LostMatch.delete().execute(database)
    if rows:
        LostMatch.insert_many(sorted(rows), fields=list(columns)).returning().execute(database)


def count_lost(database: Database) -> int:
    """How many there are by the newest plan."""
    return int(LostMatch.select(fn.COUNT(LostMatch.id)).scalar(database))


def lost_accounts(database: Database, limit: int) -> Sequence[tuple[str, date]]:
    """Some of them: account and day, the next day first."""
    query = LostMatch.select(Subscription.account, LostMatch.day).join(Subscription).distinct()
    query = query.order_by(LostMatch.day, Subscription.account).limit(limit)
    return [(account, date.fromisoformat(day)) for account, day in query.tuples().execute(database)]
