"""A clock that has jumped gives nothing up, and calls; what a wrong one gave up is owed again."""

from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest
from starlette.applications import Starlette
from starlette.responses import Response
from starlette.routing import Route

from pipeline.config import SystemClock
from tests.commands.conftest import PAGE, ROW
from tests.fakes.server import serve
from tests.fakes.telegram_api import TOKEN

START = datetime(2026, 11, 18, 8, tzinfo=UTC)
AHEAD, OFF = timedelta(days=300), timedelta(days=3)
WORKS = ROW.format(date="27.11.2026", settlement="с. Іза", street="вул. Центральна, 1-25", hours="з 9:00 до 16:00")


class Machine:
    """A machine whose clock can be set, and a site whose clock is its own."""

    def __init__(self, run, telegram):
        self.time = self.site_time = START
        self.refuses = False
        self.run, self.telegram = run, telegram

    def pass_by(self, by):
        """Time passes for both."""
        self.time += by
        self.site_time += by

    async def answer(self, request):
        if self.refuses:
            return Response(status_code=500)
        if request.url.path == "/robots.txt":
            return Response(status_code=404)
        return Response(PAGE.format(rows=WORKS), headers={"Date": format_datetime(self.site_time, usegmt=True)})

    def reminders(self):
        return [(each["stage"], each["status"]) for each in self.run("reminders", "--json").records]

    def operator(self):
        return [each.text for each in self.telegram.messages if each.chat_id == "4242"]


@pytest.fixture
def machine(run, telegram, monkeypatch):
    monkeypatch.setattr("pipeline.source.fetch.ATTEMPTS", 1)
    machine = Machine(run, telegram)
    monkeypatch.setattr(SystemClock, "real", lambda _: machine.time)
    run("accounts", "import", "accounts.csv")
    run("subscribe", "telegram", "1001", "210000001")
    with serve(Starlette(routes=[Route("/{path:path}", machine.answer)])) as url:
        for name, value in (("SOURCE_URL", f"{url}/"), ("TELEGRAM_TOKEN", TOKEN), ("TELEGRAM_API_URL", telegram.url)):
            monkeypatch.setenv(f"PROVISNYK_{name}", value)
        monkeypatch.setenv("PROVISNYK_OPERATOR_CHAT", "4242")
        assert run("tick").code == 0
        yield machine


COMING = [("five_days", "due"), ("one_day", "due"), ("same_day", "due")]


def test_a_clock_far_ahead_is_found_by_the_page_and_nothing_is_done_by_it(machine, run):
    assert machine.reminders() == COMING
    machine.time += AHEAD
    result = run("tick")
    assert (result.code, "Годинник машини показує" in result.err) == (1, True)
    assert machine.reminders() == COMING
    (called,) = machine.operator()
    assert called.startswith("⚠️ Годинник машини показує 14.09.2027")
    run("tick")
    assert len(machine.operator()) == 1
    machine.time = START + timedelta(minutes=20)
    assert run("tick").code == 0
    assert machine.operator()[1].startswith("✅ Минулося: Годинник машини показує")
    assert len(run("pages", "--json").records) == 2


def test_a_clock_far_ahead_gives_nothing_up_while_the_page_cannot_be_had(machine, run):
    machine.time += AHEAD
    machine.refuses = True
    run("tick", "--json")
    assert machine.reminders() == COMING
    assert "Годинник машини стрибнув: був 18.11.2026 10:00" in machine.operator()[0]
    assert "WrongClock" not in run("prune").err
    assert run("prune").code == 1
    run("plan")
    assert machine.reminders() == COMING


def test_a_machine_that_was_off_for_days_goes_on_as_soon_as_the_page_agrees(machine, run):
    machine.pass_by(timedelta(days=5))
    machine.refuses = True
    run("tick")
    assert machine.reminders()[0] == ("five_days", "sent")
    machine.pass_by(OFF)
    run("tick")
    assert machine.reminders() == [("five_days", "sent"), ("one_day", "sent"), ("same_day", "due")]
    machine.refuses = False
    assert run("tick").code == 0
    assert "✅ Минулося: Годинник машини стрибнув" in machine.operator()[-1]


def test_who_gives_the_time_vouches_for_the_clock(machine, run):
    machine.pass_by(OFF)
    machine.refuses = True
    run("tick")
    run("tick", "--now", machine.time.isoformat())
    assert "✅ Минулося: Годинник машини стрибнув" in machine.operator()[-1]
    run("tick")
    assert sum("Годинник" in each for each in machine.operator()) == 2


def test_a_site_whose_clock_is_wrong_keeps_nobody_from_being_told(machine, run):
    machine.pass_by(timedelta(hours=12))
    run("tick")
    for _ in range(20):
        machine.time += timedelta(hours=10)
        run("tick")
    assert ("five_days", "sent") in machine.reminders()
    (called,) = machine.operator()
    assert "Нагадування йдуть за годинником машини" in called
    assert "✗ Хід годинника: Годинник машини показує" in run("doctor").out


@pytest.mark.parametrize("sent_before", [True, False])
def test_what_a_wrong_clock_gave_up_is_owed_again_while_its_work_lies_ahead(run, page, sent_before):
    run("accounts", "import", "accounts.csv")
    run("subscribe", "console", "1", "210000001")
    run("scrape", "--source", page(WORKS), "--now", "2026-11-18T10:00")
    run("plan", "--now", "2026-11-18T10:00")
    if sent_before:
        run("send", "--now", "2026-11-22T10:00")
    assert run("plan", "--json", "--now", "2027-09-14T10:00").record["expired"] == (2 if sent_before else 3)
    again = run("plan", "--json", "--now", "2026-11-22T10:05").record
    assert (again["owed"], again["expired"]) == (2 if sent_before else 3, 0)
    assert run("send", "--json", "--now", "2026-11-26T10:00").record["sent"] == 1
    assert run("send", "--json", "--now", "2026-11-27T07:00").record["sent"] == 1
    statuses = [each["status"] for each in run("reminders", "--json").records]
    assert statuses == ["sent" if sent_before else "expired", "sent", "sent"]


def test_what_a_newer_revision_has_overtaken_is_not_owed_again(run, page):
    run("accounts", "import", "accounts.csv")
    run("subscribe", "console", "1", "210000001")
    run("scrape", "--source", page(WORKS), "--now", "2026-11-18T10:00")
    run("plan", "--now", "2026-11-18T10:00")
    run("plan", "--now", "2027-09-14T10:00")
    run("scrape", "--source", page(WORKS.replace("16:00", "12:00")), "--now", "2026-11-18T10:10")
    run("plan", "--now", "2026-11-18T10:10")
    open_now = run("reminders", "--json", "--owed").records
    assert len(open_now) == 3
    assert {each["ends_at"][11:16] for each in open_now} == {"12:00"}


def test_a_plan_that_a_wrong_clock_expected_in_a_year_is_made_in_time(machine, run):
    run("plan", "--now", "2027-09-14T10:00")
    machine.pass_by(timedelta(minutes=10))
    run("tick")
    assert machine.reminders() == COMING
