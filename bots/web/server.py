"""Uvicorn, shut to whoever keeps a connection and says nothing: so many at once, so long for a header or an answer.

Each connection takes one of the files that this process may open, and sending needs them, too. Where there are too
many, the one goes that has kept us waiting longest: who has something to say is heard.
"""

import resource
import socket
from asyncio import BaseTransport
from contextlib import AbstractContextManager, nullcontext
from time import monotonic

import uvicorn
from starlette.types import ASGIApp
from uvicorn.protocols.http.h11_impl import H11Protocol

REQUESTS_END_WITHIN = 5
WAITS_FOR_A_CLIENT = 10.0
"""Seconds for a whole header, and for each piece of an answer to be taken; a body has limits of its own."""
MOST_CONNECTIONS = 1000
KEPT_FREE = 160
"""Files for all else: both messengers' calls, databases, locks, pages, and connections that are about to be refused."""
LEAST_CONNECTIONS = 16
ACCEPTED_AT_ONCE = 16
"""Connections that are taken before the first of them can be refused."""
QUEUE = 1024
"""Connections that the system holds until we take them."""


def most_connections() -> int:
    """As many as the files that this process may open leave room for."""
    allowed, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
    if allowed == resource.RLIM_INFINITY:
        return MOST_CONNECTIONS
    return max(LEAST_CONNECTIONS, min(MOST_CONNECTIONS, allowed - KEPT_FREE))


class WebServer(uvicorn.Server):
    """Leaves the signals to us, and ends what keeps us waiting."""

    def __init__(self, app: ASGIApp) -> None:
        super().__init__(
            uvicorn.Config(
                app,
                http=_Connection,
                ws="none",
                lifespan="off",
                log_config=None,
                access_log=False,  # it names who asked
                server_header=False,
                backlog=ACCEPTED_AT_ONCE,
                timeout_graceful_shutdown=REQUESTS_END_WITHIN,
            )
        )
        self._most = most_connections()

    def capture_signals(self) -> AbstractContextManager[None]:  # type: ignore[override]
        """None: they are ours."""
        return nullcontext()

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Listen; the system's queue is longer than what is taken from it at once."""
        await super().startup(sockets)
        for each in sockets or ():
            each.listen(QUEUE)

    async def on_tick(self, counter: int) -> bool:
        """Ten times a second; once in each of them end what has kept us waiting for too long."""
        if counter % 10 == 0:
            now = monotonic()
            for each in list(self.server_state.connections):
                if isinstance(each, _Connection) and each.waits(now) > WAITS_FOR_A_CLIENT:
                    each.drop()
        return await super().on_tick(counter)


class _Connection(H11Protocol):
    """Knows for how long we have been waiting for the client."""

    def connection_made(self, transport: BaseTransport) -> None:
        """Take it; where it is one too many, another goes, or this one, where for all others we are at work."""
        self._since, self._unsent = monotonic(), 0
        super().connection_made(transport)  # type: ignore[arg-type]
        if len(self.connections) > most_connections():
            now = self._since
            longest = max(
                (each for each in self.connections if isinstance(each, _Connection)), key=lambda each: each.waits(now)
            )
            (longest if longest.waits(now) > 0 else self).drop()

    def on_response_complete(self) -> None:
        """From now on we wait for the next header."""
        self._since = monotonic()
        super().on_response_complete()

    def waits(self, now: float) -> float:
        """Seconds since we heard of the client, or it took some of its answer; none while we are at work for it."""
        unsent, before = self.transport.get_write_buffer_size(), self._unsent
        self._unsent = unsent
        at_work = self.cycle is not None and not self.cycle.response_complete and not unsent
        if at_work or unsent < before:
            self._since = now
        return now - self._since

    def drop(self) -> None:
        """Let go of it at once: what is not taken yet is lost. It counts no more, although it takes a moment to go."""
        self.connections.discard(self)
        self.transport.abort()
