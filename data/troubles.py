"""What the operator is needed for, kept so that a restart does not tell him twice."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from peewee import Database

from data.reminder_rows import with_recipient
from data.tables import Contact, Delivery, Reminder
from data.tables import Trouble as Row
from data.times import from_seconds, optional_time, to_seconds
from pipeline.domain.reminders import ReminderStatus
from pipeline.domain.troubles import Trouble


class TroubleRepository:
    """Troubles, from when they are seen until their end was told."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def known(self) -> Sequence[Trouble]:
        """All that there are, the oldest first."""
        return [
            Trouble(name, what, from_seconds(since), optional_time(told_at))
            for name, what, since, told_at in Row.select()
            .order_by(Row.since, Row.name)
            .tuples()
            .execute(self._database)
        ]

    def keep(self, troubles: Iterable[Trouble]) -> None:
        """Keep these, with whether they were told, and no others."""
        rows = [
            (each.name, each.what, to_seconds(each.since), None if each.told_at is None else to_seconds(each.told_at))
            for each in troubles
        ]
        with self._database.atomic():
            Row.delete().execute(self._database)
            if rows:
                columns = [Row.name, Row.what, Row.since, Row.told_at]
                Row.insert_many(rows, fields=columns).returning().execute(self._database)

    def took_since(self, messenger: str, since: datetime) -> bool:
        """Whether a messenger has taken a message since then."""
        taken = (Delivery.at >= to_seconds(since)) & (Delivery.status == ReminderStatus.SENT)
        query = with_recipient(Delivery.select(Delivery.id).join(Reminder))
        return bool(query.where(taken & (Contact.messenger == messenger)).exists(self._database))
