"""The operator's chat, and whoever watches us, as the ticks of cron leave them."""

import pytest

from pipeline.bootstrap import Application
from pipeline.config import SystemClock, load_settings
from pipeline.domain.contacts import Chat
from tests.commands.conftest import IZA
from tests.fakes.page_server import PageServer
from tests.fakes.server import serve
from tests.fakes.telegram_api import TOKEN

OPERATOR = "4242"


@pytest.fixture
def tick(run, page, telegram, monkeypatch):
    """`tick("2026-11-23T10:00", IZA)`: a tick over a page of these rows; gives what the operator has read so far."""
    monkeypatch.setenv("PROVISNYK_TELEGRAM_API_URL", telegram.url)
    monkeypatch.setenv("PROVISNYK_TELEGRAM_TOKEN", TOKEN)
    monkeypatch.setenv("PROVISNYK_OPERATOR_CHAT", OPERATOR)
    run("accounts", "import", "accounts.csv")
    run("subscribe", "console", "1", "210000002")

    def call(now, *rows):
        monkeypatch.setenv("PROVISNYK_SOURCE_URL", page(*rows) if rows else "missing.html")
        run("tick", "--now", now)
        return [each.text for each in telegram.messages if each.chat_id == OPERATOR]

    return call


def test_the_operator_is_called_once_and_told_once_that_it_is_over(tick):
    assert tick("2026-11-23T10:00", IZA) == []
    assert tick("2026-11-23T11:59") == []
    (called,) = tick("2026-11-23T12:01")
    assert called.startswith("⚠️ Список планових робіт не читався з 23.11 10:00.")
    assert tick("2026-11-23T12:11") == [called]
    assert tick("2026-11-23T12:21", IZA)[1:] == ["✅ Минулося: Список планових робіт не читався з 23.11 10:00."]
    assert len(tick("2026-11-23T12:31", IZA)) == 2


def test_the_operator_s_group_is_followed_where_it_moves_to(tick, run, telegram, monkeypatch):
    monkeypatch.setenv("PROVISNYK_OPERATOR_CHAT", "-4100")
    telegram.moved["-4100"] = "-1004100"
    tick("2026-11-23T10:00")
    telegram.moved.clear()  # it is known by now, and the old one is asked no more
    tick("2026-11-23T10:10", IZA)
    heard = [(each.chat_id, each.text[:1]) for each in telegram.messages]
    assert heard == [("-1004100", "⚠"), ("-1004100", "✅")]
    telegram.chats["-1004100"] = {"type": "supergroup", "title": "Диспетчерська"}
    assert "✓ Чат оператора: оператора кличемо в чаті «Диспетчерська», тепер -1004100" in run("doctor").out


def test_while_telegram_is_down_the_call_waits(tick, telegram):
    telegram.fail("failure", times=9)
    assert tick("2026-11-23T10:00") == []
    telegram.recover()
    (called,) = tick("2026-11-23T10:10")
    assert "ще жодного разу" in called


def test_a_refused_template_calls_once_and_is_over_once_it_was_said_again(run, tick, telegram):
    run("accounts", "import", "accounts.csv")
    run("subscribe", "telegram", "1001", "210000001")
    telegram.fail("bad_request", times=9, chat_id="1001")
    (called,) = tick("2026-11-23T10:00", IZA)
    assert called.startswith("⚠️ Telegram не приймає повідомлень за шаблоном uk/one_day. Це помилка програми")
    assert "Не доставлено: 1, надіслано без кнопок: 0" in called
    doctor = run("doctor", "--now", "2026-11-23T10:05").out
    assert "✗ Шаблони: не приймають шаблонів uk/one_day (Telegram): не доставлено 1, без кнопок 0" in doctor
    assert tick("2026-11-23T10:10", IZA) == [called]
    telegram.recover()
    again = run("send", "--again", "--json", "--now", "2026-11-23T10:15")
    assert (again.record["sent"], "Повернено на чергу: 1" in again.err) == (1, True)
    assert [each.text[:8] for each in telegram.messages if each.chat_id == "1001"] == ["🔌 Завтра"]
    over = tick("2026-11-23T10:20", IZA)[1:]
    assert over == ["✅ Минулося: Telegram не приймає повідомлень за шаблоном uk/one_day."]


def test_many_chats_at_one_account_and_one_chat_at_many_call_once(desk, tick):
    with Application(load_settings(), SystemClock()) as app:
        for each in range(5):
            app.guesses.add_wrong_proof(Chat("viber", str(each)), "210000001", app.clock.real())
            app.guesses.add_wrong_proof(Chat("telegram", "666"), f"21000000{each}", app.clock.real())
    (called,) = tick("2026-11-23T10:00", IZA)
    assert "З багатьох чатів підбирають номери лічильників чи EIC-коди до одного рахунку. Таких рахунків: 1" in called
    assert "З одного чату підбирають номери лічильників чи EIC-коди до багатьох рахунків. Таких чатів: 1" in called
    assert "210000001" not in called
    assert tick("2026-11-23T10:10", IZA) == [called]


