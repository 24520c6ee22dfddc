"""A site on loopback that sends what it likes, piece by piece, below the rules of HTTP: one that keeps us waiting."""

import socketserver
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

PAUSE = 0.02
"""Seconds between two pieces."""

Answer = Callable[[str], Iterator[bytes]]
"""By a path, the pieces of what is sent."""


def trickled(begun: bytes, piece: bytes) -> Iterator[bytes]:
    """Something that never ends."""
    yield begun
    while True:
        yield piece


def whole(body: bytes, *headers: str) -> bytes:
    """A page, as it goes over the line."""
    head = ["HTTP/1.1 200 OK", "Content-Type: text/html; charset=utf-8", f"Content-Length: {len(body)}", *headers]
    return "".join(f"{line}\r\n" for line in (*head, "Connection: close", "")).encode() + body


@contextmanager
def slow_site(answer: Answer) -> Iterator[str]:
    """The URL (without a slash at its end) of a site that answers so."""
    stop = threading.Event()

    class Handler(socketserver.StreamRequestHandler):
        def handle(self) -> None:
            path = self.rfile.readline().split()[1].decode()
            while self.rfile.readline().strip():
                pass
            try:
                for piece in answer(path):
                    self.wfile.write(piece)
                    if stop.wait(PAUSE):
                        return
            except ConnectionError:
                return

    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Handler) as server:
        server.daemon_threads = True
        server.block_on_close = False
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
        thread.start()
        try:
            yield "http://{}:{}".format(*server.server_address)
        finally:
            stop.set()
            server.shutdown()
            thread.join()
