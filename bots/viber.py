"""Viber, through viberbot's messages and an HTTP client of our own.

viberbot's sender has no time-out and writes the token to the log, so only its messages are used. Viber answers
200 to almost everything; whether a message was taken stands in the `status` of the body.
"""

import re
from collections.abc import Sequence
from typing import Any, NoReturn

import httpx
from viberbot.api.messages import TextMessage

from bots.cut_answers import AsFarAsItCame, CutAnswer, own_id
from bots.dialog.buttons import main, understood
from bots.dialog.model import Reply
from bots.long_texts import parts
from bots.pacing import PER_SECOND, Pacer
from bots.standing import Standing
from bots.viber_events import EVENT_TYPES
from bots.viber_keyboard import keyboard
from pipeline.domain.errors import ContactGone, Misconfigured, Permanent, RetryLater, out_of_files

API_URL = "https://chatapi.viber.com/pa"
SENDER_NAME = "Провісник"
"""At most 28 characters."""
TIMEOUT = httpx.Timeout(connect=5, write=5, read=10, pool=5)
PAUSE = 30.0
"""Seconds until another attempt after a failure on the way."""
RATE_PAUSE = 10.0
"""Seconds that Viber counts requests over; a breach names no time."""
LONGEST_TEXT = 6000
"""Viber takes 7,000 characters, but 30 kB with all buttons; an emoji has four bytes."""

_TAKEN = re.compile(rb'\s*\{\s*"status"\s*:\s*0\s*,')
"""How an answer to what was done begins."""
_MIN_API_VERSION = 1
_TOO_MANY_REQUESTS = 12
_GONE = {
    5: "людина не користується Viber",
    6: "людина не підписана на бота",
    11: "Viber на пристрої людини не підтримує ботів",
}
_MISCONFIGURED = {
    1: "адресу webhook не прийнято, перевірте PROVISNYK_PUBLIC_URL",
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
    """Writes to Viber users, 48 a second (500 in ten seconds are allowed)."""

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
        self.pacer = pacer or Pacer(PER_SECOND["viber"], most=55)
        self._url = api_url.rstrip("/")
        self._sender = {"name": sender_name}
        self._client = httpx.AsyncClient(
            headers={"X-Viber-Auth-Token": token}, timeout=timeout, transport=AsFarAsItCame()
        )

    async def send(
        self,
        chat_id: str,
        text: str,
        *,
        silent: bool,  # noqa: ARG002 - Viber knows no silent messages
        language: str = "uk",
        confirm: int | None = None,
        plain: bool = False,
    ) -> str:
        """Viber's message token. Raises a `DeliveryError`.

        `confirm`: the reminder that `Зрозуміло` is about; `plain`: the text alone, with nothing that can be refused.
        """
        rows = () if confirm is None else (*understood(language, confirm), *main(language))
        return await self._send(chat_id, Reply(text, rows), language, plain=plain)

    async def say(self, chat_id: str, reply: Reply, *, silent: bool = False) -> None:  # noqa: ARG002 - as above
        """Send a reply with its buttons, in parts where it is longer than a message. Raises a `DeliveryError`."""
        for part in parts(reply.text, LONGEST_TEXT):
            await self._send(chat_id, Reply(part, reply.buttons))

    def welcome(self, replies: Sequence[Reply]) -> dict[str, Any]:
        """The one message with which `conversation_started` is answered: all replies, the buttons of the last."""
        text = "\n\n".join(reply.text for reply in replies)
        return self._message(Reply(parts(text, LONGEST_TEXT)[0], replies[-1].buttons))

    async def set_up(self, webhook: str) -> None:
        """Have events delivered to this address; Viber looks there at once. Raises a `DeliveryError`."""
        wanted = {"url": webhook, "event_types": EVENT_TYPES, "send_name": False, "send_photo": False}
        await self._post("set_webhook", wanted)

    async def standing(self) -> Standing:
        """What Viber knows of us; it does not tell whether its callbacks arrive. Raises a `DeliveryError`."""
        answer = await self._post("get_account_info", {})
        return Standing(str(answer.get("name", "")), answer.get("webhook") or None)

    async def close(self) -> None:
        """Let go of connections."""
        await self._client.aclose()

    def _message(self, reply: Reply, language: str = "uk", *, plain: bool = False) -> dict[str, Any]:
        """A message as Viber takes it; a `plain` one has no keyboard, and takes that of the last one away."""
        buttons = None if plain else keyboard(reply.buttons, language)
        message = TextMessage(text=reply.text, keyboard=buttons, min_api_version=_MIN_API_VERSION)
        return {"sender": self._sender, **message.to_dict()}

    async def _send(self, chat_id: str, reply: Reply, language: str = "uk", *, plain: bool = False) -> str:
        message = self._message(reply, language, plain=plain)
        async with self.pacer.turn(chat_id):
            try:
                answer = await self._post("send_message", {"receiver": chat_id, **message})
            except CutAnswer:
                return own_id()
            except RetryLater as error:
                if error.whole_messenger:  # what else is refused says nothing of messages
                    self.pacer.hold(error.seconds)
                raise
        return str(answer.get("message_token") or own_id())

    async def _post(self, method: str, payload: dict[str, Any]) -> dict[str, Any]:
        """The body of Viber's answer to what it did. Raises a `DeliveryError`."""
        try:
            response = await self._client.post(f"{self._url}/{method}", json=payload)
        except httpx.HTTPError as error:
            reason = out_of_files(error) or f"немає зв’язку ({type(error).__name__})"
            raise RetryLater(f"Viber: {reason}", PAUSE) from None
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
            if _TAKEN.match(response.content):
                raise CutAnswer("Viber: відповідь обірвалася", PAUSE) from None
            answer = None
        if not isinstance(answer, dict) or not isinstance(answer.get("status"), int):
            raise RetryLater("Viber: відповів хтось інший або не до кінця", PAUSE)
        if answer["status"] != 0:
            self._refuse(answer["status"])
        return answer

    def _refuse(self, status: int) -> NoReturn:
        """Raise what Viber's `status` means; one that is not in its documents counts as our own fault."""
        if status == _TOO_MANY_REQUESTS:
            raise RetryLater("Viber: забагато повідомлень", RATE_PAUSE, whole_messenger=True)
        if status in _GONE:
            raise ContactGone(f"Viber: {_GONE[status]}")
        if status in _MISCONFIGURED:
            raise Misconfigured(f"Viber: {_MISCONFIGURED[status]}")
        raise Permanent(f"Viber: повідомлення не прийнято, код {status}")
