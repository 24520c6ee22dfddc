import pytest

from tests.unit.source.reading import read, reasons, table, works

FULL = ("Населений пункт", "Вулиця", "Будинки", "Час відключення", "Причина")


def test_rows_are_read_by_their_headings_in_any_order():
    rows = table(
        ("з 9 до 16", "обрізка дерев", "с. Іза", "Дружна"), head=("Тривалість", "Причина", "Населений пункт", "Вулиця")
    )
    work = read(rows).listing.works[0]
    assert works(rows) == [("24.11 09:00–16:00", ["Іза, Дружна"])]
    assert work.reason == "обрізка дерев"


def test_a_spanning_cell_holds_for_every_row_it_covers():
    rows = (
        "<h2>24.11.2026</h2><table><tr><th>Населений пункт</th><th>Вулиця</th><th>Години</th></tr>"
        '<tr><td rowspan="3">м. Хуст</td><td>вул. Миру</td><td rowspan="2">9-12</td></tr>'
        "<tr><td>вул. Садова</td></tr><tr><td>вул. Львівська</td><td>13-16</td></tr>"
        '<tr><td colspan="2">с. Іза</td><td>9-10</td></tr></table>'
    )
    assert works(rows) == [
        ("24.11 09:00–12:00", ["Хуст, вул. Миру"]),
        ("24.11 09:00–12:00", ["Хуст, вул. Садова"]),
        ("24.11 13:00–16:00", ["Хуст, вул. Львівська"]),
        ("24.11 09:00–10:00", ["Іза"]),
    ]


def test_hours_across_the_columns_of_start_and_end_are_read():
    rows = (
        "<h2>24.11.2026</h2><table><tr><th>Адреса</th><th>Початок</th><th>Кінець</th></tr>"
        '<tr><td>с. Іза</td><td colspan="2">з 9 до 16</td></tr></table>'
    )
    assert works(rows) == [("24.11 09:00–16:00", ["Іза"])]


def test_two_rows_of_headings_are_one():
    rows = (
        '<h2>24.11.2026</h2><table><tr><td rowspan="2">№</td><td rowspan="2">Адреса</td><td colspan="2">Час</td></tr>'
        "<tr><td>початок</td><td>кінець</td></tr><tr><td>1</td><td>с. Іза</td><td>9:00</td><td>16:00</td></tr></table>"
    )
    assert works(rows) == [("24.11 09:00–16:00", ["Іза"])]


def test_days_and_districts_stand_between_tables_and_across_them():
    head = "<tr><td>Населений пункт</td><td>Години</td></tr>"
    listing = read(
        f"<h2>Хустський РЕМ</h2><p>24.11.2026</p><table>{head}<tr><td>с. Іза</td><td>9-16</td></tr>"
        '<tr><td colspan="2">25 листопада</td></tr><tr><td>с. Липча</td><td>9-16</td></tr></table>'
        f"<h2>Тячівський РЕМ</h2><p>26.11.2026</p><table>{head}<tr><td>с. Бедевля</td><td>9-16</td></tr></table>"
    ).listing
    assert [(work.district, work.period.day.day) for work in listing.works] == [
        ("Хустський РЕМ", 24),
        ("Хустський РЕМ", 25),
        ("Тячівський РЕМ", 26),
    ]
    assert {district: day.day for district, day in listing.reaches.items()} == {
        "Хустський РЕМ": 25,
        "Тячівський РЕМ": 26,
    }


def test_a_list_of_streets_under_a_settlement_belongs_to_it():
    rows = table(
        ("с. Іза", "24.11.2026 09:00", "24.11.2026 16:00"),
        ("<p><b>вул. Дружна</b> <span>1, 2а</span></p><p><b>Свободи площа</b> <span>3</span></p>", "", ""),
        ("с. Липча", "24.11.2026 09:00", "24.11.2026 16:00"),
        head=("Адреса", "Початок", "Кінець"),
    )
    assert works(rows) == [
        ("24.11 09:00–16:00", ["Іза, вул. Дружна, 1, 2а", "Іза, пл. Свободи, 3"]),
        ("24.11 09:00–16:00", ["Липча"]),
    ]
    assert read(rows).listing.rows == 2


def test_a_settlement_across_the_table_holds_for_the_rows_under_it():
    rows = (
        "<h2>24.11.2026</h2><table><tr><th>Вулиця</th><th>Будинки</th><th>Час</th></tr>"
        '<tr><td colspan="3">м. Хуст</td></tr><tr><td>вул. Миру</td><td>1-5</td><td>9-12</td></tr>'
        "<tr><td>вул. Садова</td><td>частково</td><td>9-12</td></tr></table>"
    )
    assert works(rows) == [
        ("24.11 09:00–12:00", ["Хуст, вул. Миру, 1-5"]),
        ("24.11 09:00–12:00", ["Хуст, вул. Садова?"]),
    ]


def test_breaks_and_blocks_separate_text_and_inline_tags_do_not():
    rows = table(("<b>м.</b> Ху<i>ст</i>", "вул. Миру<br>вул. Садова", "1", "08:00<br>17:00", ""), head=FULL)
    assert works(rows)[0][0] == "24.11 08:00–17:00"
    assert works(rows)[0][1][0] == "Хуст, вул. Миру"


def test_headings_repeated_in_the_middle_and_buttons_are_no_rows():
    rows = table(
        ("Хустський РЕМ", '<p>с. Іза</p><a href="#">Показати вулиці</a>', "9-16"),
        ("РЕМ", "Перелік споживачів", "Тривалість перерви"),
        ("Хустський РЕМ", "с. Липча", "9-16"),
    )
    assert [place for _, places in works(rows) for place in places] == ["Іза", "Липча"]
    assert reasons(rows) == []


