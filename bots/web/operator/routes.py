"""`/operator`: the routes of the operator's pages, and what holds for all of them: session, origin, headers.

A form counts only from our own origin and with the token of its session. What is refused says nothing of why to
strangers; nothing of a password or a token is ever logged.
"""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from datetime import timedelta
from math import ceil
from pathlib import Path
from urllib.parse import urlsplit

import structlog
from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, RedirectResponse, Response
from starlette.routing import Route

from bots.web.caching import cached
from bots.web.limits import client_of
from bots.web.operator.cookies import DEVICE, SESSION, keeps_cookies, read_cookie, set_cookie
from bots.web.operator.correction import correction_pages
from bots.web.operator.desk import Desk
from bots.web.operator.devices import LASTS as DEVICE_LASTS
from bots.web.operator.doubtful import doubtful_page
from bots.web.operator.forms import Refused, posted, refuse_foreign, refuse_other_origin, refuse_unwritable
from bots.web.operator.lookups import lookup_pages
from bots.web.operator.overview import overview_page
from bots.web.operator.quarantine import quarantine_page
from bots.web.operator.sign_in import SignIn, Try
from bots.web.operator.upload import upload_page
from bots.web.operator.views import Handler, Page, Visit, back, lasting, render, render_text
from pipeline.domain.errors import Failed, Misuse, ProvisnykError
from pipeline.domain.sessions import LASTS, browser_of

HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; img-src 'self' data:; form-action 'self'; "
        "frame-ancestors 'none'; base-uri 'none'"
    ),
    "X-Robots-Tag": "noindex",
    # not `no-referrer`: a browser would then hide the origin of our own forms
    "Referrer-Policy": "same-origin",
}
_STYLE = Path(__file__).with_name("style.css").read_bytes()
_SIGN_IN = "/sign-in"
_ENDED = "Сеанс закінчився, тож надіслане не враховано й не збережено. Увійдіть і надішліть ще раз."

log = structlog.get_logger()


def pages_of(desk: Desk) -> Sequence[Page]:
    """Every page behind the password."""
    return [
        overview_page(desk),
        quarantine_page(desk),
        doubtful_page(desk),
        upload_page(desk),
        *correction_pages(desk),
        *lookup_pages(desk),
    ]


def operator_routes(desk: Desk, sign_in: SignIn, public_url: str | None) -> list[Route]:
    """The pages, their style and the way in and out; `public_url`: as browsers see us."""
    site = _Site(sign_in, public_url)
    pages = [Route(f"/operator{page.path}", site.page(page), methods=_methods(page)) for page in pages_of(desk)]
    return [
        Route("/operator/style.css", _style),
        Route(f"/operator{_SIGN_IN}", site.way_in, methods=["GET", "POST"]),
        Route("/operator/sign-out", site.way_out, methods=["POST"]),
        *pages,
    ]


