"""The other side of Viber's REST API: customers, and the callbacks that their doings are to the bot."""

import hmac
import json
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from hashlib import sha256
from itertools import count
from typing import TYPE_CHECKING, Any

import httpx

from tests.fakes.patience import PATIENCE, once_there

if TYPE_CHECKING:
    from tests.fakes.viber_api import FakeViber

FIRST_TOKEN = 4912661846655238145


@dataclass
class Callbacks:
    """Brings callbacks to the bot's webhook, signed with its token."""

    token: str
    path: str | None = None
    """Where the webhook is; None before `set_webhook`."""
    address: str | None = None
    """Where the webhook's public address leads in this test."""
    kinds: frozenset[str] = frozenset()
    """Those that are delivered besides messages."""
    stamp: Callable[[int], int] = lambda stamp: stamp
    """What Viber's clocks make of a stamp."""
    last: bytes = b""
    """The last body that was delivered."""
    _tokens: Any = field(default_factory=lambda: count(FIRST_TOKEN))
    _lock: Any = field(default_factory=threading.Lock)

    def deliver(self, event: str, **content: Any) -> httpx.Response | None:
        """The webhook's answer; None where it is not asked."""
        with self._lock:
            number = next(self._tokens)
        times = {"timestamp": self.stamp(1457764197627 + number - FIRST_TOKEN), "message_token": number}
        base = {"event": event, **times, "chat_hostname": "SN-376_"}
        return self.post(json.dumps(base | content, ensure_ascii=False).encode())

    def post(self, body: bytes) -> httpx.Response | None:
        """Deliver this body, perhaps again."""
        event = json.loads(body)["event"]
        if self.path is None or self.address is None or event not in self.kinds | {"message", "webhook"}:
            return None
        headers = {"X-Viber-Content-Signature": self.signature(body)}
        self.last = body
        return httpx.post(self.address + self.path, content=body, headers=headers, timeout=PATIENCE)

    def signature(self, body: bytes) -> str:
        """As Viber signs it."""
        return hmac.new(self.token.encode(), body, sha256).hexdigest()


@dataclass
class ViberCustomer:
    """Somebody who may open a conversation with the bot; hears what the bot says there."""

    viber: "FakeViber"
    user_id: str

    @property
    def heard(self) -> list[Any]:
        """The messages in this chat so far, welcomes among them."""
        return [each for each in self.viber.messages if each.chat_id == self.user_id]

    @property
    def buttons(self) -> list[str]:
        """The labels on the screen: those of the last message, if it had any."""
        return [label for row in self.heard[-1].keyboard or () for label, _ in row]

    def opens(self, **content: Any) -> int:
        """Open the conversation, by a deep link with `context` perhaps; the bot's one message is heard at once."""
        subscribed = self.viber.subscribed(self.user_id)
        answer = self.viber.callbacks.deliver(
            "conversation_started", type="open", user=self._person, subscribed=subscribed, **content
        )
        assert answer is not None
        if answer.content:
            self.viber.hear_welcome(self.user_id, answer.json())
        return answer.status_code

    def says(self, text: str, **content: Any) -> int:
        """Type a line: it subscribes."""
        return self.sends(type="text", text=text, **content)

    def sends(self, **message: Any) -> int:
        """Send a message of any type: it subscribes."""
        self.viber.subscribe(self.user_id)
        answer = self.viber.callbacks.deliver("message", sender=self._person, message=message, silent=False)
        assert answer is not None
        return answer.status_code

    def presses(self, label: str) -> int:
        """Press a button that is on the screen."""
        for text, body in (button for row in self.heard[-1].keyboard or () for button in row):
            if text == label:
                return self.says(body)
        raise AssertionError(f"no button {label!r}")

    def returns(self) -> int:
        """Subscribe by the button of the chat's head."""
        self.viber.subscribe(self.user_id)
        answer = self.viber.callbacks.deliver("subscribed", user=self._person)
        assert answer is not None
        return answer.status_code

    def leaves(self) -> int:
        """Unsubscribe."""
        self.viber.subscribe(self.user_id, subscribed=False)
        answer = self.viber.callbacks.deliver("unsubscribed", user_id=self.user_id)
        assert answer is not None
        return answer.status_code

    def hears(self, number: int) -> list[Any]:
        """The messages in this chat, once there are so many."""
        return once_there(lambda: self.heard, number)

    @property
    def _person(self) -> dict[str, Any]:
        return {"id": self.user_id, "name": "Марія", "language": "uk", "country": "UA", "api_version": 10}
