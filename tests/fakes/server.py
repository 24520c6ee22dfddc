"""Serves a fake over real HTTP on a free port of the loopback, in a thread or as a process of its own.

`python -m tests.fakes.server tests.fakes.telegram_api:FakeTelegram` prints its URL and serves until it is stopped.
"""

import asyncio
import importlib
import socket
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import uvicorn
from starlette.types import ASGIApp


@contextmanager
def serve(app: ASGIApp) -> Iterator[str]:
    """The URL (without a slash at its end) at which `app` is served for as long as the context lasts."""
    with _free_port() as listening:
        server = _Server(app)
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
        thread.start()
        try:
            yield _url(listening)
        finally:
            server.should_exit = True
            thread.join()


def _free_port() -> socket.socket:
    """Listening already, so that no request is refused while the server starts.

    Named TCP: without it asyncio leaves Nagle's delay on, 40 ms a request.
    """
    listening = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listening.bind(("127.0.0.1", 0))
    listening.listen(128)
    return listening


def _url(listening: socket.socket) -> str:
    return "http://{}:{}".format(*listening.getsockname())


class _Server(uvicorn.Server):
    """Uvicorn that ends in milliseconds: its own pauses at the end are a quarter of a second, of hundreds of tests."""

    def __init__(self, app: ASGIApp) -> None:
        super().__init__(uvicorn.Config(app, lifespan="off", log_config=None))

    async def main_loop(self) -> None:
        await self.on_tick(0)  # the Date of its answers
        while not self.should_exit:  # noqa: ASYNC110 - set by another thread
            await asyncio.sleep(0.005)

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:  # noqa: ARG002 - they are ours
        """Break off what hangs, and let go of the connections."""
        for server in self.servers:
            server.close()
        for connection in list(self.server_state.connections):
            connection.shutdown()
        for task in list(self.server_state.tasks):
            task.cancel()
        while self.server_state.connections or self.server_state.tasks:  # noqa: ASYNC110
            await asyncio.sleep(0.001)


def _main(name: str) -> None:
    module, factory = name.split(":")
    app = getattr(importlib.import_module(module), factory)()
    with _free_port() as listening:
        print(_url(listening), flush=True)
        _Server(app).run(sockets=[listening])


if __name__ == "__main__":
    _main(sys.argv[1])
