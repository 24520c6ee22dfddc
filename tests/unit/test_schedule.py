"""The schedule of `serve`: at once at the start, none starved by another's trouble or a clock that jumps."""

import threading
from datetime import timedelta

import pytest
from structlog.testing import capture_logs

from pipeline.domain.errors import Failed
from pipeline.schedule import Ticking


def run(tick, send):
    stop = threading.Event()
    ticking = Ticking(lambda: tick(stop), lambda: send(stop), lambda: None, lambda: None, stop)
    ticking.start()
    ticking._thread.join()
    assert ticking.ended()
    return ticking


def test_a_job_that_fails_is_logged_and_the_other_runs():
    done = []

    def tick(_):
        raise Failed("База даних зайнята")

    def send(stop):
        done.append("send")
        stop.set()
        raise ValueError("таємниця")

    with capture_logs() as logs:
        failed = run(tick, send).failed
    assert list(failed.values()) == [2]  # both are lambdas
    assert done == ["send"]
    assert [each["event"] for each in logs] == ["job_failed", "job_failed"]
    assert "таємниця" not in repr(logs)


def test_who_is_to_stop_begins_no_other_job():
    done = []
    run(lambda stop: (done.append("tick"), stop.set()), lambda _: done.append("send"))
    assert done == ["tick"]


@pytest.fixture
def started():
    """A schedule that has done its first jobs, and what it does."""
    done = []

    def job(name):
        def do():
            done.append(name)

        return do

    ticking = Ticking(job("tick"), job("send"), job("prune"), job("check"), threading.Event())
    ticking.look()
    assert done == ["tick", "send"]
    done.clear()
    return ticking, done


def shift(ticking, by):
    """As if the clock on the wall had been set so far back, or on."""
    for job in ticking._scheduler.jobs:
        job.next_run += by


def test_nothing_is_done_before_its_time(started):
    ticking, done = started
    ticking.look()
    assert done == []


@pytest.mark.parametrize("by", [timedelta(days=-3), timedelta(days=3)])
def test_after_a_long_sleep_or_a_clock_that_was_set_each_job_runs_once(started, by):
    ticking, done = started
    shift(ticking, by)
    ticking.look()
    ticking.look()
    assert sorted(done) == ["check", "prune", "send", "tick"]


def test_a_clock_set_back_by_an_hour_puts_no_tick_off(started):
    ticking, done = started
    shift(ticking, timedelta(hours=1))
    ticking.look()
    assert sorted(done)[-2:] == ["send", "tick"]
