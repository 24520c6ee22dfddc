"""An application at noon, how the pages of the web ask it, and an operator who has signed in to his."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bots.web.app import web_app
from data.database import open_database
from pipeline.bootstrap import Application
from pipeline.config import Settings
from pipeline.domain.errors import Failed
from pipeline.operator_page import operator_pages
from pipeline.rehearsal import ReplayClock
from tests.contract.people import NOW
from tests.fakes.operator_browser import OperatorBrowser


@contextmanager
def at_noon(database_url: str, folder: Path, **settings: object) -> Iterator[Application]:
    """An application over this database, with the clock at `NOW`."""
    clock = ReplayClock()
    clock.time = NOW
    open_database(database_url).close()
    known = {"database_url": database_url, "var_dir": folder, "proof_key": "key"}
    with Application(Settings(**known, **settings), clock) as app:
        yield app


class Answering:
    """An application as the pages of the web ask it; its database may refuse."""

    def __init__(self, app):
        self.app, self.refuses = app, False

    async def ask(self, job):
        if self.refuses:
            raise Failed("База даних зайнята")
        return job(self.app)

    async def ready(self):
        return None


class OperatorSite(OperatorBrowser, Answering):
    """A browser of the page; `app` is the application behind it."""

    def __init__(self, app):
        Answering.__init__(self, app)
        self.deaf: dict[str, str] = {}
        pages = operator_pages(self.ask, app.settings, lambda: self.deaf)
        OperatorBrowser.__init__(self, web_app({}, self.ready, pages))
