"""Reminders owed and settled, on both databases."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from data import tables
from data.outbox import OutboxRepository
from data.page_archive import PageArchive
from data.registry import RegistryRepository
from data.works import WorksRepository
from pipeline.domain.interruptions import Interruption, Outage
from pipeline.domain.matching import Candidate
from pipeline.domain.reminders import Cause, Outcome, ReminderStatus
from pipeline.domain.stages import Stage
from pipeline.domain.trust import PageState, Reading
from pipeline.domain.works import Certainty, Kind, Listing, Period, Place, PlannedWork
from tests.contract.people import DAY, NOW, PERIOD, add_account, add_street, interruption, reminder

REAL = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)
"""The clock on the wall, which need not agree with the calendar."""


def kyiv(hour, minute=0, day=23):
    """A time of November 2026 on a Kyiv clock."""
    return datetime(2026, 11, day, hour, minute, tzinfo=UTC) - timedelta(hours=2)


@pytest.fixture
def outbox(database):
    return OutboxRepository(database)


@pytest.fixture
def registry(database):
    return RegistryRepository(database)


@pytest.fixture
def street(database):
    return add_street(database)


@pytest.fixture
def subscribe(database, registry, street):
    """Subscribe another chat to another account; gives the subscription's id."""
    numbers = iter(range(210000001, 210999999))

    def _subscribe(messenger="telegram", chat_id=None, apartment=None):
        number = add_account(database, str(next(numbers)), street, apartment=apartment)
        return registry.subscribe(messenger, chat_id or f"chat {number}", number, NOW)

    return _subscribe


def claim(outbox, messengers=("telegram", "viber"), now=NOW, real_now=REAL, limit=100):
    return outbox.claim(messengers, now, real_now, limit)


def claimed(messages):
    """By subscription, the stages that each message settles."""
    return {each.recipient.subscription_id: [one.stage for one in each.reminders] for each in messages}


def outcome(message, status=ReminderStatus.SENT, **rest):
    return Outcome(message, status, NOW, "текст", **rest)


def statuses(outbox):
    return [each["status"] for each in outbox.reminders()]


def test_a_reminder_comes_back_as_it_was_written(outbox, subscribe):
    second = Period(PERIOD.ends_at + timedelta(hours=1), PERIOD.ends_at + timedelta(hours=2))
    outages = (Outage(PERIOD, Certainty.POSSIBLE), Outage(second, Certainty.CERTAIN))
    full = reminder(
        subscribe(),
        Stage.CHANGED,
        revision=2,
        interruption=Interruption(DAY, outages, "обрізка", "вул. Центральна, частково", True, (4, 5)),
        previous=(PERIOD,),
        cause=Cause.OTHER_HOURS,
        run_on=date(2026, 11, 23),
    )
    bare = reminder(full.subscription_id, Stage.CLOSED, interruption=Interruption(DAY, ()))
    outbox.add([full, bare])
    assert [replace(each, id=None) for each in outbox.known(DAY)] == [full, bare]


def test_a_reminder_is_written_once(outbox, subscribe):
    mine = reminder(subscribe())
    outbox.add([mine, replace(mine, due_at=NOW + timedelta(hours=1))])
    outbox.add([mine])
    (known,) = outbox.known(DAY)
    assert known.due_at == NOW
    outbox.add([replace(mine, revision=2), replace(mine, stage=Stage.SAME_DAY)])
    assert len(outbox.known(DAY)) == 3


def test_known_are_the_days_from_then_on_of_those_who_can_be_told(outbox, registry, subscribe, database):
    mine, ended, closed, gone = (subscribe(chat_id=f"chat {each}") for each in range(4))
    outbox.add([reminder(each) for each in (mine, ended, closed, gone)])
    registry.unsubscribe("telegram", "chat 1", "210000002", NOW)
    database.execute_sql("UPDATE account SET closed_at = 1 WHERE number = '210000003'")
    database.execute_sql("UPDATE contact SET reachable = NOT reachable WHERE chat_id = 'chat 3'")
    assert [each.subscription_id for each in outbox.known(DAY)] == [mine]
    assert outbox.known(DAY + timedelta(days=1)) == []


