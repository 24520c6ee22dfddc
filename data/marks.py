"""Marks: what an installation remembers of itself, so that another process sees it, too."""

from enum import StrEnum

from peewee import Database

from data.tables import Mark as Row


class Mark(StrEnum):
    """What is remembered."""

    CLOCK = "clock"
    """UTC seconds by the clock of this machine, when it was last to be believed."""
    DOUBT = "doubt"
    """Why the clock is not believed now, in words for the operator."""
    KEY = "key"
    """What tells the key of the proofs from another one."""
    DAMAGE = "damage"
    """What the last look found broken in the file of the database."""


def marked(database: Database, mark: Mark) -> str | None:
    """What is remembered; None: nothing."""
    value: str | None = Row.select(Row.value).where(Row.name == mark).scalar(database)
    return value


def put_mark(database: Database, mark: Mark, value: str | None) -> None:
    """Remember this; None: nothing any more. What is remembered already is not written again."""
    if value == marked(database, mark):
        return
    if value is None:
        Row.delete().where(Row.name == mark).execute(database)
        return
    insert = Row.insert(name=mark, value=value)
    insert.on_conflict(conflict_target=[Row.name], preserve=[Row.value]).returning().execute(database)
