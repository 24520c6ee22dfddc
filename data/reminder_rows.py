"""Reminders as rows: what is said stands in one column as JSON, what is sought by in columns of its own."""

import json
from collections.abc import Collection, Iterable, Mapping
from datetime import date
from typing import Any

from peewee import SQL, Database, fn

from data.tables import Account, Contact, Subscription
from data.tables import Reminder as Row
from data.times import from_seconds, optional_time, to_seconds
from pipeline.domain.clock import iso_kyiv
from pipeline.domain.delivery import TRANSITIONS, Event
from pipeline.domain.interruptions import Interruption, Outage
from pipeline.domain.reminders import OPEN, TOLD, Cause, Reminder, ReminderStatus
from pipeline.domain.stages import Stage
from pipeline.domain.works import Certainty, Period

IDENTITY = ("subscription", "day", "stage", "revision")
"""What a reminder is unique by."""

CONTENT = ("content", "starts_at", "ends_at", "due_at", "expires_at", "run_on", "held_until")
"""What may be brought up to date until it is sent; in the order of the table, as peewee writes an UPDATE."""


def status_in(row: Any, statuses: Collection[ReminderStatus]) -> Any:
    """As SQL, in the words of the partial indexes: literals, and all of the outbox's where only some are meant.

    Otherwise SQLite does not see that they hold what is sought, and reads all that was ever owed.
    """
    first, *others = [SQL(f"'{status}'") for status in statuses]
    exactly = row.status.in_([first, *others]) if others else row.status == first
    return exactly & status_in(row, OPEN) if set(statuses) < set(OPEN) else exactly


def with_recipient(query: Any) -> Any:
    """A query of reminders, joined to their subscriptions, contacts and accounts."""
    return (
        query.join(Subscription, on=Row.subscription == Subscription.id)
        .join(Contact, on=Subscription.contact == Contact.id)
        .join(Account, on=Subscription.account == Account.number)
    )


def overtaken() -> Any:
    """Of a reminder: a later one of its day says otherwise, or was said. It would come too late, or twice."""
    later = Row.alias()
    of_its_day = (later.subscription == Row.subscription) & (later.day == Row.day) & (later.id > Row.id)
    otherwise = (later.revision > Row.revision) | status_in(later, TOLD)
    return fn.EXISTS(later.select(later.id).where(of_its_day & otherwise))


def move(database: Database, event: Event, where: Any, **values: Any) -> int:
    """Let this happen to those of the reminders that it can happen to; how many."""
    transition = TRANSITIONS[event]
    update = Row.update(status=transition.target, **values).where(status_in(Row, transition.sources) & where)
    return int(update.execute(database))


def row_of(reminder: Reminder) -> dict[str, Any]:
    """The columns `IDENTITY` and `CONTENT` of a reminder."""
    outages = reminder.interruption.outages
    expires_at = to_seconds(reminder.expires_at)
    return {
        "subscription": reminder.subscription_id,
        "day": reminder.day.isoformat(),
        "stage": reminder.stage.value,
        "revision": reminder.revision,
        "content": json.dumps(_content(reminder), ensure_ascii=False, separators=(",", ":")),
        # without an interruption nothing presses but the reminder's own expiry
        "starts_at": to_seconds(reminder.interruption.starts_at) if outages else expires_at,
        "ends_at": to_seconds(reminder.interruption.ends_at) if outages else expires_at,
        "due_at": to_seconds(reminder.due_at),
        "expires_at": expires_at,
        "run_on": reminder.run_on.isoformat(),
        "held_until": to_seconds(reminder.held_until) if reminder.held_until else None,
    }


def reminder_of(row: Mapping[str, Any]) -> Reminder:
    """The reminder of a row that has `id`, `status` and the columns of `row_of`."""
    content, status = json.loads(row["content"]), ReminderStatus(row["status"])
    return Reminder(
        subscription_id=row["subscription"],
        day=date.fromisoformat(row["day"]),
        stage=Stage(row["stage"]),
        revision=row["revision"],
        interruption=_interruption(content, date.fromisoformat(content.get("day", row["day"]))),
        due_at=from_seconds(row["due_at"]),
        expires_at=from_seconds(row["expires_at"]),
        run_on=date.fromisoformat(row["run_on"]),
        previous=_periods(content.get("previous", ())),
        cause=Cause(content["cause"]) if "cause" in content else None,
        status=status,
        id=row["id"],
        held_until=optional_time(row["held_until"]) if status is ReminderStatus.HELD else None,
    )


def reminder_json(row: Mapping[str, Any]) -> Mapping[str, Any]:
    """A reminder as the JSON of the design, of a row with its recipient."""
    names = ("id", "messenger", "chat_id", "account", "day", "stage", "revision")
    without_works = row["stage"] == Stage.CLOSED
    return {name: row[name] for name in names} | {
        "starts_at": None if without_works else iso_kyiv(from_seconds(row["starts_at"])),
        "ends_at": None if without_works else iso_kyiv(from_seconds(row["ends_at"])),
        "due_at": iso_kyiv(from_seconds(row["due_at"])),
        "status": row["status"],
    }


def delivery_json(row: Mapping[str, Any]) -> Mapping[str, Any]:
    """An attempt to send as the JSON of the design, of a row with its recipient."""
    names = ("messenger", "chat_id", "account", "stage", "status")
    chosen = {name: row[name] for name in names}
    times = {name: row[name] and iso_kyiv(from_seconds(row[name])) for name in ("at", "delivered_at", "seen_at")}
    return {"reminder_id": row["reminder"], **chosen, **times, "error": row["error"]}


def _content(reminder: Reminder) -> dict[str, Any]:
    """Empty parts are left out: there are many rows."""
    interruption = reminder.interruption
    parts = {
        "day": interruption.day.isoformat() if interruption.day != reminder.day else None,
        "outages": [
            [to_seconds(outage.period.starts_at), to_seconds(outage.period.ends_at), outage.certainty]
            for outage in interruption.outages
        ],
        "reason": interruption.reason,
        "quote": interruption.quote,
        "whole_settlement": interruption.whole_settlement,
        "entry_ids": interruption.entry_ids,
        "previous": [(to_seconds(period.starts_at), to_seconds(period.ends_at)) for period in reminder.previous],
        "cause": reminder.cause,
    }
    return {name: value for name, value in parts.items() if value}


def _interruption(content: Mapping[str, Any], day: date) -> Interruption:
    return Interruption(
        day=day,
        outages=tuple(
            Outage(Period(from_seconds(starts_at), from_seconds(ends_at)), Certainty(certainty))
            for starts_at, ends_at, certainty in content.get("outages", ())
        ),
        reason=content.get("reason"),
        quote=content.get("quote"),
        whole_settlement=content.get("whole_settlement", False),
        entry_ids=tuple(content.get("entry_ids", ())),
    )


def _periods(pairs: Iterable[tuple[int, int]]) -> tuple[Period, ...]:
    return tuple(Period(from_seconds(starts_at), from_seconds(ends_at)) for starts_at, ends_at in pairs)
