"""Viber's paid messages on both databases: counted by month, capped, the last tenth kept for what presses."""

from datetime import timedelta
from itertools import count

import pytest

from data import tables
from data.evidence import EvidenceRepository
from data.outbox import OutboxRepository
from data.registry import RegistryRepository
from data.spending import held_back, spending
from pipeline.domain.budget import Spending
from pipeline.domain.reminders import Outcome, ReminderStatus
from pipeline.domain.stages import Stage
from tests.contract.people import DAY, NOW, add_account, add_street, reminder

DAY_AGO = NOW - timedelta(days=1)


@pytest.fixture
def subscribe(database):
    registry, street, numbers = RegistryRepository(database), add_street(database), iter(range(210000001, 210000099))

    def one(messenger="viber", heard_at=None):
        number = add_account(database, str(next(numbers)), street)
        subscription = registry.subscribe(messenger, f"chat {number}", number, NOW)
        if heard_at is not None:
            heard = tables.Contact.update(heard_at=int(heard_at.timestamp()))
            heard.where(tables.Contact.chat_id == f"chat {number}").execute(database)
        return subscription

    return one


@pytest.fixture
def sends(database):
    """Claim and send all that the budget allows; gives the stages that went out."""
    numbers = count()

    def send(budget, messengers=("viber",), limit=100):
        outbox = OutboxRepository(database, budget)
        told = []
        while batch := outbox.claim(messengers, NOW, NOW, limit):
            sent = ReminderStatus.SENT
            outbox.settle([Outcome(each, sent, NOW, "текст", provider_id=str(next(numbers))) for each in batch])
            told += [one.stage for each in batch for one in each.reminders]
        return told

    return send


def owe(database, *reminders):
    OutboxRepository(database).add(reminders)


def left(database, budget=None, now=NOW):
    return spending(database, budget, now, NOW)


def test_a_message_is_paid_for_outside_the_day_after_the_customers_own(database, subscribe, sends):
    lately, long_ago = NOW - timedelta(hours=23), DAY_AGO
    theirs = [subscribe(), subscribe(heard_at=long_ago), subscribe(heard_at=lately), subscribe("telegram")]
    owe(database, *map(reminder, theirs))
    assert len(sends(None, ("viber", "telegram"))) == 4
    assert left(database) == Spending(2, None)
    assert left(database, now=NOW + timedelta(days=10)).paid == 0


def test_a_message_of_several_reminders_is_paid_for_once_and_a_failed_one_never(database, subscribe):
    outbox, mine, other = OutboxRepository(database), subscribe(), subscribe()
    owe(database, reminder(mine), reminder(mine, Stage.SAME_DAY), reminder(other))
    first, second = outbox.claim(["viber"], NOW, NOW, 10)
    assert left(database).paid == 2  # in flight counts as spent
    outbox.settle([Outcome(first, ReminderStatus.SENT, NOW, "текст", provider_id="1")])
    outbox.settle([Outcome(second, ReminderStatus.UNDELIVERABLE, NOW, "текст", error="Permanent")])
    assert left(database).paid == 1


def test_the_last_tenth_is_kept_for_what_presses_and_what_is_free_always_goes(database, subscribe, sends):
    owe(database, *(reminder(subscribe()) for _ in range(12)))
    assert sends(10, limit=4) == [Stage.ONE_DAY] * 9
    owe(database, *(reminder(subscribe(), stage) for stage in (Stage.CHANGED, Stage.SAME_DAY)))
    owe(database, reminder(subscribe(heard_at=NOW)), reminder(subscribe(heard_at=NOW)))
    assert sorted(sends(10)) == sorted([Stage.CHANGED, Stage.ONE_DAY, Stage.ONE_DAY])
    assert left(database, 10) == Spending(10, 10)
    assert OutboxRepository(database, 10).preview(NOW, NOW) == []
    assert len(OutboxRepository(database, 12).preview(NOW, NOW)) == 1
    held = list(held_back(database, left(database, 10), NOW, NOW))
    assert [each["stage"] for each in held] == ["one_day"] * 3 + ["same_day"]
    assert sends(100) == [Stage.ONE_DAY] * 3 + [Stage.SAME_DAY]
    assert list(held_back(database, left(database, 100), NOW, NOW)) == []


@pytest.mark.parametrize("later", [timedelta(0), timedelta(days=1)])
def test_what_the_budget_kept_back_can_be_explained_while_it_waits_and_when_it_is_too_late(
    database, subscribe, sends, later
):
    owe(database, *(reminder(subscribe(), expires_at=NOW + timedelta(hours=9)) for _ in range(10)))
    owe(database, reminder(subscribe(), Stage.SAME_DAY, due_at=NOW + timedelta(hours=1)))
    assert len(sends(10)) == 9
    OutboxRepository(database).expire(NOW + later)
    evidence = EvidenceRepository(database, 10)

    def kept_back(account):
        (subscriber,) = evidence.subscribers(account, DAY, NOW + later)
        return [each.over_budget for each in subscriber.owed]

    assert [kept_back(account) for account in ("210000001", "210000010", "210000011")] == [[False], [True], [False]]


def test_a_budget_of_viber_is_none_of_telegram(database, subscribe, sends):
    owe(database, reminder(subscribe("telegram")), reminder(subscribe()))
    assert len(sends(0, ("telegram", "viber"))) == 1


def test_all_that_is_owed_to_one_account_goes_with_what_presses(database, subscribe, sends):
    mine = subscribe()
    owe(database, *(reminder(subscribe()) for _ in range(9)))
    sends(10)
    owe(database, reminder(mine), reminder(mine, Stage.CHANGED, revision=2))
    assert len(sends(10)) == 2
