"""Readings, pages and entries, on both databases."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from data.page_archive import PageArchive
from data.works import WorksRepository
from pipeline.domain.addresses.streets import Street
from pipeline.domain.errors import Failed, Misuse
from pipeline.domain.pages import SourcePage
from pipeline.domain.trust import PageState, Reading, ReadingChanges
from pipeline.domain.works import (
    Certainty,
    Kind,
    Listing,
    Period,
    Place,
    PlannedWork,
    QuarantinedRow,
    WorkStatus,
)

NOON = datetime(2026, 11, 20, 10, tzinfo=UTC)
DAY = date(2026, 11, 24)
PERIOD = Period(datetime(2026, 11, 24, 7, tzinfo=UTC), datetime(2026, 11, 24, 14, tzinfo=UTC))
IZA = Place("Іза", "UA21", Street("вул.", "Центральна"), "1-7")
LYPCHA = Place("Липча", "UA22")
WORK = PlannedWork(PERIOD, Kind.PLANNED, (IZA,), district="Хустський РЕМ", reason="обрізка дерев", printed="с. Іза")
REACHES = {"Хустський РЕМ": DAY}


@pytest.fixture
def works(database, tmp_path):
    return WorksRepository(database, PageArchive(tmp_path / "pages"))


def page(content=b"<html>", **changes):
    return replace(SourcePage("https://zakarpat.energy/", NOON, 200, content), **changes)


def listing(*listed, reaches=REACHES, quarantined=()):
    return Listing(works=listed, quarantined=quarantined, rows=len(listed), reaches=reaches)


def read(works, *listed, after=0, state=PageState.OK, healthy=True, **rest):
    """Save a reading so many minutes after noon."""
    reading = Reading(NOON + timedelta(minutes=after), state, healthy, rows=len(listed), works=len(listed))
    return works.save_reading(reading, [(page(), state)], listing(*listed, **rest))


def repeat(works, after):
    reading = Reading(NOON + timedelta(minutes=after), PageState.UNCHANGED, healthy=True)
    return works.save_reading(reading, [(page(), PageState.UNCHANGED)], None)


def entry(works, now=NOON):
    (found,) = works.live_entries(now)
    return found


def test_a_work_comes_back_as_an_entry_a_place(works):
    moved = Period(PERIOD.starts_at - timedelta(days=1), PERIOD.ends_at - timedelta(days=1))
    possible = replace(IZA, street=Street(None, "Нова", "Стара"), houses=None, certainty=Certainty.POSSIBLE)
    assert read(works, replace(WORK, places=(IZA, possible, LYPCHA), moved_from=moved)) == ReadingChanges(new=3)
    entries = works.live_entries(NOON)
    assert {each.place for each in entries} == {IZA, possible, LYPCHA}
    assert {each.work_id for each in entries} == {entries[0].work_id}
    first = entries[0]
    assert (first.period, first.kind, first.status) == (PERIOD, Kind.PLANNED, WorkStatus.ANNOUNCED)
    assert (first.district, first.reason, first.moved_from) == ("Хустський РЕМ", "обрізка дерев", moved)
    assert (first.first_seen_at, first.last_seen_at, first.printed) == (NOON, NOON, "с. Іза")
    assert first.is_fresh
    assert first.period.starts_at.tzinfo is UTC


def test_an_entry_knows_since_when_its_row_says_without_a_break_what_it_says(works):
    moved = replace(WORK, moved_from=Period(PERIOD.starts_at - timedelta(days=1), PERIOD.ends_at - timedelta(days=1)))
    cancelled = replace(WORK, status=WorkStatus.CANCELLED)
    since = []
    for number, listed in enumerate(((WORK,), (WORK,), (moved,), (moved,), (), (moved,), (cancelled,), (cancelled,))):
        read(works, *listed, after=10 * number)
        if listed:
            since.append((entry(works).said_since - NOON) // timedelta(minutes=10))
    assert since == [0, 0, 2, 2, 5, 6, 6]


def test_a_row_that_says_now_that_it_is_cancelled_counts_though_its_first_day_is_long_past(works):
    cancelled = replace(WORK, status=WorkStatus.CANCELLED)
    read(works, cancelled)
    assert [each.status for each in works.live_entries(PERIOD.ends_at + timedelta(days=9))] == [WorkStatus.CANCELLED]
    read(works, after=10)
    assert not works.live_entries(PERIOD.ends_at + timedelta(days=9))


def test_equal_entries_are_one_and_a_reading_again_adds_nothing(works):
    assert read(works, WORK, WORK).new == 1
    assert read(works, WORK, after=60).new == 0
    assert entry(works).first_seen_at == NOON
    assert entry(works).last_seen_at == NOON + timedelta(minutes=60)


def test_a_seen_entry_takes_over_what_the_row_now_says(works):
    read(works, WORK)
    read(works, replace(WORK, reason="заміна опор", status=WorkStatus.CANCELLED), after=60)
    assert (entry(works).reason, entry(works).status) == ("заміна опор", WorkStatus.CANCELLED)
    read(works, WORK, after=120)
    assert entry(works).status is WorkStatus.ANNOUNCED


@pytest.mark.parametrize("order", [1, -1])
def test_of_equal_rows_the_cancelled_one_wins(works, order):
    rows = [WORK, replace(WORK, status=WorkStatus.CANCELLED)][::order]
    read(works, *rows)
    assert entry(works).status is WorkStatus.CANCELLED


def test_an_entry_that_one_reading_lacks_lingers(works):
    read(works, WORK)
    assert read(works, after=60) == ReadingChanges(lingering=1)
    assert entry(works).missing_since == NOON + timedelta(minutes=60)
    assert entry(works).lacked_at is None


def test_two_readings_half_an_hour_apart_make_it_lacked(works):
    read(works, WORK)
    read(works, after=60)
    assert read(works, after=89) == ReadingChanges(lingering=1)
    assert read(works, after=90) == ReadingChanges(lingering=1, gone=1)
    assert read(works, after=200) == ReadingChanges(lingering=1)
    assert entry(works).missing_since == NOON + timedelta(minutes=60)
    assert entry(works).lacked_at == NOON + timedelta(minutes=90)


def test_an_entry_that_comes_back_is_fresh_again(works):
    read(works, WORK)
    read(works, after=60)
    read(works, after=120)
    assert read(works, WORK, after=180) == ReadingChanges()
    assert entry(works).is_fresh
    assert entry(works).lacked_at is None


@pytest.mark.parametrize(
    "reaches",
    [{}, {"Тячівський РЕМ": DAY}, {None: DAY}, {"Хустський РЕМ": DAY - timedelta(days=1)}],
)
def test_a_list_that_does_not_reach_the_day_of_the_district_says_nothing_of_it(works, reaches):
    read(works, WORK)
    assert read(works, after=60, reaches=reaches) == ReadingChanges()
    assert entry(works).is_fresh


def test_rows_without_a_district_are_reached_by_rows_without_one(works):
    read(works, replace(WORK, district=None))
    assert read(works, after=60, reaches={None: DAY}).lingering == 1


def test_an_empty_list_reaches_every_day(works):
    read(works, WORK)
    assert read(works, after=60, state=PageState.EMPTY, reaches={}).lingering == 1
    assert repeat(works, after=120).gone == 1


def test_two_readings_at_one_time_are_told_apart(works):
    read(works, WORK)
    assert read(works).lingering == 1


def test_an_unchanged_reading_sees_again_what_the_list_showed(works):
    read(works, WORK)
    assert repeat(works, after=60) == ReadingChanges()
    assert entry(works).last_seen_at == NOON + timedelta(minutes=60)


def test_an_unchanged_reading_is_the_second_that_lacks_an_entry(works):
    read(works, WORK)
    read(works, after=60)
    assert repeat(works, after=80) == ReadingChanges(lingering=1)
    assert repeat(works, after=90) == ReadingChanges(lingering=1, gone=1)


def test_an_unchanged_reading_does_not_lack_what_its_list_did_not_reach(works):
    read(works, WORK)
    read(works, after=60)
    read(works, after=70, reaches={})
    assert repeat(works, after=120) == ReadingChanges(lingering=1)


def test_works_that_are_over_are_not_missed(works):
    read(works, WORK)
    assert read(works, after=6 * 24 * 60, reaches={"Хустський РЕМ": date(2026, 12, 1)}) == ReadingChanges()


@pytest.mark.parametrize("state", [PageState.BLOCKED, PageState.MALFORMED, PageState.SUSPECT, PageState.EMPTY])
def test_an_unhealthy_reading_is_kept_and_changes_no_entry(works, state):
    read(works, WORK)
    before = works.live_entries(NOON)
    unread = (QuarantinedRow("с. ???", "невідомий населений пункт", PERIOD),)
    assert read(works, after=60, state=state, healthy=False, quarantined=unread) == ReadingChanges()
    assert works.live_entries(NOON) == before
    assert works.recent_readings(1)[0].state is state
    assert works.last_healthy().at == NOON
    assert len(list(works.pages())) == 2
    assert [each.row for each in works.quarantine()] == ["с. ???"]


def test_a_quarantined_row_of_the_same_period_shields_an_entry_until_it_is_gone(works):
    read(works, WORK)
    read(works, after=60, quarantined=(QuarantinedRow("с. Ііза", "невідомий населений пункт", PERIOD),))
    assert entry(works).shielded
    repeat(works, after=120)
    assert entry(works).shielded
    read(works, after=180)
    assert not entry(works).shielded


@pytest.mark.parametrize(
    ("settlement", "katottg", "shields"),
    [
        ("Іза", IZA.katottg, True),
        ("Ііза", None, True),
        ("Липча", "UA21120110040012345", False),
    ],
)
def test_a_row_of_which_only_a_part_was_not_read_shields_no_other_settlement(works, settlement, katottg, shields):
    part = replace(WORK, places=(Place(settlement, katottg, Street("вул.", "Шкільна")),), printed="Іза ???")
    read(works, WORK)
    read(works, part, after=60, quarantined=(QuarantinedRow("Іза ???", "незрозуміло: «231-422»", PERIOD),))
    (ours,) = (each for each in works.live_entries(NOON) if each.place == IZA)
    assert ours.shielded is shields


def test_entries_without_a_known_settlement_are_not_matched_but_listed(works):
    read(works, replace(WORK, places=(replace(IZA, katottg=None),)))
    assert works.live_entries(NOON) == []
    assert next(works.works(NOON))["places"][0]["katottg"] is None


def test_entries_are_live_until_they_end(works):
    read(works, WORK)
    assert works.live_entries(PERIOD.ends_at - timedelta(seconds=1))
    assert not works.live_entries(PERIOD.ends_at)


def test_known_future_counts_the_works_of_the_last_list_that_have_not_ended(works):
    assert works.known_future(NOON) == 0
    later = replace(WORK, period=Period(PERIOD.ends_at, PERIOD.ends_at + timedelta(hours=2)))
    read(works, replace(WORK, places=(IZA, LYPCHA)), later)
    assert works.known_future(NOON) == 2
    assert works.known_future(PERIOD.ends_at) == 1
    read(works, later, after=60)
    repeat(works, after=120)
    assert works.known_future(NOON) == 1


def test_a_reading_that_fails_half_way_leaves_nothing(works, monkeypatch, database):
    read(works, WORK)

    def fail(*_):
        raise RuntimeError

    monkeypatch.setattr("data.works.rows_of", fail)
    with pytest.raises(RuntimeError):
        read(works, WORK, after=60)
    assert len(works.recent_readings(10)) == 1
    assert len(list(works.pages())) == 1


def test_the_id_of_a_work_outlives_its_streets_and_reason(works):
    read(works, WORK)
    before = entry(works).work_id
    read(works, replace(WORK, places=(replace(IZA, houses="1-9"),), reason=None), after=60)
    assert {each.work_id for each in works.live_entries(NOON)} == {before}
    (shown,) = works.works(NOON)
    assert shown["id"] == before
    assert [place["houses"] for place in shown["places"]] == ["1-9"]


def test_works_are_listed_as_designed(works):
    read(works, WORK)
    (work,) = works.works(NOON)
    assert work == {
        "id": entry(works).work_id,
        "status": "announced",
        "starts_at": "2026-11-24T09:00:00+02:00",
        "ends_at": "2026-11-24T16:00:00+02:00",
        "kind": "planned",
        "district": "Хустський РЕМ",
        "reason": "обрізка дерев",
        "places": [
            {
                "settlement": "Іза",
                "katottg": "UA21",
                "street": {"kind": "вул.", "name": "Центральна"},
                "houses": "1-7",
                "certainty": "certain",
            }
        ],
    }


def test_a_work_is_over_after_its_end_cancelled_by_word_and_gone_by_absence(works):
    other = replace(WORK, places=(LYPCHA,), status=WorkStatus.CANCELLED)
    read(works, WORK, other)
    assert {each["status"] for each in works.works(PERIOD.ends_at)} == {"over", "cancelled"}
    read(works, other, after=60)
    read(works, other, after=120)
    assert {each["status"] for each in works.works(NOON)} == {"announced", "cancelled"}
    assert {each["status"] for each in works.works(PERIOD.starts_at)} == {"gone", "cancelled"}


def test_pages_are_kept_once_and_can_be_loaded(works, tmp_path):
    read(works, WORK)
    read(works, WORK, after=60)
    first, second = works.pages()
    assert first["sha256"] == second["sha256"]
    assert set(first) == {"id", "captured_at", "url", "state", "sha256"}
    assert first["captured_at"] == "2026-11-20T12:00:00+02:00"
    assert len(list((tmp_path / "pages").rglob("*.gz"))) == 1
    assert works.load_page(first["id"]) == page()
    with pytest.raises(Misuse, match="777"):
        works.load_page(777)


def test_a_lost_page_is_missed_in_words(works, tmp_path):
    read(works, WORK)
    for path in (tmp_path / "pages").rglob("*.gz"):
        path.unlink()
    with pytest.raises(Failed, match="пошкоджено"):
        works.load_page(next(works.pages())["id"])


def test_the_pages_of_the_last_reading_are_known_with_their_bytes(works, tmp_path):
    first = page(b"list", etag='"1"', last_modified="Fri, 20 Nov 2026 10:00:00 GMT")
    works.save_reading(Reading(NOON, PageState.OK, healthy=True), [(first, PageState.OK)], listing(WORK))
    (kept,) = works.last_pages().values()
    assert (kept.url, kept.etag, kept.last_modified) == (first.url, first.etag, first.last_modified)
    assert works.load_content(kept) == b"list"
    for path in (tmp_path / "pages").rglob("*.gz"):
        path.unlink()
    assert works.last_pages() == {}


def test_without_a_reading_nothing_is_known(works):
    assert works.last_healthy() is None
    assert works.last_pages() == {}
    assert works.recent_readings(3) == []
    assert list(works.works(NOON)) == []


def test_readings_come_newest_first_as_they_were_saved(works):
    read(works, WORK)
    by_quarantine = Reading(
        NOON + timedelta(hours=1), PageState.SUSPECT, healthy=False, rows=9, works=2, quarantined=7, by_quarantine=True
    )
    works.save_reading(by_quarantine, [], listing())
    newest, _ = works.recent_readings(5)
    assert replace(newest, id=None) == by_quarantine


def test_while_a_quarantined_row_shields_it_the_absence_of_an_entry_has_yet_to_begin(works):
    shield = QuarantinedRow("с. Ізка", "такого населеного пункту немає в переліку", WORK.period)
    read(works, WORK)
    read(works, after=60, quarantined=(shield,))
    read(works, after=120, quarantined=(shield,))
    read(works, after=180)
    assert entry(works).missing_since == NOON + timedelta(minutes=180)
    assert entry(works).lacked_at is None
    read(works, after=210)
    assert entry(works).lacked_at == NOON + timedelta(minutes=210)
