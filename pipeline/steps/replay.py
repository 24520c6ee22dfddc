"""Replay: saved pages through the real steps, under their own clock."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from datetime import datetime

from pipeline.domain.clock import iso_kyiv
from pipeline.domain.pages import SourcePage
from pipeline.domain.reminders import Join, Outcome


def replay(
    pages: Iterable[SourcePage],
    joins: Iterable[Join],
    *,
    subscribe: Callable[[Join, datetime], None],
    tick: Callable[[datetime, list[SourcePage]], datetime | None],
    next_due: Callable[[datetime], datetime | None],
    until: datetime | None = None,
) -> datetime | None:
    """Let the time of the saved pages pass, and on until nothing is owed; gives the time at which it ended.

    At each page, each subscription and whenever something falls due the clock stops and `tick` does its work;
    it gives the next time at which it wants to be called although nothing falls due.
    """
    readings: dict[datetime, list[SourcePage]] = defaultdict(list)
    for page in pages:
        readings[page.captured_at].append(page)
    arrivals: dict[datetime, list[Join]] = defaultdict(list)
    first = min(readings, default=None)
    for join in joins:
        if (since := join.since or first) is not None:
            arrivals[since].append(join)
    agenda = sorted({*readings, *arrivals})
    now: datetime | None = None
    owed: list[datetime] = []
    while times := [*agenda[:1], *owed]:
        if until is not None and min(times) > until:
            break
        now = min(times)
        for join in arrivals.pop(now, ()):
            subscribe(join, now)
        wake_at = tick(now, readings.pop(now, []))
        agenda = [each for each in agenda if each > now]
        owed = [each for each in (wake_at, next_due(now)) if each is not None and each > now]
    return now


def as_json(outcome: Outcome) -> dict[str, object]:
    """A message that went out, as a line of `replay --json`."""
    recipient = outcome.message.recipient
    return {
        "at": iso_kyiv(outcome.at),
        "messenger": recipient.messenger,
        "chat_id": recipient.chat_id,
        "account": recipient.account,
        "text": outcome.text,
        "items": [
            {
                "stage": item.stage,
                "day": item.day.isoformat(),
                "starts_at": iso_kyiv(item.starts_at),
                "ends_at": iso_kyiv(item.ends_at),
                "certainty": item.certainty,
            }
            for item in outcome.message.items
        ],
    }
