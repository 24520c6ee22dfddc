"""A broken file, another key, a list that will be believed: an operator hears of each before it does harm."""

import sqlite3
from contextlib import closing
from datetime import timedelta

import pytest

from pipeline.domain.clock import parse_moment
from tests.commands.conftest import IZA, ROW
from tests.commands.test_call import tick  # noqa: F401 - a fixture
from tests.commands.test_doctor import NOW, well  # noqa: F401 - a fixture

EMPTY = "<tr><td colspan=5>Планових відключень немає</td></tr>"
BEGUN = "2026-11-19T12:00"


def later(minutes):
    return (parse_moment(BEGUN) + timedelta(minutes=minutes)).isoformat()


def break_a_page(path):
    """Write over a page in the middle of the file, which belongs to the table of accounts."""
    with closing(sqlite3.connect(path)) as database:
        (size,) = database.execute("PRAGMA page_size").fetchone()
        (root,) = database.execute("SELECT rootpage FROM sqlite_master WHERE name = 'basis'").fetchone()
        database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    with path.open("r+b") as file:
        file.seek((root - 1) * size)
        file.write(b"\xff" * size)


def test_a_page_that_is_broken_in_the_middle_is_found_by_the_doctor_and_told(well, run, desk, telegram, monkeypatch):  # noqa: F811
    well()
    break_a_page(desk / "provisnyk.db")
    found = run("doctor", "--now", NOW)
    assert found.code == 1
    assert "✗ База даних: SQLite: файл пошкоджено" in found.out
    assert "restore" in found.out
    monkeypatch.setenv("PROVISNYK_OPERATOR_CHAT", "4242")
    run("tick", "--now", "2026-11-20T12:10")
    (called,) = [each.text for each in telegram.messages if each.chat_id == "4242"]
    assert called.startswith("⚠️ Файл бази даних пошкоджено")


def test_another_key_is_named_by_all_that_depend_on_it(well, run, monkeypatch, telegram):  # noqa: F811
    assert well()["key"][0] == "ok"
    assert run("subscribe", "console", "2", "210000001", "--proof", "100001").code == 0
    monkeypatch.setenv("PROVISNYK_PROOF_KEY", "a-key-of-another-machine")
    assert "✗ Ключ доказів" in run("doctor", "--now", NOW).out
    refused = run("subscribe", "console", "3", "210000001", "--proof", "100001")
    assert (refused.code, "PROOF_KEY не той" in refused.err) == (2, True)
    refused = run("accounts", "import", "accounts.csv")
    assert (refused.code, "PROOF_KEY не той" in refused.err) == (2, True)
    monkeypatch.setenv("PROVISNYK_OPERATOR_CHAT", "4242")
    run("tick", "--now", "2026-11-20T12:10")
    assert [each.text[:32] for each in telegram.messages if each.chat_id == "4242"] == [
        "⚠️ Ключ PROVISNYK_PROOF_KEY не т"
    ]
    assert run("accounts", "import", "accounts.csv", "--full", "--accept").code == 0
    assert run("subscribe", "console", "3", "210000001", "--proof", "100001").code == 0
    assert "✓ Ключ доказів" in run("doctor", "--now", NOW).out


def test_a_copy_that_is_restored_under_another_key_says_so(run, monkeypatch, desk):
    run("accounts", "import", "accounts.csv")
    assert run("backup", "copy").code == 0
    monkeypatch.setenv("PROVISNYK_DATABASE_URL", f"sqlite:///{desk}/elsewhere.db")
    monkeypatch.setenv("PROVISNYK_PROOF_KEY", "a-key-of-another-machine")
    restored = run("restore", "copy")
    assert (restored.code, "PROOF_KEY не той" in restored.err) == (0, True)


def test_an_empty_list_calls_before_it_is_believed_and_its_end_is_no_good_news(run, tick):  # noqa: F811
    run("subscribe", "console", "2", "210000001")
    run("subscribe", "console", "3", "210000001")
    assert tick(BEGUN, IZA) == []
    (called,) = tick(later(30), EMPTY)
    assert called.startswith("⚠️ Список планових робіт раптом порожній. Якщо він лишиться таким, йому повіримо")
    assert "19.11.2026 13:30, і тоді про скасування робіт буде сказано підписникам: 2" in called
    for minutes in (40, 60, 80):
        assert tick(later(minutes), EMPTY) == [called]
    believed = tick(later(90), EMPTY)[1]
    assert "✅" not in believed
    assert believed.startswith("⚠️ Цьому списку повірено. Було: Список планових робіт раптом порожній.")


def test_an_empty_list_that_is_filled_again_is_good_news(tick):  # noqa: F811
    tick(BEGUN, IZA)
    tick(later(30), EMPTY)
    assert tick(later(40), IZA)[-1] == "✅ Минулося: Список планових робіт раптом порожній."


@pytest.mark.parametrize("accepts", [False, True])
def test_a_list_that_fell_calls_with_the_hour_and_whom_it_concerns(run, page, tick, accepts):  # noqa: F811
    run("subscribe", "console", "2", "210000001")
    hours = [f"з {hour}:00 до {hour}:30" for hour in range(6, 18)]
    khust = [
        ROW.format(date="25.11.2026", settlement="м. Хуст", street="вул. Горішня, 3", hours=each) for each in hours
    ]
    tick(BEGUN, IZA, *khust)
    (called,) = tick(later(30), khust[0])
    assert "підозріло змінився, нового з нього не взято. Якщо він лишиться таким, йому повіримо 19.11" in called
    assert "підписникам: 1." in called
    if accepts:
        run("scrape", "--source", page(khust[0]), "--accept", "--now", later(35))
    told = [tick(later(minutes), khust[0]) for minutes in (50, 70, 90)][-1]
    assert len(told) == 2
    assert told[1].startswith("⚠️ Цьому списку повірено. Було: Список підозріло змінився")
