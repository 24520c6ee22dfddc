"""What every command shares: its common options, its exit codes, its way of telling errors."""

import functools
import inspect
import os
import re
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Annotated, Any, TextIO

import typer

from data.database import database_errors
from pipeline.bootstrap import Application
from pipeline.cli.ukrainian import MISUSE, Command
from pipeline.config import SystemClock, load_settings
from pipeline.domain.clock import parse_moment
from pipeline.domain.errors import Mismatch, Misuse, ProvisnykError, SourceUnavailable
from pipeline.output import print_error, set_up_log

_BELOW_ZERO = re.compile(r"-\d+")

DONE, FAILED, NOT_TRUSTED = 0, 1, 3

_COMMON: dict[str, tuple[Any, Any]] = {
    "database": (
        Annotated[
            str | None, typer.Option("--database", metavar="URL", help="База даних: sqlite:///ШЛЯХ або postgresql://…")
        ],
        None,
    ),
    "now": (
        Annotated[
            str | None, typer.Option("--now", metavar="ЧАС", help="Вважати, що зараз ця мить (ISO 8601, за Києвом).")
        ],
        None,
    ),
    "as_json": (Annotated[bool, typer.Option("--json", help="Друкувати JSON, по об'єкту в рядку; журнал теж.")], False),
    "verbose": (Annotated[bool, typer.Option("--verbose", "-v", help="Докладний журнал на stderr.")], False),
}


@dataclass(frozen=True, slots=True)
class Run:
    """What a command is given: the application and how to print."""

    app: Application
    as_json: bool
    now: datetime
    """The instant at which the command was started, by the calendar."""
    moved: bool
    """Whether `--now` set the calendar."""

    @property
    def out(self) -> TextIO:
        """Where messages to the console go: stdout, unless JSON stands there."""
        return sys.stderr if self.as_json else sys.stdout


class _Command(Command):
    """Takes a number below zero for an argument, never for an option: Telegram numbers groups so."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        ctx.ignore_unknown_options = any(_BELOW_ZERO.fullmatch(each) for each in args)
        return super().parse_args(ctx, args)


def command(cli: typer.Typer, name: str) -> Callable[[Callable[..., int | None]], Callable[..., None]]:
    """Register a function `(run, …)` as a command that also takes the common options.

    The function's result is the exit code, None means 0. Errors of ours are told on stderr, with their code.
    """

    def register(function: Callable[..., int | None]) -> Callable[..., None]:
        own = list(inspect.signature(function, eval_str=True).parameters.values())[1:]
        common = [
            inspect.Parameter(each, inspect.Parameter.KEYWORD_ONLY, annotation=annotation, default=default)
            for each, (annotation, default) in _COMMON.items()
        ]
        keyword_only = [each.replace(kind=inspect.Parameter.KEYWORD_ONLY) for each in own]

        @functools.wraps(function)
        def wrapper(**given: Any) -> None:
            shared = {each: given.pop(each) for each in _COMMON}
            with _exit_codes():
                set_up_log(verbose=shared["verbose"], as_json=shared["as_json"])
                with _run(shared["database"], shared["now"], as_json=shared["as_json"]) as run:
                    code = function(run, **given)
            raise typer.Exit(code or DONE)

        parameters = [*keyword_only, *common]
        wrapper.__signature__ = inspect.Signature(parameters)  # type: ignore[attr-defined]
        wrapper.__annotations__ = {each.name: each.annotation for each in parameters}
        cli.command(name, cls=_Command)(wrapper)
        return wrapper

    return register


@contextmanager
def _run(database: str | None, now: str | None, *, as_json: bool) -> Iterator[Run]:
    settings = load_settings()
    if database is not None:
        settings = settings.model_copy(update={"database_url": database})
    _refuse_root(settings.var_dir)
    clock = SystemClock(parse_moment(now) if now else None)
    with Application(settings, clock) as app:
        yield Run(app, as_json, clock.now(), moved=now is not None)


def _refuse_root(folder: Path) -> None:
    """What root leaves in another's folder its owner cannot open: from then on nobody would be told anything."""
    if os.geteuid() != 0 or not folder.exists() or (owner := folder.stat().st_uid) == 0:
        return
    try:
        name = folder.owner()
    except KeyError:
        name = f"#{owner}"
    raise Misuse(f"Тека «{folder}» належить іншому користувачеві. Запустіть від його імені: sudo -u {name} …")


@contextmanager
def _exit_codes() -> Iterator[None]:
    try:
        with database_errors():
            yield
    except ProvisnykError as error:
        print_error(error)
        raise typer.Exit(exit_code(error)) from None
    except BrokenPipeError:
        # the reader of our output (head, less) has gone: what is left to print is of no use to anybody
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise typer.Exit(DONE) from None


def exit_code(error: ProvisnykError) -> int:
    """How a command ends that met this error."""
    if isinstance(error, Misuse) and not isinstance(error, Mismatch):
        return MISUSE
    return NOT_TRUSTED if isinstance(error, SourceUnavailable) else FAILED
