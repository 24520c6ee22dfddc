"""The main job through the command line: page, accounts, reminders, messages."""

import shlex

import pytest

from data.database import open_database
from data.locks import run_lock
from tests.commands.conftest import IZA, ROW
from tests.fakes.server import serve
from tests.fakes.telegram_api import TOKEN as TELEGRAM_TOKEN
from tests.fakes.telegram_api import FakeTelegram
from tests.fakes.viber_api import TOKEN as VIBER_TOKEN
from tests.fakes.viber_api import FakeViber

NOW = ("--now", "2026-11-23T15:00")


@pytest.fixture
def subscribed(run):
    """Two accounts, one of them subscribed to in Telegram."""
    assert run("accounts", "import", "accounts.csv").code == 0
    assert run("subscribe", "telegram", "1001", "210000001").code == 0


@pytest.fixture
def telegram(monkeypatch):
    fake = FakeTelegram()
    with serve(fake) as url:
        monkeypatch.setenv("PROVISNYK_TELEGRAM_API_URL", url)
        monkeypatch.setenv("PROVISNYK_TELEGRAM_TOKEN", TELEGRAM_TOKEN)
        yield fake


@pytest.fixture
def viber(monkeypatch):
    fake = FakeViber()
    with serve(fake) as url:
        monkeypatch.setenv("PROVISNYK_VIBER_API_URL", f"{url}/pa")
        monkeypatch.setenv("PROVISNYK_VIBER_TOKEN", VIBER_TOKEN)
        yield fake


def test_a_scrape_says_what_it_found(run, page):
    report = run("scrape", "--source", page(IZA), "--json", *NOW).record
    assert report == {
        "state": "ok",
        "rows": 1,
        "works": 1,
        "new": 1,
        "lingering": 0,
        "gone": 0,
        "quarantined": 0,
    }


def test_the_same_page_again_is_unchanged(run, page):
    run("scrape", "--source", page(IZA), *NOW)
    again = run("scrape", "--source", page(IZA), "--json", "--now", "2026-11-23T15:10")
    assert again.record["state"] == "unchanged"
    assert again.record["new"] == 0
    assert again.code == 0


def test_a_plan_owes_each_stage_once(run, page, subscribed):
    run("scrape", "--source", page(IZA), *NOW)
    first = run("plan", "--json", *NOW).record
    assert (first["owed"], first["changed"], first["cancelled"]) == (2, 0, 0)
    assert run("plan", "--json", *NOW).record["owed"] == 0
    stages = [(each["stage"], each["due_at"], each["status"]) for each in run("reminders", "--json").records]
    assert stages == [
        ("one_day", "2026-11-23T15:00:00+02:00", "due"),
        ("same_day", "2026-11-24T07:00:00+02:00", "due"),
    ]


def test_the_messages_arrive_in_telegram_and_viber(run, page, subscribed, telegram, viber):
    run("subscribe", "viber", "v-1", "210000001")
    run("scrape", "--source", page(IZA), *NOW)
    run("plan", *NOW)
    report = run("send", "--json", *NOW)
    assert (report.record["sent"], report.record["retry"], report.record["undeliverable"]) == (2, 0, 0)
    (in_telegram,), (in_viber,) = telegram.messages, viber.messages
    assert in_telegram.chat_id == "1001"
    assert in_telegram.text == in_viber.text
    assert in_telegram.text.startswith("🔌 Завтра, у вівторок, 24 листопада, з 9:00 до 16:00 не буде світла")
    assert "с. Іза, вул. Центральна, 7" in in_telegram.text
    assert run("send", "--json", *NOW).record["sent"] == 0
    delivered = run("deliveries", "--json").records
    assert {(each["messenger"], each["account"], each["stage"], each["status"]) for each in delivered} == {
        ("telegram", "210000001", "one_day", "sent"),
        ("viber", "210000001", "one_day", "sent"),
    }


