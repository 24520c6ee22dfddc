"""What texts and buttons mean, whichever messenger brings them."""

import re

from bots.dialog.model import Action, Button, Press, Start, Text, Unexpected

_START = re.compile(r"\A/start(?:\s+(?P<account>\S+))?\s*\Z", re.IGNORECASE)


def typed(text: str) -> Text | Start:
    """What a typed line means."""
    text = storable(text)
    start = _START.match(text)
    return Start(start["account"]) if start else Text(text)


def storable(text: str) -> str:
    """A text without half a surrogate and the character NUL: valid JSON, but nothing that a database takes."""
    return text.encode(errors="ignore").decode().replace("\0", "")


def callback_data(button: Button) -> str:
    """What a button gives back when it is pressed; Telegram takes at most 64 bytes."""
    return f"{button.action}:{button.argument}"


def pressed(data: object) -> Press | Unexpected:
    """The button whose `callback_data` this is; one of an older release may be unknown."""
    name, _, argument = data.partition(":") if isinstance(data, str) else ("", "", "")
    try:
        action = Action(name)
    except ValueError:
        return Unexpected()
    return Press(action, argument) if argument.isprintable() else Unexpected()


def at(value: object, *path: str) -> object:
    """What lies at this path of nested JSON objects; None where it does not lead anywhere."""
    for name in path:
        if not isinstance(value, dict):
            return None
        value = value.get(name)
    return value
