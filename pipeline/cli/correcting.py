"""The command that puts other hours in the place of those of the list."""

import os
import sys
from typing import Annotated

import typer

from pipeline.cli.command import Run, command
from pipeline.correcting import correct as correct_hours
from pipeline.domain.clock import iso_kyiv, shown
from pipeline.domain.corrections import CorrectionReport, hours_of
from pipeline.domain.errors import Misuse
from pipeline.domain.naming import MESSENGERS
from pipeline.domain.printable import escaped
from pipeline.output import print_json


def register(cli: typer.Typer) -> None:
    """Add this command."""
    command(cli, "correct")(correct)


def correct(
    run: Run,
    *,
    work: Annotated[str, typer.Argument(metavar="РОБОТА", help="Її id, як його показує works --json.")],
    hours: Annotated[
        str | None, typer.Argument(metavar="ГОДИНИ", help="Правильні години того дня: 10:00-15:00.")
    ] = None,
    yes: Annotated[bool, typer.Option("--yes", help="Виправити; без цього лише показати, що буде.")] = False,
    undo: Annotated[bool, typer.Option("--undo", help="Знову вірити годинам списку.")] = False,
) -> None:
    """Виправити години роботи, доки їх не виправлять у списку: спершу показує, кому й що буде сказано."""
    if undo == (hours is not None):
        raise Misuse("Вкажіть або години, наприклад: correct 1a2b3c4d5e6f 10:00-15:00, або --undo")
    operator = os.environ.get("SUDO_USER") or os.environ.get("USER") or "command"
    with run.app.run_lock(wait=True):
        report = correct_hours(run.app, work, hours, operator, lambda _: yes)
    if run.as_json:
        print_json(_as_json(report))
    else:
        _print(report)


def _print(report: CorrectionReport) -> None:
    print(f"У списку {hours_of(report.listed)}, виправлення {hours_of(report.correction.period)}.")
    if report.said_at:
        by = ", ".join(f"{MESSENGERS[name]} — {count}" for name, count in report.messages.items())
        print(f"Повідомлень: {report.told} ({by}), перші підуть {shown(report.said_at)}.")
        of = "" if report.spending.budget is None else f" із {report.spending.budget}"
        print(f"Платних у Viber: {report.paid}; цього місяця вже {report.spending.paid}{of}.")
    else:
        print("Інших годин ще нікому не казали: зараз не піде жодного повідомлення.")
    for text, count in report.texts:
        print(f"\n── так скажемо разів: {count}\n{escaped(text)}\n")
    hint = "Виправлено." if report.done else "Нічого не змінено. Виправити: та сама команда з --yes"
    print(hint, file=sys.stderr)


def _as_json(report: CorrectionReport) -> dict[str, object]:
    period = report.correction.period
    return {
        "work": report.correction.work_id,
        "starts_at": iso_kyiv(period.starts_at),
        "ends_at": iso_kyiv(period.ends_at),
        "messages": dict(report.messages),
        "paid": report.paid,
        "texts": [text for text, _ in report.texts],
        "done": report.done,
    }