def test_who_was_told_what_is_explained_with_the_answer_first(run, page, subscribed, telegram):
    run("scrape", "--source", page(IZA), *NOW)
    run("plan", *NOW)
    run("send", *NOW)
    first, *rest = run("explain", "210000001", "24.11.2026", *NOW).out.splitlines()
    assert first == "Повідомили. Telegram …001: за день — надіслано 23.11.2026 15:00."
    assert "    │ 🔌 Завтра, у вівторок, 24 листопада, з 9:00 до 16:00 не буде світла" in rest
    assert any("за списком, прочитаним 23.11.2026 15:00" in line for line in rest)
    (told,) = run("explain", "210000001", "2026-11-24", "--json", *NOW).record["answers"]
    assert (told["answer"], told["owed"][0]["attempts"][0]["row"][:10]) == ("told", "24.11.2026")
    assert run("explain", "210000002", "24.11.2026", *NOW).out.startswith("Не повідомили: на цей рахунок ніхто не")
    assert "…001" in run("deliveries", "--account", "210000001", "--day", "24.11.2026", *NOW).out
    assert "завтра" in run("explain", "210000001", "завтра", *NOW).err


def test_what_the_budget_keeps_back_is_listed_and_goes_once_it_is_raised(run, page, subscribed, viber, monkeypatch):
    run("subscribe", "viber", "01234567890A=", "210000001")
    run("scrape", "--source", page(IZA), *NOW)
    run("plan", *NOW)
    monkeypatch.setenv("PROVISNYK_VIBER_MONTHLY_BUDGET", "0")
    assert run("send", "--json", *NOW).record["sent"] == 0
    held = run("budget", "--json", *NOW).record
    assert (held["month"], held["paid"], held["budget"]) == ("2026-11", 0, 0)
    assert [(each["chat_id"], each["stage"]) for each in held["held"]] == [("…0A=", "one_day")]
    assert "із 0. Притримано нагадувань: 1." in run("budget", *NOW).out
    monkeypatch.setenv("PROVISNYK_VIBER_MONTHLY_BUDGET", "10")
    assert run("send", "--json", *NOW).record["sent"] == 1
    assert run("budget", *NOW).out == "Платних повідомлень Viber за 2026-11: 1 із 10. Притримано нагадувань: 0.\n"


def test_what_is_kept_no_longer_is_deleted(run, page, subscribed):
    run("scrape", "--source", page(IZA), *NOW)
    assert run("prune", "--json", *NOW).record["entry"] == 0
    assert "записів списку: 1" in run("prune", "--now", "2028-01-01T10:00").out


def test_a_messenger_without_a_token_is_off_and_its_reminders_wait(run, page, subscribed):
    run("scrape", "--source", page(IZA), *NOW)
    run("plan", *NOW)
    result = run("send", *NOW)
    assert result.code == 0
    assert "PROVISNYK_TELEGRAM_TOKEN" in result.err
    assert [each["status"] for each in run("reminders", "--owed", "--json").records] == ["due", "due"]


def test_a_token_that_is_refused_stops_the_messenger_and_marks_nothing_failed(run, page, subscribed, telegram):
    telegram.fail("token", times=9)
    run("scrape", "--source", page(IZA), *NOW)
    run("plan", *NOW)
    result = run("send", *NOW)
    assert result.code == 1
    assert "telegram" in result.err
    assert TELEGRAM_TOKEN not in result.err + result.out
    assert {each["status"] for each in run("reminders", "--json").records} == {"due"}


def test_a_customer_who_blocked_the_bot_is_not_written_to_again(run, page, subscribed, telegram):
    telegram.fail("gone")
    run("scrape", "--source", page(IZA), *NOW)
    run("plan", *NOW)
    assert run("send", "--json", *NOW).record["undeliverable"] == 1
    assert run("send", "--json", "--now", "2026-11-24T08:00").record["sent"] == 0
    assert telegram.messages == []


def test_a_dry_run_prints_and_changes_nothing(run, page, subscribed):
    run("scrape", "--source", page(IZA), *NOW)
    run("plan", *NOW)
    before = run("reminders", "--json").out
    shown = run("send", "--dry-run", *NOW)
    assert "не буде світла" in shown.out
    assert "telegram: вимкнено" in shown.err
    assert run("reminders", "--json").out == before
    assert run("deliveries", "--json").records == []


def test_a_refused_page_changes_nothing_and_exits_3(run, page, subscribed, desk):
    run("scrape", "--source", page(IZA), *NOW)
    (desk / "2026-11-23T15-30-403.html").write_text("<h1>Увага! Доступ заборонено</h1>", encoding="utf-8")
    refused = run("scrape", "--source", "2026-11-23T15-30-403.html", "--json", "--now", "2026-11-23T15:30")
    assert (refused.code, refused.record["state"]) == (3, "blocked")
    assert [each["status"] for each in run("works", "--json", "--now", "2026-11-23T15:31").records] == ["announced"]
    assert [each["state"] for each in run("pages", "--json").records] == ["ok", "blocked"]


