"""Viber's REST API for bots, as far as sending goes: https://developers.viber.com/docs/api/rest-bot-api/#send-message.

Stricter than the service in two things: a field that the API does not document is refused, and so is a token in
the body, where it would stand in every log of it.
"""

import json
from typing import Any, ClassVar

from starlette.requests import Request

from tests.fakes.service import Accepted, Answer, FakeService

TOKEN = "445da6az1s345z78-dazcczb2542zv51a-e0vc5fva17480im9"
LONGEST_TEXT = 7000
LARGEST_REQUEST = 30 * 1024

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
FIELDS: dict[str, tuple[type, int | None]] = {
    "receiver": (str, None),
    "type": (str, None),
    "sender": (dict, None),
    "text": (str, LONGEST_TEXT),
    "tracking_data": (str, 4000),
    "min_api_version": (int, None),
    "keyboard": (dict, None),
}
"""Of a text message: each field's type and longest value."""


def refusal(status: int, message: str | None = None) -> Answer:
    """An error as Viber says it: in the body of a 200."""
    return Answer(200, {"status": status, "status_message": message or STATUSES.get(status, "generalError")})


class FakeViber(FakeService):
    """One bot's API."""

    FAULTS: ClassVar = {
        "too_many_requests": refusal(12),
        "gone": refusal(6, "notSubscribed"),
        "bad_request": refusal(3),
        "token": refusal(2),
        "failure": Answer(500, "<html><body>Internal Server Error</body></html>"),
    }

    def check(self, request: Request, body: bytes) -> Answer | Accepted:
        if request.url.path != "/pa/send_message" or request.method != "POST":
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
        return _wrong(fields) or Accepted(fields["receiver"], fields["text"])

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


def _wrong(fields: dict[str, Any]) -> Answer | None:
    """The refusal of a message that is not what the API documents."""
    if unknown := fields.keys() - FIELDS.keys():
        return refusal(3, f"unknown fields {sorted(unknown)}")
    if missing := {"receiver", "type", "sender", "text"} - {name for name, value in fields.items() if value}:
        return refusal(4, f"missing fields {sorted(missing)}")
    for name, value in fields.items():
        kind, longest = FIELDS[name]
        if type(value) is not kind or (longest is not None and len(value) > longest):
            return refusal(3, f"wrong value of {name}")
    sender = fields["sender"]
    if sender.keys() - {"name", "avatar"} or not 0 < len(sender.get("name", "")) <= 28:
        return refusal(3, "wrong value of sender")
    return None if fields["type"] == "text" else refusal(3, "this fake knows text messages only")
