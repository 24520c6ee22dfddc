"""Pruning: what is of no more use is deleted, so few rows at a time that nobody waits long for the database."""

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime, timedelta
from typing import Any

from peewee import Database, fn

from data import tables
from data.conversations import UPDATES_KEPT_FOR, too_late_to_say
from data.listings import last_listing
from data.page_archive import PageArchive
from data.times import to_seconds
from pipeline.domain.clock import kyiv_day
from pipeline.domain.guessing import WRONG_PROOFS_COUNT_FOR
from pipeline.domain.keeping import NO_CONSENT_FOR, PAGES_FOR, evidence_since
from pipeline.domain.sessions import IDLE, LASTS
from pipeline.domain.stages import Stage

CHUNK = 500
"""Rows in one transaction; what hangs on them goes with them."""


def prune(
    database: Database,
    archive: PageArchive,
    now: datetime,
    real_now: datetime,
    *,
    stopping: Callable[[], bool] = lambda: False,
) -> Mapping[str, int]:
    """Delete all that is kept no longer; gives how much of what. What `stopping` leaves is for the next time."""
    deleted: dict[str, int] = {}
    for table, outdated in _outdated(database, now, real_now):
        name = table.table_name()
        deleted[name] = deleted.get(name, 0) + _delete(database, table, outdated, stopping)
    deleted["page_bytes"] = _prune_archive(database, archive, now, real_now, stopping)
    return deleted


def _outdated(database: Database, now: datetime, real_now: datetime) -> Iterator[tuple[Any, Any]]:
    """Tables with the condition on what is deleted, in the order in which it may be."""
    since = evidence_since(now)
    at, day = to_seconds(since), kyiv_day(since).isoformat()
    closed = tables.Account.select(tables.Account.number).where(tables.Account.closed_at < at)
    over = tables.Reminder.day < day
    # that an account was closed is told anew where no reminder says that it was: so these go after its subscriptions
    yield tables.Reminder, over & (tables.Reminder.stage != Stage.CLOSED)
    yield tables.Subscription, (tables.Subscription.ended_at < at) | tables.Subscription.account.in_(closed)
    yield tables.Reminder, over
    yield tables.Evidence, tables.Evidence.at < at
    yield tables.Lookup, tables.Lookup.at < at
    yield tables.RegistryImport, tables.RegistryImport.at < at
    first_kept = tables.Reading.select(fn.MIN(tables.Reading.id)).where(tables.Reading.at >= at).scalar(database)
    yield tables.Basis, tables.Basis.reading < (first_kept or 0)
    times = (tables.Receipt.delivered_at, tables.Receipt.seen_at, tables.Receipt.failed_at)
    yield tables.Receipt, fn.COALESCE(*times) < at
    yield tables.Entry, tables.Entry.ends_at < at
    yield tables.Correction, tables.Correction.ends_at < at
    yield tables.Reading, (tables.Reading.at < at) & (tables.Reading.id != last_listing(database))
    subscribed = tables.Subscription.select(tables.Subscription.contact)
    silent = tables.Contact.consent.is_null() & tables.Contact.id.not_in(subscribed)
    yield tables.Contact, silent & (tables.Contact.created_at < to_seconds(now - NO_CONSENT_FOR))
    yield tables.SeenUpdate, tables.SeenUpdate.at < to_seconds(real_now - UPDATES_KEPT_FOR)
    yield tables.WrongProof, tables.WrongProof.at < to_seconds(real_now - WRONG_PROOFS_COUNT_FOR)
    yield tables.GuardedAccount, tables.GuardedAccount.until < to_seconds(real_now)
    yield tables.UnsaidAnswer, too_late_to_say(real_now)
    signed_in = tables.OperatorSession
    over_since = (to_seconds(real_now - LASTS), to_seconds(real_now - IDLE))
    yield signed_in, (signed_in.begun_at <= over_since[0]) | (signed_in.seen_at <= over_since[1])


def _delete(database: Database, table: Any, outdated: Any, stopping: Callable[[], bool]) -> int:
    key = table._meta.primary_key  # noqa: SLF001 - peewee's door
    deleted, last = 0, CHUNK
    while last == CHUNK and not stopping():
        chosen = table.select(key).where(outdated).limit(CHUNK)
        last = table.delete().where(key.in_(chosen)).execute(database)
        deleted += last
    return deleted


def _prune_archive(
    database: Database, archive: PageArchive, now: datetime, real_now: datetime, stopping: Callable[[], bool]
) -> int:
    """Delete the bytes of pages that nobody reads again: those of the last list are, however old."""
    page = tables.Page
    wanted = (page.captured_at >= to_seconds(now - PAGES_FOR)) | (page.reading == last_listing(database))
    kept = {sha256 for (sha256,) in page.select(page.sha256).where(wanted).distinct().tuples().execute(database)}
    deleted = 0
    # a page is kept before its row is written: the bytes of today may have none yet
    for sha256 in archive.older_than(real_now - timedelta(days=1)):
        if stopping():
            break
        if sha256 not in kept:
            archive.delete(sha256)
            deleted += 1
    return deleted
