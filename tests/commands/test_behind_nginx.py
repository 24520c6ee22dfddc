"""A real `serve` behind nginx with `deploy/nginx.conf`: what passes from outside, and what does not."""

from dataclasses import dataclass

import httpx
import pytest
from bs4 import BeautifulSoup

from bots.web.operator.upload import LARGEST
from tests.commands.served import Served, wait_for
from tests.fakes.operator_browser import ORIGIN, PASSWORD
from tests.fakes.patience import PATIENCE
from tests.nginx import Nginx


@dataclass
class Outside:
    """The site as the world sees it."""

    nginx: Nginx
    served: Served
    client: httpx.Client

    def ask(self, method, path, **given):
        return self.client.request(method, f"https://{self.nginx.https}{path}", **given)


@pytest.fixture
def outside(serving, telegram, viber, tmp_path, monkeypatch):
    (folder := tmp_path / "nginx").mkdir()
    with serving(PUBLIC_URL=ORIGIN, OPERATOR_PASSWORD=PASSWORD) as served:
        nginx = Nginx(folder, behind=served.url.removeprefix("http://"))
        monkeypatch.setenv("SSL_CERT_FILE", str(nginx.certificate))
        headers = {"Host": "provisnyk.example"}
        with nginx.running(), httpx.Client(timeout=PATIENCE, headers=headers) as client:
            served.waits_for("/readyz", 200)
            wait_for(lambda: telegram.mailbox.webhook)
            wait_for(lambda: viber.callbacks.path)
            telegram.mailbox.address = viber.callbacks.address = f"https://{nginx.https}"
            yield Outside(nginx, served, client)


def test_messengers_customers_and_operators_come_in_and_no_key_is_logged(outside, telegram, viber):
    for customer in (telegram.customer(), viber.customer()):
        customer.says("/start")
        assert customer.hears(1)
    assert outside.ask("GET", "/calendar/the-key-of-a-calendar.ics").status_code == 404
    form = {"name": "operator", "password": PASSWORD}
    signed_in = outside.ask("POST", "/operator/sign-in", data=form, headers={"Origin": ORIGIN})
    assert {"Secure", "HttpOnly"} < set(signed_in.headers["set-cookie"].split("; "))
    shown = BeautifulSoup(outside.ask("GET", "/operator/upload").text, "html.parser")
    form = {"csrf": shown.find("input", {"name": "csrf"})["value"]}
    as_large_as_it_takes = b"<html>".ljust(LARGEST - 1000)
    files = {shown.find("input", {"type": "file"})["name"]: ("list.html", as_large_as_it_takes)}
    brought = outside.ask("POST", "/operator/upload", data=form, files=files, headers={"Origin": ORIGIN})
    assert brought.status_code == 303, brought.text
    outside.nginx.stop()
    log = outside.nginx.log()
    assert "POST /operator/upload" in log
    assert "the-key-of-a-calendar" not in log


def test_what_is_not_for_the_world_stays_out_and_while_serve_starts_anew_it_is_said(outside):
    asked = {
        ("GET", "/healthz", 0): 200,
        ("GET", "/metrics", 0): 404,
        ("GET", "/", 0): 404,
        ("GET", "/telegram", 0): 403,
        ("GET", "/viber", 0): 403,
        ("POST", "/telegram", 2**20 + 1): 413,
        ("POST", "/operator/upload", 22 * 2**20): 413,
    }
    assert {each: outside.ask(*each[:2], content=b" " * each[2]).status_code for each in asked} == asked
    plain = outside.client.get(f"http://{outside.nginx.http}/operator")
    assert (plain.status_code, plain.headers["location"]) == (301, f"{ORIGIN}/operator")
    assert 429 in {outside.ask("GET", "/api/works").status_code for _ in range(60)}
    outside.served.stop()
    answer = outside.ask("GET", "/readyz")
    assert (answer.status_code, answer.text) == (503, "Провісник саме перезапускається. Спробуйте за хвилину.\n")
    assert answer.headers["content-type"] == "text/plain; charset=utf-8"
