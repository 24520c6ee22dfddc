"""Claiming: which messages may go out now, and the lease that keeps other senders away from them."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import groupby
from operator import itemgetter
from typing import Any

from peewee import SQL, Database, chunked

from data.database import AT_ONCE, is_postgresql
from data.locks import one_at_a_time
from data.registry import address_of, stages_of
from data.reminder_rows import move, reminder_of, status_in, with_recipient
from data.spending import PAID_MESSENGER, affordable, is_paid, spending
from data.tables import Account, Contact, MessengerHold, Settlement, Street, Subscription
from data.tables import Reminder as Row
from data.times import to_seconds
from pipeline.domain.budget import within_budget
from pipeline.domain.delivery import Event
from pipeline.domain.reminders import OPEN, Message, Recipient, ReminderStatus
from pipeline.domain.stages import NEVER_SILENT, Stage, morning_end, night_ahead, quiet_hours

LEASE = timedelta(seconds=60)
"""How long a claimed message is nobody else's, by the real clock."""

LONGEST_WAIT = timedelta(days=1)
"""By the real clock: what is to wait for longer was told so by a clock that ran ahead."""

OPEN_ROW = status_in(Row, OPEN)
"""The outbox, as SQL."""

REACHED = Subscription.ended_at.is_null() & Contact.reachable
"""Who can be told at all."""

TELLABLE = REACHED & (Account.closed_at.is_null() == (Row.stage != Stage.CLOSED))
"""Whose reminders may go out: of a closed account nothing but that it is closed, and of an open one never that."""


HEARD = TELLABLE & (Contact.muted.is_null() | ~Contact.muted.contains(Row.stage))
"""What of it goes out: not the stages that the customer muted. They stay owed, for they may be heard again."""


def claim_messages(
    database: Database,
    messengers: Sequence[str],
    now: datetime,
    real_now: datetime,
    limit: int,
    *,
    budget: int | None = None,
) -> Sequence[Message]:
    """Lease and give up to `limit` messages, nearest start first; see `Outbox.claim`.

    A message is all that is owed to one subscription now or later this morning. While one is in flight, or
    waits for another attempt, the subscription has no second one. `budget`: paid messages of a month.
    """
    with database.atomic():
        one_at_a_time(database, "claim")
        free = ~_waits(Row.free_at, real_now)
        reminder, contact = _allowed(messengers, now, real_now)
        if budget is not None and PAID_MESSENGER in messengers:  # otherwise there is nothing to count
            within, limit = affordable(spending(database, budget, now, real_now), real_now, limit)
            contact &= within
        chosen = _choose(database, reminder, contact, now, limit)
        rows = _take(database, chosen, free, now, is_paid(real_now))
        move(
            database,
            Event.CLAIMED,
            Row.id.in_([row["id"] for row in rows]),
            free_at=to_seconds(real_now + LEASE),
            attempts=Row.attempts + 1,
        )
    return _messages(chosen, rows)


def preview_messages(
    database: Database, now: datetime, real_now: datetime, limit: int | None, *, budget: int | None = None
) -> Sequence[Message]:
    """What could be claimed of every messenger, pauses left out of account; nothing is changed."""
    waiting = (Row.status == ReminderStatus.DUE) | ~_waits(Row.free_at, real_now)  # a lease that has ended
    with database.atomic():
        messages: list[Message] = []
        for some in chunked(_choose(database, waiting, SQL("true"), now, limit), AT_ONCE):
            messages += _messages(some, _take(database, some, waiting, now, is_paid(real_now)))
        return list(within_budget(messages, spending(database, budget, now, real_now)))


def _allowed(messengers: Sequence[str], now: datetime, real_now: datetime) -> tuple[Any, Any]:
    """By the real clock: nothing of the subscription is in flight or waits, and the messenger is not on hold."""
    other = Row.alias()
    busy = status_in(other, OPEN) & _waits(other.free_at, real_now) & (other.expires_at > to_seconds(now))
    in_flight = other.select(other.subscription).where(busy)
    held = MessengerHold.select(MessengerHold.messenger).where(_waits(MessengerHold.until, real_now))
    working = Contact.messenger.in_(messengers) & Contact.messenger.not_in(held)
    return Row.subscription.not_in(in_flight), working


