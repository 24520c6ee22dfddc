"""Kept pages read anew come in the place of their reading and prove nothing twice, on both databases."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from data.page_archive import PageArchive
from data.works import WorksRepository
from pipeline.domain.errors import Failed, Misuse
from pipeline.domain.pages import SourcePage
from pipeline.domain.suggestions import SettlementRemedy, Suggestion
from pipeline.domain.trust import PageState, ReadingChanges
from pipeline.domain.works import Kind, Listing, Period, Place, PlannedWork, QuarantinedRow
from pipeline.source.pages import PageReading
from pipeline.steps.scrape import Reader, scrape, scrape_kept

NOON = datetime(2026, 11, 20, 10, tzinfo=UTC)
PERIOD = Period(datetime(2026, 11, 24, 7, tzinfo=UTC), datetime(2026, 11, 24, 14, tzinfo=UTC))
IZA = PlannedWork(PERIOD, Kind.PLANNED, (Place("Іза", "UA21"),), printed="с. Іза")
LYPCHA = replace(IZA, places=(Place("Липча", "UA22"),), printed="с. Липча")
UNKNOWN = replace(LYPCHA, places=(Place("Лыпча", None),))
"""The row of `LYPCHA` before anybody said what it means."""
SUGGESTED = Suggestion(remedies=(SettlementRemedy("с. Лыпча", "Липча", "Хустський РЕМ", "с. Липча"),))
UNREAD = QuarantinedRow("с. Липча", "такого населеного пункту немає в переліку: «Лыпча»", PERIOD, suggestion=SUGGESTED)


@pytest.fixture
def works(database, tmp_path):
    return WorksRepository(database, PageArchive(tmp_path / "pages"))


def page(content=b"<html>"):
    return SourcePage("https://zakarpat.energy/", NOON, 200, content)


def says(*listed, fingerprint="1", state=PageState.OK, unread=(), rows=30):
    """A reader to whom every page says the same."""
    listing = Listing(listed, tuple(unread), rows, {None: PERIOD.day})
    return Reader(lambda _: PageReading(state, listing), fingerprint)


def at(minutes):
    return NOON + timedelta(minutes=minutes)


def read(works, reader, *, after=0, content=b"<html>", **options):
    """Scrape the page so many minutes after noon."""
    return scrape([page(content)], works, reader, now=at(after), **options)


def found(works):
    return {entry.place.settlement: entry for entry in works.live_entries(NOON)}


def test_what_was_unknown_comes_in_and_leaves_no_trace_of_the_unknown(works):
    read(works, says(IZA, UNKNOWN, unread=[UNREAD]))
    assert [row.suggestion for row in works.quarantine()] == [SUGGESTED]
    assert works.last_healthy().at == NOON
    report = scrape_kept(works, says(IZA, LYPCHA, fingerprint="2"))
    assert (report.reading.state, report.reading.at) == (PageState.OK, NOON)
    assert found(works).keys() == {"Іза", "Липча"}
    assert {entry.is_fresh for entry in found(works).values()} == {True}
    assert [each["places"][0]["katottg"] for each in works.works(NOON)] == ["UA21", "UA22"]
    assert list(works.quarantine()) == []


def test_it_is_no_reading_more_and_makes_the_list_no_newer(works):
    read(works, says(IZA))
    before = list(works.pages())
    scrape_kept(works, says(IZA, LYPCHA, fingerprint="2"))
    assert len(works.recent_readings(9)) == 1
    assert works.last_healthy().at == NOON
    assert list(works.pages()) == before


def test_a_reader_of_another_mind_reads_the_same_bytes_as_a_reading_of_its_own(works):
    read(works, says(UNKNOWN, IZA))
    assert read(works, says(UNKNOWN, IZA), after=10).reading.state is PageState.UNCHANGED
    assert read(works, says(LYPCHA, IZA, fingerprint="2"), after=20).reading.state is PageState.OK
    assert found(works).keys() == {"Іза", "Липча"}
    assert read(works, says(LYPCHA, IZA, fingerprint="2"), after=30).reading.state is PageState.UNCHANGED
    assert [each["places"][0]["katottg"] for each in works.works(NOON)] == ["UA21", "UA22"]


def test_after_kept_pages_were_read_again_the_same_bytes_are_unchanged(works):
    read(works, says(UNKNOWN))
    read(works, says(UNKNOWN), after=10)
    scrape_kept(works, says(LYPCHA, fingerprint="2"))
    report = read(works, says(LYPCHA, fingerprint="2"), after=20)
    assert (report.reading.state, report.reading.works) == (PageState.UNCHANGED, 1)


def test_what_the_list_no_longer_gives_is_missing_since_it_was_last_read_and_not_proved_so(works):
    read(works, says(IZA, LYPCHA))
    read(works, says(IZA, LYPCHA), after=60)
    report = scrape_kept(works, says(IZA, fingerprint="2"))
    assert report.changes == ReadingChanges(lingering=1)
    scrape_kept(works, says(IZA, fingerprint="2"))
    assert found(works)["Липча"].missing_since == at(60)
    assert read(works, says(IZA, fingerprint="2"), after=89).changes.gone == 0
    assert read(works, says(IZA, fingerprint="2"), after=90).changes.gone == 1


def test_an_absence_that_readings_proved_stays_proved(works):
    read(works, says(IZA, LYPCHA))
    read(works, says(IZA), after=10, content=b"without")
    read(works, says(IZA), after=40, content=b"without")
    before = found(works)["Липча"]
    assert (before.missing_since, before.lacked_at) == (at(10), at(40))
    scrape_kept(works, says(IZA, fingerprint="2"))
    assert found(works)["Липча"] == before


def test_one_that_was_only_misread_is_missing_no_longer(works):
    read(works, says(IZA, LYPCHA))
    read(works, says(IZA, UNKNOWN), after=10, content=b"mistyped")
    read(works, says(IZA, UNKNOWN), after=50, content=b"mistyped")
    assert found(works)["Липча"].lacked_at == at(50)
    scrape_kept(works, says(IZA, LYPCHA, fingerprint="2"))
    entry = found(works)["Липча"]
    assert (entry.is_fresh, entry.lacked_at, entry.first_seen_at, entry.last_seen_at) == (True, None, NOON, at(50))


def test_a_suspect_list_read_again_and_again_is_not_settled_by_it(works):
    many = [replace(IZA, places=(Place(f"Село {n}", f"UA{n}"),), printed=f"с. {n}") for n in range(30)]
    read(works, says(*many))
    for minutes in (10, 50):
        assert not read(works, says(IZA), after=minutes, content=b"few").reading.healthy
    for _ in range(3):
        assert not scrape_kept(works, says(IZA, fingerprint="2")).reading.healthy
    assert len(works.recent_readings(9)) == 3
    assert read(works, says(IZA), after=75, content=b"few").reading.healthy


def test_a_suspect_list_that_is_understood_now_counts_as_read_when_it_was_captured(works):
    read(works, says(IZA))
    read(works, says(IZA, unread=[UNREAD], rows=2), after=60, content=b"new")
    assert works.last_healthy().at == NOON
    report = scrape_kept(works, says(IZA, LYPCHA, fingerprint="2"))
    assert (report.reading.state, works.last_healthy().at) == (PageState.OK, at(60))
    assert found(works)["Липча"].first_seen_at == at(60)
    assert [each["state"] for each in works.pages()] == ["ok", "ok"]


def test_a_malformed_page_that_a_release_learns_to_read_comes_in(works):
    read(works, says(IZA))
    read(works, says(state=PageState.MALFORMED), after=60, content=b"new")
    assert scrape_kept(works, says(LYPCHA, IZA, fingerprint="2")).reading.healthy
    assert found(works).keys() == {"Іза", "Липча"}


def test_a_page_that_was_passing_is_not_the_one_that_is_read_again(works):
    read(works, says(IZA))
    read(works, says(state=PageState.MALFORMED), after=10, content=b"broken")
    read(works, says(IZA), after=20)
    read(works, says(state=PageState.BLOCKED), after=30, content=b"refused")
    reading, pages = works.last_read()
    assert (reading.at, [each.content for each in pages]) == (NOON, [b"<html>"])


@pytest.mark.parametrize("state", [PageState.MALFORMED, PageState.EMPTY])
def test_a_list_that_was_believed_is_not_given_up_for_a_reading_that_would_not_be(works, state):
    read(works, says(IZA))
    report = scrape_kept(works, says(fingerprint="2", state=state))
    assert (report.reading.state, report.reading.healthy) == (state, False)
    assert found(works)["Іза"].is_fresh
    assert works.recent_readings(1)[0].healthy


def test_a_page_without_its_bytes_is_missed_in_words(works, tmp_path):
    with pytest.raises(Misuse, match="перечитувати нічого"):
        works.last_read()
    read(works, says(IZA))
    for path in (tmp_path / "pages").rglob("*.gz"):
        path.unlink()
    with pytest.raises(Failed, match="пошкоджено"):
        scrape_kept(works, says(IZA, fingerprint="2"))


def test_a_re_reading_that_fails_half_way_changes_nothing(works, monkeypatch):
    read(works, says(UNKNOWN, IZA, unread=[UNREAD]))
    monkeypatch.setattr("data.works.rows_of", lambda *_: 1 / 0)
    with pytest.raises(Failed):
        scrape_kept(works, says(LYPCHA, IZA, fingerprint="2"))
    assert found(works).keys() == {"Іза"}
    assert found(works)["Іза"].is_fresh
    assert len(list(works.quarantine())) == 1
    assert works.last_listing().reader == "1"
