"""Whom `serve` hears, whatever messengers, clocks and the database do, over real HTTP."""

import os
from contextlib import closing
from urllib.parse import urlsplit

import psycopg
import pytest

from data.database import open_database
from data.moved_chats import moved_to
from tests.commands.served import wait_for
from tests.fakes.service import Break
from tests.fakes.telegram_api import refusal

BY_WEBHOOK = {"PUBLIC_URL": "https://provisnyk.example"}
ACCOUNT, METER = "210000001", "100001"
OTHER_BOT = "220301544:BBHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw0"
MICROSECONDS = 1_893_456_000_000_000
GROUP, SUPERGROUP, FOREIGN = "-4100", "-1004100", "-4200"


def accounts(run):
    return [(each["messenger"], each["account"]) for each in run("subscriptions", "--json").records]


def owed(run):
    return len(run("reminders", "--owed", "--json").records)


@pytest.mark.parametrize("settings", [{}, BY_WEBHOOK])
def test_a_refused_menu_of_commands_keeps_nobody_waiting(serving, telegram, run, settings):
    run("subscribe", "telegram", "1001", ACCOUNT)
    telegram.fail(refusal(429, "Too Many Requests: retry after 460", retry_after=460), method="setMyCommands", times=99)
    ivan = telegram.customer(1002)
    with serving(now="2026-11-23T10:00", **settings) as served:
        wait_for(lambda: telegram.mailbox.webhook or not settings)
        assert "Завтра" in telegram.customer(1001).hears(1)[0].text
        ivan.says("/start")
        ivan.hears(1)
        _, err = served.stop()
    assert "commands_not_shown" in err
    telegram.mailbox.webhook = None


def test_another_bot_takes_over_in_the_middle_of_a_registration(either_database, serving, telegram, run):
    maria = telegram.customer()
    with serving(**BY_WEBHOOK) as served:
        wait_for(lambda: telegram.mailbox.webhook)
        maria.opens(ACCOUNT)
        maria.hears(1)
        served.stop()
    telegram.token = OTHER_BOT
    telegram.mailbox.of_another_bot(7)
    telegram.mailbox.webhook = None
    with serving(now="2026-11-19T12:10", TELEGRAM_TOKEN=OTHER_BOT, **BY_WEBHOOK):
        wait_for(lambda: telegram.mailbox.webhook)
        registers(maria)
        assert accounts(run) == [("telegram", ACCOUNT)]
    telegram.mailbox.webhook = None


def registers(customer):
    """From the question for consent to the account."""
    before = len(customer.heard)
    customer.presses(customer.buttons[0])
    customer.hears(before + 1)
    customer.says(METER)
    assert "с. Іза, вул. Центральна, 7" in customer.hears(before + 2)[-1].text
    customer.presses(customer.buttons[0])
    customer.hears(before + 3)


def test_viber_s_clocks_keep_no_step_from_being_taken(either_database, serving, viber, run):
    olha = viber.customer()
    with serving(now="2026-11-18T12:00", **BY_WEBHOOK):
        wait_for(lambda: viber.callbacks.path)
        viber.callbacks.stamp = lambda _: MICROSECONDS
        olha.opens(context=ACCOUNT)
        olha.returns()
        viber.callbacks.stamp = lambda stamp: stamp - 3000
        registers(olha)
        assert accounts(run) == [("viber", ACCOUNT)]
        wait_for(lambda: owed(run) == 3)
        viber.callbacks.stamp = lambda stamp: stamp - 6000
        assert olha.leaves() == 200
        assert owed(run) == 0
        assert olha.says("/works") == 200
        assert owed(run) == 3


class Cluster:
    """A PostgreSQL database that may become one that only reads."""

    def __init__(self, url):
        self.url = url
        self._name = urlsplit(url).path.removeprefix("/")

    def only_reads(self, reads):
        """As after a fail-over: connections are cut, and the next ones lead to a server that only reads."""
        with closing(psycopg.connect(self.url, autocommit=True)) as connection:
            connection.execute("SET default_transaction_read_only = off")
            connection.execute(f"ALTER DATABASE {self._name} SET default_transaction_read_only = {reads}")
            connection.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s AND pid <> pg_backend_pid()",
                [self._name],
            )


