"""What commands print: JSON lines for programs, Ukrainian lines and tables for people; the log goes to stderr."""

import json
import logging
import re
import secrets
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, MutableMapping
from contextlib import contextmanager
from datetime import datetime
from typing import Any

import structlog
from rich.console import Console
from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn
from rich.table import Column, Table
from structlog.typing import Processor

from pipeline.domain.errors import ProvisnykError
from pipeline.domain.printable import escaped

WIDE = 120
_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[+-]\d\d:\d\d")


def set_up_log(*, verbose: bool, as_json: bool) -> None:
    """One event a line on stderr, for people or as JSON, with an id of this run.

    The libraries below us stay silent, for their lines name tokens and chats.
    """
    run = secrets.token_hex(3)
    renderer: Processor = structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty())
    if as_json:
        renderer = structlog.processors.JSONRenderer(ensure_ascii=False)
    logging.basicConfig(level=logging.CRITICAL, stream=sys.stderr)
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            lambda _logger, _level, event: {**event, "run": run},
            _without_commands,
            renderer,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.DEBUG if verbose else logging.WARNING),
        logger_factory=lambda *_: structlog.PrintLogger(sys.stderr),
        cache_logger_on_first_use=False,
    )


def _without_commands(_logger: object, _level: str, event: MutableMapping[str, Any]) -> Mapping[str, Any]:
    """What a site answers may stand in a reason."""
    return {name: escaped(value) if isinstance(value, str) else value for name, value in event.items()}


def print_json(record: Mapping[str, Any]) -> None:
    """One object, one line."""
    print(escaped(json.dumps(record, ensure_ascii=False)))


def print_records(records: Iterable[Mapping[str, Any]], *, as_json: bool, empty: str) -> None:
    """A listing: JSON lines, or a table with a column a field; `empty` where there is nothing to list."""
    if as_json:
        for record in records:
            print_json(record)
        return
    table: Table | None = None
    for record in records:
        if table is None:
            table = Table(*(Column(name, overflow="fold") for name in record), box=None, pad_edge=False)
        table.add_row(*("" if value is None else _cell(value) for value in record.values()))
    console().print(empty if table is None else table)


def print_report(record: Mapping[str, Any], words: Mapping[str, str], *, as_json: bool) -> None:
    """A report: one JSON object, or `слово: число` in one line, by the Ukrainian words for its fields."""
    if as_json:
        print_json(record)
    else:
        print(", ".join(f"{word}: {record[name]}" for name, word in words.items() if name in record))


def masked(chat_id: str | None) -> str | None:
    """The end of a chat's id: enough to tell two chats apart, too little to write to one."""
    return chat_id and f"…{chat_id[-3:]}"


def print_error(error: ProvisnykError) -> None:
    """What went wrong and the way out, on stderr."""
    print(escaped(f"Помилка: {error}"), file=sys.stderr)


def console() -> Console:
    """Where tables go: as wide as the terminal, and where there is none wide enough for any table."""
    return Console(soft_wrap=True) if sys.stdout.isatty() else Console(width=WIDE, soft_wrap=True)


@contextmanager
def import_progress(what: str) -> Iterator[Callable[[int], None]]:
    """A counter of rows on a terminal; elsewhere nothing is shown."""
    columns = (
        TextColumn("{task.description}"),
        SpinnerColumn(),
        TextColumn("{task.completed} рядків"),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=Console(stderr=True), disable=not sys.stderr.isatty()) as progress:
        task = progress.add_task(what)
        yield lambda rows: progress.update(task, completed=rows)


def _cell(value: Any) -> str:
    """As a person reads it: a time by the Kyiv clock, a place in a line of its own."""
    if isinstance(value, list):
        return escaped("\n".join(map(_place, value)))
    if isinstance(value, str) and _TIME.fullmatch(value):
        return f"{datetime.fromisoformat(value):%d.%m.%Y %H:%M}"
    return escaped(str(value))


def _place(place: Mapping[str, Any]) -> str:
    street = place["street"] and " ".join(filter(None, (place["street"]["kind"], place["street"]["name"])))
    sure = "" if place["certainty"] == "certain" else "можливо"
    return ", ".join(filter(None, (place["settlement"], street, place["houses"], sure)))
