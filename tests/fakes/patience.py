"""Waiting for what another process does."""

from collections.abc import Callable
from time import monotonic, sleep
from typing import Any

PATIENCE = 60.0
"""Seconds; a busy machine is no failure."""


def once_there(heard: Callable[[], list[Any]], number: int) -> list[Any]:
    """The messages, once there are so many; fails after `PATIENCE` seconds."""
    deadline = monotonic() + PATIENCE
    while len(messages := heard()) < number:
        assert monotonic() < deadline, f"only {len(messages)} messages of {number}"
        sleep(0.01)
    return messages
