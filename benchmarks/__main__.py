"""`make bench`: each figure beside its limit in the same run, several repetitions, medians; JSON on stdout."""

import subprocess
import sys
import tempfile
from datetime import timedelta
from pathlib import Path

from selectolax.lexbor import LexborHTMLParser

from benchmarks import planning, region, registry
from benchmarks.figures import NOW, application, median, once, say
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
            region.fill(app, Path(scratch), ACCOUNTS, SUBSCRIPTIONS)
            source = SourcePage("bench", NOW, 200, content)
            say("scrape", once(lambda: app.scrape([source], NOW)), size=WORKS)
            say("first plan", once(lambda: app.plan(NOW)), size=SUBSCRIPTIONS)
            say("plan with nothing new", median(lambda: app.plan(NOW)), size=SUBSCRIPTIONS)
    for part in (registry, planning):
        subprocess.run([sys.executable, "-m", part.__name__], check=True)
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


if __name__ == "__main__":
    main()