def test_superseded_reminders_are_not_claimed_and_sent_ones_stay_sent(outbox, subscribe):
    outbox.add([reminder(subscribe()), reminder(subscribe())])
    outbox.settle([outcome(claim(outbox, limit=1)[0])])
    outbox.supersede([each.id for each in outbox.known(DAY)])
    assert sorted(statuses(outbox)) == ["sent", "superseded"]
    assert claim(outbox) == []


def test_refreshing_changes_what_is_said_until_it_is_sent(outbox, subscribe):
    outbox.add([reminder(subscribe())])
    (known,) = outbox.known(DAY)
    other = replace(
        known, interruption=interruption(hours=5), due_at=NOW + timedelta(hours=1), run_on=date(2026, 11, 22)
    )
    outbox.refresh([other])
    assert outbox.known(DAY) == [other]
    (message,) = claim(outbox, now=other.due_at)
    outbox.settle([outcome(message)])
    outbox.refresh([known])
    assert outbox.known(DAY) == [replace(other, status=ReminderStatus.SENT)]


def test_what_is_of_no_use_any_more_expires(outbox, subscribe):
    outbox.add([reminder(subscribe()), reminder(subscribe(), expires_at=NOW)])
    assert outbox.expire(NOW) == 1
    assert outbox.expire(NOW) == 0
    assert statuses(outbox) == ["due", "expired"]


def test_an_expired_reminder_is_not_claimed_even_before_it_is_settled(outbox, subscribe):
    outbox.add([reminder(subscribe(), expires_at=NOW)])
    assert claim(outbox) == []


def test_a_message_knows_its_recipient(outbox, subscribe):
    subscription = subscribe("viber", "chat", apartment="3")
    outbox.add([reminder(subscription)])
    (message,) = claim(outbox)
    recipient = message.recipient
    assert (recipient.subscription_id, recipient.messenger, recipient.chat_id) == (subscription, "viber", "chat")
    assert (recipient.account, recipient.address) == ("210000001", "с. Іза, вул. Центральна, 7, кв. 3")
    assert (recipient.language, recipient.label) == ("uk", None)
    assert message.reminders[0].status is ReminderStatus.SENDING


def test_nothing_is_claimed_before_it_is_due(outbox, subscribe):
    outbox.add([reminder(subscribe(), due_at=NOW + timedelta(seconds=1))])
    assert claim(outbox) == []
    assert len(claim(outbox, now=NOW + timedelta(seconds=1))) == 1


def test_the_nearest_start_is_claimed_first(outbox, subscribe):
    later, sooner, soonest = subscribe(), subscribe(), subscribe()
    for subscription, hours in ((later, 48), (sooner, 24), (soonest, 2)):
        outbox.add([reminder(subscription, interruption=interruption(NOW + timedelta(hours=hours)))])
    assert list(claimed(claim(outbox, limit=2))) == [soonest, sooner]
    assert list(claimed(claim(outbox, limit=2))) == [later]


def test_all_that_is_owed_to_one_account_is_one_message(outbox, subscribe):
    mine = subscribe()
    tomorrow = reminder(mine, day=DAY + timedelta(days=1), stage=Stage.FIVE_DAYS)
    outbox.add([tomorrow, reminder(mine), reminder(mine, Stage.SAME_DAY, due_at=NOW + timedelta(hours=19))])
    (message,) = claim(outbox)
    assert [each.stage for each in message.reminders] == [Stage.ONE_DAY, Stage.FIVE_DAYS]
    assert claim(outbox) == []


def test_what_falls_due_later_the_same_morning_is_said_with_it(outbox, subscribe):
    mine = subscribe()
    outbox.add(
        [
            reminder(mine, Stage.SAME_DAY, due_at=kyiv(7)),
            reminder(mine, Stage.ONE_DAY, due_at=kyiv(10)),
            reminder(mine, Stage.CHANGED, due_at=kyiv(13)),
        ]
    )
    assert claimed(claim(outbox, now=kyiv(7))) == {mine: [Stage.SAME_DAY, Stage.ONE_DAY]}


def test_nothing_due_later_in_the_morning_goes_alone_ahead_of_its_time(outbox, subscribe):
    outbox.add([reminder(subscribe(), due_at=kyiv(10))])
    assert claim(outbox, now=kyiv(7)) == []


