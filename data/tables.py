# ruff: noqa: D106 - peewee takes its options from a class Meta
"""The tables, as peewee models bound to no database: every query names its own, so several can be open at once.

Times are UTC seconds, days are ISO dates, hashes are hex. The migrations keep frozen copies of these models;
a test holds the two against each other.
"""

from peewee import (
    SQL,
    AutoField,
    BigIntegerField,
    BooleanField,
    CharField,
    ForeignKeyField,
    IntegerField,
    Model,
    TextField,
)


class _Table(Model):
    class Meta:
        legacy_table_names = False


class Settlement(_Table):
    """A settlement in which there are accounts."""

    katottg = CharField(primary_key=True, max_length=19)
    title = TextField()
    name = TextField()


class Street(_Table):
    """A street of the registry; kind and name are empty for the accounts without a street."""

    id = AutoField()
    settlement = ForeignKeyField(Settlement, column_name="katottg")
    kind = TextField()
    name = TextField()
    former = TextField(null=True)

    class Meta:
        indexes = ((("settlement", "kind", "name"), True),)


class StreetAlias(_Table):
    """Two names of one street, as the operator knows them."""

    id = AutoField()
    katottg = CharField(max_length=19)
    old = TextField()
    new = TextField()

    class Meta:
        indexes = ((("katottg", "old", "new"), True),)


class SettlementAlias(_Table):
    """What a printed settlement means, as the operator knows it; `district` is empty where it holds in any."""

    id = AutoField()
    printed = TextField()
    district = TextField()
    katottg = CharField(max_length=19)

    class Meta:
        indexes = ((("printed", "district"), True),)


class Account(_Table):
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


class Contact(_Table):
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


class Subscription(_Table):
    """Contact × account; one that was ended is kept, and taken up again when the customer returns."""

    id = AutoField()
    contact = ForeignKeyField(Contact, on_delete="CASCADE")
    account = ForeignKeyField(Account, column_name="account")
    label = TextField(null=True)
    created_at = BigIntegerField()
    ended_at = BigIntegerField(null=True)

    class Meta:
        indexes = ((("contact", "account"), True),)


class Reading(_Table):
    """One scrape."""

    id = AutoField()
    at = BigIntegerField(index=True)
    state = CharField(max_length=16)
    healthy = BooleanField()
    has_listing = BooleanField()
    """Healthy, and with a listing of its own: not an `unchanged` that repeats one."""
    rows = IntegerField()
    works = IntegerField()
    quarantined = IntegerField()
    by_quarantine = BooleanField()
    reader = CharField(max_length=16, null=True)
    """Fingerprint of all that its pages were read by: what is read otherwise is read anew."""


class Page(_Table):
    """One page of a reading; its bytes lie in the page archive under `sha256`."""

    id = AutoField()
    reading = ForeignKeyField(Reading, on_delete="CASCADE")
    captured_at = BigIntegerField()
    url = TextField()
    status = IntegerField()
    content_type = TextField(null=True)
    state = CharField(max_length=16)
    sha256 = CharField(max_length=64)
    etag = TextField(null=True)
    last_modified = TextField(null=True)


class Entry(_Table):
    """Period × place × kind (`key` is the hash of these), with what the readings say of it."""

    id = AutoField()
    key = CharField(max_length=32, unique=True)
    work_id = CharField(max_length=12, index=True)
    starts_at = BigIntegerField()
    ends_at = BigIntegerField(index=True)
    day = CharField(max_length=10, index=True)
    kind = CharField(max_length=16)
    settlement = TextField()
    katottg = CharField(max_length=19, null=True)
    street_kind = TextField(null=True)
    street_name = TextField(null=True)
    street_former = TextField(null=True)
    houses = TextField(null=True)
    certainty = CharField(max_length=8)
    status = CharField(max_length=16)
    district = TextField(null=True)
    reason = TextField(null=True)
    moved_from_starts_at = BigIntegerField(null=True)
    moved_from_ends_at = BigIntegerField(null=True)
    printed = TextField()
    first_seen_at = BigIntegerField()
    last_seen_at = BigIntegerField()
    seen_in = IntegerField()
    """The last reading with a listing that showed it."""
    missing_since = BigIntegerField(null=True)
    missing_in = IntegerField(null=True)
    """The last reading with a listing that reached its day and lacked it."""
    lacked_at = BigIntegerField(null=True)

    class Meta:
        indexes = ((("katottg", "day"), False),)


class EntryStreet(_Table):
    """Which streets of the registry an entry covers, by the last plan."""

    entry = ForeignKeyField(Entry, on_delete="CASCADE")
    street = ForeignKeyField(Street, on_delete="CASCADE")
    certainty = CharField(max_length=8)

    class Meta:
        primary_key = False


