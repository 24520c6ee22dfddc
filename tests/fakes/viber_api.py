"""Viber's REST API for bots, as far as a bot that talks needs it: https://creators.viber.com/docs/bots-api.

Stricter than the service in two things: a field that the API does not document is refused, and so is a token in
the body, where it would stand in every log of it. `FakeViber.customer` is somebody who writes to the bot.
"""

import json
from typing import Any, ClassVar
from urllib.parse import urlsplit

from starlette.requests import Request

from tests.fakes.limits import Limits
from tests.fakes.service import Accepted, Answer, FakeService
from tests.fakes.viber_customer import Callbacks, ViberCustomer
from tests.fakes.viber_message import rows, wrong_message

TOKEN = "445da6az1s345z78-dazcczb2542zv51a-e0vc5fva17480im9"
LARGEST_REQUEST = 30 * 1024
RATE_SECONDS = 10.0
"""Over which Viber counts requests; who made too many waits for as long."""

STATUSES = {
    0: "ok",
    1: "invalidUrl",
    2: "invalidAuthToken",
    3: "badData",
    4: "missingData",
    5: "receiverNotRegistered",
    6: "receiverNotSubscribed",
    7: "publicAccountBlocked",
    8: "publicAccountNotFound",
    9: "publicAccountSuspended",
    10: "webhookNotSet",
    11: "receiverNoSuitableDevice",
    12: "tooManyRequests",
    13: "apiVersionNotSupported",
    14: "incompatibleWithVersion",
    15: "publicAccountNotAuthorized",
    16: "inchatReplyMessageNotAllowed",
    17: "publicAccountIsNotInline",
    18: "noPublicChat",
    19: "cannotSendBroadcast",
    20: "broadcastNotAllowed",
    21: "unsupportedCountry",
    22: "paymentUnsupported",
    23: "freeMessagesExceeded",
    24: "noBalance",
}
EVENT_TYPES = {"delivered", "seen", "failed", "subscribed", "unsubscribed", "conversation_started"}
PATHS = ("/pa/send_message", "/pa/set_webhook", "/pa/get_account_info")
WEBHOOK_FIELDS = {"url": str, "event_types": list, "send_name": bool, "send_photo": bool}


def refusal(status: int, message: str | None = None) -> Answer:
    """An error as Viber says it: in the body of a 200."""
    return Answer(200, {"status": status, "status_message": message or STATUSES.get(status, "generalError")})


class FakeViber(FakeService):
    """One bot's API; its limit: 500 requests in ten seconds."""

    FAULTS: ClassVar = {
        "too_many_requests": refusal(12),
        "gone": refusal(6, "notSubscribed"),
        "bad_request": refusal(3),
        "token": refusal(2),
        "failure": Answer(500, "<html><body>Internal Server Error</body></html>"),
    }

    def __init__(self) -> None:
        super().__init__(Limits(500, RATE_SECONDS))
        self.callbacks = Callbacks(TOKEN)
        self.bare: list[str] = []
        """Texts of messages that took the keyboard away."""
        self.account = {"id": "pa:75346594275468546724", "name": "Провісник", "uri": "provisnyk"}
        """What Viber tells of the bot."""
        self._strangers: set[str] = set()

    def customer(self, user_id: str = "01234567890A=") -> ViberCustomer:
        """Somebody who has not written to the bot."""
        self.subscribe(user_id, subscribed=False)
        return ViberCustomer(self, user_id)

    def subscribed(self, user_id: str) -> bool:
        """Whether the bot may write to this user; who is no customer of ours always hears."""
        return user_id not in self._strangers

    def subscribe(self, user_id: str, *, subscribed: bool = True) -> None:
        (self._strangers.discard if subscribed else self._strangers.add)(user_id)

    def hear_welcome(self, user_id: str, fields: dict[str, Any]) -> None:
        """Show the message with which `conversation_started` was answered; it names no receiver."""
        assert "receiver" not in fields
        assert wrong_message(fields | {"receiver": user_id}) is None, wrong_message(fields | {"receiver": user_id})
        self.messages.append(self._accepted(fields | {"receiver": user_id}))

    def check(self, request: Request, body: bytes) -> Answer | Accepted:
        if request.url.path not in PATHS or request.method != "POST":
            return Answer(404, "<html><body>Not Found</body></html>")
        token = request.headers.get("x-viber-auth-token")
        if token != TOKEN:
            return refusal(2, "invalidAuthToken" if token else "missing_auth_token")
        try:
            fields = json.loads(body)
        except ValueError:
            fields = None
        if not isinstance(fields, dict) or len(body) > LARGEST_REQUEST:
            return refusal(3)
        return self._answer(request.url.path, fields)

    def _answer(self, path: str, fields: dict[str, Any]) -> Answer | Accepted:
        if path == "/pa/set_webhook":
            return self._set_webhook(fields)
        if path == "/pa/get_account_info":
            return refusal(3) if fields else Answer(200, {"status": 0, "status_message": "ok", **self.account})
        if wrong := wrong_message(fields):
            return refusal(*wrong)
        return self._accepted(fields) if self.subscribed(fields["receiver"]) else refusal(6, "notSubscribed")

    def pause_of(self, answer: Answer) -> float:
        return RATE_SECONDS if answer == self.FAULTS["too_many_requests"] else 0.0

    def accept(self, message: Accepted) -> Answer:  # noqa: ARG002 — Viber's answer does not repeat it
        token = 5741311803571721087 + len(self.messages)
        return Answer(
            200,
            {
                "status": 0,
                "status_message": "ok",
                "message_token": token,
                "chat_hostname": "SN-376_",
                "billing_status": 1,
            },
        )

    def _accepted(self, fields: dict[str, Any]) -> Accepted:
        keyboard = fields.get("keyboard")
        if keyboard is None:
            self.bare.append(fields["text"])
        return Accepted(fields["receiver"], fields["text"], keyboard=rows(keyboard) if keyboard else None)

    def _set_webhook(self, fields: dict[str, Any]) -> Answer:
        """Viber looks at once whether somebody answers there."""
        for name, value in fields.items():
            if type(value) is not WEBHOOK_FIELDS.get(name):
                return refusal(3, f"wrong value of {name}")
        events = fields.get("event_types", sorted(EVENT_TYPES))
        if set(events) - EVENT_TYPES:
            return refusal(3, "eventTypes")
        url = urlsplit(fields.get("url", ""))
        if url.scheme != "https":
            return refusal(1)
        self.callbacks.path, self.callbacks.kinds = url.path, frozenset(events)
        answer = self.callbacks.deliver("webhook")
        if answer is not None and answer.status_code != 200:
            self.callbacks.path = None
            return refusal(1, "invalidUrl")
        self.account["webhook"] = fields["url"]
        return Answer(200, {"status": 0, "status_message": "ok", "event_types": events})
