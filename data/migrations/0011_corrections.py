"""Hours that an operator has corrected, with who did and when the list gave the wrong ones up."""

from peewee import AutoField, BigIntegerField, CharField, Model, PostgresqlDatabase, TextField

SQLITE = """
    WHEN NOT EXISTS (SELECT 1 FROM news WHERE at = 0) BEGIN INSERT INTO news (at, made_in) VALUES (0, 0); END
"""


def up(migrator, db):  # noqa: ARG001 - the runner gives both
    class Correction(Model):
        id = AutoField()
        work_id = CharField(max_length=12, index=True)
        starts_at = BigIntegerField()
        ends_at = BigIntegerField()
        operator = TextField()
        made_at = BigIntegerField()
        ended_at = BigIntegerField(null=True)

        class Meta:
            database = db
            legacy_table_names = False

    db.create_tables([Correction])
    action = "FOR EACH ROW EXECUTE FUNCTION note_news()" if isinstance(db, PostgresqlDatabase) else SQLITE
    db.execute_sql(f"CREATE TRIGGER news_correction_insert AFTER INSERT ON correction {action}")
