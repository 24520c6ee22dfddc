"""Telegram's Bot API, as far as sending goes: https://core.telegram.org/bots/api#sendmessage.

Stricter than the service in one thing: a field that the API does not document is refused, where Telegram
ignores it.
"""

import json
import re
from collections import Counter
from time import monotonic, time
from typing import ClassVar
from urllib.parse import parse_qsl

from starlette.requests import Request

from tests.fakes.service import Accepted, Answer, FakeService

TOKEN = "110201543:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw0"
LONGEST_TEXT = 4096
A_SECOND = 0.98
"""A little less than a second: what the network makes of messages sent a second apart."""

FIELDS = {
    "business_connection_id",
    "chat_id",
    "message_thread_id",
    "direct_messages_topic_id",
    "text",
    "parse_mode",
    "entities",
    "link_preview_options",
    "disable_notification",
    "protect_content",
    "allow_paid_broadcast",
    "message_effect_id",
    "suggested_post_parameters",
    "reply_parameters",
    "reply_markup",
}
LINK_PREVIEW_FIELDS = {"is_disabled", "url", "prefer_small_media", "prefer_large_media", "show_above_text"}


def refusal(code: int, description: str, **parameters: int) -> Answer:
    """An error as Telegram says it: the HTTP status stands in the body, too."""
    body = {"ok": False, "error_code": code, "description": description}
    return Answer(code, {**body, "parameters": parameters} if parameters else body)


class FakeTelegram(FakeService):
    """One bot's API; `violations` tells what Telegram would have limited."""

    FAULTS: ClassVar = {
        "too_many_requests": refusal(429, "Too Many Requests: retry after 7", retry_after=7),
        "gone": refusal(403, "Forbidden: bot was blocked by the user"),
        "bad_request": refusal(400, "Bad Request: message is too long"),
        "token": refusal(401, "Unauthorized"),
        "failure": refusal(500, "Internal Server Error"),
    }

    def __init__(self) -> None:
        super().__init__()
        self.violations: list[str] = []
        self._sent: list[tuple[float, str]] = []

    def check(self, request: Request, body: bytes) -> Answer | Accepted:
        path = re.fullmatch(r"/bot(\d+:[\w-]{35})/(\w+)", request.url.path)
        if path is None or path[2].lower() != "sendmessage":
            return refusal(404, "Not Found")
        if path[1] != TOKEN:
            return refusal(401, "Unauthorized")
        fields = _fields(request, body)
        return refusal(400, f"Bad Request: {fields}") if isinstance(fields, str) else self._message(fields)

    def _message(self, fields: dict[str, str]) -> Answer | Accepted:
        text = fields.get("text", "")
        for wrong, description in (
            (fields.keys() - FIELDS, f"unknown fields {sorted(fields.keys() - FIELDS)}"),
            (not fields.get("chat_id"), "chat_id is empty"),
            (not re.fullmatch(r"-?\d+|@\w+", fields.get("chat_id", "")), "chat not found"),
            (not text.strip(), "message text is empty"),
            (len(text) > LONGEST_TEXT, "message is too long"),
            (fields.get("disable_notification", "false") not in ("true", "false"), "disable_notification: a boolean"),
        ):
            if wrong:
                return refusal(400, f"Bad Request: {description}")
        try:
            preview = json.loads(fields.get("link_preview_options", "{}"))
        except ValueError:
            preview = None
        if not isinstance(preview, dict) or preview.keys() - LINK_PREVIEW_FIELDS:
            return refusal(400, "Bad Request: can't parse link preview options JSON object")
        silent = fields.get("disable_notification") == "true"
        return Accepted(fields["chat_id"], text, silent, preview=preview.get("is_disabled") is not True)

    def accept(self, message: Accepted) -> Answer:
        self._count(message.chat_id)
        result = {
            "message_id": len(self.messages),
            "from": {"id": int(TOKEN.partition(":")[0]), "is_bot": True, "first_name": "Провісник"},
            "chat": {"id": int(message.chat_id), "type": "private"},
            "date": int(time()),
            "text": message.text,
        }
        return Answer(200, {"ok": True, "result": result})

    def _count(self, chat_id: str) -> None:
        """About 30 messages in a second to all, one in a second to a chat."""
        now = monotonic()
        self._sent = [(at, chat) for at, chat in self._sent if at > now - A_SECOND] + [(now, chat_id)]
        if len(self._sent) > 30:
            self.violations.append(f"{len(self._sent)} messages in one second")
        if (to_chat := Counter(chat for _, chat in self._sent)[chat_id]) > 1:
            self.violations.append(f"{to_chat} messages to one chat in one second")


def _fields(request: Request, body: bytes) -> dict[str, str] | str:
    """The request's fields as text, or what is wrong with its form."""
    kind = request.headers.get("content-type", "").split(";")[0]
    if request.method != "POST" or kind != "application/x-www-form-urlencoded":
        return "a form is expected"
    pairs = parse_qsl(body.decode(), keep_blank_values=True, strict_parsing=bool(body))
    repeated = [name for name, times in Counter(name for name, _ in pairs).items() if times > 1]
    return f"repeated fields {repeated}" if repeated else dict(pairs)
