"""Accounts, contacts, subscriptions and aliases: the interface `Registry`, and what the bots do, over the tables."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from peewee import Database, Value, fn

from data.lost_matches import keep_lost
from data.proofs import KeptProofs, fits
from data.reminder_rows import move, overtaken, status_in
from data.street_renamings import load_renamings
from data.tables import Account, Contact, Delivery, Evidence, Reminder, Settlement, Street, Subscription, UnsaidAnswer
from data.tables import SettlementAlias as SettlementAliasRow
from data.tables import StreetAlias as AliasRow
from data.times import from_seconds, optional_time, to_seconds
from pipeline.domain.addresses.settlement_aliases import SettlementAlias
from pipeline.domain.addresses.streets import Street as StreetName
from pipeline.domain.clock import iso_kyiv
from pipeline.domain.contacts import RegisteredAccount, unknown_account
from pipeline.domain.delivery import Event
from pipeline.domain.errors import Mismatch, Misuse
from pipeline.domain.matching import RegisteredStreet, StreetAlias
from pipeline.domain.proofs import pairs
from pipeline.domain.reminders import UNSENT, ReminderStatus
from pipeline.domain.stages import Stage

ACCOUNT_DIGITS = 9


class RegistryRepository:
    """Who lives where, and who wants to hear of it."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def streets_of(self, katottgs: Iterable[str]) -> Sequence[RegisteredStreet]:
        """The registry's streets of these settlements."""
        query = Street.select().where(Street.settlement.in_(list(katottgs))).order_by(Street.id)
        return [
            RegisteredStreet(row["id"], row["settlement"], street_name(row))
            for row in query.dicts().execute(self._database)
        ]

    def aliases_of(self, katottgs: Iterable[str]) -> Sequence[StreetAlias]:
        """Old and new names of streets in these settlements: the operator's, and the renamings that we ship."""
        codes = set(katottgs)
        query = AliasRow.select(AliasRow.katottg, AliasRow.old, AliasRow.new).order_by(AliasRow.id)
        chosen = query.where(AliasRow.katottg.in_(list(codes))).tuples().execute(self._database)
        return [*(StreetAlias(*row) for row in chosen), *(each for each in load_renamings() if each.katottg in codes)]

    def add_alias(self, katottg: str, old: str, new: str) -> None:
        """Remember two names of one street; known ones stay as they are."""
        insert = AliasRow.insert(katottg=katottg, old=old, new=new)
        unique = [AliasRow.katottg, AliasRow.old, AliasRow.new]
        insert.on_conflict(action="nothing", conflict_target=unique).returning().execute(self._database)

    def street_aliases(self) -> Sequence[StreetAlias]:
        """What printed streets mean by the operator's word, in the order in which he said it."""
        query = AliasRow.select(AliasRow.katottg, AliasRow.old, AliasRow.new).order_by(AliasRow.id)
        return [StreetAlias(*row) for row in query.tuples().execute(self._database)]

    def drop_alias(self, alias: StreetAlias) -> bool:
        """Forget two names of one street; whether they were known."""
        same = (AliasRow.katottg == alias.katottg) & (AliasRow.old == alias.old) & (AliasRow.new == alias.new)
        return bool(AliasRow.delete().where(same).execute(self._database))

    def settlement_aliases(self) -> Sequence[SettlementAlias]:
        """What printed settlements mean by the operator's word, in the order in which he said it."""
        query = SettlementAliasRow.select().order_by(SettlementAliasRow.id)
        return [
            SettlementAlias(row["printed"], row["district"] or None, row["katottg"])
            for row in query.dicts().execute(self._database)
        ]

    def add_settlement_alias(self, alias: SettlementAlias) -> None:
        """Remember what a printed settlement means, in place of what it meant there before."""
        with self._database.atomic():
            self.drop_settlement_alias(alias.key)
            row = {"printed": alias.printed, "district": alias.district or "", "katottg": alias.katottg}
            SettlementAliasRow.insert(row).returning().execute(self._database)

    def drop_settlement_alias(self, key: object) -> bool:
        """Forget the alias of this key; whether there was one."""
        typed = [(each.printed, each.district or "") for each in self.settlement_aliases() if each.key == key]
        for printed, district in typed:
            same = (SettlementAliasRow.printed == printed) & (SettlementAliasRow.district == district)
            SettlementAliasRow.delete().where(same).execute(self._database)
        return bool(typed)

    def find_account(self, number: str) -> RegisteredAccount | None:
        """The account with this number, open or closed."""
        row = accounts_with_address().where(Account.number == number).dicts().first(self._database)
        return None if row is None else account_of(row)

    def check_proof(self, number: str, proof: str, proof_key: bytes, now: datetime, *, both: bool = False) -> bool:
        """Whether `proof` is the account's meter number, or one replaced of late, or the end of its EIC code, or both.

        `both`: one alone will not do, where the registry has two. The work is the same where there is no such account,
        or a closed one: nobody can tell them by the time.
        """
        hashes = (Account.meter_hash, Account.eic_hash, Account.old_meter_hash, Account.old_meter_until)
        is_open = (Account.number == number) & Account.closed_at.is_null()
        row = Account.select(*hashes).where(is_open).tuples().first(self._database)
        meter, eic, old_meter, old_until = row or (None,) * len(hashes)
        still_valid = old_until is not None and to_seconds(now) < old_until

        kept = KeptProofs(meter, old_meter if still_valid else None, eic)
        return fits(proof_key, number, proof, kept, both=both)

    def subscribe(
        self,
        messenger: str,
        chat_id: str,
        account: str,
        now: datetime,
        *,
        proof: str | None = None,
        proof_key: bytes | None = None,
        both: bool = False,
        language: str = "uk",
        label: str | None = None,
    ) -> int:
        """Subscribe a chat to an open account; gives the subscription's id.

        An operator needs no proof; a given one is checked (see `check_proof`), which takes the key. Subscribing again
        takes an ended subscription up, and a chat that could not be reached is written to again. Raises `Misuse`.
        """
        self._check(account)
        if proof is not None:
            self._prove(account, proof, proof_key, now, both=both)
        with self._database.atomic():
            contact = self._reach(messenger, chat_id, language, now)
            insert = Subscription.insert(contact=contact, account=account, label=label, created_at=to_seconds(now))
            changes: dict[Any, Any] = {Subscription.ended_at: None}
            if label is not None:
                changes[Subscription.label] = label
            upsert = insert.on_conflict(conflict_target=[Subscription.contact, Subscription.account], update=changes)
            return int(upsert.returning(Subscription.id).execute(self._database)[0].id)

    def unsubscribe(self, messenger: str, chat_id: str, account: str, now: datetime) -> None:
        """End a subscription. Raises `Misuse` where there is none."""
        contact = Contact.select(Contact.id).where(chat_is(messenger, chat_id))
        mine = Subscription.contact.in_(contact) & (Subscription.account == account)
        standing = mine & Subscription.ended_at.is_null()
        ended = Subscription.update(ended_at=to_seconds(now)).where(standing).execute(self._database)
        if not ended:
            raise Misuse(f"На рахунок {account} цей чат не підписано")

    def take_up(self, messenger: str, chat_id: str, now: datetime) -> None:
        """Write to a chat again; nothing where it is not known."""
        lost = chat_is(messenger, chat_id) & (Contact.reachable == False)  # noqa: E712 - an expression of SQL
        with self._database.atomic():
            for (contact,) in Contact.select(Contact.id).where(lost).tuples().execute(self._database):
                Contact.update(reachable=True).where(Contact.id == contact).execute(self._database)
                self._owe_again(contact, now)

    def erase(self, messenger: str, chat_id: str) -> int | None:
        """Forget a chat with all that hangs on it; None where it was not known.

        Gives how many messages were sent to it: that they were stays as evidence, without the chat and their words.
        """
        with self._database.atomic():
            unsaid = (UnsaidAnswer.messenger == messenger) & (UnsaidAnswer.chat_id == chat_id)
            UnsaidAnswer.delete().where(unsaid).execute(self._database)
            contact = Contact.select(Contact.id).where(chat_is(messenger, chat_id)).scalar(self._database)
            if contact is None:
                return None
            sent: int = messages_sent(contact).count(self._database)
            fields = (Reminder.day, Reminder.stage, Reminder.starts_at, Reminder.ends_at)
            evidence = _sent_to(contact, Value(messenger), Subscription.account, *fields, Delivery.at)
            Evidence.insert_from(evidence, _EVIDENCE).execute(self._database)
            Contact.delete().where(Contact.id == contact).execute(self._database)
            return sent

    def subscriptions(self) -> Iterator[Mapping[str, Any]]:
        """The subscriptions that stand, in order of id, as the JSON of the design."""
        names = ("messenger", "chat_id", "account", "label")
        query = (
            Subscription.select(Subscription, Contact.messenger, Contact.chat_id)
            .join(Contact)
            .where(Subscription.ended_at.is_null())
            .order_by(Subscription.id)
        )
        for row in query.dicts().iterator(self._database):
            created_at = iso_kyiv(from_seconds(row["created_at"]))
            yield {name: row[name] for name in names} | {"created_at": created_at}

    def closed_untold(self) -> Sequence[int]:
        """Standing subscriptions to closed accounts that were not yet owed the message of it."""
        told = Reminder.select(Reminder.id).where(
            (Reminder.subscription == Subscription.id)
            & (Reminder.stage == Stage.CLOSED)
            & (Reminder.due_at >= Account.closed_at)
        )
        # "> 0" is sought in the index, "IS NOT NULL" is not; by the numbers, or every subscription would be looked at
        closed = Account.select(Account.number).where(Account.closed_at > 0)
        standing = Subscription.account.in_(closed) & Subscription.ended_at.is_null()
        query = Subscription.select(Subscription.id).join(Account).where(standing & ~fn.EXISTS(told))
        return [row[0] for row in query.order_by(Subscription.id).tuples().execute(self._database)]

    def reopened(self) -> Sequence[int]:
        """Unsent messages that an account was closed which is open again: an import may be set right by the next."""
        theirs = status_in(Reminder, UNSENT) & (Reminder.stage == Stage.CLOSED) & Account.closed_at.is_null()
        query = Reminder.select(Reminder.id).join(Subscription).join(Account).where(theirs)
        return [row[0] for row in query.order_by(Reminder.id).tuples().execute(self._database)]

    def keep_lost(self, lost: Collection[tuple[int, date]]) -> None:
        """Keep what a plan has found of lost matches, in the place of what the one before did."""
        keep_lost(self._database, lost)

    def _check(self, number: str) -> None:
        if len(number) != ACCOUNT_DIGITS or not (number.isascii() and number.isdigit()):
            raise Misuse(f"Особовий рахунок має {ACCOUNT_DIGITS} цифр, а не «{number}»")
        account = self.find_account(number)
        if account is None:
            raise unknown_account(number)
        if account.closed_at is not None:
            raise Mismatch(f"Рахунок {number} закрито: його немає в останній вивантаженій базі споживачів")

    def _prove(self, number: str, proof: str, proof_key: bytes | None, now: datetime, *, both: bool) -> None:
        if proof_key is None:
            raise Misuse("Щоб перевірити номер лічильника чи EIC, потрібне налаштування PROVISNYK_PROOF_KEY")
        if self.check_proof(number, proof, proof_key, now, both=both):
            return
        if both and not pairs(proof):
            raise Mismatch(f"Рахунок {number} зараз просить обидва докази в одному рядку: --proof 'ЛІЧИЛЬНИК EIC'")
        raise Mismatch(f"Номер лічильника чи кінець EIC-коду не збігається з рахунком {number}")

    def _reach(self, messenger: str, chat_id: str, language: str, now: datetime) -> int:
        """The contact of a chat, made where it is new, reachable where it was lost."""
        found = Contact.select(Contact.id).where(chat_is(messenger, chat_id)).scalar(self._database)
        if found is None:
            values = {"messenger": messenger, "chat_id": chat_id, "language": language, "reachable": True}
            insert = Contact.insert(values | {"created_at": to_seconds(now)}).returning(Contact.id)
            return int(insert.execute(self._database)[0].id)
        self.take_up(messenger, chat_id, now)
        return int(found)

    def _owe_again(self, contact: int, now: datetime) -> None:
        """What could not be delivered and is still of use is due again: its unique key would forbid a new one."""
        theirs = Subscription.select(Subscription.id).where(Subscription.contact == contact)
        of_use = (Reminder.expires_at > to_seconds(now)) & ~overtaken()
        move(self._database, Event.RETURNED, Reminder.subscription.in_(theirs) & of_use)


