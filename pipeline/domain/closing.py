"""Closing: what a billing export means for those who subscribed to an account that is no longer in it."""

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta

from pipeline.domain.clock import kyiv_day
from pipeline.domain.interruptions import Interruption
from pipeline.domain.reminders import Reminder
from pipeline.domain.stages import Stage, quiet_until

TELL_WITHIN = timedelta(days=30)
"""How long the end of an account is worth telling to somebody who cannot be reached at first."""


def closing_reminders(subscriptions: Iterable[int], now: datetime) -> Iterator[Reminder]:
    """For each of these subscriptions the message that its account was closed."""
    day = kyiv_day(now)
    for each in subscriptions:
        yield Reminder(
            subscription_id=each,
            day=day,
            stage=Stage.CLOSED,
            revision=1,
            interruption=Interruption(day, outages=()),
            due_at=quiet_until(now) or now,
            expires_at=now + TELL_WITHIN,
            run_on=day,
        )
