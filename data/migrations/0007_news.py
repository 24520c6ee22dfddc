"""What makes another plan necessary, noted by the database itself: no writer can forget it."""

from peewee import BigIntegerField, Model, PostgresqlDatabase

WRITES = {
    "account": ("INSERT", "UPDATE OF street_id, house, closed_at"),
    "contact": ("UPDATE OF reachable",),
    "entry": ("INSERT", "DELETE", "UPDATE OF seen_in, missing_since, lacked_at"),
    "quarantine": ("INSERT",),
    "reminder": ("INSERT", "UPDATE OF status, due_at"),
    "street": ("INSERT", "UPDATE"),
    "street_alias": ("INSERT", "DELETE"),
    "subscription": ("INSERT", "UPDATE OF ended_at"),
}

# One row a transaction: it must be the transaction's own, for that of another may be taken by a plan that does not
# see what is written here. SQLite has one writer at a time, so any row there is of this transaction, or not yet taken.
POSTGRESQL = """
    CREATE FUNCTION note_news() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
        IF NOT EXISTS (SELECT 1 FROM news WHERE at = 0 AND made_in = txid_current()) THEN
            INSERT INTO news (at, made_in) VALUES (0, txid_current());
        END IF;
        RETURN NULL;
    END $$
"""
SQLITE = """
    WHEN NOT EXISTS (SELECT 1 FROM news WHERE at = 0) BEGIN INSERT INTO news (at, made_in) VALUES (0, 0); END
"""


def up(migrator, db):  # noqa: ARG001 - the runner gives both
    class News(Model):
        at = BigIntegerField()
        made_in = BigIntegerField()

        class Meta:
            database = db
            legacy_table_names = False
            primary_key = False

    db.create_tables((News,))
    postgresql = isinstance(db, PostgresqlDatabase)
    if postgresql:
        db.execute_sql(POSTGRESQL)
    action = "FOR EACH ROW EXECUTE FUNCTION note_news()" if postgresql else SQLITE
    for table, writes in WRITES.items():
        for write in writes:
            name = f"news_{table}_{write.split()[0].lower()}"
            db.execute_sql(f"CREATE TRIGGER {name} AFTER {write} ON {table} {action}")
