"""A messenger that is built with its first message: most runs have none, and the libraries take long to load."""

from collections.abc import Callable
from functools import cached_property
from typing import Any

from pipeline.steps.interfaces import Messenger


class LaterMessenger:
    """Sends through what `build` gives, which may raise a `DeliveryError`."""

    def __init__(self, name: str, build: Callable[[], Messenger]) -> None:
        self.name = name
        self._build = build

    @cached_property
    def _messenger(self) -> Messenger:
        return self._build()

    async def send(self, chat_id: str, text: str, **how: Any) -> str:
        """The messenger's own id of the message. Raises a `DeliveryError`."""
        return await self._messenger.send(chat_id, text, **how)

    async def close(self) -> None:
        """Let go of connections, where there are any."""
        if "_messenger" in self.__dict__:
            await self._messenger.close()
