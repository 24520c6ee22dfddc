"""`python -m benchmarks.pages [ACCOUNTS SUBSCRIPTIONS MESSAGES]`: what `serve` shows of a region, page by page.

The operator's first page counts a list of 600 works in 10,200 streets and houses, and a week's messages; beside it what
Prometheus asks for every minute, and a page of `/api/works`.
"""

import sys
import tempfile
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path

from benchmarks import region
from benchmarks.figures import NOW, application, median, once, say
from bots.web.works_api import WorksQuery
from data.overview import DeliveryCounts
from pipeline.bootstrap import Application
from pipeline.domain.clock import kyiv_day
from pipeline.domain.overview import SENT_DAYS
from pipeline.domain.pages import SourcePage
from pipeline.operator_page import overview
from pipeline.web import figures, find_works

ACCOUNTS, SUBSCRIPTIONS, MESSAGES = 450_000, 120_000, 300_000
WORKS, STREETS = 600, 17
TEXT = "Завтра, 21 листопада, з 9:00 до 16:00 не буде світла за адресою: Хуст, вул. Садова, 12. " * 3
STAGES = ("five_days", "one_day", "same_day", "changed")


def main(accounts: int = ACCOUNTS, subscriptions: int = SUBSCRIPTIONS, messages: int = MESSAGES) -> None:
    """Say the median seconds of each page."""
    with tempfile.TemporaryDirectory() as scratch, application(Path(scratch)) as app:
        region.fill(app, Path(scratch), accounts, subscriptions)
        page = region.page(WORKS, STREETS, NOW.date() + timedelta(days=1))
        app.scrape([SourcePage("bench", NOW, 200, page)], NOW)
        app.plan(NOW)
        _tell(app, subscriptions, messages)
        tomorrow = kyiv_day(NOW) + timedelta(days=1)
        query = WorksQuery(None, tomorrow, tomorrow + timedelta(days=7), None, 200)
        size = {"accounts": accounts, "subscriptions": subscriptions, "messages": messages}
        counts = DeliveryCounts()
        say("the operator's first page, the first time", once(lambda: overview(app, counts=counts)), **size)
        say("the operator's first page", median(lambda: overview(app, counts=counts)), **size)
        say("metrics", median(lambda: figures({}, app)), **size)
        say("a page of the works for others", median(lambda: find_works(query, app)), **size)


def _tell(app: Application, subscriptions: int, messages: int) -> None:
    """A week's messages: reminders of the days before `NOW`, each told within half a minute of its time."""
    columns = "id, subscription_id, day, stage, revision, content, starts_at, ends_at, due_at, expires_at, run_on"
    ids = range(10_000_000, 10_000_000 + messages)
    rows = (_reminder(number, subscriptions) for number in ids)
    region.insert(app.database, f"reminder ({columns}, status, free_at, attempts)", rows)
    told = ((number, _due(number) + number % 30, "sent", TEXT, f"t{number}") for number in ids)
    region.insert(app.database, "delivery (reminder_id, at, status, text, provider_id)", told)


def _reminder(number: int, subscriptions: int) -> Sequence[object]:
    due = _due(number)
    day = (kyiv_day(NOW) - timedelta(days=40 + number // (subscriptions * len(STAGES)))).isoformat()
    at = (due, due + 36_000, due, due + 36_000)
    stage = STAGES[number // subscriptions % len(STAGES)]
    return number, number % subscriptions + 1, day, stage, 0, "{}", *at, day, "sent", 0, 1


def _due(number: int) -> int:
    return int((NOW - timedelta(days=1 + number % SENT_DAYS)).timestamp())


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
