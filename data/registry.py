"""Accounts, contacts, subscriptions and aliases: the interface `Registry`, and what the bots do, over the tables."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from peewee import Database, fn

from data.proofs import eic_hash, meter_hash, same_hash
from data.street_renamings import load_renamings
from data.tables import Account, Contact, Reminder, Settlement, Street, Subscription
from data.tables import SettlementAlias as SettlementAliasRow
from data.tables import StreetAlias as AliasRow
from data.times import from_seconds, to_seconds
from pipeline.domain.addresses.settlement_aliases import SettlementAlias
from pipeline.domain.addresses.streets import Street as StreetName
from pipeline.domain.clock import iso_kyiv
from pipeline.domain.errors import Misuse
from pipeline.domain.matching import RegisteredStreet, StreetAlias
from pipeline.domain.reminders import ReminderStatus
from pipeline.domain.stages import Stage

ACCOUNT_DIGITS = 9


@dataclass(frozen=True, slots=True)
class RegisteredAccount:
    """An account of the registry, without its proofs."""

    number: str
    address: str
    """As a person reads it: `с. Іза, вул. Центральна, 7`."""
    katottg: str
    street: StreetName | None
    house: str | None
    closed_at: datetime | None


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
        query = (
            Account.select(Account, Street.settlement, Street.kind, Street.name, Street.former, Settlement.title)
            .join(Street)
            .join(Settlement)
            .where(Account.number == number)
        )
        row = query.dicts().first(self._database)
        if row is None:
            return None
        closed_at = None if row["closed_at"] is None else from_seconds(row["closed_at"])
        street = street_name(row)
        return RegisteredAccount(number, address_of(row), row["settlement"], street, row["house"], closed_at)

    def check_proof(self, number: str, proof: str, proof_key: bytes, now: datetime) -> bool:
        """Whether `proof` is the account's meter number, or one replaced of late, or the end of its EIC code."""
        hashes = (Account.meter_hash, Account.eic_hash, Account.old_meter_hash, Account.old_meter_until)
        row = Account.select(*hashes).where(Account.number == number).tuples().first(self._database)
        if row is None:
            return False
        meter, eic, old_meter, old_until = row
        given = meter_hash(proof_key, number, proof)
        still_valid = old_until is not None and to_seconds(now) < old_until
        answers = (
            same_hash(given, meter),
            same_hash(eic_hash(proof_key, number, proof), eic),
            same_hash(given, old_meter) and still_valid,
        )
        return any(answers)

    def subscribe(
        self,
        messenger: str,
        chat_id: str,
        account: str,
        now: datetime,
        *,
        proof: str | None = None,
        proof_key: bytes | None = None,
        language: str = "uk",
        label: str | None = None,
    ) -> int:
        """Subscribe a chat to an open account; gives the subscription's id.

        An operator needs no proof; a given one is checked, which takes the key. Subscribing again takes an ended
        subscription up, and a chat that could not be reached is written to again. Raises `Misuse`.
        """
        self._check(account, proof, proof_key, now)
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
        contact = Contact.select(Contact.id).where(_chat(messenger, chat_id))
        mine = Subscription.contact.in_(contact) & (Subscription.account == account)
        standing = mine & Subscription.ended_at.is_null()
        ended = Subscription.update(ended_at=to_seconds(now)).where(standing).execute(self._database)
        if not ended:
            raise Misuse(f"На рахунок {account} цей чат не підписано")

    def erase(self, messenger: str, chat_id: str) -> bool:
        """Forget a chat with all that hangs on it; whether it was known."""
        return bool(Contact.delete().where(_chat(messenger, chat_id)).execute(self._database))

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
        closed = Account.closed_at.is_null(False) & Subscription.ended_at.is_null()
        query = Subscription.select(Subscription.id).join(Account).where(closed & ~fn.EXISTS(told))
        return [row[0] for row in query.order_by(Subscription.id).tuples().execute(self._database)]

    def _check(self, number: str, proof: str | None, proof_key: bytes | None, now: datetime) -> None:
        if len(number) != ACCOUNT_DIGITS or not (number.isascii() and number.isdigit()):
            raise Misuse(f"Особовий рахунок має {ACCOUNT_DIGITS} цифр, а не «{number}»")
        account = self.find_account(number)
        if account is None:
            raise Misuse(f"Рахунку {number} немає в реєстрі: перевірте номер або оновіть реєстр (accounts import)")
        if account.closed_at is not None:
            raise Misuse(f"Рахунок {number} закрито: його немає в останній вивантаженій базі споживачів")
        if proof is None:
            return
        if proof_key is None:
            raise Misuse("Щоб перевірити номер лічильника чи EIC, потрібне налаштування PROVISNYK_PROOF_KEY")
        if not self.check_proof(number, proof, proof_key, now):
            raise Misuse(f"Номер лічильника чи кінець EIC-коду не збігається з рахунком {number}")

    def _reach(self, messenger: str, chat_id: str, language: str, now: datetime) -> int:
        """The contact of a chat, made where it is new, reachable where it was lost."""
        found = Contact.select().where(_chat(messenger, chat_id)).dicts().first(self._database)
        if found is None:
            values = {"messenger": messenger, "chat_id": chat_id, "language": language, "reachable": True}
            insert = Contact.insert(values | {"created_at": to_seconds(now)}).returning(Contact.id)
            return int(insert.execute(self._database)[0].id)
        contact = int(found["id"])
        if not found["reachable"]:
            Contact.update(reachable=True).where(Contact.id == contact).execute(self._database)
            self._owe_again(contact, now)
        return contact

    def _owe_again(self, contact: int, now: datetime) -> None:
        """What could not be delivered and is still of use is due again: its unique key would forbid a new one."""
        theirs = Subscription.select(Subscription.id).where(Subscription.contact == contact)
        undelivered = (Reminder.status == ReminderStatus.UNDELIVERABLE) & (Reminder.expires_at > to_seconds(now))
        revive = Reminder.update(status=ReminderStatus.DUE).where(Reminder.subscription.in_(theirs) & undelivered)
        revive.execute(self._database)


def street_name(row: Mapping[str, Any]) -> StreetName | None:
    """The street of a row with `kind`, `name` and `former`; None for accounts without one."""
    return StreetName(row["kind"] or None, row["name"], row["former"]) if row["name"] else None


def address_of(row: Mapping[str, Any]) -> str:
    """`с. Іза, вул. Центральна, 7, кв. 3` of a row with `title`, `kind`, `name`, `house` and `apartment`."""
    apartment = f"кв. {row['apartment']}" if row["apartment"] else None
    street = f"{row['kind']} {row['name']}".strip()
    return ", ".join(part for part in (row["title"], street, row["house"], apartment) if part)


def _chat(messenger: str, chat_id: str) -> Any:
    return (Contact.messenger == messenger) & (Contact.chat_id == chat_id)
