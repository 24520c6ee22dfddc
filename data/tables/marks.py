"""What an installation remembers of itself."""

from peewee import CharField, TextField

from data.tables.base import Table


class Mark(Table):
    """One thing that is remembered, by its name."""

    name = CharField(primary_key=True, max_length=16)
    value = TextField()
