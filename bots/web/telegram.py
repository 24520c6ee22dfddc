"""Telegram's webhook: https://core.telegram.org/bots/api#setwebhook.

An answer that is no success makes Telegram deliver the update again: so it is given where the database refuses, and
nowhere else.
"""

import hmac
import json

from starlette.datastructures import Headers
from starlette.responses import Response

from bots.telegram_intake import SECRET_HEADER, TelegramIntake
from bots.web.app import Webhook
from pipeline.domain.errors import Failed


def telegram_webhook(intake: TelegramIntake, secret: str) -> Webhook:
    """What is posted to `/telegram`, if it comes with the secret that Telegram was given."""

    async def receive(body: bytes, headers: Headers) -> Response:
        shown = headers.get(SECRET_HEADER, "")
        if not hmac.compare_digest(shown.encode(), secret.encode()):
            return Response(status_code=403)
        try:
            update = json.loads(body)
        except (ValueError, RecursionError):
            return Response(status_code=400)
        try:
            await intake.update(update)
        except Failed:
            return Response(status_code=503, headers={"Retry-After": "5"})
        return Response()

    return receive
