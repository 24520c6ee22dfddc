"""Commands that look after the database itself."""

from typing import Annotated

import typer

from data.transfer import move_database
from pipeline.cli.command import Run, command
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
    with import_progress("Переносимо") as progress:
        copied = move_database(source, target, progress)
    if run.as_json:
        print_json(copied)
        return
    for table, rows in copied.items():
        print(f"{table}: {rows}")
    print(f"Перенесено рядків: {sum(copied.values())}. Тепер задайте PROVISNYK_DATABASE_URL з новою адресою.")
