"""Limits of what is taken over HTTP: so much at once, so often."""

import asyncio
from collections import OrderedDict
from collections.abc import Callable
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from time import monotonic

from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send

LARGEST_BODY = 1024 * 1024
SLOWEST_BODY = 10.0
"""Seconds until a body must be here."""
MOST_CLIENTS = 10_000
"""Clients that are remembered; those not heard of for the longest time are forgotten first."""


class TokenBuckets:
    """So many requests a second for each key, a burst of them at once."""

    def __init__(self, per_second: float, burst: float, clock: Callable[[], float] = monotonic) -> None:
        self._per_second, self._burst, self._clock = per_second, burst, clock
        self._buckets: OrderedDict[object, tuple[float, float]] = OrderedDict()

    def take(self, key: object) -> bool:
        """Whether one more request is allowed now."""
        now = self._clock()
        tokens, at = self._buckets.pop(key, (self._burst, now))
        tokens = min(self._burst, tokens + (now - at) * self._per_second)
        allowed = tokens >= 1
        self._buckets[key] = (tokens - 1 if allowed else tokens, now)
        if len(self._buckets) > MOST_CLIENTS:
            self._buckets.popitem(last=False)
        return allowed


def client_of(scope: Scope) -> str:
    """Who asks, by the address; of IPv6 by its half that names the network, for each has 2^64 addresses (RFC 6177)."""
    host: str = (scope.get("client") or ("",))[0]
    try:
        address: IPv4Address | IPv6Address = ip_address(host)
    except ValueError:
        return host
    if isinstance(address, IPv6Address):
        address = address.ipv4_mapped or IPv6Network((int(address), 64), strict=False).network_address
    return str(address)


class RateLimit:
    """An ASGI app behind a limit for each client and path; unknown paths share one."""

    def __init__(self, app: ASGIApp, limits: dict[str, TokenBuckets], elsewhere: TokenBuckets) -> None:
        self._app, self._limits, self._elsewhere = app, limits, elsewhere

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer 429 where there is too much of it."""
        if scope["type"] == "http":
            buckets = self._limits.get(scope["path"], self._elsewhere)
            if not buckets.take(client_of(scope)):
                await PlainTextResponse("Забагато запитів", 429, {"Retry-After": "1"})(scope, receive, send)
                return
        await self._app(scope, receive, send)


async def read_body(request: Request) -> bytes:
    """The body, where it is neither too large nor too slow. Raises HTTPException."""
    size = request.headers.get("content-length", "")
    if size.isdecimal() and int(size[:20]) > LARGEST_BODY:
        raise HTTPException(413)
    body = bytearray()
    try:
        async with asyncio.timeout(SLOWEST_BODY):
            async for chunk in request.stream():
                body += chunk
                if len(body) > LARGEST_BODY:
                    raise HTTPException(413)
    except TimeoutError:
        raise HTTPException(408) from None
    except ClientDisconnect:
        raise HTTPException(400) from None
    return bytes(body)
