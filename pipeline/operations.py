"""The operator's side of the composition root: what a tick tells him, and what he asks."""

import asyncio
from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime
from typing import Any, TextIO

import httpx
import structlog

from data import pruning
from data.evidence import EvidenceRepository
from data.installation import find_damage
from data.marks import Mark, put_mark
from data.moved_chats import keep_move, moved_to
from data.refusals import owe_refused_again
from data.spending import held_back as read_held_back
from data.spending import spending as read_spending
from data.troubles import TroubleRepository
from pipeline.affairs import affairs_of, installation
from pipeline.bootstrap import Application
from pipeline.config import PREFIX
from pipeline.domain.budget import Spending
from pipeline.domain.errors import ChatMoved, Misconfigured, WrongClock
from pipeline.domain.quarantine import UnreadRow
from pipeline.domain.reminders import Recipient
from pipeline.steps import explain as explain_step
from pipeline.steps.call import call_operator
from pipeline.steps.explain import Explanation
from pipeline.steps.plan import hold_unsent
from pipeline.steps.tick import TickReport
from pipeline.steps.unregistered import unregistered_streets as find_unregistered

HEARTBEAT_WITHIN = 5.0
"""Seconds that the watcher may take to answer."""

log = structlog.get_logger()


def tick(
    app: Application,
    out: TextIO,
    now: datetime,
    *,
    stopping: Callable[[], bool] = lambda: False,
    deaf: Callable[[], Mapping[str, str]] | None = None,
) -> TickReport:
    """Read, plan and send, under `run_lock`; then tell the operator what he is needed for, if anything.

    `deaf`: gives the messengers in which customers are not heard, and why; None where another process would know.
    """
    report = app.tick(out, now, stopping=stopping)
    call(app, report, now, deaf() if deaf else None)
    if report.trusted and not report.send.stopped and not report.send.faults and not installation(app).is_blind:
        heartbeat(app)
    return report


def call(app: Application, report: TickReport, now: datetime, deaf: Mapping[str, str] | None) -> None:
    """Tell the operator's chat what he is needed for; nothing where there is none."""
    chat = operator_chat(app)
    if chat is None:
        return

    def say(text: str) -> None:
        try:
            asyncio.run(_say(app, chat, text))
        except ChatMoved as moved:
            follow_operator(app, moved)
            asyncio.run(_say(app, moved.chat_id, text))

    affairs = affairs_of(app, now, report.send.stopped, deaf)
    call_operator(TroubleRepository(app.database), app.works, affairs, say, now=now)


def operator_chat(app: Application) -> str | None:
    """Where the operator is called: the chat of the settings, by the id by which it goes now."""
    chat = app.settings.operator_chat
    return None if chat is None else moved_to(app.database, chat)


def follow_operator(app: Application, moved: ChatMoved) -> None:
    """Call the operator at the new id of his group from now on."""
    if chat := app.settings.operator_chat:
        keep_move(app.database, chat, moved.chat_id)


async def _say(app: Application, chat: str, text: str) -> None:
    """Write to the operator's chat. Raises a `DeliveryError`."""
    token = app.settings.telegram_token
    if token is None:
        raise Misconfigured(f"не задано {PREFIX}TELEGRAM_TOKEN: оператора кличемо через Telegram")
    messenger = app.telegram(token.get_secret_value())
    try:
        await messenger.send(chat, text, silent=False)
    finally:
        await messenger.close()


def heartbeat(app: Application) -> None:
    """Tell whoever watches us that a tick was healthy; that it fails is no failure of the tick."""
    url = app.settings.heartbeat_url
    if url is None:
        return
    try:
        httpx.get(url.get_secret_value(), timeout=HEARTBEAT_WITHIN).raise_for_status()
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        log.warning("heartbeat_failed", error=type(error).__name__)  # the address is a secret, and stands in the text


def preview(app: Application, *, limit: int | None = None) -> Iterator[tuple[Recipient, str]]:
    """What `send` would send now, with nothing changed."""
    text = app.composer()
    for message in app.outbox.preview(app.clock.now(), app.clock.real(), limit):
        yield message.recipient, text(message, app.clock.now())


def unregistered_streets(app: Application, now: datetime) -> Iterator[UnreadRow]:
    """Streets of the list that the registry lacks, as rows of the quarantine."""
    return find_unregistered(app.works, app.registry, app.gazetteer, now=now)


def spending(app: Application, now: datetime) -> Spending:
    """What was paid for this month in Viber, and what may be."""
    return read_spending(app.database, app.settings.viber_monthly_budget, now, app.clock.real())


def held_back(app: Application, left: Spending, now: datetime) -> Iterator[Mapping[str, Any]]:
    """The reminders that are due, and that the budget keeps back."""
    return read_held_back(app.database, left, now, app.clock.real())


def owe_again(app: Application, now: datetime) -> int:
    """Owe anew what messengers refused for a fault of ours, where it is still of use; how many reminders.

    The plan drops at once what the list no longer says: while a reminder was undeliverable, none looked after it.
    """
    with app.outbox.transaction():
        returned = owe_refused_again(app.database, now)
        app.plan(now)
    return returned


def hold(app: Application, now: datetime) -> int:
    """Hold the changes and cancellations that are not sent; how many reminders."""
    return hold_unsent(app.outbox, now=now)


def explain(app: Application, account: str, day: date, now: datetime) -> Explanation:
    """Why what was sent of a day at an account, or not. Raises `Misuse`."""
    evidence = EvidenceRepository(app.database, app.settings.viber_monthly_budget)
    return explain_step.explain(account, day, app.registry, evidence, now=now)


def receive(app: Application, message: str, fate: str) -> None:
    """Keep what a messenger tells of a message of ours: that it was `delivered`, `seen` or `failed`."""
    EvidenceRepository(app.database).receive(message, fate, app.clock.now())


def look_for_damage(app: Application) -> None:
    """Read the whole file of the database, and remember what is broken, so that the next tick tells the operator."""
    damage = find_damage(app.database)
    if damage:
        log.error("database_damaged", found=damage)
    put_mark(app.database, Mark.DAMAGE, damage)


def prune(app: Application, now: datetime, *, stopping: Callable[[], bool] = lambda: False) -> Mapping[str, int]:
    """Delete all that is kept no longer; gives how much of what. Raises `WrongClock` where that cannot be known."""
    if not app.clock_watch.is_sure():
        raise WrongClock("Годинник машини стрибнув: доки час не підтверджено, нічого не стираємо. Див. run.py doctor")
    return pruning.prune(app.database, app.archive, now, app.clock.real(), stopping=stopping)
