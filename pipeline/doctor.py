"""Doctor: whether all that is needed is there and works, a line each, with what to do where it does not."""

import asyncio
import shutil
import tempfile
from collections.abc import Coroutine, Iterator
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Any, Protocol, TypeVar
from urllib.parse import urlsplit

import httpx

from bots.standing import Standing
from data.database import SQLITE, database_errors
from data.figures import count_owed
from data.imports import registry_state
from data.refusals import refusals
from pipeline.bootstrap import Application
from pipeline.config import PREFIX, Settings
from pipeline.doctor_installation import check_installation
from pipeline.domain.clock import KYIV, shown
from pipeline.domain.errors import ChatMoved, ContactGone, DeliveryError, ProvisnykError, trouble
from pipeline.domain.naming import MESSENGERS
from pipeline.domain.passwords import SHORTEST
from pipeline.domain.trust import PageState, is_old
from pipeline.findings import Finding, Health
from pipeline.operations import operator_chat
from pipeline.operators import OperatorList, is_too_short

LEAST_DISK = 500 * 2**20
"""Bytes; below it the next backup or import may not fit."""
MOST_SKEW = timedelta(seconds=60)
"""A lease of a reminder lasts as long."""
LATE = timedelta(minutes=30)
FAILED_LATELY = timedelta(hours=1)
ANSWERED_WITHIN = 5.0
"""Seconds."""


T = TypeVar("T")


class Asked(Protocol):
    """A messenger that can be asked of us."""

    async def close(self) -> None:
        """Lets go of connections."""


def examine(app: Application) -> Iterator[Finding]:
    """All findings, as they are found."""
    yield from check_settings(app.settings)
    yield check_operators(app.settings)
    yield from _check_database(app)
    yield _check_page(app)
    yield from _check_messengers(app)
    yield from _check_operator_chat(app)
    yield _check_clock(app)
    yield _check_disk(app.settings)


def check_settings(settings: Settings) -> Iterator[Finding]:
    """What `tick` and `serve` cannot do without."""
    missing = [name for name in ("source_url", "proof_key") if getattr(settings, name) is None]
    if not (settings.telegram_token or settings.viber_token):
        missing.append("telegram_token")
    if missing:
        names = ", ".join(f"{PREFIX}{name.upper()}" for name in missing)
        yield Finding("settings", Health.WRONG, f"не задано: {names}", "задайте в .env, див. docs/operating.md")
    elif settings.viber_token and not settings.public_url:
        do = f"задайте {PREFIX}PUBLIC_URL: без нього Viber лише надсилає"
        yield Finding("settings", Health.WARNING, f"не задано {PREFIX}PUBLIC_URL", do)
    else:
        yield Finding("settings", Health.OK, "усе потрібне задано")


def check_operators(settings: Settings) -> Finding:
    """Who may see the operator's page."""
    try:
        names = OperatorList(settings).names()
    except ProvisnykError as error:
        return Finding("operators", Health.WRONG, str(error), f"перевірте {PREFIX}OPERATORS_FILE")
    if is_too_short(settings):
        says = f"{PREFIX}OPERATOR_PASSWORD закороткий: з ним нікого не впустять"
        return Finding("operators", Health.WRONG, says, f"задайте щонайменше {SHORTEST} знаків")
    if not names:
        says = f"сторінку оператора вимкнено: ні {PREFIX}OPERATOR_PASSWORD, ні операторів у {PREFIX}OPERATORS_FILE"
        return Finding("operators", Health.OK, says)
    return Finding("operators", Health.OK, f"сторінку оператора бачать: {', '.join(names)}")


def _check_database(app: Application) -> Iterator[Finding]:
    """The database, its migrations, and what it says of the list and the outbox."""
    kind = "SQLite" if app.settings.database_url.startswith(SQLITE) else "PostgreSQL"
    try:
        with database_errors():
            yield from check_installation(app, kind)
            yield _list(app)
            yield _reminders(app)
            yield _templates(app)
            yield from _registry(app)
    except ProvisnykError as error:
        yield Finding("database", Health.WRONG, f"{kind}: {error}", f"перевірте {PREFIX}DATABASE_URL і сервер")


def _list(app: Application) -> Finding:
    last, now = app.works.last_healthy(), app.clock.now()
    if last is None:
        return Finding("list", Health.WRONG, "списку ще не прочитано", "python run.py tick")
    says = f"прочитано {last.at.astimezone(KYIV):%d.%m.%Y о %H:%M}, робіт попереду: {app.works.known_future(now)}"
    if is_old(last.at, now):
        do = "якщо сторінка відмовляє, збережіть її в браузері: scrape --source ФАЙЛ; чи працює serve або cron?"
        return Finding("list", Health.WRONG, says, do)
    return Finding("list", Health.OK, says)


