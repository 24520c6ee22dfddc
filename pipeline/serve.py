"""Serve: bots, web and schedule in one process.

The event loop talks to messengers and answers HTTP; the desk is the thread of the database; ticks have a thread and a
database connection of their own, and hold the lock that cron's tick holds. Nobody else writes to its messengers. At a
signal nothing new is taken, and what is in hand is finished within ten seconds.
"""

import asyncio
import os
import signal
import socket
import threading
import time
from collections.abc import AsyncIterator, Callable, Coroutine, Mapping, Sequence
from contextlib import ExitStack, asynccontextmanager, closing
from functools import partial
from typing import Any, TextIO

import structlog

from bots.web.app import Readiness, web_app
from bots.web.server import QUEUE, WebServer
from pipeline import operations
from pipeline.bootstrap import Application
from pipeline.channels import Channel, channels
from pipeline.config import PREFIX, Settings
from pipeline.desk import DatabaseDesk
from pipeline.domain.errors import Failed, ProvisnykError, frames, trouble
from pipeline.operator_page import operator_pages
from pipeline.schedule import Ticking
from pipeline.sole_writer import SoleWriter
from pipeline.steps.converse import Conversations
from pipeline.steps.interfaces import Clock
from pipeline.steps.send import SendReport
from pipeline.steps.tick import TickReport
from pipeline.web import pages

STOP_WITHIN = 8.5
"""Seconds in which what is in hand is finished; what is left of ten is for letting go."""
READY_WITHIN = 5.0
"""Seconds in which the database must answer."""
PRUNE_WITHIN = 30.0
"""Seconds that a night's clearing out may keep reminders waiting; what is left is for the next night."""

LOOK_AGAIN = 1.0
"""Seconds until it is looked again whether another process has ended."""

BROKE = "Збій програми зупинив serve; подробиці в журналі"

Told = Callable[[TickReport | SendReport], None]
Deaf = Callable[[], Mapping[str, str]]
"""Where customers are not heard now, and why, by messenger; any thread may ask."""

log = structlog.get_logger()


def serve(settings: Settings, clock: Clock, out: TextIO, told: Told) -> None:
    """Serve until SIGTERM or SIGINT; `told` hears of every tick. Raises `Failed` where the address is taken."""
    with _listen(settings) as listening:
        # `schedule` reckons by the local clock, which in Ukraine loses an hour each autumn
        os.environ["TZ"] = "UTC"
        time.tzset()
        asyncio.run(_serve(settings, clock, partial(_ticking, settings, clock, out, told), listening))


def serve_pages(settings: Settings, clock: Clock, serving: Callable[[], None]) -> None:
    """The pages alone, without messengers and ticks, until SIGTERM or SIGINT; `serving` is called as they open.

    Raises `Failed` where the address is taken.
    """
    with _listen(settings) as listening:
        serving()
        asyncio.run(_serve_pages(settings, clock, listening))


async def _serve_pages(settings: Settings, clock: Clock, listening: socket.socket) -> None:
    stopping = _stopping()
    with ExitStack() as stack:
        reading, operating = (
            stack.enter_context(closing(DatabaseDesk(lambda: Application(settings, clock)))) for _ in range(2)
        )
        with Application(settings, clock) as app:
            shown = [*pages(reading.ask, app, {}), *operator_pages(operating.ask, settings)]
        server = WebServer(web_app({}, _readiness(reading), shown))
        running = asyncio.create_task(server.serve(sockets=[listening]))
        await stopping.wait()
        server.should_exit = True
        await running


def _stopping() -> asyncio.Event:
    """Set at SIGTERM or SIGINT."""
    stopping = asyncio.Event()
    for each in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(each, stopping.set)
    return stopping


async def _serve(
    settings: Settings,
    clock: Clock,
    ticking_by: Callable[[Sequence[Channel]], Ticking],
    listening: socket.socket,
) -> None:
    stopping = _stopping()
    with ExitStack() as stack:
        desk, reading, operating, locks = (
            stack.enter_context(closing(DatabaseDesk(lambda: Application(settings, clock)))) for _ in range(4)
        )
        conversations = Conversations(desk, clock)
        with Application(settings, clock) as app:
            reached = channels(app, conversations, desk.ask)
            ticking, deaf = ticking_by(reached), partial(_deaf, reached)
            shown = [*pages(reading.ask, app, ticking.failed, deaf), *operator_pages(operating.ask, settings, deaf)]
        writer = stack.enter_context(closing(SoleWriter(locks, {each.name: each.pacer for each in reached})))
        if not await writer.begin(stopping):
            return
        web = web_app({each.path: each.webhook for each in reached if each.webhook}, _readiness(desk, deaf), shown)
        server = WebServer(web)
        async with _kept(writer, stopping):
            await _resume(reached)
            parts = [server.serve(sockets=[listening]), *(each.run(stopping) for each in reached)]
            log.info("serving", address=settings.web_bind)
            finish = partial(_finish, reached=reached, conversations=conversations, ticking=ticking)
            await _run(parts, stopping, server, ticking, finish)


