"""How a run of `send` goes, and how it ends, with nothing behind it but lists."""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from pipeline.domain.errors import ChatMoved, ContactGone, Misconfigured, Permanent, RetryLater
from pipeline.domain.interruptions import Interruption, Outage
from pipeline.domain.reminders import Message, Recipient, Reminder, ReminderStatus
from pipeline.domain.stages import Stage
from pipeline.domain.works import Certainty, Period
from pipeline.steps.send import CONCURRENCY, Sender, SendReport

NOON = datetime(2026, 11, 23, 10, tzinfo=UTC)
NIGHT = datetime(2026, 11, 23, 20, tzinfo=UTC)
DAY = date(2026, 11, 24)
PERIOD = Period(datetime(2026, 11, 24, 7, tzinfo=UTC), datetime(2026, 11, 24, 14, tzinfo=UTC))
DUE, SENT, UNDELIVERABLE = ReminderStatus.DUE, ReminderStatus.SENT, ReminderStatus.UNDELIVERABLE


def reminder(**changes):
    plain = Reminder(
        subscription_id=1,
        day=DAY,
        stage=Stage.ONE_DAY,
        revision=0,
        interruption=Interruption(DAY, (Outage(PERIOD, Certainty.CERTAIN),)),
        due_at=NOON,
        expires_at=PERIOD.ends_at,
        run_on=DAY,
    )
    return replace(plain, **changes)


def message(chat_id, messenger="telegram", **changes):
    return Message(Recipient(1, messenger, chat_id, "210000001", "с. Іза"), (reminder(**changes),))


def messages(count, messenger="telegram"):
    return [message(str(number), messenger) for number in range(count)]


class Clock:
    def __init__(self, time):
        self.time = time

    def now(self):
        return self.time

    real = now


class Outbox:
    """What is owed, in order; what is to be tried again comes back at its time."""

    def __init__(self, owed):
        self.owed = [(NOON, each) for each in owed]
        self.outcomes = []
        self.held = {}
        self.in_flight = self.most_in_flight = 0

    def end_holds(self, now):
        self.holds_ended_at = now

    def has_leased(self, _):
        return False

    def claim(self, messengers, _now, real_now, limit):
        (name,) = messengers
        if self.held.get(name, real_now) > real_now:
            return []
        ready = [each for each in self.owed if each[0] <= real_now and each[1].recipient.messenger == name]
        self.owed = [each for each in self.owed if each not in ready[:limit]]
        self.in_flight += len(ready[:limit])
        self.most_in_flight = max(self.most_in_flight, self.in_flight)
        return [message for _, message in ready[:limit]]

    def settle(self, outcomes):
        self.in_flight -= len(outcomes)
        self.outcomes += outcomes
        self.owed += [(each.retry_at, each.message) for each in outcomes if each.status is DUE]

    def hold(self, messenger, until):
        self.held[messenger] = until

    def results(self):
        """By chat, how the attempts ended."""
        return {each.message.recipient.chat_id: each.status for each in self.outcomes}


class Messenger:
    """Takes every message but those of the chats that it has an error for."""

    def __init__(self, name="telegram", **errors):
        self.name = name
        self.errors = {chat_id.removeprefix("chat"): error for chat_id, error in errors.items()}
        self.sent = []
        self.languages = []
        self.tried = 0
        self.closed = False

    async def send(self, chat_id, text, *, silent, language, **_):
        self.tried += 1
        self.languages.append(language)
        error = self.errors.get(chat_id, self.errors.get("every"))
        if error is not None:
            raise error
        self.sent.append((chat_id, text, silent))
        return f"id-{chat_id}"

    async def close(self):
        self.closed = True


def words(message, now):
    return f"до {message.recipient.chat_id}"


def send(outbox, *messengers, limit=None, compose=words, now=NOON, told=lambda _: None, **when):
    report = SendReport()
    with ThreadPoolExecutor(1) as thread:
        sender = Sender(outbox, compose, Clock(now), report, thread, told, **when, chance=lambda: 0)
        asyncio.run(sender.send({each.name: each for each in messengers}, limit=limit))
    return report


def test_a_hold_that_is_due_ends_before_anything_is_sent():
    outbox = Outbox(messages(1))
    send(outbox, Messenger())
    assert outbox.holds_ended_at == NOON


