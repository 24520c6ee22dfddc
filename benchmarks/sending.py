"""`python -m benchmarks.sending [MESSAGES]`: from the outbox to a Telegram and a Viber that take everything at once.

Without limits, beside bare calls of the same messages by httpx; then with each messenger's own pace, beside the time
that the pace asks for.
"""

import asyncio
import sys
import tempfile
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from pathlib import Path

import httpx

from benchmarks import region
from benchmarks.figures import NOW, application, cpu, once, say, serving
from bots.pacing import Pacer
from bots.telegram import TelegramMessenger
from bots.viber import ViberMessenger
from pipeline.bootstrap import Application
from pipeline.domain.clock import kyiv_day
from pipeline.domain.interruptions import Interruption, Outage
from pipeline.domain.reminders import Reminder
from pipeline.domain.stages import Stage
from pipeline.domain.works import Certainty, Period
from pipeline.steps.interfaces import Messenger
from pipeline.steps.send import CONCURRENCY, SendReport
from tests.fakes import telegram_api, viber_api

MESSAGES, PACED_SECONDS = 5_000, 10
UNLIMITED = 1_000_000.0


TEXT = "Завтра, 21 листопада, з 10:00 до 17:00 не буде світла"


@dataclass(frozen=True)
class Service:
    """A messenger of the product."""

    name: str
    build: Callable[[str, Pacer | None], Messenger]
    bare: Callable[[httpx.AsyncClient, str], Awaitable[httpx.Response]]
    """A message by an HTTP client alone."""
    per_second: int
    """Its own pace."""


def _telegram(client: httpx.AsyncClient, url: str) -> Awaitable[httpx.Response]:
    return client.post(f"{url}/bot{telegram_api.TOKEN}/sendMessage", data={"chat_id": "1", "text": TEXT})


def _viber(client: httpx.AsyncClient, url: str) -> Awaitable[httpx.Response]:
    message = {"receiver": "1", "type": "text", "text": TEXT, "sender": {"name": "Провісник"}}
    return client.post(f"{url}/send_message", json=message, headers={"X-Viber-Auth-Token": viber_api.TOKEN})


SERVICES = (
    Service(
        "telegram",
        lambda url, pacer: TelegramMessenger(telegram_api.TOKEN, url, pacer=pacer),
        _telegram,
        28,
    ),
    Service(
        "viber",
        lambda url, pacer: ViberMessenger(viber_api.TOKEN, url, pacer=pacer),
        _viber,
        48,
    ),
)


def main(messages: int = MESSAGES) -> None:
    """Each messenger without limits and with its own."""
    for service in SERVICES:
        with serving("benchmarks.lean_server") as url:
            bare = once(partial(asyncio.run, _bare(service, url, messages)))
            seconds, used = _send(service, url, messages, Pacer(UNLIMITED))
            what = f"sending to {service.name} without limits, against bare calls"
            say(what, seconds, bare, a_second=round(messages / seconds), at_least=500, size=messages, cpu=used)
            paced = service.per_second * PACED_SECONDS
            seconds, _ = _send(service, url, paced, None)
            what = f"sending to {service.name} with its limit, against the pace"
            say(what, seconds, PACED_SECONDS, at_most=1.053, a_second=round(paced / seconds, 1), size=paced)


def _send(service: Service, url: str, messages: int, pacer: Pacer | None) -> tuple[float, float]:
    """Seconds, and those of the processor, in which an outbox of so many messages is sent."""
    with tempfile.TemporaryDirectory() as scratch, application(Path(scratch)) as app:
        region.fill(app, Path(scratch), messages, messages)
        app.database.execute_sql("UPDATE contact SET messenger = ?", (service.name,))
        app.outbox.add(list(tomorrows(app)))
        messenger, report, before = service.build(url, pacer), SendReport(), cpu()
        seconds = once(lambda: app.send_through({service.name: messenger}, report))
        assert report.sent == messages, report
        return seconds, round(cpu() - before, 2)


async def _bare(service: Service, url: str, messages: int) -> None:
    """The same number of calls, with nothing of ours and no library of a messenger's around them."""
    free = asyncio.Semaphore(CONCURRENCY)
    async with httpx.AsyncClient() as client:

        async def call(_: int) -> None:
            async with free:
                (await service.bare(client, url)).raise_for_status()

        await asyncio.gather(*map(call, range(messages)))


def tomorrows(app: Application) -> Iterator[Reminder]:
    """One a subscription: tomorrow, now due. Asks the database, so it is to be listed before anything is written."""
    starts_at = NOW + timedelta(days=1)
    day, ends_at = kyiv_day(starts_at), starts_at + timedelta(hours=7)
    outage = Outage(Period(starts_at, ends_at), Certainty.CERTAIN)
    for (each,) in app.database.execute_sql("SELECT id FROM subscription ORDER BY id").fetchall():
        interruption = Interruption(day, (outage,), reason="обрізка дерев")
        yield Reminder(each, day, Stage.ONE_DAY, 1, interruption, NOW, ends_at, day)


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
