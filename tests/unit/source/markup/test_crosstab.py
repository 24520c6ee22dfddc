import pytest

from tests.unit.source.reading import reasons, table, works

DAYS = "<h2>Хустський РЕМ</h2>"
DAY = "<h2>24.11.2026</h2>"
IZA, LYPCHA = ("24.11 09:00–17:00", ["Іза"]), ("25.11 10:00–12:00", ["Липча"])


@pytest.mark.parametrize(
    ("head", "rows"),
    [
        (("Адреса", "24.11.2026", "25.11.2026"), [("с. Іза", "9-17", ""), ("с. Липча", "-", "10-12")]),
        (("Адреса", "Вівторок 24.11", "Середа 25.11"), [("с. Іза", "9-17", ""), ("с. Липча", "", "з 10 до 12")]),
        (("24.11.2026", "25.11.2026"), [("с. Іза – з 9 до 17", "с. Липча з 10:00 до 12:00")]),
        (("24 листопада", "25 листопада"), [("с. Іза – з 9 до 17", ""), ("", "с. Липча з 10:00 до 12:00")]),
    ],
)
def test_a_cell_under_a_day_is_a_row_of_that_day(head, rows):
    assert works(table(*rows, head=head, over=DAYS)) == [IZA, LYPCHA]
    assert reasons(table(*rows, head=head, over=DAYS)) == []


@pytest.mark.parametrize("rows", [[("с. Іза", "с. Липча")], [("с. Іза", ""), ("", "с. Липча")]])
def test_a_cell_under_hours_is_a_row_at_those_hours(rows):
    assert works(table(*rows, head=("9:00-12:00", "13:00-17:00"), over=DAY)) == [
        ("24.11 09:00–12:00", ["Іза"]),
        ("24.11 13:00–17:00", ["Липча"]),
    ]


def test_a_sign_under_hours_says_that_they_hold():
    page = table(("с. Іза", "+", "-"), ("с. Липча", "", "+"), head=("Адреса", "9:00-12:00", "13:00-17:00"), over=DAY)
    assert works(page) == [("24.11 09:00–12:00", ["Іза"]), ("24.11 13:00–17:00", ["Липча"])]


def test_a_sign_under_a_day_is_named():
    page = table(("с. Іза", "+", ""), head=("Адреса", "24.11.2026", "25.11.2026"), over=DAYS)
    assert (works(page), len(reasons(page))) == ([], 1)


def test_another_week_may_follow_in_the_same_table():
    rows = ("с. Іза", "9-17", ""), ("Адреса", "30.11", "01.12"), ("с. Іза", "", "9-17")
    page = table(*rows, head=("Адреса", "24.11", "25.11"), over=DAYS)
    assert works(page) == [IZA, ("01.12 09:00–17:00", ["Іза"])]


def test_the_moments_of_a_row_are_no_headings():
    page = table(
        ("24.11.2026 10:00", "24.11.2026 12:00", "с. Липча"), head=("24.11.2026 09:00", "24.11.2026 17:00", "с. Іза")
    )
    assert works(page) == [IZA, ("24.11 10:00–12:00", ["Липча"])]
