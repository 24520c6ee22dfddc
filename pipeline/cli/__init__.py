"""The command line: `python run.py COMMAND`."""

import io
import sys

import typer

from pipeline.cli import (
    correcting,
    customers,
    explaining,
    fixtures,
    health,
    operating,
    reading,
    reminding,
    replaying,
    serving,
    storage,
    talking,
)
from pipeline.cli.ukrainian import Group

cli = typer.Typer(
    name="run.py",
    cls=Group,
    help="Провісник: нагадування про планові відключення світла в Telegram і Viber.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_show_locals=False,
)
for part in (
    replaying,
    talking,
    reading,
    reminding,
    correcting,
    explaining,
    customers,
    fixtures,
    storage,
    health,
    operating,
    serving,
):
    part.register(cli)


def main() -> None:
    """Run the command that the arguments name; what it says is UTF-8 in any locale, as from Python 3.15 on."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8")
    cli()
