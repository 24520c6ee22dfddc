"""The three steps on both databases, from the page to the fake of a messenger."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from pydantic import SecretStr

from pipeline.bootstrap import Application
from pipeline.config import ROOT, Settings
from pipeline.domain.addresses.settlement_aliases import SettlementAlias
from pipeline.domain.reminders import Join
from pipeline.domain.trust import PageState
from pipeline.rehearsal import ReplayClock
from pipeline.source.saved import saved_pages
from pipeline.steps.send import SendReport

FOLDER = ROOT / "fixtures" / "demo-week"


class Recorder:
    """A messenger that keeps what it is given."""

    name = "telegram"

    def __init__(self):
        self.sent = []

    async def send(self, chat_id, text, *, silent, **_):
        self.sent.append((chat_id, text.splitlines()[0], silent))
        return str(len(self.sent))

    async def close(self):
        pass


@pytest.fixture
def clock():
    clock = ReplayClock()
    clock.time = datetime(2026, 11, 17, 7, tzinfo=UTC)
    return clock


@pytest.fixture
def app(database_url, tmp_path, clock):
    settings = Settings(
        _env_file=None, database_url=database_url, var_dir=tmp_path, proof_key=SecretStr("a key for tests")
    )
    (tmp_path / "accounts.csv").write_bytes((FOLDER / "accounts.csv").read_bytes())
    with Application(settings, clock) as app:
        report = app.import_accounts(tmp_path / "accounts.csv", clock.now(), full=True, accept=False)
        assert (report.added, report.rejected) == (8, 0)
        for account in ("210000001", "210000004"):
            app.subscribe(Join("telegram", account, account, None), clock.now())
        yield app


def page_of(day, clock):
    """The page of this November day, captured at 9 in the morning."""
    name = f"2026-11-{day}T09-00.html"
    return next(page for page in saved_pages(FOLDER / "pages", now=clock.now) if page.url == name)


def day(app, clock, day):
    """Read the page of this November day at 9 in the morning, plan, and send at 10."""
    page = page_of(day, clock)
    clock.time = page.captured_at
    report = app.scrape([page], clock.now())
    assert report.reading.healthy
    plan = app.plan(clock.now())
    clock.time += timedelta(hours=1)
    messenger = Recorder()
    app.send_through({"telegram": messenger}, SendReport())
    return plan, messenger.sent


def test_each_reminder_goes_once_from_the_page_to_the_messenger(app, clock):
    plan, sent = day(app, clock, 17)
    assert (plan.owed, sent) == (6, [])
    plan, sent = day(app, clock, 18)
    assert plan.owed == 0
    assert sent == [
        ("210000001", "🔌 Через 5 днів, у понеділок, 23 листопада, з 9:00 до 16:00 не буде світла", False),
    ]
    plan, sent = day(app, clock, 19)
    assert [line for _, line, _ in sent] == [
        "🔌 Через 5 днів, у вівторок, 24 листопада, з 9:00 до 17:00 не буде світла"
    ]
    plan, sent = day(app, clock, 22)
    assert (plan.changed, plan.superseded) == (1, 2)
    assert [line for _, line, _ in sent] == [
        "🔄 Зміна: завтра, у понеділок, 23 листопада, з 10:00 до 15:00 не буде світла"
    ]
    assert {each["status"] for each in app.outbox.reminders()} == {"sent", "due", "superseded"}
    assert len(list(app.outbox.deliveries())) == 4


def test_a_settlement_that_only_the_operator_knows_is_told_of_by_the_kept_page(app, clock):
    page = page_of(17, clock)
    unknown = replace(page, content=page.content.replace("с. Великі Лучки".encode(), "с. Дубинчак".encode()))
    assert app.scrape([unknown], page.captured_at).reading.quarantined == 1
    assert app.plan(page.captured_at).owed == 3
    app.registry.add_settlement_alias(SettlementAlias("Дубинчак", None, app.settlement("с. Великі Лучки").katottg))
    with Application(app.settings, clock) as again:
        report = again.scrape_kept()
        assert (report.reading.state, report.reading.quarantined, report.changes.new) == (PageState.OK, 0, 1)
        assert (again.plan(clock.now()).owed, again.plan(clock.now()).owed) == (3, 0)
        assert again.scrape([unknown], clock.now()).reading.state is PageState.UNCHANGED
        assert again.plan(clock.now()).cancelled == 0


def test_what_is_planned_and_sent_is_kept_when_the_application_is_opened_again(app, clock, database_url):
    day(app, clock, 17)
    day(app, clock, 18)
    with Application(app.settings, clock) as again:
        assert again.plan(clock.now()).owed == 0
        assert [each["stage"] for each in again.outbox.deliveries()] == ["five_days"]
