"""Since when a row has said what it says: so one that is moved again is known as the one that was moved before."""

from peewee import BigIntegerField


def up(migrator, db):  # noqa: ARG001 - the runner gives both
    migrator.migrate(migrator.add_column("entry", "said_since", BigIntegerField(null=True)))
