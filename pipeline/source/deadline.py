"""One deadline for a whole reading, kept whatever the server does.

A time limit of a call begins anew with each byte, so a server that trickles could keep us for ever. Here the connection
in use is cut once the time is over.
"""

import socket
import threading
import time
from collections.abc import Mapping
from types import TracebackType
from typing import Any, Self

from pipeline.domain.errors import SourceUnavailable

_CONNECTED = ("connection.connect_tcp.complete", "connection.start_tls.complete", "http_proxy.start_tls.complete")


class Deadline:
    """The seconds that a reading may take, from the beginning of the `with`."""

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._stream: Any = None
        self._watchdog = threading.Timer(seconds, self._cut)
        self._watchdog.daemon = True

    def __enter__(self) -> Self:
        self._until = time.monotonic() + self._seconds
        self._watchdog.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._watchdog.cancel()

    @property
    def is_over(self) -> bool:
        """Whether the time is over."""
        return time.monotonic() >= self._until

    def check(self, host: str) -> None:
        """Raises `SourceUnavailable` where the time is over."""
        if self.is_over:
            raise SourceUnavailable(
                f"{host}: список не вдалося прочитати за {self._seconds:g} с, сайт відповідає надто повільно; "
                "спробуйте пізніше або дайте більше часу: PROVISNYK_READ_WITHIN"
            )

    def trace(self, event: str, info: Mapping[str, Any]) -> None:
        """What httpx tells of a call: which connection it uses."""
        if event in _CONNECTED:
            self._stream = info["return_value"]
            if self.is_over:  # it was made while the watchdog looked
                self._cut()

    def _cut(self) -> None:
        """End the connection: a thread that waits for its next byte learns of it at once, as `close` would not tell."""
        connection = self._stream.get_extra_info("socket") if self._stream else None
        if connection is None:
            return
        try:
            connection.shutdown(socket.SHUT_RDWR)
        except OSError:
            return  # the server was faster
