"""What the web asks for: works by day and settlement, deliveries by time, a calendar for each contact."""

from peewee import BigIntegerField, CharField, Model


def up(migrator, db):
    class _Table(Model):
        class Meta:
            database = db
            legacy_table_names = False

    class Entry(_Table):
        katottg = CharField(max_length=19, null=True)
        day = CharField(max_length=10)

    class Delivery(_Table):
        at = BigIntegerField()

    migrator.migrate(migrator.add_column("contact", "calendar", CharField(max_length=32, null=True)))
    for index in (Entry.index(Entry.day), Entry.index(Entry.katottg, Entry.day), Delivery.index(Delivery.at)):
        db.execute(index)
