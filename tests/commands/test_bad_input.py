"""Bad input gets a clear message, the right exit code, and loses nothing; never a traceback."""

import os
import re
import resource
import sqlite3

import pytest
from typer.main import get_command

from pipeline.cli import cli
from pipeline.cli.ukrainian import Group
from tests.commands.conftest import ACCOUNTS, IZA

NOW = ("--now", "2026-11-23T15:00")


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("sendd", "немає такої команди: sendd (може, send). Підказка: run.py --help"),
        ("accounts imprt", "немає такої команди: imprt (може, import). Підказка: run.py accounts --help"),
        ("explain 210000001", "бракує: ДЕНЬ. Підказка: run.py explain --help"),
        ("send --lim", "немає такого параметра: --lim (може, --limit). Підказка: run.py send --help"),
        ("send --limit", "--limit: бракує значення. Підказка: run.py send --help"),
        ("send --limit=0", "--limit: не підходить значення «0». Підказка: run.py send --help"),
        ("send --limit x", "--limit: не підходить значення «x». Підказка: run.py send --help"),
        ("send --dry-run=1", "--dry-run: значення тут зайве. Підказка: run.py send --help"),
        ("works one two", "зайве: one two. Підказка: run.py works --help"),
    ],
)
def test_what_is_typed_wrongly_is_named_in_ukrainian(run, typed, told):
    result = run(*typed.split())
    assert (result.code, result.out, result.err) == (2, "", f"Помилка: {told}\n")


def commands(group, *names):
    """The names of every command, and of every group."""
    yield names
    for name, each in group.commands.items():
        yield from commands(each, *names, name) if isinstance(each, Group) else [(*names, name)]


@pytest.mark.parametrize("names", [*commands(get_command(cli))], ids=" ".join)
def test_the_help_of_every_command_is_ukrainian(run, names):
    result = run(*names, "--help")
    assert result.code == 0
    assert "Показати цю підказку." in result.out
    assert re.findall(r"Options|Arguments|Commands|Usage|OPTIONS|ARGS|required|<", result.out) == []


def test_a_missing_source_is_named(run):
    result = run("scrape")
    assert result.code == 2
    assert "PROVISNYK_SOURCE_URL" in result.err


def test_a_missing_key_is_named(run, monkeypatch):
    monkeypatch.delenv("PROVISNYK_PROOF_KEY")
    result = run("accounts", "import", "accounts.csv")
    assert result.code == 2
    assert "PROVISNYK_PROOF_KEY" in result.err


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("TELEGRAM_API_URL", "ftp://example.org"),
        ("VIBER_API_URL", "example.org"),
        ("DATABASE_URL", "mysql://u:p@h/d"),
    ],
)
def test_a_wrong_setting_is_named_without_its_secrets(run, monkeypatch, name, value):
    monkeypatch.setenv(f"PROVISNYK_{name}", value)
    result = run("plan")
    assert result.code == 2
    assert result.err.startswith("Помилка: ")
    assert ":p@" not in result.err


def test_an_operator_needs_a_file_a_name_and_a_password_that_will_do(run, monkeypatch, desk):
    assert "PROVISNYK_OPERATORS_FILE" in run("operator", "add", "oksana").err
    monkeypatch.setenv("PROVISNYK_OPERATORS_FILE", str(desk / "var" / "operators"))
    for name, password, says in (
        ("a b", "long enough to do", "не ім'я"),
        ("oksana", "eleven char", "від 12"),
        ("oksana", "", "від 12"),
    ):
        result = run("operator", "add", name, given=f"{password}\n")
        assert (result.code, says in result.err) == (2, True)
    assert not (desk / "var" / "operators").exists()
    assert "додано" in run("operator", "add", "oksana", given="long enough to do\n").out
    assert "змінено" in run("operator", "add", "oksana", given="longer and longer\n").out
    assert "long" not in (desk / "var" / "operators").read_text(encoding="utf-8")


