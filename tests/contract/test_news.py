"""What another plan could come from is noted by the database, whoever writes it; a tick without news plans nothing."""

from datetime import datetime, timedelta

import pytest
from pydantic import SecretStr

from data.database import open_database
from data.news import has_news
from pipeline.bootstrap import Application
from pipeline.config import Settings
from pipeline.domain.clock import KYIV
from pipeline.domain.pages import SourcePage
from pipeline.domain.reminders import Join
from pipeline.rehearsal import ReplayClock
from tests.commands.conftest import ACCOUNTS, IZA, PAGE, ROW

NOW = datetime(2026, 11, 20, 12, tzinfo=KYIV)
OTHER = ROW.format(date="25.11.2026", settlement="с. Іза", street="вул. Центральна", hours="з 9:00 до 16:00")


@pytest.fixture
def app(database_url, tmp_path):
    """A list with a work that a customer is told of later, planned twice: the second plan finds nothing."""
    settings = Settings(
        _env_file=None, database_url=database_url, var_dir=tmp_path, proof_key=SecretStr("a key for tests")
    )
    clock = ReplayClock()
    clock.time = NOW
    with Application(settings, clock) as app:
        (tmp_path / "accounts.csv").write_text(ACCOUNTS, encoding="utf-8")
        app.import_accounts(tmp_path / "accounts.csv", NOW, full=False, accept=False)
        app.subscribe(Join("telegram", "1001", "210000001", None), NOW)
        read(app, IZA)
        app.plan(NOW)
        assert app.plan(NOW).owed == 0
        yield app


def read(app, *rows, at=NOW):
    page = SourcePage("page", at, 200, PAGE.format(rows="".join(rows)).encode())
    return app.scrape([page], at)


def import_again(app, old, new):
    path = app.settings.var_dir / "accounts.csv"
    path.write_text(ACCOUNTS.replace(old, new), encoding="utf-8")
    app.import_accounts(path, NOW, full=False, accept=False)


WRITES = {
    "a new list": lambda app: read(app, IZA, OTHER),
    "an account that moved": lambda app: import_again(app, "Центральна,7", "Садова,7"),
    "a new account": lambda app: import_again(app, "210000002", "210000003"),
    "a new subscription": lambda app: app.subscribe(Join("viber", "2", "210000001", None), NOW),
    "the end of one": lambda app: app.registry.unsubscribe("telegram", "1001", "210000001", NOW),
    "an alias of a street": lambda app: app.registry.add_alias("UA21120250070067914", "Стара", "вул. Центральна"),
    "a chat that cannot be reached": lambda app: app.outbox.give_up("telegram", "1001"),
    "a message in flight": lambda app: app.outbox.claim(
        ["telegram"], NOW + timedelta(days=3), NOW + timedelta(days=3), 1
    ),
}


@pytest.mark.parametrize("write", WRITES.values(), ids=WRITES)
def test_whatever_a_plan_comes_from_is_news(app, write):
    assert not app.outbox.has_news(NOW)
    write(app)
    assert app.outbox.has_news(NOW)


def test_a_first_plan_is_always_made(database):
    assert has_news(database, NOW)


def test_the_same_list_again_is_no_news(app):
    read(app, IZA, at=NOW + timedelta(minutes=10))
    assert not app.outbox.has_news(NOW + timedelta(minutes=10))


def test_while_a_work_is_missing_every_tick_plans(app):
    for minutes in (10, 45):
        read(app, OTHER, at=NOW + timedelta(minutes=minutes))
    later = NOW + timedelta(minutes=45)
    app.plan(later)
    app.plan(later)
    assert app.outbox.has_news(later)


def test_a_plan_is_made_every_hour_though_there_is_no_news(app):
    assert not app.outbox.has_news(NOW + timedelta(minutes=59))
    assert app.outbox.has_news(NOW + timedelta(minutes=60))


def test_what_is_written_while_a_plan_is_made_is_news(app, database_url):
    other = open_database(database_url)
    try:
        with app.outbox.planning():
            app.registry.unsubscribe("telegram", "1001", "210000001", NOW)
            app.outbox.expect_news(NOW + timedelta(hours=1))
        assert has_news(other, NOW)
    finally:
        other.close()


def test_a_tick_without_news_still_settles_what_is_of_no_use_any_more(app):
    over = datetime(2026, 11, 24, 16, tzinfo=KYIV)
    app.outbox.expect_news(over + timedelta(hours=1))
    report = app.plan_news(over)
    assert report.expired == 3
