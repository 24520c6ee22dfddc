"""The operator's page over an application, and an operator who has signed in."""

from bots.web.app import web_app
from pipeline.domain.errors import Failed
from pipeline.operator_page import operator_pages
from tests.fakes.operator_browser import OperatorBrowser


class OperatorSite(OperatorBrowser):
    """A browser of the page; `app` is the application behind it."""

    def __init__(self, app):
        self.app, self.refuses = app, False
        super().__init__(web_app({}, self._ready, operator_pages(self._ask, app.settings)))

    async def _ask(self, job):
        if self.refuses:
            raise Failed("База даних зайнята")
        return job(self.app)

    async def _ready(self):
        return None