@pytest.mark.parametrize(("owner", "name"), [(1, "daemon"), (54321, "#54321")])
def test_root_leaves_nothing_that_the_owner_of_the_data_could_not_open(run, desk, monkeypatch, owner, name):
    (desk / "var").mkdir()
    if os.geteuid() == 0:
        os.chown(desk / "var", owner, owner)
    else:
        monkeypatch.setattr(os, "geteuid", lambda: 0)
        name = (desk / "var").owner()
    result = run("works")
    assert (result.code, f"sudo -u {name} " in result.err) == (2, True)


def test_a_time_that_is_none_is_named(run):
    result = run("plan", "--now", "завтра")
    assert result.code == 2
    assert "завтра" in result.err


def test_a_registry_without_a_column_changes_nothing(run, desk):
    run("accounts", "import", "accounts.csv")
    (desk / "bad.csv").write_text(ACCOUNTS.replace(",house", ""), encoding="utf-8")
    result = run("accounts", "import", "bad.csv", "--full")
    assert result.code == 2
    assert "house" in result.err
    assert run("subscribe", "console", "1", "210000001").code == 0


def test_bad_rows_of_the_registry_are_kept_with_their_reasons(run, desk):
    rows = "12345678,62Z1000000000033,100003,с. Іза,,,9,\n210000004,62Z1000000000044,100004,с. Ніде,,,1,\n"
    (desk / "mixed.csv").write_text(ACCOUNTS + rows, encoding="utf-8")
    result = run("accounts", "import", "mixed.csv", "--json")
    assert result.code == 0
    assert (result.record["added"], result.record["rejected"]) == (2, 2)
    rejected = (desk / "mixed.rejected.csv").read_text(encoding="utf-8")
    assert "12345678" in rejected
    assert "Ніде" in rejected
    assert "reason" in rejected.splitlines()[0]


@pytest.mark.parametrize("content", [b"", b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 9, b"%PDF-1.7 nothing", b"{"])
def test_what_is_no_page_changes_nothing_and_exits_3(run, page, desk, content):
    run("scrape", "--source", page(IZA), *NOW)
    (desk / "broken.html").write_bytes(content)
    result = run("scrape", "--source", "broken.html", "--json", "--now", "2026-11-23T15:10")
    assert (result.code, result.record["state"]) == (3, "malformed")
    assert len(run("works", "--json", *NOW).records) == 1
    assert run("parse", "broken.html").code == 3


@pytest.mark.parametrize(
    ("command", "code"),
    [("scrape --source", 1), ("parse", 1), ("replay", 1), ("accounts import", 2), ("subscribe --file", 2)],
)
def test_a_file_that_is_not_there_is_named(run, command, code):
    result = run(*command.split(), "absent.csv")
    assert result.code == code
    assert "absent.csv" in result.err
    assert "No such file" not in result.err


@pytest.mark.parametrize("account", ["12345678", "2100000011", "21000000a", "٢١٠٠٠٠٠٠١"])
def test_an_account_that_is_not_nine_digits_is_named(run, account):
    run("accounts", "import", "accounts.csv")
    result = run("subscribe", "telegram", "1001", account)
    assert result.code == 2
    assert account in result.err


def test_an_unknown_account_and_an_unknown_messenger_are_named(run):
    run("accounts", "import", "accounts.csv")
    for unknown in (run("subscribe", "telegram", "1001", "999999999"), run("explain", "999999999", "24.11.2026")):
        assert (unknown.code, "999999999" in unknown.err) == (1, True)
    wrong = run("subscribe", "signal", "1001", "210000001")
    assert wrong.code == 2
    assert "signal" in wrong.err


def test_a_group_whose_number_is_below_zero_is_a_chat_and_no_option(run):
    run("accounts", "import", "accounts.csv")
    chat = ("telegram", "-1001234567890")
    assert run("subscribe", *chat, "210000001", "--json").record == {"subscribed": 1}
    assert [each["chat_id"] for each in run("subscriptions", "--json").records] == [chat[1]]
    assert [run(*words).code for words in (("unsubscribe", *chat, "210000001"), ("erase", *chat))] == [0, 0]
    assert run("subscribe", *chat, "210000001", "--prof", "100001").code == 2


