"""A change that too many would hear of waits for the operator, on both databases."""

from dataclasses import replace
from datetime import timedelta

import pytest

from pipeline.domain.reminders import Outcome, ReminderStatus
from pipeline.domain.stages import Stage
from pipeline.domain.works import WorkStatus
from pipeline.steps.plan import hold_unsent
from tests.contract.people import add_account
from tests.contract.world import ACCOUNT, CHAT, TOMORROW, World

CANCELLED = replace(TOMORROW, status=WorkStatus.CANCELLED)


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


def test_the_operator_holds_what_is_not_yet_said_and_longer_if_he_likes(world):
    world.lists(CANCELLED)
    assert hold_unsent(world.outbox, now=world.clock.now()) == 1
    world.clock.time += timedelta(minutes=50)
    assert hold_unsent(world.outbox, now=world.clock.now()) == 1
    world.clock.time += timedelta(minutes=50)
    world.lists(CANCELLED)
    assert send(world) == []
