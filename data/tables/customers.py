# ruff: noqa: D106 - peewee takes its options from a class Meta
"""Customers: settlements and streets of the registry, accounts, contacts, subscriptions."""

from peewee import AutoField, BigIntegerField, BooleanField, CharField, ForeignKeyField, IntegerField, TextField

from data.tables.base import Table


class Settlement(Table):
    """A settlement in which there are accounts."""

    katottg = CharField(primary_key=True, max_length=19)
    title = TextField()
    name = TextField()


class Street(Table):
    """A street of the registry; kind and name are empty for the accounts without a street."""

    id = AutoField()
    settlement = ForeignKeyField(Settlement, column_name="katottg")
    kind = TextField()
    name = TextField()
    former = TextField(null=True)

    class Meta:
        indexes = ((("settlement", "kind", "name"), True),)


class StreetAlias(Table):
    """Two names of one street, as the operator knows them."""

    id = AutoField()
    katottg = CharField(max_length=19)
    old = TextField()
    new = TextField()

    class Meta:
        indexes = ((("katottg", "old", "new"), True),)


class SettlementAlias(Table):
    """What a printed settlement means, as the operator knows it; `district` is empty where it holds in any."""

    id = AutoField()
    printed = TextField()
    district = TextField()
    katottg = CharField(max_length=19)

    class Meta:
        indexes = ((("printed", "district"), True),)


class Account(Table):
    """A personal account: its address, and its proofs as keyed hashes only."""

    number = CharField(primary_key=True, max_length=9)
    street = ForeignKeyField(Street)
    house = TextField(null=True)
    apartment = TextField(null=True)
    meter_hash = CharField(max_length=64, null=True)
    eic_hash = CharField(max_length=64)
    old_meter_hash = CharField(max_length=64, null=True)
    old_meter_until = BigIntegerField(null=True)
    fingerprint = CharField(max_length=64)
    closed_at = BigIntegerField(null=True, index=True)


class Contact(Table):
    """A chat in a messenger; before its consent nothing but where it stands in the dialogue is kept."""

    id = AutoField()
    messenger = CharField(max_length=16)
    chat_id = TextField()
    language = CharField(max_length=8)
    reachable = BooleanField()
    created_at = BigIntegerField()
    step = CharField(max_length=16, null=True)
    """What the bot has asked last; None: nothing yet."""
    step_account = CharField(max_length=9, null=True)
    consent = TextField(null=True)
    """Version of the text that was agreed to."""
    consent_at = BigIntegerField(null=True)
    muted = TextField(null=True)
    """Stages that it does not want to hear, with commas between."""
    calendar = CharField(max_length=32, null=True)
    """What the address of its calendar is derived from; None: it has none."""
    heard_at = BigIntegerField(null=True)
    """By the real clock: when the customer wrote last."""

    class Meta:
        indexes = ((("messenger", "chat_id"), True),)


class Subscription(Table):
    """Contact × account; one that was ended is kept, and taken up again when the customer returns."""

    id = AutoField()
    contact = ForeignKeyField(Contact, on_delete="CASCADE")
    account = ForeignKeyField(Account, column_name="account")
    label = TextField(null=True)
    created_at = BigIntegerField()
    ended_at = BigIntegerField(null=True)
    told_of_others_at = BigIntegerField(null=True)
    """By the real clock: when its chat heard last that another one joined the account."""

    class Meta:
        indexes = ((("contact", "account"), True),)


class Lookup(Table):
    """A look of an operator at an account: customers may ask who saw what is kept of them."""

    id = AutoField()
    operator = TextField()
    account = CharField(max_length=9)
    at = BigIntegerField(index=True)


class RegistryImport(Table):
    """An import of the billing export: what it did, or why it was not taken."""

    id = AutoField()
    at = BigIntegerField(index=True)
    file = TextField()
    full = BooleanField()
    refused = TextField(null=True)
    added = IntegerField()
    updated = IntegerField()
    unchanged = IntegerField()
    rejected = IntegerField()
    closed = IntegerField()
    left_open = IntegerField()
    addresses = IntegerField()
    proofs = IntegerField()


class LostMatch(Table):
    """A told interruption that stands in the list while its account no longer meets it, by the newest plan."""

    id = AutoField()
    subscription = ForeignKeyField(Subscription, on_delete="CASCADE")
    day = CharField(max_length=10)

    class Meta:
        indexes = ((("subscription", "day"), True),)
