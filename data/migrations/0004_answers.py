"""Answers until they are said; the order of a chat's updates."""

from peewee import AutoField, BigIntegerField, CharField, Model, TextField


def up(migrator, db):
    class UnsaidAnswer(Model):
        id = AutoField()
        messenger = CharField(max_length=16)
        chat_id = TextField()
        replies = TextField()
        at = BigIntegerField()

        class Meta:
            database = db
            legacy_table_names = False

    db.create_tables((UnsaidAnswer,))
    migrator.migrate(
        migrator.add_column("seen_update", "chat_hash", CharField(max_length=64, null=True, index=True)),
        migrator.add_column("seen_update", "order", BigIntegerField(null=True)),
    )
