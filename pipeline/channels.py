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
from pipeline.domain.errors import DeliveryError, Misconfigured, Permanent, RetryLater
from pipeline.steps.converse import Conversations
from pipeline.steps.waiting import is_set_within

SET_UP_AGAIN = 30.0
"""Seconds until another attempt where a messenger names no time."""

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


def channels(app: Application, conversations: Conversations) -> list[Channel]:
    """Those of the messengers that have a token. Raises Misconfigured for a token that is none."""
    return [each for each in (_telegram(app, conversations), _viber(app, conversations)) if each is not None]


def _telegram(app: Application, conversations: Conversations) -> Channel | None:
    """By webhook where the settings name a public address, else by long polling."""
    token, public_url = app.settings.telegram_token, app.settings.public_url
    if token is None:
        return None
    messenger = app.telegram(token.get_secret_value())
    conversations.speak_by(messenger)
    secret = webhook_secret(token.get_secret_value())
    intake = TelegramIntake(messenger, partial(conversations.take, messenger))
    path = "/telegram"

    async def run(stopping: asyncio.Event) -> None:
        address = f"{public_url}{path}" if public_url else None
        ready = await _set_up("telegram", stopping, lambda: messenger.set_up(address, secret))
        if ready and address is None:
            await intake.poll(stopping)

    async def close() -> None:
        await intake.close()
        await messenger.close()

    webhook = telegram_webhook(intake, secret) if public_url else None
    resume = partial(conversations.resume, messenger)
    return Channel(messenger.name, messenger.pacer, path, webhook, run, resume, close)


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
