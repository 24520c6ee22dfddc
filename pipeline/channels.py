"""The channels of `serve`: each messenger that has a token, with what is said over it and how it is heard."""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine
from dataclasses import dataclass
from functools import partial
from typing import Any

import structlog

from bots.pacing import Pacer
from bots.telegram_intake import TelegramIntake, webhook_secret
from bots.viber_events import Receipt
from bots.web.app import Webhook
from bots.web.telegram import telegram_webhook
from bots.web.viber import viber_webhook
from pipeline.bootstrap import Application
from pipeline.domain.errors import ChatMoved, ContactGone, DeliveryError, Misconfigured, Permanent, RetryLater
from pipeline.operations import follow_operator, operator_chat
from pipeline.steps.converse import Conversations
from pipeline.steps.waiting import is_set_within
from pipeline.web import Ask

SET_UP_AGAIN = 30.0
"""Seconds until another attempt where a messenger names no time."""
COMMANDS_AGAIN = 600.0
"""Seconds, where the menu of commands is refused: nobody needs it to be told of works."""

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Channel:
    """How one messenger is heard."""

    name: str
    pacer: Pacer
    """The pace of all that is written there."""
    path: str
    """Where its webhook is served."""
    webhook: Webhook | None
    """None where it is not heard by one."""
    run: Callable[[asyncio.Event], Coroutine[Any, Any, None]]
    """Registers us there, and asks for updates where there is no webhook, until the event."""
    resume: Callable[[], Awaitable[None]]
    """Says what was not said before the last end of the process. Raises `Failed`."""
    close: Callable[[], Awaitable[None]]
    """Finishes what is on its way and lets go of connections."""
    deaf: Callable[[], str | None] = lambda: None
    """Why customers are not heard there, though we ask."""


def channels(app: Application, conversations: Conversations, ask: Ask) -> list[Channel]:
    """Those of the messengers that have a token. Raises Misconfigured for a token that is none."""
    return [each for each in (_telegram(app, conversations, ask), _viber(app, conversations)) if each is not None]


def _telegram(app: Application, conversations: Conversations, ask: Ask) -> Channel | None:
    """By webhook where the settings name a public address, else by long polling."""
    token, public_url = app.settings.telegram_token, app.settings.public_url
    if token is None:
        return None
    messenger = app.telegram(token.get_secret_value())
    conversations.speak_by(messenger)
    secret = webhook_secret(token.get_secret_value())
    is_operators = partial(_is_operators, app.settings.operator_chat, messenger.chat, ask)
    intake = TelegramIntake(messenger, partial(conversations.take, messenger), is_operators)
    path = "/telegram"

    async def run(stopping: asyncio.Event) -> None:
        address = f"{public_url}{path}" if public_url else None
        if await _set_up("telegram", stopping, lambda: messenger.set_up(address, secret)):
            commands = asyncio.create_task(_show_commands(messenger.show_commands, stopping))
            await (stopping.wait() if address else intake.poll(stopping))
            commands.cancel()

    async def close() -> None:
        await intake.close()
        await messenger.close()

    webhook = telegram_webhook(intake, secret) if public_url else None
    resume = partial(conversations.resume, messenger)
    return Channel(messenger.name, messenger.pacer, path, webhook, run, resume, close, intake.deaf)


def _viber(app: Application, conversations: Conversations) -> Channel | None:
    """By webhook; without a public address it is written to, but nobody is heard."""
    token, public_url = app.settings.viber_token, app.settings.public_url
    if token is None:
        return None
    secret = token.get_secret_value()
    messenger = app.viber(secret)
    conversations.speak_by(messenger)
    path = "/viber"
    take = partial(conversations.take, messenger)

    async def told(receipt: Receipt) -> None:
        await conversations.receive(receipt.message, receipt.fate)

    webhook = viber_webhook(secret, take, partial(conversations.answer, messenger.name), messenger.welcome, told)

    async def run(stopping: asyncio.Event) -> None:
        if public_url:
            await _set_up("viber", stopping, lambda: messenger.set_up(f"{public_url}{path}"))
        else:
            log.warning("viber_not_heard", reason="не задано PROVISNYK_PUBLIC_URL")

    resume = partial(conversations.resume, messenger)
    return Channel(messenger.name, messenger.pacer, path, webhook if public_url else None, run, resume, messenger.close)


async def _is_operators(
    named: str | None, look_up: Callable[[str], Awaitable[tuple[str, str]]], ask: Ask, group: str
) -> bool:
    """Whether a group is the one in which the operator is called; it may go by a new id that nobody has seen yet."""
    if named is None or not named.startswith(("-", "@")):
        return False
    chat = await ask(operator_chat)
    if chat is None or group in (named, chat):
        return chat is not None
    try:
        found, _ = await look_up(chat)
    except ChatMoved as moved:
        await ask(partial(follow_operator, moved=moved))
        found = moved.chat_id
    except ContactGone:
        return False
    return found == group


async def _show_commands(show: Callable[[], Awaitable[None]], stopping: asyncio.Event) -> None:
    """Show the menu of commands, now or later: nothing waits for it."""
    while not stopping.is_set():
        try:
            await show()
        except DeliveryError as error:
            log.warning("commands_not_shown", reason=str(error))
            await is_set_within(error.seconds if isinstance(error, RetryLater) else COMMANDS_AGAIN, stopping)
        else:
            return


async def _set_up(name: str, stopping: asyncio.Event, call: Callable[[], Awaitable[None]]) -> bool:
    """Have a messenger deliver to us, once it can be reached; False where it refuses us or we stop."""
    while not stopping.is_set():
        try:
            await call()
        except (Misconfigured, Permanent) as error:
            log.error("messenger_stopped", messenger=name, reason=str(error))  # noqa: TRY400
            return False
        except DeliveryError as error:
            log.warning("messenger_not_reached", messenger=name, reason=str(error))
            pause = error.seconds if isinstance(error, RetryLater) else SET_UP_AGAIN
            await is_set_within(pause, stopping)
        else:
            return True
    return False
