"""`make bench`: each figure beside its limit in the same run, several repetitions, medians; JSON on stdout."""

import json
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

from peewee import chunked
from pydantic import SecretStr
from selectolax.lexbor import LexborHTMLParser

from benchmarks import region
from data.tables import Contact, Subscription
from pipeline.bootstrap import Application
from pipeline.config import ROOT, Settings
from pipeline.domain.addresses.houses import parse_houses
from pipeline.domain.pages import SourcePage
from pipeline.rehearsal import ReplayClock

REPETITIONS = 5
ACCOUNTS, SUBSCRIPTIONS, WORKS, STREETS = 50_000, 12_000, 300, 10
NOW = datetime(2026, 11, 20, 8, tzinfo=UTC)


def main() -> None:
    """Run all benchmarks, a JSON object a line."""
    content = region.page(WORKS, STREETS, NOW.date() + timedelta(days=1))
    with tempfile.TemporaryDirectory() as scratch:
        app = _application(Path(scratch))
        say("page to works, houses understood, against bare Lexbor", *_reading(app, content), size=len(content))
        with app:
            export = Path(scratch, "accounts.csv")
            region.write_accounts(export, ACCOUNTS)
            say("import", once(lambda: app.import_accounts(export, NOW, full=False, accept=False)), size=ACCOUNTS)
            _subscribe(app)
            source = SourcePage("bench", NOW, 200, content)
            say("scrape", once(lambda: app.scrape([source], NOW)), size=WORKS)
            say("first plan", once(lambda: app.plan(NOW)), size=SUBSCRIPTIONS)
            say("plan with nothing new", median(lambda: app.plan(NOW)), size=SUBSCRIPTIONS)
    start = [sys.executable, str(ROOT / "run.py"), "--help"]
    bare = [sys.executable, "-c", "pass"]
    say(
        "start of run.py --help against a bare interpreter",
        median(lambda: subprocess.run(start, check=True, capture_output=True)),
        median(lambda: subprocess.run(bare, check=True)),
    )


def say(what: str, seconds: float, limit: float | None = None, **facts: object) -> None:
    """One figure, beside its limit and their ratio where it has one."""
    record: dict[str, object] = {"what": what, "seconds": round(seconds, 4), **facts}
    if limit is not None:
        record |= {"limit": round(limit, 4), "ratio": round(seconds / limit, 2)}
    print(json.dumps(record, ensure_ascii=False), flush=True)


def once(work: Callable[[], object]) -> float:
    """Seconds that it takes, the first time."""
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def median(work: Callable[[], object]) -> float:
    """Median seconds of several repetitions, after one that does not count."""
    work()
    return statistics.median(once(work) for _ in range(REPETITIONS))


def _application(scratch: Path) -> Application:
    settings = Settings(
        _env_file=None,
        database_url=f"sqlite:///{scratch}/bench.db",
        var_dir=scratch,
        proof_key=SecretStr("a key for benchmarks"),
    )
    clock = ReplayClock()
    clock.time = NOW
    return Application(settings, clock)


def _reading(app: Application, content: bytes) -> tuple[float, float]:
    source = SourcePage("bench", NOW, 200, content)

    def read() -> None:
        parse_houses.cache_clear()  # each repetition reads the page as if for the first time
        for work in app.read_page(source).listing.works:
            for place in work.places:
                parse_houses(place.houses or "")

    return median(read), median(lambda: LexborHTMLParser(content))


def _subscribe(app: Application) -> None:
    """Every fourth account, straight into the tables: the way of the bots is not what is measured."""
    numbers = [row[0] for row in region.account_rows(ACCOUNTS)][:: ACCOUNTS // SUBSCRIPTIONS]
    at = int(NOW.timestamp())
    with app.database.atomic():
        for some in chunked(enumerate(numbers, start=1), 1000):
            contacts = [(each, "telegram", str(each), "uk", True, at) for each, _ in some]
            Contact.insert_many(contacts, fields=_fields(Contact)).execute(app.database)
            pairs = [(each, each, number, None, at, None) for each, number in some]
            Subscription.insert_many(pairs, fields=_fields(Subscription)).execute(app.database)


def _fields(table: type) -> list[object]:
    return list(table._meta.sorted_fields)  # noqa: SLF001


if __name__ == "__main__":
    main()
