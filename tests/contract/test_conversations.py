"""What is kept of chats, on both databases."""

from datetime import timedelta

import pytest

from data import tables
from data.conversations import ConversationRepository
from data.database import open_database
from data.outbox import OutboxRepository
from data.registry import RegistryRepository
from pipeline.domain.contacts import Arrival, Chat, Contact, Update
from pipeline.domain.reminders import Message, Outcome, Recipient, ReminderStatus
from pipeline.domain.stages import Stage
from tests.contract.at_once import at_once
from tests.contract.people import NOW, add_account, add_street, reminder

KEY = b"key"
MINE, OTHER = Chat("telegram", "1001"), Chat("viber", "1001")
ACCOUNT, SECOND, UNKNOWN = "210000001", "210000002", "999999999"


@pytest.fixture
def conversations(database):
    return ConversationRepository(database, KEY)


@pytest.fixture
def registry(database):
    street = add_street(database)
    add_account(database, ACCOUNT, street)
    add_account(database, SECOND, street, apartment="3")
    return RegistryRepository(database)


def subscribe(registry, chat, account, now=NOW, **options):
    return registry.subscribe(chat.messenger, chat.chat_id, account, now, **options)


def say(outbox, subscription, chat, *stages):
    """Send these stages to a chat as one message."""
    outbox.add([reminder(subscription, stage) for stage in stages])
    told = tuple(outbox.known(NOW.date(), [subscription]))
    recipient = Recipient(subscription, chat.messenger, chat.chat_id, ACCOUNT, "с. Іза")
    outbox.settle([Outcome(Message(recipient, told), ReminderStatus.SENT, NOW, "«Дім»: світла не буде")])


def test_of_a_chat_that_nobody_wrote_from_nothing_is_kept(conversations, registry):
    assert conversations.load(MINE) is None
    assert conversations.holdings(MINE) == []
    conversations.mute(MINE, Stage.ONE_DAY, muted=True)
    conversations.keep_label(MINE, ACCOUNT, "Дім")
    assert conversations.load(MINE) is None


def test_where_a_chat_stands_survives_a_restart(conversations, database_url):
    conversations.keep_step(MINE, "account", None, NOW)
    conversations.keep_step(MINE, "proof", ACCOUNT, NOW)
    again = open_database(database_url)
    assert ConversationRepository(again, KEY).load(MINE) == Contact(step="proof", step_account=ACCOUNT)
    assert ConversationRepository(again, KEY).load(OTHER) is None
    again.close()


def test_consent_is_kept_with_its_version_and_time_and_the_language_beside_it(conversations):
    conversations.keep_language(MINE, "hu", NOW)
    assert conversations.load(MINE) == Contact(language="hu")
    conversations.keep_consent(MINE, "2026-11", NOW)
    assert conversations.load(MINE) == Contact(language="hu", consent="2026-11", consent_at=NOW)


def test_a_stage_is_muted_and_heard_again(conversations):
    conversations.keep_step(MINE, "menu", None, NOW)
    for stage in (Stage.FIVE_DAYS, Stage.ONE_DAY, Stage.ONE_DAY):
        conversations.mute(MINE, stage, muted=True)
    assert conversations.load(MINE).muted == {Stage.FIVE_DAYS, Stage.ONE_DAY}
    conversations.mute(MINE, Stage.FIVE_DAYS, muted=False)
    assert conversations.load(MINE).muted == {Stage.ONE_DAY}
    conversations.mute(MINE, Stage.ONE_DAY, muted=False)
    assert conversations.load(MINE).muted == frozenset()


def test_a_muted_stage_is_not_said_and_all_else_is(conversations, registry, database):
    outbox = OutboxRepository(database)
    mine = subscribe(registry, MINE, ACCOUNT)
    conversations.mute(MINE, Stage.FIVE_DAYS, muted=True)
    conversations.mute(MINE, Stage.ONE_DAY, muted=True)
    conversations.keep_language(MINE, "hu", NOW)
    muted = [reminder(mine, Stage.FIVE_DAYS), reminder(mine, Stage.ONE_DAY)]
    outbox.add(muted)
    assert outbox.next_due(NOW) is None
    assert not list(outbox.reminders(owed=True))
    assert not outbox.preview(NOW, NOW)
    assert not outbox.claim(["telegram"], NOW, NOW, 10)
    outbox.add([reminder(mine, stage) for stage in (Stage.SAME_DAY, Stage.CHANGED, Stage.CANCELLED)])
    (message,) = outbox.claim(["telegram"], NOW, NOW, 10)
    assert {each.stage for each in message.reminders} == {Stage.SAME_DAY, Stage.CHANGED, Stage.CANCELLED}
    assert message.recipient.muted == {Stage.FIVE_DAYS, Stage.ONE_DAY}
    assert message.recipient.language == "hu"


