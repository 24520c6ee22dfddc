"""`python -m benchmarks.sending`: from the outbox to a fake Telegram without limits, beside the bare calls."""

import asyncio
import resource
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

from benchmarks import region
from benchmarks.figures import NOW, application, once, say
from bots.pacing import Pacer
from bots.telegram import TelegramMessenger
from pipeline.bootstrap import Application
from pipeline.domain.clock import kyiv_day
from pipeline.domain.interruptions import Interruption, Outage
from pipeline.domain.reminders import Reminder
from pipeline.domain.stages import Stage
from pipeline.domain.works import Certainty, Period
from pipeline.steps.send import CONCURRENCY, SendReport
from tests.fakes.telegram_api import TOKEN

MESSAGES = 2_000
UNLIMITED = 1_000_000.0


def main() -> None:
    """A JSON object."""
    with _fake() as url, tempfile.TemporaryDirectory() as scratch, application(Path(scratch)) as app:
        region.fill(app, Path(scratch), MESSAGES, MESSAGES)
        app.outbox.add(_reminders(app))
        bare = once(lambda: asyncio.run(_bare(url)))
        report, cpu = SendReport(), _cpu()
        seconds = once(lambda: app.send_through({"telegram": _messenger(url)}, report))
        assert report.sent == MESSAGES, report
        rate = MESSAGES / seconds
        say("send without limits", seconds, bare, size=MESSAGES, a_second=round(rate), cpu=round(_cpu() - cpu, 2))


def _messenger(url: str) -> TelegramMessenger:
    return TelegramMessenger(TOKEN, url, pacer=Pacer(UNLIMITED))


async def _bare(url: str) -> None:
    """The same number of messages, with no outbox behind them."""
    messenger = _messenger(url)
    free = asyncio.Semaphore(CONCURRENCY)

    async def say_to(chat: int) -> None:
        async with free:
            await messenger.send(str(chat), "Завтра не буде світла", silent=False)

    await asyncio.gather(*(say_to(chat) for chat in range(MESSAGES)))
    await messenger.close()


def _reminders(app: Application) -> Iterator[Reminder]:
    """One a subscription: tomorrow, now due."""
    starts_at = NOW + timedelta(days=1)
    day, ends_at = kyiv_day(starts_at), starts_at + timedelta(hours=7)
    outage = Outage(Period(starts_at, ends_at), Certainty.CERTAIN)
    for (each,) in app.database.execute_sql("SELECT id FROM subscription ORDER BY id").fetchall():
        interruption = Interruption(day, (outage,), reason="обрізка дерев")
        yield Reminder(each, day, Stage.ONE_DAY, 1, interruption, NOW, ends_at, day)


def _cpu() -> float:
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


@contextmanager
def _fake() -> Iterator[str]:
    """A fake Telegram as a process of its own."""
    command = [sys.executable, "-m", "tests.fakes.server", "tests.fakes.telegram_api:FakeTelegram"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        try:
            yield process.stdout.readline().strip()
        finally:
            process.terminate()


if __name__ == "__main__":
    main()
