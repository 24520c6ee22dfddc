"""Evidence on both databases: what a message rested on, what became of it, and what is said of it."""

from dataclasses import replace
from datetime import timedelta
from hashlib import sha256

import pytest

from bots.dialog.effects import (
    Understood,
)
from bots.dialog.model import (
    Action,
    Press,
    Start,
    State,
    Step,
    Turn,
)
from data import tables
from data.evidence import EvidenceRepository
from data.times import to_seconds
from pipeline.domain.addresses.streets import Street
from pipeline.domain.errors import Misuse
from pipeline.domain.explaining import Answer, Fit
from pipeline.domain.pages import SourcePage
from pipeline.domain.reminders import Outcome, ReminderStatus
from pipeline.domain.trust import PageState, Reading
from pipeline.domain.works import Kind, Listing, PlannedWork, QuarantinedRow
from pipeline.steps.explain import explain
from pipeline.steps.plan import plan
from tests.contract.people import DAY, PERIOD
from tests.contract.world import ACCOUNT, CHAT, IZA, World

CENTRAL = replace(IZA, street=Street("вул.", "Центральна"))
PRINTED = "24.11.2026 | с. Іза | вул. Центральна | 9-16"
HERE = PlannedWork(PERIOD, Kind.PLANNED, (CENTRAL,), printed=PRINTED)


@pytest.fixture
def world(database, tmp_path):
    return World(database, tmp_path)


@pytest.fixture
def evidence(database):
    return EvidenceRepository(database)


@pytest.fixture
def subscribed(world):
    world.registry.subscribe(*CHAT, ACCOUNT, world.clock.now() - timedelta(days=1))


def lists(world, *works, quarantined=(), content=b"<html>"):
    """A reading of one page, and the plan after it."""
    now = world.clock.now()
    page = SourcePage("https://example.org/", now, 200, content)
    world.works.save_reading(
        Reading(at=now, state=PageState.OK, healthy=True, rows=len(works), works=len(works)),
        [(page, PageState.OK)],
        Listing(works, quarantined, reaches={None: DAY}),
    )
    plan(world.works, world.registry, world.outbox, now=now, hold_above=1000)


def sends(world, message_id="77"):
    now = world.clock.now()
    batch = world.outbox.claim([CHAT[0]], now, world.clock.real(), 10)
    world.outbox.settle([Outcome(each, ReminderStatus.SENT, now, "текст", provider_id=message_id) for each in batch])
    assert batch


def explained(world, evidence, account=ACCOUNT):
    return explain(account, DAY, world.registry, evidence, now=world.clock.now())


def test_a_message_keeps_its_row_as_printed_and_the_hash_of_the_page(world, evidence, subscribed):
    lists(world, HERE)
    sends(world)
    read_at = world.clock.now()
    world.clock.time += timedelta(minutes=10)
    lists(world, replace(HERE, printed="рядок, переписаний потім"), content=b"<html>2")
    ((subscriber, answer),) = explained(world, evidence).answers
    attempt = subscriber.owed[0].sent
    assert answer is Answer.TOLD
    assert (attempt.text, attempt.message, attempt.basis.printed) == ("текст", "77", PRINTED)
    assert attempt.basis.read_at == read_at
    assert attempt.basis.pages == (sha256(b"<html>").hexdigest(),)


def test_a_receipt_may_be_faster_than_the_result_that_it_belongs_to(world, evidence, subscribed):
    lists(world, HERE)
    first = world.clock.now()
    evidence.receive("77", "delivered", first)
    sends(world)
    world.clock.time += timedelta(minutes=5)
    evidence.receive("77", "delivered", world.clock.now())
    evidence.receive("77", "seen", world.clock.now())
    ((subscriber, _),) = explained(world, evidence).answers
    attempt = subscriber.owed[0].sent
    assert (attempt.delivered_at, attempt.seen_at) == (first, world.clock.now())
    (delivery,) = world.outbox.deliveries(ACCOUNT, DAY)
    assert delivery["delivered_at"] == "2026-11-23T12:00:00+02:00"
    assert delivery["seen_at"] == "2026-11-23T12:05:00+02:00"


