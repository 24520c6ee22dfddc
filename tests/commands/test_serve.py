"""`serve` as a process of its own, against the fakes: bots, web and schedule, up to its end by a signal."""

import re
import signal
import socket
from contextlib import contextmanager

import pytest

from tests.commands.served import wait_for
from tests.fakes import viber_api
from tests.fakes.service import Break
from tests.fakes.telegram_api import TOKEN

LATER = "2026-11-19T12:10"
"""A restart; the clock of the first start has gone on meanwhile."""
BY_WEBHOOK = {"PUBLIC_URL": "https://provisnyk.example"}


@contextmanager
def heard_by_webhook(serving, telegram, **options):
    """A server to which Telegram delivers."""
    with serving(**BY_WEBHOOK, **options) as served:
        served.waits_for("/healthz", 200)
        wait_for(lambda: telegram.mailbox.webhook)
        yield served
    telegram.mailbox.webhook = None


def test_it_reads_the_list_at_once_sends_what_is_due_and_finishes_what_is_in_hand_at_a_signal(serving, telegram, run):
    run("subscribe", "telegram", "1001", "210000001")
    customers = [telegram.customer(2000 + number) for number in range(20)]
    with heard_by_webhook(serving, telegram, now="2026-11-23T10:00") as served:
        assert served.get("/healthz").json() == {"alive": True}
        assert served.waits_for("/readyz", 200).json() == {"ready": True, "reason": None}
        assert "provisnyk_works 1.0" in served.get("/metrics").text
        assert len(served.get("/api/works").json()["works"]) == 1
        assert served.get("/anything").status_code == 404
        assert "Завтра" in telegram.customer(1001).hears(1)[0].text
        for each in customers:
            each.says("/start")
        out, err = served.stop()
    assert '"state": "ok"' in out
    assert TOKEN not in out + err
    assert all(len(each.heard) == 1 for each in customers)


def test_where_the_list_cannot_be_read_it_is_not_ready_but_can_be_written_to(serving, telegram):
    with serving(SOURCE_URL="no-such-page.html", PUBLIC_URL="https://provisnyk.example/bots/") as served:
        answer = served.waits_for("/readyz", 503)
        assert "не прочитано" in answer.json()["reason"]
        assert served.get("/healthz").status_code == 200
        wait_for(lambda: telegram.mailbox.webhook)
        assert telegram.mailbox.webhook.path == "/bots/telegram"
        wait_for(lambda: "accounts" in telegram.commands.get("", ()))
        served.stop(signal.SIGINT)


def test_a_crash_in_the_middle_of_a_dialogue_loses_nothing_in_either_messenger(
    either_database, serving, telegram, viber, run
):
    maria, olha = telegram.customer(), viber.customer()
    with heard_by_webhook(serving, telegram) as served:
        wait_for(lambda: viber.callbacks.path)
        maria.opens("210000001")
        maria.hears(1)
        olha.opens(context="210000001")
        telegram.fail(Break.HANG)
        viber.fail(Break.HANG)
        with telegram.mailbox.answers_lost():
            maria.presses(maria.buttons[0])
        olha.presses(olha.buttons[0])
        served.crash()
    telegram.recover()
    viber.recover()
    assert (len(maria.heard), len(olha.heard)) == (1, 1)
    with heard_by_webhook(serving, telegram, now=LATER) as served:
        telegram.mailbox.deliver()
        for each in (maria, olha):
            assert "номер" in each.hears(2)[-1].text
            each.says("100001")
            assert "с. Іза, вул. Центральна, 7" in each.hears(3)[-1].text
            each.presses(each.buttons[0])
            each.hears(4)
            assert not any("Іза" in message.text for message in each.heard[:2])
        olha.says("/calendar")
        calendar = re.search(r"/calendar/\S+", olha.hears(5)[-1].text)[0]
        assert "BEGIN:VEVENT" in served.get(calendar).text
        _, err = served.stop()
    subscribed = {(each["messenger"], each["account"]) for each in run("subscriptions", "--json").records}
    assert subscribed == {("telegram", "210000001"), ("viber", "210000001")}
    assert viber.bare == []
    secrets = (TOKEN, viber_api.TOKEN, "100001", "210000001", "Іза", olha.user_id, calendar)
    assert not any(secret in err for secret in secrets)


