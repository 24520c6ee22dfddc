"""Viber's callbacks, read: https://creators.viber.com/docs/bots-api/resources/webhooks/callbacks.

Whatever JSON arrives, nothing here raises: what is not understood is `Unexpected` where a customer waits for an
answer, and nothing where none does (`webhook`, `client_status`, `action`, and what Viber may yet think of).

A callback that is not answered by 200 comes again, several times within an hour, and with the same token; so does one
that is answered after more than some five seconds (https://developers.viber.com/docs/faq/, Bogdaan/viber-bot-php#37).
"""

import hmac
from dataclasses import dataclass
from enum import StrEnum
from hashlib import sha256

from bots.dialog.incoming import Incoming, Reachable
from bots.dialog.model import Input, Start, Unexpected
from bots.inputs import at, pressed, storable, typed
from bots.viber_keyboard import MARK

EVENT_TYPES = ("delivered", "seen", "failed", "subscribed", "unsubscribed", "conversation_started")
"""What Viber is asked to tell us; messages come in any case."""
LONGEST_ID = 64
"""Characters of a user's id; Viber's have 24."""

_LARGEST_TOKEN = 2**64
_LARGEST_TIME = 2**63


class Fate(StrEnum):
    """What became of a message that Viber took from us."""

    DELIVERED = "delivered"
    SEEN = "seen"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Receipt:
    """News of a message of ours."""

    message: str
    """As `send` named it."""
    fate: Fate


@dataclass(frozen=True, slots=True)
class Event:
    """What a callback means."""

    incoming: Incoming | None = None
    receipt: Receipt | None = None


def is_signed(body: bytes, signature: str, token: str) -> bool:
    """Whether this is the signature of the raw body; it takes the same time wherever it differs."""
    return hmac.compare_digest(signature.encode(), hmac.new(token.encode(), body, sha256).hexdigest().encode())


def parse_event(event: object) -> Event:
    """What this JSON means. Never raises."""
    match at(event, "event"):
        case "message":
            return _from(at(event, "sender", "id"), _said(at(event, "message")), event)
        case "conversation_started":
            return _from(at(event, "user", "id"), Start(_context(at(event, "context"))), event, opens=True)
        case "subscribed":
            return _from(at(event, "user", "id"), Reachable(True), event)
        case "unsubscribed":
            return _from(at(event, "user_id"), Reachable(False), event)
        case "delivered" | "seen" | "failed" as fate if token := _token(event):
            return Event(receipt=Receipt(token, Fate(fate)))
    return Event()


def _from(user_id: object, said: Input | Reachable, event: object, *, opens: bool = False) -> Event:
    if not isinstance(user_id, str) or not 0 < len(user_id) <= LONGEST_ID or not user_id.isprintable():
        return Event()
    at_ms = at(event, "timestamp")
    order = at_ms if type(at_ms) is int and 0 <= at_ms < _LARGEST_TIME else None
    return Event(Incoming(user_id, said, _token(event), order, opens))


def _said(message: object) -> Input:
    """A picture's caption is no answer either: the text counts only of a message that is a text."""
    text = at(message, "text")
    if at(message, "type") != "text" or not isinstance(text, str):
        return Unexpected()
    return pressed(text.removeprefix(MARK)) if text.startswith(MARK) else typed(text)


def _context(context: object) -> str | None:
    """What a deep link named: an account number, if it was one of ours."""
    return storable(context).strip() or None if isinstance(context, str) else None


def _token(event: object) -> str | None:
    """The id of a message or callback: a number, in some callbacks as a text."""
    token = at(event, "message_token")
    if isinstance(token, str) and token.isascii() and token.isdecimal() and len(token) <= LONGEST_ID:
        return token
    return str(token) if type(token) is int and 0 <= token < _LARGEST_TOKEN else None