def test_a_message_that_the_customer_confirms_was_seen_then_and_nobody_else_can_confirm_it(world, evidence, subscribed):
    lists(world, HERE)
    world.registry.subscribe("telegram", "2002", ACCOUNT, world.clock.now())
    sends(world)
    (reminder,) = [each["id"] for each in world.outbox.reminders() if each["status"] == "sent"]
    world.clock.time += timedelta(minutes=5)
    world.says(Press(Action.OK), Turn(State(Step.MENU), (), (Understood(reminder),)), chat=("telegram", "2002"))
    assert [each["seen_at"] for each in world.outbox.deliveries()] == [None]
    for _ in range(2):
        world.does(Understood(reminder))
        world.clock.time += timedelta(minutes=5)
    assert [each["seen_at"] for each in world.outbox.deliveries()] == ["2026-11-23T12:05:00+02:00"]


def test_when_a_chat_was_heard_last_is_kept_though_not_that_it_was_opened(world, database, subscribed):
    world.says(Start())
    assert [each.heard_at for each in tables.Contact.select().execute(database)] == [None]
    world.says(Press(Action.MENU))
    assert [each.heard_at for each in tables.Contact.select().execute(database)] == [to_seconds(world.clock.real())]


def test_deliveries_are_listed_by_account_and_day(world, subscribed):
    lists(world, HERE)
    sends(world)
    assert [each["account"] for each in world.outbox.deliveries(ACCOUNT, DAY)] == [ACCOUNT]
    assert not list(world.outbox.deliveries("210000009"))
    assert not list(world.outbox.deliveries(day=DAY + timedelta(days=1)))


def test_each_row_of_the_settlement_says_why_it_does_not_concern_the_account(world, evidence, subscribed):
    moved = replace(PERIOD, starts_at=PERIOD.starts_at + timedelta(days=2), ends_at=PERIOD.ends_at + timedelta(days=2))
    rows = {
        Fit.OTHER_HOUSE: replace(HERE, places=(replace(CENTRAL, houses="9-11"),), printed="інший будинок"),
        Fit.OTHER_STREET: replace(HERE, places=(replace(CENTRAL, street=Street("вул.", "Лісова")),), printed="вулиця"),
        Fit.OTHER_DAY: replace(HERE, period=moved, printed="інший день"),
        Fit.NOT_PLANNED: replace(HERE, kind=Kind.EMERGENCY, printed="аварія"),
        Fit.NO_SETTLEMENT: replace(HERE, places=(replace(CENTRAL, katottg=None),), printed="у с. Ізі"),
    }
    unread = QuarantinedRow("с. Ізаа, вул. Нова, зранку", "не зрозуміли годин")
    elsewhere = QuarantinedRow("м. Хуст, вул. Нова, зранку", "не зрозуміли годин")
    lists(world, *rows.values(), quarantined=(unread, elsewhere))
    explanation = explained(world, evidence)
    assert {row.fit: row.printed for row in explanation.rows} == {
        **{fit: work.printed for fit, work in rows.items()},
        Fit.NOT_READ: unread.printed,
    }
    assert explanation.answers[0][1] is Answer.NOT_READ


def test_an_account_without_subscribers_or_outside_the_registry_is_said_to_be_so(world, evidence):
    assert explained(world, evidence).answers == ((None, Answer.NOT_SUBSCRIBED),)
    with pytest.raises(Misuse, match="210000009 немає в реєстрі"):
        explained(world, evidence, "210000009")


def test_what_was_sent_to_a_chat_erased_since_is_still_known(world, evidence, subscribed):
    lists(world, HERE)
    sends(world)
    world.registry.erase(*CHAT)
    explanation = explained(world, evidence)
    assert [(messenger, stage) for messenger, stage, _ in explanation.erased] == [("telegram", "one_day")]
