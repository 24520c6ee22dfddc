"""Evidence: what a message rests on, what became of it, what it cost; what the operator is needed for."""

from peewee import SQL, AutoField, BigIntegerField, CharField, IntegerField, Model, TextField


def up(migrator, db):
    class _Table(Model):
        class Meta:
            database = db
            legacy_table_names = False

    class Basis(_Table):
        id = AutoField()
        sha256 = CharField(max_length=64, unique=True)
        reading = IntegerField()
        printed = TextField()

    class Receipt(_Table):
        message = TextField(primary_key=True)
        delivered_at = BigIntegerField(null=True)
        seen_at = BigIntegerField(null=True)
        failed_at = BigIntegerField(null=True)

    class Trouble(_Table):
        name = CharField(primary_key=True, max_length=32)
        what = TextField()
        since = BigIntegerField()
        told_at = BigIntegerField(null=True)

    class Delivery(_Table):
        paid_in = CharField(max_length=7, null=True)
        provider_id = TextField(null=True)

    db.create_tables((Basis, Receipt, Trouble))
    migrator.migrate(
        migrator.add_column("contact", "heard_at", BigIntegerField(null=True)),
        migrator.add_column("delivery", "basis", IntegerField(null=True)),
        migrator.add_column("delivery", "seen_at", BigIntegerField(null=True)),
        migrator.add_column("delivery", "paid_in", CharField(max_length=7, null=True)),
    )
    paid = Delivery.index(
        Delivery.paid_in, Delivery.provider_id, name="delivery_paid", where=SQL("paid_in IS NOT NULL")
    )
    db.execute(paid)