def _reminders(app: Application) -> Finding:
    now = app.clock.now()
    owed = count_owed(app.database, now)
    waiting = sum(each.count for each in owed.values())
    if any(now - each.oldest_due_at > LATE for each in owed.values()):
        says = f"мали піти понад пів години тому: {waiting}"
        return Finding("reminders", Health.WRONG, says, "чи працює serve або cron? python run.py send -v")
    return Finding("reminders", Health.OK, f"чекають своєї черги: {waiting}" if waiting else "нічого не прострочено")


def _templates(app: Application) -> Finding:
    """Whether messengers take what we say, as far as the last day shows."""
    refused = refusals(app.database, app.clock.now())
    if not refused:
        return Finding("templates", Health.OK, "месенджери приймають усі повідомлення")
    named = ", ".join(f"{each.template} ({MESSENGERS.get(each.messenger, each.messenger)})" for each in refused)
    untold, bare = sum(each.untold for each in refused), sum(each.bare for each in refused)
    says = f"не приймають шаблонів {named}: не доставлено {untold}, без кнопок {bare}"
    do = "передайте розробникам; коли виправлять: python run.py send --again"
    return Finding("templates", Health.WRONG if untold else Health.WARNING, says, do)


def _registry(app: Application) -> Iterator[Finding]:
    """What the last import made of the registry, and whom the list no longer meets by it."""
    state = registry_state(app.database)
    last = state.last
    if last is None:
        yield Finding("registry", Health.OK, "вивантаження ще не брали")
    elif last.trouble is not None:
        what, _, do = last.trouble[1].partition(". ")
        yield Finding("registry", Health.WRONG if last.refused else Health.WARNING, what, do)
    else:
        report = last.report
        says = f"«{last.file}» узято {shown(last.at)}: додано {report.added}, змінено {report.updated}, "
        yield Finding("registry", Health.OK, f"{says}закрито {report.closed}, відхилено {report.rejected}")
    if state.lost:
        do = "перевірте останнє вивантаження; python run.py explain РАХУНОК ДЕНЬ"
        yield Finding("matches", Health.WRONG, f"втрачено збігів: {state.lost}", do)


def _check_page(app: Application) -> Finding:
    """The first page of the list, as it can be had now; nothing is kept."""
    if app.settings.source_url is None:
        return Finding("page", Health.WRONG, "адреси сторінки не задано", f"задайте {PREFIX}SOURCE_URL")
    try:
        read = app.read_page(next(iter(app.source_pages(None, fresh=True))))
    except ProvisnykError as error:
        return Finding("page", Health.WRONG, str(error), f"перевірте мережу та {PREFIX}SOURCE_URL")
    says = f"стан {read.state}, рядків {read.listing.rows}, робіт {len(read.listing.works)}"
    if read.state in (PageState.BLOCKED, PageState.MALFORMED):
        return Finding("page", Health.WRONG, says, "див. docs/operating.md, «When the page is not to be trusted»")
    return Finding("page", Health.OK, says)


def _check_messengers(app: Application) -> Iterator[Finding]:
    """Each token, and whether what customers write comes to us."""
    public_url = app.settings.public_url
    for name, token, build in app.builders():
        setting = f"{PREFIX}{name.upper()}_TOKEN"
        if token is None:
            says = "вимкнено, токена немає: його нагадування чекають"
            yield Finding(name, Health.WARNING, says, f"якщо він потрібен, задайте {setting}")
            continue
        try:
            messenger = build(token.get_secret_value())
            standing = asyncio.run(_asked(messenger, messenger.standing()))
        except DeliveryError as error:
            yield Finding(name, Health.WRONG, str(error), f"перевірте {setting} і мережу")
            continue
        yield Finding(name, Health.OK, f"токен прийнято: {standing.name}")
        expected = f"{public_url}/{name}" if public_url else None
        yield check_webhook(name, standing, expected, app.clock.real())


