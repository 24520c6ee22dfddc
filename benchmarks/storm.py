"""`python -m benchmarks.storm [SUBSCRIPTIONS [DATABASE_URL]]`: a whole region is to be told at once, by a fake clock.

One list names every settlement, each at another time of the coming week. It is read and planned; then both messengers
take what is claimed at their own pace, side by side, and the clock goes on with each message. Said is how long it takes
until everybody knows, and how long those wait whose lights go out soon: in simulated seconds.
"""

import sys
import tempfile
from collections import defaultdict
from collections.abc import Mapping
from datetime import datetime, timedelta
from itertools import pairwise
from pathlib import Path

from benchmarks import region
from benchmarks.figures import NOW, application, once, say
from pipeline.bootstrap import Application
from pipeline.domain.clock import KYIV
from pipeline.domain.pages import SourcePage
from pipeline.domain.reminders import Outcome, ReminderStatus
from pipeline.rehearsal import ReplayClock
from pipeline.steps.send import CONCURRENCY

SUBSCRIPTIONS = 50_000
PACES = {"telegram": 28, "viber": 48}
"""Messages a second; half of the customers are in either messenger."""
AHEAD = {"within 3 hours": timedelta(hours=3), "later today": timedelta(hours=14), "tomorrow": timedelta(hours=38)}
"""How far ahead an interruption begins, at 10:00 in Kyiv; the rest begins later in the week."""
LATER = "in the days after"

Told = list[tuple[datetime, datetime]]
"""Start of each interruption, and when its customer was told, in the order in which they were."""


def main(subscriptions: int = SUBSCRIPTIONS, url: str | None = None) -> None:
    """Say how long each messenger takes, what came first, and how long the steps before it take."""
    with tempfile.TemporaryDirectory() as scratch, application(Path(scratch), url) as app:
        region.fill(app, Path(scratch), subscriptions, subscriptions)
        app.database.execute_sql("UPDATE contact SET messenger = 'viber' WHERE id % 2 = 0")
        page = SourcePage("bench", NOW, 200, _page())
        say("a storm: read", once(lambda: app.scrape([page], NOW)), size=subscriptions)
        say("a storm: planned", once(lambda: app.plan(NOW)), size=subscriptions)
        told: dict[str, Told] = {messenger: [] for messenger in PACES}
        say("a storm: claimed and recorded", once(lambda: _tell(app, told)), size=subscriptions)
        for messenger, messages in told.items():
            _report(messenger, messages)


def _page() -> bytes:
    """Every settlement as a whole, from 12:00 today to the end of the week."""
    today = NOW.astimezone(KYIV).replace(minute=0, second=0)
    rows = []
    for number, place in enumerate(region.settlements()):
        day, hour = divmod(number, 7)
        at = today.replace(hour=12 + hour) + timedelta(days=day % 5)
        rows.append(
            f"<tr><td>{place.title} ({place.hromada} громада)</td><td>Планові</td><td>{at:%d.%m.%Y} {at:%H:%M}</td>"
            f"<td>{at:%d.%m.%Y} {at + timedelta(hours=4):%H:%M}</td></tr>"
        )
    head = "<tr><th>Населений пункт</th><th>Вид робіт</th><th>Початок</th><th>Завершення</th></tr>"
    return f"<html><meta charset=utf-8><body><table>{head}{''.join(rows)}</table></body></html>".encode()


def _tell(app: Application, told: Mapping[str, Told]) -> None:
    """What the outbox gives messengers that each take so many a second, until it owes nothing more."""
    clock, compose = app.clock, app.composer()
    assert isinstance(clock, ReplayClock)
    free_at = dict.fromkeys(told, NOW)
    while free_at:
        messenger = min(free_at, key=lambda each: free_at[each])
        clock.time = free_at[messenger]
        outcomes = []
        for message in app.outbox.claim([messenger], clock.now(), clock.real(), CONCURRENCY):
            clock.time += timedelta(seconds=1 / PACES[messenger])
            text = compose(message, clock.now())
            outcomes.append(Outcome(message, ReminderStatus.SENT, clock.now(), text, provider_id="storm"))
            starts_at = min(each.interruption.starts_at for each in message.reminders)
            told[messenger].append((starts_at, clock.now()))
        app.outbox.settle(outcomes)
        free_at[messenger] = clock.now()
        if not outcomes:
            del free_at[messenger]


def _report(messenger: str, told: Told) -> None:
    late = sum(at > starts_at for starts_at, at in told)
    overtaken = sum(first > then for (first, _), (then, _) in pairwise(told))
    facts = {"messages": len(told), "late": late, "overtaken": overtaken}
    say(f"a storm: all told by {messenger}", (told[-1][1] - NOW).total_seconds(), **facts)
    for when, minutes in _waited(told).items():
        at = {f"minutes_p{part}": minutes[len(minutes) * part // 100] for part in (5, 50, 95)}
        say(f"a storm: {messenger}, {when}", 60 * minutes[-1], messages=len(minutes), **at)


def _waited(told: Told) -> Mapping[str, list[float]]:
    """By how far ahead the interruption begins, the minutes until its customers are told, in order."""
    waited: defaultdict[str, list[float]] = defaultdict(list)
    for starts_at, at in told:
        when = next((name for name, ahead in AHEAD.items() if starts_at - NOW <= ahead), LATER)
        waited[when].append(round((at - NOW).total_seconds() / 60, 1))
    return waited


if __name__ == "__main__":
    main(*map(int, sys.argv[1:2]), *sys.argv[2:])
