"""`python -m benchmarks.reading [PAGE [SETTLEMENTS.csv]]`: a saved page to works, its houses understood.

Without one, a made-up page of 300 works and 5,100 lists of houses. Beside it, of the same page and in the same
process: the bare parse by Lexbor, which is the limit, and a walk over all texts of its tree by BeautifulSoup, which
is what scrapers usually begin with. The first reading is that of a new process, as cron starts one; the next ones, as
`serve` makes them, find known what the page has said before: all of it, or all but a tenth of its lists, whose houses
are others each time.
"""

import json
import re
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from datetime import timedelta
from functools import partial
from pathlib import Path

from bs4 import BeautifulSoup
from selectolax.lexbor import LexborHTMLParser

from benchmarks import region
from benchmarks.figures import NOW, median, once, say
from data.settlements import load_settlements
from pipeline.config import ROOT
from pipeline.domain.addresses.houses import parse_houses
from pipeline.domain.addresses.settlements import Gazetteer
from pipeline.source.pages import read_page
from pipeline.source.saved import saved_pages

REPETITIONS, PROCESSES = 15, 5
WORKS, STREETS = 300, 17
LIST_OF_STREETS = 1000
"""Bytes of a cell beyond which it is taken for one."""


def main(page: str = "", settlements: str = str(ROOT / "data/settlements.csv"), alone: str = "") -> None:
    """Measure, or print the seconds of a single reading where `alone` is given."""
    with tempfile.TemporaryDirectory() as scratch:
        path = Path(page) if page else _made_up(Path(scratch))
        if alone:
            read, bare = _reading_of(path, settlements)
            print(json.dumps([once(read), once(bare)]))
        else:
            _measure(path, settlements, asked=5 if page else None)


def _made_up(scratch: Path) -> Path:
    path = scratch / "page.html"
    path.write_bytes(region.page(WORKS, STREETS, NOW.date() + timedelta(days=1)))
    return path


def _reading_of(path: Path, settlements: str) -> tuple[Callable[..., int], Callable[[], object]]:
    """What reads the page, or another one in its place, and what merely parses it."""
    (source,) = saved_pages(path, now=lambda: NOW)
    gazetteer = Gazetteer(load_settlements(Path(settlements)))

    def read(content: bytes = source.content) -> int:
        listing = read_page(content, captured_at=source.captured_at, gazetteer=gazetteer).listing
        return sum(len(parse_houses(place.houses or "").houses) for work in listing.works for place in work.places)

    return read, lambda: LexborHTMLParser(source.content)


def _measure(path: Path, settlements: str, asked: float | None) -> None:
    content = path.read_bytes()
    read, parse = _reading_of(path, settlements)
    first, bare_first = first_readings(path, settlements)
    houses = read()
    bare = median(parse, REPETITIONS)
    walk = median(lambda: sum(map(len, BeautifulSoup(content, "html.parser").stripped_strings)), 3)
    size = {"houses": houses, "megabytes": round(len(content) / 1e6, 2)}
    say("page to works, first reading in a process", first, bare_first, **size)
    say("page to works, read again", median(read, REPETITIONS), bare, at_most=asked, **size)
    changed = statistics.median(once(partial(read, page)) for page in next_pages(content))
    say("page to works, a tenth of its lists changed", changed, bare, at_most=8)
    say("BeautifulSoup merely walking the page", walk, bare)


def next_pages(content: bytes) -> Iterator[bytes]:
    """The page with each time another tenth of its lists of streets changed, in each of their houses."""
    for number in range(1, REPETITIONS + 1):
        cells = content.split(b"<td")
        lists = [index for index, cell in enumerate(cells) if len(cell) > LIST_OF_STREETS]
        for index in lists[number % 10 :: 10]:
            cells[index] = re.sub(rb"(?<=[ ,])\d+(?=,)", partial(_later, number), cells[index])
        yield b"<td".join(cells)


def _later(by: int, house: re.Match[bytes]) -> bytes:
    return b"%d" % (int(house[0]) + by)


def first_readings(page: Path, settlements: str) -> tuple[float, float]:
    """Median seconds of the first reading in a new process, and of a bare parse behind it."""
    command = [sys.executable, "-m", "benchmarks.reading", str(page), settlements, "alone"]
    runs = [
        json.loads(subprocess.run(command, check=True, capture_output=True, cwd=ROOT).stdout) for _ in range(PROCESSES)
    ]
    return statistics.median(run[0] for run in runs), statistics.median(run[1] for run in runs)


if __name__ == "__main__":
    main(*sys.argv[1:])
