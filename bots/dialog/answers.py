"""What is answered to a step of a customer, as it is kept until it is said."""

import json
from collections.abc import Sequence
from dataclasses import dataclass

from bots.dialog.model import Action, Button, Reply


@dataclass(frozen=True, slots=True)
class Answer:
    """The replies to one step; or news of what others did."""

    replies: tuple[Reply, ...] = ()
    kept_as: int | None = None
    """The number under which they are kept; None where they are not."""
    is_news: bool = False
    """It answers nothing that was asked just now: at night it is silent, and it is kept for who cannot be reached."""
    before: "tuple[Letter, ...]" = ()
    """News that are to be said, to this chat or to others, before the answer itself."""


@dataclass(frozen=True, slots=True)
class Letter:
    """News for a chat."""

    messenger: str
    chat_id: str
    answer: Answer


def as_json(replies: Sequence[Reply]) -> str:
    """Replies as a text that `from_json` reads."""
    return json.dumps([[reply.text, [list(map(_parts, row)) for row in reply.buttons]] for reply in replies])


def from_json(text: str) -> tuple[Reply, ...]:
    """The replies that were kept; a button that this release does not know is left out."""
    return tuple(Reply(said, tuple(filter(None, map(_row, rows)))) for said, rows in json.loads(text))


def _parts(button: Button) -> Sequence[str]:
    return button.label, button.action, button.argument


def _row(buttons: Sequence[Sequence[str]]) -> tuple[Button, ...]:
    return tuple(Button(label, Action(name), argument) for label, name, argument in buttons if name in _KNOWN)


_KNOWN = frozenset(each.value for each in Action)
