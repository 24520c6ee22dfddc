"""Pruning on both databases: what is old goes, what somebody may ask for stays."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from data import pruning, tables
from data.evidence import EvidenceRepository
from data.page_archive import PageArchive
from pipeline.domain.contacts import Chat, Update
from pipeline.domain.keeping import evidence_since
from pipeline.domain.pages import SourcePage
from pipeline.domain.reminders import Outcome, ReminderStatus
from pipeline.domain.stages import Stage
from pipeline.domain.trust import PageState, Reading
from pipeline.domain.works import Listing, Period
from tests.contract.people import DAY, reminder
from tests.contract.world import ACCOUNT, CHAT, TOMORROW, World

LATER = timedelta(days=400)
OTHER = ("viber", "01234567890A=")


@pytest.fixture
def world(database, tmp_path):
    return World(database, tmp_path / "pages")


@pytest.fixture
def archive(tmp_path):
    return PageArchive(tmp_path / "pages")


def prune(database, archive, world, after=timedelta(), **rest):
    now = world.clock.now() + after
    return pruning.prune(database, archive, now, now, **rest)


def lists(world, day=0, content=b"<html>"):
    """A reading with tomorrow's works, that many days later."""
    now = world.clock.now() + timedelta(days=day)
    shift = timedelta(days=day)
    period = Period(TOMORROW.period.starts_at + shift, TOMORROW.period.ends_at + shift)
    works = (replace(TOMORROW, period=period),)
    page = SourcePage("https://example.org/", now, 200, content)
    reading = Reading(at=now, state=PageState.OK, healthy=True, rows=1, works=1)
    world.works.save_reading(reading, [(page, PageState.OK)], Listing(works, reaches={None: DAY + shift}))


def sends(world, *reminders):
    world.outbox.add(reminders)
    batch = world.outbox.claim([CHAT[0], OTHER[0]], world.clock.now(), world.clock.real(), 10)
    world.outbox.settle([Outcome(each, ReminderStatus.SENT, world.clock.now(), "текст") for each in batch])


def left(database, *names):
    return [getattr(tables, name).select().count(database) for name in names]


EVERYTHING = ("Reminder", "Delivery", "Basis", "Entry", "Reading", "Page", "Receipt", "Evidence")


def test_thirteen_months_of_evidence_are_kept_and_no_more(database, world, archive):
    subscription = world.registry.subscribe(*CHAT, ACCOUNT, world.clock.now())
    lists(world)
    (entry,) = [each.id for each in world.works.live_entries(world.clock.now())]
    assert entry == 1  # on which the reminder rests
    sends(world, reminder(subscription))
    EvidenceRepository(database).receive("77", "seen", world.clock.now())
    other = world.registry.subscribe(*OTHER, ACCOUNT, world.clock.now())
    sends(world, reminder(other))
    world.registry.erase(*OTHER)
    prune(database, archive, world, timedelta(days=390))
    assert left(database, *EVERYTHING) == [1, 1, 1, 1, 1, 1, 1, 1]
    lists(world, day=400, content=b"<html>2")
    assert prune(database, archive, world, LATER)["reminder"] == 1
    assert left(database, *EVERYTHING) == [0, 0, 0, 1, 1, 1, 0, 0]
    assert left(database, "Subscription", "Contact", "Account") == [1, 1, 1]


def test_the_bytes_of_pages_are_kept_for_ninety_days_and_their_hashes_longer(database, world, archive):
    lists(world, content=b"<html>1")
    lists(world, day=80, content=b"<html>2")
    lists(world, day=100, content=b"<html>3")
    kept = [page.sha256 for page in tables.Page.select().order_by(tables.Page.id).execute(database)]
    pruning.prune(database, archive, world.clock.now() + timedelta(days=100), datetime.now(UTC))
    assert [archive.has(each) for each in kept] == [True, True, True]  # of today: their rows may yet be written
    pruning.prune(database, archive, world.clock.now() + timedelta(days=100), datetime.now(UTC) + timedelta(days=2))
    assert [archive.has(each) for each in kept] == [False, True, True]
    assert left(database, "Page") == [3]


def test_the_last_list_is_never_forgotten(database, world, archive):
    lists(world)
    prune(database, archive, world, LATER)
    assert left(database, "Reading", "Page") == [1, 1]
    assert world.works.last_pages()


def test_a_closed_account_is_not_told_of_twice(database, world, archive):
    world.registry.subscribe(*CHAT, ACCOUNT, world.clock.now())
    tables.Account.update(closed_at=int(world.clock.now().timestamp())).execute(database)
    world.lists()
    sends(world)
    assert world.statuses() == {(Stage.CLOSED, "sent")}
    prune(database, archive, world, LATER)
    world.lists()
    assert world.statuses() == set()
    assert left(database, "Subscription", "Contact") == [0, 0]


def test_chats_that_never_agreed_are_forgotten_after_a_month_and_subscribers_are_not(database, world, archive):
    world.registry.subscribe(*CHAT, ACCOUNT, world.clock.now())
    world.conversations.keep_step(Chat(*OTHER), "welcome", None, world.clock.now())
    world.conversations.keep_consent(Chat("viber", "agreed"), "1", world.clock.now())
    prune(database, archive, world, timedelta(days=29))
    assert left(database, "Contact") == [3]
    prune(database, archive, world, timedelta(days=31))
    assert left(database, "Contact") == [2]


def test_wrong_proofs_seen_updates_and_unsaid_answers_go_by_the_real_clock(database, world, archive):
    chat = Chat(*CHAT)
    world.guesses.add_wrong_proof(chat, ACCOUNT, world.clock.real())
    world.conversations.arrival(chat, Update("1"), world.clock.real())
    world.conversations.keep_unsaid(chat, "[]", world.clock.real())
    world.conversations.keep_unsaid(chat, "[]", world.clock.real(), is_news=True)
    short_lived = ("WrongProof", "SeenUpdate", "UnsaidAnswer")
    prune(database, archive, world)
    assert left(database, *short_lived) == [1, 1, 2]
    prune(database, archive, world, timedelta(days=2))
    assert left(database, *short_lived) == [1, 1, 1]
    prune(database, archive, world, timedelta(days=8))
    assert left(database, *short_lived) == [0, 0, 1]
    prune(database, archive, world, timedelta(days=31))
    assert left(database, *short_lived) == [0, 0, 0]


def test_it_goes_by_chunks_and_stops_between_them(database, world, archive, monkeypatch):
    monkeypatch.setattr(pruning, "CHUNK", 2)
    subscription = world.registry.subscribe(*CHAT, ACCOUNT, world.clock.now())
    world.outbox.add([reminder(subscription, revision=each) for each in range(5)])
    assert prune(database, archive, world, LATER, stopping=lambda: True)["reminder"] == 0
    looks = iter([False, True, *[True] * 99])
    assert prune(database, archive, world, LATER, stopping=lambda: next(looks))["reminder"] == 2
    assert prune(database, archive, world, LATER)["reminder"] == 3


@pytest.mark.parametrize(
    ("now", "since"),
    [
        (datetime(2027, 12, 31, 5, tzinfo=UTC), datetime(2026, 11, 30, 5, tzinfo=UTC)),
        (datetime(2026, 1, 15, tzinfo=UTC), datetime(2024, 12, 15, tzinfo=UTC)),
        (datetime(2026, 3, 31, tzinfo=UTC), datetime(2025, 2, 28, tzinfo=UTC)),
    ],
)
def test_thirteen_months_are_thirteen_months(now, since):
    assert evidence_since(now) == since
