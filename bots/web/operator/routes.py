"""`/operator`: the routes of the operator's pages, and what holds for all of them: session, origin, headers.

A form counts only from our own origin and with the token of its session. What is refused says nothing of why to
strangers; nothing of a password or a token is ever logged.
"""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from math import ceil
from pathlib import Path
from secrets import compare_digest
from urllib.parse import urlsplit

import structlog
from starlette.datastructures import FormData
from starlette.exceptions import HTTPException
from starlette.formparsers import MultiPartException
from starlette.requests import ClientDisconnect, Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Route

from bots.web.caching import cached
from bots.web.limits import SLOWEST_BODY
from bots.web.operator.desk import Desk
from bots.web.operator.doubtful import doubtful_page
from bots.web.operator.overview import overview_page
from bots.web.operator.quarantine import quarantine_page
from bots.web.operator.sign_in import LASTS, Session, SignIn
from bots.web.operator.upload import upload_page
from bots.web.operator.views import Page, Visit, back, render, render_text
from pipeline.domain.errors import Failed, Misuse, ProvisnykError

HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; img-src 'self' data:; form-action 'self'; "
        "frame-ancestors 'none'; base-uri 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "X-Robots-Tag": "noindex",
    # not `no-referrer`: a browser would then hide the origin of our own forms
    "Referrer-Policy": "same-origin",
}
_STYLE = Path(__file__).with_name("style.css").read_bytes()
_SIGN_IN = "/sign-in"
MOST_FILES = 20
SLOWEST_RATE = 200_000
"""Bytes a second that a large form may take."""

log = structlog.get_logger()


def pages_of(desk: Desk) -> Sequence[Page]:
    """Every page behind the password."""
    return [overview_page(desk), quarantine_page(desk), doubtful_page(desk), upload_page(desk)]


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
        public = urlsplit(public_url or "")
        self._sign_in = sign_in
        self._root = f"{public.path}/operator"
        self._secure = public.scheme == "https"
        self._cookie = "__Secure-operator" if self._secure else "operator"

    def page(self, page: Page) -> Callable[[Request], Awaitable[Response]]:
        """The route of a page: for whoever has signed in; all others are sent to do so."""

        async def answer(request: Request) -> Response:
            session = self._session(request)
            if session is None:
                return _secured(RedirectResponse(self._root + _SIGN_IN, 303))
            if request.method == "POST" and page.act:
                _refuse_other_origin(request)
                form = await _posted(request, page.largest_body)
                try:
                    _refuse_foreign(session, form)
                    visit = Visit(session, self._root, page.path, request.query_params, form)
                    return _secured(await _acted(page.act(visit), visit))
                finally:
                    await form.close()
            visit = Visit(session, self._root, page.path, request.query_params, FormData())
            return _secured(await _shown(page.show(visit), visit))

        return answer

    async def way_in(self, request: Request) -> Response:
        """The form of the password, and its answer."""
        if request.method != "POST":
            return self._form()
        _refuse_other_origin(request)
        form = await _posted(request, 10_000)
        name, password = (str(form.get(each, "")) for each in ("name", "password"))
        client = request.client.host if request.client else ""
        if pause := self._sign_in.pause(name, client):
            return self._form(f"Забагато спроб. Спробуйте за {ceil(pause)} с.", 429)
        try:
            token = await self._sign_in.enter(name.strip(), password, client)
        except ProvisnykError as error:
            log.error("operators_unknown", reason=str(error))  # noqa: TRY400
            return self._form("Зараз увійти не можна: причину записано в журналі сервера.", 503)
        if token is None:
            log.warning("operator_refused")
            return self._form("Ім'я або пароль не підходять.", 403)
        log.info("operator_entered", operator=name.strip())
        answer = _secured(RedirectResponse(self._root, 303))
        answer.set_cookie(
            self._cookie, token, int(LASTS), path=self._root, secure=self._secure, httponly=True, samesite="strict"
        )
        return answer

    async def way_out(self, request: Request) -> Response:
        """The end of a session."""
        session = self._session(request)
        if session:
            _refuse_other_origin(request)
            _refuse_foreign(session, await _posted(request, 10_000))
            self._sign_in.leave(request.cookies[self._cookie])
        answer = _secured(RedirectResponse(self._root + _SIGN_IN, 303))
        answer.delete_cookie(self._cookie, path=self._root, secure=self._secure, httponly=True, samesite="strict")
        return answer

    def _session(self, request: Request) -> Session | None:
        return self._sign_in.find(request.cookies.get(self._cookie, ""))

    def _form(self, problem: str = "", status: int = 200) -> Response:
        facts = {"root": self._root, "path": _SIGN_IN, "operator": None, "notice": None, "problem": problem}
        return _secured(HTMLResponse(render_text("sign_in", **facts), status))


async def _shown(page: Awaitable[Response], visit: Visit) -> Response:
    try:
        return await page
    except Misuse as error:
        return render(visit, "trouble", 404, what=str(error))
    except Failed as error:
        log.warning("operator_page_failed", reason=str(error))
        return render(visit, "trouble", 503, what=str(error))


async def _acted(act: Awaitable[Response], visit: Visit) -> Response:
    try:
        return await act
    except ProvisnykError as error:
        return back(visit, str(error), is_error=True)


async def _posted(request: Request, largest: int) -> FormData:
    """The form, where it is neither too large nor too slow. Raises HTTPException."""
    size = request.headers.get("content-length", "")
    if not size.isdecimal() or int(size[:20]) > largest:
        raise HTTPException(413 if size else 411)
    try:
        async with asyncio.timeout(SLOWEST_BODY + largest / SLOWEST_RATE):
            return await request.form(max_files=MOST_FILES, max_fields=20, max_part_size=10_000)
    except TimeoutError:
        raise HTTPException(408) from None
    except (MultiPartException, UnicodeDecodeError, ClientDisconnect):
        raise HTTPException(400) from None


def _refuse_foreign(session: Session, form: FormData) -> None:
    """Raises HTTPException for a form that this session was not shown."""
    if not compare_digest(str(form.get("csrf", "")).encode(), session.csrf.encode()):
        raise HTTPException(403)


def _refuse_other_origin(request: Request) -> None:
    """Raises HTTPException unless the browser says that the form stood on this very site."""
    if urlsplit(request.headers.get("origin", "")).netloc != request.headers.get("host"):
        raise HTTPException(403)


def _secured(answer: Response) -> Response:
    answer.headers.update(HEADERS)
    return answer


def _methods(page: Page) -> list[str]:
    return ["GET", "POST"] if page.act else ["GET"]


async def _style(request: Request) -> Response:
    headers = {"Cache-Control": "no-cache", "X-Content-Type-Options": "nosniff"}
    return cached(request, _STYLE, "text/css", headers)
