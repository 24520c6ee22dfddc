"""The operator's page before any database: the way in, and what holds for every page."""

import asyncio
import threading
from datetime import UTC, datetime

import pytest
from peewee import SqliteDatabase

from bots.web.app import web_app
from bots.web.operator import sign_in
from bots.web.operator.routes import operator_routes
from bots.web.operator.sign_in import MOST_IN_LINE, SignIn
from data.operator_sessions import OperatorSessions
from data.tables import OperatorSession
from pipeline.domain import passwords
from pipeline.domain.errors import Failed, Misuse
from pipeline.domain.passwords import hash_password, is_outdated, is_password
from pipeline.domain.quarantine import QuarantineView
from pipeline.domain.sessions import IDLE, LASTS
from tests.fakes.operator_browser import CHEAPLY_HASHED, ORIGIN, PASSWORD, OperatorBrowser, words
from tests.fakes.patience import PATIENCE

KNOWN = {"operator": CHEAPLY_HASHED, "oksana": hash_password("a long password", b"fedcba9876543210", cost=4)}
PAGES = ("/quarantine", "/doubtful", "/upload")


class EmptyDesk:
    """Nothing is to be shown; or the database refuses."""

    refuses = None

    async def quarantine(self):
        if self.refuses:
            raise self.refuses
        return QuarantineView([], [])

    async def doubtful(self):
        return None

    async def reread(self, operator):  # noqa: ARG002
        raise Misuse("Жодної сторінки зі списком ще не збережено")


class Operators:
    """Two, in memory; their file may be wrong."""

    def __init__(self):
        self.known, self.wrong, self.renewed = dict(KNOWN), None, 0

    def hashes(self):
        if self.wrong:
            raise self.wrong
        return self.known

    def renew(self, name, password):
        self.renewed += 1
        self.known[name] = hash_password(password, b"0123456789abcdef")
        return self.known[name]


class Sessions:
    """In a database that holds nothing else, by a clock of its own."""

    def __init__(self):
        database = SqliteDatabase(":memory:")
        with database.bind_ctx([OperatorSession]):
            database.create_tables([OperatorSession])
        self.kept, self.time = OperatorSessions(database, b"key"), 0.0

    @property
    def now(self):
        return datetime.fromtimestamp(self.time, UTC)

    async def begin(self, *given):
        return self.kept.begin(*given, self.now)

    async def find(self, *given):
        return self.kept.find(*given, self.now)

    async def end(self, token):
        self.kept.end(token)


def paths(method):
    """Of the routes that take it, as the router has them: a new one is not forgotten."""
    routes = operator_routes(EmptyDesk(), SignIn(Operators(), Sessions(), b"key"), ORIGIN)
    return {route.path.removeprefix("/operator") for route in routes if method in route.methods}


class Browser(OperatorBrowser):
    """A browser of the page with two operators, and its clock."""

    def __init__(self, public_url=ORIGIN, shared=None):
        """`shared`: a browser at another place before the same site."""
        self.desk, self.operators, self.sessions = EmptyDesk(), Operators(), Sessions()
        if shared:
            self.desk, self.operators, self.sessions = shared.desk, shared.operators, shared.sessions
        super().__init__(shared._web if shared else self._site(public_url))

    def _site(self, public_url):
        sign_in = SignIn(self.operators, self.sessions, b"key", lambda: self.sessions.time)
        return web_app({}, self._ready, operator_routes(self.desk, sign_in, public_url))

    def restart(self):
        """`serve` starts anew: what it held in memory is gone."""
        self._web = self._site(ORIGIN)

    @property
    def time(self):
        return self.sessions.time

    @time.setter
    def time(self, time):
        self.sessions.time = time

    async def _ready(self):
        return None

    async def csrf(self):
        return (await self.see("/quarantine")).find("input", {"name": "csrf"})["value"]


