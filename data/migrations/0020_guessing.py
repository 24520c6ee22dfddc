"""Accounts at which proofs are guessed ask for both; answers that are news of what others did."""

from peewee import BigIntegerField, BooleanField, CharField, Model, TextField


def up(migrator, db):
    class GuardedAccount(Model):
        account = CharField(primary_key=True, max_length=9)
        since = BigIntegerField()
        until = BigIntegerField(index=True)
        besides = TextField(null=True)

        class Meta:
            database = db
            legacy_table_names = False

    db.create_tables((GuardedAccount,))
    migrator.migrate(
        migrator.add_column("unsaid_answer", "is_news", BooleanField(null=True)),
        migrator.add_column("subscription", "told_of_others_at", BigIntegerField(null=True)),
    )
