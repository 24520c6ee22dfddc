"""`python -m benchmarks.year [DAYS WORKS SUBSCRIPTIONS STREETS] [DATABASE_URL]`: a year of the list, by the real steps.

Every day a new list, the same read again, the stages at their times and the clearing out of the night; `WORKS` a year,
each with so many `STREETS`; more than 60 days. For each month of 30 days: the median seconds of a reading with its
plan, and how large the database has become. Evidence is kept for 13 months: 800 days show its lasting size.
"""

import statistics
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path

from benchmarks import region
from benchmarks.figures import NOW, application, cpu, once, say
from data.database import is_postgresql
from data.tables import TABLES
from pipeline import operations
from pipeline.bootstrap import Application
from pipeline.domain.clock import KYIV
from pipeline.domain.pages import SourcePage
from pipeline.rehearsal import ReplayClock, SilentMessenger
from pipeline.steps.send import SendReport

YEAR, MONTH = 365, 30
WORKS, SUBSCRIPTIONS, STREETS = 15_000, 5_000, 2
ACCOUNTS_EACH = 4
"""How many accounts there are for one with a subscription."""
AHEAD = 7
"""Days for which a work stands in the list, its own among them."""
NEAR = 2
"""Days before a work on which its row may yet be edited or taken out."""
WITH_ROOM = 1.2
"""How much longer the same may take at the end than at the beginning: the machine is not alone."""


FIRST = NOW.astimezone(KYIV).date()


@dataclass(slots=True)
class Month:
    """What was measured, a figure a day."""

    read: list[float] = field(default_factory=list)
    """A new list read and planned."""
    again: list[float] = field(default_factory=list)
    """The same list come again, as it does at nearly every tick."""
    send: list[float] = field(default_factory=list)
    """What is due at one time sent."""
    prune: list[float] = field(default_factory=list)
    sent: int = 0
    cpu: float = field(default_factory=cpu)
    """Seconds of the processor that the run had used before."""


def main(
    days: int = YEAR,
    works: int = WORKS,
    subscriptions: int = SUBSCRIPTIONS,
    streets: int = STREETS,
    *,
    url: str | None = None,
) -> None:
    """Say the figures of each month, and how those of the last compare with those of the second."""
    with tempfile.TemporaryDirectory() as scratch, application(Path(scratch), url) as app:
        region.fill(app, Path(scratch), ACCOUNTS_EACH * subscriptions, subscriptions)
        months = [Month()]
        for passed in range(days):
            if len(months[-1].read) == MONTH:
                months.append(Month())
            _day(app, FIRST + timedelta(days=passed), works / YEAR, streets, months[-1])
            if len(months[-1].read) == MONTH or passed == days - 1:
                _report(app, Path(scratch), len(months), months[-1])
        _, second, *_, last = months  # the first one begins with an empty list
        for what in ("read", "again"):
            seconds, limit = (statistics.median(getattr(month, what)) for month in (last, second))
            size = {"days": days, "works": works, "subscriptions": subscriptions, "streets": streets}
            say(f"a year: {what} in the last month against the second", seconds, limit, at_most=WITH_ROOM, **size)


def listed(day: date, works_a_day: float) -> Iterator[tuple[int, date, int]]:
    """The works of a day's list, with the hour of their end; some are cut short before their day, some taken out."""
    since = (day - FIRST).days
    for ahead in range(AHEAD):
        near = ahead <= NEAR
        for number in range(round((since + ahead) * works_a_day), round((since + ahead + 1) * works_a_day)):
            if not (near and number % 97 == 0):
                yield number, day + timedelta(days=ahead), 15 if near and number % 50 == 0 else 16


def _day(app: Application, day: date, works_a_day: float, streets: int, month: Month) -> None:
    page = region.listing(listed(day, works_a_day), streets)
    _send(app, _at(app, day, 7), month)
    month.read.append(once(lambda: _read_and_plan(app, page, _at(app, day, 9))))
    _send(app, _at(app, day, 10), month)
    month.again.append(once(lambda: _read(app, page, _at(app, day, 15))))
    month.prune.append(once(lambda: operations.prune(app, _at(app, day, 23))))


def _at(app: Application, day: date, hour: int) -> datetime:
    """This time, which the clock is set to."""
    assert isinstance(app.clock, ReplayClock)
    app.clock.time = datetime(day.year, day.month, day.day, hour, tzinfo=KYIV)
    return app.clock.time


def _read(app: Application, page: bytes, now: datetime) -> None:
    assert app.scrape([SourcePage("bench", now, 200, page)], now).reading.healthy


def _read_and_plan(app: Application, page: bytes, now: datetime) -> None:
    _read(app, page, now)
    app.plan_news(now)


def _send(app: Application, now: datetime, month: Month) -> None:
    report = SendReport()
    month.send.append(once(lambda: app.send_through({"telegram": SilentMessenger("telegram")}, report)))
    assert not report.faults, now
    month.sent += report.sent


def _report(app: Application, scratch: Path, number: int, month: Month) -> None:
    rows = {table.table_name(): table.select().count(app.database) for table in TABLES}
    kept = {name: count for name, count in rows.items() if name in ("reading", "entry", "reminder", "delivery")}
    medians = {name: round(statistics.median(getattr(month, name)), 4) for name in ("again", "send", "prune")}
    pages = sum(path.stat().st_size for path in scratch.glob("pages/*/*.gz"))
    say(
        f"a year: month {number}",
        statistics.median(month.read),
        **medians,
        sent=month.sent,
        cpu=round(cpu() - month.cpu, 1),
        **kept,
        **_sizes(app, scratch),
        pages_mb=round(pages / 1e6, 1),
    )


def _sizes(app: Application, scratch: Path) -> dict[str, float]:
    if is_postgresql(app.database):
        size = app.database.execute_sql("SELECT pg_database_size(current_database())").fetchone()[0]
        return {"database_mb": round(size / 1e6, 1)}
    files = {"database_mb": scratch / "bench.db", "wal_mb": scratch / "bench.db-wal"}
    return {name: round(path.stat().st_size / 1e6, 1) for name, path in files.items()}


if __name__ == "__main__":
    numbers = [int(each) for each in sys.argv[1:] if each.isdecimal()]
    main(*numbers, url=next((each for each in sys.argv[1:] if "://" in each), None))