@pytest.fixture(autouse=True)
def cheap(monkeypatch):
    """Nobody waits for what makes a guess dear."""
    monkeypatch.setattr(passwords, "COST", 4)


@pytest.fixture
def browser():
    return Browser()


@pytest.fixture
async def inside(browser):
    await browser.sign_in()
    return browser


@pytest.mark.parametrize(("name", "password"), [("operator", PASSWORD), ("oksana", "a long password")])
async def test_an_operator_enters_with_his_own_password_and_leaves(browser, name, password):
    assert (await browser.sign_in(name, password)).headers["location"] == "/operator"
    assert name in words(await browser.see("/quarantine"))
    assert (await browser.send("POST", "/sign-out", data={"csrf": await browser.csrf()})).status_code == 303
    # whoever kept the cookie has nothing of it
    assert (await browser.send("GET", "/quarantine")).headers["location"] == "/operator/sign-in"


@pytest.mark.parametrize(
    ("name", "password"), [("operator", "wrong"), ("nobody", PASSWORD), ("oksana", PASSWORD), ("", "")]
)
async def test_nobody_enters_otherwise(browser, name, password, capfd):
    answer = await browser.sign_in(name, password)
    assert (answer.status_code, browser.cookies) == (403, {})
    assert f'value="{name}"' in answer.text
    assert PASSWORD not in answer.text + "".join(capfd.readouterr())


SHUT = {"HttpOnly", "SameSite=strict", "Path=/"}


async def test_the_cookies_are_for_this_host_alone_and_out_of_reach_of_scripts():
    cookies = (await Browser().sign_in()).headers.get_list("set-cookie")
    assert [each.partition("=")[0] for each in cookies] == ["__Host-operator", "__Host-operator-device"]
    for cookie, lasts in zip(cookies, ("Max-Age=43200", "Max-Age=31536000"), strict=True):
        assert {*SHUT, "Secure", lasts} <= set(cookie.split("; "))
        assert "Domain" not in cookie


@pytest.mark.parametrize("public_url", [None, ORIGIN])
@pytest.mark.parametrize("host", ["127.0.0.1:8080", "localhost:8080", "[::1]:8080"])
async def test_on_loopback_the_cookies_are_plain_ones(public_url, host):
    browser, here = Browser(public_url), {"origin": f"http://{host}", "headers": {"Host": host}}
    cookies = (await browser.sign_in(**here)).headers.get_list("set-cookie")
    assert [each.partition("=")[0] for each in cookies] == ["operator", "operator-device"]
    assert all(set(each.split("; ")) >= SHUT and "Secure" not in each for each in cookies)
    assert (await browser.send("GET", "/quarantine", **here)).status_code == 200
    # elsewhere a plain cookie may be one that a site beside ours has set
    assert (await browser.send("GET", "/quarantine")).status_code == 303


async def test_without_tls_nobody_signs_in_but_on_loopback_for_the_browser_would_not_keep_the_cookie():
    browser = Browser(None)
    answer = await browser.sign_in(origin="http://192.0.2.1:8080", headers={"Host": "192.0.2.1:8080"})
    assert (answer.status_code, "https" in answer.text, browser.cookies) == (403, True, {})


@pytest.mark.parametrize("broken", ["http://[", "//[", "["])
async def test_a_broken_address_is_that_of_no_site(browser, broken):
    assert (await browser.sign_in(origin=broken)).status_code == 403
    assert (await browser.send("GET", "/quarantine", headers={"Host": broken})).status_code == 303


async def test_behind_a_proxy_the_pages_lie_where_the_browser_sees_them():
    browser = Browser(f"{ORIGIN}/bot")
    answer = await browser.sign_in()
    assert answer.headers["location"] == "/bot/operator"
    assert 'href="/bot/operator/style.css"' in (await browser.send("GET", "/sign-in")).text


