"""`python -m benchmarks.starting`: the start of `run.py --help`, and a tick with nothing new.

The tick is a process as cron starts it: a list that answers 304, reminders that are not yet due, both messengers with
a token. Its limit is what no tick can do without: to start, and to ask for the list with an HTTP client.
"""

import os
import resource
import statistics
import subprocess
import sys
import tempfile
from datetime import timedelta
from pathlib import Path

import httpx

from benchmarks import region
from benchmarks.figures import NOW, application, median, once, say, serving
from pipeline.config import ROOT
from tests.fakes import telegram_api, viber_api

RUN = (sys.executable, str(ROOT / "run.py"))
ACCOUNTS, SUBSCRIPTIONS, WORKS, STREETS = 5_000, 1_000, 300, 10
REPETITIONS = 7


def main() -> None:
    """Both, one after the other again and again, so that a busy moment of the machine falls on both."""
    with tempfile.TemporaryDirectory() as scratch:
        page = Path(scratch, "page.html")
        page.write_bytes(region.page(WORKS, STREETS, NOW.date() + timedelta(days=7)))
        with application(Path(scratch)) as app:
            region.fill(app, Path(scratch), ACCOUNTS, SUBSCRIPTIONS)
        with serving("benchmarks.lean_server", str(page)) as url:
            settings = _settings(Path(scratch), url)
            for _ in range(2):  # the first one reads the list and plans; what it wrote is news to the second one
                _tick(settings)
            runs = [
                (_process(*RUN, "--help"), _process(sys.executable, "-c", ""), _tick(settings))
                for _ in range(REPETITIONS)
            ]
            ask = median(lambda: _ask(url))
    (help_wall, help_cpu), (bare_wall, bare_cpu), (tick_wall, tick_cpu) = (
        map(statistics.median, zip(*each, strict=True)) for each in zip(*runs, strict=True)
    )
    say("start of run.py --help, against a bare interpreter", help_wall, bare_wall, cpu=help_cpu, bare_cpu=bare_cpu)
    what = "tick with nothing new, against the start and the conditional GET"
    say(what, tick_wall, help_wall + ask, at_most=1.5, cpu=tick_cpu, get=round(ask, 4))


def _settings(scratch: Path, url: str) -> dict[str, str]:
    settings = {
        "DATABASE_URL": f"sqlite:///{scratch}/bench.db",
        "VAR_DIR": str(scratch),
        "SOURCE_URL": f"{url}/list/",
        "PROOF_KEY": "a key for benchmarks",
        "TELEGRAM_TOKEN": telegram_api.TOKEN,
        "TELEGRAM_API_URL": url,
        "VIBER_TOKEN": viber_api.TOKEN,
        "VIBER_API_URL": url,
    }
    return {f"PROVISNYK_{name}": value for name, value in settings.items()}


def _tick(settings: dict[str, str]) -> tuple[float, float]:
    return _process(*RUN, "tick", "--now", NOW.isoformat(), **settings)


def _process(*command: str, **environment: str) -> tuple[float, float]:
    """Seconds from its start to its end, and those of the processor that it used."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    seconds = once(
        lambda: subprocess.run(command, check=True, capture_output=True, cwd=ROOT, env=os.environ | environment)
    )
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return seconds, round(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, 3)


def _ask(url: str) -> None:
    with httpx.Client() as client:
        client.get(f"{url}/robots.txt")
        assert client.get(f"{url}/list/", headers={"If-None-Match": '"1"'}).status_code == httpx.codes.NOT_MODIFIED


if __name__ == "__main__":
    main()
