"""A site that answers 304: what it does not send again still belongs to the list."""

import pytest

from pipeline.source import fetch
from tests.fakes.page_server import PageServer
from tests.fakes.server import serve


@pytest.fixture
def site():
    return PageServer()


@pytest.fixture
def scrape(run, site, monkeypatch):
    monkeypatch.setattr(fetch.time, "sleep", lambda _: None)
    with serve(site.app()) as url:
        yield lambda now: run("scrape", "--source", f"{url}/works/", "--json", "--now", now)


def settlements(run):
    return sorted(
        place["settlement"]
        for work in run("works", "--json", "--now", "2026-11-20T11:00").records
        for place in work["places"]
        if work["status"] == "announced"
    )


def test_a_whole_reading_of_pages_not_sent_again_is_unchanged(run, scrape, site):
    assert scrape("2026-11-20T09:00").record["state"] == "ok"
    again = scrape("2026-11-20T09:10").record
    assert (again["state"], again["works"], site.counts["/works/"]) == ("unchanged", 2, 4)
    assert settlements(run) == ["Іза", "Липча"]


def test_pages_not_sent_again_are_read_anew_once_there_is_an_alias(run, scrape, site):
    scrape("2026-11-20T09:00")
    run("settlement", "alias", "Липча", "Драгово", "--district", "Хустський РЕМ")
    again = scrape("2026-11-20T09:10").record
    assert (again["state"], again["works"], site.counts["/works/"]) == ("ok", 2, 4)
    assert "Драгово" in settlements(run)
    assert scrape("2026-11-20T09:20").record["state"] == "unchanged"


def test_a_page_whose_kept_copy_is_damaged_is_sent_again(run, scrape, desk):
    scrape("2026-11-20T09:00")
    for copy in (desk / "var" / "pages").rglob("*.gz"):
        copy.write_bytes(b"")
    again = scrape("2026-11-20T09:10").record
    assert (again["state"], again["works"]) == ("ok", 2)
    assert scrape("2026-11-20T09:20").record["state"] == "unchanged"


def test_a_list_too_long_to_be_read_whole_changes_nothing(run, scrape, site, monkeypatch):
    scrape("2026-11-20T09:00")
    monkeypatch.setattr(fetch, "MOST_PAGES", 1)
    assert scrape("2026-11-20T09:10").code == 3
    assert settlements(run) == ["Іза", "Липча"]


def test_an_edited_page_behind_one_not_sent_again_is_read_with_it(run, scrape, site):
    scrape("2026-11-20T09:00")
    site.second = site.second.replace("Липча", "Горінчово")
    edited = scrape("2026-11-20T10:00").record
    assert (edited["state"], edited["works"], edited["new"], edited["lingering"]) == ("ok", 2, 1, 1)
    assert {"Іза", "Горінчово"} <= set(settlements(run))
    assert scrape("2026-11-20T10:10").record["state"] == "unchanged"