async def test_whose_line_is_deleted_or_has_another_password_is_out_at_once(inside):
    known = inside.operators.known
    before = known["operator"]
    known["operator"] = hash_password("another password", b"0123456789abcdef", cost=4)
    assert (await inside.send("GET", "/quarantine")).headers["location"] == "/operator/sign-in"
    known["operator"] = before
    assert (await inside.send("GET", "/quarantine")).status_code == 303
    await inside.sign_in()
    assert (await inside.send("GET", "/quarantine")).status_code == 200
    del known["operator"]
    assert (await inside.send("GET", "/quarantine")).status_code == 303


async def test_while_the_file_of_operators_is_wrong_nobody_is_let_in_and_nobody_put_out(inside, capfd):
    inside.operators.wrong = Misuse("Файл операторів, рядок 3")
    answers = [await inside.send(*asked) for asked in (("GET", "/quarantine"), ("POST", "/sign-out"))]
    answers.append(await Browser(shared=inside).sign_in())
    assert [(each.status_code, "рядок 3" in each.text) for each in answers] == [(503, False)] * 3
    assert "рядок 3" in "".join(capfd.readouterr())
    inside.operators.wrong = None
    assert (await inside.send("GET", "/quarantine")).status_code == 200


async def test_a_session_outlives_a_restart_and_so_does_the_form_that_was_open(inside):
    csrf = await inside.csrf()
    inside.restart()
    assert (await inside.send("POST", "/quarantine", data={"csrf": csrf, "act": "reread"})).status_code == 303
    assert "Жодної сторінки зі списком" in words(await inside.see("/quarantine"))


async def test_a_session_ends_when_nothing_is_asked_for_and_after_half_a_day(inside):
    lasts, idle = LASTS.total_seconds(), IDLE.total_seconds()
    for _ in range(int(lasts / (idle - 60))):
        assert (await inside.send("GET", "/doubtful")).status_code == 200
        inside.time += idle - 60
    inside.time = lasts
    assert (await inside.send("GET", "/doubtful")).status_code == 303
    await inside.sign_in()
    inside.time += idle
    answer = await inside.send("POST", "/quarantine")
    assert "надіслане не враховано" in words(await inside.see(answer.headers["location"].removeprefix("/operator")))


async def test_who_signs_in_again_leaves_no_session_behind(inside):
    before = dict(inside.cookies)
    await inside.sign_in()
    assert (await inside.send("GET", "/doubtful")).status_code == 200
    inside.cookies = before
    assert (await inside.send("GET", "/doubtful")).status_code == 303


async def test_every_route_but_the_way_in_is_behind_the_password(browser):
    for method in ("GET", "HEAD", "POST"):
        for path in paths(method) - {"/sign-in", "/style.css"}:
            answer = await browser.send(method, path)
            assert answer.headers["location"].startswith("/operator/sign-in"), (method, path)
            assert "frame-ancestors 'none'" in answer.headers["content-security-policy"]
            assert answer.headers["cache-control"] == "no-store"


@pytest.mark.parametrize("path", PAGES)
async def test_every_page_is_behind_the_password_kept_nowhere_and_without_scripts(browser, path):
    for method, way in (("GET", "/operator/sign-in"), ("POST", "/operator/sign-in?ended")):
        assert (await browser.send(method, path)).headers["location"] == way
    await browser.sign_in()
    answer = await browser.send("GET", path)
    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["content-security-policy"].startswith("default-src 'none'; style-src 'self'")
    page = await browser.see(path)
    assert len(page.find_all("h1")) == 1
    assert not page.find_all(["script", "style"]) + page.find_all(style=True)
    labels = {label.get("for") for label in page.find_all("label")}
    assert {each.get("id") for each in page.find_all("input", type=lambda kind: kind != "hidden")} <= labels
    assert all(cell.get("scope") for cell in page.find_all("th"))
    assert all(table.find("caption") for table in page.find_all("table"))


