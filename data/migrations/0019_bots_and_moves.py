"""An update is told from all others by its bot, too; who returns overtakes no step. Where a chat has moved to.

Of updates seen before this nobody knows the bot: they are those of any, and steps.
"""

from peewee import BooleanField, CharField, Model, TextField


def up(migrator, db):
    class MovedChat(Model):
        chat_id = TextField(primary_key=True)
        moved_to = TextField()

        class Meta:
            database = db
            legacy_table_names = False

    db.create_tables((MovedChat,))
    migrator.migrate(
        migrator.add_column("seen_update", "bot", CharField(max_length=32, default="")),
        migrator.add_column("seen_update", "reachable", BooleanField(null=True)),
        migrator.drop_index("seen_update", "seen_update_messenger_update_id"),
        migrator.add_index("seen_update", ("messenger", "bot", "update_id"), unique=True),
    )
