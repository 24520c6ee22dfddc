"""Words that cancel or move, in whatever field of a row they stand."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.source.times.changes import change_in
from tests.unit.source.reading import read, reasons, table, when, where

HEAD = ("РЕМ", "Дата", "Населений пункт", "Вулиця, будинки", "Час", "Вид", "Причина", "Примітка")
NOTED = ("24.11 09:00–16:00", ["Іза, вул. Дружна, 1-60"])
WHOLE_DAY = "24.11 00:00–25.11 00:00"


def listing(
    *, day="24.11.2026", settlement="с. Іза", street="вул. Дружна, 1-60", time="з 9 до 16", kind="", reason="", notes=""
):
    row = ("Хустський РЕМ", day, settlement, street, time, kind, reason, notes)
    return read(table(row, head=HEAD, over="<h2>Планові роботи</h2>")).listing


def one(**row):
    (work,) = listing(**row).works
    return work


def place(work):
    return [where(each) for each in work.places]


@pytest.mark.parametrize(
    "row",
    [
        {"notes": "скасовано"},
        {"notes": "роботи скасовані"},
        {"notes": "Роботи не відбудуться через негоду"},
        {"reason": "роботи не проводитимуться"},
        {"reason": "Роботи не будуть проводитись"},
        {"reason": "не відбудуться"},
        {"reason": "відміна"},
        {"reason": "скасування"},
        {"reason": "відключення не буде"},
        {"kind": "Планові (скасовано)"},
        {"day": "24.11.2026 (Відмінено)"},
        {"time": "з 9 до 16 (скасовано)"},
        {"time": "з 9 до 16, відмінено"},
        {"street": "вул. Дружна, 1-60 - скасовано"},
        {"street": "вул. Дружна, 1-60 (роботи скасовано)"},
        {"street": "вул. Дружна, 1-60 cкacoвaнo"},
        {"street": "СКАСОВАНО: вул. Дружна, 1-60"},
        {"settlement": "с. Іза (СКАСОВАНО)"},
    ],
)
def test_a_row_is_cancelled_by_words_in_any_field_and_keeps_its_hours_and_places(row):
    work = one(**row)
    assert work.status == "cancelled"
    assert (when(work.period), place(work)) == NOTED
    assert not listing(**row).quarantined


@pytest.mark.parametrize("row", [{"time": "відмінено"}, {"time": "скасовано"}, {"time": "", "notes": "скасовано"}])
def test_a_cancelled_row_without_hours_is_cancelled_over_its_whole_day(row):
    work = one(**row)
    assert (work.status, when(work.period), place(work)) == ("cancelled", WHOLE_DAY, NOTED[1])


def test_the_whole_day_on_which_the_clock_goes_back_is_a_day_too():
    assert when(one(day="25.10.2026", time="скасовано").period) == "25.10 00:00–26.10 00:00"


def test_a_field_of_streets_that_holds_only_such_a_word_means_the_settlement():
    assert place(one(street="скасовано")) == ["Іза"]
    assert one(street="скасовано").status == "cancelled"


@pytest.mark.parametrize(
    "words",
    [
        "не скасовано",
        "роботи не відмінено",
        "не відміняється",
        "У разі негоди роботи можуть бути перенесені або скасовані.",
        "роботи будуть скасовані, якщо буде дощ",
        "на відміну від попередніх робіт",
        "перенесення опор ПЛ-0,4",
    ],
)
def test_what_is_denied_or_only_may_be_changes_nothing(words):
    for work in (one(notes=words), one(reason=words), one(time=f"з 9 до 16, {words}")):
        assert (work.status, work.moved_from, when(work.period)) == ("announced", None, NOTED[0])


def test_a_word_that_changes_nothing_never_makes_a_village_of_a_street():
    listed = listing(street="не скасовано")
    assert listed.works == ()
    assert [when(row.period) for row in listed.quarantined] == [NOTED[0]]


@pytest.mark.parametrize(
    ("words", "now"),
    [
        ("перенесено на 25.11", "25.11 09:00–16:00"),
        ("перенесено на 25.11.2026", "25.11 09:00–16:00"),
        ("переноситься на 25.11.2026", "25.11 09:00–16:00"),
        ("Роботи перенесено на середу, 25 листопада", "25.11 09:00–16:00"),
        ("перенесення робіт на 25.11.2026", "25.11 09:00–16:00"),
        ("перенесено з 24.11 на 25.11", "25.11 09:00–16:00"),
        ("скасовано, перенесено на 25.11", "25.11 09:00–16:00"),
        ("перенесено на 25.11 з 10 до 15", "25.11 10:00–15:00"),
        ("перенесено на 25 листопада 2026 року", "25.11 09:00–16:00"),
        ("перенесено на 10:00–15:00", "24.11 10:00–15:00"),
        ("змінено час: з 10:00 до 15:00", "24.11 10:00–15:00"),
        ("час змінено на 10:00-15:00", "24.11 10:00–15:00"),
        ("новий час: з 10 до 15", "24.11 10:00–15:00"),
        ("роботи продовжено до 18:00", "24.11 09:00–18:00"),
        ("подовжено до 18 години", "24.11 09:00–18:00"),
    ],
)
def test_a_moved_row_has_its_new_period_and_remembers_the_old(words, now):
    in_fields = ({"notes": words}, {"time": f"з 9 до 16, {words}"}, {"street": f"вул. Дружна, 1-60 ({words})"})
    for work in (one(**row) for row in in_fields):
        assert (when(work.period), when(work.moved_from)) == (now, NOTED[0])
        assert (work.status, place(work)) == ("announced", NOTED[1])


def test_what_follows_the_day_to_which_a_row_moves_is_no_part_of_it():
    work = one(street="вул. Дружна, 1-60 перенесено на 25.11.2026, вул. Садова 7-9")
    assert (when(work.period), place(work)) == ("25.11 09:00–16:00", [*NOTED[1], "Іза, вул. Садова, 7-9"])


def test_a_row_moved_from_another_day_remembers_that():
    work = one(notes="перенесено з 23.11")
    assert (when(work.period), when(work.moved_from)) == (NOTED[0], "23.11 09:00–16:00")


def test_a_row_whose_only_hours_are_the_new_ones_is_moved_from_its_whole_day():
    work = one(time="перенесено на 25.11.2026 з 10 до 12")
    assert (when(work.period), when(work.moved_from)) == ("25.11 10:00–12:00", WHOLE_DAY)


@pytest.mark.parametrize(
    ("row", "old", "new"),
    [
        ({"time": "перенесено на 25.11.2026"}, WHOLE_DAY, "25.11 00:00–26.11 00:00"),
        ({"street": "перенесено на 25.11.2026"}, NOTED[0], "25.11 09:00–16:00"),
    ],
)
def test_a_row_moved_without_hours_or_streets_ends_its_day_and_announces_none(row, old, new):
    assert (one(**row).status, when(one(**row).period)) == ("cancelled", old)
    (refused,) = listing(**row).quarantined
    assert when(refused.period) == new
    assert "перенесено" in refused.reason


@pytest.mark.parametrize(
    ("row", "period"),
    [
        ({"notes": "перенесено"}, NOTED[0]),
        ({"notes": "перенесено на іншу дату"}, NOTED[0]),
        ({"reason": "перенесено на інший день"}, NOTED[0]),
        ({"time": "перенесено"}, WHOLE_DAY),
        ({"notes": "перенесено на завтра"}, NOTED[0]),
    ],
)
def test_a_row_moved_to_no_day_is_in_quarantine_with_its_period(row, period):
    listed = listing(**row)
    (refused,) = listed.quarantined
    assert listed.works == ()
    assert "перенесено" in refused.reason
    assert when(refused.period) == period


@pytest.mark.parametrize(
    "text",
    [
        "<h2>24.11.2026</h2><p>с. Іза – з 9:00 до 16:00</p><p>СКАСОВАНО</p><p>с. Липча – з 10:00 до 12:00</p>",
        "<h2>24.11.2026</h2><p>с. Іза – з 9:00 до 16:00 – скасовано; с. Липча – з 10:00 до 12:00</p>",
        "<h2>24.11.2026</h2><p>з 9:00 до 16:00 (скасовано) с. Іза; з 10:00 до 12:00 с. Липча</p>",
        "<h2>24.11.2026</h2><p>с. Іза – скасовано</p><p>с. Липча – з 10:00 до 12:00</p>",
        "<p>24.11.2026 с. Іза – скасовано</p><p>24.11.2026 с. Липча – з 10:00 до 12:00</p>",
    ],
)
def test_in_a_text_of_several_works_the_one_at_the_words_is_cancelled(text):
    works = read(text).listing.works
    assert [(place(work), work.status) for work in works] == [(["Іза"], "cancelled"), (["Липча"], "announced")]


def test_the_day_to_which_a_line_of_text_moves_is_not_its_own():
    (work,) = read("<p>24.11.2026 с. Іза з 9:00 до 17:00 перенесено на 25.11.2026</p>").listing.works
    assert (when(work.period), when(work.moved_from)) == ("25.11 09:00–17:00", "24.11 09:00–17:00")


MYRU, SADOVA = ["Іза, вул. Миру"], ["Іза, вул. Садова"]


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("вул. Миру, вул. Садова (скасовано)", [(MYRU, "announced"), (SADOVA, "cancelled")]),
        ("вул. Миру (скасовано), вул. Садова", [(MYRU, "cancelled"), (SADOVA, "announced")]),
        ("вул. Миру (відмінено), вул. Садова (скасовано)", [(MYRU, "cancelled"), (SADOVA, "cancelled")]),
        ("вул. Миру, Садова (роботи скасовано)", [(MYRU, "announced"), (SADOVA, "cancelled")]),
        ("вул. Миру та вул. Садова (скасовано)", [(MYRU, "announced"), (SADOVA, "cancelled")]),
        ("вул. Миру вул. Садова (скасовано)", [(MYRU, "announced"), (SADOVA, "cancelled")]),
        ("вул. Миру та Садова (скасовано)", [(MYRU, "announced"), (SADOVA, "cancelled")]),
        ("вул. Миру (скасовано) і вул. Садова", [(MYRU, "cancelled"), (SADOVA, "announced")]),
        ("вул. Миру, частково Садова (скасовано)", [(MYRU, "announced"), (["Іза, вул. Садова?"], "cancelled")]),
        ("вул. Миру<br>вул. Садова – скасовано", [(MYRU, "announced"), (SADOVA, "cancelled")]),
        ("вул. Миру<br>вул. Садова<br>скасовано", [(MYRU + SADOVA, "cancelled")]),
        ("СКАСОВАНО: вул. Миру, вул. Садова", [(MYRU + SADOVA, "cancelled")]),
        ("вул. Миру, 1-60 (скасовано)", [(["Іза, вул. Миру, 1-60"], "cancelled")]),
    ],
)
def test_a_word_in_brackets_right_behind_a_place_is_that_of_this_place(address, expected):
    assert [(place(work), work.status) for work in listing(street=address).works] == expected


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("с. Іза: вул. Миру, вул. Садова (скасовано)", [(MYRU, "announced"), (SADOVA, "cancelled")]),
        ("с. Іза, вул. Миру (скасовано), вул. Садова", [(MYRU, "cancelled"), (SADOVA, "announced")]),
        ("с. Іза (скасовано), с. Липча", [(["Іза"], "cancelled"), (["Липча"], "announced")]),
        (
            "с. Іза, вул. Миру, 1-й пров. Садовий (скасовано)",
            [(MYRU, "announced"), (["Іза, пров. 1-й Садовий"], "cancelled")],
        ),
        ("вул. Миру (с. Іза) (скасовано)", [(MYRU, "cancelled")]),
        ("с. Іза та с. Липча (скасовано)", [(["Іза"], "announced"), (["Липча"], "cancelled")]),
        ("с. Іза, с. Липча (скасовано)", [(["Іза"], "announced"), (["Липча"], "cancelled")]),
        ("с. Іза (скасовано): вул. Миру, вул. Садова", [(MYRU + SADOVA, "cancelled")]),
        ("с. Іза (вул. Миру, вул. Садова) (скасовано)", [(MYRU + SADOVA, "cancelled")]),
    ],
)
@pytest.mark.parametrize(
    "page",
    [lambda text: table(("", text, "з 9 до 16")), lambda text: f"<h2>24.11.2026</h2><p>{text} – з 9:00 до 16:00</p>"],
)
def test_so_it_is_in_an_address_and_in_a_text(page, address, expected):
    assert [(place(work), work.status) for work in read(page(address)).listing.works] == expected


@pytest.mark.parametrize(
    "row",
    [
        {"street": "вул. Миру 1-5 (скасовано), 7-9"},
        {"street": "вул. Миру й Садова (скасовано)"},
        {"street": "вул. Миру, 5, 7 (скасовано)"},
        {"street": "вул. Миру, 5, 7 (скасовано), вул. Садова"},
        {"street": "вул. Миру, буд. 5-а та 7 (перенесено на 25.11)"},
    ],
)
def test_a_word_that_may_be_of_some_houses_or_of_all_cancels_nothing(row):
    assert listing(**row).works == ()
    assert "незрозуміло" in listing(**row).quarantined[0].reason


def test_so_it_is_in_a_column_of_houses():
    head = ("РЕМ", "Населений пункт", "Вулиця", "Будинки", "Час")
    assert reasons(table(("", "с. Іза", "вул. Миру", "5, 7 (скасовано)", "з 9 до 16"), head=head)) == [
        "незрозуміло, котрої адреси стосується «скасовано» чи «перенесено»"
    ]


def test_the_street_that_moves_leaves_the_others_where_they_are():
    moved = listing(street="вул. Миру, вул. Садова (перенесено на 26.11)").works
    assert [(when(work.period), place(work)) for work in moved] == [
        ("24.11 09:00–16:00", MYRU),
        ("26.11 09:00–16:00", SADOVA),
    ]


@given(st.text(alphabet="скасованоперенесноНЕне зна 25.11,;()–", max_size=60))
def test_a_text_without_such_words_stays_as_it_is(text):
    rest, change = change_in(text)
    assert change or rest == text or "не" in text.lower()