@pytest.mark.parametrize("at", [kyiv(21), kyiv(23, 59), kyiv(6, 59)])
def test_quiet_hours_let_only_that_go_which_starts_before_they_end(outbox, subscribe, at):
    end = kyiv(7, day=23 if at < kyiv(7) else 24)
    left_over = end - timedelta(hours=11)
    early, late = subscribe(), subscribe()
    for subscription, starts_at in ((early, end - timedelta(minutes=1)), (late, end + timedelta(minutes=1))):
        outbox.add([reminder(subscription, interruption=interruption(starts_at), due_at=left_over)])
    assert list(claimed(claim(outbox, now=at))) == [early]
    assert list(claimed(claim(outbox, now=end))) == [late]


def test_what_the_plan_lets_fall_due_in_the_quiet_hours_goes_in_them(outbox, subscribe):
    mine = subscribe()
    moved_away = reminder(mine, Stage.CHANGED, interruption=interruption(kyiv(10, day=26)), due_at=kyiv(22))
    outbox.add([moved_away])
    assert list(claimed(claim(outbox, now=kyiv(22)))) == [mine]


def test_only_the_messengers_asked_for_are_claimed(outbox, subscribe):
    telegram, viber = subscribe("telegram"), subscribe("viber")
    outbox.add([reminder(telegram), reminder(viber)])
    assert list(claimed(claim(outbox, ["viber"]))) == [viber]
    assert claim(outbox, []) == []


def test_a_messenger_on_hold_is_left_alone_until_the_hold_ends(outbox, subscribe):
    outbox.add([reminder(subscribe("telegram")), reminder(subscribe("viber"))])
    outbox.hold("telegram", REAL + timedelta(seconds=4.2))
    (message,) = claim(outbox)
    assert message.recipient.messenger == "viber"
    outbox.settle([outcome(message)])
    assert claim(outbox, real_now=REAL + timedelta(seconds=4.9)) == []
    assert len(claim(outbox, real_now=REAL + timedelta(seconds=5))) == 1
    outbox.hold("telegram", REAL + timedelta(seconds=90))
    outbox.hold("telegram", REAL + timedelta(seconds=99))
    assert claim(outbox, real_now=REAL + timedelta(seconds=98)) == []


def test_a_lease_that_ended_gives_the_message_to_the_next(outbox, subscribe):
    outbox.add([reminder(subscribe())])
    assert len(claim(outbox)) == 1
    assert claim(outbox, real_now=REAL + timedelta(seconds=59)) == []
    assert len(claim(outbox, real_now=REAL + timedelta(seconds=60))) == 1


def test_a_lease_keeps_the_real_clock_whatever_the_calendar_says(outbox, subscribe):
    outbox.add([reminder(subscribe())])
    claim(outbox)
    assert claim(outbox, now=NOW + timedelta(hours=5)) == []


def test_while_a_message_is_in_flight_its_subscription_gets_no_second_one(outbox, subscribe):
    mine = subscribe()
    outbox.add([reminder(mine)])
    (message,) = claim(outbox)
    outbox.add([reminder(mine, Stage.CHANGED, revision=2)])
    assert claim(outbox) == []
    outbox.settle([outcome(message)])
    assert claimed(claim(outbox)) == {mine: [Stage.CHANGED]}


def test_a_sent_message_settles_all_its_reminders_with_a_delivery_each(outbox, subscribe):
    mine = subscribe(chat_id="chat")
    outbox.add([reminder(mine), reminder(mine, Stage.FIVE_DAYS, day=DAY + timedelta(days=1))])
    outbox.settle([outcome(claim(outbox)[0], provider_id="42")])
    assert statuses(outbox) == ["sent", "sent"]
    first, _ = outbox.deliveries()
    assert first == {
        "reminder_id": outbox.known(DAY)[0].id,
        "messenger": "telegram",
        "chat_id": "chat",
        "account": "210000001",
        "stage": "one_day",
        "status": "sent",
        "at": "2026-11-23T12:00:00+02:00",
        "delivered_at": None,
        "seen_at": None,
        "error": None,
    }
    assert outbox.next_due(NOW) is None


