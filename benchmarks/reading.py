"""`python -m benchmarks.reading PAGE [SETTLEMENTS.csv]`: a saved page to works, its houses understood; JSON on stdout.

Beside it, of the same page and in the same process: the bare parse by Lexbor, which is the limit, and a walk over all
texts of its tree by BeautifulSoup, which is what scrapers usually begin with. The first reading is that of a new
process, as cron starts one; the next ones, as `serve` makes them, find known what the page has said before: all of
it, or all but a tenth of its lists, whose houses are others each time.
"""

import json
import re
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from bs4 import BeautifulSoup
from selectolax.lexbor import LexborHTMLParser

from data.settlements import load_settlements
from pipeline.config import ROOT
from pipeline.domain.addresses.houses import parse_houses
from pipeline.domain.addresses.settlements import Gazetteer
from pipeline.source.pages import read_page
from pipeline.source.saved import saved_pages

REPETITIONS, PROCESSES = 15, 5
LIST_OF_STREETS = 1000
"""Bytes of a cell beyond which it is taken for one."""


def main(page: str, settlements: str = str(ROOT / "data/settlements.csv"), once: str = "") -> None:
    """Measure, or print the seconds of a single reading where `once` is given."""
    content = Path(page).read_bytes()
    (source,) = saved_pages(Path(page), now=lambda: datetime.now(UTC))
    gazetteer = Gazetteer(load_settlements(Path(settlements)))

    def read(content: bytes = content) -> int:
        listing = read_page(content, captured_at=source.captured_at, gazetteer=gazetteer).listing
        return sum(len(parse_houses(place.houses or "").houses) for work in listing.works for place in work.places)

    if once:
        print(json.dumps([seconds(read), seconds(lambda: LexborHTMLParser(content))]))
        return
    first, bare_first = first_readings(page, settlements)
    houses = read()
    bare = median(lambda: LexborHTMLParser(content))
    later = median(read)
    walk = median(lambda: sum(map(len, BeautifulSoup(content, "html.parser").stripped_strings)), 3)
    say("bare Lexbor", bare, bare, megabytes=round(len(content) / 1e6, 2))
    say("page to works, first reading in a process", first, bare_first, houses=houses)
    say("page to works, read again", later, bare, houses=houses)
    changed = statistics.median(seconds(partial(read, page)) for page in next_pages(content))
    say("page to works, a tenth of its lists changed", changed, bare)
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


def first_readings(page: str, settlements: str) -> tuple[float, float]:
    """Median seconds of the first reading in a new process, and of a bare parse behind it."""
    command = [sys.executable, "-m", "benchmarks.reading", page, settlements, "once"]
    runs = [
        json.loads(subprocess.run(command, check=True, capture_output=True, cwd=ROOT).stdout) for _ in range(PROCESSES)
    ]
    return statistics.median(run[0] for run in runs), statistics.median(run[1] for run in runs)


def seconds(work: Callable[[], object]) -> float:
    """Seconds that it takes once."""
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def median(work: Callable[[], object], repetitions: int = REPETITIONS) -> float:
    """Median seconds of several repetitions."""
    return statistics.median(seconds(work) for _ in range(repetitions))


def say(what: str, took: float, limit: float, **facts: object) -> None:
    """One figure beside its limit."""
    record = {"what": what, "seconds": round(took, 4), "limit": round(limit, 4), "ratio": round(took / limit, 1)}
    print(json.dumps(record | facts, ensure_ascii=False), flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