def test_what_nobody_sees_is_no_part_of_a_number(run, desk):
    run("accounts", "import", "accounts.csv")
    hidden = "\u200b210\u2060000001"
    assert run("subscribe", "telegram", "1001\u200e", hidden, "--proof", "100\ufeff001").code == 0
    (desk / "many.csv").write_text(f"messenger,chat_id,account\ntelegram,1002\u200e,{hidden}\n", encoding="utf-8")
    assert run("subscribe", "--file", "many.csv").code == 0
    kept = [(each["chat_id"], each["account"]) for each in run("subscriptions", "--json").records]
    assert kept == [("1001", "210000001"), ("1002", "210000001")]


def test_a_wrong_proof_is_refused_without_being_repeated(run):
    run("accounts", "import", "accounts.csv")
    result = run("subscribe", "telegram", "1001", "210000001", "--proof", "777888999")
    assert result.code == 1
    assert "777888999" not in result.err
    assert run("subscribe", "telegram", "1001", "210000001", "--proof", "100001").code == 0


def test_a_database_from_a_newer_version_is_left_alone(run, desk):
    run("migrate")
    with sqlite3.connect(desk / "provisnyk.db") as database:
        (table,) = database.execute("SELECT name FROM sqlite_master WHERE name LIKE '%migration%'").fetchone()
        columns = [row[1] for row in database.execute(f"PRAGMA table_info({table})")]
        named = columns[1] if columns[0] == "id" else columns[0]
        stamp = [each for each in columns if each not in ("id", named)]
        database.execute(
            f"INSERT INTO {table} ({', '.join([named, *stamp])}) VALUES ({', '.join('?' * (1 + len(stamp)))})",
            ["9999_from_the_future", *("2030-01-01 00:00:00" for _ in stamp)],
        )
    database.close()
    result = run("plan")
    assert result.code == 2
    assert "новіша версія" in result.err


def test_a_database_that_is_none_is_named(run, desk):
    (desk / "provisnyk.db").write_bytes(b"this is no database at all" * 100)
    result = run("plan")
    assert result.code == 1
    assert "SQLite" in result.err


def test_a_full_disk_is_told_and_the_database_stays_whole(process, desk):
    process("accounts", "import", "accounts.csv")
    rows = [f"{n:09d},62Z{n:013d},{n},с. Іза,,вул. Центральна,{n % 90 + 1}," for n in range(300_000_000, 300_004_000)]
    (desk / "many.csv").write_text("\n".join([ACCOUNTS.splitlines()[0], *rows]), encoding="utf-8")
    result = process(
        "accounts", "import", "many.csv", preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (400_000,) * 2)
    )
    assert result.code == 1
    assert result.err.startswith("Помилка: ")
    assert "Traceback" not in result.err
    with sqlite3.connect(desk / "provisnyk.db") as database:
        assert database.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert database.execute("SELECT COUNT(*) FROM account").fetchone() == (2,)
    database.close()


def test_a_machine_whose_letters_are_not_ours_is_answered_all_the_same(process):
    result = process("works", env=os.environ | {"PYTHONIOENCODING": "latin-1"}, encoding="utf-8")
    assert (result.code, result.out) == (0, "Робіт немає.\n")


def test_no_network_is_told_and_changes_nothing(run):
    result = run("scrape", "--source", "http://127.0.0.1:9/list", "--json")
    assert result.code == 3
    assert "127.0.0.1" in result.err
    assert result.record["state"] == "unavailable"
    assert run("pages", "--json").records == []


def test_an_unknown_settlement_of_an_alias_is_named(run):
    result = run("alias", "add", "с. Ніде", "вул. Леніна", "вул. Центральна")
    assert result.code == 2
    assert "Ніде" in result.err
