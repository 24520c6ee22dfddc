"""The operators: who has signed in."""

from peewee import AutoField, BigIntegerField, CharField, TextField

from data.tables.base import Table


class OperatorSession(Table):
    """An operator who has signed in, until he leaves, it is ended, or it is over."""

    id = AutoField()
    token_hash = CharField(max_length=64, unique=True)
    """Keyed: what is kept opens nothing."""
    operator = TextField()
    password = CharField(max_length=64)
    """Keyed hash of what is kept of the password with which he signed in: another one, or none, ends the session."""
    browser = TextField()
    begun_at = BigIntegerField()
    """By the real clock, like `seen_at`."""
    seen_at = BigIntegerField()
