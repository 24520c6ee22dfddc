"""The schedule of `serve`: a tick every ten minutes, what falls due in between every minute, two jobs every night.

The nightly ones are pruning, and a look whether the file of the database is whole.

Short jobs only: when something is due stands in the database, so nothing is lost while the process is down. After a
long sleep each job runs once.
"""

import threading
from collections import Counter
from collections.abc import Callable
from datetime import datetime, timedelta

import schedule
import structlog

from data.database import database_errors
from pipeline.domain.errors import ProvisnykError, frames

TICK_MINUTES = 10
SEND_MINUTES = 1
PRUNE_AT = "02:10"
"""UTC: in Ukraine nobody is told anything then."""
CHECK_AT = "01:40"
"""Before it: what is broken is not to be written to."""

log = structlog.get_logger()


class Ticking:
    """A thread of its own that runs the jobs. A daemon: what cannot be broken off does not keep the process."""

    def __init__(
        self,
        tick: Callable[[], None],
        send: Callable[[], None],
        prune: Callable[[], None],
        check: Callable[[], None],
        stop: threading.Event,
    ) -> None:
        self.failed: Counter[str] = Counter({job.__name__: 0 for job in (tick, send, prune, check)})
        """How often each job has failed since the start."""
        self._stop = stop
        self._scheduler = schedule.Scheduler()
        ticks = self._scheduler.every(TICK_MINUTES).minutes.do(self._guarded, tick)
        sends = self._scheduler.every(SEND_MINUTES).minutes.do(self._guarded, send)
        ticks.next_run = sends.next_run = _now()
        prunes = self._scheduler.every().day.at(PRUNE_AT).do(self._guarded, prune)
        checks = self._scheduler.every().day.at(CHECK_AT).do(self._guarded, check)
        self._periods = (
            (ticks, timedelta(minutes=TICK_MINUTES)),
            (sends, timedelta(minutes=SEND_MINUTES)),
            (prunes, timedelta(days=1)),
            (checks, timedelta(days=1)),
        )
        self._thread = threading.Thread(target=self._run, name="ticking", daemon=True)

    def start(self) -> None:
        """Tick at once, then by the schedule."""
        self._thread.start()

    def stop(self) -> None:
        """Begin nothing new, and break off what can be."""
        self._stop.set()

    def ended(self) -> bool:
        """Whether the last job is done, after `stop`."""
        return not self._thread.is_alive()

    def _run(self) -> None:
        while not self._stop.is_set():
            self.look()
            self._stop.wait(1)

    def look(self) -> None:
        """Do what is due by the clock.

        Jobs are due at times of the day: without more ado a clock set back by an hour would put them off by an hour.
        """
        for job, period in self._periods:
            if job.next_run is not None and job.next_run - _now() > period:
                job.next_run = _now()
        self._scheduler.run_pending()

    def _guarded(self, job: Callable[[], None]) -> None:
        """A job that raises would stay first in the schedule, and the others would starve."""
        if self._stop.is_set():
            return
        try:
            with database_errors():
                job()
        except Exception as error:  # noqa: BLE001 - the next one may succeed
            self.failed[job.__name__] += 1
            ours = isinstance(error, ProvisnykError)
            what = {"reason": str(error)} if ours else {"error": type(error).__name__, "where": frames(error)}
            log.error("job_failed", job=job.__name__, times=self.failed[job.__name__], **what)  # noqa: TRY400


def _now() -> datetime:
    """The clock that `schedule` goes by, which `serve` has put on UTC."""
    return datetime.now()  # noqa: DTZ005
