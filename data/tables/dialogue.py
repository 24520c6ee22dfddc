# ruff: noqa: D106 - peewee takes its options from a class Meta
"""The dialogue: what came in from chats, what is still to be said, wrong proofs."""

from peewee import AutoField, BigIntegerField, BooleanField, CharField, TextField

from data.tables.base import Table


class SeenUpdate(Table):
    """What a messenger has delivered and is not to be answered twice."""

    id = AutoField()
    messenger = CharField(max_length=16)
    bot = CharField(max_length=32)
    """Whose it is, where each bot has ids and an order of its own."""
    update_id = TextField()
    chat_hash = CharField(max_length=64, null=True, index=True)
    """Keyed: it outlives the chat's erasure."""
    order = BigIntegerField(null=True)
    """Grows from one update of a chat to the next, more or less."""
    reachable = BooleanField(null=True)
    """What it tells of whether the chat can be reached; None: it is a step."""
    at = BigIntegerField(index=True)
    """By the real clock."""

    class Meta:
        indexes = ((("messenger", "bot", "update_id"), True),)


class MovedChat(Table):
    """A chat of the settings that goes by another id by now."""

    chat_id = TextField(primary_key=True)
    moved_to = TextField()


class UnsaidAnswer(Table):
    """What is answered to a customer's step, until it is said."""

    id = AutoField()
    messenger = CharField(max_length=16)
    chat_id = TextField()
    replies = TextField()
    """As JSON."""
    at = BigIntegerField()
    """By the real clock."""
    is_news = BooleanField(null=True)
    """Of what others did; it is kept for who cannot be reached now."""


class WrongProof(Table):
    """A proof that did not fit, whether there is such an account or not."""

    id = AutoField()
    chat_hash = CharField(max_length=64, index=True)
    """Keyed: it outlives the chat's erasure, so that erasing buys no further guesses."""
    account = CharField(max_length=9, index=True)
    at = BigIntegerField(index=True)
    """By the real clock."""


class GuardedAccount(Table):
    """An account number, given out or not, that asks for both proofs, as strangers guess at it; by the real clock."""

    account = CharField(primary_key=True, max_length=9)
    since = BigIntegerField()
    until = BigIntegerField(index=True)
    besides = TextField(null=True)
    """Hashes of chats of which one proof is enough, with commas between."""