def _check_operator_chat(app: Application) -> Iterator[Finding]:
    """Whether the operator can be called, where he wants to be."""
    check, setting, token = "operator_chat", f"{PREFIX}OPERATOR_CHAT", app.settings.telegram_token
    if app.settings.operator_chat is None:
        return
    if token is None:
        do = f"задайте {PREFIX}TELEGRAM_TOKEN: оператора кличемо через Telegram"
        yield Finding(check, Health.WRONG, f"{setting} задано, а токена Telegram немає", do)
        return
    try:
        called = operator_chat(app) or ""
        messenger = app.telegram(token.get_secret_value())
        number, name = asyncio.run(_asked(messenger, messenger.chat(called)))
    except ChatMoved as moved:
        says = f"група стала супергрупою {moved.chat_id}"
        yield Finding(check, Health.WARNING, says, f"задайте {setting}={moved.chat_id}; доти бот знайде її сам")
    except ContactGone:
        do = f"натисніть у бота «Почати» або додайте його до групи, потім перевірте {setting}"
        yield Finding(check, Health.WRONG, "бот не бачить чату оператора", do)
    except ProvisnykError as error:
        yield Finding(check, Health.WRONG, str(error), f"перевірте {setting} і мережу")
    else:
        moved_to = "" if called == app.settings.operator_chat else f", тепер {number}"
        yield Finding(check, Health.OK, f"оператора кличемо в чаті «{name}»{moved_to}")


async def _asked(messenger: Asked, question: Coroutine[Any, Any, T]) -> T:
    try:
        return await question
    finally:
        await messenger.close()


def check_webhook(name: str, standing: Standing, expected: str | None, now: datetime) -> Finding:
    """Whether a messenger delivers where we listen.

    Another's address is named by its host alone: its path may be a secret.
    """
    check, host = f"{name}_webhook", urlsplit(standing.webhook or "").hostname
    if expected is None:
        if standing.webhook is None:
            return Finding(check, Health.OK, "webhook не встановлено: лише надсилання, а в Telegram ще й опитування")
        do = "tick лише надсилає й цього не чіпає; serve у Telegram забере оновлення собі"
        return Finding(check, Health.WARNING, f"оновлення йдуть на {host}, а {PREFIX}PUBLIC_URL не задано", do)
    if standing.webhook != expected:
        says = f"webhook веде на {host}, а не на {PREFIX}PUBLIC_URL" if host else "webhook не встановлено"
        return Finding(check, Health.WRONG, says, "запустіть serve: він установить webhook; чи та в нього адреса?")
    if standing.waiting and standing.failed_at and now - standing.failed_at < FAILED_LATELY:
        says = f"чекають доставки: {standing.waiting}; остання спроба не вдалася: {standing.why}"
        return Finding(check, Health.WRONG, says, "чи працює serve, nginx і сертифікат TLS?")
    return Finding(check, Health.OK, f"веде до нас, чекають доставки: {standing.waiting}")


def _check_clock(app: Application) -> Finding:
    """Our clock against that of a server that is asked anyway; leases and webhooks depend on it."""
    settings = app.settings
    asked = (
        settings.telegram_token and settings.telegram_api_url,
        settings.viber_token and settings.viber_api_url,
        settings.source_url,
    )
    url = next((each for each in asked if each and urlsplit(each).scheme in ("http", "https")), None)
    local = f"у Києві {shown(app.clock.now())}"
    theirs = _time_at(url) if url else None
    if theirs is None:
        return Finding("clock", Health.WARNING, f"{local}; звірити ні з ким", "перевірте мережу й timedatectl")
    skew = abs(app.clock.real() - theirs)
    says = f"{local}; розбіжність із {urlsplit(url or '').hostname}: {skew.total_seconds():.0f} с"
    if skew > MOST_SKEW:
        return Finding("clock", Health.WRONG, says, "увімкніть звіряння часу: timedatectl set-ntp true")
    return Finding("clock", Health.OK, says)


def _time_at(url: str) -> datetime | None:
    """The time by the clock of a server; None where it cannot be asked or does not say."""
    try:
        return parsedate_to_datetime(httpx.head(url, timeout=ANSWERED_WITHIN).headers["date"])
    except (httpx.HTTPError, KeyError, ValueError):
        return None


def _check_disk(settings: Settings) -> Finding:
    """Whether `VAR_DIR` can be written to, and how much fits."""
    try:
        settings.var_dir.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=settings.var_dir):
            free = shutil.disk_usage(settings.var_dir).free
    except OSError as error:
        return Finding("disk", Health.WRONG, f"«{settings.var_dir}»: {trouble(error)}", f"перевірте {PREFIX}VAR_DIR")
    says = f"вільно {free / 2**30:.1f} ГБ"
    if free < LEAST_DISK:
        return Finding("disk", Health.WRONG, says, "звільніть місце: старі резервні копії, журнали")
    return Finding("disk", Health.OK, says)