def test_a_table_within_a_table_of_the_layout_is_found():
    assert works(f"<table><tr><td>Меню</td><td>{table(('', 'с. Іза', '9-16'))}</td></tr></table>") == [
        ("24.11 09:00–16:00", ["Іза"])
    ]


def test_nonsense_in_spans_does_no_harm():
    rows = (
        "<h2>24.11.2026</h2><table><tr><th>Адреса</th><th>Час</th></tr>"
        '<tr><td colspan="-1">с. Іза</td><td rowspan="99999999999">9-16</td></tr></table>'
    )
    assert works(rows) == [("24.11 09:00–16:00", ["Іза"])]


def test_the_row_is_kept_as_a_person_reads_it():
    assert read(table(("Хустський РЕМ", "с. Іза", "9-16"))).listing.works[0].printed == "Хустський РЕМ | с. Іза | 9-16"


CAPTIONED = "<table><caption>Знеструмлення на {day}.11.2026, Хустський РЕМ</caption>{rows}</table>"
TWO = "<tr><th>Адреса</th><th>Час</th></tr><tr><td>{place}</td><td>9-17</td></tr>"


def test_a_caption_is_the_heading_of_its_table_alone():
    page = CAPTIONED.format(day=24, rows=TWO.format(place="с. Іза")) + f"<table>{TWO.format(place='с. Липча')}</table>"
    assert works(page) == [("24.11 09:00–17:00", ["Іза"])]
    assert reasons(page) == ["немає дати ні в рядку, ні в заголовку"]


def test_a_cell_across_rows_and_columns_speaks_once_in_each():
    rows = (
        "<h2>24.11.2026</h2><table><tr><th>Населений пункт</th><th>Вулиця</th><th>Будинки</th><th>Час</th></tr>"
        '<tr><td>с. Іза</td><td colspan="2" rowspan="2">вул. Дружна 1-5</td><td>9-12</td></tr>'
        "<tr><td>с. Липча</td><td>13-16</td></tr></table>"
    )
    assert works(rows) == [
        ("24.11 09:00–12:00", ["Іза, вул. Дружна, 1-5"]),
        ("24.11 13:00–16:00", ["Липча, вул. Дружна, 1-5"]),
    ]


def test_the_headings_of_the_first_table_hold_for_those_without():
    page = (
        "<h2>24.11.2026</h2><table><tr><th>Населений пункт</th><th>Вулиця</th><th>Час</th></tr>"
        "<tr><td>с. Іза</td><td>Дружна</td><td>9-17</td></tr></table>"
        "<table><tr><td>с. Бедевля</td><td>Садова</td><td>9-17</td></tr></table>"
    )
    assert works(page) == [("24.11 09:00–17:00", ["Іза, Дружна"]), ("24.11 09:00–17:00", ["Бедевля, Садова"])]


def test_a_row_of_column_numbers_is_none():
    assert works(table(("1", "2", "3"), ("", "с. Іза", "9-17"))) == [("24.11 09:00–17:00", ["Іза"])]


def test_a_day_left_blank_is_that_of_the_row_above():
    rows = table(
        ("24.11.2026", "с. Іза", "9-17"), ("", "с. Липча", "10-12"), head=("Дата", "Населений пункт", "Час"), over=""
    )
    assert works(rows) == [("24.11 09:00–17:00", ["Іза"]), ("24.11 10:00–12:00", ["Липча"])]


@pytest.mark.parametrize("tag", ["h3", "p"])
@pytest.mark.parametrize(
    "district", ["Хуст РЕМ", "РЕМ Хуст", "РЕМ: Хустський", "РЕМ «Хустський»", "м. Хуст РЕМ", "Дільниця Хустська"]
)
def test_a_district_may_be_called_after_its_town_or_turned_around(district, tag):
    rows = table(("", "с. Поляна", "9-16"), over=f"<h2>24.11.2026</h2><{tag}>{district}</{tag}>")
    assert [place.katottg for work in read(rows).listing.works for place in work.places] == ["UA21120250230073046"]
    assert reasons(rows) == []


def test_a_district_named_with_a_day_outlasts_the_day():
    rows = table(("с. Іза", "9-17"), ("25.11.2026", ""), ("с. Липча", "9-17"), head=("Адреса", "Час"), over="")
    listing = read("<h3>24.11.2026, Хустський РЕМ</h3>" + rows).listing
    assert [(work.district, work.period.day.day) for work in listing.works] == [
        ("Хустський РЕМ", 24),
        ("Хустський РЕМ", 25),
    ]


def test_streets_in_a_table_within_a_cell_are_read_with_their_houses():
    inner = "<table><tr><td>вул. Дружна</td><td>1-5</td></tr><tr><td>вул. Миру</td><td>2, 4</td></tr></table>"
    rows = table(("с. Іза", inner, "9-17"), head=("Населений пункт", "Вулиці", "Час"))
    assert works(rows) == [("24.11 09:00–17:00", ["Іза, вул. Дружна, 1-5", "Іза, вул. Миру, 2, 4"])]


def test_a_table_of_offices_under_a_list_is_no_list():
    offices = table(
        ("Хустський РЕМ", "м. Хуст, вул. Миру, 5", "(03142) 0-00-00", "8:00-17:00"),
        head=("РЕМ", "Адреса", "Телефон", "Режим роботи"),
        over="",
    )
    works_table = table(("", "с. Іза", "ремонт", "9-17"), head=("РЕМ", "Адреса", "Причина", "Час"))
    assert works(works_table + offices) == [("24.11 09:00–17:00", ["Іза"])]
    assert reasons(works_table + offices) == []