def _waits(until: Any, real_now: datetime) -> Any:
    """Whether it is still to wait until then."""
    clock = to_seconds(real_now)
    return (until > clock) & (until <= clock + int(LONGEST_WAIT.total_seconds()))


def _choose(database: Database, reminder: Any, contact: Any, now: datetime, limit: int | None) -> Sequence[int]:
    """Subscriptions to write to, nearest start first, whose reminder and contact fulfil these conditions.

    The recipient is looked up for each reminder by a scalar subquery, which no planner turns into a join: so the
    reminders are read in order of their start only as far as the limit goes, however many there are.
    """
    recipient = (
        Subscription.select(Subscription.id)
        .join(Contact, on=Subscription.contact == Contact.id)
        .join(Account, on=Subscription.account == Account.number)
        .where((Subscription.id == Row.subscription) & HEARD & contact & _is_due(now, to_seconds(now)))
    )
    query = (
        Row.select(Row.subscription)
        .where(sayable(now) & (Row.due_at <= _latest_due(now)) & reminder & (Row.subscription == recipient))
        .order_by(Row.starts_at, Row.id)
        .limit(limit)
    )
    return list(dict.fromkeys(row[0] for row in query.tuples().execute(database)))


def _latest_due(now: datetime) -> int:
    """The latest due time of anything that is said now, to whomever."""
    night = night_ahead(now)
    return to_seconds(night.ends_at if night else now)


def _is_due(now: datetime, latest: int) -> Any:
    """Due up to `latest`; in the evening also what would sound in the night, where a messenger knows no silence."""
    due, night = Row.due_at <= latest, night_ahead(now)
    if night is None:
        return due
    at_night = (Row.stage == Stage.SAME_DAY) & (Row.due_at < to_seconds(night.ends_at))
    return due | (Contact.messenger.in_(NEVER_SILENT) & at_night)


def _take(
    database: Database, subscriptions: Sequence[int], free: Any, now: datetime, paid: Any
) -> Sequence[Mapping[str, Any]]:
    """All that is owed to them now or later this morning, with whom it is for, by subscription and day."""
    address = (Account.house, Account.apartment, Street.kind, Street.name, Settlement.title)
    contact = (Contact.messenger, Contact.chat_id, Contact.language, Contact.muted)
    due = _is_due(now, max(to_seconds(now), to_seconds(morning_end(now)) - 1))
    columns = (Subscription.account, Subscription.label, paid.alias("paid"))
    query = (
        with_recipient(Row.select(Row, *columns, *contact, *address))
        .join(Street, on=Account.street == Street.id)
        .join(Settlement, on=Street.settlement == Settlement.katottg)
        .where(Row.subscription.in_(subscriptions) & due & free & sayable(now) & HEARD)
        .order_by(Row.subscription, Row.day, Row.due_at, Row.id)
    )
    if is_postgresql(database):
        query = query.for_update("FOR UPDATE", of=Row, skip_locked=True)  # not those that a plan is changing
    return list(query.dicts().execute(database))


def sayable(now: datetime) -> Any:
    """Open, still of use, and in the quiet hours only what cannot wait.

    That is what starts before they end; and what fell due in them: the plan puts nothing there that could wait.
    """
    of_use = OPEN_ROW & (Row.expires_at > to_seconds(now))
    quiet = quiet_hours(now)
    if quiet is None:
        return of_use
    return of_use & ((Row.starts_at <= to_seconds(quiet.ends_at)) | (Row.due_at >= to_seconds(quiet.starts_at)))


def _messages(chosen: Sequence[int], rows: Sequence[Mapping[str, Any]]) -> Sequence[Message]:
    """One a subscription, in the order in which they were chosen."""
    messages = {each: _message(list(group)) for each, group in groupby(rows, itemgetter("subscription"))}
    return [messages[each] for each in chosen if each in messages]


def _message(rows: Sequence[Mapping[str, Any]]) -> Message:
    first = rows[0]
    recipient = Recipient(
        subscription_id=first["subscription"],
        messenger=first["messenger"],
        chat_id=first["chat_id"],
        account=first["account"],
        address=address_of(first),
        label=first["label"],
        language=first["language"],
        muted=stages_of(first["muted"]),
        paid=bool(first["paid"]),
    )
    claimed = (
        replace(reminder_of({**row, "status": ReminderStatus.SENDING}), attempt=row["attempts"] + 1) for row in rows
    )
    return Message(recipient, tuple(claimed))
