"""Viber's keyboards: https://creators.viber.com/docs/bots-api/resources/messaging/keyboards.

A keyboard stays on the screen until the next message; one that comes without a keyboard takes it away.
"""

from collections.abc import Sequence
from datetime import UTC, datetime
from html import escape
from typing import Any

from bots.dialog import buttons
from bots.dialog.model import Button, Facts
from bots.inputs import callback_data

MARK = "▸"
"""Before what a button says: nobody types it."""

_COLUMNS = 6
_MOST_ROWS = 24
_MAIN_MENU = buttons.main(Facts(now=datetime.min.replace(tzinfo=UTC)))
"""Under whatever has no buttons of its own."""


def keyboard(rows: Sequence[Sequence[Button]] = ()) -> dict[str, Any]:
    """These buttons as Viber takes them; without any, those of the main menu.

    Viber counts six columns, and breaks a row where they are full.
    """
    placed = (
        _button(each, _COLUMNS // len(part))
        for row in (rows or _MAIN_MENU)[:_MOST_ROWS]
        for part in _even_parts(row)
        for each in part
    )
    return {"Type": "keyboard", "DefaultHeight": False, "Buttons": list(placed)}


def _even_parts(row: Sequence[Button]) -> Sequence[Sequence[Button]]:
    """A row as it is where its buttons fill six columns evenly; four or five stand in two rows."""
    if _COLUMNS % len(row) == 0:
        return (row,)
    return (row[:3], *_even_parts(row[3:]))


def _button(button: Button, columns: int) -> dict[str, Any]:
    """One button. Its text is HTML of a kind; what it says is not shown as the customer's own message."""
    return {
        "Columns": columns,
        "Rows": 1,
        "ActionType": "reply",
        "ActionBody": MARK + callback_data(button),
        "Text": escape(button.label, quote=False),
        "TextSize": "regular",
        "Silent": True,
    }
