"""The ASGI app: the messengers' webhooks, `/healthz`, `/readyz` and the pages it is given; all else is not found."""

from collections.abc import Awaitable, Callable, Mapping, Sequence

import structlog
from starlette.applications import Starlette
from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from bots.web.limits import RateLimit, TokenBuckets, read_body
from pipeline.domain.errors import Failed, frames

Webhook = Callable[[bytes, Headers], Awaitable[Response]]
"""What a messenger posts, by its raw body and its headers, and the answer that the messenger gets."""

Readiness = Callable[[], Awaitable[str | None]]
"""Why customers cannot be served now, in words for the operator; None where they can."""

HEADERS = {
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
}
"""Of every answer, errors too, that has no other of its own: nothing of it is ever run."""

log = structlog.get_logger()


def web_app(webhooks: Mapping[str, Webhook], readiness: Readiness, pages: Sequence[Route] = ()) -> ASGIApp:
    """Webhooks by their path, whether all is well, and further pages."""

    async def healthz(_: Request) -> Response:
        return JSONResponse({"alive": True})

    async def readyz(_: Request) -> Response:
        reason = await readiness()
        return JSONResponse({"ready": reason is None, "reason": reason}, 503 if reason else 200)

    app = Starlette(
        routes=[
            Route("/healthz", healthz),
            Route("/readyz", readyz),
            *(Route(path, _posted_to(webhook), methods=["POST"]) for path, webhook in webhooks.items()),
            *pages,
        ],
        exception_handlers={Failed: _unavailable, Exception: _fault},
    )
    app.router.redirect_slashes = False
    limits = {path: TokenBuckets(100, 200) for path in webhooks}
    return _with_headers(RateLimit(app, limits, elsewhere=TokenBuckets(10, 50)))


def _with_headers(app: ASGIApp) -> ASGIApp:
    async def answer(scope: Scope, receive: Receive, send: Send) -> None:
        async def sent(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers.setdefault(name, value)
            await send(message)

        await app(scope, receive, sent)

    return answer


async def _unavailable(_: Request, error: Exception) -> Response:
    log.warning("request_refused", reason=str(error))
    return Response(status_code=503, headers={"Retry-After": "10"})


async def _fault(_: Request, error: Exception) -> Response:
    log.error("request_failed", error=type(error).__name__, where=frames(error))
    return Response(status_code=500)


def _posted_to(webhook: Webhook) -> Callable[[Request], Awaitable[Response]]:
    async def answer(request: Request) -> Response:
        return await webhook(await read_body(request), request.headers)

    return answer
