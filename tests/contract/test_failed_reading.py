"""A fault of ours in reading changes nothing, calls the operator, and keeps nobody from being told."""

from datetime import timedelta

import pytest

from pipeline.domain.pages import SourcePage
from pipeline.domain.trust import PageState
from pipeline.steps.call import last_told
from pipeline.steps.plan import PlanReport
from pipeline.steps.scrape import FAULT, Reader, scrape
from pipeline.steps.send import SendReport
from pipeline.steps.tick import tick
from tests.contract.people import NOW
from tests.contract.world import TOMORROW, World


def fault(*_args):
    raise IndexError("list index out of range")


def test_a_reading_that_a_fault_ends_is_failed_and_changes_nothing(database, tmp_path):
    world = World(database, tmp_path)
    world.lists(TOMORROW)
    at = NOW + timedelta(hours=1)
    page = SourcePage("https://works.example/", at, 200, b"<table>")
    report = scrape([page], world.works, Reader(fault, "new"), now=at)
    assert (report.reading.state, report.reading.healthy, report.as_json()["gone"]) == (PageState.FAILED, False, 0)
    assert [entry.missing_since for entry in world.works.live_entries(NOW)] == [None]
    assert [kept["state"] for kept in world.works.pages()] == ["failed"]
    assert last_told(world.works).state is PageState.FAILED


def test_a_fault_on_the_way_to_the_page_is_failed_too(database, tmp_path):
    world = World(database, tmp_path)
    report = scrape(map(fault, [None]), world.works, Reader(fault, "new"), now=NOW)
    assert report.reading.state is PageState.FAILED


@pytest.mark.parametrize("broken", [IndexError, RecursionError, MemoryError])
def test_plan_and_send_run_whatever_scrape_did(broken):
    done = []

    def scraping():
        raise broken

    def planning():
        done.append("plan")
        return PlanReport()

    def sending():
        done.append("send")
        return SendReport()

    report = tick(scraping, planning, sending)
    assert done == ["plan", "send"]
    assert str(report.unavailable) == FAULT
    assert not report.trusted
