"""The operator holds a change that is not sent yet, and lets it go, by commands of their own."""

from pathlib import Path

from tests.commands.conftest import IZA

FIXTURES = Path(__file__).parents[2] / "fixtures"


def test_a_change_waits_while_it_is_held_and_goes_once_it_is_released(run, process, page):
    run("accounts", "import", "accounts.csv")
    run("subscribe", "console", "1", "210000001")
    source = ("--source", page(IZA))
    run("scrape", *source, "--now", "2026-11-23T10:00")
    run("plan", "--now", "2026-11-23T10:00")
    assert run("send", "--now", "2026-11-23T10:00").out.count("Завтра") == 1
    nothing = run("hold", "--json", "--now", "2026-11-23T10:30")
    assert (nothing.record, "притримувати нічого" in nothing.err) == ({"held": 0}, True)
    page(IZA.replace("16:00", "20:00"))
    run("scrape", *source, "--now", "2026-11-23T20:00")
    run("plan", "--now", "2026-11-23T20:00")
    held = process("hold", "--json", "--now", "2026-11-23T20:01")
    assert (held.code, held.record) == (0, {"held": 2})
    assert "release" in held.err
    assert run("send", "--now", "2026-11-23T20:02").out.count("Зміна") == 0
    assert {each["status"] for each in run("reminders", "--owed", "--json").records} == {"held"}
    released = process("release", "--json", "--now", "2026-11-23T20:03")
    assert (released.code, released.record) == (0, {"released": 2})
    assert "Підуть із наступним tick" in released.err
    evening, morning = run("send", "--now", "2026-11-23T20:04"), run("send", "--now", "2026-11-24T07:00")
    assert (evening.out.count("Зміна"), evening.out.count("Сьогодні")) == (1, 0)
    assert (morning.out.count("Зміна"), morning.out.count("Сьогодні")) == (0, 1)


def test_hours_are_corrected_only_with_yes_and_who_was_told_hears_of_it_once(run, process, page):
    run("accounts", "import", "accounts.csv")
    run("subscribe", "console", "1", "210000001")
    run("scrape", "--source", page(IZA), "--now", "2026-11-23T10:00")
    run("plan", "--now", "2026-11-23T10:00")
    run("send", "--now", "2026-11-23T10:00")
    (work,) = run("works", "--json").records
    correct = ("correct", work["id"], "17:00-20:00", "--now", "2026-11-23T10:30")
    shown = process(*correct)
    assert (shown.code, "Повідомлень: 1 (Консоль — 1)" in shown.out) == (0, True)
    assert "з 17:00 до 20:00" in shown.out
    assert "--yes" in shown.err
    assert "Зміна" not in run("send", "--now", "2026-11-23T10:31").out
    done = run(*correct, "--yes", "--json").record
    assert (done["done"], done["messages"]) == (True, {"console": 1})
    assert run("send", "--now", "2026-11-23T10:32").out.count("Зміна") == 1
    again = run("correct", work["id"], "17", "--now", "2026-11-23T10:33")
    assert (again.code, "Не розумію години «17»" in again.err) == (2, True)


def test_a_replay_holds_changes_as_the_setting_says(run, monkeypatch):
    week = str(FIXTURES / "demo-week")
    told = {each["at"] for each in run("replay", week, "--json").records if has_change(each)}
    monkeypatch.setenv("PROVISNYK_HOLD_ABOVE", "0")
    held = {each["at"] for each in run("replay", week, "--json").records if has_change(each)}
    assert "2026-11-18T15:00:00+02:00" in told
    assert "2026-11-18T16:00:00+02:00" in held
    assert not told & held


def has_change(message):
    return any(item["stage"] == "changed" for item in message["items"])
