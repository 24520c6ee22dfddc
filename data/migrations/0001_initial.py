"""The first schema: a frozen copy of `data.tables`, independent of what they become later."""

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


def up(migrator, db):  # noqa: ARG001
    class _Table(Model):
        class Meta:
            database = db
            legacy_table_names = False

    class Settlement(_Table):
        katottg = CharField(primary_key=True, max_length=19)
        title = TextField()
        name = TextField()

    class Street(_Table):
        id = AutoField()
        settlement = ForeignKeyField(Settlement, column_name="katottg")
        kind = TextField()
        name = TextField()
        former = TextField(null=True)

        class Meta:
            indexes = ((("settlement", "kind", "name"), True),)

    class StreetAlias(_Table):
        id = AutoField()
        katottg = CharField(max_length=19)
        old = TextField()
        new = TextField()

        class Meta:
            indexes = ((("katottg", "old", "new"), True),)

    class Account(_Table):
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
        id = AutoField()
        messenger = CharField(max_length=16)
        chat_id = TextField()
        language = CharField(max_length=8)
        reachable = BooleanField()
        created_at = BigIntegerField()

        class Meta:
            indexes = ((("messenger", "chat_id"), True),)

    class Subscription(_Table):
        id = AutoField()
        contact = ForeignKeyField(Contact, on_delete="CASCADE")
        account = ForeignKeyField(Account, column_name="account")
        label = TextField(null=True)
        created_at = BigIntegerField()
        ended_at = BigIntegerField(null=True)

        class Meta:
            indexes = ((("contact", "account"), True),)

    class Reading(_Table):
        id = AutoField()
        at = BigIntegerField(index=True)
        state = CharField(max_length=16)
        healthy = BooleanField()
        has_listing = BooleanField()
        rows = IntegerField()
        works = IntegerField()
        quarantined = IntegerField()
        by_quarantine = BooleanField()

    class Page(_Table):
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
        id = AutoField()
        key = CharField(max_length=32, unique=True)
        work_id = CharField(max_length=12, index=True)
        starts_at = BigIntegerField()
        ends_at = BigIntegerField(index=True)
        day = CharField(max_length=10)
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
        missing_since = BigIntegerField(null=True)
        missing_in = IntegerField(null=True)
        lacked_at = BigIntegerField(null=True)

    class EntryStreet(_Table):
        entry = ForeignKeyField(Entry, on_delete="CASCADE")
        street = ForeignKeyField(Street, on_delete="CASCADE")
        certainty = CharField(max_length=8)

        class Meta:
            primary_key = False

    class Quarantine(_Table):
        id = AutoField()
        reading = ForeignKeyField(Reading, on_delete="CASCADE")
        page = ForeignKeyField(Page, null=True, on_delete="CASCADE")
        row = TextField()
        reason = TextField()
        starts_at = BigIntegerField(null=True)
        ends_at = BigIntegerField(null=True)

    class Reminder(_Table):
        id = AutoField()
        subscription = ForeignKeyField(Subscription, on_delete="CASCADE", index=False)
        day = CharField(max_length=10)
        stage = CharField(max_length=16)
        revision = IntegerField()
        content = TextField()
        starts_at = BigIntegerField()
        ends_at = BigIntegerField()
        due_at = BigIntegerField()
        expires_at = BigIntegerField()
        run_on = CharField(max_length=10)
        status = CharField(max_length=16)
        free_at = BigIntegerField()
        attempts = IntegerField()

        class Meta:
            indexes = ((("subscription", "day", "stage", "revision"), True), (("day",), False))

    is_open = SQL("status IN ('due', 'sending')")
    Reminder.add_index(Reminder.index(Reminder.starts_at, Reminder.id, name="reminder_open", where=is_open))
    Reminder.add_index(Reminder.index(Reminder.free_at, name="reminder_busy", where=is_open))

    class Delivery(_Table):
        id = AutoField()
        reminder = ForeignKeyField(Reminder, on_delete="CASCADE")
        at = BigIntegerField()
        status = CharField(max_length=16)
        text = TextField()
        error = TextField(null=True)
        provider_id = TextField(null=True)

    class MessengerHold(_Table):
        messenger = CharField(primary_key=True, max_length=16)
        until = BigIntegerField()

    db.create_tables(
        (
            Settlement,
            Street,
            StreetAlias,
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
            MessengerHold,
        )
    )
