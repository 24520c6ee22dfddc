"""Telegram's Bot API, as far as a bot in private chats needs it: https://core.telegram.org/bots/api.

Stricter than the service in one thing: a field that the API does not document is refused, where Telegram
ignores it. `FakeTelegram.customer` is somebody who writes to the bot.
"""

import asyncio
import json
import re
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from time import monotonic, time
from typing import Any, ClassVar
from urllib.parse import parse_qsl, urlsplit

from starlette.requests import ClientDisconnect, Request
from starlette.types import Receive, Scope, Send

from tests.fakes.limits import Limits
from tests.fakes.service import Accepted, Answer, FakeService
from tests.fakes.telegram_customer import Customer, Mailbox

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
BUTTON_FIELDS = {"text", "callback_data"}
"""Of an inline button; it has others, which the bot has no use for."""
WEBHOOK_PORTS = (None, 443, 80, 88, 8443)
LONGEST_POLL = 0.5
"""Seconds until a question for updates is answered, were there none: this fake is to end soon, too."""
UPDATE_KINDS = {
    *("message", "edited_message", "channel_post", "edited_channel_post", "business_connection", "business_message"),
    *("edited_business_message", "deleted_business_messages", "message_reaction", "message_reaction_count"),
    *("inline_query", "chosen_inline_result", "callback_query", "shipping_query", "pre_checkout_query"),
    *("purchased_paid_media", "poll", "poll_answer", "my_chat_member", "chat_member", "chat_join_request"),
    *("chat_boost", "removed_chat_boost"),
}


def refusal(code: int, description: str, **parameters: int) -> Answer:
    """An error as Telegram says it: the HTTP status stands in the body, too."""
    body = {"ok": False, "error_code": code, "description": description}
    return Answer(code, {**body, "parameters": parameters} if parameters else body)


DONE = Answer(200, {"ok": True, "result": True})


