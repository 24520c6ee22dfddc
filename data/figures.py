"""What monitoring is told, in a constant number of queries, each of which reads only a short while."""

from collections.abc import Mapping
from datetime import datetime

from peewee import Database, fn

from data.claims import HEARD, sayable
from data.reminder_rows import with_recipient
from data.tables import Contact, Delivery, Reading, Reminder, SeenUpdate
from data.times import from_seconds, to_seconds
from pipeline.domain.figures import DELIVERIES_OF, RATE_OF, READINGS_OF, STEPS_OF, Waiting
from pipeline.domain.reminders import ReminderStatus
from pipeline.domain.stages import Stage
from pipeline.domain.trust import PageState


def count_readings(database: Database, now: datetime) -> Mapping[PageState, int]:
    """Readings of the last day by their state."""
    recent = Reading.at > to_seconds(now - READINGS_OF)
    query = Reading.select(Reading.state, fn.COUNT(Reading.id)).where(recent).group_by(Reading.state)
    return {PageState(state): count for state, count in query.tuples().execute(database)}


def count_owed(database: Database, now: datetime) -> Mapping[Stage, Waiting]:
    """By stage, the reminders that are due and may be said now."""
    owed = sayable(now) & (Reminder.due_at <= to_seconds(now)) & HEARD
    columns = (Reminder.stage, fn.COUNT(Reminder.id), fn.MIN(Reminder.due_at))
    query = with_recipient(Reminder.select(*columns)).where(owed).group_by(Reminder.stage)
    rows = query.tuples().execute(database)
    return {Stage(stage): Waiting(count, from_seconds(oldest)) for stage, count, oldest in rows}


def count_deliveries(database: Database, now: datetime) -> Mapping[tuple[str, str], int]:
    """Attempts of the last hour by messenger and result."""
    attempts = Delivery.select(Contact.messenger, Delivery.status, fn.COUNT(Delivery.id)).join(Reminder)
    recent = with_recipient(attempts).where(Delivery.at > to_seconds(now - DELIVERIES_OF))
    query = recent.group_by(Contact.messenger, Delivery.status)
    return {(messenger, status): count for messenger, status, count in query.tuples().execute(database)}


def count_sent_lately(database: Database, now: datetime) -> Mapping[str, int]:
    """Messages of the last minute by messenger; one that settles several reminders is one."""
    messages = Delivery.select(Contact.messenger, fn.COUNT(Delivery.provider_id.distinct())).join(Reminder)
    lately = (Delivery.at > to_seconds(now - RATE_OF)) & (Delivery.status == ReminderStatus.SENT)
    query = with_recipient(messages).where(lately).group_by(Contact.messenger)
    return dict(query.tuples().execute(database))


def count_steps(database: Database, real_now: datetime) -> Mapping[str, int]:
    """What customers wrote and pressed in the last hour, by messenger."""
    recent = SeenUpdate.at > to_seconds(real_now - STEPS_OF)
    query = SeenUpdate.select(SeenUpdate.messenger, fn.COUNT(SeenUpdate.id)).where(recent)
    return dict(query.group_by(SeenUpdate.messenger).tuples().execute(database))
