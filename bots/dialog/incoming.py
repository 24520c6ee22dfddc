"""What comes in from a messenger, whichever it is."""

from dataclasses import dataclass

from bots.dialog.model import Input


@dataclass(frozen=True, slots=True)
class Reachable:
    """The customer blocked the bot, or took it up again."""

    reachable: bool


@dataclass(frozen=True, slots=True)
class Incoming:
    """Something that a customer did, or that became of the chat."""

    chat_id: str
    said: Input | Reachable
    update_id: str | None = None
    """The messenger's own id of it: the same may be delivered twice."""
    order: int | None = None
    """Grows from one update of a chat to the next, more or less: messengers are not to be relied on there."""
    opens: bool = False
    """The conversation is merely opened (Viber): what is replied goes back with this delivery and can be said in no
    other way. So what is delivered again, after a crash, is answered again: the first answer was lost."""
    bot: str = ""
    """Which of the messenger's bots heard it, where each has ids and an order of its own."""
    repeated: bool = False
    """Known to be delivered again, as we could not store it: a later one may have been taken meanwhile."""
