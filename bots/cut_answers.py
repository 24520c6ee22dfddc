"""Answers that were cut in the middle: whether the message was taken stands at their beginning.

Who reads as far as the answer came, and finds there that the message was taken, does not say it twice.
"""

from collections.abc import AsyncIterator
from uuid import uuid4

import httpx

from bots.connections import OneToACall
from pipeline.domain.errors import RetryLater


class CutAnswer(RetryLater):
    """The service did what it was asked to do; of what came of it, its answer tells nothing more."""


class AsFarAsItCame(OneToACall):
    """HTTP whose answers end where their connection broke, once their status has come."""

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """The answer, whose body may be cut. Raises `httpx.TransportError` where none began."""
        response = await super().handle_async_request(request)
        if isinstance(response.stream, httpx.AsyncByteStream):
            response.stream = _AsFarAsItCame(response.stream)
        return response


class _AsFarAsItCame(httpx.AsyncByteStream):
    def __init__(self, stream: httpx.AsyncByteStream) -> None:
        self._stream = stream

    async def __aiter__(self) -> AsyncIterator[bytes]:
        try:
            async for part in self._stream:
                yield part
        except httpx.TransportError:
            return

    async def aclose(self) -> None:
        await self._stream.aclose()


def own_id() -> str:
    """An id for a message whose own one was cut off: it tells the message from all others."""
    return f"без-номера-{uuid4().hex[:12]}"
