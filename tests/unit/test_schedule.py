"""The schedule of `serve`: all jobs at once at the start, none starved by another's trouble."""

import threading

from structlog.testing import capture_logs

from pipeline.domain.errors import Failed
from pipeline.schedule import Ticking


def run(tick, send):
    stop = threading.Event()
    ticking = Ticking(lambda: tick(stop), lambda: send(stop), stop)
    ticking.start()
    ticking._thread.join()
    assert ticking.ended()


def test_a_job_that_fails_is_logged_and_the_other_runs():
    done = []

    def tick(_):
        raise Failed("База даних зайнята")

    def send(stop):
        done.append("send")
        stop.set()
        raise ValueError("таємниця")

    with capture_logs() as logs:
        run(tick, send)
    assert done == ["send"]
    assert [each["event"] for each in logs] == ["job_failed", "job_failed"]
    assert "таємниця" not in repr(logs)


def test_who_is_to_stop_begins_no_other_job():
    done = []
    run(lambda stop: (done.append("tick"), stop.set()), lambda _: done.append("send"))
    assert done == ["tick"]