class _Site:
    """What a request meets before its page."""

    def __init__(self, sign_in: SignIn, public_url: str | None) -> None:
        self._sign_in, self._public_url = sign_in, public_url or ""
        self._root = f"{urlsplit(self._public_url).path}/operator"

    def page(self, page: Page) -> Callable[[Request], Awaitable[Response]]:
        """The route of a page: for whoever has signed in; all others are sent to do so."""

        async def answer(request: Request) -> Response:
            try:
                session = await self._sign_in.find(read_cookie(request, SESSION))
            except ProvisnykError as error:
                return self._unknown(error, "Зараз сторінку не показати")
            if session is None:
                ended = "?ended" if request.method == "POST" else ""
                return _secured(RedirectResponse(self._root + _SIGN_IN + ended, 303))
            visit = Visit(session, self._root, page.path, request.query_params, FormData())
            try:
                refuse_unwritable(visit.query.values())
                if request.method == "POST" and page.act:
                    return _secured(await self._acted(request, page, page.act, visit))
                return _secured(await _shown(page.show(visit), visit))
            except Refused as refused:
                return _secured(render(visit, "trouble", refused.status, what=str(refused)))

        return answer

    async def _acted(self, request: Request, page: Page, act: Handler, visit: Visit) -> Response:
        """What came of a form that was posted. Raises `Refused`."""
        refuse_other_origin(request, self._public_url)
        form = await posted(request, page.largest_body, page.files)
        visit = replace(visit, form=form)
        try:
            refuse_foreign(visit.session, form)
            return await act(visit)
        except ProvisnykError as error:
            return back(visit, str(error), is_error=True)
        finally:
            await form.close()

    async def way_in(self, request: Request) -> Response:
        """The form of the password, and its answer."""
        if request.method != "POST":
            return self._form(_ENDED if "ended" in request.query_params else "")
        try:
            refuse_other_origin(request, self._public_url)
            form = await posted(request)
        except Refused as refused:
            return self._form(str(refused), refused.status)
        return await self._enter(request, str(form.get("name", "")).strip()[:40], str(form.get("password", "")))

    async def _enter(self, request: Request, name: str, password: str) -> Response:
        if not keeps_cookies(request):
            return self._form("Браузер запам’ятає вхід лише через https://, або на самій цій машині.", 403, name)
        browser = browser_of(request.headers.get("user-agent", ""))
        tried = Try(name, password, client_of(request.scope), read_cookie(request, DEVICE), browser)
        if pause := self._sign_in.pause(tried):
            return self._form(f"Забагато спроб. Спробуйте за {lasting(timedelta(seconds=ceil(pause)))}.", 429, name)
        try:
            entered = await self._sign_in.enter(tried)
            if entered is None:
                log.warning("operator_refused")
                return self._form("Ім’я або пароль не підходять.", 403, name)
            await self._sign_in.leave(read_cookie(request, SESSION))
        except ProvisnykError as error:
            return self._unknown(error, "Зараз увійти не можна", name)
        log.info("operator_entered", operator=name)
        answer = _secured(RedirectResponse(self._root, 303))
        set_cookie(request, answer, SESSION, entered.token, LASTS)
        set_cookie(request, answer, DEVICE, entered.device, DEVICE_LASTS)
        return answer

    async def way_out(self, request: Request) -> Response:
        """The end of a session."""
        token = read_cookie(request, SESSION)
        try:
            if session := await self._sign_in.find(token):
                refuse_other_origin(request, self._public_url)
                refuse_foreign(session, await posted(request))
                await self._sign_in.leave(token)
        except Refused as refused:
            return _secured(PlainTextResponse(str(refused), refused.status))
        except ProvisnykError as error:
            return self._unknown(error, "Зараз вийти не можна")
        answer = _secured(RedirectResponse(self._root + _SIGN_IN, 303))
        set_cookie(request, answer, SESSION, "", timedelta())
        return answer

    def _unknown(self, error: ProvisnykError, so: str, name: str = "") -> Response:
        """While it cannot be known who the operators are, or who has signed in; strangers need not know why."""
        log.error("operators_unknown", reason=str(error))
        return self._form(f"{so}: причину записано в журналі сервера.", 503, name)

    def _form(self, problem: str = "", status: int = 200, name: str = "") -> Response:
        facts = {"root": self._root, "path": _SIGN_IN, "operator": None, "notice": None}
        return _secured(HTMLResponse(render_text("sign_in", **facts, problem=problem, name=name), status))


async def _shown(page: Awaitable[Response], visit: Visit) -> Response:
    try:
        return await page
    except Misuse as error:
        return render(visit, "trouble", 404, what=str(error))
    except Failed as error:
        log.warning("operator_page_failed", reason=str(error))
        return render(visit, "trouble", 503, what=str(error))


def _secured(answer: Response) -> Response:
    answer.headers.update(HEADERS)
    return answer


def _methods(page: Page) -> list[str]:
    return ["GET", "POST"] if page.act else ["GET"]


async def _style(request: Request) -> Response:
    return cached(request, _STYLE, "text/css", {"Cache-Control": "no-cache"})
