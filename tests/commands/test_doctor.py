"""`doctor` against the fakes: what is well, and what it says of each thing that is not."""

from datetime import UTC, datetime, timedelta

import pytest

from bots.standing import Standing
from pipeline.doctor import Health, check_webhook
from tests.commands.conftest import IZA
from tests.fakes import telegram_api, viber_api

PUBLIC = "https://provisnyk.example"
NOW = "2026-11-20T12:00"


@pytest.fixture
def well(monkeypatch, page, run, telegram, viber):
    """All is well: `well(NAME=…)` sets further settings, None takes one away, and gives what is found by check."""
    settings = {
        "SOURCE_URL": page(IZA),
        "PUBLIC_URL": PUBLIC,
        "TELEGRAM_TOKEN": telegram_api.TOKEN,
        "TELEGRAM_API_URL": telegram.url,
        "VIBER_TOKEN": viber_api.TOKEN,
        "VIBER_API_URL": f"{viber.url}/pa",
    }
    run("accounts", "import", "accounts.csv")
    run("subscribe", "console", "1", "210000002")
    telegram.webhook_info["url"], viber.account["webhook"] = f"{PUBLIC}/telegram", f"{PUBLIC}/viber"

    def examine(**changes):
        for name, value in (settings | changes).items():
            if value is None:
                monkeypatch.delenv(f"PROVISNYK_{name}", raising=False)
            else:
                monkeypatch.setenv(f"PROVISNYK_{name}", value)
        if not changes:
            run("scrape", "--now", NOW)
        result = run("doctor", "--json", "--now", NOW)
        found = {each["check"]: (each["health"], f"{each['says']} → {each['do']}") for each in result.records}
        assert result.code == any(health == "wrong" for health, _ in found.values())
        assert not any(secret in result.out for secret in (telegram_api.TOKEN, viber_api.TOKEN))
        return found

    return examine


def test_where_all_is_well_every_thing_is_named_with_nothing_to_do(well, run):
    found = well()
    assert {each for each in found.items() if each[1][0] != "ok"} == set()
    assert "@provisnyk_bot" in found["telegram"][1]
    assert "остання міграція 00" in found["database"][1]
    for_people = run("doctor", "--now", NOW).out
    assert "✓ Telegram: токен прийнято: @provisnyk_bot" in for_people
    assert len(for_people.splitlines()) == len(found) == 16


def test_a_new_installation_is_told_what_it_lacks(run):
    result = run("doctor")
    assert result.code == 1
    for words in ("PROVISNYK_SOURCE_URL, PROVISNYK_TELEGRAM_TOKEN", "python run.py tick", "звірити ні з ким"):
        assert words in result.out


@pytest.mark.parametrize(
    ("changes", "wrong"),
    [
        (
            {
                "DATABASE_URL": "postgresql://u:secret@127.0.0.1:1/no",
                "SOURCE_URL": "no-such.html",
                "TELEGRAM_TOKEN": "1:x",
                "VIBER_TOKEN": "x",
                "VAR_DIR": "accounts.csv",
                "OPERATORS_FILE": "accounts.csv",
            },
            [
                ("operators", "wrong", "рядок 1"),
                ("database", "wrong", "DATABASE_URL"),
                ("page", "wrong", "no-such.html"),
                ("telegram", "wrong", "PROVISNYK_TELEGRAM_TOKEN"),
                ("viber", "wrong", "PROVISNYK_VIBER_TOKEN"),
                ("disk", "wrong", "VAR_DIR"),
            ],
        ),
        (
            {"TELEGRAM_TOKEN": None, "PUBLIC_URL": "https://other.example"},
            [("telegram", "warning", "нагадування чекають"), ("viber_webhook", "wrong", "provisnyk.example")],
        ),
        (
            {"PUBLIC_URL": None, "OPERATOR_PASSWORD": "secret"},
            [
                ("operators", "wrong", "щонайменше 12"),
                ("settings", "warning", "PUBLIC_URL"),
                ("telegram_webhook", "warning", "забере"),
            ],
        ),
    ],
)
def test_what_is_not_well_is_named_with_what_to_do(well, changes, wrong):
    found = well(**changes)
    for check, health, words in wrong:
        assert found[check][0] == health
        assert words in found[check][1]
    assert "secret" not in str(found)


@pytest.mark.parametrize(
    ("chat", "health", "words"),
    [
        ("4242", "ok", "«Оксана»"),
        ("-4100", "ok", "«Диспетчерська»"),
        ("-4200", "warning", "PROVISNYK_OPERATOR_CHAT=-1004200"),
        ("4343", "wrong", "натисніть у бота «Почати»"),
    ],
)
def test_the_operator_s_chat_is_asked_for(well, telegram, chat, health, words):
    telegram.chats |= {"4242": {"type": "private", "first_name": "Оксана"}}
    telegram.chats |= {"-4100": {"type": "group", "title": "Диспетчерська"}}
    telegram.moved["-4200"] = "-1004200"
    found = well(OPERATOR_CHAT=chat)["operator_chat"]
    assert (found[0], words in found[1]) == (health, True)


def test_the_operator_s_chat_needs_telegram(well):
    found = well(OPERATOR_CHAT="4242", TELEGRAM_TOKEN=None)["operator_chat"]
    assert (found[0], "PROVISNYK_TELEGRAM_TOKEN" in found[1]) == ("wrong", True)


def test_a_list_not_read_for_long_and_reminders_not_sent_are_wrong(well, run):
    run("accounts", "import", "accounts.csv")
    run("subscribe", "console", "1", "210000001")
    well()
    run("plan", "--now", NOW)
    result = run("doctor", "--now", "2026-11-23T12:00")
    assert result.code == 1
    assert "✗ Список робіт: прочитано 20.11.2026 о 12:00" in result.out
    assert "✗ Нагадування: мали піти понад пів години тому" in result.out


REAL_NOW = datetime(2026, 11, 20, 10, tzinfo=UTC)


def test_updates_that_cannot_be_delivered_are_wrong_once_some_wait():
    failed = REAL_NOW - timedelta(minutes=5)
    waiting = Standing("@bot", f"{PUBLIC}/telegram", 3, failed, "Connection refused")
    finding = check_webhook("telegram", waiting, f"{PUBLIC}/telegram", REAL_NOW)
    assert finding.health is Health.WRONG
    assert "Connection refused" in finding.says
    recovered = Standing("@bot", f"{PUBLIC}/telegram", 0, failed, "Connection refused")
    assert check_webhook("telegram", recovered, f"{PUBLIC}/telegram", REAL_NOW).health is Health.OK


def test_a_clock_that_goes_wrong_is_named(well, monkeypatch):
    monkeypatch.setattr("pipeline.doctor._time_at", lambda _: datetime(2026, 1, 1, tzinfo=UTC))
    assert well()["clock"][0] == "wrong"