def test_a_stage_that_is_heard_again_in_time_is_said(conversations, registry, database):
    outbox = OutboxRepository(database)
    outbox.add([reminder(subscribe(registry, MINE, ACCOUNT), Stage.ONE_DAY)])
    conversations.mute(MINE, Stage.ONE_DAY, muted=True)
    assert outbox.next_due(NOW) is None
    conversations.mute(MINE, Stage.ONE_DAY, muted=False)
    assert outbox.next_due(NOW) == NOW


def test_what_was_told_before_a_stage_was_muted_is_still_known_as_told(conversations, registry, database):
    outbox = OutboxRepository(database)
    say(outbox, subscribe(registry, MINE, ACCOUNT), MINE, Stage.ONE_DAY)
    conversations.mute(MINE, Stage.ONE_DAY, muted=True)
    assert [each.status for each in outbox.known(NOW.date())] == [ReminderStatus.SENT]


def test_accounts_stand_in_the_order_in_which_they_were_added_with_their_names(conversations, registry):
    subscribe(registry, MINE, SECOND, label="Бабуся")
    subscribe(registry, MINE, ACCOUNT)
    subscribe(registry, OTHER, ACCOUNT)
    conversations.keep_label(MINE, ACCOUNT, "Дім")
    first, second = conversations.holdings(MINE)
    assert (first.account.number, first.label, first.other_chats) == (SECOND, "Бабуся", 0)
    assert (second.account.address, second.label, second.other_chats) == ("с. Іза, вул. Центральна, 7", "Дім", 1)
    assert second.account == registry.find_account(ACCOUNT)
    assert [each.label for each in conversations.holdings(OTHER)] == [None]
    conversations.keep_label(MINE, SECOND, None)
    assert conversations.holdings(MINE)[0].label is None


def test_an_account_that_was_removed_is_held_no_more_and_not_by_others(conversations, registry):
    for chat in (MINE, OTHER):
        subscribe(registry, chat, ACCOUNT)
    registry.unsubscribe("viber", "1001", ACCOUNT, NOW)
    assert conversations.holdings(OTHER) == []
    assert [each.other_chats for each in conversations.holdings(MINE)] == [0]


def test_other_chats_are_cut_off_from_one_account_alone(conversations, registry):
    third = Chat("telegram", "3")
    for chat in (MINE, OTHER, third):
        subscribe(registry, chat, ACCOUNT)
        subscribe(registry, chat, SECOND)
    assert [each.chat for each in conversations.detach_others(MINE, ACCOUNT, NOW)] == [OTHER, third]
    assert conversations.detach_others(MINE, ACCOUNT, NOW) == []
    assert [(each.account.number, each.other_chats) for each in conversations.holdings(MINE)] == [
        (ACCOUNT, 0),
        (SECOND, 2),
    ]
    assert [each.account.number for each in conversations.holdings(third)] == [SECOND]


def test_an_update_is_new_once_in_each_messenger(conversations):
    delivered = ((MINE, "7"), (MINE, "7"), (OTHER, "7"), (MINE, "8"))
    arrivals = [conversations.arrival(chat, Update(number), NOW) for chat, number in delivered]
    assert arrivals == [Arrival.NEW, Arrival.AGAIN, Arrival.NEW, Arrival.NEW]


def test_a_known_repeat_is_late_where_a_later_one_of_its_chat_was_taken(conversations):
    def arrives(order, chat=MINE, number=None, **more):
        return conversations.arrival(chat, Update(number or str(order), order=order, **more), NOW)

    assert [arrives(order) for order in (7, 9, 8, 9, 10)] == [*[Arrival.NEW] * 3, Arrival.AGAIN, Arrival.NEW]
    assert arrives(6, repeated=True) is Arrival.LATE
    assert arrives(11, repeated=True) is Arrival.NEW
    assert arrives(5, Chat("telegram", "1002"), repeated=True) is Arrival.NEW
    assert arrives(5, OTHER, repeated=True) is Arrival.NEW
    assert arrives(None, number="4", repeated=True) is Arrival.NEW
    assert arrives(3, bot="2", repeated=True) is Arrival.NEW


def test_who_returns_overtakes_a_block_and_no_step_and_a_block_overtakes_both(conversations):
    def repeats(order, **more):
        return conversations.arrival(MINE, Update(str(order), order=order, repeated=True, **more), NOW)

    conversations.arrival(MINE, Update("9", order=9, reachable=True), NOW)
    assert repeats(6, reachable=False) is Arrival.LATE
    assert repeats(7) is Arrival.NEW
    conversations.arrival(MINE, Update("10", order=10, reachable=False), NOW)
    assert (repeats(5), repeats(8, reachable=True)) == (Arrival.LATE, Arrival.LATE)