def test_where_nothing_is_due_nothing_is_sent():
    outbox, telegram = Outbox([]), Messenger()
    assert send(outbox, telegram) == SendReport()
    assert (telegram.tried, outbox.outcomes, telegram.closed) == (0, [], True)


def test_everything_due_is_sent_once_and_recorded_with_the_messengers_own_id():
    outbox, telegram = Outbox(messages(2 * CONCURRENCY + 1)), Messenger()
    told = []
    report = send(outbox, telegram, told=told.append)
    assert (report.sent, report.retry, report.undeliverable) == (2 * CONCURRENCY + 1, 0, 0)
    assert sorted(telegram.sent) == sorted((str(n), f"до {n}", False) for n in range(2 * CONCURRENCY + 1))
    assert told == outbox.outcomes
    assert all(each.provider_id == f"id-{each.message.recipient.chat_id}" for each in outbox.outcomes)


@pytest.mark.parametrize("limit", [1, CONCURRENCY, CONCURRENCY + 3])
def test_the_limit_counts_the_messages_of_each_messenger(limit):
    outbox = Outbox(messages(50) + messages(50, "viber"))
    telegram, viber = Messenger("telegram"), Messenger("viber")
    assert send(outbox, telegram, viber, limit=limit).sent == 2 * limit
    assert (len(telegram.sent), len(viber.sent)) == (limit, limit)


def test_who_is_to_stop_records_the_batch_in_flight_and_claims_no_other():
    outbox, messenger = Outbox(messages(3 * CONCURRENCY)), Messenger()
    send(outbox, messenger, stopping=lambda: bool(messenger.sent))
    assert len(messenger.sent) == len(outbox.outcomes) == CONCURRENCY


def test_a_messenger_to_which_another_process_begins_to_write_is_left_to_it_and_the_others_are_not():
    outbox = Outbox(messages(3 * CONCURRENCY) + messages(3 * CONCURRENCY, "viber"))
    telegram, viber = Messenger("telegram"), Messenger("viber")
    report = send(outbox, telegram, viber, elsewhere=lambda name: name == "telegram" and bool(telegram.sent))
    assert (len(telegram.sent), len(viber.sent)) == (CONCURRENCY, 3 * CONCURRENCY)
    assert (report.sent, report.served) == (4 * CONCURRENCY, {"telegram"})


def test_a_429_that_names_a_long_pause_holds_its_messenger_and_ends_the_run_of_it_alone():
    outbox = Outbox(messages(2 * CONCURRENCY) + messages(2 * CONCURRENCY, "viber"))
    short = RetryLater("зачекайте", 5, whole_messenger=True)
    telegram = Messenger("telegram", chat0=short, chat1=RetryLater("зачекайте", 90, whole_messenger=True))
    viber = Messenger("viber")
    report = send(outbox, telegram, viber)
    assert outbox.held == {"telegram": NOON + timedelta(seconds=90)}
    assert (telegram.tried, viber.tried) == (CONCURRENCY, 2 * CONCURRENCY)
    assert (report.retry, report.stopped) == (2, {})


class SlowTo(Messenger):
    """Answers one chat only once all others have their messages."""

    def __init__(self, chat_id, others):
        super().__init__()
        self.chat_id = chat_id
        self.others = others
        self.all_there = asyncio.Event()

    async def send(self, chat_id, text, **options):
        if chat_id == self.chat_id:
            await self.all_there.wait()
        result = await super().send(chat_id, text, **options)
        if len(self.sent) == self.others:
            self.all_there.set()
        return result


def test_one_slow_call_holds_up_none_of_those_behind_it_and_no_more_are_claimed_than_may_be_in_flight():
    outbox, telegram = Outbox(messages(3 * CONCURRENCY)), SlowTo("0", 3 * CONCURRENCY - 1)
    assert send(outbox, telegram).sent == 3 * CONCURRENCY
    assert telegram.sent[-1][0] == "0"
    assert outbox.most_in_flight == CONCURRENCY


def test_a_call_that_never_ends_is_given_up_before_its_lease_is_over(monkeypatch):
    monkeypatch.setattr("pipeline.steps.send.ATTEMPT_WITHIN", 0.01)
    outbox = Outbox(messages(1))
    assert send(outbox, Waiting()).retry == 1