def test_what_was_refused_is_not_said_again_once_the_list_says_otherwise(run, tick, telegram):
    run("accounts", "import", "accounts.csv")
    run("subscribe", "telegram", "1001", "210000001")
    telegram.fail("bad_request", times=2, chat_id="1001")
    tick("2026-11-23T10:00", IZA)
    tick("2026-11-23T10:10", IZA.replace("1-25", "1-25 скасовано"))
    assert run("send", "--again", "--json", "--now", "2026-11-23T10:15").record["sent"] == 0
    assert not [each for each in telegram.messages if each.chat_id == "1001"]


def test_again_and_dry_run_exclude_each_other(run):
    result = run("send", "--again", "--dry-run")
    assert (result.code, "--again" in result.err) == (2, True)


@pytest.mark.parametrize(("path", "answered"), [("works/", 200), ("refused", 403), ("", None)])
def test_a_healthy_tick_is_heard_by_who_watches_and_a_deaf_one_hurts_nobody(run, page, monkeypatch, path, answered):
    run("accounts", "import", "accounts.csv")
    site = PageServer()
    with serve(site.app()) as url:
        monkeypatch.setenv(
            "PROVISNYK_HEARTBEAT_URL", f"{url if answered else 'http://nowhere.invalid'}/{path}?secret=1"
        )
        monkeypatch.setenv("PROVISNYK_SOURCE_URL", page(IZA))
        healthy = run("tick", "-v", "--now", "2026-11-23T10:00")
        monkeypatch.setenv("PROVISNYK_SOURCE_URL", "missing.html")
        run("tick", "--now", "2026-11-23T10:10")
    assert healthy.code == 0
    assert "secret" not in healthy.err + healthy.out
    assert ("heartbeat_failed" in healthy.err) is (answered != 200)
    assert len(site.asked) == (1 if answered else 0)


def test_a_refused_import_calls_once_and_is_over_with_the_next_that_is_taken(run, tick, desk):
    header = "account,eic,meter,settlement,katottg,street,house,apartment"
    rows = [f"{210000100 + each},62Z1000000000022,{each},с. Іза,,вул. Садова,{each}," for each in range(1, 31)]
    for lines in (rows, rows[:12]):
        (desk / "export.csv").write_text("\n".join((header, *lines)), encoding="utf-8")
        run("accounts", "import", "export.csv", "--full", "--now", "2026-11-23T03:40")
    run("subscribe", "console", "1", "210000101")
    (called,) = tick("2026-11-23T10:00", IZA)
    assert called.startswith("⚠️ Вивантаженню реєстру «export.csv» не повірено, реєстр лишився давнім: ")
    assert "18 із 30 (60,0%)" in called
    doctor = run("doctor", "--now", "2026-11-23T10:05").out
    assert "✗ Реєстр: Вивантаженню реєстру «export.csv» не повірено" in doctor
    assert tick("2026-11-23T10:10", IZA) == [called]
    run("accounts", "import", "export.csv", "--full", "--accept", "--now", "2026-11-23T10:15")
    (_, over) = tick("2026-11-23T10:20", IZA)
    assert over.startswith("✅ Минулося: Вивантаженню реєстру «export.csv» не повірено")


def test_a_lost_match_calls_until_it_is_found_again(run, tick, desk):
    run("accounts", "import", "accounts.csv")
    run("subscribe", "telegram", "1001", "210000001")
    assert tick("2026-11-23T10:00", IZA) == []
    export = (desk / "accounts.csv").read_text(encoding="utf-8")
    (desk / "moved.csv").write_text(export.replace("Центральна", "Садова"), encoding="utf-8")
    run("accounts", "import", "moved.csv", "--now", "2026-11-23T10:05")
    (called,) = tick("2026-11-23T10:10", IZA)
    assert called.startswith("⚠️ Втрачено збігів: 1.")
    assert "210000001" not in called
    assert "✗ Збіги: втрачено збігів: 1" in run("doctor", "--now", "2026-11-23T10:15").out
    assert tick("2026-11-23T10:20", IZA) == [called]
    run("accounts", "import", "accounts.csv", "--now", "2026-11-23T10:25")
    assert tick("2026-11-23T10:30", IZA)[1:] == ["✅ Минулося: Втрачено збігів: 1."]
