"""The operator's corrections: hours of a work that the list prints wrong, until the list agrees.

A correction hangs on the work as it is printed. As soon as the list prints other hours, that is another work, and the
corrected one is lost like any other that is taken down: where the two agree nobody hears of it.
"""

from datetime import datetime

from peewee import Database, fn

from data.reminder_rows import with_recipient
from data.spending import is_paid
from data.tables import Contact, Correction, Reminder
from data.times import to_seconds
from pipeline.domain.stages import Stage
from pipeline.domain.works import Period


def save_correction(database: Database, work_id: str, period: Period, now: datetime) -> None:
    """From now on the work lies in this period, whatever the list prints."""
    hours = {"starts_at": to_seconds(period.starts_at), "ends_at": to_seconds(period.ends_at), "at": to_seconds(now)}
    insert = Correction.insert({"work_id": work_id, **hours})
    insert.on_conflict(conflict_target=[Correction.work_id], update=hours).returning().execute(database)


def drop_correction(database: Database, work_id: str) -> bool:
    """The list is right again; False where nothing was corrected."""
    return bool(Correction.delete().where(Correction.work_id == work_id).execute(database))


def last_reminder(database: Database) -> int:
    """The id of the reminder that was written last."""
    return Reminder.select(fn.MAX(Reminder.id)).scalar(database) or 0


def follow_ups_after(database: Database, reminder: int, real_now: datetime) -> list[tuple[str, int, int]]:
    """Messenger, chats and those of them that cost, of the changes and cancellations written after a reminder."""
    told = (Reminder.id > reminder) & Reminder.stage.in_((Stage.CHANGED, Stage.CANCELLED))
    chats = fn.COUNT(Contact.id.distinct())
    query = with_recipient(Reminder.select(Contact.messenger, chats)).where(told).group_by(Contact.messenger)
    paid = dict(query.where(is_paid(real_now)).tuples().execute(database))
    return [
        (name, count, paid.get(name, 0)) for name, count in query.order_by(Contact.messenger).tuples().execute(database)
    ]
