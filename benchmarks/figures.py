"""What every benchmark shares: its clock, its application over a folder of its own, and how a figure is said."""

import json
import statistics
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from pydantic import SecretStr

from pipeline.bootstrap import Application
from pipeline.config import Settings
from pipeline.rehearsal import ReplayClock

REPETITIONS = 5
NOW = datetime(2026, 11, 20, 8, tzinfo=UTC)


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


def application(scratch: Path) -> Application:
    """An application with an SQLite database of its own in `scratch`; its clock stands at `NOW`."""
    settings = Settings(
        _env_file=None,
        database_url=f"sqlite:///{scratch}/bench.db",
        var_dir=scratch,
        proof_key=SecretStr("a key for benchmarks"),
    )
    clock = ReplayClock()
    clock.time = NOW
    return Application(settings, clock)
