"""What is due goes out beside a reading that hangs: it waits for none."""

import io
import threading
from datetime import timedelta

import pytest

from pipeline.bootstrap import Application
from pipeline.config import Settings
from pipeline.domain.errors import SourceUnavailable
from pipeline.domain.pages import SourcePage
from pipeline.domain.reminders import Join
from pipeline.domain.trust import PageState
from pipeline.steps import aside
from tests.contract.people import NOW
from tests.contract.test_pipeline import app, clock, page_of

__all__ = ["app", "clock"]


@pytest.fixture
def over():
    """Set once the test is over: what hangs may end."""
    over = threading.Event()
    yield over
    over.set()


@pytest.mark.parametrize("where", ["fetching", "parsing"])
def test_reminders_go_out_while_a_reading_hangs(app, clock, over, monkeypatch, where):
    first = page_of(17, clock)
    app.subscribe(Join("console", "1", "210000001", None), clock.now())
    app.scrape([first], clock.now())
    app.plan(clock.now())
    clock.time = page_of(18, clock).captured_at + timedelta(hours=1)  # five days before, at ten
    said, while_hanging = io.StringIO(), []

    def hangs(*_args, **_named):
        over.wait()
        return iter(())

    def sent():
        while_hanging.append(said.getvalue())
        return any(while_hanging)  # the process is stopped as soon as something is said

    monkeypatch.setattr(aside, "PATIENCE", 0.01)
    pages = (hangs() for _ in "1") if where == "fetching" else iter([page_of(18, clock)])
    monkeypatch.setattr(Application, "source_pages", lambda *_: pages)
    if where == "parsing":
        monkeypatch.setattr(Application, "read_page", hangs)
    report = app.tick(said, clock.now(), stopping=sent)
    assert "Через 5 днів" in said.getvalue()
    assert report.scrape is None
    assert report.send.sent == 1


def test_a_page_that_is_read_for_ever_changes_nothing(database_url, tmp_path, clock, over, monkeypatch):
    settings = Settings(_env_file=None, database_url=database_url, var_dir=tmp_path, read_within=0.05)
    with Application(settings, clock) as hanging:
        monkeypatch.setattr(Application, "read_page", lambda *_, **_named: over.wait())
        page = SourcePage("https://works.example/", NOW, 200, b"<table>")
        with pytest.raises(SourceUnavailable, match="READ_WITHIN"):
            hanging.scrape([page], NOW)
        assert hanging.works.recent_readings(1) == []
        assert PageState.FAILED not in {each["state"] for each in hanging.works.pages()}
