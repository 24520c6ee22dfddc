"""The base of all tables."""

from peewee import Model


class Table(Model):
    """A table bound to no database: every query names its own, so several can be open at once."""

    class Meta:  # noqa: D106 - peewee takes its options from it
        legacy_table_names = False

    @classmethod
    def table_name(cls) -> str:
        """Its name in the database."""
        return str(cls._meta.table_name)