class FakeTelegram(FakeService):
    """One bot's API; its limits: about 30 messages in a second to all, one in a second to a chat."""

    FAULTS: ClassVar = {
        "too_many_requests": refusal(429, "Too Many Requests: retry after 7", retry_after=7),
        "gone": refusal(403, "Forbidden: bot was blocked by the user"),
        "bad_request": refusal(400, "Bad Request: message is too long"),
        "token": refusal(401, "Unauthorized"),
        "failure": refusal(500, "Internal Server Error"),
    }

    def __init__(self, *, to_a_chat: bool = True) -> None:
        """`to_a_chat`: whether it minds more than one message a second to one chat."""
        super().__init__(Limits(30, A_SECOND, to_a_chat=to_a_chat))
        self.token = TOKEN
        self.commands: dict[str, dict[str, str]] = {}
        """What stands in the bot's menu."""
        self.left: list[str] = []
        """Chats that the bot left."""
        self.webhook_info: dict[str, Any] = {"url": "", "has_custom_certificate": False, "pending_update_count": 0}
        self.chats: dict[str, dict[str, Any]] = {}
        """What `getChat` knows, by the chat's id."""
        self.moved: dict[str, str] = {}
        """Groups that have become supergroups, with their new ids."""
        self.dated = True
        """Whether what is said of a message that was taken is complete."""
        self.mailbox = Mailbox()
        self._methods: dict[str, tuple[set[str], Callable[[dict[str, str]], Answer | Accepted]]] = {
            "sendmessage": (FIELDS, self._message),
            "answercallbackquery": (
                {"callback_query_id", "text", "show_alert", "url", "cache_time"},
                self._answer_callback_query,
            ),
            "getmycommands": ({"scope", "language_code"}, self._get_my_commands),
            "setmycommands": ({"commands", "scope", "language_code"}, self._set_my_commands),
            "setwebhook": (
                {"url", "certificate", "ip_address", "max_connections", "allowed_updates"}
                | {"drop_pending_updates", "secret_token"},
                self._set_webhook,
            ),
            "deletewebhook": ({"drop_pending_updates"}, self._delete_webhook),
            "getupdates": ({"offset", "limit", "timeout", "allowed_updates"}, self._get_updates),
            "leavechat": ({"chat_id"}, self._leave_chat),
            "getchat": ({"chat_id"}, self._get_chat),
            "getme": (set(), self._get_me),
            "getwebhookinfo": (set(), self._get_webhook_info),
        }

    def customer(self, chat_id: int = 1001) -> Customer:
        """Somebody with a private chat with the bot."""
        return Customer(self, chat_id)

    def check(self, request: Request, body: bytes) -> Answer | Accepted:
        path = re.fullmatch(r"/bot(\d+:[\w-]{35})/(\w+)", request.url.path)
        method = self._methods.get(path[2].lower()) if path else None
        if path is None or method is None:
            return refusal(404, "Not Found")
        if path[1] != self.token:
            return refusal(401, "Unauthorized")
        fields = _fields(request, body)
        if isinstance(fields, str):
            return refusal(400, f"Bad Request: {fields}")
        documented, answer = method
        if unknown := fields.keys() - documented:
            return refusal(400, f"Bad Request: unknown fields {sorted(unknown)}")
        return answer(fields)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Hold a request for updates until there is one, as long as it says."""
        request = Request(scope, receive)
        asked = request.url.path.lower().endswith("/getupdates") and self.mailbox.webhook is None
        until = monotonic() + (min(LONGEST_POLL, float(request.query_params.get("timeout", 0))) if asked else 0)
        self.mailbox.asked += asked
        offset = request.query_params.get("offset")
        while monotonic() < until and not self.mailbox.waiting(offset):  # noqa: ASYNC110 - filled by other threads
            await asyncio.sleep(0.005)
        with suppress(ClientDisconnect):
            await super().__call__(scope, receive, send)

    def _message(self, fields: dict[str, str]) -> Answer | Accepted:
        text = fields.get("text", "")
        for wrong, description in (
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
        keyboard = _keyboard(fields.get("reply_markup"))
        if isinstance(keyboard, str):
            return refusal(400, f"Bad Request: {keyboard}")
        if fields["chat_id"] in self.moved:
            return self.migrated(fields["chat_id"])
        if self.mailbox.has_blocked(fields["chat_id"]):
            return self.FAULTS["gone"]
        silent = fields.get("disable_notification") == "true"
        shown = preview.get("is_disabled") is not True
        return Accepted(fields["chat_id"], text, silent, preview=shown, keyboard=keyboard)

    def _answer_callback_query(self, fields: dict[str, str]) -> Answer:
        if not self.mailbox.answer_query(fields.get("callback_query_id", "")):
            return refusal(400, "Bad Request: query is too old and response timeout expired or query ID is invalid")
        return DONE

    def _set_my_commands(self, fields: dict[str, str]) -> Answer:
        commands = {each["command"]: each["description"] for each in json.loads(fields.get("commands", "[]"))}
        for command, description in commands.items():
            if not re.fullmatch(r"[a-z0-9_]{1,32}", command) or not 1 <= len(description) <= 256:
                return refusal(400, "Bad Request: BOT_COMMAND_INVALID")
        self.commands[fields.get("language_code", "")] = commands
        return DONE

    def _get_my_commands(self, fields: dict[str, str]) -> Answer:
        shown = self.commands.get(fields.get("language_code", ""), {})
        commands = [{"command": command, "description": words} for command, words in shown.items()]
        return Answer(200, {"ok": True, "result": commands})

    def _set_webhook(self, fields: dict[str, str]) -> Answer:
        url, kinds = urlsplit(fields.get("url", "")), json.loads(fields.get("allowed_updates", "[]"))
        for wrong, description in (
            (url.scheme != "https", "bad webhook: An HTTPS URL must be provided for webhook"),
            (url.port not in WEBHOOK_PORTS, "bad webhook: Webhook can be set up only on ports 80, 88, 443 or 8443"),
            (not re.fullmatch(r"[\w-]{1,256}", fields.get("secret_token", ""), re.ASCII), "secret token is unallowed"),
            (set(kinds) - UPDATE_KINDS, "can't parse allowed updates"),
        ):
            if wrong:
                return refusal(400, f"Bad Request: {description}")
        self.mailbox.set_webhook(url.path, fields["secret_token"], kinds)
        self.webhook_info["url"] = fields["url"]
        return DONE

    def _delete_webhook(self, fields: dict[str, str]) -> Answer:
        self.mailbox.delete_webhook(drop=fields.get("drop_pending_updates") == "true")
        self.webhook_info["url"] = ""
        return DONE

    def _get_updates(self, fields: dict[str, str]) -> Answer:
        if self.mailbox.webhook is not None:
            conflict = "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete it"
            return refusal(409, conflict)
        kinds = json.loads(fields.get("allowed_updates", "[]"))
        return Answer(200, {"ok": True, "result": self.mailbox.updates(fields.get("offset"), kinds)})

    def _get_me(self, _: dict[str, str]) -> Answer:
        me = {"id": int(TOKEN.partition(":")[0]), "is_bot": True, "first_name": "Провісник"}
        return Answer(200, {"ok": True, "result": {**me, "username": "provisnyk_bot"}})

    def _get_webhook_info(self, _: dict[str, str]) -> Answer:
        return Answer(200, {"ok": True, "result": self.webhook_info})

    def _get_chat(self, fields: dict[str, str]) -> Answer:
        chat_id = fields.get("chat_id", "")
        if chat_id in self.moved:
            return self.migrated(chat_id)
        if chat_id not in self.chats:
            return refusal(400, "Bad Request: chat not found")
        return Answer(200, {"ok": True, "result": {"id": int(chat_id), **self.chats[chat_id]}})

    def migrated(self, chat_id: str) -> Answer:
        """What is said of a group that has become a supergroup."""
        words = "Bad Request: group chat was upgraded to a supergroup chat"
        return refusal(400, words, migrate_to_chat_id=int(self.moved[chat_id]))

    def _leave_chat(self, fields: dict[str, str]) -> Answer:
        self.left.append(fields["chat_id"])
        return DONE

    def pause_of(self, answer: Answer) -> float:
        parameters = answer.body.get("parameters", {}) if isinstance(answer.body, dict) else {}
        return float(parameters.get("retry_after", 0))

    def accept(self, message: Accepted) -> Answer:
        result = {
            "message_id": len(self.messages),
            "from": {"id": int(TOKEN.partition(":")[0]), "is_bot": True, "first_name": "Провісник"},
            "chat": {"id": int(message.chat_id), "type": "private"},
            "date": int(time()),
            "text": message.text,
        }
        if not self.dated:
            del result["date"], result["chat"]
        return Answer(200, {"ok": True, "result": result})


def _fields(request: Request, body: bytes) -> dict[str, str] | str:
    """The request's fields as text, or what is wrong with its form."""
    if not body:  # what stands in the address is as good
        return dict(request.query_params)
    kind = request.headers.get("content-type", "").split(";")[0]
    if request.method != "POST" or kind != "application/x-www-form-urlencoded":
        return "a form is expected"
    pairs = parse_qsl(body.decode(), keep_blank_values=True, strict_parsing=bool(body))
    repeated = [name for name, times in Counter(name for name, _ in pairs).items() if times > 1]
    return f"repeated fields {repeated}" if repeated else dict(pairs)


def _keyboard(markup: str | None) -> Any:
    """The rows of an inline keyboard as (label, data); a text says what is wrong with it."""
    if markup is None:
        return None
    keyboard = json.loads(markup)
    rows = keyboard.get("inline_keyboard")
    if keyboard.keys() != {"inline_keyboard"} or not rows:
        return "can't parse inline keyboard"
    for button in (each for row in rows for each in row):
        if button.keys() != BUTTON_FIELDS:
            return "can't parse inline keyboard button"
        if not 1 <= len(button["callback_data"].encode()) <= 64:
            return "BUTTON_DATA_INVALID"
        if not button["text"].strip():
            return "button text is empty"
    return [[(each["text"], each["callback_data"]) for each in row] for row in rows]
