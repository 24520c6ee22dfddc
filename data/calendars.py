"""The addresses of calendars: what is kept of one tells nobody the address, and nobody can guess it.

An address is the contact's number and a keyed hash of that and of something random, which alone is kept: the contact is
found by its number, and the hashes are compared in constant time.
"""

import re
import secrets
from dataclasses import dataclass

from peewee import Database

from data.proofs import calendar_hash, same_hash
from data.registry import chat_is
from data.tables import Contact
from pipeline.domain.contacts import Chat

_LARGEST_ID = 2**31


@dataclass(frozen=True, slots=True)
class CalendarOwner:
    """Whose calendar it is."""

    chat: Chat
    language: str


class CalendarRepository:
    """Makes, renews and recognises the addresses."""

    def __init__(self, database: Database, key: bytes) -> None:
        self._database = database
        self._key = key

    def open(self, chat: Chat, *, renew: bool) -> str:
        """The address of a known chat's calendar, made where it has none; `renew`: another one."""
        token = None if renew else self.token(chat)
        return token or self.renew(chat) or ""

    def token(self, chat: Chat) -> str | None:
        """The address of the chat's calendar; None where it has none."""
        query = Contact.select(Contact.id, Contact.calendar).where(chat_is(chat.messenger, chat.chat_id))
        row = query.tuples().first(self._database)
        return self._token(*row) if row and row[1] else None

    def renew(self, chat: Chat) -> str | None:
        """A new address for the chat's calendar: the one before leads nowhere. None where the chat is not known."""
        mine = chat_is(chat.messenger, chat.chat_id)
        Contact.update(calendar=secrets.token_hex(16)).where(mine).execute(self._database)
        return self.token(chat)

    def find(self, token: str) -> CalendarOwner | None:
        """Whose address this is. None for a wrong one, and for a chat that cannot be told anything any more.

        The work is the same whether there is such a contact or not.
        """
        number, _, given = token.partition("-")
        known = re.fullmatch(r"[1-9]\d{0,9}", number, re.ASCII) and int(number) < _LARGEST_ID
        contact = int(number) if known else 0
        row = Contact.select().where(Contact.id == contact).dicts().first(self._database) or {}
        right = calendar_hash(self._key, contact, row.get("calendar") or "")
        if not same_hash(given, right) or not row.get("calendar") or not row["reachable"]:
            return None
        return CalendarOwner(Chat(row["messenger"], row["chat_id"]), row["language"])

    def _token(self, contact: int, kept: str) -> str:
        return f"{contact}-{calendar_hash(self._key, contact, kept)}"