def test_a_list_that_is_suddenly_empty_is_believed_when_the_operator_accepts(run, page):
    run("scrape", "--source", page(IZA), *NOW)
    empty = run("scrape", "--source", page(name="empty.html"), "--json", "--now", "2026-11-23T15:10")
    assert (empty.code, empty.record["state"]) == (3, "empty")
    assert "--accept" in empty.err
    accepted = run("scrape", "--source", page(name="empty.html"), "--accept", "--json", "--now", "2026-11-23T15:20")
    assert (accepted.code, accepted.record["lingering"]) == (0, 1)


def test_a_tick_does_it_all_and_a_second_one_repeats_nothing(process, page, subscribed, telegram, monkeypatch):
    monkeypatch.setenv("PROVISNYK_SOURCE_URL", page(IZA))
    report = process("tick", "--json", *NOW)
    assert (report.code, report.record["state"], report.record["owed"], report.record["sent"]) == (0, "ok", 2, 1)
    again = process("tick", "--json", "--now", "2026-11-23T15:10")
    assert (again.record["state"], again.record["owed"], again.record["sent"]) == ("unchanged", 0, 0)
    assert len(telegram.messages) == 1


def test_a_tick_sends_what_is_due_although_the_page_cannot_be_had(run, page, subscribed, telegram, monkeypatch):
    run("scrape", "--source", page(IZA), *NOW)
    monkeypatch.setenv("PROVISNYK_SOURCE_URL", "http://127.0.0.1:9/")
    tick = run("tick", "--json", *NOW)
    assert (tick.code, tick.record["state"], tick.record["sent"]) == (3, "unavailable", 1)


def test_a_tick_beside_another_one_says_so_and_exits_0(run, process, page, monkeypatch, desk):
    monkeypatch.setenv("PROVISNYK_SOURCE_URL", page(IZA))
    database = open_database(f"sqlite:///{desk}/provisnyk.db")
    with run_lock(database) as held:
        assert held
        other = process("tick", *NOW)
    database.close()
    assert other.code == 0
    assert "tick" in other.err
    assert run("pages", "--json").records == []


def test_an_account_that_the_billing_no_longer_knows_is_told_once(run, subscribed, telegram, desk):
    (desk / "next.csv").write_text(
        "account,eic,meter,settlement,katottg,street,house,apartment\n"
        "210000002,62Z1000000000022,100002,м. Хуст,,вул. Івана Франка,18,2\n",
        encoding="utf-8",
    )
    taken = run("accounts", "import", "next.csv", "--full", "--json", *NOW)
    assert (taken.code, taken.record["closed"], taken.record["left_open"]) == (0, 1, 0)
    for now in ("2026-11-23T15:00", "2026-11-23T15:10", "2026-11-24T15:00"):
        run("plan", "--now", now)
        run("send", "--now", now)
    (message,) = telegram.messages
    assert "210000001" in message.text


def test_an_alias_brings_an_old_name_in(run, page, subscribed):
    old = ROW.format(date="24.11.2026", settlement="с. Іза", street="вул. Леніна, 1-25", hours="з 9:00 до 16:00")
    run("scrape", "--source", page(old), *NOW)
    assert run("plan", "--json", *NOW).record["owed"] == 0
    assert run("alias", "add", "с. Іза", "вул. Леніна", "вул. Центральна").code == 0
    assert run("plan", "--json", *NOW).record["owed"] == 2


def test_a_street_that_the_registry_lacks_is_listed_until_an_alias_names_it(run, page, subscribed):
    old = ROW.format(date="24.11.2026", settlement="с. Іза", street="вул. Централька Нова", hours="з 9:00 до 16:00")
    run("scrape", "--source", page(IZA + old), *NOW)
    listed = run("quarantine", "--json", *NOW).record
    assert listed["page_id"] == 1
    assert "Централька Нова" in listed["row"]
    assert listed["reason"] == "у реєстрі немає такої вулиці: «вул. Централька Нова» (с. Іза)"
    command = listed["suggestion"].splitlines()[-1].partition(": python run.py ")[2]
    assert run(*shlex.split(command)).code == 0
    assert run("quarantine", "--json", *NOW).records == []
    assert run("quarantine", "--json", "--now", "2026-11-25T09:00").records == []


