"""The command that names who may see the operator's page."""

import getpass
import sys
from typing import Annotated

import typer

from pipeline.cli.command import Run, command
from pipeline.cli.ukrainian import Group
from pipeline.config import PREFIX
from pipeline.domain.errors import Misuse
from pipeline.operators import add_operator
from pipeline.output import print_json


def register(cli: typer.Typer) -> None:
    """Add this command."""
    operator = typer.Typer(cls=Group, no_args_is_help=True, help="Хто може бачити сторінку оператора.")
    command(operator, "add")(add)
    cli.add_typer(operator, name="operator")


def add(
    run: Run, *, name: Annotated[str, typer.Argument(metavar="ІМ'Я", help="Ім’я, з яким оператор входить.")]
) -> None:
    """Записати оператора з паролем (двічі з клавіатури чи рядком зі stdin) або змінити його пароль."""
    file = run.app.settings.operators_file
    if file is None:
        raise Misuse(f"Не задано {PREFIX}OPERATORS_FILE: файл операторів, наприклад var/operators")
    is_new = add_operator(file, name, _password())
    if run.as_json:
        print_json({"operator": name, "new": is_new})
    else:
        print(f"Оператора «{name}» додано." if is_new else f"Пароль оператора «{name}» змінено.")


def _password() -> str:
    """What is typed twice, unseen; without a terminal the first line of stdin. Raises `Misuse`."""
    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\r\n")
    password = getpass.getpass("Пароль: ")
    if password != getpass.getpass("Ще раз: "):
        raise Misuse("Паролі не збігаються: почніть спочатку")
    return password
