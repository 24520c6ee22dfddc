"""Nothing of a customer and no secret is in what a whole run leaves: logs, reports, metrics, errors."""

import re

import httpx

from tests.commands.conftest import KEY
from tests.commands.served import wait_for
from tests.fakes import viber_api
from tests.fakes.service import Break
from tests.fakes.telegram_api import TOKEN

ACCOUNT, METER, EIC, ADDRESS = "210000001", "100001", "62Z1000000000011", "с. Іза, вул. Центральна, 7"
PASSWORD, WATCHED, PROOF_OF_NOBODY = "battery staple", "path-of-the-watcher", "8765432"
OPERATOR_CHAT, MARIA = "4242424242", 7070707070


SETTINGS = {
    "OPERATOR_CHAT": OPERATOR_CHAT,
    "OPERATOR_PASSWORD": PASSWORD,
    "HEARTBEAT_URL": f"http://127.0.0.1:9/{WATCHED}",
}


def registers(customer, proof):
    """A customer adds his account, after a wrong proof."""
    customer.opens(context=ACCOUNT)
    customer.hears(1)
    customer.presses(customer.buttons[0])
    customer.hears(2)
    for number, said in enumerate((PROOF_OF_NOBODY, proof), start=3):
        customer.says(said)
        customer.hears(number)
    assert ADDRESS in customer.heard[-1].text
    customer.presses(customer.buttons[0])
    customer.hears(5)


def looks_up_as_operator(url):
    """An operator mistypes his password, signs in, and asks for the account."""
    with httpx.Client(base_url=f"{url}/operator", headers={"Origin": url}) as browser:
        assert browser.post("/sign-in", data={"name": "operator", "password": PASSWORD[:-1]}).is_error
        entered = browser.post("/sign-in", data={"name": "operator", "password": PASSWORD})
        browser.headers["Cookie"] = entered.headers["Set-Cookie"].partition(";")[0]  # it is for HTTPS alone
        csrf = re.search(r'name="csrf" value="([^"]+)"', browser.get("/account").text)[1]
        found = browser.post("/account", data={"csrf": csrf, "account": ACCOUNT, "day": "2026-11-24"})
        assert ACCOUNT in found.text


def test_a_whole_run_leaves_no_secret_and_nothing_of_a_customer_anywhere(serving, telegram, viber, run, monkeypatch):
    for name, value in SETTINGS.items():
        monkeypatch.setenv(f"PROVISNYK_{name}", value)
    maria, olha = telegram.customer(MARIA), viber.customer()
    left = []
    with serving(PUBLIC_URL="https://provisnyk.example", now="2026-11-23T10:00", stop_within=0.5) as served:
        wait_for(lambda: viber.callbacks.path and telegram.mailbox.webhook)
        registers(maria, METER)
        registers(olha, EIC[-5:])
        maria.says("/calendar")
        told = "\n".join(each.text for each in maria.hears(7))  # that another chat hears of the account, too
        calendar = told.split("/calendar/")[1].split()[0]
        looks_up_as_operator(served.url)
        paths = ("/metrics", "/readyz", "/api/works", "/calendar/1-wrong.ics", f"/operator?account={ACCOUNT}")
        left += [served.get(path).text for path in paths]
        telegram.fail(Break.CUT, times=9)
        viber.fail("failure", times=9)
        for each in (maria, olha):
            each.says("/accounts")
        left += served.stop()
    telegram.recover()
    monkeypatch.setenv("PROVISNYK_TELEGRAM_TOKEN", TOKEN)
    monkeypatch.setenv("PROVISNYK_TELEGRAM_API_URL", telegram.url)
    monkeypatch.setenv("PROVISNYK_SOURCE_URL", "page.html")
    for fault, now in (("failure", "07:00"), (Break.CUT, "07:20"), ("token", "07:40")):
        telegram.fail(fault, times=9)
        tick = run("tick", "-v", "--now", f"2026-11-24T{now}")
        left += [tick.out, tick.err]
        telegram.recover()
    for command in ("doctor", "registrations", "budget", "release"):
        ended = run(command, "-v", "--now", "2026-11-24T08:00")
        left += [ended.out, ended.err]
    everything = "\n".join(left)
    for event in (
        "operator_refused",
        "operator_looked_up_account",
        "heartbeat_failed",
        '"event": ',
        "reply_delayed",
        "retry",
    ):
        assert event in everything
    secrets = {TOKEN, viber_api.TOKEN, KEY, PASSWORD, WATCHED, calendar, OPERATOR_CHAT, str(MARIA), olha.user_id}
    customers = {ACCOUNT, METER, EIC, PROOF_OF_NOBODY, "вул. Центральна"}
    assert {each for each in secrets | customers if each in everything} == set()
