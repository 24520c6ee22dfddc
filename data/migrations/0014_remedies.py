"""What an operator may press about a row that was not understood; rows of earlier readings have their words alone."""

from peewee import TextField


def up(migrator, db):  # noqa: ARG001 - the runner gives both
    migrator.migrate(migrator.add_column("quarantine", "remedies", TextField(null=True)))
