"""Wrong proofs, and the accounts that ask for both: the interface `Guesses` over the tables. By the real clock."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from peewee import Database, fn

from data.locks import one_at_a_time
from data.proofs import chat_hash
from data.tables import GuardedAccount, WrongProof
from data.times import from_seconds, optional_time, to_seconds
from pipeline.domain.contacts import Chat
from pipeline.domain.guessing import (
    GUARDED_WITHIN,
    MANY,
    WRONG_PROOFS_ALLOWED,
    WRONG_PROOFS_COUNT_FOR,
    Guard,
    Guessing,
    guard_after,
    no_proof_before,
)


class GuessRepository:
    """How often each chat guessed, and at which accounts many do."""

    def __init__(self, database: Database, proof_key: bytes) -> None:
        self._database = database
        self._proof_key = proof_key

    def no_proof_before(self, chat: Chat, at: datetime) -> datetime | None:
        """Until when no proof of this chat is looked at; None where one may be given."""
        one_at_a_time(self._database, "proofs")  # nobody else counts until what is looked at now is counted
        forgotten = WrongProof.at < to_seconds(at - WRONG_PROOFS_COUNT_FOR)
        WrongProof.delete().where(forgotten).execute(self._database)
        whose = GuardedAccount.since < to_seconds(at - WRONG_PROOFS_COUNT_FOR)
        GuardedAccount.update(besides=None).where(whose & GuardedAccount.besides.is_null(False)).execute(self._database)
        mine = WrongProof.select(fn.COUNT(WrongProof.id), fn.MAX(WrongProof.at)).where(self._of(chat))
        wrong, last = mine.tuples().first(self._database)
        until = no_proof_before(wrong, optional_time(last))
        return until if until is not None and until > at else None

    def asks_for_both(self, chat: Chat, account: str, at: datetime) -> bool:
        """Whether this account, given out or not, takes no single proof of this chat."""
        guard = self._guard(account)
        return guard is not None and guard.concerns(self._hash(chat), at)

    def guarded(self, at: datetime) -> Sequence[str]:
        """The accounts, given out or not, that ask for both."""
        query = GuardedAccount.select(GuardedAccount.account).where(GuardedAccount.until > to_seconds(at))
        return [account for (account,) in query.order_by(GuardedAccount.account).tuples().execute(self._database)]

    def add_wrong_proof(self, chat: Chat, account: str, at: datetime) -> None:
        """Count a wrong proof against the chat and the account, whether there is such an account or not."""
        row = {"chat_hash": self._hash(chat), "account": account, "at": to_seconds(at)}
        WrongProof.insert(row).returning().execute(self._database)
        lately = (WrongProof.account == account) & (WrongProof.at > to_seconds(at - GUARDED_WITHIN))
        by_chat = WrongProof.select(WrongProof.chat_hash, fn.COUNT(WrongProof.id)).where(lately)
        wrong = dict(by_chat.group_by(WrongProof.chat_hash).tuples().execute(self._database))
        guard = guard_after(self._guard(account), wrong, at)
        if guard is not None:
            self._keep(account, guard)

    def forgive(self, chat: Chat, account: str) -> None:
        """Count the chat's wrong proofs at this account no more: it has proven to hold it.

        Where they alone had the account ask for both, it no longer does: they were slips.
        """
        WrongProof.delete().where(self._of(chat) & (WrongProof.account == account)).execute(self._database)
        guard = self._guard(account)
        if guard is None or self._hash(chat) not in guard.besides:
            return
        if WrongProof.select().where(WrongProof.account == account).count(self._database) < WRONG_PROOFS_ALLOWED:
            GuardedAccount.delete().where(GuardedAccount.account == account).execute(self._database)

    def counted(self, at: datetime) -> Mapping[str, int]:
        """For the operator: how many proofs were wrong of late, at how many accounts, and how many ask for both."""
        recent = WrongProof.at >= to_seconds(at - WRONG_PROOFS_COUNT_FOR)
        counts = WrongProof.select(fn.COUNT(WrongProof.id), fn.COUNT(WrongProof.account.distinct())).where(recent)
        wrong, accounts = counts.tuples().first(self._database)
        return {"wrong_proofs": wrong, "wrong_proof_accounts": accounts, "guarded_accounts": len(self.guarded(at))}

    def _guard(self, account: str) -> Guard | None:
        columns = (GuardedAccount.since, GuardedAccount.until, GuardedAccount.besides)
        row = GuardedAccount.select(*columns).where(GuardedAccount.account == account).tuples().first(self._database)
        if row is None:
            return None
        since, until, besides = row
        return Guard(from_seconds(since), from_seconds(until), frozenset((besides or "").split(",")) - {""})

    def _keep(self, account: str, guard: Guard) -> None:
        values = {
            "since": to_seconds(guard.since),
            "until": to_seconds(guard.until),
            "besides": ",".join(sorted(guard.besides)) or None,
        }
        insert = GuardedAccount.insert({"account": account, **values})
        upsert = insert.on_conflict(conflict_target=[GuardedAccount.account], update=values)
        upsert.returning().execute(self._database)

    def _of(self, chat: Chat) -> Any:
        return WrongProof.chat_hash == self._hash(chat)

    def _hash(self, chat: Chat) -> str:
        return chat_hash(self._proof_key, chat.messenger, chat.chat_id)


def guessing(database: Database, at: datetime) -> Guessing:
    """How widely proofs are guessed at: at one account by many chats in a day, or by one chat at many in a week."""

    def many(what: Any, of: Any, since: timedelta) -> int:
        query = WrongProof.select(what).where(WrongProof.at > to_seconds(at - since))
        return int(query.group_by(what).having(fn.COUNT(of.distinct()) >= MANY).count(database))

    return Guessing(
        accounts=many(WrongProof.account, WrongProof.chat_hash, GUARDED_WITHIN),
        chats=many(WrongProof.chat_hash, WrongProof.account, WRONG_PROOFS_COUNT_FOR),
    )