@pytest.mark.parametrize(("attempt", "minutes"), [(1, 0.5), (2, 1), (3, 2), (9, 10), (99, 10)])
def test_pauses_grow_from_attempt_to_attempt(attempt, minutes):
    outbox = Outbox([message("0", attempt=attempt)])
    send(outbox, Messenger(chat0=RetryLater("час вийшов", 5)))
    assert outbox.outcomes[0].retry_at == NOON + timedelta(minutes=minutes)


class Moved(Messenger):
    """One chat is elsewhere now."""

    async def send(self, chat_id, text, **options):
        if chat_id == "0":
            raise ChatMoved("групу перенесено", "-100")
        return await super().send(chat_id, text, **options)


def test_a_chat_that_moved_is_written_to_where_it_is_and_that_is_kept():
    outbox, telegram = Outbox(messages(2)), Moved()
    send(outbox, telegram)
    assert sorted(chat_id for chat_id, *_ in telegram.sent) == ["-100", "1"]
    assert [each.moved_to for each in outbox.outcomes] == ["-100", None]


def test_a_chat_that_moves_on_and_on_is_given_up():
    outbox = Outbox(messages(1))
    send(outbox, Messenger(every=ChatMoved("групу перенесено", "-100")))
    assert outbox.results() == {"0": UNDELIVERABLE}


def test_trouble_with_one_message_delays_that_one_and_the_run_goes_on():
    outbox = Outbox(messages(CONCURRENCY + 1))
    telegram = Messenger(chat0=RetryLater("час вийшов", 45))
    report = send(outbox, telegram)
    (delayed,) = [each for each in outbox.outcomes if each.status is DUE]
    assert (delayed.message.recipient.chat_id, delayed.retry_at) == ("0", NOON + timedelta(seconds=45))
    assert (report.sent, report.retry, outbox.held) == (CONCURRENCY, 1, {})


def test_a_messenger_that_cannot_be_reached_ends_its_run_after_one_batch():
    outbox = Outbox(messages(3 * CONCURRENCY) + messages(3, "viber"))
    telegram, viber = Messenger("telegram", every=RetryLater("немає мережі", 60)), Messenger("viber")
    report = send(outbox, telegram, viber)
    assert (telegram.tried, viber.tried) == (CONCURRENCY, 3)
    assert (report.sent, report.retry) == (3, CONCURRENCY)
    assert {each.status for each in outbox.outcomes} == {DUE, SENT}


def test_a_refused_token_stops_the_messenger_and_marks_nothing_failed():
    outbox = Outbox(messages(2 * CONCURRENCY) + messages(3, "viber"))
    telegram, viber = Messenger("telegram", every=Misconfigured("токен відхилено")), Messenger("viber")
    report = send(outbox, telegram, viber)
    assert report.stopped == {"telegram": "токен відхилено"}
    assert (telegram.tried, len(viber.sent), report.undeliverable) == (CONCURRENCY, 3, 0)
    refused = [each for each in outbox.outcomes if each.message.recipient.messenger == "telegram"]
    assert {(each.status, each.retry_at) for each in refused} == {(DUE, NOON)}


def test_a_contact_that_is_gone_and_a_message_never_taken_are_given_up():
    outbox = Outbox(messages(3))
    report = send(outbox, Messenger(chat0=ContactGone("заблоковано"), chat1=Permanent("задовге")))
    assert outbox.results() == {"0": UNDELIVERABLE, "1": UNDELIVERABLE, "2": SENT}
    gone = {each.message.recipient.chat_id for each in outbox.outcomes if each.contact_gone}
    assert (gone, report.undeliverable, report.sent) == ({"0"}, 2, 1)
    assert report.refused == {"uk/one_day": "задовге"}
    assert [(each.error, each.refused) for each in outbox.outcomes] == [
        ("ContactGone: заблоковано", False),
        ("Permanent: задовге", True),
        (None, False),
    ]


class NoButtons(Messenger):
    """Takes no message that has buttons."""

    async def send(self, chat_id, text, *, plain=False, **options):
        if not plain:
            raise Permanent("кнопка не така")
        return await super().send(chat_id, text, **options)


