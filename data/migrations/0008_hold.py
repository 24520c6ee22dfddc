"""Changes that wait for the operator are found without a look at all that was ever said."""


def up(migrator, db):  # noqa: ARG001 - the runner gives both
    db.execute_sql("CREATE INDEX reminder_held ON reminder (due_at) WHERE status = 'held'")
