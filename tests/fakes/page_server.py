"""A utility's site on loopback: one list over two pages, and every trouble that a scraper meets."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator
from dataclasses import dataclass, field

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response, StreamingResponse
from starlette.routing import Route

ROBOTS = "User-agent: *\nDisallow: /private/\n"
FIRST = "<h2>Хустський РЕМ</h2><p>24.11.2026</p><p>с. Іза – з 9.00 до 16.00</p><a href='?PAGEN_1=2'>2</a>"
SECOND = "<h2>Хустський РЕМ</h2><p>25.11.2026</p><p>с. Липча – з 9.00 до 16.00</p>"
ETAG, LAST_MODIFIED = '"list-1"', "Fri, 20 Nov 2026 07:00:00 GMT"
UNPACKED = {"content-encoding": "gzip"}
"""As some servers say of an answer without a body."""
NOW_MODIFIED = "Fri, 20 Nov 2026 08:00:00 GMT"


@dataclass
class PageServer:
    """The site, with what it was asked."""

    asked: list[Request] = field(default_factory=list)
    robots: str | None = ROBOTS
    robots_at: str = "/robots.txt"
    """Where the rules for robots lie; `/robots.txt` leads there."""
    second: str = SECOND
    """The second page of the list; another text is another version of it."""
    refusals: int = 2
    """How many times `/flaky` fails before it answers."""
    packed: tuple[bytes, str] = (b"", "gzip")
    """The body of `/packed`, and how it says that it is packed."""
    counts: Counter[str] = field(default_factory=Counter)

    def app(self) -> Starlette:
        """The site as an application."""
        paths = {
            "/robots.txt": self._robots,
            "/rules/robots.txt": self._robots,
            "/works/": self._works,
            "/list/": self._list,
            "/ua/list/": self._works,
            "/www/": self._www,
            "/cp1251": self._legacy,
            "/refused": self._refused,
            "/flaky": self._flaky,
            "/broken": self._broken,
            "/overloaded": self._overloaded,
            "/slow": self._slow,
            "/huge": self._huge,
            "/packed": self._packed,
            "/moved": self._moved,
            "/away": self._away,
            "/loop": self._loop,
            "/endless/": self._endless,
            "/private/works/": self._works,
            "/to-private": self._to_private,
        }
        return Starlette(routes=[Route(path, self._counted(answer)) for path, answer in paths.items()])

    def _counted(self, answer):  # type: ignore[no-untyped-def]
        async def endpoint(request: Request) -> Response:
            self.asked.append(request)
            self.counts[request.url.path] += 1
            return await answer(request)

        return endpoint

    async def _robots(self, request: Request) -> Response:
        if request.url.path != self.robots_at:
            return RedirectResponse(self.robots_at, status_code=301)
        return PlainTextResponse(self.robots or "", status_code=200 if self.robots is not None else 404)

    async def _works(self, request: Request) -> Response:
        page = self.second if request.query_params.get("PAGEN_1") == "2" else FIRST
        etag, modified = (ETAG, LAST_MODIFIED) if page in (FIRST, SECOND) else ('"list-2"', NOW_MODIFIED)
        asked = request.headers.get("if-none-match"), request.headers.get("if-modified-since")
        if etag in asked or modified in asked:
            return Response(status_code=304, headers={"etag": etag, **UNPACKED})
        return _html(page, etag=etag, **{"last-modified": modified})

    async def _list(self, _: Request) -> Response:
        return RedirectResponse("/ua/list/", status_code=301)

    async def _www(self, request: Request) -> Response:
        if not request.url.netloc.startswith("www."):
            return RedirectResponse(f"http://www.{request.url.netloc}/www/", status_code=301)
        return await self._works(request)

    async def _legacy(self, _: Request) -> Response:
        return Response(SECOND.encode("cp1251"), media_type="text/html; charset=utf-8")

    async def _refused(self, _: Request) -> Response:
        return Response("<h1>Увага! Доступ заборонено</h1>".encode(), status_code=403, media_type="text/html")

    async def _flaky(self, request: Request) -> Response:
        if self.counts[request.url.path] <= self.refusals:
            return PlainTextResponse("trouble", status_code=500)
        return _html(SECOND)

    async def _broken(self, _: Request) -> Response:
        return PlainTextResponse("trouble", status_code=502)

    async def _overloaded(self, _: Request) -> Response:
        return PlainTextResponse("later", status_code=503)

    async def _slow(self, _: Request) -> Response:
        await asyncio.sleep(1)
        return _html(FIRST)

    async def _huge(self, _: Request) -> Response:
        async def chunks() -> AsyncIterator[bytes]:
            for _ in range(30):
                yield b" " * 2**20

        return StreamingResponse(chunks(), media_type="text/html")

    async def _packed(self, _: Request) -> Response:
        body, encoding = self.packed
        return Response(body, media_type="text/html; charset=utf-8", headers={"content-encoding": encoding})

    async def _moved(self, _: Request) -> Response:
        return RedirectResponse("/works/", status_code=301, headers=UNPACKED)

    async def _away(self, _: Request) -> Response:
        return RedirectResponse("http://elsewhere.example/works/", status_code=302)

    async def _loop(self, _: Request) -> Response:
        return RedirectResponse("/loop", status_code=302)

    async def _to_private(self, _: Request) -> Response:
        return RedirectResponse("/private/works/", status_code=302)

    async def _endless(self, request: Request) -> Response:
        following = int(request.query_params.get("PAGEN_1", "1")) + 1
        return _html(f"<p>24.11.2026</p><p>с. Іза – з 9.00 до 16.00</p><a href='?PAGEN_1={following}'>далі</a>")


def _html(page: str, **headers: str) -> Response:
    return Response(page.encode(), media_type="text/html; charset=utf-8", headers=headers)
