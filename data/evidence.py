"""Evidence: what was said to whom, when, and by which state of the list."""

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from itertools import groupby
from operator import itemgetter
from typing import Any

from peewee import JOIN, Database, fn

from data.listings import load_entries
from data.registry import stages_of
from data.reminder_rows import reminder_of, with_recipient
from data.spending import paid_until, was_paid_for
from data.tables import Basis, Contact, Delivery, Entry, Page, Quarantine, Reading, Receipt, Subscription
from data.tables import Evidence as Erased
from data.tables import Reminder as Row
from data.times import from_seconds, optional_time, to_period, to_seconds
from pipeline.domain import explaining
from pipeline.domain.budget import Spending
from pipeline.domain.entries import Entry as ListedEntry
from pipeline.domain.explaining import Attempt, Owed, Subscriber
from pipeline.domain.reminders import OPEN, Outcome, ReminderStatus
from pipeline.domain.stages import Stage
from pipeline.domain.works import Period, QuarantinedRow

ROWS_BETWEEN = "\n"
"""Between the rows of one basis."""


class EvidenceRepository:
    """What is kept for 13 months for those who ask why."""

    def __init__(self, database: Database, viber_budget: int | None = None) -> None:
        """`viber_budget`: paid messages of a month; None: as many as there are."""
        self._database = database
        self._viber_budget = viber_budget

    def listed(self, katottg: str, within: Period) -> Sequence[ListedEntry]:
        """Entries that lie in this time, of a settlement or of none that was understood."""
        overlaps = (Entry.ends_at > to_seconds(within.starts_at)) & (Entry.starts_at < to_seconds(within.ends_at))
        here = (Entry.katottg == katottg) | Entry.katottg.is_null()
        return list(load_entries(self._database, overlaps & here, Entry.starts_at, Entry.id))

    def quarantined(self, within: Period) -> Sequence[tuple[QuarantinedRow, datetime, datetime]]:
        """Rows not understood that were read before the end of this time, and whose own time is it, or unknown.

        With when they were first and last read.
        """
        starts_at, ends_at = to_seconds(within.starts_at), to_seconds(within.ends_at)
        of_time = (Quarantine.starts_at >= starts_at) & (Quarantine.starts_at < ends_at)
        unknown = Quarantine.starts_at.is_null() & (Reading.at >= starts_at - _READ_WITHIN)
        columns = (Quarantine.row, Quarantine.reason, Quarantine.starts_at, Quarantine.ends_at)
        query = (
            Quarantine.select(*columns, fn.MIN(Reading.at), fn.MAX(Reading.at))
            .join(Reading, on=Quarantine.reading == Reading.id)
            .where((Reading.at < ends_at) & (of_time | unknown))
            .group_by(*columns)
            .order_by(fn.MIN(Quarantine.id))
        )
        rows = query.tuples().execute(self._database)
        return [
            (QuarantinedRow(row, reason, to_period(start, end)), from_seconds(first), from_seconds(last))
            for row, reason, start, end, first, last in rows
        ]

    def subscribers(self, account: str, day: date, now: datetime) -> Sequence[Subscriber]:
        """Everybody who is or was subscribed, the latest first, with what was owed of that day and sent."""
        owed = self._owed(account, day, now)
        chat = (Contact.messenger, Contact.chat_id, Contact.reachable, Contact.muted)
        query = (
            Subscription.select(Subscription.id, Subscription.created_at, Subscription.ended_at, *chat)
            .join(Contact, on=Subscription.contact == Contact.id)
            .where(Subscription.account == account)
            .order_by(Subscription.created_at.desc(), Subscription.id.desc())
        )
        return [
            Subscriber(
                messenger=row["messenger"],
                chat=row["chat_id"][-_SHOWN:],
                since=from_seconds(row["created_at"]),
                until=optional_time(row["ended_at"]),
                reachable=bool(row["reachable"]),
                muted=stages_of(row["muted"]),
                owed=tuple(owed.get(row["id"], ())),
            )
            for row in query.dicts().execute(self._database)
        ]

    def erased(self, account: str, day: date) -> Sequence[tuple[str, str, datetime]]:
        """Messenger, stage and time of what was sent to chats that were erased since."""
        of_day = (Erased.account == account) & (Erased.day == day.isoformat())
        query = Erased.select(Erased.messenger, Erased.stage, Erased.at).where(of_day).order_by(Erased.at)
        return [(messenger, stage, from_seconds(at)) for messenger, stage, at in query.tuples().execute(self._database)]

    def read_at(self, until: datetime) -> datetime | None:
        """When the list was last read, up to this time."""
        query = Reading.select(fn.MAX(Reading.at)).where(Reading.healthy & (Reading.at <= to_seconds(until)))
        return optional_time(query.scalar(self._database))

    def receive(self, message: str, fate: str, at: datetime) -> None:
        """Keep that a message was `delivered`, `seen` or `failed`; the first word of each counts."""
        column = f"{fate}_at"
        insert = Receipt.insert({"message": message, column: to_seconds(at)})
        first = fn.COALESCE(getattr(Receipt, column), to_seconds(at))
        insert.on_conflict(conflict_target=[Receipt.message], update={column: first}).returning().execute(
            self._database
        )

    def _owed(self, account: str, day: date, now: datetime) -> Mapping[int, Sequence[Owed]]:
        """By subscription, the reminders of that day with their attempts, in order of time."""
        attempt = (Delivery.at, Delivery.text, Delivery.error, Delivery.provider_id, Delivery.seen_at)
        receipt = (Receipt.delivered_at, Receipt.failed_at, Receipt.seen_at.alias("said_seen_at"))
        query = (
            with_recipient(Row.select(Row, Delivery.status.alias("outcome"), *attempt, *receipt, *_BASIS, *_CONTACT))
            .switch(Row)
            .join(Delivery, JOIN.LEFT_OUTER, on=Delivery.reminder == Row.id)
            .join(Receipt, JOIN.LEFT_OUTER, on=(Receipt.message == Delivery.provider_id))
            .join(Basis, JOIN.LEFT_OUTER, on=Delivery.basis == Basis.id)
            .where((Subscription.account == account) & (Row.day == day.isoformat()))
            .order_by(Row.id, Delivery.id)
        )
        rows = list(query.dicts().execute(self._database))
        readings = self._readings({row["basis_reading"] for row in rows if row["basis_reading"] is not None})
        over_budget = self._over_budget(rows, now)
        owed: dict[int, list[Owed]] = defaultdict(list)
        for _, attempts in groupby(rows, itemgetter("id")):
            of_reminder = list(attempts)
            known = _owed(of_reminder, readings)
            kept_back = of_reminder[0]["id"] in over_budget
            owed[of_reminder[0]["subscription"]].append(replace(known, over_budget=kept_back))
        return owed

    def _over_budget(self, rows: Sequence[Mapping[str, Any]], now: datetime) -> set[int]:
        """The reminders of these for which nothing of the month's budget was left, to the end of their use or to now.

        By the budget of today: whether it was raised since, nobody knows.
        """
        moments = {
            row["id"]: (Stage(row["stage"]), moment)
            for row in rows
            if row["status"] in _MAY_BE_KEPT_BACK and row["at"] is None and row["due_at"] <= to_seconds(now)
            if was_paid_for(row["messenger"], row["heard_at"], moment := min(now, from_seconds(row["expires_at"])))
        }
        if self._viber_budget is None or not moments:
            return set()
        paid = paid_until(self._database, [moment for _, moment in moments.values()])
        return {
            reminder
            for (reminder, (stage, _)), count in zip(moments.items(), paid, strict=True)
            if Spending(count, self._viber_budget).keeps_back(stage)
        }

    def _readings(self, ids: Iterable[int]) -> Mapping[int, tuple[datetime, tuple[str, ...]]]:
        """By id, when these readings were made, and the hashes of their pages."""
        query = (
            Reading.select(Reading.id, Reading.at, Page.sha256)
            .join(Page, JOIN.LEFT_OUTER, on=Page.reading == Reading.id)
            .where(Reading.id.in_(list(ids)))
            .order_by(Reading.id, Page.id)
        )
        rows = list(query.tuples().execute(self._database))
        return {
            id_: (from_seconds(of_reading[0][1]), tuple(sha256 for _, _, sha256 in of_reading if sha256))
            for id_, of_reading in ((id_, list(group)) for id_, group in groupby(rows, itemgetter(0)))
        }


