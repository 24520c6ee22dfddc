"""What a messenger refuses for a fault of ours is data: until now its template stood in the words of the error."""

from peewee import Model, PostgresqlDatabase, TextField


def up(migrator, db):
    class Delivery(Model):
        error = TextField(null=True)
        refused = TextField(null=True)

        class Meta:
            database = db
            legacy_table_names = False

    migrator.migrate(migrator.add_column("delivery", "refused", TextField(null=True)))
    named = Delivery.select(Delivery.error).where(Delivery.error.contains("(шаблон ")).distinct()
    for (error,) in list(named.tuples().execute(db)):
        template = error.rpartition("(шаблон ")[2].rstrip(")")
        Delivery.update(refused=template).where(Delivery.error == error).execute(db)
    db.execute_sql("CREATE INDEX delivery_refused ON delivery (at) WHERE refused IS NOT NULL")
    if isinstance(db, PostgresqlDatabase):  # SQLite minds no length; a trouble is now named by its template, too
        db.execute_sql("ALTER TABLE trouble ALTER COLUMN name TYPE TEXT")
