"""The menu of commands beside the line for typing, in each language."""

from collections.abc import Sequence

from bots.texts.dialog import label
from bots.texts.templates import LANGUAGES

COMMANDS = ("add", "accounts", "works", "remove", "calendar", "language", "erase", "help")


def menu(language: str) -> Sequence[tuple[str, str]]:
    """Each command with what it does; that for languages says so in all of them."""
    names = {"language": " · ".join(label(each, "language") for each in LANGUAGES)}
    return [(command, names.get(command) or label(language, command)) for command in COMMANDS]
