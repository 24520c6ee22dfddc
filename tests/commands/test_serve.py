"""`serve` as a process of its own, against the fakes: bots, web and schedule, up to its end by a signal."""

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from time import monotonic, sleep

import httpx
import pytest

from pipeline.config import ROOT
from tests.commands.conftest import IZA
from tests.fakes.server import serve as serve_fake
from tests.fakes.service import Break
from tests.fakes.telegram_api import TOKEN, FakeTelegram

PATIENCE = 30.0


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as found:
        return found.getsockname()[1]


class Served:
    """A running `serve`."""

    def __init__(self, process, url):
        self.process = process
        self.url = url

    def get(self, path):
        return httpx.get(self.url + path, timeout=PATIENCE)

    def waits_for(self, path, code):
        """The answer, once it has this code."""
        deadline = monotonic() + PATIENCE
        while True:
            try:
                answer = self.get(path)
            except httpx.TransportError:
                answer = None
            if answer is not None and answer.status_code == code:
                return answer
            assert self.process.poll() is None, self.process.stderr.read()
            assert monotonic() < deadline, answer and answer.text
            sleep(0.05)

    def stop(self, by=signal.SIGTERM):
        """Exit code, stdout and stderr after a signal, and how long it took."""
        began = monotonic()
        self.process.send_signal(by)
        out, err = self.process.communicate(timeout=PATIENCE)
        return self.process.returncode, out, err, monotonic() - began


@pytest.fixture
def telegram() -> FakeTelegram:
    return FakeTelegram()


@pytest.fixture
def serving(desk, page, run, telegram):
    """`with serving(SETTING=…) as served`: Telegram is the fake; the page is a file with works in с. Іза."""
    run("accounts", "import", "accounts.csv")
    source = page(IZA)

    @contextmanager
    def start(now="2026-11-19T12:00", **settings) -> Iterator[Served]:
        port = free_port()
        with serve_fake(telegram) as api:
            telegram.mailbox.address = f"http://127.0.0.1:{port}"
            own = {
                "SOURCE_URL": source,
                "WEB_BIND": f"127.0.0.1:{port}",
                "TELEGRAM_TOKEN": TOKEN,
                "TELEGRAM_API_URL": api,
                **settings,
            }
            environment = os.environ | {f"PROVISNYK_{name}": value for name, value in own.items()}
            arguments = [sys.executable, str(ROOT / "run.py"), "serve", "--json", "-v", "--now", now]
            process = subprocess.Popen(
                arguments, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
            )
            served = Served(process, f"http://127.0.0.1:{port}")
            try:
                yield served
                if process.poll() is None:  # killed, it would leave what it was about to say leased for a minute
                    code, _, err, _ = served.stop()
                    assert code == 0, err
            finally:
                process.kill()
                process.communicate()

    return start


def test_it_reads_the_list_at_once_says_when_it_is_ready_and_ends_by_a_signal(serving):
    with serving() as served:
        assert served.waits_for("/healthz", 200).json() == {"alive": True}
        assert served.waits_for("/readyz", 200).json() == {"ready": True, "reason": None}
        assert served.get("/anything").status_code == 404
        code, out, err, seconds = served.stop()
        assert code == 0, err
        assert '"state": "ok"' in out
        assert seconds < 10
        assert TOKEN not in out + err


def test_it_is_not_ready_where_the_list_cannot_be_read(serving):
    with serving(SOURCE_URL="no-such-page.html") as served:
        answer = served.waits_for("/readyz", 503)
        assert "не прочитано" in answer.json()["reason"]
        assert served.get("/healthz").status_code == 200
        assert served.stop(signal.SIGINT)[0] == 0


def test_where_a_public_address_is_set_telegram_delivers_there(serving, telegram):
    with serving(PUBLIC_URL="https://provisnyk.example/bots/") as served:
        served.waits_for("/readyz", 200)
        wait_for(lambda: telegram.mailbox.webhook)
        assert telegram.mailbox.webhook.path == "/bots/telegram"
        assert "accounts" in telegram.commands


BY_WEBHOOK, BY_POLLING = {"PUBLIC_URL": "https://provisnyk.example"}, {}
BOTH_WAYS = pytest.mark.parametrize("way", [BY_WEBHOOK, BY_POLLING], ids=["webhook", "polling"])


