"""The dialogue: where a chat stands, what it agreed to and muted; wrong proofs, updates seen, evidence without a chat.

The columns of `contact` are nullable: with another constraint SQLite would make the table anew, and its cascade
would take the subscriptions along.
"""

from peewee import AutoField, BigIntegerField, CharField, ForeignKeyField, Model, TextField


def up(migrator, db):
    class _Table(Model):
        class Meta:
            database = db
            legacy_table_names = False

    class Account(_Table):
        number = CharField(primary_key=True, max_length=9)

    class SeenUpdate(_Table):
        id = AutoField()
        messenger = CharField(max_length=16)
        update_id = TextField()
        at = BigIntegerField(index=True)

        class Meta:
            indexes = ((("messenger", "update_id"), True),)

    class WrongProof(_Table):
        id = AutoField()
        chat_hash = CharField(max_length=64, index=True)
        account = CharField(max_length=9, index=True)
        at = BigIntegerField(index=True)

    class Evidence(_Table):
        id = AutoField()
        messenger = CharField(max_length=16)
        account = ForeignKeyField(Account, column_name="account")
        day = CharField(max_length=10)
        stage = CharField(max_length=16)
        starts_at = BigIntegerField()
        ends_at = BigIntegerField()
        at = BigIntegerField()

    db.create_tables((SeenUpdate, WrongProof, Evidence))
    migrator.migrate(
        migrator.add_column("contact", "step", CharField(max_length=16, null=True)),
        migrator.add_column("contact", "step_account", CharField(max_length=9, null=True)),
        migrator.add_column("contact", "consent", TextField(null=True)),
        migrator.add_column("contact", "consent_at", BigIntegerField(null=True)),
        migrator.add_column("contact", "muted", TextField(null=True)),
    )