class Quarantine(_Table):
    """A row of a reading that was not understood."""

    id = AutoField()
    reading = ForeignKeyField(Reading, on_delete="CASCADE")
    page = ForeignKeyField(Page, null=True, on_delete="CASCADE")
    row = TextField()
    reason = TextField()
    starts_at = BigIntegerField(null=True)
    ends_at = BigIntegerField(null=True)
    suggestion = TextField(null=True)


class Reminder(_Table):
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
    status = CharField(max_length=16)
    free_at = BigIntegerField()
    """By the real clock: from when it may be claimed, i.e. the end of its lease or the time of its retry."""
    attempts = IntegerField()

    class Meta:
        indexes = ((("subscription", "day", "stage", "revision"), True), (("day",), False))


_OPEN = SQL("status IN ('due', 'sending')")
Reminder.add_index(Reminder.index(Reminder.starts_at, Reminder.id, name="reminder_open", where=_OPEN))
Reminder.add_index(Reminder.index(Reminder.free_at, name="reminder_busy", where=_OPEN))
_HELD = SQL("status = 'held'")
Reminder.add_index(Reminder.index(Reminder.due_at, name="reminder_held", where=_HELD))


class Delivery(_Table):
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


_PAID = SQL("paid_in IS NOT NULL")
Delivery.add_index(Delivery.index(Delivery.paid_in, Delivery.provider_id, name="delivery_paid", where=_PAID))


class Basis(_Table):
    """What messages rest on: rows of the list as printed, and the reading that showed them; equal ones are one."""

    id = AutoField()
    sha256 = CharField(max_length=64, unique=True)
    reading = IntegerField()
    """Its pages carry their hashes."""
    printed = TextField()


class Receipt(_Table):
    """What a messenger told us of a message of ours; it may be faster than the delivery's own row."""

    message = TextField(primary_key=True)
    """As the messenger calls it: the `provider_id` of its delivery."""
    delivered_at = BigIntegerField(null=True)
    seen_at = BigIntegerField(null=True)
    failed_at = BigIntegerField(null=True)


class Trouble(_Table):
    """What the operator is needed for, until that is over and he knows it."""

    name = CharField(primary_key=True, max_length=32)
    what = TextField()
    since = BigIntegerField()
    told_at = BigIntegerField(null=True)
    """When he was told; None while he still has to be."""


class Evidence(_Table):
    """A message that was sent to a chat erased since: of the account, without the chat and its words."""

    id = AutoField()
    messenger = CharField(max_length=16)
    account = ForeignKeyField(Account, column_name="account")
    day = CharField(max_length=10)
    stage = CharField(max_length=16)
    starts_at = BigIntegerField()
    ends_at = BigIntegerField()
    at = BigIntegerField()


class SeenUpdate(_Table):
    """What a messenger has delivered and is not to be answered twice."""

    id = AutoField()
    messenger = CharField(max_length=16)
    update_id = TextField()
    chat_hash = CharField(max_length=64, null=True, index=True)
    """Keyed: it outlives the chat's erasure."""
    order = BigIntegerField(null=True)
    """Grows from one update of a chat to the next."""
    at = BigIntegerField(index=True)
    """By the real clock."""

    class Meta:
        indexes = ((("messenger", "update_id"), True),)


class UnsaidAnswer(_Table):
    """What is answered to a customer's step, until it is said."""

    id = AutoField()
    messenger = CharField(max_length=16)
    chat_id = TextField()
    replies = TextField()
    """As JSON."""
    at = BigIntegerField()
    """By the real clock."""


class WrongProof(_Table):
    """A proof that did not fit, whether there is such an account or not."""

    id = AutoField()
    chat_hash = CharField(max_length=64, index=True)
    """Keyed: it outlives the chat's erasure, so that erasing buys no further guesses."""
    account = CharField(max_length=9, index=True)
    at = BigIntegerField(index=True)
    """By the real clock."""


class MessengerHold(_Table):
    """Until when, by the real clock, a messenger takes nothing at all."""

    messenger = CharField(primary_key=True, max_length=16)
    until = BigIntegerField()


class News(_Table):
    """What another plan could come from: something was written (`at` is 0), or a time comes; see `data/news.py`."""

    at = BigIntegerField()
    made_in = BigIntegerField()
    """PostgreSQL's number of the writing transaction."""

    class Meta:
        primary_key = False


TABLES = (
    Settlement,
    Street,
    StreetAlias,
    SettlementAlias,
    Account,
    Contact,
    Subscription,
    Reading,
    Page,
    Entry,
    EntryStreet,
    Quarantine,
    Reminder,
    Delivery,
    Basis,
    Receipt,
    Trouble,
    Evidence,
    SeenUpdate,
    UnsaidAnswer,
    WrongProof,
    MessengerHold,
    News,
)
