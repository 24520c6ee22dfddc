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

_SERVICE = """
    new_chat_members left_chat_member new_chat_title new_chat_photo delete_chat_photo group_chat_created
    supergroup_chat_created channel_chat_created chat_owner_left chat_owner_changed
    message_auto_delete_timer_changed migrate_to_chat_id migrate_from_chat_id pinned_message successful_payment
    refunded_payment users_shared chat_shared user_shared gift unique_gift gift_upgrade_sent connected_website
    write_access_allowed passport_data proximity_alert_triggered boost_added chat_background_set
    checklist_tasks_done checklist_tasks_added direct_message_price_changed paid_message_price_changed
    forum_topic_created forum_topic_edited forum_topic_closed forum_topic_reopened general_forum_topic_hidden
    general_forum_topic_unhidden giveaway_created giveaway_completed giveaway_winners managed_bot_created
    poll_option_added poll_option_deleted suggested_post_approved suggested_post_approval_failed
    suggested_post_declined suggested_post_paid suggested_post_refunded video_chat_scheduled video_chat_started
    video_chat_ended video_chat_participants_invited web_app_data
"""
"""Fields of messages that Telegram itself writes into a chat, of what somebody did there: pinned our reminder, say."""

_SERVICE_FIELDS = frozenset(_SERVICE.split())
_LARGEST_ID = 2**63
_LONGEST_ALBUM = 32
"""Digits of the number that the pictures of an album share."""
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
    if not _SERVICE_FIELDS.isdisjoint(message):
        return Update(update_id)
    album = message.get("media_group_id")
    if isinstance(album, str) and album.isascii() and album.isdecimal() and len(album) <= _LONGEST_ALBUM:
        return _by_chat(update_id, message, Unexpected(), known_by=f"album {album}")
    text = message.get("text")
    forwarded = "forward_origin" in message or "forward_date" in message
    if not isinstance(text, str) or forwarded:
        return _by_chat(update_id, message, Unexpected())
    return _by_chat(update_id, message, typed(_COMMAND_OF_BOT.sub(r"\1", text)))


def _edited_message(update_id: int | None, message: dict[str, object]) -> Update:
    """An old line that was changed answers no question of now: taken for a proof it would count as a wrong one.

    Whatever else is edited needs no answer: a location that somebody shares changes every few seconds.
    """
    edited = isinstance(message.get("text"), str)
    return _by_chat(update_id, message, Unexpected()) if edited else Update(update_id)


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


def _by_chat(update_id: int | None, content: object, said: Input | Reachable, *, known_by: str | None = None) -> Update:
    """What was said counts in private chats. `known_by`: what it has in common with others that are one with it."""
    kind, chat_id = at(content, "chat", "type"), _whole_number(at(content, "chat", "id"))
    if chat_id is None:
        return Update(update_id)
    if kind == "private":
        if known_by is None and update_id is not None:
            known_by = str(update_id)
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
