"""Telegram, through python-telegram-bot's Bot: what is said there, and what is asked of it.

Two things of the library are mended here. It takes any refusal for Telegram's own, so that a firewall's 403
would look like a customer who blocked the bot: an answer that is not Telegram's JSON means `RetryLater`. And its
log lines, like those of httpx, hold the token, chat ids and texts: they are dropped.
"""

import json
import logging
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import takewhile
from typing import Any
from urllib.parse import urlencode

import httpx
from telegram import Bot, InlineKeyboardButton, InlineKeyboardMarkup, LinkPreviewOptions
from telegram.error import BadRequest, ChatMigrated, Conflict, Forbidden, InvalidToken, TelegramError
from telegram.request import HTTPXRequest

from bots.cut_answers import AsFarAsItCame, CutAnswer, own_id
from bots.dialog.buttons import understood
from bots.dialog.model import Button, Reply
from bots.inputs import at, callback_data
from bots.long_texts import parts
from bots.pacing import PER_SECOND, Pacer
from bots.standing import Standing
from bots.telegram_menu import menu
from bots.telegram_updates import ALLOWED_UPDATES
from bots.texts.dialog import private_only
from bots.texts.templates import LANGUAGES
from pipeline.domain.errors import (
    ChatMoved,
    ContactGone,
    DeliveryError,
    Misconfigured,
    Permanent,
    RetryLater,
    out_of_files,
)

API_URL = "https://api.telegram.org"
TIMEOUT = httpx.Timeout(connect=5, write=5, read=10, pool=5)
PAUSE = 30.0
"""Seconds until another attempt where Telegram names no time."""

CHAT_PER_SECOND = 1.0
"""Messages to one chat; to all together about 30."""
LONGEST_TEXT = 4000
"""Telegram takes 4,096 signs; an emoji counts as two."""
LONG_POLL = 25.0
"""Seconds that Telegram keeps a question for updates before it says that there are none."""
OTHER_PROCESS = "оновлення забирає інший процес із цим токеном: зупиніть його або візьміть у @BotFather новий токен"

LONGEST_NUMBER = 20
"""Digits of a bot's number."""
_STRANGE = "відповів хтось інший або не до кінця"
_TAKEN = re.compile(rb'\s*\{\s*"ok"\s*:\s*true\b')
"""How an answer to what was done begins."""
_GONE = ("chat not found", "user is deactivated", "peer_id_invalid", "rights to send", "chat_write_forbidden")
_LEAKY_LOGS = ("httpx", "telegram.Bot", "telegram.ext.ExtBot", "telegram.request.BaseRequest")


class HeardElsewhere(RetryLater):
    """What customers write goes to another process that has our token."""


class _TooMany(RetryLater):
    """Telegram's 429 to whatever it was asked; only that to a message holds the messenger."""


