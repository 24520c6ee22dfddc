"""HTTP connections, one to a call.

A pool of httpx looks at each of its connections whenever a call begins or ends: with 32 messages in flight that takes
a third of the time of a message. Here those that nobody uses lie on a stack.
"""

from collections.abc import AsyncIterator, Callable
from urllib.request import getproxies, proxy_bypass

import httpx


class OneToACall(httpx.AsyncBaseTransport):
    """A call has a connection to itself, all to one host; as many stay open as there ever were calls at once."""

    def __init__(self) -> None:
        self._tls = httpx.create_ssl_context()
        self._all: list[httpx.AsyncHTTPTransport] = []
        self._free: list[httpx.AsyncHTTPTransport] = []

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """The answer, whose connection is free once it is closed. Raises `httpx.TransportError`."""
        connection = self._free.pop() if self._free else self._another(request.url)
        try:
            response = await connection.handle_async_request(request)
        except BaseException:
            self._free.append(connection)  # it opens itself anew
            raise
        if isinstance(response.stream, httpx.AsyncByteStream):
            response.stream = _Body(response.stream, lambda: self._free.append(connection))
        return response

    async def aclose(self) -> None:
        """Close them all."""
        for connection in self._all:
            await connection.aclose()

    def _another(self, url: httpx.URL) -> httpx.AsyncHTTPTransport:
        """Through the proxy that the environment names, as any client of httpx would."""
        proxy = None if proxy_bypass(url.host) else getproxies().get(url.scheme)
        self._all.append(httpx.AsyncHTTPTransport(verify=self._tls, proxy=proxy))
        return self._all[-1]


class _Body(httpx.AsyncByteStream):
    def __init__(self, stream: httpx.AsyncByteStream, closed: Callable[[], None]) -> None:
        self._stream = stream
        self._closed = closed

    async def __aiter__(self) -> AsyncIterator[bytes]:
        async for part in self._stream:
            yield part

    async def aclose(self) -> None:
        try:
            await self._stream.aclose()
        finally:
            self._closed()
