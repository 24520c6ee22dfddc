"""Whatever becomes of reading the list, what is due is planned and sent."""

import pytest

from pipeline.source import pages as reading
from pipeline.steps import aside
from tests.commands.conftest import IZA, PAGE
from tests.fakes.slow_site import slow_site, trickled, whole
from tests.fakes.telegram_api import TOKEN

OPERATOR = "4242"
SECRET = "вул. Таємна, 210000001"


@pytest.fixture
def planned(run, page, telegram, monkeypatch):
    """The list is known, one account subscribed, and nobody told yet."""
    monkeypatch.setenv("PROVISNYK_TELEGRAM_API_URL", telegram.url)
    monkeypatch.setenv("PROVISNYK_TELEGRAM_TOKEN", TOKEN)
    monkeypatch.setenv("PROVISNYK_OPERATOR_CHAT", OPERATOR)
    monkeypatch.setenv("PROVISNYK_SOURCE_URL", page(IZA))
    run("accounts", "import", "accounts.csv")
    run("subscribe", "telegram", "1001", "210000001")
    assert run("scrape", "--source", page(IZA, "<!-- -->", name="known.html"), "--now", "2026-11-23T09:00").code == 0


def heard(telegram, chat):
    return [each.text for each in telegram.messages if each.chat_id == chat]


def breaks(*_, **__):
    raise ValueError(SECRET)


@pytest.mark.parametrize("part", ["read_page", "page_links"])
def test_a_fault_in_reading_is_a_state_that_keeps_nobody_from_being_told(run, planned, telegram, monkeypatch, part):
    with slow_site(lambda _: iter([whole(PAGE.format(rows=IZA).encode())])) as url:
        monkeypatch.setenv("PROVISNYK_SOURCE_URL", f"{url}/works/")
        with monkeypatch.context() as broken:
            broken.setattr(reading, part, breaks)
            failed = run("tick", "--json", "--now", "2026-11-23T10:00")
        assert (failed.code, failed.record["state"], failed.record["sent"]) == (1, "failed", 1)
        assert "breaks" in failed.err
        assert SECRET not in failed.out + failed.err
        assert len(heard(telegram, "1001")) == 1
        (called,) = heard(telegram, OPERATOR)
        assert called.startswith("⚠️ Збій програми зірвав читання списку")
        assert {"read_page": "failed", "page_links": "ok"}[part] in {
            each["state"] for each in run("pages", "--json").records
        }
        assert len(run("works", "--json").records) == 1
        run("tick", "--now", "2026-11-23T10:10")
    (over,) = heard(telegram, OPERATOR)[1:]
    assert over.startswith("✅ Минулося: Збій програми зірвав читання списку")


def test_what_is_read_but_cannot_be_kept_fails_too(run, planned, page, monkeypatch, telegram):
    monkeypatch.setenv("PROVISNYK_SOURCE_URL", page(IZA.replace("Центральна", "Центральна\0"), name="nul.html"))
    monkeypatch.setattr("data.works.save_quarantined", breaks)
    failed = run("tick", "--json", "--now", "2026-11-23T10:00")
    assert (failed.record["state"], failed.record["sent"], len(heard(telegram, OPERATOR))) == ("failed", 1, 1)


def test_where_not_even_the_fault_can_be_kept_what_is_due_is_sent(run, planned, monkeypatch):
    monkeypatch.setattr("data.works.WorksRepository.save_reading", breaks)
    failed = run("tick", "--json", "--now", "2026-11-23T10:00")
    assert (failed.code, failed.record["state"], failed.record["sent"]) == (1, "unavailable", 1)
    assert "Помилка: збій програми зірвав читання списку" in failed.err
    assert SECRET not in failed.err


def test_an_operator_s_own_command_says_that_it_failed_and_where(run, planned, page, monkeypatch):
    monkeypatch.setattr(reading, "read_page", breaks)
    failed = run("scrape", "--source", page(IZA), "--json", "--now", "2026-11-23T10:00")
    assert (failed.code, failed.record["state"], failed.record["gone"]) == (1, "failed", 0)
    assert "збій програми" in failed.err
    assert run("scrape", "--kept", "--json", "--now", "2026-11-23T10:05").code == 1
    assert len(run("works", "--json").records) == 1


def until_told(telegram):
    """A page that ends once the customer has been told, and never before."""
    page = whole(PAGE.format(rows=IZA).encode())

    def answer(path):
        if path == "/robots.txt":
            yield whole(b"")
            return
        yield page[:10]
        while not heard(telegram, "1001"):
            yield b""
        yield page[10:]

    return answer


def test_while_a_tick_waits_for_the_page_what_is_due_goes_out_once(run, planned, telegram, monkeypatch):
    monkeypatch.setattr(aside, "PATIENCE", 0.1)
    with slow_site(until_told(telegram)) as url:
        monkeypatch.setenv("PROVISNYK_SOURCE_URL", f"{url}/works/")
        report = run("tick", "--json", "--now", "2026-11-23T10:00").record
    assert (report["state"], report["sent"], report["works"]) == ("ok", 1, 1)
    assert len(heard(telegram, "1001")) == 1


def test_while_serve_waits_for_the_page_what_is_due_goes_out(run, page, telegram, serving):
    run("subscribe", "telegram", "1001", "210000001")
    run("scrape", "--source", page(IZA, name="known.html"), "--now", "2026-11-23T09:00")
    with slow_site(until_told(telegram)) as url, serving("2026-11-23T10:00", SOURCE_URL=f"{url}/works/") as served:
        assert "Завтра" in telegram.customer(1001).hears(1)[0].text
        out, _ = served.stop()
    assert '"sent": 1' in out


def test_the_deadline_is_a_setting(run, desk, monkeypatch):
    monkeypatch.setenv("PROVISNYK_READ_WITHIN", "0.3")
    with slow_site(lambda _: trickled(b"", b"H")) as url:
        late = run("scrape", "--source", f"{url}/", "--json")
    assert (late.code, late.record["state"]) == (3, "unavailable")
    monkeypatch.setenv("PROVISNYK_READ_WITHIN", "0")
    assert "PROVISNYK_READ_WITHIN" in run("scrape", "--source", "http://127.0.0.1:1/").err


def test_after_a_fault_on_the_way_the_kept_list_is_that_before(run, planned, monkeypatch):
    with slow_site(lambda _: iter([whole(PAGE.format(rows=IZA).encode())])) as url, monkeypatch.context() as broken:
        broken.setattr(reading, "page_links", breaks)
        assert run("scrape", "--source", f"{url}/works/", "--json", "--now", "2026-11-23T10:00").code == 1
    kept = run("scrape", "--kept", "--json", "--now", "2026-11-23T10:05")
    assert (kept.code, kept.record["state"], kept.record["works"]) == (0, "ok", 1)
