# ruff: noqa: D106 - peewee takes its options from a class Meta
"""Delivery: what is owed, the attempts to send it, and the evidence of them."""

from peewee import SQL, AutoField, BigIntegerField, CharField, ForeignKeyField, IntegerField, TextField

from data.tables.base import Table
from data.tables.customers import Account, Subscription


class Reminder(Table):
    """One thing owed to a subscription; those `due` and `sending` are the outbox, `held` waits before it."""

    id = AutoField()
    subscription = ForeignKeyField(Subscription, on_delete="CASCADE", index=False)
    day = CharField(max_length=10)
    stage = CharField(max_length=16)
    revision = IntegerField()
    content = TextField()
    """Interruption, previous periods and cause, as JSON."""
    starts_at = BigIntegerField()
    """Start of the interruption; where there is none, the expiry: such a reminder is the least urgent."""
    ends_at = BigIntegerField()
    due_at = BigIntegerField()
    expires_at = BigIntegerField()
    run_on = CharField(max_length=10)
    held_until = BigIntegerField(null=True)
    """When a hold ends by itself; it means nothing once it has."""
    status = CharField(max_length=16)
    free_at = BigIntegerField()
    """By the real clock: from when it may be claimed, i.e. the end of its lease or the time of its retry."""
    attempts = IntegerField()

    class Meta:
        indexes = ((("subscription", "day", "stage", "revision"), True), (("day",), False))


_OPEN = SQL("status IN ('due', 'sending')")
_OF_USE = (Reminder.expires_at, Reminder.subscription)
_NEAREST = (Reminder.starts_at, Reminder.id, Reminder.due_at)
Reminder.add_index(Reminder.index(*_NEAREST, *_OF_USE, name="reminder_open", where=_OPEN))
Reminder.add_index(Reminder.index(Reminder.free_at, *_OF_USE, name="reminder_busy", where=_OPEN))
_HELD = SQL("status = 'held'")
Reminder.add_index(Reminder.index(Reminder.held_until, name="reminder_held", where=_HELD))


class Delivery(Table):
    """One attempt to send a reminder."""

    id = AutoField()
    reminder = ForeignKeyField(Reminder, on_delete="CASCADE")
    at = BigIntegerField(index=True)
    status = CharField(max_length=16)
    text = TextField()
    error = TextField(null=True)
    provider_id = TextField(null=True)
    basis = IntegerField(null=True)
    """The `Basis` on which it was said."""
    seen_at = BigIntegerField(null=True)
    """When the customer pressed `Зрозуміло` under it; what the messenger says of it stands in `Receipt`."""
    paid_in = CharField(max_length=7, null=True)
    """The month, `2026-11`, whose budget a message was paid from."""
    refused = TextField(null=True)
    """The template that a messenger will never take; where it is `sent` all the same, without its buttons."""


_PAID = SQL("paid_in IS NOT NULL")
Delivery.add_index(Delivery.index(Delivery.paid_in, Delivery.provider_id, name="delivery_paid", where=_PAID))
_REFUSED = SQL("refused IS NOT NULL")
Delivery.add_index(Delivery.index(Delivery.at, name="delivery_refused", where=_REFUSED))


class Basis(Table):
    """What messages rest on: rows of the list as printed, and the reading that showed them; equal ones are one."""

    id = AutoField()
    sha256 = CharField(max_length=64, unique=True)
    reading = IntegerField()
    """Its pages carry their hashes."""
    printed = TextField()


class Receipt(Table):
    """What a messenger told us of a message of ours; it may be faster than the delivery's own row."""

    message = TextField(primary_key=True)
    """As the messenger calls it: the `provider_id` of its delivery."""
    delivered_at = BigIntegerField(null=True)
    seen_at = BigIntegerField(null=True)
    failed_at = BigIntegerField(null=True)


class Evidence(Table):
    """A message that was sent to a chat erased since: of the account, without the chat and its words."""

    id = AutoField()
    messenger = CharField(max_length=16)
    account = ForeignKeyField(Account, column_name="account")
    day = CharField(max_length=10)
    stage = CharField(max_length=16)
    starts_at = BigIntegerField()
    ends_at = BigIntegerField()
    at = BigIntegerField()


class MessengerHold(Table):
    """Until when, by the real clock, a messenger takes nothing at all."""

    messenger = CharField(primary_key=True, max_length=16)
    until = BigIntegerField()


class Trouble(Table):
    """What the operator is needed for, until that is over and he knows it."""

    name = TextField(primary_key=True)
    what = TextField()
    since = BigIntegerField()
    told_at = BigIntegerField(null=True)
    """When he was told; None while he still has to be."""
