"""A made-up region: accounts, subscriptions and a page, as large as asked for; the same for the same seed."""

import csv
import random
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from functools import cache, lru_cache
from pathlib import Path

from peewee import Database

from benchmarks.figures import NOW
from data.database import execute_many
from data.settlements import load_settlements
from pipeline.bootstrap import Application
from pipeline.domain.addresses.settlements import Settlement

STREET_NAMES = (
    "Центральна Садова Шевченка Франка Миру Лісова Польова Шкільна Набережна Зелена Нова Гагаріна "
    "Духновича Волошина Грушевського Хмельницького Незалежності Свободи Першотравнева Молодіжна Горська "
    "Річна Долішня Горішня Бічна Вишнева Сонячна Весняна Калинова Підгірна"
)
NAMES = STREET_NAMES.split()
HEADER = ("account", "eic", "meter", "settlement", "katottg", "street", "house", "apartment")


@cache
def settlements() -> Sequence[Settlement]:
    """All settlements, in their order."""
    return load_settlements()


def account_rows(count: int) -> Iterator[tuple[str, ...]]:
    """Rows of a billing export."""
    places = settlements()
    dice = random.Random(1)
    for number in range(count):
        place = places[number % len(places)]
        yield (
            f"{210_000_000 + number}",
            f"62Z{number:013d}",
            f"{number:07d}",
            place.name,
            place.katottg,
            f"вул. {dice.choice(NAMES)}",
            str(dice.randint(1, 120)),
            "",
        )


def write_accounts(path: Path, count: int) -> None:
    """A billing export of so many accounts."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(HEADER)
        writer.writerows(account_rows(count))


def fill(app: Application, scratch: Path, accounts: int, subscriptions: int) -> None:
    """Import so many accounts, and subscribe to so many of them.

    Straight into the tables: the way of the bots is not what is measured.
    """
    export = scratch / "accounts.csv"
    write_accounts(export, accounts)
    app.import_accounts(export, NOW, full=False, accept=False)
    at = int(NOW.timestamp())
    numbers = [row[0] for row in account_rows(accounts)][:: accounts // subscriptions]
    contacts = ((each, "telegram", str(each), "uk", True, at) for each, _ in enumerate(numbers, start=1))
    insert(app.database, "contact (id, messenger, chat_id, language, reachable, created_at)", contacts)
    pairs = ((each, each, number, at) for each, number in enumerate(numbers, start=1))
    insert(app.database, "subscription (id, contact_id, account, created_at)", pairs)


def insert(database: Database, into: str, rows: Iterable[Sequence[object]]) -> None:
    """Rows into a table with its columns."""
    marks = ", ".join([database.param] * (into.count(",") + 1))
    execute_many(database, f"INSERT INTO {into} VALUES ({marks})", rows)


def page(works: int, streets: int, first: date) -> bytes:
    """A page of so many works over the ten days from `first` on, each with so many streets of 20 houses."""
    return listing(((number, first + timedelta(days=number % 10), 16) for number in range(works)), streets)


def listing(works: Iterable[tuple[int, date, int]], streets: int) -> bytes:
    """A page of these works: number, day, hour of the end; where a work is depends on its number alone."""
    head = "<tr><th>Адреса</th><th>Вид робіт</th><th>Початок</th><th>Завершення</th></tr>"
    rows = "".join(_row(number, day, until, streets) for number, day, until in works)
    return f"<html><meta charset=utf-8><body><table>{head}{rows}</table></body></html>".encode()


@lru_cache(4096)
def _row(number: int, day: date, until: int, streets: int) -> str:
    dice = random.Random(number)
    places = settlements()
    place = places[dice.randrange(len(places))]
    lines = "".join(
        f"<p><strong>вул. {name}</strong> <span>{_houses(dice)}</span></p>" for name in dice.sample(NAMES, streets)
    )
    return (
        f"<tr><td>{place.title} ({place.hromada} громада)</td><td>Планові</td>"
        f"<td>{day:%d.%m.%Y} <b>09:00</b></td><td>{day:%d.%m.%Y} <b>{until}:00</b></td></tr>"
        f"<tr><td colspan=4>{lines}</td></tr>"
    )


def _houses(dice: random.Random) -> str:
    return ", ".join(map(str, sorted(dice.sample(range(1, 121), 20))))
