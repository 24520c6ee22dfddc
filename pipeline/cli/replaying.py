"""Commands that let saved pages pass under their own clock."""

import secrets
import sys
import time
from datetime import datetime
from pathlib import Path
from textwrap import indent
from typing import Annotated

import typer
from pydantic import SecretStr
from rich.console import Console
from rich.table import Table
from rich.text import Text

from bots.texts.ukrainian import Ukrainian
from pipeline.cli.command import Run, command
from pipeline.config import ROOT, SystemClock
from pipeline.domain.clock import KYIV, parse_moment
from pipeline.domain.naming import MESSENGERS, STAGES
from pipeline.domain.printable import escaped
from pipeline.domain.reminders import Outcome
from pipeline.operators import FIRST
from pipeline.output import console, print_json
from pipeline.rehearsal import rehearsed, replay_folder
from pipeline.steps.replay import as_json

UKRAINIAN = Ukrainian()
DEMO = ROOT / "fixtures" / "demo-week"


def register(cli: typer.Typer) -> None:
    """Add these commands."""
    command(cli, "demo")(demo)
    command(cli, "replay")(replay)


def demo(
    run: Run,
    *,
    serve: Annotated[bool, typer.Option("--serve", help="Відкрити сторінку оператора над цими даними.")] = False,
) -> None:
    """Показати тиждень роботи: сторінки, споживачі й повідомлення з комплекту, без мережі й токенів."""
    if serve:
        _serve_demo(run)
        return
    started = time.monotonic()
    told = _replay(run, DEMO, None)
    if not run.as_json:
        out = console()
        out.print(_summary(told))
        accounts = len({outcome.message.recipient.account for outcome in told})
        seconds = time.monotonic() - started
        out.print(f"Повідомлень: {len(told)}, рахунків: {accounts}, за {seconds:.1f} с.", highlight=False)


def _serve_demo(run: Run) -> None:
    """The operator's page until Ctrl-C, in the middle of the week: what it shows and changes vanishes with it."""
    from pipeline.serve import serve_pages  # noqa: PLC0415 - it takes long to load

    given, password = run.app.settings, secrets.token_urlsafe(9)
    url = f"http://{given.web_bind}/operator"

    def tell() -> None:
        if run.as_json:
            print_json({"url": url, "name": FIRST, "password": password})
        else:
            print(f"Сторінка оператора: {url}\nІм’я: {FIRST}, пароль: {password}. Спинити: Ctrl-C")
        sys.stdout.flush()

    with rehearsed(given, DEMO) as (settings, now):
        opened = {"web_bind": given.web_bind, "operator_password": SecretStr(password)}
        serve_pages(settings.model_copy(update=opened), SystemClock(now), tell)


def replay(
    run: Run,
    *,
    folder: Annotated[Path, typer.Argument(metavar="ТЕКА", help="pages/, accounts.csv, subscriptions.csv.")],
    until: Annotated[str | None, typer.Option("--until", metavar="ЧАС", help="Спинитися на цій миті.")] = None,
) -> None:
    """Відтворити збережені сторінки під їхнім власним годинником; повідомлення йдуть сюди."""
    _replay(run, folder, parse_moment(until) if until else None)


def _replay(run: Run, folder: Path, until: datetime | None) -> list[Outcome]:
    told: list[Outcome] = []
    out = console()

    def tell(outcome: Outcome) -> None:
        told.append(outcome)
        if run.as_json:
            print_json(as_json(outcome))
        else:
            _print_message(out, outcome)

    replay_folder(run.app.settings, folder, tell, until=until)
    return told


def _print_message(out: Console, outcome: Outcome) -> None:
    at = outcome.at.astimezone(KYIV)
    messenger = MESSENGERS[outcome.message.recipient.messenger]
    out.rule(Text(f"{UKRAINIAN.named(at.date())}, {at:%H:%M} · {messenger}"), align="left", style="dim")
    out.print(Text(indent(escaped(outcome.text), "   ") + "\n"))


def _summary(told: list[Outcome]) -> Table:
    table = Table("Коли", "Куди", "Рахунок", "Що сказано", title="Що надіслано", title_justify="left")
    for outcome in told:
        at = outcome.at.astimezone(KYIV)
        recipient = outcome.message.recipient
        said = [f"{STAGES[item.stage]}: {UKRAINIAN.date_of(item.day)}" for item in outcome.message.items]
        table.add_row(f"{at:%d.%m %H:%M}", MESSENGERS[recipient.messenger], recipient.account, "\n".join(said))
    return table