def test_subscriptions_are_listed_and_ended(run, subscribed):
    (one,) = run("subscriptions", "--json").records
    assert (one["messenger"], one["chat_id"], one["account"]) == ("telegram", "1001", "210000001")
    assert run("unsubscribe", "telegram", "1001", "210000001").code == 0
    assert run("subscriptions", "--json").records == []


def test_a_file_of_subscriptions_is_taken_whole_or_not_at_all(run, subscribed, desk):
    (desk / "subscriptions.csv").write_text(
        "messenger,chat_id,account,since\nviber,v-1,210000001,\nviber,v-2,999999999,\n", encoding="utf-8"
    )
    refused = run("subscribe", "--file", "subscriptions.csv")
    assert refused.code == 1
    assert "999999999" in refused.err
    assert len(run("subscriptions", "--json").records) == 1


def test_a_list_that_falls_to_a_few_rows_is_suspect_although_its_rows_are_of_one_settlement(run, page):
    streets = [
        ROW.format(date="24.11.2026", settlement="м. Хуст", street=f"вул. Нова {n}-а", hours="з 9:00 до 16:00")
        for n in range(1, 31)
    ]
    assert run("scrape", "--source", page(*streets), "--json", *NOW).record["works"] == 30
    fallen = run("scrape", "--source", page(*streets[:1]), "--json", "--now", "2026-11-23T15:10")
    assert (fallen.code, fallen.record["state"]) == (3, "suspect")


def test_the_quarantine_is_that_of_the_last_list_although_a_refusal_came_after_it(run, page, desk):
    unknown = ROW.format(date="24.11.2026", settlement="с. Ніде", street="", hours="з 9:00 до 16:00")
    run("scrape", "--source", page(IZA, IZA.replace("1-25", "27-60"), unknown, IZA.replace("1-25", "62")), *NOW)
    (desk / "2026-11-23T15-30-403.html").write_text("<h1>Увага! Доступ заборонено</h1>", encoding="utf-8")
    run("scrape", "--source", "2026-11-23T15-30-403.html", "--now", "2026-11-23T15:30")
    (row,) = run("quarantine", "--json").records
    assert "Ніде" in row["row"]


def test_registrations_are_counted(run, subscribed):
    assert run("registrations", "--json").record == {
        "agreed": 0,
        "wrong_proofs": 0,
        "wrong_proof_accounts": 0,
        "guarded_accounts": 0,
    }
    assert "хибних доказів за 7 днів: 0" in run("registrations").out


def test_a_chat_is_erased_with_all_that_hangs_on_it(run, subscribed):
    assert run("erase", "telegram", "1001").code == 0
    assert run("subscriptions", "--json").records == []
    assert run("erase", "telegram", "1001").code == 2


def test_an_export_that_changes_much_is_refused_with_examples_and_exit_code_1(run, desk):
    header = "account,eic,meter,settlement,katottg,street,house,apartment"
    rows = [f"{210000100 + each},62Z1000000000022,{each},с. Іза,,вул. Садова,{each}," for each in range(1, 31)]
    file = desk / "export.csv"
    file.write_text("\n".join((header, *rows)), encoding="utf-8")
    assert run("accounts", "import", "export.csv", "--full", *NOW).code == 0
    file.write_text("\n".join((header, *rows[:12])), encoding="utf-8")
    refused = run("accounts", "import", "export.csv", "--full", *NOW)
    assert (refused.code, refused.out) == (1, "")
    assert "18 із 30 (60,0%)" in refused.err
    assert refused.err.count("рахунок 2100001") == 10
    accepted = run("accounts", "import", "export.csv", "--full", "--accept", "--json", *NOW)
    assert (accepted.code, accepted.record["closed"]) == (0, 18)


def test_a_row_that_stands_for_nobody_known_closes_nobody_and_it_is_said_why(run, desk):
    header = "account,eic,meter,settlement,katottg,street,house,apartment"
    rows = [f"{210000100 + each},62Z1000000000022,{each},с. Іза,,вул. Садова,{each}," for each in range(1, 31)]
    file = desk / "export.csv"
    file.write_text("\n".join((header, *rows)), encoding="utf-8")
    run("accounts", "import", "export.csv", "--full", *NOW)
    file.write_text("\n".join((header, *rows[1:], rows[0].replace("210000101", "3E+08"))), encoding="utf-8")
    taken = run("accounts", "import", "export.csv", "--full", "--json", *NOW)
    assert (taken.code, taken.record["closed"], taken.record["left_open"]) == (0, 0, 1)
    assert "Нічого не закрито" in taken.err