def keep_bases(database: Database, outcomes: Sequence[Outcome]) -> Mapping[int, int]:
    """Keep what these messages rest on: by reminder, the id of its basis. Part of the transaction that records them."""
    sent = [each for each in outcomes if each.status is ReminderStatus.SENT]
    reminders = [reminder for each in sent for reminder in each.message.reminders if reminder.id is not None]
    entries = {entry for reminder in reminders for entry in reminder.interruption.entry_ids}
    query = Entry.select(Entry.id, Entry.printed, Entry.seen_in).where(Entry.id.in_(list(entries)))
    printed = {id_: (row, reading) for id_, row, reading in query.tuples().execute(database)}
    bases: dict[str, dict[str, Any]] = {}
    keys: dict[int, str] = {}
    for reminder in reminders:
        known = [printed[each] for each in reminder.interruption.entry_ids if each in printed]
        if known:
            reading = max(reading for _, reading in known)
            rows = ROWS_BETWEEN.join(dict.fromkeys(row for row, _ in known))
            key = hashlib.sha256(f"{reading} {rows}".encode()).hexdigest()
            bases[key] = {"sha256": key, "reading": reading, "printed": rows}
            keys[reminder.id or 0] = key
    if not bases:
        return {}
    insert = Basis.insert_many(list(bases.values()))
    insert.on_conflict(action="nothing", conflict_target=[Basis.sha256]).returning().execute(database)
    kept = Basis.select(Basis.sha256, Basis.id).where(Basis.sha256.in_(list(bases))).tuples().execute(database)
    ids = dict(kept)
    return {reminder: ids[key] for reminder, key in keys.items()}


