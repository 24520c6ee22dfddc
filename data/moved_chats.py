"""Chats of the settings that go by another id by now: a group of Telegram's that has become a supergroup."""

from peewee import Database

from data.tables import MovedChat


def moved_to(database: Database, chat_id: str) -> str:
    """The id by which this chat goes now."""
    row = MovedChat.select(MovedChat.moved_to).where(MovedChat.chat_id == chat_id)
    return str(row.scalar(database) or chat_id)


def keep_move(database: Database, chat_id: str, new_id: str) -> None:
    """Keep that this chat goes by a new id."""
    insert = MovedChat.insert(chat_id=chat_id, moved_to=new_id)
    upsert = insert.on_conflict(conflict_target=[MovedChat.chat_id], preserve=[MovedChat.moved_to])
    upsert.returning().execute(database)
