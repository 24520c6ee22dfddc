"""What imports did to the registry, and the matches that were lost, until now stood only in what a command printed."""

from peewee import AutoField, BigIntegerField, BooleanField, CharField, ForeignKeyField, IntegerField, Model, TextField


def up(migrator, db):  # noqa: ARG001 - the runner gives both
    class Subscription(Model):
        id = AutoField()

        class Meta:
            database = db
            legacy_table_names = False

    class RegistryImport(Model):
        id = AutoField()
        at = BigIntegerField(index=True)
        file = TextField()
        full = BooleanField()
        refused = TextField(null=True)
        added = IntegerField()
        updated = IntegerField()
        unchanged = IntegerField()
        rejected = IntegerField()
        closed = IntegerField()
        left_open = IntegerField()
        addresses = IntegerField()
        proofs = IntegerField()

        class Meta:
            database = db
            legacy_table_names = False

    class LostMatch(Model):
        id = AutoField()
        subscription = ForeignKeyField(Subscription, on_delete="CASCADE")
        day = CharField(max_length=10)

        class Meta:
            database = db
            legacy_table_names = False
            indexes = ((("subscription", "day"), True),)

    db.create_tables([RegistryImport, LostMatch])
