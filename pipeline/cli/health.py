"""The command that looks whether all is well."""

import dataclasses

import typer

from pipeline.cli.command import DONE, FAILED, Run, command
from pipeline.doctor import examine
from pipeline.domain.printable import escaped
from pipeline.findings import Finding, Health
from pipeline.output import print_json

_SIGNS = {Health.OK: "✓", Health.WARNING: "!", Health.WRONG: "✗"}
_TITLES = {
    "settings": "Налаштування",
    "operators": "Сторінка оператора",
    "database": "База даних",
    "customers": "Споживачі",
    "key": "Ключ доказів",
    "list": "Список робіт",
    "reminders": "Нагадування",
    "templates": "Шаблони",
    "registry": "Реєстр",
    "matches": "Збіги",
    "operator_chat": "Чат оператора",
    "page": "Сторінка",
    "telegram": "Telegram",
    "telegram_webhook": "Telegram, webhook",
    "viber": "Viber",
    "viber_webhook": "Viber, webhook",
    "clock": "Годинник",
    "clock_goes": "Хід годинника",
    "disk": "Диск",
}


def register(cli: typer.Typer) -> None:
    """Add this command."""
    command(cli, "doctor")(doctor)


def doctor(run: Run) -> int:
    """Перевірити все, що потрібно для роботи: по рядку, з порадою; код 1, якщо щось не гаразд."""
    wrong = False
    for finding in examine(run.app):
        wrong |= finding.health is Health.WRONG
        if run.as_json:
            print_json(dataclasses.asdict(finding))
        else:
            _print_finding(finding)
    return FAILED if wrong else DONE


def _print_finding(finding: Finding) -> None:
    print(escaped(f"{_SIGNS[finding.health]} {_TITLES[finding.check]}: {finding.says}"))
    if finding.do:
        print(f"    → {finding.do}")