def _owed(rows: Sequence[Mapping[str, Any]], readings: Mapping[int, tuple[datetime, tuple[str, ...]]]) -> Owed:
    first = rows[0]
    reminder = reminder_of(first)
    return Owed(
        stage=reminder.stage,
        revision=reminder.revision,
        status=reminder.status,
        due_at=reminder.due_at,
        expires_at=reminder.expires_at,
        starts_at=from_seconds(first["starts_at"]),
        ends_at=from_seconds(first["ends_at"]),
        cause=reminder.cause,
        attempts=tuple(_attempt(row, readings) for row in rows if row["at"] is not None),
    )


def _attempt(row: Mapping[str, Any], readings: Mapping[int, tuple[datetime, tuple[str, ...]]]) -> Attempt:
    read_at, pages = readings.get(row["basis_reading"], (None, ()))
    seen = [at for at in (row["seen_at"], row["said_seen_at"]) if at is not None]
    return Attempt(
        at=from_seconds(row["at"]),
        status=row["outcome"],
        text=row["text"],
        error=row["error"],
        message=row["provider_id"],
        delivered_at=optional_time(row["delivered_at"]),
        seen_at=optional_time(min(seen, default=None)),
        failed_at=optional_time(row["failed_at"]),
        basis=None if row["printed"] is None else explaining.Basis(row["printed"], read_at, pages),
    )


_BASIS = (Basis.printed, Basis.reading.alias("basis_reading"))
_CONTACT = (Contact.messenger, Contact.heard_at)
_MAY_BE_KEPT_BACK = (*OPEN, ReminderStatus.EXPIRED)
_READ_WITHIN = 7 * 24 * 3600
"""Seconds before a day in which rows without a time of their own may have meant it."""
_SHOWN = 3
"""Characters of a chat's id that are shown."""
