"""The indices of the outbox hold what a claim asks: it passes by stages that are due later without their rows."""

_OPEN = "WHERE status IN ('due', 'sending')"
_NEAREST = "starts_at, id, due_at, expires_at, subscription_id"


def up(migrator, db):  # noqa: ARG001 - the runner gives both
    for statement in (
        "DROP INDEX reminder_open",
        "DROP INDEX reminder_busy",
        f"CREATE INDEX reminder_open ON reminder ({_NEAREST}) {_OPEN}",
        f"CREATE INDEX reminder_busy ON reminder (free_at, expires_at, subscription_id) {_OPEN}",
    ):
        db.execute_sql(statement)
