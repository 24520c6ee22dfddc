"""What the library of the command line says of itself, in Ukrainian: the frame of its help, what was typed wrongly."""

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from difflib import get_close_matches
from itertools import pairwise
from typing import Any

import typer
from typer import _click, rich_utils  # what it says cannot be changed from outside
from typer._click.exceptions import BadOptionUsage, BadParameter, MissingParameter, NoSuchOption, UsageError
from typer.core import TyperArgument, TyperCommand, TyperGroup, TyperOption

from pipeline.domain.errors import Misuse
from pipeline.output import print_error

MISUSE = 2
rich_utils.ARGUMENTS_PANEL_TITLE = "Аргументи"
rich_utils.OPTIONS_PANEL_TITLE = "Параметри"
rich_utils.COMMANDS_PANEL_TITLE = "Команди"
rich_utils.ABORTED_TEXT = "Перервано."
rich_utils.REQUIRED_LONG_STRING = "[обов’язково]"
TyperArgument.display_type_rich = lambda *_, **__: None  # type: ignore[method-assign]
_PIECES = {"[OPTIONS]": "[ПАРАМЕТРИ]", "COMMAND [ARGS]...": "КОМАНДА …"}
_EXTRA = re.compile(r"extra argument\(s\) \((.*)\)", re.DOTALL)


class _Ukrainian(_click.Command):
    def get_params(self, ctx: Any) -> list[Any]:
        """Its parameters; no type is shown of those that take no value."""
        parameters = super().get_params(ctx)
        for each in parameters:
            if isinstance(each, TyperOption) and each.is_flag:
                each.metavar = ""
            if isinstance(each, TyperOption) and "--help" in each.opts:
                each.help = "Показати цю підказку."
        return parameters

    def format_usage(self, ctx: Any, formatter: Any) -> None:
        """The line that says how it is called."""
        pieces = [_PIECES.get(each, each) for each in self.collect_usage_pieces(ctx)]
        formatter.write_usage(ctx.command_path, " ".join(pieces), prefix="Виклик: ")

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """What was typed; what is wrong there is told, and ends the program with 2."""
        with _told(ctx, [*args]):
            return super().parse_args(ctx, args)


class Command(_Ukrainian, TyperCommand):
    """A command that speaks Ukrainian."""


class Group(_Ukrainian, TyperGroup):
    """A group of commands that speaks Ukrainian."""

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """The command that is named; where there is none it is told, and ends the program with 2."""
        if args and args[0] not in self.commands:
            like = get_close_matches(args[0], self.commands)
            _end(ctx, f"немає такої команди: {args[0]}" + (f" (може, {' чи '.join(like)})" if like else ""))
        return super().resolve_command(ctx, args)


@contextmanager
def _told(ctx: Any, args: Sequence[str]) -> Iterator[None]:
    try:
        yield
    except UsageError as error:
        if isinstance(error, _click.exceptions.NoArgsIsHelpError):
            raise
        _end(ctx, _words(error, args))


def _end(ctx: Any, words: str) -> None:
    print_error(Misuse(f"{words}. Підказка: {ctx.command_path} --help"))
    raise typer.Exit(MISUSE) from None


def _words(error: UsageError, args: Sequence[str]) -> str:
    """What was typed wrongly, and where."""
    match error:
        case NoSuchOption():
            like = f" (може, {' чи '.join(error.possibilities)})" if error.possibilities else ""
            return f"немає такого параметра: {error.option_name}{like}"
        case BadOptionUsage():
            wrong = "бракує значення" if "requires" in error.message else "значення тут зайве"
            return f"{error.option_name}: {wrong}"
        case MissingParameter(param=parameter) if parameter:
            return f"бракує: {parameter.get_error_hint().strip(chr(39))}"
        case BadParameter(param=parameter) if parameter:
            return f"{parameter.opts[0]}: не підходить значення «{_value(args, parameter.opts)}»"
    extra = _EXTRA.search(error.message)
    return f"зайве: {extra[1]}" if extra else error.message


def _value(args: Sequence[str], names: Sequence[str]) -> str:
    for each, after in pairwise([*args, ""]):
        name, _, value = each.partition("=")
        if name in names:
            return value or after
    return ""
