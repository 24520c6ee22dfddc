"""The command that sets the hours of a work right before the list does."""

import sys
from textwrap import indent
from typing import Annotated

import typer

from pipeline.cli.command import Run, command
from pipeline.cli.reminding import PLAN_WORDS
from pipeline.corrections import Corrected
from pipeline.corrections import correct as correct_work
from pipeline.corrections import undo as undo_correction
from pipeline.domain.clock import KYIV, iso_kyiv
from pipeline.domain.errors import Misuse
from pipeline.domain.works import Period
from pipeline.output import MESSENGERS, print_json, print_report


def register(cli: typer.Typer) -> None:
    """Add this command."""
    command(cli, "correct")(correct)


def correct(
    run: Run,
    *,
    work: Annotated[str, typer.Argument(metavar="РОБОТА", help="Номер роботи: поле id команди works --json.")],
    hours: Annotated[
        str | None, typer.Argument(metavar="ГОДИНИ", help="Правильні години того дня: 9:00-15:30.")
    ] = None,
    yes: Annotated[bool, typer.Option("--yes", help="Виправити; інакше лише показати, що з того вийде.")] = False,
    undo: Annotated[bool, typer.Option("--undo", help="Знову вірити годинам списку.")] = False,
) -> None:
    """Виправити години роботи, доки їх не виправлять на сторінці."""
    if undo == (hours is not None):
        raise Misuse("Вкажіть або години, наприклад: correct 1a2b3c4d5e6f 9:00-15:30, або --undo")
    with run.app.run_lock(wait=True):
        if hours is None:
            report = undo_correction(run.app, work, run.now)
            print_report(report.as_json(), PLAN_WORDS, as_json=run.as_json)
            return
        corrected = correct_work(run.app, work, hours, run.now, do=yes)
    if run.as_json:
        print_json(_as_json(work, corrected, done=yes))
    else:
        _print(corrected)
    if not yes:
        print("Нічого ще не змінено: повторіть із --yes", file=sys.stderr)
    elif corrected.report.held:
        print("Повідомлень багато, тож їх притримано; відпустити: python run.py release", file=sys.stderr)


def _print(corrected: Corrected) -> None:
    print(f"{', '.join(corrected.settlements)}: {_period(corrected.before)} → {_period(corrected.after)}")
    if not corrected.told:
        print("Про ці роботи ще нікому не казали: нагадування просто підуть із правильними годинами.")
    for messenger, chats, paid in corrected.told:
        cost = f", із них платних {paid}" if paid else ""
        print(f"{MESSENGERS[messenger]}: про зміну дізнається чатів {chats}{cost}")
    if corrected.text:
        print("Наприклад:\n" + indent(corrected.text, "  │ ", lambda _: True))


def _as_json(work: str, corrected: Corrected, *, done: bool) -> dict[str, object]:
    return {
        "work": work,
        "done": done,
        **{f"{name}_at": iso_kyiv(getattr(corrected.after, f"{name}_at")) for name in ("starts", "ends")},
        "told": [{"messenger": messenger, "chats": chats, "paid": paid} for messenger, chats, paid in corrected.told],
        "text": corrected.text,
        **corrected.report.as_json(),
    }


def _period(period: Period) -> str:
    start, end = (moment.astimezone(KYIV) for moment in (period.starts_at, period.ends_at))
    return f"{start:%d.%m.%Y %H:%M}–{end:%H:%M}"
