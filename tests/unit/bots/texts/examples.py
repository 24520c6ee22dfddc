"""Short ways to say what a message is about."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from pipeline.domain.clock import kyiv_time
from pipeline.domain.interruptions import Interruption, Outage
from pipeline.domain.reminders import Message, Recipient, Reminder
from pipeline.domain.stages import Stage
from pipeline.domain.works import Certainty, Period


def at(day: date, hour: str) -> datetime:
    """`9:00` on a day; `30:00` is six o'clock of the next."""
    hours, minutes = map(int, hour.split(":"))
    return kyiv_time(day + timedelta(days=hours // 24), time(hours % 24, minutes))


def period(day: date, hours: str) -> Period:
    """`9:00-16:00` of a day."""
    starts, ends = hours.split("-")
    return Period(at(day, starts), at(day, ends))


def reminder(stage: Stage, day: date, hours: str = "9:00-16:00", **said: Any) -> Reminder:
    """Of hours such as `9:00-12:00 14:00-16:00?`, where a question mark makes a period `possible`."""
    outages = tuple(
        Outage(period(day, each.rstrip("?")), Certainty.POSSIBLE if each.endswith("?") else Certainty.CERTAIN)
        for each in hours.split()
    )
    interruption = Interruption(
        day,
        outages,
        reason=said.pop("reason", "обрізка дерев"),
        quote=said.pop("quote", None),
        whole_settlement=said.pop("whole_settlement", False),
    )
    long_ago, far_off = datetime(2020, 1, 1, tzinfo=UTC), datetime(2040, 1, 1, tzinfo=UTC)
    return Reminder(1, day, stage, 1, interruption, long_ago, far_off, day, **said)


def message(reminders: Sequence[Reminder], *, label: str | None = "Дім", language: str = "uk") -> Message:
    """To the customer of all examples."""
    recipient = Recipient(1, "telegram", "1", "210000001", "с. Іза, вул. Центральна, 7", label, language)
    return Message(recipient, tuple(reminders))
