"""Viber's keyboards: https://creators.viber.com/docs/bots-api/resources/messaging/keyboards.

A keyboard stays on the screen until the next message; one that comes without a keyboard takes it away.
"""

from collections.abc import Sequence
from html import escape
from typing import Any

from bots.dialog import buttons
from bots.dialog.model import Button
from bots.inputs import callback_data

MARK = "▸"
"""Before what a button says: nobody types it."""

_COLUMNS = 6
_MOST_ROWS = 12
"""In portrait, by https://developers.viber.com/docs/faq/; phones do not show a message whose keyboard they refuse."""


def keyboard(rows: Sequence[Sequence[Button]] = (), language: str = "uk") -> dict[str, Any]:
    """These buttons as Viber takes them; without any, those of the main menu in this language.

    Viber counts six columns, and breaks a row where they are full. Too many rows become rows of three; of still more
    the last stays, with the way back.
    """
    full = [part for row in rows or buttons.main(language) for part in _full_rows(row)]
    if len(full) > _MOST_ROWS:
        full = list(_full_rows([button for row in full for button in row]))
        full[_MOST_ROWS - 1 : -1] = []
    placed = [_button(each, _COLUMNS // len(row)) for row in full for each in row]
    return {"Type": "keyboard", "DefaultHeight": False, "Buttons": placed}


def _full_rows(row: Sequence[Button]) -> Sequence[Sequence[Button]]:
    """A row of at most three buttons as it is; of more, as many rows of three as it takes, and one of the rest."""
    return [row[start : start + 3] for start in range(0, len(row), 3)]


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
