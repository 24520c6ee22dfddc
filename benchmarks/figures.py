"""What every benchmark shares: its clock, its application over a folder of its own, and how a figure is said."""

import json
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from pydantic import SecretStr

from pipeline.bootstrap import Application
from pipeline.config import ROOT, Settings
from pipeline.rehearsal import ReplayClock

REPETITIONS = 5
NOW = datetime(2026, 11, 20, 8, tzinfo=UTC)


def say(
    what: str,
    seconds: float,
    limit: float | None = None,
    *,
    at_most: float | None = None,
    at_least: float | None = None,
    **facts: object,
) -> None:
    """One figure as a JSON object: its seconds beside those of its limit, and their ratio.

    `at_most` is what the ratio is asked to be; `at_least` what is asked of `a_second`, one of the facts.
    """
    record: dict[str, object] = {"what": what, "seconds": round(seconds, 4)}
    if limit is not None:
        record |= {"limit": round(limit, 4), "ratio": round(seconds / limit, 2)}
    asked = {"at_most": at_most, "at_least": at_least}
    record |= {name: bound for name, bound in asked.items() if bound is not None}
    print(json.dumps(record | facts, ensure_ascii=False), flush=True)


def once(work: Callable[[], object]) -> float:
    """Seconds that it takes, the first time."""
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def busy(work: Callable[[], object]) -> float:
    """Seconds of this process's processor that it takes; what neighbours on the machine disturb least."""
    before = cpu()
    work()
    return cpu() - before


def median(work: Callable[[], object], repetitions: int = REPETITIONS) -> float:
    """Median seconds of several repetitions, after one that does not count."""
    work()
    return statistics.median(once(work) for _ in range(repetitions))


def cpu() -> float:
    """Seconds of processor time that this process has used."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


def application(scratch: Path, database_url: str | None = None) -> Application:
    """An application with a database of its own, SQLite in `scratch` unless named; its clock stands at `NOW`."""
    settings = Settings(
        _env_file=None,
        database_url=database_url or f"sqlite:///{scratch}/bench.db",
        var_dir=scratch,
        proof_key=SecretStr("a key for benchmarks"),
    )
    clock = ReplayClock()
    clock.time = NOW
    app = Application(settings, clock)
    app.make_database()
    return app


@contextmanager
def serving(module: str, *arguments: str) -> Iterator[str]:
    """The URL that a module prints which serves in a process of its own, until the context ends."""
    command = [sys.executable, "-m", module, *arguments]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=ROOT) as process:
        assert process.stdout is not None
        try:
            yield process.stdout.readline().strip()
        finally:
            process.terminate()
