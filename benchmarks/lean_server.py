"""A server that answers everything at once, so that a benchmark measures who asks it.

`python -m benchmarks.lean_server [PAGE]` prints its URL and serves until it is stopped: it takes each message as
Telegram and Viber do, and gives the page, or 304 to who knows it. The strict fakes of the tests cost
more than a sender.
"""

import asyncio
import json
import sys
from pathlib import Path

TAKEN = {
    "ok": True,
    "result": {
        "message_id": 4711,
        "from": {"id": 110201543, "is_bot": True, "first_name": "Провісник", "username": "provisnyk_bot"},
        "chat": {"id": 1001, "first_name": "Олена", "type": "private"},
        "date": 1795161600,
        "text": "Завтра, 21 листопада, з 10:00 до 17:00 не буде світла. " * 5,
        "link_preview_options": {"is_disabled": True},
    },
    "status": 0,
    "status_message": "ok",
    "message_token": 5741311803571721087,
    "chat_hostname": "SN-376_",
    "billing_status": 1,
}


def _answer(status: str, kind: str = "text/html", content: bytes = b"") -> bytes:
    head = f'HTTP/1.1 {status}\r\nETag: "1"\r\nContent-Type: {kind}\r\n'
    if content or not status.startswith("304"):
        head += f"Content-Length: {len(content)}\r\n"
    return f"{head}\r\n".encode() + content


class _Connection(asyncio.Protocol):
    page = b""
    taken = _answer("200 OK", "application/json", json.dumps(TAKEN).encode())

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport, self._received = transport, b""

    def data_received(self, data: bytes) -> None:
        self._received += data
        while True:
            head, separator, body = self._received.partition(b"\r\n\r\n")
            head = head.lower()
            length = int(head.partition(b"content-length:")[2].partition(b"\r\n")[0] or 0)
            if not separator or len(body) < length:
                return
            self._received = body[length:]
            self._transport.write(self._answer_to(head))

    def _answer_to(self, head: bytes) -> bytes:
        if head.startswith(b"post"):
            return self.taken
        if head.startswith(b"get /robots.txt"):
            return _answer("404 Not Found")
        return _answer("304 Not Modified") if b"if-none-match" in head else _answer("200 OK", content=self.page)


async def _serve() -> None:
    server = await asyncio.get_running_loop().create_server(_Connection, "127.0.0.1", 0)
    print("http://{}:{}".format(*server.sockets[0].getsockname()), flush=True)
    await server.serve_forever()


if __name__ == "__main__":
    _Connection.page = b"".join(Path(page).read_bytes() for page in sys.argv[1:])
    asyncio.run(_serve())
