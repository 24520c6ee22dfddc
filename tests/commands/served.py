"""`serve` as a process of its own, with the fakes of the messengers behind it."""

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from time import monotonic, sleep
from typing import Any

import httpx

from pipeline.config import ROOT
from pipeline.serve import STOP_WITHIN
from tests.fakes.patience import PATIENCE


class Served:
    """A running `serve`."""

    def __init__(self, process: subprocess.Popen[str], url: str) -> None:
        self.process = process
        self.url = url

    def get(self, path: str) -> httpx.Response:
        return httpx.get(self.url + path, timeout=PATIENCE)

    def waits_for(self, path: str, code: int) -> httpx.Response:
        """The answer, once it has this code."""
        deadline = monotonic() + PATIENCE
        while True:
            try:
                answer = self.get(path)
            except httpx.TransportError:
                answer = None
            if answer is not None and answer.status_code == code:
                return answer
            assert self.process.poll() is None, self.process.communicate()
            assert monotonic() < deadline, answer and answer.text
            sleep(0.02)

    def stop(self, by: int = signal.SIGTERM) -> tuple[str, str]:
        """Its stdout and stderr, once it has ended well after a signal."""
        self.process.send_signal(by)
        out, err = self.process.communicate(timeout=PATIENCE)
        assert self.process.returncode == 0, err
        return out, err

    def crash(self) -> None:
        """`kill -9`; its log is shown where the test fails."""
        self.process.kill()
        print(*self.process.communicate())


RUN = """
import resource, runpy, sys
if {files}:
    resource.setrlimit(resource.RLIMIT_NOFILE, ({files}, {files}))
sys.path.insert(0, {root!r})
import bots.telegram, pipeline.serve
bots.telegram.CHAT_PER_SECOND = {chat_per_second}
pipeline.serve.STOP_WITHIN = {stop_within}
runpy.run_path({root!r} + "/run.py", run_name="__main__")
"""
"""The program, with another pace and another patience at its end."""
CHAT_PER_SECOND = 1000
"""Messages to one chat in Telegram: at its own pace the customers of these tests would wait most of the time."""


@contextmanager
def served(
    now: str,
    address: tuple[str, int],
    settings: dict[str, str],
    *,
    stop_within: float = STOP_WITHIN,
    files: int | None = None,
) -> Iterator[Served]:
    """`serve` with these settings, and so many files that it may open; at the end it is stopped by its signal.

    Killed, it would leave what it was about to say leased for a minute, which no test waits for.
    """
    own = {f"PROVISNYK_{name}": value for name, value in settings.items()}
    own["PROVISNYK_WEB_BIND"] = "{}:{}".format(*address)
    program = RUN.format(root=str(ROOT), chat_per_second=CHAT_PER_SECOND, stop_within=stop_within, files=files)
    process = subprocess.Popen(
        [sys.executable, "-c", program, "serve", "--json", "-v", "--now", now],
        env=os.environ | own,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    running = Served(process, "http://{}:{}".format(*address))
    try:
        yield running
        if process.poll() is None:
            running.stop()
    finally:
        running.crash()


def free_address() -> tuple[str, int]:
    with socket.create_server(("127.0.0.1", 0)) as found:
        host, port = found.getsockname()
        return host, port


def wait_for(condition: Callable[[], Any]) -> None:
    """Return once it is so."""
    deadline = monotonic() + PATIENCE
    while not condition():
        assert monotonic() < deadline
        sleep(0.02)
