# ruff: noqa: D106 - peewee takes its options from a class Meta
"""The list: its readings and pages, the entries that they gave, the rows that were not understood."""

from peewee import AutoField, BigIntegerField, BooleanField, CharField, ForeignKeyField, IntegerField, TextField

from data.tables.base import Table
from data.tables.customers import Street


class Reading(Table):
    """One scrape."""

    id = AutoField()
    at = BigIntegerField(index=True)
    state = CharField(max_length=16)
    healthy = BooleanField()
    has_listing = BooleanField()
    """Healthy, and with a listing of its own: not an `unchanged` that repeats one."""
    rows = IntegerField()
    works = IntegerField()
    quarantined = IntegerField()
    by_quarantine = BooleanField()
    reader = CharField(max_length=16, null=True)
    """Fingerprint of all that its pages were read by: what is read otherwise is read anew."""


class Page(Table):
    """One page of a reading; its bytes lie in the page archive under `sha256`."""

    id = AutoField()
    reading = ForeignKeyField(Reading, on_delete="CASCADE")
    captured_at = BigIntegerField()
    url = TextField()
    status = IntegerField()
    content_type = TextField(null=True)
    state = CharField(max_length=16)
    sha256 = CharField(max_length=64)
    etag = TextField(null=True)
    last_modified = TextField(null=True)


class Entry(Table):
    """Period × place × kind (`key` is the hash of these), with what the readings say of it."""

    id = AutoField()
    key = CharField(max_length=32, unique=True)
    work_id = CharField(max_length=12, index=True)
    starts_at = BigIntegerField()
    ends_at = BigIntegerField(index=True)
    day = CharField(max_length=10, index=True)
    kind = CharField(max_length=16)
    settlement = TextField()
    katottg = CharField(max_length=19, null=True)
    street_kind = TextField(null=True)
    street_name = TextField(null=True)
    street_former = TextField(null=True)
    houses = TextField(null=True)
    certainty = CharField(max_length=8)
    status = CharField(max_length=16)
    district = TextField(null=True)
    reason = TextField(null=True)
    moved_from_starts_at = BigIntegerField(null=True)
    moved_from_ends_at = BigIntegerField(null=True)
    printed = TextField()
    first_seen_at = BigIntegerField()
    last_seen_at = BigIntegerField()
    seen_in = IntegerField(index=True)
    """The last reading with a listing that showed it."""
    missing_since = BigIntegerField(null=True)
    missing_in = IntegerField(null=True)
    """The last reading with a listing that reached its day and lacked it."""
    lacked_at = BigIntegerField(null=True)
    said_since = BigIntegerField(null=True)
    """Since when it has stood without a break and with these words; null: since it was first seen."""

    class Meta:
        indexes = ((("katottg", "day"), False),)


class Correction(Table):
    """Hours that an operator put in the place of those of the list; the last one of a work counts."""

    id = AutoField()
    work_id = CharField(max_length=12, index=True)
    """That of its entries as printed."""
    starts_at = BigIntegerField()
    ends_at = BigIntegerField()
    operator = TextField()
    made_at = BigIntegerField()
    ended_at = BigIntegerField(null=True)


class EntryStreet(Table):
    """Which streets of the registry an entry covers, by the last plan."""

    entry = ForeignKeyField(Entry, on_delete="CASCADE")
    street = ForeignKeyField(Street, on_delete="CASCADE")
    certainty = CharField(max_length=8)

    class Meta:
        primary_key = False


class Quarantine(Table):
    """A row of a reading that was not understood."""

    id = AutoField()
    reading = ForeignKeyField(Reading, on_delete="CASCADE")
    page = ForeignKeyField(Page, null=True, on_delete="CASCADE")
    row = TextField()
    reason = TextField()
    starts_at = BigIntegerField(null=True)
    ends_at = BigIntegerField(null=True)
    suggestion = TextField(null=True)
    """Advice in words; of readings before there was `remedies` all of it."""
    remedies = TextField(null=True)
    """What may be pressed, as JSON: each names a settlement that may be meant."""


class News(Table):
    """What another plan could come from: something was written (`at` is 0), or a time comes; see `data/news.py`."""

    at = BigIntegerField()
    made_in = BigIntegerField()
    """PostgreSQL's number of the writing transaction."""

    class Meta:
        primary_key = False
