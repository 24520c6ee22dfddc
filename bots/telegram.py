"""Telegram, through python-telegram-bot's Bot.

Two things of the library are mended here. It takes any refusal for Telegram's own, so that a firewall's 403
would look like a customer who blocked the bot: an answer that is not Telegram's JSON means `RetryLater`. And its
log lines, like those of httpx, hold the token, chat ids and texts: they are dropped.
"""

import json
import logging
from typing import Any

import httpx
from telegram import Bot, LinkPreviewOptions
from telegram.error import BadRequest, ChatMigrated, Forbidden, InvalidToken, TelegramError
from telegram.request import HTTPXRequest

from bots.pacing import Pacer
from pipeline.domain.errors import ContactGone, DeliveryError, Misconfigured, Permanent, RetryLater

API_URL = "https://api.telegram.org"
TIMEOUT = httpx.Timeout(connect=5, write=5, read=10, pool=5)
PAUSE = 30.0
"""Seconds until another attempt where Telegram names no time."""

_GONE = ("chat not found", "user is deactivated", "peer_id_invalid")
_LEAKY_LOGS = ("httpx", "telegram.Bot", "telegram.ext.ExtBot", "telegram.request.BaseRequest")


class TelegramMessenger:
    """Sends text to Telegram chats, at most 28 a second and one a second to a chat."""

    name = "telegram"

    def __init__(
        self,
        token: str,
        api_url: str = API_URL,
        *,
        timeout: httpx.Timeout = TIMEOUT,
        pacer: Pacer | None = None,
    ) -> None:
        for log in _LEAKY_LOGS:
            logging.getLogger(log).addFilter(_tells_no_secret)
        self._pacer = pacer or Pacer(28, chat_per_second=1)
        self._request = _Request(
            connect_timeout=timeout.connect,
            read_timeout=timeout.read,
            write_timeout=timeout.write,
            pool_timeout=timeout.pool,
        )
        try:
            self._bot = Bot(
                token,
                base_url=f"{api_url.rstrip('/')}/bot",
                request=self._request,
                get_updates_request=self._request,
            )
        except InvalidToken:
            raise Misconfigured("Telegram: токен порожній, перевірте PROVISNYK_TELEGRAM_TOKEN") from None

    async def send(self, chat_id: str, text: str, *, silent: bool) -> str:
        """Telegram's message id. Raises a `DeliveryError`.

        A group that became a supergroup has a new id: the message goes there, once.
        """
        try:
            try:
                return await self._send(chat_id, text, silent=silent)
            except ChatMigrated as moved:
                return await self._send(str(moved.new_chat_id), text, silent=silent)
        except RetryLater as error:
            if error.whole_messenger:
                self._pacer.hold(error.seconds)
            raise
        except TelegramError as error:
            raise _by_what_to_do(error) from None

    async def close(self) -> None:
        """Let go of connections."""
        await self._request.shutdown()

    async def _send(self, chat_id: str, text: str, *, silent: bool) -> str:
        await self._pacer.wait(chat_id)
        message = await self._bot.send_message(
            int(chat_id) if chat_id.removeprefix("-").isdecimal() else chat_id,
            text,
            disable_notification=silent,
            link_preview_options=LinkPreviewOptions(is_disabled=True),
        )
        return str(message.message_id)


class _Request(HTTPXRequest):
    """The library's request, which knows Telegram's answers from those of something in between.

    It takes the time of a 429, too, which the library is about to give in another type.
    """

    @staticmethod
    def parse_json_payload(payload: bytes) -> dict[str, Any]:
        try:
            answer = json.loads(payload)
        except ValueError:
            answer = None
        if not isinstance(answer, dict) or not ("result" in answer or "error_code" in answer):
            raise RetryLater("Telegram: відповів хтось інший або не до кінця", PAUSE)
        if seconds := (answer.get("parameters") or {}).get("retry_after"):
            raise RetryLater("Telegram: забагато повідомлень", seconds, whole_messenger=True)
        return answer


def _by_what_to_do(error: TelegramError) -> DeliveryError:
    """Our error for the library's; BadRequest comes before its base, the errors of the network."""
    match error:
        case Forbidden():
            return ContactGone("Telegram: людина заблокувала бота")
        case InvalidToken():
            return Misconfigured("Telegram: токен не прийнято, перевірте PROVISNYK_TELEGRAM_TOKEN")
        case BadRequest() if any(gone in error.message.lower() for gone in _GONE):
            return ContactGone("Telegram: такого чату немає")
        case BadRequest() | ChatMigrated():
            return Permanent("Telegram: повідомлення не прийнято")
        case _:
            return RetryLater("Telegram: немає зв’язку або збій на їхньому боці", PAUSE)


def _tells_no_secret(record: logging.LogRecord) -> bool:
    return record.name == "httpx" and "/bot" not in record.getMessage()
