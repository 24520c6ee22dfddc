"""Connections: each call has one to itself, and who comes after it takes it over."""

import asyncio

import httpx
import pytest

from bots.connections import OneToACall


class Server:
    """Answers what stands in the path, counts connections, and closes each of them after `calls`."""

    def __init__(self, calls: int = 100) -> None:
        self.connections: list[asyncio.Task[None] | None] = []
        self._calls = calls

    async def __call__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections.append(asyncio.current_task())
        for _ in range(self._calls):
            try:
                head = await reader.readuntil(b"\r\n\r\n")
            except asyncio.IncompleteReadError:
                break
            path = head.split()[1]
            writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n%s" % (len(path), path))
        writer.close()
        await writer.wait_closed()


async def asked(server: Server, rounds: int, at_once: int) -> list[str]:
    listening = await asyncio.start_server(server, "127.0.0.1", 0)
    url = "http://{}:{}".format(*listening.sockets[0].getsockname())
    answers: list[httpx.Response] = []
    async with listening, httpx.AsyncClient(transport=OneToACall()) as client:
        for turn in range(rounds):
            answers += await asyncio.gather(*(client.get(f"{url}/{turn}.{call}") for call in range(at_once)))
    await asyncio.gather(*filter(None, server.connections))
    return [answer.text for answer in answers]


async def test_calls_at_one_time_have_connections_of_their_own_and_the_next_ones_take_them_over() -> None:
    server = Server()
    answers = await asked(server, rounds=3, at_once=4)
    assert answers == [f"/{turn}.{call}" for turn in range(3) for call in range(4)]
    assert len(server.connections) == 4


async def test_a_connection_that_the_server_closed_is_opened_anew() -> None:
    server = Server(calls=1)
    assert await asked(server, rounds=3, at_once=1) == ["/0.0", "/1.0", "/2.0"]
    assert len(server.connections) == 3


async def test_the_proxy_of_the_environment_is_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    server = Server()
    listening = await asyncio.start_server(server, "127.0.0.1", 0)
    monkeypatch.setenv("http_proxy", "http://{}:{}".format(*listening.sockets[0].getsockname()))
    async with listening, httpx.AsyncClient(transport=OneToACall()) as client:
        answer = await client.get("http://telegram.example/bot")
    await asyncio.gather(*filter(None, server.connections))
    assert answer.text == "http://telegram.example/bot"
