"""Correcting the hours of a work before the list does: what it would bring is seen before it is done."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from data.corrections import drop_correction, follow_ups_after, last_reminder, save_correction
from data.work_history import entries_of
from pipeline.bootstrap import Application
from pipeline.domain.errors import Misuse
from pipeline.domain.stages import quiet_until
from pipeline.domain.works import Period
from pipeline.source.times.hours import find_hours
from pipeline.source.times.when import periods_of
from pipeline.source.unread import Unread
from pipeline.steps.plan import PlanReport


@dataclass(frozen=True, slots=True)
class Corrected:
    """What a correction brings about, or would."""

    settlements: Sequence[str]
    before: Period
    after: Period
    told: Sequence[tuple[str, int, int]]
    """Messenger, chats that are told of it, and how many of these messages cost."""
    text: str | None
    """What one of them reads; None where nobody has been told of the work yet."""
    report: PlanReport


def correct(app: Application, work_id: str, hours: str, now: datetime, *, do: bool) -> Corrected:
    """Set the hours of a work right on its day, and plan; without `do` only show what would come of it.

    Under `run_lock`. Raises `Misuse` for a work or hours that are none.
    """
    with app.database.atomic() as transaction:
        entries = entries_of(app.database, work_id)
        if not entries:
            raise Misuse(f"Роботи «{work_id}» немає: номери дає команда works --json, поле id")
        before = entries[0].period
        after = _hours_of(before.day, hours, now)
        if after == before:
            raise Misuse(f"Роботу вже записано з {hours}: виправляти нічого")
        last = last_reminder(app.database)
        save_correction(app.database, work_id, after, now)
        report = app.plan(now)
        told = follow_ups_after(app.database, last, app.clock.real())
        text = None if do else _example(app, last, now)
        if not do:
            transaction.rollback()
    return Corrected(tuple(dict.fromkeys(each.place.settlement for each in entries)), before, after, told, text, report)


def undo(app: Application, work_id: str, now: datetime) -> PlanReport:
    """Believe the list's hours again, and plan. Under `run_lock`. Raises `Misuse` where nothing was corrected."""
    with app.database.atomic():
        if not drop_correction(app.database, work_id):
            raise Misuse(f"Роботу «{work_id}» не виправляли")
        return app.plan(now)


def _hours_of(day: date, text: str, now: datetime) -> Period:
    found = find_hours(text)
    if len(found) != 1:
        raise Misuse(f"Не розумію години «{text}»: потрібно, наприклад, 9:00-15:30")
    try:
        (period,) = periods_of([day], found, now)
    except Unread as unread:
        raise Misuse(f"Години «{text}»: {unread}") from None
    if period.ends_at <= now:
        raise Misuse(f"Години «{text}» того дня вже минули: сказати про них нема кому")
    return period


def _example(app: Application, last: int, now: datetime) -> str | None:
    """What the first of those reads who would be told, in the transaction that is taken back."""
    app.outbox.release(now)
    awake = quiet_until(now) or now
    messages = app.outbox.preview(awake, app.clock.real())
    new = (message for message in messages if any((each.id or 0) > last for each in message.reminders))
    message = next(new, None)
    return app.composer()(message, awake) if message else None
