"""The schedule of `serve`: a tick every ten minutes, and what falls due in between every minute.

Short jobs only: when something is due stands in the database, so nothing is lost while the process is down.
"""

import threading
from collections.abc import Callable

import schedule
import structlog

from data.database import database_errors
from pipeline.domain.errors import ProvisnykError, frames

TICK_MINUTES = 10
SEND_MINUTES = 1

log = structlog.get_logger()


class Ticking:
    """A thread of its own that runs the jobs. A daemon: what cannot be broken off does not keep the process."""

    def __init__(self, tick: Callable[[], None], send: Callable[[], None], stop: threading.Event) -> None:
        self._stop = stop
        self._scheduler = schedule.Scheduler()
        self._scheduler.every(TICK_MINUTES).minutes.do(self._guarded, tick)
        self._scheduler.every(SEND_MINUTES).minutes.do(self._guarded, send)
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
        self._scheduler.run_all()
        while not self._stop.wait(1):
            self._scheduler.run_pending()

    def _guarded(self, job: Callable[[], None]) -> None:
        """A job that raises would stay first in the schedule, and the others would starve."""
        if self._stop.is_set():
            return
        try:
            with database_errors():
                job()
        except ProvisnykError as error:
            log.error("job_failed", job=job.__name__, reason=str(error))  # noqa: TRY400
        except Exception as error:  # noqa: BLE001 - the next one may succeed
            log.error("job_failed", job=job.__name__, error=type(error).__name__, where=frames(error))  # noqa: TRY400