def test_a_retry_waits_by_the_real_clock(outbox, subscribe):
    outbox.add([reminder(subscribe())])
    again = outcome(claim(outbox)[0], ReminderStatus.DUE, error="RetryLater", retry_at=REAL + timedelta(seconds=30.5))
    outbox.settle([again])
    assert [(each["status"], each["error"]) for each in outbox.deliveries()] == [("retry", "RetryLater")]
    assert claim(outbox, now=NOW + timedelta(hours=1), real_now=REAL + timedelta(seconds=30)) == []
    assert len(claim(outbox, real_now=REAL + timedelta(seconds=31))) == 1


def test_what_was_superseded_in_flight_is_not_tried_again_but_may_have_arrived(outbox, subscribe):
    outbox.add([reminder(subscribe()), reminder(subscribe())])
    first, second = claim(outbox)
    outbox.supersede([each.id for each in outbox.known(DAY)])
    outbox.settle([outcome(first, ReminderStatus.DUE), outcome(second)])
    assert statuses(outbox) == ["maybe_sent", "sent"]


def test_a_contact_that_is_gone_is_owed_nothing_until_it_returns(outbox, registry, subscribe):
    first, second, other = subscribe(chat_id="chat"), subscribe(chat_id="chat"), subscribe()
    outbox.add([reminder(first), reminder(second, due_at=NOW + timedelta(hours=1)), reminder(other)])
    gone = next(each for each in claim(outbox) if each.recipient.subscription_id == first)
    outbox.settle([outcome(gone, ReminderStatus.UNDELIVERABLE, error="ContactGone", contact_gone=True)])
    assert statuses(outbox) == ["undeliverable", "undeliverable", "sending"]
    assert outbox.next_due(NOW) == NOW  # the other's, in flight
    registry.subscribe("telegram", "chat", "210000001", NOW)
    assert set(claimed(claim(outbox, now=NOW + timedelta(hours=1)))) == {first, second}


def test_a_chat_that_moved_is_written_to_where_it_is_unless_that_is_a_contact_already(outbox, subscribe):
    first, second, other = subscribe(chat_id="old"), subscribe(chat_id="taken"), subscribe(chat_id="new")
    outbox.add([reminder(each) for each in (first, second, other)])
    moves = {"old": "-100", "taken": "new"}
    outbox.settle([outcome(each, moved_to=moves.get(each.recipient.chat_id)) for each in claim(outbox)])
    assert [each["chat_id"] for each in outbox.deliveries()] == ["-100", "taken", "new"]


def test_an_ended_subscription_is_not_written_to_and_a_return_takes_it_up(outbox, registry, subscribe):
    mine = subscribe(chat_id="chat")
    outbox.add([reminder(mine)])
    registry.unsubscribe("telegram", "chat", "210000001", NOW)
    assert claim(outbox) == []
    assert list(outbox.reminders(owed=True)) == []
    assert outbox.next_due(NOW) is None
    assert registry.subscribe("telegram", "chat", "210000001", NOW) == mine
    assert len(claim(outbox)) == 1


def test_a_closed_account_hears_only_that_it_is_closed(outbox, subscribe, database):
    mine = subscribe()
    outbox.add([reminder(mine), reminder(mine, Stage.CLOSED, interruption=Interruption(DAY, ()))])
    database.execute_sql("UPDATE account SET closed_at = 1")
    assert claimed(claim(outbox)) == {mine: [Stage.CLOSED]}
    closed = next(each for each in outbox.reminders() if each["stage"] == "closed")
    assert (closed["starts_at"], closed["ends_at"]) == (None, None)


def test_no_message_is_claimed_twice_by_many_at_once(outbox, subscribe, database):
    subscriptions = [subscribe() for _ in range(40)]
    outbox.add([reminder(each) for each in subscriptions] + [reminder(each, Stage.SAME_DAY) for each in subscriptions])

    def work(_):
        with database.connection_context():
            mine = []
            while messages := claim(outbox, limit=3):
                mine += messages
            return mine

    with ThreadPoolExecutor(4) as pool:
        messages = [message for mine in pool.map(work, range(4)) for message in mine]
    assert sorted(claimed(messages)) == subscriptions
    assert len(messages) == 40
    assert all(len(message.reminders) == 2 for message in messages)


