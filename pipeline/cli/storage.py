"""Commands that look after the database itself."""

from contextlib import ExitStack, closing
from pathlib import Path
from typing import Annotated

import typer

from data.database import open_database
from data.locks import run_lock
from data.transfer import transfer
from pipeline.cli.command import Run, command
from pipeline.domain.errors import Failed, Misuse
from pipeline.output import import_progress, print_json


def register(cli: typer.Typer) -> None:
    """Add these commands."""
    command(cli, "migrate")(migrate)
    command(cli, "migrate-database")(migrate_database)


def migrate(run: Run) -> None:
    """Привести базу даних до цієї версії програми (це роблять і всі інші команди)."""
    run.app.database.connection()
    if run.as_json:
        print_json({"migrated": True})
    else:
        print("База даних відповідає цій версії програми.")


def migrate_database(
    run: Run,
    *,
    source: Annotated[str, typer.Argument(metavar="SQLITE_URL", help="Звідки: sqlite:///ШЛЯХ")],
    target: Annotated[str, typer.Argument(metavar="POSTGRES_URL", help="Куди: postgresql://…, порожня база даних.")],
) -> None:
    """Перенести все з SQLite до порожньої бази PostgreSQL і звірити кількість рядків."""
    file = source.removeprefix("sqlite:///")
    if file != source and not Path(file).is_file():
        raise Misuse(f"Бази даних «{file}» немає: перевірте шлях")
    with ExitStack() as stack:
        old, new = (stack.enter_context(closing(open_database(url))) for url in (source, target))
        if not stack.enter_context(run_lock(old)):
            raise Failed("На цій базі даних саме працює tick або serve: зупиніть їх і повторіть")
        with import_progress("Переносимо") as progress:
            copied = transfer(old, new, progress)
    if run.as_json:
        print_json(copied)
        return
    for table, rows in copied.items():
        print(f"{table}: {rows}")
    print(f"Перенесено рядків: {sum(copied.values())}. Тепер задайте PROVISNYK_DATABASE_URL з новою адресою.")