@pytest.mark.parametrize("origin", ["https://evil.example", "null", None])
async def test_a_form_of_another_site_counts_for_nothing(inside, origin):
    csrf = await inside.csrf()
    assert {"", "/account", "/correct", "/sign-in", "/sign-out"} < paths("POST")
    for path in paths("POST"):
        data = {"csrf": csrf, "name": "operator", "password": PASSWORD}
        refused = await inside.send("POST", path, origin=origin, data=data)
        assert (refused.status_code, "з іншого сайту" in refused.text) == (403, True)


@pytest.mark.parametrize("csrf", ["", "wrong", "ї"])
async def test_a_form_without_the_token_of_its_session_counts_for_nothing(inside, csrf):
    for path in paths("POST") - {"/sign-in"}:
        assert (await inside.send("POST", path, data={"csrf": csrf})).status_code == 403, path


async def test_what_is_posted_is_limited_and_says_so(inside):
    csrf = {"csrf": await inside.csrf()}
    many = [("list", (f"{number}.html", b"")) for number in range(21)]
    odd = {"Content-Type": "multipart/form-data"}
    for status, path, given in (
        (413, "/quarantine", {"content": b"x" * 20_000}),
        (400, "/upload", {"data": csrf, "files": many}),
        (400, "/quarantine", {"data": csrf, "files": many[:1]}),
        (400, "/upload", {"content": b"--x", "headers": odd}),
    ):
        refused = await inside.send("POST", path, **given)
        assert (refused.status_code, "до огляду" in refused.text.lower()) == (status, True)


async def test_what_no_database_takes_is_refused_before_it_gets_there(inside):
    csrf = {"csrf": await inside.csrf()}
    half = b'--x\r\nContent-Disposition: form-data; name="password"\r\n\r\n\\ud800\r\n--x--\r\n'
    strange = {"content": half, "headers": {"Content-Type": "multipart/form-data; boundary=x; charset=unicode_escape"}}
    for method, path, given in (
        ("GET", "/work", {"params": {"id": "\0"}}),
        ("POST", "/quarantine", {"data": csrf | {"printed": "с.\0Іза"}}),
        ("POST", "/sign-in", strange),
    ):
        refused = await inside.send(method, path, **given)
        assert (refused.status_code, "яких не буває" in refused.text) == (400, True), path


async def test_who_tries_too_often_waits_ever_longer_and_the_owner_of_the_name_a_minute(browser):
    tries = [await browser.sign_in(f"operator{' ' * number}", "wrong") for number in range(5)]
    assert [answer.status_code for answer in tries] == [403, 403, 403, 429, 429]
    for pause in (1, 2, 4, 8):
        assert (await browser.sign_in()).status_code == 429
        browser.time += pause
        assert (await browser.sign_in("operator", "wrong")).status_code == 403
    browser.time += 60
    assert (await browser.sign_in()).status_code == 303


async def try_from_everywhere(shared, name="operator"):
    """Strangers try a name until its pause is the longest there is."""
    for number in range(12):
        stranger = Browser(shared=shared)
        stranger.address = f"198.51.100.{number}"
        assert (await stranger.sign_in(name, "wrong")).status_code == 403
        shared.time += 60
    shared.time -= 60


async def test_strangers_keep_no_known_browser_out_whatever_they_try(inside):
    await inside.send("POST", "/sign-out", data={"csrf": await inside.csrf()})
    await try_from_everywhere(inside)
    beside = Browser(shared=inside)  # behind the same address
    assert (await beside.sign_in()).status_code == 429
    for _ in range(4):
        await beside.sign_in("somebody", "wrong")
    assert (await inside.sign_in()).status_code == 303


async def test_a_known_browser_is_known_after_a_restart_and_for_its_own_operator_alone(inside):
    inside.restart()
    await try_from_everywhere(inside)
    await try_from_everywhere(inside, "oksana")
    assert (await inside.sign_in("oksana", "a long password")).status_code == 429
    assert (await inside.sign_in()).status_code == 303