def test_who_confirms_a_reminder_in_viber_has_read_it_and_the_next_one_is_free(serving, viber, run, monkeypatch):
    olha = viber.customer()
    viber.subscribe(olha.user_id)
    run("subscribe", "viber", olha.user_id, "210000001")
    with serving(now="2026-11-23T10:01", **BY_WEBHOOK) as served:
        wait_for(lambda: viber.callbacks.path)
        assert "Завтра" in olha.hears(1)[0].text
        olha.presses("Зрозуміло")
        assert olha.hears(2)[-1].text.startswith("Добре.")
        served.stop()
    assert "прочитано 23.11.2026 10:0" in run("explain", "210000001", "24.11.2026").out.splitlines()[0]
    monkeypatch.setenv("PROVISNYK_VIBER_TOKEN", viber_api.TOKEN)
    monkeypatch.setenv("PROVISNYK_VIBER_API_URL", f"{viber.url}/pa")
    assert run("send", "--json", "--now", "2026-11-24T07:01").record["sent"] == 1
    assert run("budget", "--json", "--now", "2026-11-24T07:02").record["paid"] == 1


def test_without_a_public_address_telegram_is_asked_and_a_restart_in_the_middle_loses_nothing(serving, telegram, run):
    maria = telegram.customer()
    with serving() as served:
        maria.opens("210000001")
        maria.hears(1)
        maria.presses(maria.buttons[0])
        maria.hears(2)
        served.stop()
    with serving(now=LATER) as served:
        maria.says("100001")
        assert "с. Іза, вул. Центральна, 7" in maria.hears(3)[-1].text
        maria.presses(maria.buttons[0])
        maria.hears(4)
        out, err = served.stop()
    assert [each["account"] for each in run("subscriptions", "--json").records] == ["210000001"]
    assert len(set(telegram.mailbox.answered)) == 2  # the first press may come again after the restart
    assert not any(secret in out + err for secret in (TOKEN, "100001", "Іза"))


def test_a_messenger_that_hangs_does_not_keep_it_from_ending(serving, telegram):
    telegram.fail(Break.HANG)
    with heard_by_webhook(serving, telegram, stop_within=0.5) as served:
        telegram.customer().says("/start")
        _, err = served.stop()
        assert "stopped_before_all_was_done" in err


def test_who_blocks_the_bot_is_written_to_no_more_until_he_returns(serving, telegram, run):
    run("subscribe", "telegram", "1001", "210000001")
    maria = telegram.customer()
    with heard_by_webhook(serving, telegram, now="2026-11-18T12:00") as served:
        served.waits_for("/readyz", 200)
        wait_for(lambda: owed(run) == 3)
        for blocked in (True, False, True):
            maria.blocks(blocked=blocked)
        assert owed(run) == 0
        maria.blocks(blocked=False)
        assert owed(run) == 3


def owed(run) -> int:
    return len(run("reminders", "--owed", "--json").records)


@pytest.mark.parametrize(
    ("setting", "value"),
    [
        ("PUBLIC_URL", "http://provisnyk.example"),
        ("PUBLIC_URL", "provisnyk.example"),
        ("WEB_BIND", "8080"),
        ("WEB_BIND", "127.0.0.1:99999"),
        ("WEB_BIND", "127.0.0.1:"),
    ],
)
def test_a_wrong_setting_is_named(run, monkeypatch, setting, value):
    monkeypatch.setenv(f"PROVISNYK_{setting}", value)
    result = run("serve")
    assert (result.code, f"PROVISNYK_{setting}" in result.err) == (2, True)


@pytest.mark.parametrize("setting", ["SOURCE_URL", "PROOF_KEY"])
def test_a_missing_setting_is_named(run, monkeypatch, setting):
    monkeypatch.setenv("PROVISNYK_SOURCE_URL", "page.html")
    monkeypatch.delenv(f"PROVISNYK_{setting}")
    result = run("serve")
    assert (result.code, f"PROVISNYK_{setting}" in result.err) == (2, True)


def test_an_address_that_is_taken_is_named(run, monkeypatch):
    monkeypatch.setenv("PROVISNYK_SOURCE_URL", "page.html")
    with socket.create_server(("127.0.0.1", 0)) as taken:
        monkeypatch.setenv("PROVISNYK_WEB_BIND", f"127.0.0.1:{taken.getsockname()[1]}")
        result = run("serve")
    assert (result.code, "уже зайнято; перевірте PROVISNYK_WEB_BIND" in result.err) == (1, True)
