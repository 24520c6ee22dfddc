"""Operators who have signed in. What is kept opens nothing: keyed hashes of token and password."""

import hashlib
import secrets
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from peewee import Database

from data.tables import OperatorSession
from data.times import from_seconds, to_seconds
from pipeline.domain.sessions import IDLE, LASTS, SignedIn

_NOTED_EVERY = timedelta(minutes=1)
"""A session that is in use is written down no more often: a page need not wait for who writes to the database."""


class OperatorSessions:
    """Begins, finds, lists and ends sessions; `now` is by the real clock."""

    def __init__(self, database: Database, key: bytes) -> None:
        self._database, self._key = database, key

    def begin(self, operator: str, password: str, browser: str, now: datetime) -> str:
        """The token of a new session of who signed in with this password, of which the hash is given."""
        token, at = secrets.token_urlsafe(32), to_seconds(now)
        hashes = {"token_hash": self._hash(token), "password": self._hash(password)}
        row = OperatorSession.insert(**hashes, operator=operator, browser=browser, begun_at=at, seen_at=at)
        row.returning().execute(self._database)
        return token

    def find(self, token: str, passwords: Mapping[str, str], now: datetime) -> SignedIn | None:
        """The session of this token, which goes on by being asked for; `passwords`: what is kept of the operators'.

        None where there is none, where it is over, and where its operator is none any more or has another password.
        """
        ours = OperatorSession.token_hash == self._hash(token)
        row = OperatorSession.select().where(ours & _lasts(now)).first(self._database)
        if row is None:
            return None
        session, kept = _signed_in(row), passwords.get(row.operator)
        if kept is None or row.password != self._hash(kept):
            self.end_all([session.id])
            return None
        if now - session.seen_at >= _NOTED_EVERY:
            seen = OperatorSession.update(seen_at=to_seconds(now))
            seen.where(OperatorSession.id == session.id).execute(self._database)
        return session

    def listed(self, now: datetime) -> Sequence[SignedIn]:
        """All that are not over, in order of their begin."""
        query = OperatorSession.select().where(_lasts(now)).order_by(OperatorSession.begun_at, OperatorSession.id)
        return [_signed_in(each) for each in query.execute(self._database)]

    def end(self, token: str) -> None:
        """End the session of this token."""
        OperatorSession.delete().where(OperatorSession.token_hash == self._hash(token)).execute(self._database)

    def end_all(self, sessions: Collection[int]) -> None:
        """End these sessions."""
        OperatorSession.delete().where(OperatorSession.id.in_(list(sessions))).execute(self._database)

    def _hash(self, value: str) -> str:
        return hashlib.blake2b(value.encode(), key=self._key, digest_size=32).hexdigest()


def _signed_in(row: OperatorSession) -> SignedIn:
    return SignedIn(row.id, row.operator, row.browser, from_seconds(row.begun_at), from_seconds(row.seen_at))


def _lasts(now: datetime) -> Any:
    begun, seen = to_seconds(now - LASTS), to_seconds(now - IDLE)
    return (OperatorSession.begun_at > begun) & (OperatorSession.seen_at > seen)
