"""The entries of the last list are found among those of a year."""

from peewee import IntegerField, Model


def up(migrator, db):  # noqa: ARG001 - the runner gives both
    class Entry(Model):
        seen_in = IntegerField()

        class Meta:
            database = db
            legacy_table_names = False

    db.execute(Entry.index(Entry.seen_in))
