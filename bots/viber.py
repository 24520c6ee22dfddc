"""Viber, through viberbot's messages and an HTTP client of our own.

viberbot's sender has no time-out and writes the token to the log, so only its messages are used. Viber answers
200 to almost everything; whether a message was taken stands in the `status` of the body.
"""

from typing import Any, NoReturn

import httpx
from viberbot.api.messages import TextMessage

from bots.pacing import Pacer
from pipeline.domain.errors import ContactGone, Misconfigured, Permanent, RetryLater

API_URL = "https://chatapi.viber.com/pa"
SENDER_NAME = "Провісник"
"""At most 28 characters."""
TIMEOUT = httpx.Timeout(connect=5, write=5, read=10, pool=5)
PAUSE = 30.0
"""Seconds until another attempt after a failure on the way."""
RATE_PAUSE = 10.0
"""Seconds that Viber counts requests over; a breach names no time."""

_MIN_API_VERSION = 1
_TOO_MANY_REQUESTS = 12
_GONE = {
    5: "людина не користується Viber",
    6: "людина не підписана на бота",
    11: "Viber на пристрої людини не підтримує ботів",
}
_MISCONFIGURED = {
    1: "хибна адреса webhook",
    2: "токен не прийнято, перевірте PROVISNYK_VIBER_TOKEN",
    7: "бота заблоковано",
    8: "токен не належить боту",
    9: "бота призупинено",
    10: "не встановлено webhook",
    15: "бота не авторизовано",
    23: "вичерпано безкоштовні повідомлення цього місяця",
    24: "немає коштів на рахунку бота",
}
"""Each concerns all messages; none of them is lost, they wait until it is mended."""


class ViberMessenger:
    """Sends text to Viber users, 40 a second (500 in ten seconds are allowed)."""

    name = "viber"

    def __init__(
        self,
        token: str,
        api_url: str = API_URL,
        *,
        sender_name: str = SENDER_NAME,
        timeout: httpx.Timeout = TIMEOUT,
        pacer: Pacer | None = None,
    ) -> None:
        if not token.isascii() or not token.strip():
            raise Misconfigured(f"Viber: {_MISCONFIGURED[2]}")
        self._url = f"{api_url.rstrip('/')}/send_message"
        self._sender = {"name": sender_name}
        self._pacer = pacer or Pacer(40)
        self._client = httpx.AsyncClient(headers={"X-Viber-Auth-Token": token}, timeout=timeout)

    async def send(self, chat_id: str, text: str, *, silent: bool) -> str:  # noqa: ARG002
        """Viber's message token. Raises a `DeliveryError`. Viber knows no silent messages."""
        message = TextMessage(text=text, min_api_version=_MIN_API_VERSION)
        await self._pacer.wait(chat_id)
        answer = await self._post({"receiver": chat_id, "sender": self._sender, **message.to_dict()})
        if answer["status"] != 0:
            self._refuse(answer["status"])
        return str(answer.get("message_token", ""))

    async def close(self) -> None:
        """Let go of connections."""
        await self._client.aclose()

    async def _post(self, payload: dict[str, Any]) -> dict[str, Any]:
        """The body of Viber's answer, with a whole number as its `status`."""
        try:
            response = await self._client.post(self._url, json=payload)
        except httpx.HTTPError as error:
            raise RetryLater(f"Viber: немає зв’язку ({type(error).__name__})", PAUSE) from None
        if response.status_code == httpx.codes.TOO_MANY_REQUESTS:
            self._refuse(_TOO_MANY_REQUESTS)
        if response.is_server_error:
            raise RetryLater(f"Viber: збій на їхньому боці ({response.status_code})", PAUSE)
        if not response.is_success:
            reason = f"Viber: відповідь {response.status_code}, перевірте PROVISNYK_VIBER_API_URL"
            raise Misconfigured(reason)
        try:
            answer = response.json()
        except ValueError:
            answer = None
        if not isinstance(answer, dict) or not isinstance(answer.get("status"), int):
            raise RetryLater("Viber: відповів хтось інший або не до кінця", PAUSE)
        return answer

    def _refuse(self, status: int) -> NoReturn:
        """Raise what Viber's `status` means; one that is not in its documents counts as our own fault."""
        if status == _TOO_MANY_REQUESTS:
            self._pacer.hold(RATE_PAUSE)
            raise RetryLater("Viber: забагато повідомлень", RATE_PAUSE, whole_messenger=True)
        if status in _GONE:
            raise ContactGone(f"Viber: {_GONE[status]}")
        if status in _MISCONFIGURED:
            raise Misconfigured(f"Viber: {_MISCONFIGURED[status]}")
        raise Permanent(f"Viber: повідомлення не прийнято, код {status}")
