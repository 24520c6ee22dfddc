"""`/api/works`: the works of the list for everybody, as JSON; `/api/openapi.json` describes it.

Read-only, and of bounded cost: a month at most, so many works a page.
"""

import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any, Protocol

from starlette.datastructures import QueryParams
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from bots.web.caching import cached
from pipeline.domain.clock import iso_kyiv, kyiv_day
from pipeline.domain.errors import Misuse

LONGEST = timedelta(days=31)
A_WEEK = timedelta(days=7)
LARGEST_PAGE = 200
PAGE = 100
FRESH_FOR = 300
"""Seconds in which nobody need ask again: the list is read every ten minutes."""

_FOR_ALL = {"Access-Control-Allow-Origin": "*", "Cache-Control": f"public, max-age={FRESH_FOR}"}
_PREFLIGHT = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Allow-Methods": "GET",
    "Access-Control-Allow-Headers": "*",
    "Access-Control-Max-Age": "86400",
}
_DESCRIPTION = Path(__file__).with_name("openapi.json").read_bytes()


@dataclass(frozen=True, slots=True)
class WorksQuery:
    """What is asked for."""

    settlement: str | None
    """Name or КАТОТТГ code; None: all."""
    since: date
    until: date
    """The last day, included."""
    after: tuple[int, str] | None
    """Start (UTC seconds) and id of the last work of the page before."""
    limit: int


@dataclass(frozen=True, slots=True)
class FoundWorks:
    """A page of works."""

    works: Sequence[Mapping[str, Any]]
    last: tuple[int, str] | None
    """Start and id of the last one, where there are more."""
    read_at: datetime | None
    """When the list was read last."""


class FindWorks(Protocol):
    """Looks the works up."""

    async def __call__(self, query: WorksQuery) -> FoundWorks:
        """Raises `Misuse` for a settlement that is not known, or a name borne by several."""


def works_routes(find: FindWorks, now: Callable[[], datetime]) -> list[Route]:
    """The works and their description."""

    async def works(request: Request) -> Response:
        try:
            query = parse_query(request.query_params, kyiv_day(now()))
            found = await find(query)
        except Misuse as error:
            return JSONResponse({"error": str(error)}, 400, {"Access-Control-Allow-Origin": "*"})
        body = {
            "works": found.works,
            "next": found.last and _next(request, query, found.last),
            "read_at": found.read_at and iso_kyiv(found.read_at),
        }
        return cached(request, json.dumps(body, ensure_ascii=False).encode(), "application/json", _FOR_ALL)

    async def openapi(request: Request) -> Response:
        return cached(request, _DESCRIPTION, "application/json", _FOR_ALL)

    async def preflight(_: Request) -> Response:
        """A browser asks whether a page of another site may ask."""
        return Response(status_code=204, headers=_PREFLIGHT)

    shown = {"/api/works": works, "/api/openapi.json": openapi}
    asked = [Route(path, preflight, methods=["OPTIONS"]) for path in shown]
    return [*(Route(path, page) for path, page in shown.items()), *asked]


def parse_query(given: QueryParams, today: date) -> WorksQuery:
    """What the parameters ask for; without dates, the week from today. Raises `Misuse` that names the wrong one."""
    known = ("settlement", "from", "to", "limit", "after")
    if unknown := sorted(set(given) - set(known)):
        raise Misuse(f"Невідомий параметр «{unknown[0]}»; є такі: {', '.join(known)}")
    since = _day(given, "from", today)
    until = _day(given, "to", min(date.max - LONGEST, since) + A_WEEK)
    if not since <= until <= min(date.max - LONGEST, since) + LONGEST:
        raise Misuse(f"«to» має бути не раніше за «from» і не пізніше ніж за {LONGEST.days} день після нього")
    limit = given.get("limit", str(PAGE))
    if not re.fullmatch(r"[1-9]\d{0,2}", limit, re.ASCII) or int(limit) > LARGEST_PAGE:
        raise Misuse(f"«limit»: потрібне число від 1 до {LARGEST_PAGE}, а не «{limit[:20]}»")
    settlement = given.get("settlement", "").strip()[:100] or None
    return WorksQuery(settlement, since, until, _after(given.get("after")), int(limit))


def _day(given: QueryParams, name: str, default: date) -> date:
    text = given.get(name)
    if text is None:
        return default
    try:
        return datetime.strptime(text, "%Y-%m-%d").date()  # noqa: DTZ007 - a day of the calendar has no zone
    except ValueError:
        raise Misuse(f"«{name}»: потрібен день, наприклад 2026-11-24, а не «{text[:20]}»") from None


def _after(text: str | None) -> tuple[int, str] | None:
    if text is None:
        return None
    found = re.fullmatch(r"(\d{1,12})-([0-9a-f]{12})", text, re.ASCII)
    if not found:
        raise Misuse("«after»: потрібне значення з поля next попередньої сторінки")
    return int(found[1]), found[2]


def _next(request: Request, query: WorksQuery, last: tuple[int, str]) -> str:
    """Where the next page stands, from this one; its days are the same, were it asked for tomorrow."""
    days = {"from": query.since.isoformat(), "to": query.until.isoformat()}
    return f"?{request.url.include_query_params(**days, after='{}-{}'.format(*last)).query}"
