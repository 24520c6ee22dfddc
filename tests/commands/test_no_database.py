"""Where there is no database none is made in passing: an empty one in its place looks as if all were well."""

import pytest

from tests.commands.conftest import IZA
from tests.fakes.page_server import PageServer
from tests.fakes.server import serve

NOW = "2026-11-23T10:00"


@pytest.fixture(params=["sqlite", "postgresql"])
def nowhere(request, desk, monkeypatch):
    """The settings name a database that is not there; gives what the error must name."""
    if request.param == "sqlite":
        monkeypatch.setenv("PROVISNYK_DATABASE_URL", f"sqlite:///{desk}/gone/provisnyk.db")
        return str(desk / "gone" / "provisnyk.db")
    url = request.getfixturevalue("empty_postgresql_url")
    monkeypatch.setenv("PROVISNYK_DATABASE_URL", url)
    return url.rpartition("/")[2].partition("?")[0]


@pytest.mark.parametrize(
    "command",
    [
        ["tick"],
        ["scrape"],
        ["plan"],
        ["send"],
        ["works"],
        ["subscribe", "console", "1", "210000001"],
        ["subscriptions"],
        ["prune"],
        ["serve"],
        ["explain", "210000001", "2026-11-24"],
    ],
    ids=lambda command: command[0],
)
def test_every_command_but_those_that_begin_refuses(run, nowhere, desk, monkeypatch, command):
    monkeypatch.setenv("PROVISNYK_SOURCE_URL", "page.html")
    before = sorted(desk.rglob("*"))
    result = run(*command, "--now", NOW)
    assert (result.code, result.out) == (2, "")
    for words in (nowhere, "PROVISNYK_DATABASE_URL", "python run.py migrate"):
        assert words in result.err
    assert "secret" not in result.err
    assert sorted(desk.rglob("*")) == before


def test_after_a_refusal_there_still_is_none(run, page, nowhere, monkeypatch):
    monkeypatch.setenv("PROVISNYK_SOURCE_URL", page(IZA))
    assert [run("tick", "--now", NOW).code for _ in range(2)] == [2, 2]


@pytest.mark.parametrize("command", [["migrate"], ["accounts", "import", "accounts.csv"]], ids=lambda each: each[0])
def test_those_that_begin_make_it(run, page, nowhere, command):
    assert run(*command).code == 0
    assert run("scrape", "--source", page(IZA), "--now", NOW).code == 0


def test_an_empty_file_is_no_database(run, desk, monkeypatch):
    (desk / "empty.db").touch()
    monkeypatch.setenv("PROVISNYK_DATABASE_URL", f"sqlite:///{desk}/empty.db")
    refused = run("plan")
    assert (refused.code, "empty.db» немає" in refused.err) == (2, True)
    assert (desk / "empty.db").stat().st_size == 0
    assert run("migrate").code == 0
    assert run("plan", "--now", NOW).code == 0


def test_the_doctor_names_it_and_nobody_hears_that_all_is_well(run, page, nowhere, monkeypatch):
    site = PageServer()
    with serve(site.app()) as url:
        monkeypatch.setenv("PROVISNYK_HEARTBEAT_URL", f"{url}/works/")
        monkeypatch.setenv("PROVISNYK_SOURCE_URL", page(IZA))
        run("tick", "--now", NOW)
        doctor = run("doctor", "--now", NOW)
    assert site.asked == []
    assert doctor.code == 1
    assert "✗ База даних" in doctor.out
    assert nowhere in doctor.out


def test_without_accounts_nothing_is_green(run, page, desk, monkeypatch):
    site = PageServer()
    monkeypatch.setenv("PROVISNYK_SOURCE_URL", page(IZA))
    with serve(site.app()) as url:
        monkeypatch.setenv("PROVISNYK_HEARTBEAT_URL", f"{url}/works/")
        assert run("tick", "--now", NOW).code == 0
        assert site.asked == []
        assert "✗ Споживачі: рахунків: 0, підписок: 0" in run("doctor", "--now", NOW).out
        run("accounts", "import", "accounts.csv")
        assert "✗ Споживачі: рахунків: 2, підписок: 0" in run("doctor", "--now", NOW).out
        run("subscribe", "console", "1", "210000001")
        assert "✓ Споживачі: рахунків: 2, підписок: 1" in run("doctor", "--now", NOW).out
        run("tick", "--now", "2026-11-23T10:10")
    assert len(site.asked) == 1


def test_a_database_that_vanishes_under_serve_is_missed_and_another_one_is_taken(serving, run, desk, page):
    with serving() as served:
        served.waits_for("/readyz", 200)
        for each in desk.glob("provisnyk.db*"):
            each.unlink()
        assert served.waits_for("/readyz", 503).json()["reason"] == "База даних недоступна"
        run("migrate")
        assert "жодного особового рахунку" in served.waits_for("/readyz", 503).json()["reason"]
        run("accounts", "import", "accounts.csv")
        run("scrape", "--source", page(IZA), "--now", "2026-11-19T12:01")
        served.waits_for("/readyz", 200)


def test_how_many_there_are_stands_in_the_metrics(serving, run):
    run("accounts", "import", "accounts.csv")
    run("subscribe", "console", "1", "210000001")
    with serving() as served:
        metrics = served.waits_for("/metrics", 200).text
    for line in ("provisnyk_accounts 2.0", "provisnyk_subscriptions 1.0", 'provisnyk_not_trusted{what="database"} 0.0'):
        assert line in metrics
