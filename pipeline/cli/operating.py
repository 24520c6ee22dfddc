"""The commands that name who may see the operator's page, and who is seeing it."""

import getpass
import sys
from collections.abc import Sequence
from typing import Annotated

import typer

from pipeline.cli.command import Run, command
from pipeline.cli.ukrainian import Group
from pipeline.config import PREFIX
from pipeline.domain.clock import iso_kyiv
from pipeline.domain.errors import Misuse
from pipeline.domain.sessions import SignedIn
from pipeline.operators import add_operator, operator_sessions
from pipeline.output import print_json, print_records


def register(cli: typer.Typer) -> None:
    """Add these commands."""
    operator = typer.Typer(cls=Group, no_args_is_help=True, help="Хто може бачити сторінку оператора.")
    command(operator, "add")(add)
    command(operator, "sessions")(sessions)
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


def sessions(
    run: Run,
    *,
    end: Annotated[
        list[str] | None, typer.Option("--end", metavar="НОМЕР", help="Закінчити цей сеанс; all — усі.")
    ] = None,
) -> None:
    """Хто ввійшов на сторінку оператора: звідки й доки; --end закінчує сеанси одразу."""
    kept, now = operator_sessions(run.app), run.app.clock.real()
    if end:
        kept.end_all(_chosen(kept.listed(now), end))
    records = (
        {
            "id": each.id,
            "operator": each.operator,
            "browser": each.browser,
            "begun_at": iso_kyiv(each.begun_at),
            "seen_at": iso_kyiv(each.seen_at),
            "ends_at": iso_kyiv(each.ends_at),
        }
        for each in kept.listed(now)
    )
    print_records(records, as_json=run.as_json, empty="На сторінку оператора не ввійшов ніхто.")


def _chosen(found: Sequence[SignedIn], numbers: Sequence[str]) -> Sequence[int]:
    """The sessions that are to be ended. Raises `Misuse` for a number that none of them has."""
    known = {str(each.id): each.id for each in found}
    if "all" in numbers:
        return list(known.values())
    for number in numbers:
        if number not in known:
            raise Misuse(f"Сеансу «{number}» немає: номери показує operator sessions")
    return [known[number] for number in numbers]


def _password() -> str:
    """What is typed twice, unseen; without a terminal the first line of stdin. Raises `Misuse`."""
    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\r\n")
    password = getpass.getpass("Пароль: ")
    if password != getpass.getpass("Ще раз: "):
        raise Misuse("Паролі не збігаються: почніть спочатку")
    return password
