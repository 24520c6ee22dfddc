"""Hours that the operator has corrected; another plan comes from them (as in 0007)."""

from peewee import BigIntegerField, CharField, Model, PostgresqlDatabase

SQLITE = """
    WHEN NOT EXISTS (SELECT 1 FROM news WHERE at = 0) BEGIN INSERT INTO news (at, made_in) VALUES (0, 0); END
"""


def up(migrator, db):  # noqa: ARG001 - the runner gives both
    class Correction(Model):
        work_id = CharField(primary_key=True, max_length=12)
        starts_at = BigIntegerField()
        ends_at = BigIntegerField()
        at = BigIntegerField()

        class Meta:
            database = db
            legacy_table_names = False

    db.create_tables([Correction])
    action = "FOR EACH ROW EXECUTE FUNCTION note_news()" if isinstance(db, PostgresqlDatabase) else SQLITE
    for write in ("INSERT", "UPDATE", "DELETE"):
        db.execute_sql(f"CREATE TRIGGER news_correction_{write.lower()} AFTER {write} ON correction {action}")