def street_name(row: Mapping[str, Any]) -> StreetName | None:
    """The street of a row with `kind`, `name` and `former`; None for accounts without one."""
    return StreetName(row["kind"] or None, row["name"], row["former"]) if row["name"] else None


def address_of(row: Mapping[str, Any]) -> str:
    """`с. Іза, вул. Центральна, 7, кв. 3` of a row with `title`, `kind`, `name`, `house` and `apartment`."""
    apartment = f"кв. {row['apartment']}" if row["apartment"] else None
    street = f"{row['kind']} {row['name']}".strip()
    return ", ".join(part for part in (row["title"], street, row["house"], apartment) if part)


def accounts_with_address(*columns: Any) -> Any:
    """A query of accounts with all that `account_of` takes, and these columns besides."""
    address = (Street.settlement, Street.kind, Street.name, Street.former, Settlement.title)
    return Account.select(Account, *address, *columns).join(Street).join(Settlement).switch(Account)


def account_of(row: Mapping[str, Any]) -> RegisteredAccount:
    """The account of a row of `accounts_with_address`."""
    return RegisteredAccount(
        number=row["number"],
        address=address_of(row),
        katottg=row["settlement"],
        street_id=row["street"],
        street=street_name(row),
        house=row["house"],
        closed_at=optional_time(row["closed_at"]),
    )


def messages_sent(contact: int) -> Any:
    """A query of the messages that were sent to a contact; one settles several reminders."""
    return _sent_to(contact, Reminder.subscription, Delivery.at).distinct()


def chat_is(messenger: str, chat_id: str) -> Any:
    """The condition on a contact that it is this chat."""
    return (Contact.messenger == messenger) & (Contact.chat_id == chat_id)


def stages_of(muted: str | None) -> frozenset[Stage]:
    """The stages that a contact left out, as its column `muted` has them."""
    return frozenset(Stage(each) for each in (muted or "").split(",") if each)


_EVIDENCE = [field for field in Evidence._meta.sorted_fields if field is not Evidence.id]  # noqa: SLF001 - peewee's door


def _sent_to(contact: int, *columns: Any) -> Any:
    theirs = (Subscription.contact == contact) & (Delivery.status == ReminderStatus.SENT)
    return (
        Delivery.select(*columns)
        .join(Reminder, on=Delivery.reminder == Reminder.id)
        .join(Subscription, on=Reminder.subscription == Subscription.id)
        .where(theirs)
    )