class TelegramMessenger:
    """Writes to Telegram chats, at most 28 a second and one a second to a chat."""

    name = "telegram"
    bot: str
    """The number of the bot: each counts its updates anew."""

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
        self.pacer = pacer or Pacer(PER_SECOND["telegram"], most=29, chat_per_second=CHAT_PER_SECOND)
        self.bot = "".join(takewhile(str.isdecimal, token))[:LONGEST_NUMBER]  # never what is secret of the token
        self._read_timeout = timeout.read or 0.0
        self._request = _Request(
            connect_timeout=timeout.connect,
            read_timeout=timeout.read,
            write_timeout=timeout.write,
            pool_timeout=timeout.pool,
            httpx_kwargs={"transport": AsFarAsItCame()},
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

    async def send(
        self,
        chat_id: str,
        text: str,
        *,
        silent: bool,
        language: str = "uk",
        confirm: int | None = None,
        plain: bool = False,
    ) -> str:
        """Telegram's message id. Raises a `DeliveryError`.

        `confirm`: the reminder that `Зрозуміло` is about; `plain`: the text alone, with nothing that can be refused.
        """
        rows = () if confirm is None or plain else understood(language, confirm)
        return await self._send(chat_id, text, _keyboard(rows), silent=silent, preview=plain)

    async def say(self, chat_id: str, reply: Reply, *, silent: bool = False) -> None:
        """Send a reply with its buttons, in parts where it is longer than a message. Raises a `DeliveryError`."""
        *first, last = parts(reply.text, LONGEST_TEXT)
        for part in first:
            await self._send(chat_id, part, silent=silent)
        await self._send(chat_id, last, _keyboard(reply.buttons), silent=silent)

    async def answer_query(self, query_id: str) -> None:
        """Let a pressed button come to rest. Raises a `DeliveryError`."""
        with self._named_by_what_to_do():
            await self._bot.answer_callback_query(query_id)

    async def decline(self, chat_id: str, language: str) -> None:
        """Tell a group that the bot is for private chats, and leave it. Raises a `DeliveryError`."""
        await self._send(chat_id, private_only(language))
        with self._named_by_what_to_do():
            await self._bot.leave_chat(chat_id)

    async def show_commands(self) -> None:
        """Show the commands in the language of the phone, where others stand there. Raises a `DeliveryError`."""
        for language in LANGUAGES:
            code = None if language == "uk" else language  # Ukrainian is for phones of all other languages, too
            commands = [{"command": command, "description": words} for command, words in menu(language)]
            if await self._shown_commands(code) != commands:
                await self._call("setMyCommands", commands=commands, language_code=code)

    async def _shown_commands(self, code: str | None) -> object:
        """What stands in the menu; None where Telegram does not tell."""
        try:
            return await self._call("getMyCommands", language_code=code)
        except (Misconfigured, Permanent):
            return None

    async def set_up(self, webhook: str | None, secret: str) -> None:
        """Have updates delivered to a webhook; without one they wait to be asked for. Raises a `DeliveryError`."""
        try:
            with self._named_by_what_to_do():
                if webhook:
                    await self._bot.set_webhook(webhook, secret_token=secret, allowed_updates=ALLOWED_UPDATES)
                elif at(await self._call("getWebhookInfo"), "url"):
                    await self._bot.delete_webhook()
        except Permanent:
            raise Misconfigured("Telegram: адресу webhook не прийнято, перевірте PROVISNYK_PUBLIC_URL") from None

    async def standing(self) -> Standing:
        """What Telegram knows of us. Raises a `DeliveryError`."""
        with self._named_by_what_to_do():
            name = (await self._bot.get_me()).username
            info = await self._bot.get_webhook_info()
        return Standing(
            f"@{name}", info.url or None, info.pending_update_count, info.last_error_date, info.last_error_message
        )

    async def chat(self, chat_id: str) -> tuple[str, str]:
        """The number of a chat and what people call it. Raises a `DeliveryError`: `ChatMoved`, `ContactGone`."""
        chat = await self._call("getChat", chat_id=chat_id)
        names = (at(chat, name) for name in ("title", "username", "first_name"))
        return str(at(chat, "id")), next((name for name in names if isinstance(name, str)), chat_id)

    async def updates(self, offset: int | None) -> Sequence[object]:
        """The updates from `offset` on as Telegram gives them, once there are some; those before it are settled.

        As JSON, since the library would raise on an update that it does not know. Raises a `DeliveryError`.
        """
        fields: dict[str, object] = {"timeout": int(LONG_POLL), "allowed_updates": json.dumps(ALLOWED_UPDATES)}
        if offset is not None:
            fields["offset"] = offset
        url = f"{self._bot.base_url}/getUpdates?{urlencode(fields)}"
        with self._named_by_what_to_do():
            updates = await self._request.post(url, read_timeout=LONG_POLL + self._read_timeout)
        if not isinstance(updates, list):
            raise RetryLater(f"Telegram: {_STRANGE}", PAUSE)
        return updates

    async def close(self) -> None:
        """Let go of connections."""
        await self._request.shutdown()

    async def _send(
        self,
        chat_id: str,
        text: str,
        keyboard: InlineKeyboardMarkup | None = None,
        *,
        silent: bool = False,
        preview: bool = False,
    ) -> str:
        """Send a text when it is its turn; `preview`: let Telegram show what it links to, if it likes."""
        async with self.pacer.turn(chat_id):
            try:
                message = await self._call(
                    "sendMessage",
                    chat_id=chat_id,
                    text=text,
                    disable_notification=silent,
                    link_preview_options=None if preview else LinkPreviewOptions(is_disabled=True),
                    reply_markup=keyboard,
                )
            except CutAnswer:
                return own_id()
            except _TooMany as error:
                self.pacer.hold(error.seconds)
                raise RetryLater(str(error), error.seconds, whole_messenger=True) from None
        message_id = at(message, "message_id")
        return str(message_id) if type(message_id) is int else own_id()

    async def _call(self, method: str, **fields: object) -> Any:
        """What comes of a method, as JSON. Raises a `DeliveryError`.

        The library's own methods make objects of it, and raise where a field is missing: a message that was taken would
        be said again.
        """
        with self._named_by_what_to_do():
            return await self._bot._post(method, fields)  # noqa: SLF001 - it has no other door for this

    @contextmanager
    def _named_by_what_to_do(self) -> Iterator[None]:
        try:
            yield
        except ChatMigrated as moved:
            raise ChatMoved("Telegram: група стала супергрупою", str(moved.new_chat_id)) from None
        except TelegramError as error:
            raise _by_what_to_do(error) from None
        except KeyError:  # of the library, where a success has no result
            raise RetryLater(f"Telegram: {_STRANGE}", PAUSE) from None


def _keyboard(rows: Sequence[Sequence[Button]]) -> InlineKeyboardMarkup | None:
    """Buttons under a message; they stay when they are pressed, as the dialogue takes a press at any time."""
    if not rows:
        return None
    return InlineKeyboardMarkup(
        [[InlineKeyboardButton(each.label, callback_data=callback_data(each)) for each in row] for row in rows]
    )


class _Request(HTTPXRequest):
    """The library's request, which knows Telegram's answers from those of something in between.

    It takes the time of a 429, too, which the library is about to give in another type.
    """

    @staticmethod
    def parse_json_payload(payload: bytes) -> dict[str, Any]:
        try:
            answer = json.loads(payload)
        except ValueError:
            if _TAKEN.match(payload):
                raise CutAnswer("Telegram: відповідь обірвалася", PAUSE) from None
            answer = None
        if isinstance(answer, dict) and answer.get("ok") is True and "result" not in answer:
            raise CutAnswer("Telegram: відповідь обірвалася", PAUSE)
        if not isinstance(answer, dict) or not ("result" in answer or "error_code" in answer):
            raise RetryLater(f"Telegram: {_STRANGE}", PAUSE)
        if seconds := (answer.get("parameters") or {}).get("retry_after"):
            raise _TooMany("Telegram: забагато запитів", seconds)
        return answer


def _by_what_to_do(error: TelegramError) -> DeliveryError:
    """Our error for the library's; BadRequest comes before its base, the errors of the network."""
    match error:
        case Forbidden():
            return ContactGone("Telegram: людина заблокувала бота")
        case InvalidToken():
            return Misconfigured("Telegram: токен не прийнято, перевірте PROVISNYK_TELEGRAM_TOKEN")
        case Conflict():
            return HeardElsewhere(f"Telegram: {OTHER_PROCESS}", PAUSE)
        case BadRequest() if any(gone in error.message.lower() for gone in _GONE):
            return ContactGone("Telegram: такого чату немає")
        case BadRequest():
            return Permanent("Telegram: повідомлення не прийнято")
        case _:
            reason = out_of_files(error) or "немає зв’язку або збій на їхньому боці"
            return RetryLater(f"Telegram: {reason}", PAUSE)


def _tells_no_secret(record: logging.LogRecord) -> bool:
    return record.name == "httpx" and "/bot" not in record.getMessage()