@asynccontextmanager
async def _kept(writer: SoleWriter, stopping: asyncio.Event) -> AsyncIterator[None]:
    """The right to write is kept to the end, also while what is in hand is finished. Raises `Failed` without it."""
    keeping = asyncio.create_task(writer.keep())
    keeping.add_done_callback(lambda ended: stopping.set() if _broke(ended) else None)
    try:
        yield
    finally:
        keeping.cancel()
    if _broke(keeping):
        raise Failed(BROKE)


async def _run(
    parts: Sequence[Coroutine[Any, Any, None]],
    stopping: asyncio.Event,
    server: WebServer,
    ticking: Ticking,
    finish: Callable[[Sequence[asyncio.Task[None]]], Coroutine[Any, Any, None]],
) -> None:
    """Let the parts and the ticks run until the event, and finish what is in hand. Raises `Failed`."""
    running = [asyncio.create_task(part) for part in parts]
    for task in running:
        task.add_done_callback(lambda ended: stopping.set() if _broke(ended) else None)
    ticking.start()
    await stopping.wait()
    ticking.stop()
    server.should_exit = True
    try:
        async with asyncio.timeout(STOP_WITHIN):
            await finish(running)
    except TimeoutError:
        log.warning("stopped_before_all_was_done")
    if any(_broke(task) for task in running):
        raise Failed(BROKE)


async def _resume(reached: Sequence[Channel]) -> None:
    """First of all, so that nothing new overtakes it, say what was not said before the last end."""
    try:
        async with asyncio.timeout(READY_WITHIN):
            for each in reached:
                await each.resume()
    except (Failed, TimeoutError) as error:
        log.error("answers_wait_for_the_next_start", reason=str(error))  # noqa: TRY400


async def _finish(
    running: Sequence[asyncio.Task[None]], reached: Sequence[Channel], conversations: Conversations, ticking: Ticking
) -> None:
    """Finish what is in hand: first what brings more, then what is said, last the connections over which it is."""
    await asyncio.gather(*running, return_exceptions=True)
    await conversations.close()
    await asyncio.gather(*(each.close() for each in reached))
    while not ticking.ended():  # noqa: ASYNC110 - it is a thread
        await asyncio.sleep(0.05)


def _broke(task: asyncio.Task[None]) -> bool:
    """Whether a part of the whole ended by a fault of ours: who cannot hear is better started again."""
    error = task.exception() if task.done() and not task.cancelled() else None
    if error is not None:
        ours = isinstance(error, Failed)
        what = {"reason": str(error)} if ours else {"error": type(error).__name__, "where": frames(error)}
        log.error("serve_broke", **what)
    return error is not None


def _listen(settings: Settings) -> socket.socket:
    """The port, open before anything begins. It is named TCP, or asyncio leaves Nagle's delay on."""
    host, port = settings.web_address
    listening = socket.socket(
        socket.AF_INET6 if ":" in host else socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP
    )
    try:
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind((host, port))
        listening.listen(QUEUE)
    except OSError as error:
        listening.close()
        raise Failed(f"Не вдалося слухати {settings.web_bind}: {trouble(error)}; перевірте {PREFIX}WEB_BIND") from error
    return listening


def _deaf(reached: Sequence[Channel]) -> Mapping[str, str]:
    reasons = ((each.name, each.deaf()) for each in reached)
    return {name: reason for name, reason in reasons if reason}


def _readiness(desk: DatabaseDesk, deaf: Deaf = dict) -> Readiness:
    async def readiness() -> str | None:
        try:
            async with asyncio.timeout(READY_WITHIN):
                return await desk.trouble() or next(iter(deaf().values()), None)
        except TimeoutError:
            return "База даних не відповідає"
        except ProvisnykError as error:
            log.warning("not_ready", reason=str(error))  # not for strangers: it may name the database
            return "База даних недоступна"

    return readiness


def _ticking(settings: Settings, clock: Clock, out: TextIO, told: Told, reached: Sequence[Channel]) -> Ticking:
    """The jobs of the schedule, each with an application of its own: what broke the last one is of the past."""
    stop = threading.Event()
    pacers = {each.name: each.pacer for each in reached}

    def under_lock(job: Callable[[Application], TickReport | SendReport]) -> bool:
        """Whether no other process held the lock, and the job was done."""
        with Application(settings, clock, pacers) as app, app.run_lock(wait=False) as held:
            if held:
                told(job(app))
            return held

    def tick() -> None:
        deaf = partial(_deaf, reached)
        if not under_lock(lambda app: operations.tick(app, out, clock.now(), stopping=stop.is_set, deaf=deaf)):
            log.info("job_skipped", reason="another process holds the lock")

    def send() -> None:
        """What another process has just planned goes out as soon as it has ended; by a clock that jumped nothing does.

        The next tick asks the server of the list whether that clock is right.
        """
        with Application(settings, clock) as app:
            if not app.clock_watch.goes_on():
                log.warning("job_skipped", reason="the clock has jumped")
                return
        while not (stop.is_set() or under_lock(lambda app: app.send(out, stopping=stop.is_set))):
            stop.wait(LOOK_AGAIN)

    def prune() -> None:
        until = time.monotonic() + PRUNE_WITHIN
        with Application(settings, clock) as app:
            operations.prune(app, clock.now(), stopping=lambda: stop.is_set() or time.monotonic() > until)

    def check() -> None:
        with Application(settings, clock) as app:
            operations.look_for_damage(app)

    return Ticking(tick, send, prune, check, stop)
