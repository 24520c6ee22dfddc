"""Connections that keep us waiting, over real sockets."""

import asyncio
from types import SimpleNamespace

import pytest
import uvicorn
from starlette.responses import PlainTextResponse
from uvicorn.server import ServerState

from bots.web import server
from bots.web.server import KEPT_FREE, LEAST_CONNECTIONS, MOST_CONNECTIONS, WebServer, most_connections
from pipeline.config import Settings
from pipeline.serve import _listen
from tests.commands.served import free_address
from tests.fakes.patience import PATIENCE

ASKED = b"GET %s HTTP/1.1\r\nHost: x\r\n\r\n"
LARGE = b"x" * 2**26
"""More than the system takes off our hands."""


class Site:
    """A running server, and clients before it."""

    def __init__(self, address):
        self.address, self.go_on, self.at_work = address, asyncio.Event(), asyncio.Semaphore(0)
        self.server, self.clients = WebServer(self), []

    async def __call__(self, scope, receive, send):
        if scope["path"] == "/slow":
            self.at_work.release()
            await self.go_on.wait()
        await PlainTextResponse(LARGE if scope["path"] == "/large" else "ok")(scope, receive, send)

    async def connects(self, said=b""):
        """A client that says this, once the server has it."""
        before = set(self.server.server_state.connections)
        client = await self.knocks()
        client.writer.write(said)
        await self.sees(lambda: set(self.server.server_state.connections) != before)
        return client

    async def knocks(self):
        """A client that may be refused."""
        reader, writer = await asyncio.open_connection(*self.address)
        self.clients.append(writer)
        return SimpleNamespace(reader=reader, writer=writer)

    async def sees(self, condition):
        async with asyncio.timeout(PATIENCE):
            while not condition():  # noqa: ASYNC110 - it is another's state
                await asyncio.sleep(0.01)

    async def closes(self, client):
        """Whether it is closed by the server without a word."""
        async with asyncio.timeout(PATIENCE):
            try:
                return await client.reader.read() == b""
            except ConnectionResetError:
                return True

    async def answers(self, client, path=b"/"):
        """Whether it is answered."""
        client.writer.write(ASKED % path)
        async with asyncio.timeout(PATIENCE):
            return (await client.reader.readuntil(b"ok")).startswith(b"HTTP/1.1 200")


@pytest.fixture
async def site():
    address = free_address()
    listening = _listen(Settings(web_bind="{}:{}".format(*address)))
    site = Site(address)
    running = asyncio.create_task(site.server.serve(sockets=[listening]))
    await site.sees(lambda: site.server.started)
    yield site
    site.go_on.set()
    for each in site.clients:
        each.transport.abort()
    site.server.should_exit = True
    await running


@pytest.fixture
def impatient(monkeypatch):
    monkeypatch.setattr(server, "WAITS_FOR_A_CLIENT", 0.05)


@pytest.mark.parametrize("said", [b"", b"GET / HTTP/1.1\r\nHost:"])
async def test_who_does_not_finish_a_header_is_let_go(site, impatient, said):
    assert await site.closes(await site.connects(said))


async def test_who_has_asked_once_has_no_longer_for_the_next_header(site, monkeypatch):
    client = await site.connects()
    assert await site.answers(client)
    client.writer.write(b"GET / HTTP/1.1\r\nHost:")
    monkeypatch.setattr(server, "WAITS_FOR_A_CLIENT", 0.05)
    assert await site.closes(client)


async def test_who_does_not_take_the_answer_is_let_go_and_who_waits_for_ours_is_not(site, impatient):
    waiting = await site.connects(ASKED % b"/slow")
    await site.at_work.acquire()
    await site.connects(ASKED % b"/large")
    await site.sees(lambda: len(site.server.server_state.connections) == 1)
    site.go_on.set()
    assert (await waiting.reader.readuntil(b"ok")).startswith(b"HTTP/1.1 200")


async def test_where_there_are_too_many_the_one_goes_that_is_silent_for_longest(site, monkeypatch):
    monkeypatch.setattr(server, "most_connections", lambda: 3)
    first, second, third = [await site.connects() for _ in range(3)]
    assert await site.answers(first)
    fourth = await site.connects()
    assert await site.closes(second)
    assert [await site.answers(each) for each in (first, third, fourth)] == [True] * 3


async def test_each_of_many_that_come_at_once_takes_the_place_of_another(site, monkeypatch):
    monkeypatch.setattr(server, "most_connections", lambda: 3)
    clients = [await site.knocks() for _ in range(60)]
    assert all([await site.closes(each) for each in clients[:40]])
    assert await site.answers(clients[-1])


async def test_nobody_goes_for_whom_we_are_at_work(site, monkeypatch):
    monkeypatch.setattr(server, "most_connections", lambda: 2)
    at_work = [await site.connects(ASKED % b"/slow") for _ in range(2)]
    for _ in at_work:
        await site.at_work.acquire()
    assert await site.closes(await site.knocks())
    site.go_on.set()
    for each in at_work:
        assert (await each.reader.readuntil(b"ok")).startswith(b"HTTP/1.1 200")


def test_who_takes_an_answer_slowly_keeps_us_waiting_only_while_nothing_is_taken():
    unsent = iter([0, 900, 600, 600, 0])
    config = uvicorn.Config(lambda: None)
    connection = server._Connection(config, ServerState(), {}, SimpleNamespace())
    connection._since, connection._unsent = 0.0, 0
    connection.transport = SimpleNamespace(get_write_buffer_size=lambda: next(unsent))
    assert [connection.waits(now) for now in (1, 5, 9, 12, 20)] == [1, 5, 0, 3, 0]


@pytest.mark.parametrize(
    ("files", "most"),
    [(256, 256 - KEPT_FREE), (100, LEAST_CONNECTIONS), (2**20, MOST_CONNECTIONS), (-1, MOST_CONNECTIONS)],
)
def test_there_are_as_many_connections_as_there_are_files_to_spare(monkeypatch, files, most):
    monkeypatch.setattr(server.resource, "getrlimit", lambda _: (files, files))
    assert most_connections() == most
