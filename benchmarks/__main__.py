"""`make bench`: each figure beside its limit in the same run, several repetitions, medians; JSON on stdout."""

import subprocess
import sys
import tempfile
from datetime import timedelta
from pathlib import Path

from peewee import chunked
from selectolax.lexbor import LexborHTMLParser

from benchmarks import region, registry
from benchmarks.figures import NOW, application, median, once, say
from data.tables import Contact, Subscription
from pipeline.bootstrap import Application
from pipeline.config import ROOT
from pipeline.domain.addresses.houses import parse_houses
from pipeline.domain.pages import SourcePage

ACCOUNTS, SUBSCRIPTIONS, WORKS, STREETS = 50_000, 12_000, 300, 10


def main() -> None:
    """Run all benchmarks, a JSON object a line."""
    content = region.page(WORKS, STREETS, NOW.date() + timedelta(days=1))
    with tempfile.TemporaryDirectory() as scratch:
        app = application(Path(scratch))
        say("page to works, houses understood, against bare Lexbor", *_reading(app, content), size=len(content))
        with app:
            export = Path(scratch, "accounts.csv")
            region.write_accounts(export, ACCOUNTS)
            app.import_accounts(export, NOW, full=False, accept=False)
            _subscribe(app)
            source = SourcePage("bench", NOW, 200, content)
            say("scrape", once(lambda: app.scrape([source], NOW)), size=WORKS)
            say("first plan", once(lambda: app.plan(NOW)), size=SUBSCRIPTIONS)
            say("plan with nothing new", median(lambda: app.plan(NOW)), size=SUBSCRIPTIONS)
    subprocess.run([sys.executable, "-m", registry.__name__], check=True)
    start = [sys.executable, str(ROOT / "run.py"), "--help"]
    bare = [sys.executable, "-c", "pass"]
    say(
        "start of run.py --help against a bare interpreter",
        median(lambda: subprocess.run(start, check=True, capture_output=True)),
        median(lambda: subprocess.run(bare, check=True)),
    )


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
