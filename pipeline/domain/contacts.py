"""Contacts: a chat, what is kept of it, and the accounts that it holds."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum, auto

from pipeline.domain.addresses.streets import Street
from pipeline.domain.errors import Mismatch
from pipeline.domain.stages import Stage


@dataclass(frozen=True, slots=True)
class Chat:
    """A customer's chat in a messenger."""

    messenger: str
    chat_id: str


@dataclass(frozen=True, slots=True)
class Update:
    """Something that a messenger delivers, as it is told from all others."""

    id: str
    bot: str = ""
    """Which of the messenger's bots heard it, where each has ids and an order of its own."""
    order: int | None = None
    """Grows from one update of a chat to the next, more or less."""
    reachable: bool | None = None
    """What it tells of whether the chat can be reached; None: it is a step, the customer wrote or pressed."""
    repeated: bool = False
    """Known to be delivered again, as we could not store it."""


class Arrival(Enum):
    """How an update comes in."""

    NEW = auto()
    AGAIN = auto()
    """It was seen before."""
    LATE = auto()
    """Delivered before, when we could not store it, and overtaken since: what it was about may have changed."""


@dataclass(frozen=True, slots=True)
class Contact:
    """What is kept of a chat besides its accounts."""

    step: str | None = None
    """What the bot has asked last, as the dialogue calls it."""
    step_account: str | None = None
    """The account that the step is about."""
    language: str = "uk"
    consent: str | None = None
    """Version of the text that was agreed to."""
    consent_at: datetime | None = None
    reachable: bool = True
    muted: frozenset[Stage] = frozenset()
    delivered: int = 0
    """Messages that were sent to it."""


@dataclass(frozen=True, slots=True)
class RegisteredAccount:
    """An account of the registry, without its proofs."""

    number: str
    address: str
    """As a person reads it: `с. Іза, вул. Центральна, 7`."""
    katottg: str
    street_id: int
    street: Street | None
    house: str | None
    closed_at: datetime | None


@dataclass(frozen=True, slots=True)
class Holding:
    """An account that a chat is subscribed to."""

    subscription_id: int
    account: RegisteredAccount
    label: str | None
    other_chats: int
    """How many other chats are subscribed to it."""


@dataclass(frozen=True, slots=True)
class OtherHolder:
    """Another chat that is subscribed to an account, as it is told news of it."""

    chat: Chat
    language: str
    label: str | None
    reachable: bool


NEWS_LAST = timedelta(days=30)
"""How long news of an account are kept for a chat that cannot be reached."""

JOINS_TOLD_EVERY = timedelta(hours=1)
"""A chat hears once in so long that others joined an account: joining and leaving shall plague nobody."""

ANSWERED_WITHIN = timedelta(days=1)
"""Later an answer is of no use any more. Telegram, too, keeps what it could not deliver for a day."""


def unknown_account(number: str) -> Mismatch:
    """What to say to an operator who names an account that there is not."""
    return Mismatch(f"Рахунку {number} немає в реєстрі: перевірте номер або оновіть реєстр (accounts import)")


def masked_address(address: str) -> str:
    """An address without what names a home: `м. Хуст, вул. Ц…, …` of `м. Хуст, вул. Центральна, 7, кв. 3`."""
    settlement, *rest = address.split(", ")
    if not rest:
        return settlement
    kind, _, name = rest[0].partition(" ")
    street = f"{kind} {name[:1]}…" if name else "…"
    return ", ".join([settlement, street, *["…" for _ in rest[1:2]]])
