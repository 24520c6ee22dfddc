"""What an installation remembers of itself: its clock, its key, whether its file is whole."""

from peewee import CharField, Model, TextField


def up(migrator, db):  # noqa: ARG001 - the runner gives both
    class Mark(Model):
        name = CharField(primary_key=True, max_length=16)
        value = TextField()

        class Meta:
            database = db
            legacy_table_names = False

    db.create_tables((Mark,))
