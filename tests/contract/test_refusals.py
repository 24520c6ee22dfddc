"""What a messenger will never take for a fault of ours: who was not told, and that he is told once it is mended."""

from datetime import timedelta

import pytest

from data.outbox import OutboxRepository
from data.refusals import owe_refused_again, refusals
from data.registry import RegistryRepository
from pipeline.domain.delivery import Refusal
from pipeline.domain.reminders import Outcome, ReminderStatus
from pipeline.domain.stages import Stage
from tests.contract.people import NOW, PERIOD, add_account, add_street, reminder

SENT, UNDELIVERABLE = ReminderStatus.SENT, ReminderStatus.UNDELIVERABLE


@pytest.fixture
def outbox(database):
    return OutboxRepository(database)


@pytest.fixture
def registry(database):
    return RegistryRepository(database)


@pytest.fixture
def mine(database, registry):
    """A subscription."""
    return registry.subscribe("telegram", "1001", add_account(database, "210000001", add_street(database)), NOW)


def end_in(outbox, status, *, refused, at=NOW):
    """Claim all that is owed, and let it end so."""
    messages = outbox.claim(["telegram"], at, at, 10)
    assert messages
    outbox.settle([Outcome(each, status, at, "текст", refused=refused) for each in messages])


def statuses(outbox):
    return [row["status"] for row in outbox.reminders()]


def test_what_was_refused_is_owed_again_and_over_once_it_was_taken(database, outbox, mine):
    outbox.add([reminder(mine)])
    end_in(outbox, UNDELIVERABLE, refused=True)
    assert refusals(database, NOW) == [Refusal("telegram", "uk/one_day", untold=1, bare=0)]
    assert owe_refused_again(database, NOW) == 1
    end_in(outbox, UNDELIVERABLE, refused=True)
    assert refusals(database, NOW) == [Refusal("telegram", "uk/one_day", untold=1, bare=0)]
    assert owe_refused_again(database, NOW) == 1
    end_in(outbox, SENT, refused=False)
    assert refusals(database, NOW) == []
    assert owe_refused_again(database, NOW) == 0
    assert statuses(outbox) == ["sent"]


def test_it_stays_in_sight_for_a_day_and_as_long_as_anybody_can_be_told(database, outbox, mine):
    ends_at = NOW + timedelta(days=3)
    outbox.add([reminder(mine, expires_at=ends_at)])
    end_in(outbox, UNDELIVERABLE, refused=True)
    assert refusals(database, ends_at - timedelta(seconds=1))
    assert refusals(database, ends_at) == []
    assert owe_refused_again(database, ends_at) == 0


def test_a_text_that_went_alone_was_said_and_is_in_sight_for_a_day(database, outbox, mine):
    outbox.add([reminder(mine)])
    end_in(outbox, SENT, refused=True)
    assert refusals(database, NOW) == [Refusal("telegram", "uk/one_day", untold=0, bare=1)]
    assert owe_refused_again(database, NOW) == 0
    assert refusals(database, NOW + timedelta(days=1)) == []


@pytest.mark.parametrize("later", [{"revision": 2}, {"stage": Stage.SAME_DAY}])
def test_who_was_told_since_is_not_told_what_was_before(database, outbox, registry, mine, later):
    outbox.add([reminder(mine)])
    end_in(outbox, UNDELIVERABLE, refused=True)
    outbox.add([reminder(mine, **later)])
    end_in(outbox, SENT, refused=False)
    assert refusals(database, NOW) == []
    assert owe_refused_again(database, NOW) == 0
    outbox.give_up("telegram", "1001")
    registry.take_up("telegram", "1001", NOW)
    assert statuses(outbox) == ["undeliverable", "sent"]


def test_a_refused_stage_does_not_keep_the_next_one_back(outbox, mine):
    outbox.add([reminder(mine), reminder(mine, Stage.SAME_DAY, due_at=PERIOD.starts_at)])
    end_in(outbox, UNDELIVERABLE, refused=True)
    end_in(outbox, SENT, refused=False, at=PERIOD.starts_at)
    assert statuses(outbox) == ["undeliverable", "sent"]


def test_who_cannot_be_told_any_more_is_not_counted(database, outbox, registry, mine):
    outbox.add([reminder(mine)])
    end_in(outbox, UNDELIVERABLE, refused=True)
    registry.unsubscribe("telegram", "1001", "210000001", NOW)
    assert refusals(database, NOW) == []


def test_what_a_customer_refuses_is_no_fault_of_ours(database, outbox, mine):
    outbox.add([reminder(mine)])
    end_in(outbox, UNDELIVERABLE, refused=False)
    assert refusals(database, NOW) == []
    assert owe_refused_again(database, NOW) == 0