@pytest.fixture
def cluster(desk, database_url, monkeypatch):
    """A PostgreSQL that is the operator's."""
    monkeypatch.setenv("PROVISNYK_DATABASE_URL", database_url)
    return Cluster(database_url)


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
def test_where_the_database_only_reads_a_step_comes_again(cluster, serving, telegram, viber, run):
    run("accounts", "import", "accounts.csv")
    maria, olha = telegram.customer(), viber.customer()
    with serving(**BY_WEBHOOK) as served:
        wait_for(lambda: telegram.mailbox.webhook and viber.callbacks.path)
        served.waits_for("/readyz", 200)
        cluster.only_reads("on")
        maria.opens(ACCOUNT)
        assert olha.says("/start") == 503
        assert telegram.mailbox.waiting()
        assert served.waits_for("/readyz", 503).json()["reason"] == "База даних недоступна"
        cluster.only_reads("off")
        served.waits_for("/readyz", 200)
        assert telegram.mailbox.deliver() == [200]
        registers_when_asked(maria)
        assert accounts(run) == [("telegram", ACCOUNT)]
        viber.callbacks.post(viber.callbacks.last)
        olha.hears(1)
    telegram.mailbox.webhook = None


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
@pytest.mark.parametrize("agreed", [1, 0])
def test_a_step_that_was_refused_agrees_to_nothing_once_a_later_one_has_overtaken_it(
    cluster, serving, telegram, run, agreed
):
    run("accounts", "import", "accounts.csv")
    maria = telegram.customer()
    with serving(**BY_WEBHOOK) as served:
        wait_for(lambda: telegram.mailbox.webhook)
        served.waits_for("/readyz", 200)
        maria.opens(ACCOUNT)
        maria.hears(1)
        cluster.only_reads("on")
        maria.says("так")
        maria.says("/help")
        cluster.only_reads("off")
        served.waits_for("/readyz", 200)
        if not agreed:
            telegram.mailbox.reverse()
        assert telegram.mailbox.deliver() == [200, 200]
        maria.hears(3)
        served.stop()
    telegram.mailbox.webhook = None
    assert run("registrations", "--json").record["agreed"] == agreed


def registers_when_asked(customer):
    customer.hears(1)
    registers(customer)


def test_another_process_that_has_the_token_calls_the_operator(serving, telegram, run):
    run("subscribe", "telegram", "1001", ACCOUNT)
    telegram.fail(Break.HANG, chat_id="1001")
    other = "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running"
    telegram.fail(refusal(409, other), method="getUpdates", times=9)
    operator = telegram.customer(4242)
    with serving(now="2026-11-23T10:00", OPERATOR_CHAT="4242") as served:
        wait_for(lambda: "інший процес" in (served.waits_for("/readyz", 503).json()["reason"] or ""))
        assert 'provisnyk_messenger_deaf{messenger="telegram"} 1.0' in served.get("/metrics").text
        assert 'provisnyk_messenger_deaf{messenger="viber"} 0.0' in served.get("/metrics").text
        telegram.release()
        assert "оновлення забирає інший процес із цим токеном" in operator.hears(1)[0].text
        served.stop()


def test_the_operator_s_group_is_not_left_not_even_as_a_supergroup(serving, telegram, run):
    telegram.chats[GROUP] = {"type": "group", "title": "Диспетчерська"}
    run("subscribe", "console", "1", "210000002")
    with serving(OPERATOR_CHAT=GROUP, **BY_WEBHOOK) as served:
        wait_for(lambda: telegram.mailbox.webhook)
        joins(telegram, GROUP)
        joins(telegram, FOREIGN)
        wait_for(lambda: telegram.left == [FOREIGN])
        telegram.moved[GROUP] = SUPERGROUP
        joins(telegram, SUPERGROUP)
        wait_for(lambda: moved(GROUP) == SUPERGROUP)
        for group in (GROUP, SUPERGROUP, FOREIGN):
            joins(telegram, group)
        wait_for(lambda: len(telegram.left) == 2)
        served.stop()
    telegram.mailbox.webhook = None
    assert telegram.left == [FOREIGN] * 2
    assert {each.chat_id for each in telegram.messages} == {FOREIGN}


def moved(group):
    with closing(open_database(os.environ["PROVISNYK_DATABASE_URL"])) as database:
        return moved_to(database, group)


def joins(telegram, group):
    """The bot is brought into a group, and somebody writes there."""
    chat, person = (
        {"id": int(group), "type": "group", "title": "Група"},
        {"id": 5, "is_bot": False, "first_name": "Іван"},
    )
    member = {"new_chat_member": {"status": "member"}, "old_chat_member": {"status": "left"}}
    telegram.mailbox.post("my_chat_member", {"chat": chat, "from": person, "date": 1, **member})


def test_an_album_has_one_answer_and_what_nobody_said_has_none(either_database, serving, telegram):
    maria = telegram.customer()
    with serving(**BY_WEBHOOK) as served:
        wait_for(lambda: telegram.mailbox.webhook)
        maria.says("/start")
        maria.hears(1)
        for _ in range(4):
            maria.sends(photo=[{"file_id": "x"}], media_group_id="13579246801234567")
        maria.hears(2)
        maria.sends(pinned_message={"message_id": 1, "date": 1, "text": "🔌 Завтра"})
        telegram.mailbox.post("edited_message", {**maria._message(), "location": {"latitude": 48.6, "longitude": 22.3}})
        maria.says("/help")
        maria.hears(3)
        served.stop()
    assert len(maria.heard) == 3
    telegram.mailbox.webhook = None
