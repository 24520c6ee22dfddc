"""The other side of Telegram's Bot API: customers, and the updates that wait for the bot."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import count
from time import time
from typing import TYPE_CHECKING, Any

import httpx

from tests.fakes.patience import PATIENCE, once_there

if TYPE_CHECKING:
    from tests.fakes.telegram_api import FakeTelegram


@dataclass
class Webhook:
    """Where updates are delivered."""

    path: str
    secret: str
    kinds: list[str]


@dataclass
class Mailbox:
    """Updates on their way to the bot: numbered, kept until they are confirmed or taken by the webhook."""

    webhook: Webhook | None = None
    address: str | None = None
    """Where the webhook's public address leads in this test."""
    asked: int = 0
    """How often the bot asked for updates."""
    answered: list[str] = field(default_factory=list)
    """Queries of pressed buttons that the bot has answered."""
    _answers_lost: bool = False
    _waiting: list[dict[str, Any]] = field(default_factory=list)
    _numbers: Any = field(default_factory=lambda: count(900_000_001))
    _queries: set[str] = field(default_factory=set)
    _blocked: set[str] = field(default_factory=set)
    _lock: Any = field(default_factory=threading.RLock)

    def post(self, kind: str, content: dict[str, Any]) -> int:
        """Give an update its number; it waits for the bot, or goes to its webhook at once."""
        with self._lock:
            update = {"update_id": next(self._numbers), kind: content}
            if kind == "callback_query":
                self._queries.add(content["id"])
            self._waiting.append(update)
        self.deliver()
        return int(update["update_id"])

    def of_another_bot(self, first: int) -> None:
        """Nothing waits, and updates are numbered from here on."""
        self._waiting.clear()
        self._numbers = count(first)

    def reverse(self) -> None:
        """What waits is to be delivered the last first."""
        self._waiting.reverse()

    def deliver(self) -> list[int]:
        """Bring what waits to the webhook, in order, until it refuses; gives its answers' codes."""
        codes: list[int] = []
        if self.webhook is None or self.address is None:
            return codes
        for update in list(self._waiting):
            if not self.webhook.kinds or update.keys() & set(self.webhook.kinds):
                headers = {"X-Telegram-Bot-Api-Secret-Token": self.webhook.secret}
                answer = httpx.post(self.address + self.webhook.path, json=update, headers=headers, timeout=PATIENCE)
                codes.append(answer.status_code)
                if not answer.is_success:
                    break
            if not self._answers_lost:
                self._waiting.remove(update)
        return codes

    @contextmanager
    def answers_lost(self) -> Iterator[None]:
        """The webhook's answers get lost on the way: what is delivered waits to be delivered again."""
        self._answers_lost = True
        yield
        self._answers_lost = False

    def updates(self, offset: str | None, kinds: list[str]) -> list[dict[str, Any]]:
        """What waits from this offset on; what comes before it is confirmed, and forgotten."""
        with self._lock:
            first = int(offset or 0)
            self._waiting = [each for each in self._waiting if each["update_id"] >= first]
            return [each for each in self._waiting if not kinds or each.keys() & set(kinds)]

    def waiting(self, offset: str | None = None) -> bool:
        """Whether anything is there to be asked for."""
        return any(each["update_id"] >= int(offset or 0) for each in self._waiting)

    def set_webhook(self, path: str, secret: str, kinds: list[str]) -> None:
        self.webhook = Webhook(path, secret, kinds)

    def delete_webhook(self, *, drop: bool) -> None:
        self.webhook = None
        if drop:
            self._waiting.clear()

    def answer_query(self, query_id: str) -> bool:
        """Whether this query waited for an answer."""
        with self._lock:
            known = query_id in self._queries
            self._queries.discard(query_id)
            self.answered.append(query_id)
            return known

    def block(self, chat_id: str, *, blocked: bool) -> None:
        (self._blocked.add if blocked else self._blocked.discard)(chat_id)

    def has_blocked(self, chat_id: str) -> bool:
        return chat_id in self._blocked


@dataclass
class Customer:
    """Somebody with a private chat; hears what the bot says there."""

    telegram: "FakeTelegram"
    chat_id: int
    _ids: Any = field(default_factory=lambda: count(1))

    @property
    def heard(self) -> list[Any]:
        """The messages in this chat so far."""
        return [each for each in self.telegram.messages if each.chat_id == str(self.chat_id)]

    @property
    def buttons(self) -> list[str]:
        """The labels under the last message."""
        return [label for row in self.heard[-1].keyboard or () for label, _ in row]

    def opens(self, context: str = "") -> int:
        """Press `Start`, behind a deep link with `context` perhaps."""
        return self.says(f"/start {context}".strip())

    def says(self, text: str, **content: Any) -> int:
        """Type a line; gives the number of its update."""
        return self._post("message", {**self._message(), "text": text, **content})

    def sends(self, **content: Any) -> int:
        """Send something that is no text."""
        return self._post("message", {**self._message(), **content})

    def edits(self, text: str) -> int:
        """Change a line that was sent."""
        return self._post("edited_message", {**self._message(), "text": text, "edit_date": int(time())})

    def presses(self, label: str) -> int:
        """Press a button of the last message that has one with this label."""
        for message in reversed(self.heard):
            for text, data in (button for row in message.keyboard or () for button in row):
                if text == label:
                    return self.presses_data(data)
        raise AssertionError(f"no button {label!r}")

    def presses_data(self, data: str) -> int:
        """Press a button that gives this back, whether it was ever shown or not."""
        query = {"id": f"{self.chat_id}{next(self._ids):06}", "from": self._person, "chat_instance": "1"}
        return self._post("callback_query", {**query, "data": data, "message": self._message()})

    def blocks(self, *, blocked: bool = True) -> int:
        """Block the bot, or take it up again."""
        self.telegram.mailbox.block(str(self.chat_id), blocked=blocked)
        bot = {"id": 110201543, "is_bot": True, "first_name": "Провісник"}
        old, new = ("member", "kicked") if blocked else ("kicked", "member")
        members = {"old_chat_member": {"user": bot, "status": old}, "new_chat_member": {"user": bot, "status": new}}
        return self._post("my_chat_member", {"chat": self._chat, "from": self._person, "date": int(time()), **members})

    def hears(self, number: int) -> list[Any]:
        """The messages in this chat, once there are so many."""
        return once_there(lambda: self.heard, number)

    @property
    def _person(self) -> dict[str, Any]:
        return {"id": self.chat_id, "is_bot": False, "first_name": "Марія", "language_code": "uk"}

    @property
    def _chat(self) -> dict[str, Any]:
        return {"id": self.chat_id, "type": "private", "first_name": "Марія"}

    def _message(self) -> dict[str, Any]:
        return {"message_id": next(self._ids), "from": self._person, "chat": self._chat, "date": int(time())}

    def _post(self, kind: str, content: dict[str, Any]) -> int:
        return self.telegram.mailbox.post(kind, content)