def test_a_preview_shows_what_is_due_and_changes_nothing(outbox, subscribe):
    outbox.add([reminder(subscribe("viber")), reminder(subscribe()), reminder(subscribe(), due_at=kyiv(14))])
    assert [each.recipient.messenger for each in outbox.preview(NOW, NOW)] == ["viber", "telegram"]
    assert len(outbox.preview(NOW, NOW, 1)) == 1
    assert statuses(outbox) == ["due"] * 3
    claim(outbox)
    assert outbox.preview(NOW, REAL) == []
    assert len(outbox.preview(NOW, REAL + timedelta(minutes=1))) == 2  # as if a crash had left them


def test_a_transaction_that_fails_leaves_nothing(outbox, subscribe):
    mine = subscribe()

    def add_and_fail():
        with outbox.transaction():
            outbox.add([reminder(mine)])
            outbox.expire(NOW)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        add_and_fail()
    assert outbox.known(DAY) == []


def test_candidates_are_the_subscribed_open_accounts_on_the_covered_streets(
    registry, subscribe, database, street, tmp_path
):
    outbox, works = OutboxRepository(database), WorksRepository(database, PageArchive(tmp_path))
    work = PlannedWork(PERIOD, Kind.PLANNED, (Place("Іза", "UA21"), Place("Липча", "UA22")))
    works.save_reading(Reading(NOW, PageState.OK, healthy=True), [], Listing((work,)))
    first, second = (each.id for each in works.live_entries(NOW))
    mine = subscribe()
    subscribe(chat_id="ended")
    registry.unsubscribe("telegram", "ended", "210000002", NOW)
    add_account(database, "210100000", street)
    elsewhere = add_street(database, name="Інша")
    assert list(outbox.candidates([(first, elsewhere, Certainty.CERTAIN)])) == []
    covered = [(first, street, Certainty.CERTAIN), (second, street, Certainty.POSSIBLE)]
    assert list(outbox.candidates(covered)) == [
        Candidate(mine, "7", first, Certainty.CERTAIN),
        Candidate(mine, "7", second, Certainty.POSSIBLE),
    ]
    assert tables.EntryStreet.select().count(database) == 2
    database.execute_sql("UPDATE account SET closed_at = 1")
    assert list(outbox.candidates(covered)) == []


def test_reminders_are_listed_as_designed(outbox, subscribe):
    outbox.add([reminder(subscribe(chat_id="chat"))])
    (listed,) = outbox.reminders(owed=True)
    assert listed == {
        "id": outbox.known(DAY)[0].id,
        "messenger": "telegram",
        "chat_id": "chat",
        "account": "210000001",
        "day": "2026-11-24",
        "stage": "one_day",
        "revision": 1,
        "starts_at": "2026-11-24T09:00:00+02:00",
        "ends_at": "2026-11-24T16:00:00+02:00",
        "due_at": "2026-11-23T12:00:00+02:00",
        "status": "due",
    }


def test_the_next_due_is_the_soonest_that_may_be_said(outbox, subscribe):
    assert outbox.next_due(NOW) is None
    outbox.add([reminder(subscribe(), due_at=kyiv(15)), reminder(subscribe(), due_at=kyiv(14))])
    assert outbox.next_due(NOW) == kyiv(14)
    assert outbox.next_due(kyiv(16)) == kyiv(16)


def test_the_next_due_waits_for_the_end_of_the_quiet_hours(outbox, subscribe):
    outbox.add([reminder(subscribe(), due_at=kyiv(20))])
    assert outbox.next_due(kyiv(22)) == kyiv(7, day=24)
    outbox.add([reminder(subscribe(), due_at=kyiv(4, day=24), interruption=interruption(kyiv(5, day=24)))])
    assert outbox.next_due(kyiv(22)) == kyiv(4, day=24)