def test_what_an_earlier_release_has_seen_is_known_whichever_bot_it_was(conversations):
    conversations.arrival(MINE, Update("7", order=7), NOW)
    assert conversations.arrival(MINE, Update("7", "110201543", 7), NOW) is Arrival.AGAIN
    assert conversations.arrival(MINE, Update("8", "110201543", 8), NOW) is Arrival.NEW


def test_an_answer_is_kept_until_it_is_said_for_a_day(conversations):
    first, second, third = (conversations.keep_unsaid(MINE, text, NOW) for text in ("один", "два", "три"))
    in_viber = conversations.keep_unsaid(OTHER, "раз", NOW)
    conversations.forget_unsaid([second])
    assert conversations.unsaid("telegram", NOW) == [
        (first, "1001", "один", False),
        (third, "1001", "три", False),
    ]
    assert conversations.unsaid("viber", NOW + timedelta(days=1)) == [(in_viber, "1001", "раз", False)]
    assert conversations.unsaid("viber", NOW + timedelta(days=1, seconds=1)) == []


def test_updates_are_forgotten_after_three_days(conversations, database):
    conversations.arrival(MINE, Update("7", order=7), NOW)
    conversations.arrival(MINE, Update("8", order=8), NOW + timedelta(days=3))
    assert conversations.arrival(MINE, Update("7", order=7), NOW + timedelta(days=3)) is Arrival.AGAIN
    conversations.arrival(MINE, Update("9", order=9), NOW + timedelta(days=3, seconds=1))
    assert tables.SeenUpdate.select().count(database) == 2


def test_the_operator_sees_how_many_agreed(conversations):
    assert conversations.agreed() == 0
    conversations.keep_consent(MINE, "1", NOW)
    conversations.keep_step(OTHER, "welcome", None, NOW)
    assert conversations.agreed() == 1


def test_erasing_leaves_evidence_that_tells_no_chat_and_no_word(conversations, registry, database):
    outbox = OutboxRepository(database)
    conversations.keep_consent(MINE, "1", NOW)
    mine, other = (subscribe(registry, chat, ACCOUNT, label="Дім") for chat in (MINE, OTHER))
    say(outbox, mine, MINE, Stage.FIVE_DAYS, Stage.ONE_DAY)
    say(outbox, other, OTHER, Stage.ONE_DAY)
    outbox.add([reminder(mine, Stage.SAME_DAY)])
    assert conversations.load(MINE).delivered == 1
    assert registry.erase("telegram", "1001") == 1
    assert conversations.load(MINE) is None
    kept = list(tables.Evidence.select().dicts().execute(database))
    assert [(row["account"], row["stage"], row["messenger"]) for row in kept] == [
        (ACCOUNT, "five_days", "telegram"),
        (ACCOUNT, "one_day", "telegram"),
    ]
    assert conversations.load(OTHER).delivered == 1
    assert [(each["chat_id"], each["stage"], each["status"]) for each in outbox.deliveries()] == [
        (None, "five_days", "sent"),
        (None, "one_day", "sent"),
        ("1001", "one_day", "sent"),
    ]
    for table in tables.TABLES:
        rows = list(table.select().dicts().execute(database))
        assert not [row for row in rows if row.get("chat_id") == "1001" and row.get("messenger") == "telegram"]
    assert tables.Delivery.select().count(database) == 1


def test_a_chat_that_is_lost_is_taken_up_with_what_is_still_owed(conversations, registry, database):
    outbox = OutboxRepository(database)
    mine = subscribe(registry, MINE, ACCOUNT)
    outbox.add([reminder(mine, Stage.ONE_DAY)])
    outbox.give_up("telegram", "1001")
    assert not conversations.load(MINE).reachable
    assert not outbox.claim(["telegram"], NOW, NOW, 10)
    registry.take_up("telegram", "1001", NOW)
    registry.take_up("telegram", "nobody", NOW)
    assert conversations.load(MINE).reachable
    assert [each.account.number for each in conversations.holdings(MINE)] == [ACCOUNT]
    assert len(outbox.claim(["telegram"], NOW, NOW, 10)) == 1


def test_an_update_that_is_delivered_many_times_at_once_is_new_once(conversations, database_url):
    def step(database, _):
        repository = ConversationRepository(database, KEY)
        with repository.transaction(MINE):
            return repository.arrival(MINE, Update("7", order=7), NOW)

    assert at_once(database_url, step).count(Arrival.NEW) == 1


def test_a_step_that_fails_leaves_nothing_behind(conversations, database):
    def fail():
        with conversations.transaction(MINE):
            conversations.arrival(MINE, Update("7", order=7), NOW)
            conversations.keep_unsaid(MINE, "Надішліть номер", NOW)
            conversations.keep_step(MINE, "proof", ACCOUNT, NOW)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert conversations.load(MINE) is None
    assert conversations.unsaid(MINE.messenger, NOW) == []
    assert conversations.arrival(MINE, Update("7", order=7), NOW) is Arrival.NEW