@contextmanager
def heard_by(serving, telegram, way, **options):
    """A server that hears Telegram this way."""
    with serving(**way, **options) as served:
        served.waits_for("/healthz", 200)
        wait_for(lambda: telegram.mailbox.webhook if way else telegram.mailbox.asked)
        yield served


@BOTH_WAYS
def test_a_customer_registers_by_a_deep_link_and_a_restart_in_the_middle_loses_nothing(serving, telegram, run, way):
    maria = telegram.customer()
    with heard_by(serving, telegram, way) as served:
        maria.says("/start 210000001")
        maria.hears(1)
        maria.presses(maria.buttons[0])
        maria.hears(2)
        code, _, err, _ = served.stop()
        assert code == 0, err
        assert "210000001" not in err
    telegram.mailbox.asked = 0
    with heard_by(serving, telegram, way) as served:
        maria.says("100001")
        assert "с. Іза, вул. Центральна, 7" in maria.hears(3)[-1].text
        assert not any("Іза" in each.text for each in maria.heard[:2])
        maria.presses(maria.buttons[0])
        maria.hears(4)
        assert [each["account"] for each in run("subscriptions", "--json").records] == ["210000001"]
        assert len(telegram.mailbox.answered) == 2
        code, out, err, _ = served.stop()
        assert code == 0
        assert not any(secret in out + err for secret in (TOKEN, "100001", "Іза"))


def test_an_update_that_is_delivered_twice_is_answered_once(serving, telegram):
    maria = telegram.customer()
    with heard_by(serving, telegram, BY_WEBHOOK):
        address, telegram.mailbox.address = telegram.mailbox.address, None
        maria.says("/start")
        telegram.mailbox.address = address
        assert telegram.mailbox.deliver(again=True) == [200]
        assert telegram.mailbox.deliver() == [200]
        telegram.customer(1002).says("/start")
        telegram.customer(1002).hears(1)
        assert len(maria.hears(1)) == 1


def test_what_is_in_hand_is_finished_before_the_end(serving, telegram):
    customers = [telegram.customer(1001 + number) for number in range(20)]
    with heard_by(serving, telegram, BY_WEBHOOK) as served:
        for each in customers:
            each.says("/start")
        code, _, err, seconds = served.stop()
        assert code == 0, err
        assert seconds < 10
        assert all(len(each.heard) == 1 for each in customers)


def test_a_messenger_that_hangs_does_not_keep_it_from_ending(serving, telegram):
    telegram.fail(Break.HANG)
    with heard_by(serving, telegram, BY_WEBHOOK) as served:
        telegram.customer().says("/start")
        code, _, err, seconds = served.stop()
        assert code == 0, err
        assert seconds < 10


def test_who_blocks_the_bot_is_written_to_no_more_until_he_returns(serving, telegram, run):
    run("subscribe", "telegram", "1001", "210000001")
    maria = telegram.customer()
    with heard_by(serving, telegram, BY_WEBHOOK, now="2026-11-18T12:00"):
        maria.blocks()
        maria.blocks(blocked=False)
        maria.blocks()
    with heard_by(serving, telegram, BY_WEBHOOK, now="2026-11-23T10:00") as served:
        served.waits_for("/readyz", 200)
    assert maria.heard == []
    with heard_by(serving, telegram, BY_WEBHOOK, now="2026-11-23T10:30"):
        maria.blocks(blocked=False)
    with heard_by(serving, telegram, BY_WEBHOOK, now="2026-11-23T11:00"):
        assert "Завтра" in maria.hears(1)[0].text


def test_what_is_due_is_sent_by_the_first_tick(serving, telegram, run):
    run("subscribe", "telegram", "1001", "210000001")
    with serving(now="2026-11-23T10:00"):
        assert "Завтра" in telegram.customer().hears(1)[0].text


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
    assert (result.code, "PROVISNYK_WEB_BIND" in result.err) == (1, True)


def wait_for(condition) -> None:
    deadline = monotonic() + PATIENCE
    while not condition():
        assert monotonic() < deadline
        sleep(0.02)
