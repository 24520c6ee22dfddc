"""What became of a work, and who looked at which account."""

import json
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

from peewee import Database, fn

from data.listings import load_entries
from data.reminder_rows import with_recipient
from data.tables import Contact, Entry, Lookup, Page, Reminder, Subscription
from data.times import to_seconds
from pipeline.domain import entries as domain
from pipeline.domain.lookups import ToldCount


def entries_of(database: Database, work_id: str) -> Sequence[domain.Entry]:
    """The entries of a work, in the order of the list."""
    return list(load_entries(database, Entry.work_id == work_id, Entry.id))


def page_of(database: Database, entries: Iterable[domain.Entry]) -> int | None:
    """The first page of the last reading that showed any of these entries."""
    shown = Entry.select(fn.MAX(Entry.seen_in)).where(Entry.id.in_([each.id for each in entries]))
    return Page.select(fn.MIN(Page.id)).where(Page.reading == shown).scalar(database)  # type: ignore[no-any-return]


def told_of(database: Database, entries: Sequence[domain.Entry]) -> Sequence[ToldCount]:
    """The reminders that rest on these entries, counted by stage, messenger and status."""
    ids = {each.id for each in entries}
    days = {each.period.day.isoformat() for each in entries}
    columns = (Reminder.content, Reminder.stage, Contact.messenger, Reminder.status)
    query = with_recipient(Reminder.select(*columns, fn.COUNT(Reminder.id))).where(Reminder.day.in_(list(days)))
    counts: Counter[tuple[str, str, str]] = Counter()
    for content, stage, messenger, status, count in query.group_by(*columns).tuples().iterator(database):
        if ids & set(json.loads(content).get("entry_ids", ())):
            counts[stage, messenger, status] += count
    return [ToldCount(*key, count) for key, count in sorted(counts.items())]


def coming_at(database: Database, account: str, today: date) -> Sequence[tuple[date, int]]:
    """The days from today on of which reminders of an account are written, and how many."""
    query = (
        Reminder.select(Reminder.day, fn.COUNT(Reminder.id))
        .join(Subscription, on=Reminder.subscription == Subscription.id)
        .where((Subscription.account == account) & (Reminder.day >= today.isoformat()))
        .group_by(Reminder.day)
        .order_by(Reminder.day)
    )
    return [(date.fromisoformat(day), count) for day, count in query.tuples().execute(database)]


def districts_between(database: Database, since: date, until: date) -> Sequence[str]:
    """The districts that works of these days are listed under."""
    named: Any = Entry.district.is_null(False) & Entry.day.between(since.isoformat(), until.isoformat())
    query = Entry.select(Entry.district).where(named).distinct().order_by(Entry.district)
    return [district for (district,) in query.tuples().execute(database)]


def note_lookup(database: Database, operator: str, account: str, now: datetime) -> None:
    """Keep that an operator looked at an account."""
    Lookup.insert(operator=operator, account=account, at=to_seconds(now)).execute(database)
