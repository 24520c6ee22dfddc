"""Commands that look after the database itself."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from data.backup import backup_database, restore_database
from data.transfer import move_database
from pipeline import operations
from pipeline.affairs import installation
from pipeline.cli.command import Run, command
from pipeline.domain.installation import OTHER_KEY
from pipeline.output import import_progress, print_json, print_report

PRUNE_WORDS = {
    "entry": "записів списку",
    "reminder": "нагадувань",
    "reading": "читань",
    "page_bytes": "файлів сторінок",
    "subscription": "підписок",
    "contact": "чатів без згоди",
}


def register(cli: typer.Typer) -> None:
    """Add these commands."""
    command(cli, "migrate")(migrate)
    command(cli, "prune")(prune)
    command(cli, "migrate-database")(migrate_database)
    command(cli, "backup")(backup)
    command(cli, "restore")(restore)


def migrate(run: Run) -> None:
    """Створити базу даних, якщо її ще немає, і привести до цієї версії програми (друге роблять і всі інші команди)."""
    run.app.make_database()
    if run.as_json:
        print_json({"migrated": True})
    else:
        print("База даних відповідає цій версії програми.")


def prune(run: Run) -> None:
    """Стерти те, що зберігати вже не треба: докази старші за 13 місяців, сторінки старші за 90 днів."""
    print_report(operations.prune(run.app, run.now), PRUNE_WORDS, as_json=run.as_json)


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


def backup(
    run: Run, *, file: Annotated[Path, typer.Argument(metavar="ФАЙЛ", help="Новий файл, якого ще немає.")]
) -> None:
    """Зберегти базу даних в один файл, не зупиняючи роботи."""
    size = backup_database(run.app.settings.database_url, file)
    if run.as_json:
        print_json({"file": str(file), "bytes": size})
    else:
        print(f"Збережено «{file}», {size / 2**20:.1f} МБ. Теку pages і файл .env зберігайте окремо.")


def restore(
    run: Run, *, file: Annotated[Path, typer.Argument(metavar="ФАЙЛ", help="Що зробила команда backup.")]
) -> None:
    """Відновити базу даних із файла: лише там, де її ще немає."""
    held = restore_database(run.app.settings.database_url, file)
    if installation(run.app).key_fits is False:
        print(OTHER_KEY, file=sys.stderr)
    if run.as_json:
        print_json(held)
        return
    print(f"Відновлено. Рахунків: {held['account']}, підписок: {held['subscription']}, нагадувань: {held['reminder']}.")
    print("Надіслане після копії може піти ще раз: спершу перевірте `send --dry-run`, тоді запускайте serve чи cron.")
