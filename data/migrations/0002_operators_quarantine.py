"""What printed settlements mean, what to do about a quarantined row, and what read a reading."""

from peewee import AutoField, CharField, Model, TextField


def up(migrator, db):
    class SettlementAlias(Model):
        id = AutoField()
        printed = TextField()
        district = TextField()
        katottg = CharField(max_length=19)

        class Meta:
            database = db
            legacy_table_names = False
            indexes = ((("printed", "district"), True),)

    db.create_tables((SettlementAlias,))
    migrator.migrate(
        migrator.add_column("quarantine", "suggestion", TextField(null=True)),
        migrator.add_column("reading", "reader", CharField(max_length=16, null=True)),
    )
