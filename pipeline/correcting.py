"""Correcting a work's hours: what it tells customers is shown first, and only what was seen is done."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace

from data.corrections import add_correction, changes_due, newest_reminder
from data.database import repeated
from data.work_history import entries_of
from pipeline import operations
from pipeline.bootstrap import Application
from pipeline.domain.budget import Spending
from pipeline.domain.contacts import masked_address
from pipeline.domain.corrections import Correction, CorrectionReport, corrected_period
from pipeline.domain.entries import Entry
from pipeline.domain.errors import Misuse
from pipeline.domain.reminders import Message, Reminder
from pipeline.domain.stages import FOLLOW_UPS

TEXTS = 3
"""The commonest texts that are shown."""


def correct(
    app: Application, work_id: str, hours: str | None, operator: str, agreed: Callable[[CorrectionReport], bool]
) -> CorrectionReport:
    """Put `hours` (`10:00-15:00`; None: the list's own again) in the place of a work's, where the operator agrees.

    Both are tried out in one transaction, under `run_lock`: the plan that the list gives anyhow, then that with the
    correction, none of whose changes are held, for the operator has seen them. Without his agreement nothing is
    changed. Raises `Misuse`.
    """

    def attempt() -> CorrectionReport:
        with app.database.atomic() as transaction:
            now, entries = app.clock.now(), work_entries(app, work_id)
            period = corrected_period(entries, hours, now)
            app.plan(now)
            spent, before = operations.spending(app, now), newest_reminder(app.database)
            correction = Correction(work_id, period, operator, now)
            add_correction(app.database, correction)
            app.plan(now, hold=False)
            report = _report(app, correction, entries, spent, before)
            if agreed(report):
                return replace(report, done=True)
            transaction.rollback()
            return report

    return repeated(app.database, attempt)


def work_entries(app: Application, work_id: str) -> Sequence[Entry]:
    """The entries of a work. Raises `Misuse` where there is none of that id."""
    entries = entries_of(app.database, work_id)
    if not entries:
        raise Misuse("Такої роботи немає: мабуть, її вже стерто за давністю")
    return entries


def _report(
    app: Application, correction: Correction, entries: Sequence[Entry], spent: Spending, before: int
) -> CorrectionReport:
    """What the plan with the correction tells: the changes after the reminder `before`, said once they are due."""
    now = app.clock.now()
    due = changes_due(app.database, before)
    said_at = max(now, due) if due else None
    found = app.outbox.preview(said_at, app.clock.real()) if said_at else ()
    new = [each for each in found if any(_is_new_change(one, before) for one in each.reminders)]
    text = app.composer()
    return CorrectionReport(
        correction=correction,
        listed=entries[0].listed or entries[0].period,
        messages=Counter(each.recipient.messenger for each in new),
        paid=sum(each.recipient.paid for each in new),
        spending=spent,
        texts=Counter(text(_anonymous(each), said_at or now) for each in new).most_common(TEXTS),
        said_at=said_at if new else None,
    )


def _is_new_change(reminder: Reminder, before: int) -> bool:
    return reminder.stage in FOLLOW_UPS and reminder.id is not None and reminder.id > before


def _anonymous(message: Message) -> Message:
    who = message.recipient
    nobody = replace(who, account="•" * 9, address=masked_address(who.address), label=None)
    return replace(message, recipient=nobody)
