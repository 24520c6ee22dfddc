"""Viber's webhook: https://creators.viber.com/docs/bots-api/resources/webhooks/callbacks.

An answer that is no success makes Viber deliver the callback again: so it is given where the database refuses.
"""

import json
import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from typing import Any

import structlog
from starlette.datastructures import Headers
from starlette.responses import JSONResponse, Response

from bots.dialog.incoming import Incoming
from bots.dialog.model import Reply
from bots.viber_events import Fate, Receipt, is_signed, parse_event
from bots.web.app import Webhook
from pipeline.domain.errors import Failed

SIGNATURE_HEADER = "X-Viber-Content-Signature"

log = structlog.get_logger()


def viber_webhook(
    token: str,
    take: Callable[[Incoming], Awaitable[None]],
    answer: Callable[[Incoming], Awaitable[Sequence[Reply]]],
    welcome: Callable[[Sequence[Reply]], dict[str, Any]],
    told: Callable[[Receipt], Awaitable[None]],
) -> Webhook:
    """What is posted to `/viber`, if it is signed with the token.

    `take` sees to its replies itself; where the customer merely opened the conversation they are our answer. `told`
    hears what became of our messages.
    """

    async def receive(body: bytes, headers: Headers) -> Response:
        if not is_signed(body, headers.get(SIGNATURE_HEADER, ""), token):
            return Response(status_code=403)
        try:
            event = parse_event(json.loads(body))
        except (ValueError, RecursionError):
            return Response(status_code=400)
        if event.receipt is not None and event.receipt.fate is Fate.FAILED:
            log.warning("viber_not_delivered", message=event.receipt.message)
        try:
            if event.receipt is not None:
                await told(event.receipt)
            if event.incoming is None:
                return Response()
            incoming = _not_of_the_future(event.incoming)
            if not incoming.opens:
                await take(incoming)
                return Response()
            replies = await answer(incoming)
        except Failed:
            return Response(status_code=503)
        return JSONResponse(welcome(replies)) if replies else Response()

    return receive


def _not_of_the_future(incoming: Incoming) -> Incoming:
    """Viber's stamps are by clocks of its own: one that was wrong once would be later than all that follows."""
    now = time.time_ns() // 1_000_000
    return incoming if incoming.order is None else replace(incoming, order=min(incoming.order, now))
