"""The operator's page before any database: the way in, and what holds for every page."""

import pytest

from bots.web.app import web_app
from bots.web.operator.routes import operator_routes
from bots.web.operator.sign_in import IDLE, LASTS, SignIn
from pipeline.domain.errors import Failed, Misuse
from pipeline.domain.passwords import hash_password
from pipeline.domain.quarantine import QuarantineView
from tests.fakes.operator_browser import CHEAPLY_HASHED, ORIGIN, PASSWORD, OperatorBrowser, words

OPERATORS = {"operator": CHEAPLY_HASHED, "oksana": hash_password("a long password", b"fedcba9876543210", cost=4)}
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


def wrong_file():
    raise Misuse("Файл операторів, рядок 3")


def paths(method):
    """Of the routes that take it, as the router has them: a new one is not forgotten."""
    routes = operator_routes(EmptyDesk(), SignIn(dict), ORIGIN)
    return {route.path.removeprefix("/operator") for route in routes if method in route.methods}


class Browser(OperatorBrowser):
    """A browser of the page with two operators, and its clock."""

    def __init__(self, operators=lambda: OPERATORS, public_url=ORIGIN):
        self.desk, self.time = EmptyDesk(), 0.0
        routes = operator_routes(self.desk, SignIn(operators, lambda: self.time), public_url)
        super().__init__(web_app({}, self._ready, routes))

    async def _ready(self):
        return None

    async def csrf(self):
        return (await self.see("/quarantine")).find("input", {"name": "csrf"})["value"]


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


async def test_the_cookie_is_for_this_page_alone_and_out_of_reach_of_scripts():
    secure = (await Browser().sign_in()).headers["set-cookie"].split("; ")
    assert secure[0].startswith("__Secure-operator=")
    assert {"HttpOnly", "Secure", "SameSite=strict", "Path=/operator", "Max-Age=43200"} <= set(secure)
    plain = (await Browser(public_url=None).sign_in()).headers["set-cookie"].split("; ")
    assert plain[0].startswith("operator=")
    assert "Secure" not in plain


async def test_behind_a_proxy_the_pages_lie_where_the_browser_sees_them():
    browser = Browser(public_url=f"{ORIGIN}/bot")
    answer = await browser.sign_in()
    assert answer.headers["location"] == "/bot/operator"
    assert "Path=/bot/operator" in answer.headers["set-cookie"]
    assert 'href="/bot/operator/style.css"' in (await browser.send("GET", "/sign-in")).text


async def test_whose_line_is_deleted_or_has_another_password_is_out_at_once():
    known, faults = dict(OPERATORS), []
    browser = Browser(lambda: faults[0]() if faults else known)
    await browser.sign_in()
    known["operator"] = hash_password("another password", b"0123456789abcdef", cost=4)
    assert (await browser.send("GET", "/quarantine")).headers["location"] == "/operator/sign-in"
    known["operator"] = OPERATORS["operator"]
    assert (await browser.send("GET", "/quarantine")).status_code == 303
    await browser.sign_in()
    faults.append(wrong_file)
    assert (await browser.send("GET", "/quarantine")).status_code == 303
    faults.clear()
    assert (await browser.send("GET", "/quarantine")).status_code == 200
    del known["operator"]
    assert (await browser.send("GET", "/quarantine")).status_code == 303


async def test_a_session_ends_when_nothing_is_asked_for_and_after_half_a_day(inside):
    for _ in range(int(LASTS / (IDLE - 60))):
        assert (await inside.send("GET", "/doubtful")).status_code == 200
        inside.time += IDLE - 60
    inside.time = LASTS
    assert (await inside.send("GET", "/doubtful")).status_code == 303
    await inside.sign_in()
    inside.time += IDLE
    answer = await inside.send("POST", "/quarantine")
    assert "надіслане не враховано" in words(await inside.see(answer.headers["location"].removeprefix("/operator")))


async def test_who_signs_in_again_leaves_no_session_behind(inside):
    before = inside.cookies
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
    assert (await browser.sign_in("operator", "wrong")).status_code == 403


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


async def test_a_wrong_file_of_operators_lets_nobody_in_and_says_so_in_the_log_alone(capfd):
    answer = await Browser(wrong_file).sign_in()
    assert (answer.status_code, "рядок 3" in answer.text) == (503, False)
    assert "рядок 3" in "".join(capfd.readouterr())


async def test_the_style_is_sent_once(browser):
    style = await browser.send("GET", "/style.css")
    again = await browser.send("GET", "/style.css", headers={"If-None-Match": style.headers["etag"]})
    assert (style.status_code, again.status_code, again.content) == (200, 304, b"")
