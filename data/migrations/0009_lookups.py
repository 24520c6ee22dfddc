"""Who of the operators looked at which account."""

from peewee import AutoField, BigIntegerField, CharField, Model, TextField


def up(migrator, db):  # noqa: ARG001 - the runner gives both
    class Lookup(Model):
        id = AutoField()
        operator = TextField()
        account = CharField(max_length=9)
        at = BigIntegerField(index=True)

        class Meta:
            database = db
            legacy_table_names = False

    db.create_tables([Lookup])
