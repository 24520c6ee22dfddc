"""What Viber takes as a message with a keyboard: https://creators.viber.com/docs/bots-api/resources/messaging/keyboards."""

from collections.abc import Mapping
from html import unescape
from typing import Any

LONGEST_TEXT = 7000
MOST_ROWS = 12
COLUMNS = 6

Fields = Mapping[str, tuple[type, int | None]]
"""Each field's type and longest or largest value."""

MESSAGE: Fields = {
    "receiver": (str, None),
    "type": (str, None),
    "sender": (dict, None),
    "text": (str, LONGEST_TEXT),
    "tracking_data": (str, 4000),
    "min_api_version": (int, 99),
    "keyboard": (dict, None),
}
KEYBOARD: Fields = {"Type": (str, None), "Buttons": (list, None), "DefaultHeight": (bool, None), "BgColor": (str, 7)}
BUTTON: Fields = {
    "Columns": (int, COLUMNS),
    "Rows": (int, 2),
    "ActionType": (str, None),
    "ActionBody": (str, 1000),
    "Text": (str, 250),
    "TextSize": (str, None),
    "Silent": (bool, None),
    "BgColor": (str, 7),
}
"""Of those that any version of Viber knows; there are others, which the bot has no use for."""
NEEDED = {"receiver", "type", "sender", "text"}


def wrong_message(fields: dict[str, Any]) -> tuple[int, str] | None:
    """Viber's status and words for a message that is not what the API documents."""
    if unknown := fields.keys() - MESSAGE.keys():
        return 3, f"unknown fields {sorted(unknown)}"
    if missing := NEEDED - {name for name, value in fields.items() if value}:
        return 4, f"missing fields {sorted(missing)}"
    if name := _wrong_field(fields, MESSAGE):
        return 3, f"wrong value of {name}"
    sender = fields["sender"]
    if sender.keys() - {"name", "avatar"} or not 0 < len(sender.get("name", "")) <= 28 or fields["type"] != "text":
        return 3, "wrong sender, or a type that this fake does not know"
    if "keyboard" in fields and (wrong := wrong_keyboard(fields["keyboard"])):
        return 3, f"keyboard is not valid: {wrong}"
    return None


def wrong_keyboard(keyboard: dict[str, Any]) -> str | None:
    """What is wrong with a keyboard."""
    if name := _wrong_field(keyboard, KEYBOARD):
        return name
    if keyboard.get("Type") != "keyboard" or not keyboard.get("Buttons"):
        return "Type and Buttons are required"
    if name := next(filter(None, map(_wrong_button, keyboard["Buttons"])), None):
        return name
    return "too many rows" if len(rows(keyboard)) > MOST_ROWS else None


def rows(keyboard: dict[str, Any]) -> list[list[tuple[str, str]]]:
    """The buttons as the customer sees them: text and what it says, broken into rows where six columns are full."""
    seen: list[list[tuple[str, str]]] = []
    left = 0
    for button in keyboard["Buttons"]:
        columns = button.get("Columns", COLUMNS)
        if columns > left:
            seen.append([])
            left = COLUMNS
        seen[-1].append((unescape(button["Text"]), button["ActionBody"]))
        left -= columns
    return seen


def _wrong_button(button: Any) -> str | None:
    if not isinstance(button, dict):
        return "Buttons"
    if name := _wrong_field(button, BUTTON):
        return name
    if not button.get("ActionBody") or not button.get("Text", "").strip():
        return "ActionBody and Text are required"
    if button.get("Columns", 1) < 1 or button.get("Rows", 1) < 1:
        return "Columns and Rows begin with 1"
    if button.get("ActionType", "reply") != "reply" or button.get("TextSize") not in (
        None,
        "small",
        "regular",
        "large",
    ):
        return "ActionType or TextSize"
    return "a tag in Text" if "<" in button["Text"] else None


def _wrong_field(fields: dict[str, Any], known: Fields) -> str | None:
    """The first field that is not known, of another type, or longer or larger than it may be."""
    for name, value in fields.items():
        if name not in known or type(value) is not known[name][0]:
            return name
        most = known[name][1]
        if most is not None and (value if isinstance(value, int) else len(value)) > most:
            return name
    return None
