"""Fixtures are made from kept pages, byte for byte, and what is expected of them is accepted by a person."""

import json

import pytest

from pipeline.cli import fixtures
from pipeline.source import fetch
from tests.commands.conftest import ACCOUNTS, IZA, PAGE
from tests.fakes.page_server import FIRST, PageServer
from tests.fakes.server import serve

NOW = ("--now", "2026-11-23T15:00")


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """The folder of fixtures: never the repository's."""
    monkeypatch.setattr(fixtures, "FIXTURES", tmp_path / "fixtures")
    return tmp_path / "fixtures"


@pytest.fixture
def keep(run, desk):
    """Scrape a file of this name and bytes; gives the number under which it is kept."""

    def keep(name, content):
        (desk / name).write_bytes(content)
        run("scrape", "--source", name, *NOW)
        return str(run("pages", "--json").records[-1]["id"])

    return keep


@pytest.mark.parametrize(
    ("name", "content"),
    [
        pytest.param(
            "2026-11-23T14-50.html",
            PAGE.format(rows=IZA).replace("utf-8", "windows-1251").encode("cp1251"),
            id="in its own encoding",
        ),
        pytest.param("2026-11-23T14-50-403.html", "<h1>Доступ заборонено</h1>".encode(), id="a refusal"),
        pytest.param("2026-11-23T14-50.json", b'\r\n {"hydra:member": []}', id="the portal's JSON"),
        pytest.param("2026-11-23T14-50.html", b"", id="an empty answer"),
    ],
)
def test_a_kept_page_is_saved_as_it_came_under_the_time_of_its_capture(run, keep, folder, name, content):
    result = run("fixture", "save", keep(name, content), "sample", "--json")
    path = folder / "sample" / "pages" / name
    assert (result.code, result.record) == (0, {"path": str(path)})
    assert [each for each in folder.rglob("*") if each.is_file()] == [path]
    assert path.read_bytes() == content


def test_a_page_that_is_not_kept_is_saved_from_its_source(run, page, folder):
    assert run("fixture", "save", page(IZA), "sample", *NOW).code == 0
    saved = folder / "sample" / "pages" / "2026-11-23T15-00.html"
    assert saved.read_text(encoding="utf-8") == PAGE.format(rows=IZA)


def test_a_page_of_a_site_is_saved_whole_though_it_is_known_and_has_not_changed(run, folder, monkeypatch):
    monkeypatch.setattr(fetch.time, "sleep", lambda _: None)
    with serve(PageServer().app()) as url:
        assert run("scrape", "--source", f"{url}/works/", *NOW).code == 0
        assert run("fixture", "save", f"{url}/works/", "sample", *NOW).code == 0
    (saved,) = (folder / "sample" / "pages").iterdir()
    assert (saved.name, saved.read_text(encoding="utf-8")) == ("2026-11-23T15-00.html", FIRST)


def test_a_saved_page_is_never_replaced(run, page, folder):
    run("fixture", "save", page(IZA), "sample", *NOW)
    saved = folder / "sample" / "pages" / "2026-11-23T15-00.html"
    before = saved.read_bytes()
    result = run("fixture", "save", page(), "sample", *NOW)
    assert (result.code, saved.read_bytes()) == (2, before)
    assert saved.name in result.err.replace("\n", "")


def test_a_number_that_is_no_page_is_misuse_and_makes_no_folder(run, folder):
    result = run("fixture", "save", "404", "sample")
    assert result.code == 2
    assert "404" in result.err
    assert not folder.exists()


@pytest.fixture
def sample(run, keep, folder):
    """A fixture of one page that nobody has looked at yet."""
    run("fixture", "save", keep("2026-11-23T14-50.html", PAGE.format(rows=IZA).encode()), "sample")
    (folder / "sample" / "expected").mkdir()
    (folder / "sample" / "expected" / fixtures.UNREVIEWED).touch()
    return folder / "sample"


def test_accepting_writes_what_is_expected_without_the_mark_that_nobody_looked(run, sample):
    result = run("fixture", "accept", "sample")
    assert result.code == 0
    assert str(sample / "expected") in result.out
    assert [each.name for each in (sample / "expected").iterdir()] == ["works.json"]
    (work,) = json.loads((sample / "expected" / "works.json").read_text(encoding="utf-8"))
    assert (work["page"], work["state"], work["kind"]) == ("2026-11-23T14-50.html", "ok", "planned")
    assert (work["starts_at"], work["places"][0]["settlement"]) == ("2026-11-24T09:00:00+02:00", "Іза")


def test_accepting_a_fixture_with_customers_writes_their_messages_too(run, sample):
    (sample / "accounts.csv").write_text(ACCOUNTS, encoding="utf-8")
    (sample / "subscriptions.csv").write_text(
        "messenger,chat_id,account,since\ntelegram,1001,210000001,\ntelegram,1002,210000002,\n", encoding="utf-8"
    )
    assert run("fixture", "accept", "sample").code == 0
    assert sorted(each.name for each in (sample / "expected").iterdir()) == ["messages.json", "works.json"]
    said = json.loads((sample / "expected" / "messages.json").read_text(encoding="utf-8"))
    assert [(each["chat_id"], each["at"]) for each in said] == [
        ("1001", "2026-11-23T14:50:00+02:00"),
        ("1001", "2026-11-24T07:00:00+02:00"),
    ]


def test_accepting_again_changes_nothing(run, sample):
    run("fixture", "accept", "sample")
    before = (sample / "expected" / "works.json").read_bytes()
    run("fixture", "accept", "sample")
    assert (sample / "expected" / "works.json").read_bytes() == before


def test_a_fixture_of_an_unknown_name_is_misuse(run, folder):
    result = run("fixture", "accept", "nowhere")
    assert result.code == 2
    assert "nowhere" in result.err
    assert not folder.exists()
