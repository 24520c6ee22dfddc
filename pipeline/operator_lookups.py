"""What an operator looks up: how an application answers the pages of `bots/web/operator/lookups.py`."""

from datetime import date, timedelta
from functools import partial

import structlog

from data.corrections import load_corrections
from data.work_history import coming_at, districts_between, note_lookup, page_of, told_of
from data.works_listing import work_json
from pipeline import operations
from pipeline.bootstrap import Application
from pipeline.correcting import work_entries
from pipeline.domain.clock import kyiv_day
from pipeline.domain.lookups import AccountView, KeptFile, WorksView, WorkView
from pipeline.explanation import lines_of
from pipeline.source.saved import file_name
from pipeline.web import Ask

SHOWN = 300
"""Works that one page shows."""
AHEAD = timedelta(days=10)

log = structlog.get_logger()


class OperatorLookups:
    """`bots.web.operator.lookups.Lookups` over an application."""

    def __init__(self, ask: Ask) -> None:
        self._ask = ask

    async def works(self, day: date | None, district: str | None) -> WorksView:
        """Works of a day, or of the days to come. Raises `Failed`."""
        return await self._ask(partial(_works, day=day, district=district))

    async def work(self, work_id: str) -> WorkView:
        """A work with its history. Raises `Misuse`, `Failed`."""
        return await self._ask(partial(_work, work_id=work_id))

    async def kept_page(self, page_id: int) -> KeptFile:
        """A page of the list as it came. Raises `Misuse`, `Failed`."""
        return await self._ask(partial(_kept_page, page_id=page_id))

    async def account(self, operator: str, number: str, day: date | None) -> AccountView:
        """An account on a day. Raises `Misuse`, `Failed`."""
        view = await self._ask(partial(_account, operator=operator, number=number, day=day))
        log.warning("operator_looked_up_account", operator=operator)
        return view


def _works(app: Application, *, day: date | None, district: str | None) -> WorksView:
    since = day or kyiv_day(app.clock.now())
    until = day or since + AHEAD
    found = app.works.find(since, until, district=district, limit=SHOWN + 1)
    works = list(app.works.works(app.clock.now(), [work_id for _, work_id in found[:SHOWN]]))
    districts = districts_between(app.database, since, until)
    return WorksView(works, districts, since, until, is_cut=len(found) > SHOWN)


def _work(app: Application, *, work_id: str) -> WorkView:
    entries = work_entries(app, work_id)
    told = told_of(app.database, entries)
    correction = load_corrections(app.database).get(work_id)
    return WorkView(work_json(entries, app.clock.now()), entries, told, correction, page_of(app.database, entries))


def _kept_page(app: Application, *, page_id: int) -> KeptFile:
    page = app.works.load_page(page_id)
    return KeptFile(file_name(page), page.content)


def _account(app: Application, *, operator: str, number: str, day: date | None) -> AccountView:
    now = app.clock.now()
    asked = day or kyiv_day(now)
    note_lookup(app.database, operator, number, now)
    explanation = operations.explain(app, number, asked, now)
    coming = coming_at(app.database, number, kyiv_day(now))
    return AccountView(number, asked, list(lines_of(explanation, is_masked=True)), coming)