def test_what_is_refused_with_its_buttons_is_said_without_them():
    outbox, telegram = Outbox(messages(1)), NoButtons()
    report = send(outbox, telegram)
    (told,) = outbox.outcomes
    assert (told.status, told.refused, told.provider_id) == (SENT, True, "id-0")
    assert told.error == "Permanent: кнопка не така; прийнято без кнопок"
    assert (telegram.tried, report.sent, report.undeliverable) == (1, 1, 0)
    assert report.refused == {"uk/one_day": "кнопка не така; прийнято без кнопок"}


def test_the_messenger_is_told_the_language_of_the_buttons():
    hungarian = replace(message("0").recipient, language="hu")
    telegram = Messenger()
    send(Outbox([replace(message("0"), recipient=hungarian), message("1")]), telegram)
    assert telegram.languages == ["hu", "uk"]


@pytest.mark.parametrize(("now", "silent"), [(NOON, False), (NIGHT, True)])
def test_what_goes_out_in_quiet_hours_makes_no_sound(now, silent):
    telegram = Messenger()
    send(Outbox(messages(1)), telegram, now=now)
    assert telegram.sent == [("0", "до 0", silent)]


def test_a_fault_of_our_own_keeps_back_one_message_for_ten_minutes_and_none_of_the_others():
    def stumble(message, now):
        if message.recipient.chat_id == "0":
            raise KeyError(message.recipient.address)
        return words(message, now)

    outbox, telegram = Outbox(messages(CONCURRENCY + 5)), Messenger()
    report = send(outbox, telegram, compose=stumble)
    assert (len(telegram.sent), report.faults) == (CONCURRENCY + 4, 1)
    (kept,) = [each for each in outbox.outcomes if each.status is not SENT]
    assert (kept.status, kept.retry_at) == (DUE, NOON + timedelta(minutes=10))
    assert "KeyError" in kept.error
    assert "Іза" not in kept.error


def test_a_batch_of_faults_does_not_hold_up_those_behind_it():
    def stumble(message, now):
        if int(message.recipient.chat_id) < CONCURRENCY:
            raise ZeroDivisionError
        return words(message, now)

    outbox, telegram = Outbox(messages(CONCURRENCY + 5)), Messenger()
    report = send(outbox, telegram, compose=stumble)
    assert (len(telegram.sent), report.faults, report.stopped) == (5, CONCURRENCY, {})


class BrokenOutbox(Outbox):
    """Its database fails for one messenger."""

    def claim(self, messengers, *rest):
        if "telegram" in messengers:
            raise OSError
        return super().claim(messengers, *rest)


def test_messengers_are_closed_and_the_others_served_although_the_database_fails_for_one():
    telegram, viber = Messenger("telegram"), Messenger("viber")
    with pytest.raises(OSError, match=r"^$"):
        send(BrokenOutbox(messages(3, "viber")), telegram, viber)
    assert (telegram.closed, viber.closed, len(viber.sent)) == (True, True, 3)


class Waiting(Messenger):
    """Never answers."""

    def __init__(self):
        super().__init__()
        self.asked = asyncio.Event()

    async def send(self, *_message, **_options):
        self.asked.set()
        await asyncio.Event().wait()


async def test_messengers_are_closed_when_the_run_is_broken_off():
    telegram = Waiting()
    with ThreadPoolExecutor(1) as thread:
        sender = Sender(Outbox(messages(1)), words, Clock(NOON), SendReport(), thread)
        run = asyncio.create_task(sender.send({"telegram": telegram}))
        await telegram.asked.wait()
        run.cancel()
        with pytest.raises(asyncio.CancelledError):
            await run
    assert telegram.closed


class Slow(Messenger):
    """Lets go of its connections in several turns of the loop."""

    async def close(self):
        for _ in range(10):
            await asyncio.sleep(0)
        self.closed = True


class Stuck(Messenger):
    """Cannot let go of its connections."""

    async def close(self):
        raise OSError


def test_a_messenger_that_cannot_be_closed_leaves_the_others_closed():
    slow = Slow("viber")
    with pytest.raises(OSError, match=r"^$"):
        send(Outbox([]), Stuck("telegram"), slow)
    assert slow.closed
