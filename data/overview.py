"""What the operator's overview counts, in a constant number of queries."""

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from peewee import SQL, Case, Database, fn

from data.listings import last_listing
from data.reminder_rows import status_in
from data.tables import Contact, Delivery, Entry, Reading, Reminder, Subscription
from data.times import from_seconds, to_seconds
from pipeline.domain.clock import kyiv_day, kyiv_time
from pipeline.domain.overview import COMING_DAYS, SENT_DAYS, Attempts, ComingWorks, Held, Lateness, lateness
from pipeline.domain.reminders import ReminderStatus
from pipeline.domain.stages import Stage
from pipeline.domain.works import Kind, WorkStatus

_DAY = timedelta(days=1)
_RECORDED_WITHIN = timedelta(hours=1)
"""By when after its end all of a day's deliveries are surely written."""
_Outcome = tuple[str, str, str, int]
"""Messenger, stage, result, and seconds until then: of what is said at once since the page was read, else since due."""
_AT_ONCE = (Stage.CHANGED, Stage.CANCELLED)


def coming_works(database: Database, now: datetime) -> Sequence[ComingWorks]:
    """Planned works of the last list from today on, by day and district: rows as printed, each day of one."""
    today = kyiv_day(now)
    until = today + timedelta(days=COMING_DAYS - 1)
    listed = (Entry.seen_in == last_listing(database)) & (Entry.status == WorkStatus.ANNOUNCED)
    planned = listed & (Entry.kind == Kind.PLANNED) & Entry.day.between(today.isoformat(), until.isoformat())
    works = (
        Entry.select(Entry.day, Entry.district, Entry.printed, Entry.starts_at).where(planned).distinct().alias("works")
    )
    by_day = (works.c.day, works.c.district)
    query = works.select_from(*by_day, fn.COUNT(works.c.starts_at)).group_by(*by_day).order_by(*by_day)
    rows = query.tuples().execute(database)
    return [ComingWorks(date.fromisoformat(day), where or "", count) for day, where, count in rows]


def held_by_day(database: Database) -> Sequence[Held]:
    """What is held, by day and stage."""
    by = (Reminder.day, Reminder.stage)
    held = status_in(Reminder, (ReminderStatus.HELD,))
    query = (
        Reminder.select(*by, fn.COUNT(Reminder.id), fn.MIN(Reminder.held_until)).where(held).group_by(*by).order_by(*by)
    )
    rows = query.tuples().execute(database)
    return [Held(date.fromisoformat(day), Stage(stage), count, from_seconds(due)) for day, stage, count, due in rows]


@dataclass(frozen=True, slots=True)
class Deliveries:
    """What became of the reminders of the last days."""

    attempts: Sequence[Attempts]
    """In order of day, messenger, stage and result."""
    scheduled: Lateness | None
    """From due to sent, of what was due at its own time."""
    changes: Lateness | None
    """Of changes and cancellations, which are due at once: from the reading that they were found by."""


class DeliveryCounts:
    """Counts what became of the reminders of the last days; a day that is over is counted once."""

    def __init__(self) -> None:
        self._over: dict[date, Counter[_Outcome]] = {}

    def of_last_days(self, database: Database, now: datetime) -> Deliveries:
        """What became of the reminders of the last days: one look at each delivery."""
        today = kyiv_day(now)
        days = [today - timedelta(days=back) for back in reversed(range(SENT_DAYS))]
        self._over = {day: self._over[day] for day in days if day in self._over}
        by_day = self._over | _count(database, [day for day in days if day not in self._over])
        self._over = {day: by_day[day] for day in days if kyiv_time(day + _DAY, time()) + _RECORDED_WITHIN < now}
        counts: Counter[tuple[date, str, Stage, str]] = Counter()
        late: dict[bool, Counter[int]] = {True: Counter(), False: Counter()}
        for day in days:
            for (messenger, stage, result, seconds), count in by_day[day].items():
                counts[day, messenger, Stage(stage), result] += count
                if result == ReminderStatus.SENT and stage != Stage.ADDED:
                    late[stage in _AT_ONCE][seconds] += count
        attempts = [Attempts(*key, count) for key, count in sorted(counts.items())]
        return Deliveries(attempts, lateness(list(late[False].items())), lateness(list(late[True].items())))


def _count(database: Database, days: Sequence[date]) -> dict[date, Counter[_Outcome]]:
    """Deliveries of these days, the last of which is today and none is left out between."""
    begins = [(Delivery.at >= to_seconds(kyiv_time(day, time())), back) for back, day in enumerate(reversed(days))]
    ago = Case(None, begins).alias("ago")
    columns: Sequence[Any] = (Contact.messenger, Reminder.stage, Delivery.status)
    since = Case(None, [(Reminder.stage.in_(_AT_ONCE), _read_by_then())], Reminder.due_at)
    query = Delivery.select(ago, *columns, (Delivery.at - since).alias("late"), fn.COUNT(Delivery.id)).join(Reminder)
    query = query.join(Subscription, on=Reminder.subscription == Subscription.id)
    query = query.join(Contact, on=Subscription.contact == Contact.id)
    query = query.where(Delivery.at >= to_seconds(kyiv_time(days[0], time())))
    query = query.group_by(SQL("ago"), *columns, SQL("late"))
    counted: dict[date, Counter[_Outcome]] = {day: Counter() for day in days}
    for back, messenger, stage, result, seconds, count in query.tuples().execute(database):
        counted[days[-1 - back]][messenger, stage, result, seconds] = count
    return counted


def _read_by_then() -> Any:
    """When the list was read last before a reminder was due: a plan follows each reading, and changes are due by it."""
    read = Reading.select(Reading.at).where(Reading.healthy & (Reading.at <= Reminder.due_at))
    return fn.COALESCE(read.order_by(Reading.at.desc()).limit(1), Reminder.due_at)


def known_works(database: Database, now: datetime) -> Collection[tuple[str, datetime]]:
    """Row as printed and start of every work of the last list that has not ended."""
    shown = (Entry.seen_in == last_listing(database)) & (Entry.ends_at > to_seconds(now))
    rows = Entry.select(Entry.printed, Entry.starts_at).where(shown).distinct().tuples().execute(database)
    return {(printed, from_seconds(starts_at)) for printed, starts_at in rows}
