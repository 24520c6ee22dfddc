"""Reminders owed, and what became of them: the interface `Outbox` over the tables."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from datetime import date, datetime
from itertools import chain
from typing import Any, cast

from peewee import JOIN, SQL, Database, chunked, fn

from data.claims import HEARD, REACHED, claim_messages, preview_messages
from data.database import AT_ONCE, execute_many
from data.evidence import keep_bases
from data.locks import one_at_a_time
from data.news import expect_news, has_news, take_news
from data.registry import chat_is
from data.reminder_rows import (
    CONTENT,
    IDENTITY,
    delivery_json,
    move,
    reminder_json,
    reminder_of,
    row_of,
    status_in,
    with_recipient,
)
from data.tables import Account, Contact, Delivery, EntryStreet, Evidence, MessengerHold, Receipt, Subscription
from data.tables import Reminder as Row
from data.times import from_seconds, seconds_after, to_seconds
from pipeline.domain.budget import month_of
from pipeline.domain.clock import kyiv_day
from pipeline.domain.delivery import RESULTS, TRANSITIONS, Event
from pipeline.domain.matching import Candidate
from pipeline.domain.reminders import UNSENT, Message, Outcome, Reminder, ReminderStatus
from pipeline.domain.stages import (
    DAY,
    NEVER_SILENT,
    Stage,
    defer,
    last_sound_before,
    quiet_hours,
    quiet_until,
)
from pipeline.domain.works import Certainty


class OutboxRepository:
    """The reminders not yet settled, and the attempts to send them."""

    def __init__(self, database: Database, viber_budget: int | None = None) -> None:
        """`viber_budget`: paid messages of a month; None: as many as there are."""
        self._database = database
        self._viber_budget = viber_budget

    def transaction(self) -> AbstractContextManager[None]:
        """All or nothing; one inside another is a part of it."""
        return cast(AbstractContextManager[None], self._database.atomic())

    @contextmanager
    def planning(self) -> Iterator[None]:
        """The same, and no two plans at one time; what is written from its beginning on is news again."""
        with self._database.atomic():
            one_at_a_time(self._database, "plan")
            take_news(self._database)
            yield

    def has_news(self, now: datetime) -> bool:
        """Whether anything was written since the last plan from which another one could come, or its time has come."""
        return has_news(self._database, now)

    def expect_news(self, at: datetime) -> None:
        """At this time a plan is to be made, though nothing is written."""
        expect_news(self._database, at)

    def candidates(self, coverage: Iterable[tuple[int, int, Certainty]]) -> Iterable[Candidate]:
        """For (entry, street, certainty) the subscribed open accounts on those streets, in one query."""
        columns = [EntryStreet.entry, EntryStreet.street, EntryStreet.certainty]
        with self._database.atomic():
            EntryStreet.delete().execute(self._database)
            execute_many(self._database, EntryStreet.insert_many([(None,) * 3], fields=columns), coverage)
        query = (
            EntryStreet.select(Subscription.id, Account.house, EntryStreet.entry, EntryStreet.certainty)
            .join(Account, on=Account.street == EntryStreet.street)
            .join(Subscription, on=Subscription.account == Account.number)
            .join(Contact, on=Subscription.contact == Contact.id)
            .where(Account.closed_at.is_null() & Subscription.ended_at.is_null() & Contact.reachable)
            .order_by(Subscription.id, EntryStreet.entry)
        )
        rows = query.tuples().iterator(self._database)
        return (Candidate(who, house, entry, Certainty(certainty)) for who, house, entry, certainty in rows)

    def covering(self, streets: Iterable[int]) -> Sequence[tuple[int, int, Certainty]]:
        """The (entry, street, certainty) of the last plan that concern these streets."""
        columns = (EntryStreet.entry, EntryStreet.street, EntryStreet.certainty)
        query = EntryStreet.select(*columns).where(EntryStreet.street.in_(list(streets)))
        rows = query.tuples().execute(self._database)
        return [(entry, street, Certainty(certainty)) for entry, street, certainty in rows]

    def known(self, since: date, subscriptions: Sequence[int] | None = None) -> Sequence[Reminder]:
        """Every reminder of a day from `since` on, whatever its status, in order of id; of these subscriptions alone.

        Only of those who can be told: an ended subscription, a closed account and an unreachable contact have
        no candidates either, and that is no cancellation.
        """
        query = (
            with_recipient(Row.select(Row))
            .where((Row.day >= since.isoformat()) & REACHED & Account.closed_at.is_null())
            .order_by(Row.id)
        )
        if subscriptions is not None:
            query = query.where(Row.subscription.in_(subscriptions))
        return [reminder_of(row) for row in query.dicts().iterator(self._database)]

    def supersede(self, ids: Sequence[int]) -> None:
        """Drop reminders that are not yet sent; of what is in flight it is not known whether it is."""
        for some in chunked(ids, AT_ONCE):
            move(self._database, Event.REPLACED, Row.id.in_(some))
            move(self._database, Event.LOST, Row.id.in_(some))

    def add(self, reminders: Iterable[Reminder]) -> None:
        """Write reminders; one that exists already (unique key) is left as it is."""
        columns = [*_columns(IDENTITY), *_columns(CONTENT), Row.status, Row.free_at, Row.attempts]
        insert = Row.insert_many([(None,) * len(columns)], fields=columns)
        query = insert.on_conflict(action="nothing", conflict_target=_columns(IDENTITY))
        rows = ((*row_of(reminder).values(), reminder.status, 0, 0) for reminder in reminders)
        execute_many(self._database, query, rows)

    def refresh(self, reminders: Iterable[Reminder]) -> None:
        """Bring unsent reminders' content, due time and expiry up to date, by id."""
        query = Row.update(dict.fromkeys(_columns(CONTENT))).where((Row.id == 0) & status_in(Row, UNSENT))
        rows = ((row_of(reminder), reminder.id) for reminder in reminders)
        values = ((*(row[name] for name in CONTENT), row_id) for row, row_id in rows)
        execute_many(self._database, query, values)

    def hold_changes(self, reminders: Sequence[Reminder]) -> None:
        """Keep these back until they are due, or released."""
        self.refresh(reminders)
        for some in chunked((each.id for each in reminders), AT_ONCE):
            move(self._database, Event.HELD, Row.id.in_(some))

    def end_holds(self, now: datetime) -> None:
        """Let go what was held long enough."""
        move(self._database, Event.RELEASED, Row.held_until <= to_seconds(now))

    def release(self, now: datetime) -> int:
        """Let all that is held go: what the hold delayed now or when the quiet hours end, the rest at its time.

        A morning's `same_day` is left at its time: by that alone it does not show whether the hold delayed it. Gives
        how many there were.
        """
        with self._database.atomic():
            at = to_seconds(quiet_until(now) or now)
            was_delayed = (Row.due_at == Row.held_until) & (Row.due_at > at) & (Row.stage != Stage.SAME_DAY)
            delayed = move(self._database, Event.RELEASED, was_delayed, due_at=at)
            return delayed + move(self._database, Event.RELEASED, SQL("true"))

    def has_leased(self, real_now: datetime) -> bool:
        """Whether anything is leased; where nobody else sends, a crash has left it."""
        leased = status_in(Row, (ReminderStatus.SENDING,)) & (Row.free_at > to_seconds(real_now))
        return bool(Row.select().where(leased).exists(self._database))

    def contacts(self, subscriptions: Collection[int]) -> int:
        """How many contacts these subscriptions have."""
        contacts: set[int] = set()
        for some in chunked(sorted(subscriptions), AT_ONCE):
            query = Subscription.select(Subscription.contact).where(Subscription.id.in_(some)).distinct()
            contacts.update(contact for (contact,) in query.tuples().execute(self._database))
        return len(contacts)

    def held(self) -> int:
        """How many reminders are held."""
        return int(Row.select().where(status_in(Row, (ReminderStatus.HELD,))).count(self._database))

    def expire(self, now: datetime) -> int:
        """Settle what is of no use any more; how many. One in flight becomes `sent` all the same if it arrives."""
        outlived = Row.expires_at <= to_seconds(now)
        with self._database.atomic():
            return move(self._database, Event.OUTLIVED, outlived) + move(self._database, Event.LOST, outlived)

    def owe_expired_again(self, now: datetime) -> int:
        """Owe anew what was given up as too late and is of use after all, as the clock was wrong; how many.

        Only what a later revision of its day has not overtaken.
        """
        later = Row.alias()
        same_day = (later.subscription == Row.subscription) & (later.day == Row.day)
        overtaken = later.select(later.id).where(same_day & (later.revision > Row.revision))
        of_use = (Row.day >= kyiv_day(now - 2 * DAY).isoformat()) & (Row.expires_at > to_seconds(now))
        return move(self._database, Event.NOT_OUTLIVED, of_use & ~fn.EXISTS(overtaken), free_at=0)

    def claim(self, messengers: Sequence[str], now: datetime, real_now: datetime, limit: int) -> Sequence[Message]:
        """Lease up to `limit` messages for 60 s, nearest start first, and give them; none: nothing is owed now."""
        return claim_messages(self._database, messengers, now, real_now, limit, budget=self._viber_budget)

    def preview(self, now: datetime, real_now: datetime, limit: int | None = None) -> Sequence[Message]:
        """What would be claimed now, of every messenger; nothing is changed."""
        return preview_messages(self._database, now, real_now, limit, budget=self._viber_budget)

    def settle(self, outcomes: Sequence[Outcome]) -> None:
        """Record attempts: one delivery a reminder, and the reminder's new status."""
        with self._database.atomic():
            self._record(outcomes)
            self._settle(outcomes)
            for outcome in outcomes:
                recipient = outcome.message.recipient
                if outcome.contact_gone:
                    self.give_up(recipient.messenger, recipient.chat_id)
                elif outcome.moved_to:
                    self._follow(recipient.messenger, recipient.chat_id, outcome.moved_to)

    def hold(self, messenger: str, until: datetime) -> None:
        """Let nothing of this messenger be claimed before `until`, by the real clock."""
        insert = MessengerHold.insert(messenger=messenger, until=seconds_after(until))
        upsert = insert.on_conflict(
            conflict_target=[MessengerHold.messenger], preserve=[MessengerHold.until]
        ).returning()
        upsert.execute(self._database)

    def give_up(self, messenger: str, chat_id: str) -> None:
        """Write to a chat no more until it is taken up: nothing of what is owed to it can be delivered."""
        with self._database.atomic():
            Contact.update(reachable=False).where(chat_is(messenger, chat_id)).execute(self._database)
            theirs = Subscription.select(Subscription.id).join(Contact).where(chat_is(messenger, chat_id))
            move(self._database, Event.GONE, Row.subscription.in_(theirs), free_at=0)

    def next_due(self, now: datetime) -> datetime | None:
        """When the next reminder may be said, `now` or later, quiet hours reckoned; None where none is owed."""
        loud = Contact.messenger.in_(NEVER_SILENT) & (Row.stage == Stage.SAME_DAY)
        query = (
            with_recipient(Row.select(Row.due_at, fn.MIN(Row.starts_at), loud.alias("loud")))
            .where(status_in(Row, UNSENT) & HEARD & (Row.expires_at > to_seconds(now)))
            .group_by(Row.due_at, SQL("loud"))
            .order_by(Row.due_at)
        )
        soonest: datetime | None = None
        for due_at, starts_at, is_loud in query.tuples().execute(self._database):
            due = from_seconds(due_at)
            at = max(now, due)
            if soonest is not None and at >= soonest + DAY:
                break
            quiet, night = quiet_hours(at), quiet_hours(due)
            if is_loud and night and now < night.starts_at:
                said_at = max(now, last_sound_before(night))
            else:
                # what the plan let fall due in the quiet hours does not wait for their end
                said_at = at if quiet and due >= quiet.starts_at else defer(at, from_seconds(starts_at))
            soonest = said_at if soonest is None else min(soonest, said_at)
        return soonest

    def reminders(self, *, owed: bool = False) -> Iterator[Mapping[str, Any]]:
        """Every reminder, or those still owed, in order of id, as the JSON of the design."""
        fields = (Contact.messenger, Contact.chat_id, Subscription.account)
        query = with_recipient(Row.select(Row, *fields)).order_by(Row.id)
        if owed:
            query = query.where(status_in(Row, UNSENT) & HEARD)
        return map(reminder_json, query.dicts().iterator(self._database))

    def deliveries(self, account: str | None = None, day: date | None = None) -> Iterator[Mapping[str, Any]]:
        """Every attempt to send, in order of time, as the JSON of the design; those to erased chats first.

        Of this account and of this day of works alone, where they are given.
        """
        attempt = (Delivery.reminder, Delivery.status, Delivery.at, Delivery.error)
        seen = (Receipt.delivered_at, fn.COALESCE(Delivery.seen_at, Receipt.seen_at).alias("seen_at"))
        columns = (*attempt, *seen, Row.stage, Contact.messenger, Contact.chat_id, Subscription.account)
        query = Delivery.select(*columns).join(Receipt, JOIN.LEFT_OUTER, on=Receipt.message == Delivery.provider_id)
        query = with_recipient(query.switch(Delivery).join(Row, on=Delivery.reminder == Row.id)).order_by(Delivery.id)
        evidence = Evidence.select().order_by(Evidence.at, Evidence.id)
        if account is not None:
            query, evidence = query.where(Subscription.account == account), evidence.where(Evidence.account == account)
        if day is not None:
            of_day = day.isoformat()
            query, evidence = query.where(Row.day == of_day), evidence.where(Evidence.day == of_day)
        nothing = dict.fromkeys(("reminder", "chat_id", "error", "delivered_at", "seen_at"))
        erased = {**nothing, "status": ReminderStatus.SENT}
        told = (row | erased for row in evidence.dicts().iterator(self._database))
        return map(delivery_json, chain(told, query.dicts().iterator(self._database)))

    def _follow(self, messenger: str, chat_id: str, moved_to: str) -> None:
        """Write to the chat's new id from now on; where that is a contact already, both stay."""
        there = Contact.alias()
        taken = there.select(there.id).where((there.messenger == messenger) & (there.chat_id == moved_to))
        moved = Contact.update(chat_id=moved_to).where(chat_is(messenger, chat_id) & ~fn.EXISTS(taken))
        moved.execute(self._database)

    def _settle(self, outcomes: Sequence[Outcome]) -> None:
        """What arrived was sent, whatever became of it meanwhile; any other result counts for its own lease only.

        It may come when the lease has ended and another sender is at it: then the newer state stays.
        """
        for status, event in RESULTS.items():
            transition, arrived = TRANSITIONS[event], event is Event.ARRIVED
            of_its_lease = (Row.id == 0) if arrived else (Row.id == 0) & (Row.attempts == 0)
            update = Row.update({Row.status: "", Row.free_at: 0})
            rows = [
                (transition.target, _free_at(each), reminder.id, *(() if arrived else (reminder.attempt,)))
                for each in outcomes
                if each.status is status
                for reminder in each.message.reminders
            ]
            execute_many(self._database, update.where(of_its_lease & status_in(Row, transition.sources)), rows)

    def _record(self, outcomes: Sequence[Outcome]) -> None:
        columns = [Delivery.reminder, Delivery.at, Delivery.status, Delivery.text]
        columns += [Delivery.error, Delivery.provider_id, Delivery.paid_in, Delivery.refused, Delivery.basis]
        bases = keep_bases(self._database, outcomes)
        rows = [
            (reminder.id, *_delivery_row(each), bases.get(reminder.id or 0))
            for each in outcomes
            for reminder in each.message.reminders
        ]
        execute_many(self._database, Delivery.insert_many([(None,) * len(columns)], fields=columns), rows)


def _columns(names: Iterable[str]) -> list[Any]:
    return [getattr(Row, name) for name in names]


def _delivery_row(outcome: Outcome) -> tuple[object, ...]:
    """What a delivery keeps of an attempt."""
    paid = outcome.message.recipient.paid and outcome.status is ReminderStatus.SENT
    paid_in = month_of(outcome.at) if paid else None
    refused = outcome.message.template if outcome.refused else None
    status, at = _delivery_status(outcome), to_seconds(outcome.at)
    return at, status, outcome.text, outcome.error, outcome.provider_id, paid_in, refused


def _delivery_status(outcome: Outcome) -> str:
    return "retry" if outcome.status is ReminderStatus.DUE else outcome.status.value


def _free_at(outcome: Outcome) -> int:
    return seconds_after(outcome.retry_at) if outcome.retry_at else 0