async def test_a_known_browser_has_no_more_tries_than_any_other(inside):
    tries = [(await inside.sign_in(password="wrong")).status_code for _ in range(5)]
    assert tries == [403, 403, 403, 429, 429]
    assert (await inside.sign_in()).status_code == 429
    elsewhere = Browser(shared=inside)
    assert (await elsewhere.sign_in()).status_code == 303


@pytest.mark.parametrize("cookie", ["", ".", "nonce.signature", "ї.ї"])
async def test_a_device_that_we_did_not_name_is_a_stranger(browser, cookie):
    await try_from_everywhere(browser)
    header = f"__Host-operator-device={cookie}".encode()
    assert (await browser.sign_in(headers={b"Cookie": header})).status_code == 429


async def test_while_many_strangers_wait_in_line_a_known_browser_does_not(inside, monkeypatch):
    strangers_wait, known = threading.Event(), is_password

    def slow(password, kept):
        if password == "wrong":
            assert strangers_wait.wait(PATIENCE)
        return known(password, kept)

    monkeypatch.setattr(sign_in, "is_password", slow)
    strangers = [Browser(shared=inside) for _ in range(MOST_IN_LINE + 1)]
    for number, each in enumerate(strangers):
        each.address = f"198.51.100.{number}"
    tries = [asyncio.create_task(each.sign_in(f"name{number}", "wrong")) for number, each in enumerate(strangers)]
    done, _ = await asyncio.wait(tries, return_when=asyncio.FIRST_COMPLETED, timeout=PATIENCE)
    assert [(await each).status_code for each in done] == [429]
    assert (await inside.sign_in()).status_code == 303
    strangers_wait.set()
    assert sorted([(await each).status_code for each in tries]) == [403] * MOST_IN_LINE + [429]


async def test_what_was_kept_at_a_lower_cost_opens_and_is_renewed_once(browser, monkeypatch):
    monkeypatch.setattr(passwords, "COST", 5)
    assert is_outdated(browser.operators.known["operator"])
    assert (await browser.sign_in(password="wrong")).status_code == 403
    for _ in range(2):
        assert (await browser.sign_in()).status_code == 303
        assert (await browser.send("GET", "/quarantine")).status_code == 200
        assert not is_outdated(browser.operators.known["operator"])
    assert browser.operators.renewed == 1


async def test_where_a_password_cannot_be_renewed_it_opens_all_the_same(browser, monkeypatch, capfd):
    def refuses(name, password):
        raise Failed("диск лише для читання")

    monkeypatch.setattr(passwords, "COST", 5)
    monkeypatch.setattr(browser.operators, "renew", refuses)
    assert (await browser.sign_in()).status_code == 303
    assert (await browser.send("GET", "/quarantine")).status_code == 200
    assert "password_not_renewed" in "".join(capfd.readouterr())


async def test_what_cannot_be_done_is_told_on_the_page_once(inside):
    after = words(await inside.post("/quarantine", {"act": "reread"}))
    assert "Жодної сторінки зі списком ще не збережено" in after
    assert "Жодної сторінки" not in words(await inside.see("/quarantine"))
    assert "Невідома дія" in words(await inside.post("/quarantine", {"act": "dance"}))


@pytest.mark.parametrize(("error", "status"), [(Failed("База даних зайнята"), 503), (Misuse("Такого немає"), 404)])
async def test_what_cannot_be_shown_says_why(inside, error, status):
    inside.desk.refuses = error
    answer = await inside.send("GET", "/quarantine")
    assert (answer.status_code, str(error) in answer.text) == (status, True)


async def test_the_style_is_sent_once(browser):
    style = await browser.send("GET", "/style.css")
    again = await browser.send("GET", "/style.css", headers={"If-None-Match": style.headers["etag"]})
    assert (style.status_code, again.status_code, again.content) == (200, 304, b"")
