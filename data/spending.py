"""What Viber's messages cost: which are paid for, how many were this month, and which are still affordable."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from peewee import SQL, Database, Select, fn

from data.reminder_rows import status_in, with_recipient
from data.tables import Contact, Delivery, Subscription
from data.tables import Reminder as Row
from data.times import from_seconds, to_seconds
from pipeline.domain.budget import FREE_FOR, URGENT, Spending, month_of
from pipeline.domain.clock import iso_kyiv
from pipeline.domain.reminders import OPEN, ReminderStatus

PAID_MESSENGER = "viber"


def is_paid(real_now: datetime) -> Any:
    """The condition on a contact that a message to it is paid for: it has not written of late."""
    since = to_seconds(real_now - FREE_FOR)
    return (Contact.messenger == PAID_MESSENGER) & (Contact.heard_at.is_null() | (Contact.heard_at <= since))


def spending(database: Database, budget: int | None, now: datetime, real_now: datetime) -> Spending:
    """What this month's budget has gone on; what is in flight counts as spent."""
    sent = Delivery.select(fn.COUNT(Delivery.provider_id.distinct())).where(Delivery.paid_in == month_of(now))
    leased = status_in(Row, (ReminderStatus.SENDING,)) & (Row.free_at > to_seconds(real_now))
    in_flight = (
        Row.select(fn.COUNT(Row.subscription.distinct()))
        .join(Subscription, on=Row.subscription == Subscription.id)
        .join(Contact, on=Subscription.contact == Contact.id)
        .where(leased & is_paid(real_now))
    )
    return Spending(sent.scalar(database) + in_flight.scalar(database), budget)


def paid_until(database: Database, moments: Sequence[datetime]) -> Sequence[int]:
    """For each of these moments, the messages that were paid for in its month up to it."""
    counts = [
        Delivery.select(fn.COUNT(Delivery.provider_id.distinct())).where(
            (Delivery.paid_in == month_of(moment)) & (Delivery.at <= to_seconds(moment))
        )
        for moment in moments
    ]
    columns = [count.alias(f"until_{number}") for number, count in enumerate(counts)]
    (row,) = Select(columns=columns).tuples().execute(database)
    return [int(count) for count in row]


def was_paid_for(messenger: str, heard_at: int | None, moment: datetime) -> bool:
    """Whether a message was paid for then, to a contact that wrote last at `heard_at`; afterwards nobody knows."""
    if messenger != PAID_MESSENGER or heard_at is None:
        return messenger == PAID_MESSENGER
    return not moment - FREE_FOR < from_seconds(heard_at) <= moment


def affordable(left: Spending, real_now: datetime, limit: int) -> tuple[Any, int]:
    """The condition on a reminder and its contact that it may go out, and how many of them may."""
    if left.left_for_all is None or left.left is None:
        return SQL("true"), limit
    if left.left_for_all:
        return SQL("true"), min(limit, left.left_for_all)
    free = ~is_paid(real_now)
    if left.left:
        return free | Row.stage.in_(URGENT), min(limit, left.left)
    return free, limit


def held_back(database: Database, left: Spending, now: datetime, real_now: datetime) -> Iterator[Mapping[str, Any]]:
    """The reminders that are due, and that the budget keeps back, nearest start first, as JSON."""
    allowed, _ = affordable(left, real_now, 1)
    columns = (Row.id, Row.day, Row.stage, Row.due_at, Row.expires_at)
    query = (
        with_recipient(Row.select(*columns, Contact.chat_id, Subscription.account))
        .where(status_in(Row, OPEN) & (Row.due_at <= to_seconds(now)) & (Row.expires_at > to_seconds(now)))
        .where(is_paid(real_now) & ~allowed & Subscription.ended_at.is_null() & Contact.reachable)
        .order_by(Row.starts_at, Row.id)
    )
    for row in query.dicts().iterator(database):
        yield {name: row[name] for name in ("id", "chat_id", "account", "day", "stage")} | {
            name: iso_kyiv(from_seconds(row[name])) for name in ("due_at", "expires_at")
        }
