"""What is kept of chats and of what came in from them: the interface `Conversations` over the tables."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any

from peewee import Database, chunked, fn

from data.database import AT_ONCE
from data.locks import one_at_a_time
from data.proofs import chat_hash
from data.registry import account_of, accounts_with_address, chat_is, messages_sent, stages_of
from data.tables import Account, Delivery, Reminder, SeenUpdate, Subscription, UnsaidAnswer
from data.tables import Contact as Row
from data.times import optional_time, to_seconds
from pipeline.domain.contacts import (
    ANSWERED_WITHIN,
    JOINS_TOLD_EVERY,
    NEWS_LAST,
    Arrival,
    Chat,
    Contact,
    Holding,
    OtherHolder,
    Update,
)
from pipeline.domain.reminders import ReminderStatus
from pipeline.domain.stages import Stage

UPDATES_KEPT_FOR = timedelta(days=3)
"""Telegram keeps what was not taken for a day; nothing is delivered again after that."""


class ConversationRepository:
    """Where each chat stands, and what it agreed to."""

    def __init__(self, database: Database, proof_key: bytes) -> None:
        self._database = database
        self._proof_key = proof_key

    @contextmanager
    def transaction(self, chat: Chat) -> Iterator[None]:
        """All or nothing, one after the other in each chat."""
        with self._database.atomic():
            one_at_a_time(self._database, f"chat {self._hash(chat)}")
            yield

    def arrival(self, chat: Chat, update: Update, at: datetime) -> Arrival:
        """How an update comes in; it is remembered for some days.

        What was never seen is no repeat, whatever its order: a bot may begin to count anew, and clocks differ. Of a
        known repeat it is asked whether a later one was taken since; that the chat can be reached overtakes no step.
        """
        SeenUpdate.delete().where(SeenUpdate.at < to_seconds(at - UPDATES_KEPT_FOR)).execute(self._database)
        of_chat, of_bot = self._hash(chat), (SeenUpdate.messenger == chat.messenger) & (SeenUpdate.bot == update.bot)
        row = {"messenger": chat.messenger, "bot": update.bot, "update_id": update.id, "chat_hash": of_chat}
        insert = SeenUpdate.insert(row | {"order": update.order, "reachable": update.reachable, "at": to_seconds(at)})
        unique = [SeenUpdate.messenger, SeenUpdate.bot, SeenUpdate.update_id]
        added = insert.on_conflict(action="nothing", conflict_target=unique).returning(SeenUpdate.id)
        if not list(added.execute(self._database)) or self._was_seen_of_any_bot(chat, update):
            return Arrival.AGAIN
        if not update.repeated or update.order is None:
            return Arrival.NEW
        later = of_bot & (SeenUpdate.chat_hash == of_chat) & (SeenUpdate.order > update.order)
        if update.reachable is not False:
            later &= SeenUpdate.reachable.is_null() | (SeenUpdate.reachable == False)  # noqa: E712 - an expression of SQL
        return Arrival.LATE if SeenUpdate.select().where(later).exists(self._database) else Arrival.NEW

    def keep_unsaid(self, chat: Chat, replies: str, at: datetime, *, is_news: bool = False) -> int:
        """Keep an answer, or news, until it is said; gives its number."""
        row = {"messenger": chat.messenger, "chat_id": chat.chat_id, "replies": replies, "at": to_seconds(at)}
        return int(UnsaidAnswer.insert(row | {"is_news": is_news}).execute(self._database))

    def unsaid(self, messenger: str, at: datetime) -> Sequence[tuple[int, str, str, bool]]:
        """Number, chat, replies of each answer that was not said, and whether it is news, in order.

        Those too old are forgotten.
        """
        UnsaidAnswer.delete().where(too_late_to_say(at)).execute(self._database)
        columns = (UnsaidAnswer.id, UnsaidAnswer.chat_id, UnsaidAnswer.replies, UnsaidAnswer.is_news)
        query = UnsaidAnswer.select(*columns).where(UnsaidAnswer.messenger == messenger).order_by(UnsaidAnswer.id)
        return [(*row, bool(is_news)) for *row, is_news in query.tuples().execute(self._database)]

    def unsaid_news(self, chat: Chat) -> Sequence[tuple[int, str]]:
        """Number and replies of all news of a chat that were not said, in order."""
        theirs = (UnsaidAnswer.messenger == chat.messenger) & (UnsaidAnswer.chat_id == chat.chat_id)
        query = UnsaidAnswer.select(UnsaidAnswer.id, UnsaidAnswer.replies).where(theirs & UnsaidAnswer.is_news)
        return list(query.order_by(UnsaidAnswer.id).tuples().execute(self._database))

    def forget_unsaid(self, numbers: Sequence[int]) -> None:
        """Keep these answers no longer."""
        for some in chunked(numbers, AT_ONCE):
            UnsaidAnswer.delete().where(UnsaidAnswer.id.in_(some)).execute(self._database)

    def load(self, chat: Chat) -> Contact | None:
        """What is kept of a chat."""
        row = Row.select().where(chat_is(chat.messenger, chat.chat_id)).dicts().first(self._database)
        if row is None:
            return None
        return Contact(
            step=row["step"],
            step_account=row["step_account"],
            language=row["language"],
            consent=row["consent"],
            consent_at=optional_time(row["consent_at"]),
            reachable=bool(row["reachable"]),
            muted=stages_of(row["muted"]),
            delivered=messages_sent(row["id"]).count(self._database),
        )

    def holdings(self, chat: Chat) -> Sequence[Holding]:
        """The accounts of a chat, in the order in which it added them."""
        other = Subscription.alias()
        others = other.select(fn.COUNT(other.id)).where(
            (other.account == Subscription.account) & other.ended_at.is_null() & (other.contact != Subscription.contact)
        )
        query = (
            accounts_with_address(Subscription.id, Subscription.label, others.alias("other_chats"))
            .join(Subscription, on=Subscription.account == Account.number)
            .join(Row, on=Subscription.contact == Row.id)
            .where(chat_is(chat.messenger, chat.chat_id) & Subscription.ended_at.is_null())
            .order_by(Subscription.id)
        )
        return [
            Holding(row["id"], account_of(row), row["label"], row["other_chats"])
            for row in query.dicts().execute(self._database)
        ]

    def keep_step(self, chat: Chat, step: str, account: str | None, now: datetime) -> None:
        """Keep what the bot has asked last, and of which account."""
        self._keep(chat, now, step=step, step_account=account)

    def keep_consent(self, chat: Chat, version: str, now: datetime) -> None:
        """Keep that the customer agreed to this version of the text."""
        self._keep(chat, now, consent=version, consent_at=to_seconds(now))

    def keep_language(self, chat: Chat, language: str, now: datetime) -> None:
        """Keep the language to speak."""
        self._keep(chat, now, language=language)

    def keep_label(self, chat: Chat, account: str, label: str | None) -> None:
        """Keep what the customer calls an account."""
        mine = Subscription.contact.in_(_ids(chat)) & (Subscription.account == account)
        Subscription.update(label=label).where(mine).execute(self._database)

    def mute(self, chat: Chat, stage: Stage, *, muted: bool) -> None:
        """Leave a stage out for a chat, or say it again."""
        kept = Row.select(Row.muted).where(chat_is(chat.messenger, chat.chat_id)).scalar(self._database)
        stages = stages_of(kept) | {stage} if muted else stages_of(kept) - {stage}
        update = Row.update(muted=",".join(sorted(stages)) or None)
        update.where(chat_is(chat.messenger, chat.chat_id)).execute(self._database)

    def keep_heard(self, chat: Chat, at: datetime) -> None:
        """Keep that the customer wrote, by the real clock: for a day a message of ours costs nothing."""
        Row.update(heard_at=to_seconds(at)).where(chat_is(chat.messenger, chat.chat_id)).execute(self._database)

    def keep_read(self, chat: Chat, reminder: int, now: datetime) -> None:
        """Keep that the chat has read the message that settled this reminder of its own; the first time counts."""
        same = Delivery.alias()
        message = same.select(same.provider_id).where(same.reminder == reminder, same.status == ReminderStatus.SENT)
        theirs = (
            Reminder.select(Reminder.id)
            .join(Subscription, on=Reminder.subscription == Subscription.id)
            .where(Subscription.contact.in_(_ids(chat)))
        )
        read = Delivery.reminder.in_(theirs) & Delivery.provider_id.in_(message) & Delivery.seen_at.is_null()
        Delivery.update(seen_at=to_seconds(now)).where(read).execute(self._database)

    def detach_others(self, chat: Chat, account: str, now: datetime) -> Sequence[OtherHolder]:
        """End the subscriptions of all other chats to an account; gives these chats."""
        others = self._others(chat, account)
        holders = self._holders(others)
        Subscription.update(ended_at=to_seconds(now)).where(others).execute(self._database)
        return holders

    def others_to_tell(self, chat: Chat, account: str, at: datetime) -> Sequence[OtherHolder]:
        """The other chats at an account that are to hear, by the real clock, that this one joins it.

        None where it is there already; and none that has heard the like of late.
        """
        mine = (Subscription.account == account) & Subscription.contact.in_(_ids(chat))
        if Subscription.select().where(mine & Subscription.ended_at.is_null()).exists(self._database):
            return []
        told = Subscription.told_of_others_at
        others = self._others(chat, account) & (told.is_null() | (told <= to_seconds(at - JOINS_TOLD_EVERY)))
        holders = self._holders(others)
        Subscription.update(told_of_others_at=to_seconds(at)).where(others).execute(self._database)
        return holders

    def agreed(self) -> int:
        """How many chats agreed."""
        return int(Row.select().where(Row.consent.is_null(False)).count(self._database))

    def _others(self, chat: Chat, account: str) -> Any:
        """The condition on a subscription that it is another chat's to this account, and stands."""
        standing = (Subscription.account == account) & Subscription.ended_at.is_null()
        return standing & Subscription.contact.not_in(_ids(chat))

    def _holders(self, subscriptions: Any) -> Sequence[OtherHolder]:
        columns = (Row.messenger, Row.chat_id, Row.language, Subscription.label, Row.reachable)
        query = Subscription.select(*columns).join(Row).where(subscriptions).order_by(Subscription.id)
        return [
            OtherHolder(Chat(messenger, chat_id), language, label, bool(reachable))
            for messenger, chat_id, language, label, reachable in query.tuples().execute(self._database)
        ]

    def _was_seen_of_any_bot(self, chat: Chat, update: Update) -> bool:
        """Whether an update was seen by an earlier release, which did not keep whose it was."""
        before = (SeenUpdate.messenger == chat.messenger) & (SeenUpdate.bot == "")
        seen = before & (SeenUpdate.update_id == update.id)
        return update.bot != "" and bool(SeenUpdate.select().where(seen).exists(self._database))

    def _keep(self, chat: Chat, now: datetime, **values: Any) -> None:
        row = {"messenger": chat.messenger, "chat_id": chat.chat_id, "language": "uk", "reachable": True}
        insert = Row.insert(row | {"created_at": to_seconds(now)} | values)
        upsert = insert.on_conflict(conflict_target=[Row.messenger, Row.chat_id], update=values)
        upsert.returning().execute(self._database)

    def _hash(self, chat: Chat) -> str:
        return chat_hash(self._proof_key, chat.messenger, chat.chat_id)


def too_late_to_say(at: datetime) -> Any:
    """The condition on what was not said that it is of no use any more."""
    answer = UnsaidAnswer.is_news.is_null() | ~UnsaidAnswer.is_news
    answer &= UnsaidAnswer.at < to_seconds(at - ANSWERED_WITHIN)
    return answer | (UnsaidAnswer.at < to_seconds(at - NEWS_LAST))


def _ids(chat: Chat) -> Any:
    return Row.select(Row.id).where(chat_is(chat.messenger, chat.chat_id))
