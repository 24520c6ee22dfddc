"""A change that too many would hear of waits for the operator, on both databases."""

from dataclasses import replace
from datetime import timedelta

import pytest

from pipeline.domain.reminders import Outcome, ReminderStatus
from pipeline.domain.stages import Stage
from pipeline.domain.works import Period, WorkStatus
from pipeline.steps.plan import hold_unsent
from tests.contract.people import add_account
from tests.contract.world import ACCOUNT, CHAT, TOMORROW, World

CANCELLED = replace(TOMORROW, status=WorkStatus.CANCELLED)


def moved_by(work, **time):
    """The same work at another time."""
    by = timedelta(**time)
    return replace(work, period=Period(work.period.starts_at + by, work.period.ends_at + by))


@pytest.fixture
def world(database, tmp_path):
    """A customer who was told of tomorrow's works."""
    world = World(database, tmp_path)
    world.registry.subscribe(*CHAT, ACCOUNT, world.clock.now())
    world.lists(TOMORROW)
    send(world)
    return world


def send(world):
    """What is due arrives; gives its stages."""
    now = world.clock.now()
    messages = world.outbox.claim(["telegram", "viber"], now, now, 10)
    world.outbox.settle([Outcome(each, ReminderStatus.SENT, now, "текст") for each in messages])
    return [one.stage for each in messages for one in each.reminders]


def test_a_held_cancellation_is_said_an_hour_later_whether_there_is_news_or_not(world):
    assert world.lists(CANCELLED, hold_above=0).held == 1
    assert send(world) == []
    world.clock.time += timedelta(minutes=50)
    world.lists(CANCELLED)
    assert send(world) == []
    world.clock.time += timedelta(minutes=10)
    world.lists(CANCELLED)
    assert send(world) == [Stage.CANCELLED]


def test_a_contact_of_many_accounts_is_counted_once(world):
    add_account(world.database, "210000002", 1)
    world.registry.subscribe(*CHAT, "210000002", world.clock.now())
    world.lists(TOMORROW)
    send(world)
    assert world.lists(CANCELLED, hold_above=1).held == 0
    world.registry.subscribe("viber", "another", ACCOUNT, world.clock.now())
    world.lists(TOMORROW)
    send(world)
    assert world.lists(CANCELLED, hold_above=1).held == 3


def test_a_released_cancellation_is_said_at_once_and_not_held_again(world):
    world.lists(CANCELLED, hold_above=0)
    assert world.outbox.release(world.clock.now()) == 1
    world.lists(CANCELLED, hold_above=0)
    assert send(world) == [Stage.CANCELLED]


def test_a_mistake_of_the_page_that_is_mended_while_it_is_held_is_never_told(world):
    world.lists(CANCELLED, hold_above=0)
    world.lists(TOMORROW, hold_above=0)
    world.clock.time += timedelta(hours=2)
    world.lists(TOMORROW)
    assert send(world) == []
    assert world.outbox.held() == 0


LATER = moved_by(TOMORROW, days=7)


@pytest.fixture
def village(world):
    """Twelve customers for whom works are planned in a week, of which nobody was told yet."""
    for number in range(12):
        add_account(world.database, f"3000000{number:02}", 1)
        world.registry.subscribe("telegram", str(number), f"3000000{number:02}", world.clock.now())
    world.lists(LATER)
    return world


@pytest.mark.parametrize("shifted", [moved_by(LATER, days=1), moved_by(LATER, hours=3)])
def test_what_replaces_much_of_what_nobody_was_told_yet_waits_for_the_operator_too(village, shifted):
    report = village.lists(shifted)
    assert report.held == report.owed == village.outbox.held() > 12
    assert village.outbox.release(village.clock.now()) == report.held
    assert village.lists(shifted).held == 0


def test_a_list_that_is_mended_while_its_days_are_held_owes_the_first_ones_again(village):
    village.lists(moved_by(LATER, days=1))
    village.clock.time += timedelta(minutes=40)
    village.lists(LATER)
    village.clock.time += timedelta(minutes=40)
    village.lists(LATER)
    assert village.outbox.held() == 0
    owed = {each["day"] for each in village.outbox.reminders(owed=True)}
    assert LATER.period.day.isoformat() in owed


def test_days_that_come_beside_what_stands_are_not_held(village):
    assert village.lists(LATER, moved_by(LATER, days=1)).held == 0


def test_the_operator_holds_what_is_not_yet_said_and_longer_if_he_likes(world):
    world.lists(CANCELLED)
    assert hold_unsent(world.outbox, now=world.clock.now()) == 1
    world.clock.time += timedelta(minutes=50)
    assert hold_unsent(world.outbox, now=world.clock.now()) == 1
    world.clock.time += timedelta(minutes=50)
    world.lists(CANCELLED)
    assert send(world) == []
