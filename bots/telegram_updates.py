"""Telegram's updates, read: https://core.telegram.org/bots/api#update.

Whatever JSON arrives, nothing here raises: what is not understood is `Unexpected` where a customer waits for an
answer, and nothing where none does.
"""

import re
from dataclasses import dataclass, replace

from bots.dialog.incoming import Incoming, Reachable
from bots.dialog.model import FIRST_LANGUAGE, Input, Unexpected
from bots.inputs import at, pressed, typed
from bots.texts.templates import LANGUAGES

ALLOWED_UPDATES = ("message", "edited_message", "callback_query", "my_chat_member")
"""What Telegram is asked to deliver; all else (posts in channels, polls, reactions) is left alone."""

_LARGEST_ID = 2**63
_GROUPS = ("group", "supergroup")
_PRESENT = ("member", "administrator", "restricted")
_ABSENT = ("kicked", "left")
_COMMAND_OF_BOT = re.compile(r"\A(/\w+)@\w+")


@dataclass(frozen=True, slots=True)
class Update:
    """What an update means."""

    update_id: int | None
    incoming: Incoming | None = None
    query_id: str | None = None
    """A pressed button waits for `answerCallbackQuery`."""
    group: str | None = None
    """A chat of many people in which the bot has no business."""
    language: str = FIRST_LANGUAGE
    """Of the phone of whoever brought the bot there."""


def parse_update(update: object) -> Update:
    """What this JSON means. Never raises."""
    update_id = _whole_number(at(update, "update_id"))
    for kind, read in (
        ("message", _message),
        ("edited_message", _edited_message),
        ("callback_query", _callback_query),
        ("my_chat_member", _my_chat_member),
    ):
        if isinstance(content := at(update, kind), dict):
            meant = read(update_id, content)
            return replace(meant, language=_language(content)) if meant.group else meant
    return Update(update_id)


def _message(update_id: int | None, message: dict[str, object]) -> Update:
    text = message.get("text")
    forwarded = "forward_origin" in message or "forward_date" in message
    if not isinstance(text, str) or forwarded:
        return _by_chat(update_id, message, Unexpected())
    return _by_chat(update_id, message, typed(_COMMAND_OF_BOT.sub(r"\1", text)))


def _edited_message(update_id: int | None, message: dict[str, object]) -> Update:
    """An old line that was changed answers no question of now: taken for a proof it would count as a wrong one."""
    return _by_chat(update_id, message, Unexpected())


def _callback_query(update_id: int | None, query: dict[str, object]) -> Update:
    said = _by_chat(update_id, query.get("message"), pressed(query.get("data")))
    query_id = query.get("id")
    return Update(update_id, said.incoming, query_id if isinstance(query_id, str) else None, said.group)


def _my_chat_member(update_id: int | None, change: dict[str, object]) -> Update:
    status = at(change, "new_chat_member", "status")
    present = status in _PRESENT
    if not present and status not in _ABSENT:
        return Update(update_id)
    of_chat = _by_chat(update_id, change, Reachable(present))
    return of_chat if present or of_chat.group is None else Update(update_id)


def _by_chat(update_id: int | None, content: object, said: Input | Reachable) -> Update:
    """What was said counts in private chats."""
    kind, chat_id = at(content, "chat", "type"), _whole_number(at(content, "chat", "id"))
    if chat_id is None:
        return Update(update_id)
    if kind == "private":
        known_by = None if update_id is None else str(update_id)
        return Update(update_id, Incoming(str(chat_id), said, known_by, update_id))
    return Update(update_id, group=str(chat_id) if kind in _GROUPS else None)


def _language(content: dict[str, object]) -> str:
    """The language of the sender's phone, where it is one of ours."""
    tag = at(content, "from", "language_code")
    code = tag.partition("-")[0].lower() if isinstance(tag, str) else ""
    return code if code in LANGUAGES else FIRST_LANGUAGE


def _whole_number(value: object) -> int | None:
    """An id of Telegram's: a whole number of at most 64 bits."""
    return value if type(value) is int and -_LARGEST_ID < value < _LARGEST_ID else None
