"""What a messenger will never take for a fault of ours: who was not told, and how he is owed it again."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from peewee import Database, fn

from data.claims import TELLABLE
from data.reminder_rows import move, overtaken, status_in, with_recipient
from data.tables import Contact, Delivery, Reminder
from data.times import to_seconds
from pipeline.domain.delivery import Event, Refusal
from pipeline.domain.reminders import ReminderStatus

_RECENT = timedelta(days=1)
"""So long a refusal stays in sight though nobody can be told of those works any more."""
_UNTOLD = status_in(Reminder, (ReminderStatus.UNDELIVERABLE,))


def refusals(database: Database, now: datetime) -> Sequence[Refusal]:
    """Templates that a messenger refuses: of the last day, and of those customers who can still be told."""
    recent = Delivery.at > to_seconds(now - _RECENT)
    untold = _UNTOLD & (recent | _of_use(now)) & TELLABLE & ~overtaken()
    bare = recent & (Delivery.status == ReminderStatus.SENT)
    columns = (Contact.messenger, Delivery.refused, Delivery.status)
    query = with_recipient(Delivery.select(*columns, fn.COUNT(Delivery.reminder.distinct())).join(Reminder))
    query = query.where(Delivery.refused.is_null(False) & (untold | bare)).group_by(*columns)
    counted: dict[tuple[str, str], Counter[str]] = {}
    for messenger, template, status, count in query.tuples().execute(database):
        counted.setdefault((messenger, template), Counter())[status] += count
    return [
        Refusal(*key, untold=counts[ReminderStatus.UNDELIVERABLE], bare=counts[ReminderStatus.SENT])
        for key, counts in sorted(counted.items())
    ]


def owe_refused_again(database: Database, now: datetime) -> int:
    """What was refused for a fault of ours and is still of use is due again; how many reminders."""
    refused = Delivery.select(Delivery.reminder).where(Delivery.refused.is_null(False))
    again = _of_use(now) & ~overtaken() & Reminder.id.in_(refused)
    return move(database, Event.RETURNED, again)


def _of_use(now: datetime) -> Any:
    return Reminder.expires_at > to_seconds(now)
