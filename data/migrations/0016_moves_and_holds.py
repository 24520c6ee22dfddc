"""Since when a row has said what it says, so that one that is moved again is known; until when a reminder is held."""

from peewee import BigIntegerField


def up(migrator, db):
    migrator.migrate(
        migrator.add_column("entry", "said_since", BigIntegerField(null=True)),
        migrator.add_column("reminder", "held_until", BigIntegerField(null=True)),
    )
    db.execute_sql("UPDATE reminder SET held_until = due_at WHERE status = 'held'")
    db.execute_sql("DROP INDEX reminder_held")
    db.execute_sql("CREATE INDEX reminder_held ON reminder (held_until) WHERE status = 'held'")
