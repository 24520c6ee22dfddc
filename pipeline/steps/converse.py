"""Converse: what customers say is answered, each chat in its order, the chats side by side."""

from datetime import datetime
from typing import Protocol

from bots.dialog.incoming import Incoming
from bots.dialog.model import Input, Reply


class Registrar(Protocol):
    """The world behind the dialogue: synchronous, in a thread of its own."""

    def handle(
        self, messenger: str, chat_id: str, said: Input, now: datetime, update_id: str | None = None
    ) -> tuple[Reply, ...]:
        """Take a customer's step: state, effects and the update's id are stored as one; nothing for an id seen."""

    def reachable(self, messenger: str, chat_id: str, now: datetime, *, reachable: bool) -> None:
        """The chat can be written to no more, or again; nothing where it is not known."""


class Speaker(Protocol):
    """A messenger that talks."""

    name: str

    async def say(self, chat_id: str, reply: Reply) -> None:
        """Send a reply with its buttons. Raises a `DeliveryError`."""


class Conversations:
    """Answers what comes in. Made for one event loop."""

    async def take(self, speaker: Speaker, incoming: Incoming) -> None:
        """Return once it is taken in for good; the replies are said afterwards, in the chat's order.

        Raises `Failed` where the database refuses: the messenger is to deliver it again.
        """

    async def answer(self, messenger: str, incoming: Incoming) -> tuple[Reply, ...]:
        """The same where the caller says the replies himself (Viber's `conversation_started`)."""
