"""The operator's door of a running `serve`, over real HTTP: who is let in, for how long, and whom nobody keeps out."""

import re
import socket
from contextlib import ExitStack

import httpx

from tests.commands.conftest import ACCOUNTS
from tests.commands.served import wait_for
from tests.fakes.operator_browser import PASSWORD
from tests.fakes.patience import PATIENCE

DOOR = {"OPERATOR_PASSWORD": PASSWORD}
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0"
LATER = "2026-11-19T12:10"
IDLE_CONNECTIONS = 400
FILES = 256


class Browser(httpx.Client):
    """An operator's, or a stranger's from another address."""

    def __init__(self, served, address="192.0.2.1"):
        headers = {"Origin": served.url, "X-Forwarded-For": address, "User-Agent": FIREFOX}
        super().__init__(base_url=f"{served.url}/operator", headers=headers, timeout=PATIENCE)

    def sign_in(self, password=PASSWORD, name="operator"):
        return self.post("/sign-in", data={"name": name, "password": password})

    def moves_to(self, served):
        """The same cookies at the address of another start."""
        self.base_url = f"{served.url}/operator"
        self.headers["Origin"] = served.url

    def is_inside(self):
        return self.get("/upload").status_code == 200


def test_a_known_browser_enters_while_strangers_try_from_everywhere(serving):
    with serving(**DOOR) as served, ExitStack() as stack:
        served.waits_for("/healthz", 200)
        known = stack.enter_context(Browser(served))
        assert known.sign_in().headers["location"] == "/operator"
        csrf = re.search(r'name="csrf" value="([^"]+)"', known.get("/upload").text)[1]
        known.post("/sign-out", data={"csrf": csrf})
        assert not known.is_inside()
        strangers = [stack.enter_context(Browser(served, f"198.51.100.{number}")) for number in range(40)]
        answers = [each.sign_in("wrong").status_code for each in strangers]
        assert set(answers) == {403, 429}
        assert answers[-1] == 429
        # right, and yet not from a browser that nobody knows
        assert stack.enter_context(Browser(served, "192.0.2.2")).sign_in().status_code == 429
        assert known.sign_in().headers["location"] == "/operator"
        assert known.is_inside()


def test_a_session_outlives_a_restart_is_listed_and_ended_at_once(serving, run):
    with serving(**DOOR) as served, Browser(served) as browser, Browser(served) as other:
        served.waits_for("/healthz", 200)
        assert browser.sign_in().status_code == other.sign_in().status_code == 303
        served.stop()
        first, second = run("operator", "sessions", "--json").records
        assert (first["operator"], first["browser"]) == ("operator", "Firefox, Linux")
        with serving(LATER, **DOOR) as again:
            again.waits_for("/healthz", 200)
            browser.moves_to(again)
            other.moves_to(again)
            assert (browser.is_inside(), other.is_inside()) == (True, True)
            left = run("operator", "sessions", "--end", str(first["id"]))
            assert (left.code, left.out.count("Firefox, Linux")) == (0, 1), left.err
            assert (browser.is_inside(), other.is_inside()) == (False, True)
            wrong = run("operator", "sessions", "--end", str(first["id"]))
            assert (wrong.code, f"Сеансу «{first['id']}» немає" in wrong.err) == (2, True)
            assert "не ввійшов ніхто" in run("operator", "sessions", "--end", "all").out
            assert not other.is_inside()
    assert second["id"] != first["id"]


def test_with_another_password_in_the_settings_who_was_inside_is_out(serving):
    with serving(**DOOR) as served, Browser(served) as browser:
        served.waits_for("/healthz", 200)
        assert browser.sign_in().status_code == 303
        served.stop()
        with serving(LATER, OPERATOR_PASSWORD="another password") as again:
            again.waits_for("/healthz", 200)
            browser.moves_to(again)
            assert not browser.is_inside()


def test_a_password_that_is_too_short_opens_nothing_and_keeps_nobody_from_being_told(serving, telegram, run):
    run("subscribe", "telegram", "1001", "210000001")
    with serving(now="2026-11-23T10:00", OPERATOR_PASSWORD="eleven char") as served:
        served.waits_for("/healthz", 200)
        with Browser(served) as browser:
            assert browser.sign_in("eleven char").status_code == 404
        assert "Завтра" in telegram.customer(1001).hears(1)[0].text
        assert "щонайменше 12" in served.stop()[1]


def test_connections_that_say_nothing_leave_files_for_sending_and_for_an_operator(serving, telegram, run, desk):
    accounts = range(210000100, 210000140)
    rows = (f"{each},62Z{each}0011,{each},с. Іза,,вул. Центральна,7,{each}\n" for each in accounts)
    (desk / "more.csv").write_text(ACCOUNTS + "".join(rows), encoding="utf-8")
    assert run("accounts", "import", "more.csv").code == 0
    chats = "".join(f"telegram,{each},{each},\n" for each in accounts)
    (desk / "chats.csv").write_text(f"messenger,chat_id,account,since\n{chats}", encoding="utf-8")
    assert run("subscribe", "--file", "chats.csv").code == 0
    with serving(now="2026-11-23T10:00", files=FILES, **DOOR) as served, ExitStack() as stack:
        host, port = served.url.removeprefix("http://").split(":")

        def connects():
            try:
                return stack.enter_context(socket.create_connection((host, int(port))))
            except ConnectionRefusedError:
                return None

        wait_for(connects)
        for _ in range(IDLE_CONNECTIONS):
            assert connects()
        for each in accounts:
            assert "Завтра" in telegram.customer(each).hears(1)[0].text
        with Browser(served) as browser:
            assert browser.sign_in().status_code == 303
            assert browser.is_inside()
        _, err = served.stop()
    assert "ulimit" not in err
    assert "job_failed" not in err
