"""Operators who have signed in: a restart of `serve` ends no session any more."""

from peewee import AutoField, BigIntegerField, CharField, Model, TextField


def up(migrator, db):  # noqa: ARG001 - the runner gives both
    class OperatorSession(Model):
        id = AutoField()
        token_hash = CharField(max_length=64, unique=True)
        operator = TextField()
        password = CharField(max_length=64)
        browser = TextField()
        begun_at = BigIntegerField()
        seen_at = BigIntegerField()

        class Meta:
            database = db
            legacy_table_names = False

    db.create_tables([OperatorSession])
