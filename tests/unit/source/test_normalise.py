from datetime import date

import pytest

from pipeline.source.text import reader as reading
from pipeline.source.text import rows as finishing
from tests.unit.source.reading import CAPTURED_AT, read, reasons, table

HEAD = ("РЕМ", "Адреса", "Дата", "Час", "Вид робіт", "Причина", "Примітка")


def one(*, time="з 9 до 16", kind="", reason="", notes="", day="24.11.2026", over="<h2>Планові відключення</h2>"):
    row = ("Хустський РЕМ", "с. Іза", day, time, kind, reason, notes)
    (work,) = read(table(row, head=HEAD, over=over)).listing.works
    return work


@pytest.mark.parametrize(
    ("settlement", "streets"),
    [("с.", "Іза"), ("смт", "Вишково"), ("с. 1", "Іза"), ("м. б/н Хуст", "Хуст"), ("ТП-12 с. б/н", "Іза")],
)
def test_a_row_that_a_fault_of_ours_meets_costs_no_other_row(settlement, streets):
    head = ("Дата", "РЕМ", "Населений пункт", "Вулиці", "Час")
    bad = ("24.11.2026", "Хустський РЕМ", settlement, streets, "з 9:00 до 16:00")
    good = ("24.11.2026", "Хустський РЕМ", "с. Іза", "Центральна", "з 9:00 до 16:00")
    listing = read(table(bad, good, head=head)).listing
    assert listing.rows == 2
    assert [place.street for work in listing.works for place in work.places if place.settlement == "Іза"]
    seen = {row.printed for row in listing.quarantined} | {work.printed for work in listing.works}
    assert len(seen) == 2


@pytest.mark.parametrize("broken", [(reading, "said_by"), (finishing, "read_terms"), (reading, "parts_of")])
def test_a_faulty_row_stands_in_quarantine_and_the_log_names_the_place_in_the_code(monkeypatch, capsys, broken):
    def fault(*_args, **_named):
        raise IndexError("с. Іза")

    monkeypatch.setattr(*broken, fault)
    listing = read(table(("Хустський РЕМ", "с. Іза", "24.11.2026", "з 9 до 16", "", "", ""), head=HEAD)).listing
    assert listing.works == ()
    assert {row.reason for row in listing.quarantined} == {reading.FAULT}
    logged = capsys.readouterr()
    assert "fault:" in logged.out + logged.err
    assert "Іза" not in logged.out + logged.err


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ("Планові", "planned"),
        ("планова", "planned"),
        ("Аварійні", "emergency"),
        ("Позапланові", "emergency"),
        ("погодинні", "schedule"),
        ("Застосування ГПВ", "schedule"),
        ("ГАВ", "schedule"),
        ("", "planned"),
        ("обрізка дерев", "planned"),
        ("за борги", "other"),
    ],
)
def test_the_kind_is_told_by_its_words(words, kind):
    assert one(kind=words).kind == kind


def test_the_kind_may_stand_in_the_heading():
    assert one(over="<h2>Аварійні відключення</h2>").kind == "emergency"
    assert one(over="<h2>Графік погодинних відключень</h2>").kind == "schedule"
    assert one(over="<h2>Графік планових відключень</h2>").kind == "planned"
    assert one(reason="заміна аварійної опори").kind == "planned"
    assert one(reason="аварійні роботи").kind == "emergency"


@pytest.mark.parametrize(
    ("kind", "reason", "expected"),
    [
        ("", "аварійно-відновлювальні роботи", "emergency"),
        ("", "Аварійно - відновлювальні роботи", "emergency"),
        ("", "ліквідація наслідків аварії", "emergency"),
        ("", "аварійне", "emergency"),
        ("", "заміна КЛ, АВАРІЙНО", "emergency"),
        ("", "заміна аварійної опори", "planned"),
        ("", "обрізка аварійно небезпечних дерев", "planned"),
        ("", "заміна опор, що аварійні", "planned"),
        ("заміна аварійної опори", "", "planned"),
        ("Планові", "аварійно-відновлювальні роботи", "planned"),
    ],
)
def test_a_reason_may_name_the_kind_where_its_column_does_not(kind, reason, expected):
    assert one(kind=kind, reason=reason).kind == expected


def test_a_description_in_the_column_of_kinds_is_the_reason():
    assert one(kind="обрізка дерев").reason == "обрізка дерев"
    assert one(kind="Планові", reason="заміна опор").reason == "заміна опор"


def test_a_range_of_days_is_a_work_a_day():
    listing = read(table(("", "с. Іза", "23–25 листопада", "з 9 до 16", "", "", ""), head=HEAD)).listing
    assert [work.period.day.day for work in listing.works] == [23, 24, 25]
    assert listing.rows == 1


def test_the_district_is_that_of_the_row_or_of_the_heading():
    assert one().district == "Хустський РЕМ"
    listing = read(
        table(("с. Поляна", "9-16"), head=("Адреса", "Час"), over="<h2>Свалявський РЕМ, 24.11.2026</h2>")
    ).listing
    assert listing.works[0].district == "Свалявський РЕМ"
    assert listing.works[0].places[0].katottg == "UA21040210010063908"
    assert listing.reaches == {"Свалявський РЕМ": date(2026, 11, 24)}


def test_an_unknown_settlement_gives_its_work_and_stands_in_quarantine():
    listing = read(table(("", "с. Вигадане, вул. Миру 5", "9-16"))).listing
    (place,) = listing.works[0].places
    (refused,) = listing.quarantined
    assert (place.settlement, place.katottg, place.houses) == ("Вигадане", None, "5")
    assert "Вигадане" in refused.reason
    assert refused.period == listing.works[0].period


def test_a_name_borne_twice_is_settled_by_the_hromada_in_brackets():
    listing = read(table(("", "с. Лази (Тячівська громада)", "9-16"))).listing
    assert listing.works[0].places[0].katottg == "UA21080150020047712"
    assert reasons(table(("", "с. Лази", "9-16")))


@pytest.mark.parametrize(
    ("address", "hours"), [("с. Іза", "завтра"), ("с. Іза", ""), ("", "9-16"), ("с. Іза", "16:00–9:00")]
)
def test_a_row_that_says_too_little_is_in_quarantine(address, hours):
    listing = read(table(("Хустський РЕМ", address, hours)), at=CAPTURED_AT).listing
    assert (listing.works, listing.rows, len(listing.quarantined)) == ((), 1, 1)


@pytest.mark.parametrize(
    ("kind", "reason"),
    [
        ("Планові", None),
        ("Планові роботи", None),
        ("Планові: обрізка дерев", "обрізка дерев"),
        ("Планове відключення – заміна опор", "заміна опор"),
        ("обрізка дерев", "обрізка дерев"),
        ("", None),
    ],
)
def test_what_a_column_of_kinds_says_beyond_the_kind_is_the_reason(kind, reason):
    work = one(kind=kind)
    assert work.reason == reason
    assert work.kind == "planned"