def test_what_would_sound_in_the_night_is_said_the_evening_before_where_nothing_is_silent(outbox, subscribe):
    at_night = {"due_at": kyiv(4, day=24), "interruption": interruption(kyiv(5, day=24))}
    loud, silent, by_day = subscribe("viber"), subscribe("telegram"), subscribe("viber")
    outbox.add([reminder(each, Stage.SAME_DAY, **at_night) for each in (loud, silent)])
    outbox.add([reminder(by_day, Stage.SAME_DAY, due_at=kyiv(7, day=24)), reminder(by_day, due_at=kyiv(22))])
    assert outbox.next_due(kyiv(12)) == kyiv(20, 30)
    assert claim(outbox, now=kyiv(20, 29)) == []
    assert claimed(claim(outbox, now=kyiv(20, 30))) == {loud: [Stage.SAME_DAY]}
    assert outbox.next_due(kyiv(20, 30)) == kyiv(20, 30)


def test_what_is_known_too_late_for_the_evening_sounds_in_the_night(outbox, subscribe):
    at_night = {"due_at": kyiv(4, day=24), "interruption": interruption(kyiv(5, day=24))}
    loud = subscribe("viber")
    outbox.add([reminder(loud, Stage.SAME_DAY, **at_night)])
    assert outbox.next_due(kyiv(21)) == kyiv(4, day=24)
    assert claim(outbox, now=kyiv(3, 59, day=24)) == []
    assert claimed(claim(outbox, now=kyiv(4, day=24))) == {loud: [Stage.SAME_DAY]}


def test_the_next_due_does_not_wait_for_what_the_plan_put_into_the_quiet_hours(outbox, subscribe):
    half_past_six = kyiv(6, 30, day=24)
    outbox.add([reminder(subscribe(), due_at=half_past_six, interruption=interruption(kyiv(7, 30, day=24)))])
    assert outbox.next_due(kyiv(22)) == half_past_six
    assert len(claim(outbox, now=half_past_six)) == 1


def outcome_of(message, status, **changes):
    return Outcome(message, status, NOW, "text", **changes)


def test_a_late_result_of_an_ended_lease_does_not_disturb_the_sender_who_took_over(outbox, subscribe):
    mine = subscribe()
    outbox.add([reminder(mine)])
    (first,) = claim(outbox)
    later = REAL + timedelta(seconds=61)
    (second,) = claim(outbox, real_now=later)
    outbox.settle([outcome_of(first, ReminderStatus.DUE, retry_at=later)])
    assert claim(outbox, real_now=later) == []
    outbox.settle([outcome_of(second, ReminderStatus.SENT)])
    outbox.settle([outcome_of(first, ReminderStatus.UNDELIVERABLE, error="Permanent")])
    assert [each["status"] for each in outbox.reminders()] == ["sent"]


def test_what_was_superseded_in_flight_is_sent_where_it_arrived_and_may_be_where_nobody_knows(outbox, subscribe):
    outbox.add([reminder(subscribe()), reminder(subscribe())])
    arrived, refused = claim(outbox)
    outbox.supersede([each.reminders[0].id for each in (arrived, refused)])
    outbox.settle(
        [outcome_of(arrived, ReminderStatus.SENT), outcome_of(refused, ReminderStatus.UNDELIVERABLE, error="Permanent")]
    )
    assert [each["status"] for each in outbox.reminders()] == ["sent", "maybe_sent"]


def test_what_is_held_is_not_claimed_until_its_time_or_its_release(outbox, subscribe):
    who = subscribe()
    change = reminder(who, stage=Stage.CHANGED, due_at=kyiv(13), held_until=kyiv(13), status=ReminderStatus.HELD)
    outbox.add([change])
    assert outbox.held() == 1
    assert outbox.next_due(NOW) == kyiv(13)
    outbox.end_holds(NOW)
    assert not claim(outbox)
    assert outbox.release(NOW) == 1
    assert len(claim(outbox)) == 1


def test_a_hold_ends_by_itself(outbox, subscribe):
    outbox.add([reminder(subscribe(), due_at=kyiv(13), held_until=kyiv(13), status=ReminderStatus.HELD)])
    outbox.end_holds(kyiv(13))
    assert len(claim(outbox, now=kyiv(13))) == 1


def test_what_is_owed_can_be_held(outbox, subscribe):
    outbox.add([reminder(subscribe(), stage=Stage.CHANGED)])
    (known,) = outbox.known(DAY)
    outbox.hold_changes([replace(known, due_at=kyiv(13), held_until=kyiv(13))])
    assert not claim(outbox)
    assert [each.due_at for each in outbox.known(DAY)] == [kyiv(13)]
