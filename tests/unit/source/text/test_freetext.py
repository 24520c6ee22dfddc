from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.source.text.decide import TooLong, explain
from tests.unit.source.reading import CAPTURED_AT, gazetteer, read, reasons, table, works

OVER = "<h2>Хустський район</h2><p>24 листопада</p>"
NINE_TO_FIVE = "24.11 09:00–17:00"


def test_paragraphs_under_headings_are_rows():
    page = (
        "<h2>24.11.2026</h2><p><b>Мукачівський район</b></p>"
        "<p>Повністю с. Великі Лучки, вул. Головна, Шевченка, Федьковича &ndash; з 11.00 до 15.00</p>"
        "<p>Частково с. Ракошино, вул. Садова – з 9.00 до 16.30</p>"
        "<p>с. Лавки,Кольчино – з 9.00 до 17.00</p>"
    )
    assert works(page) == [
        (
            "24.11 11:00–15:00",
            ["Великі Лучки, вул. Головна", "Великі Лучки, вул. Шевченка", "Великі Лучки, вул. Федьковича"],
        ),
        ("24.11 09:00–16:30", ["Ракошино, вул. Садова?"]),
        (NINE_TO_FIVE, ["Лавки", "Кольчино"]),
    ]
    assert {work.district for work in read(page).listing.works} == {"Мукачівський район"}


@pytest.mark.parametrize(
    "line",
    [
        "с. Іза (вул. Дружна) – з 9.00 до 17.00",
        "З 09:00 по 17:00 - с. Іза: вул. Дружна",
        "24.11.2026 с. Іза, вул. Дружна 0900 до 1 7 00",
        "В Хустському районі: с. Іза, вул. Дружна з 9 до 17",
        "с. Іза, вул. Дружна, 09:00–17:00 у зв'язку з обрізкою дерев",
        "с. Іза, вул. Дружна з 9 годин 00 хвилин до 17 год. 00 хв.",
        "с. Іза, вул. Дружна орієнтовно з 9:00 до ~17:00",
    ],
)
def test_hours_stand_before_or_behind(line):
    assert works(f"{OVER}<p>{line}</p>") == [(NINE_TO_FIVE, ["Іза, вул. Дружна"])]


@pytest.mark.parametrize("sign", ["–", "", ":"])
def test_hours_before_the_streets_of_a_settlement_are_theirs_each(sign):
    line = f"м. Хуст{sign} 9:00-12:00 вул. Миру, 13:00-16:00 {sign} вул. Нова"
    first, second = ("24.11 09:00–12:00", ["Хуст, вул. Миру"]), ("24.11 13:00–16:00", ["Хуст, вул. Нова"])
    assert works(f"{OVER}<p>{line}</p>") == [first, second]


@pytest.mark.parametrize(
    "words", ["без відключення споживачів", "роботи без знеструмлення", "відключення споживачів не очікується"]
)
def test_works_at_which_the_current_stays_on_are_told_to_nobody(words):
    page = f"{OVER}<p>с. Іза з 9:00 до 17:00, {words}</p>"
    assert (works(page), reasons(page)[0][:21]) == ([], "роботи без відключенн")


def test_a_table_without_headings_is_read_as_lines():
    page = f"{OVER}<table><tr><td>0900 до 1 7 00</td><td>В Хустському районі: с. Іза (вул. Дружна)</td></tr></table>"
    assert works(page) == [(NINE_TO_FIVE, ["Іза, вул. Дружна"])]


def test_one_line_may_hold_several_hours():
    page = f"{OVER}<li>с. Іза, вул. Садова – з 9 до 12, вул. Миру – з 13 до 16</li>"
    assert works(page) == [("24.11 09:00–12:00", ["Іза, вул. Садова"]), ("24.11 13:00–16:00", ["Іза, вул. Миру"])]
    assert read(page).listing.rows == 1


def test_a_name_behind_the_hours_is_a_place_and_no_reason():
    assert works(f"{OVER}<p>с. Іза з 9:00 до 17:00, Липча</p>") == [(NINE_TO_FIVE, ["Іза", "Липча"])]
    assert works(f"{OVER}<p>Іза, вул. Миру 9:00-12:00, Липча 13-17</p>") == []


def test_words_of_extent_behind_the_hours_hold_for_the_places_before():
    assert works(f"{OVER}<p>с. Іза – з 9:00 до 17:00 (частково)</p>") == [(NINE_TO_FIVE, ["Іза?"])]
    assert works(f"{OVER}<p>с. Іза – з 9:00 до 17:00<br>частково</p>") == [(NINE_TO_FIVE, ["Іза?"])]


def test_hours_over_a_list_hold_for_its_lines():
    page = f"{OVER}<p>З 09:00 до 17:00:</p><ul><li>с. Іза</li><li>с. Липча, вул. Миру</li></ul>"
    assert works(page) == [(NINE_TO_FIVE, ["Іза"]), (NINE_TO_FIVE, ["Липча, вул. Миру"])]


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("с. Іза – з 9 до 17 у зв'язку з обрізкою дерев.", "обрізкою дерев"),
        ("Через заміну опор буде знеструмлено с. Іза з 9:00 до 17:00", "заміну опор"),
        ("Для обрізки дерев з 9:00 до 17:00: с. Іза", "Для обрізки дерев"),
        ("Ремонт ТП-12: с. Іза з 9:00 до 17:00", "Ремонт ТП-12"),
        ("Причина: ремонт ТП. с. Іза з 9:00 до 17:00", "ремонт ТП"),
        ("с. Іза (обрізка дерев) – з 9:00 до 17:00", "обрізка дерев"),
        ("с. Іза – обрізка дерев – з 9:00 до 17:00", "обрізка дерев"),
        ("з 9:00 до 17:00 ремонт ТП-12, с. Іза", "ремонт ТП-12"),
        ("с. Іза. Час: 9:00-17:00. Причина: обрізка дерев.", "обрізка дерев"),
        ("с. Іза обрізка дерев з 9:00 до 17:00", "обрізка дерев"),
        ("с. Іза к/р ПЛ-0,4 кВ з 9:00 до 17:00", "к/р ПЛ-0,4 кВ"),
        ("с. Іза планово-попереджувальний ремонт з 9:00 до 17:00", "планово-попереджувальний ремонт"),
        ("с. Іза, кап. ремонт ТП з 9:00 до 17:00", "кап. ремонт ТП"),
    ],
)
def test_the_reason_is_read_wherever_it_stands(line, reason):
    (work,) = read(f"{OVER}<p>{line}</p>").listing.works
    assert (work.reason, [place.settlement for place in work.places]) == (reason, ["Іза"])


def test_a_street_named_after_works_is_no_reason():
    streets = "вул. Нового Будівництва 5, вул. Ремонтна, вул. Монтажників"
    (work,) = read(f"{OVER}<p>м. Хуст, {streets} з 9:00 до 17:00</p>").listing.works
    assert ([place.street.name for place in work.places], work.reason) == (
        ["Нового Будівництва", "Ремонтна", "Монтажників"],
        None,
    )


def test_a_reason_is_that_of_the_works_it_stands_at():
    page = f"{OVER}<p>с. Іза – з 9 до 12 (обрізка дерев); с. Липча – з 13 до 16 (заміна опор)</p>"
    assert [work.reason for work in read(page).listing.works] == ["обрізка дерев", "заміна опор"]


@pytest.mark.parametrize(
    "line",
    [
        "Адреса: с. Іза. Час: 9:00-17:00. Причина: ремонт.",
        "Дата: 24.11.2026, час: 9:00-17:00, адреса: с. Іза",
        "Час відключення: 9:00-17:00, с. Іза",
        "с. Іза – з 9:00 до 17:00, тел. для довідок 0 312 000000",
    ],
)
def test_labels_within_a_line_are_labels(line):
    assert works(f"{OVER}<p>{line}</p>") == [(NINE_TO_FIVE, ["Іза"])]


def test_prose_menus_and_addresses_of_the_utility_are_no_rows():
    page = (
        '<ul><li><a href="/emergency/">Аварійні відключення</a></li><li><a href="/rem/">Хустський РЕМ</a></li></ul>'
        f"{OVER}<p>Шановні споживачі!</p><p>с. Іза – з 9 до 17</p><p>Просимо вибачення за незручності.</p>"
        "<p>00000, м. Ужгород, вул. Вигадана, 1. Графік роботи: з 8:00 до 17:00</p>"
        "<p>Телефон: 0 800 000 000, з 8:00 до 17:00</p>"
        "<footer>м. Ужгород, вул. Вигадана, 1, з 8:00 до 17:00</footer>"
    )
    assert works(page) == [(NINE_TO_FIVE, ["Іза"])]
    assert read(page).listing.works[0].kind == "planned"
    assert reasons(page) == []


def test_a_line_of_the_list_without_hours_is_not_lost():
    assert reasons(f"{OVER}<p>с. Іза, вул. Дружна – час уточнюється</p>") == ["немає годин"]


def test_the_day_of_publication_is_not_that_of_the_works():
    page = table(("с. Іза", "9-16"), head=("Адреса", "Час"), over="<h2>Оновлено 20.11.2026</h2>")
    assert reasons(page) == ["немає дати ні в рядку, ні в заголовку"]


@pytest.mark.parametrize("words", ["(крім вул. Миру)", ", крім вулиць Миру, Дружна", "за винятком вул. Миру"])
def test_streets_that_are_left_out_make_the_settlement_possible(words):
    assert works(f"{OVER}<p>с. Іза {words}; с. Липча – з 9:00 до 17:00</p>") == [(NINE_TO_FIVE, ["Іза?", "Липча"])]


def test_words_of_extent_before_a_colon_hold_for_what_follows():
    page = f"{OVER}<p>з 9:00 до 17:00 повністю: с. Іза; частково: с. Липча</p>"
    assert works(page) == [(NINE_TO_FIVE, ["Іза", "Липча?"])]


@pytest.mark.parametrize(
    "line",
    [
        "24 листопада з 9:00 до 17:00 у с. Іза по вулицях Дружна, Миру буде відсутнє електропостачання",
        "24 листопада з 9:00 до 17:00 без електроенергії будуть мешканці с. Іза, вул. Дружна, Миру",
    ],
)
def test_sentences_name_places_in_their_own_cases(line):
    (work,) = read(f"{OVER}<p>{line}</p>").listing.works
    assert [place.street.name for place in work.places] == ["Дружна", "Миру"]
    assert reasons(f"{OVER}<p>{line}</p>") == []


ORDERS = """\
{hours} – {places}
{places} – {hours}
{places}, {hours}
{hours}: {places}
{places} ({hours})
{day} {hours} {places}
{day} {places} {hours}
{places} {day} {hours}
{hours} {day} {places}
{places}, {hours} ({reason})
{hours} ({reason}): {places}
{reason}: {places} – {hours}
{places} ({reason}) – {hours}
{places} | {hours} | {reason}
Причина: {reason}. {places}, {hours}
Через {reason} {day} {hours} буде знеструмлено {places}
{places} {hours}, причина: {reason}"""
HOURS = ["з 9:00 до 17:00", "09.00-17.00", "з 9 до 17", "з 09-00 по 17-00", "0900 до 1700", "09:00 – 17:00"]
PLACES = {
    "с. Іза": ["Іза"],
    "с. Іза, вул. Дружна, Миру": ["Іза, вул. Дружна", "Іза, вул. Миру"],
    "с. Іза: вул. Дружна (1-15, 20), с. Липча": ["Іза, вул. Дружна, 1-15, 20", "Липча"],
    "Повністю с. Іза, частково с. Липча": ["Іза", "Липча?"],
}


@settings(deadline=None)
@given(
    st.sampled_from(ORDERS.splitlines()),
    st.sampled_from(HOURS),
    st.sampled_from(sorted(PLACES)),
    st.sampled_from(["24.11.2026", "24 листопада", "24.11.26 р."]),
    st.sampled_from(["обрізка дерев", "ремонт ТП-12", "заміна опор", "технічне обслуговування ПЛ-10 кВ"]),
)
def test_a_line_means_the_same_in_any_order(order, hours, places, day, reason):
    line = order.format(hours=hours, places=places, day=day, reason=reason)
    listing = read(f"{OVER}<p>{line}</p>").listing
    assert works(f"{OVER}<p>{line}</p>") == [(NINE_TO_FIVE, PLACES[places])]
    assert [work.reason for work in listing.works] == [reason if "{reason}" in order else None]
    assert listing.quarantined == ()


@given(st.text(st.sampled_from("зпо девтсІвул. 0129:-–,;()\nАбгр")), st.text())
def test_no_text_is_beyond_reading(text, other):
    for line in (text, other):
        with suppress(TooLong):
            read_as = explain(line, gazetteer(), CAPTURED_AT.date())
            spans = [(atom.first, atom.last) for atom in read_as.path]
            assert [end for _, end in spans[:-1]] == [start for start, _ in spans[1:]]


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (["вул. Миру, с. Іза", "<br>вул. Садова (с. Липча)"], ["Іза, вул. Миру", "Липча, вул. Садова"]),
        (["м. Хуст, вул. Миру", "<br>вул. Садова, с. Липча"], ["Хуст, вул. Миру", "Липча, вул. Садова"]),
        (["м. Хуст, вул. Миру", "<br>вул. Нова", "; с. Липча"], ["Хуст, вул. Миру", "Хуст, вул. Нова", "Липча"]),
    ],
)
def test_a_line_lies_in_the_settlement_named_before_unless_it_names_its_own(lines, expected):
    page = f"{OVER}<p>{''.join(f'{line} – 9:00-10:00' for line in lines)}</p>"
    assert ([place for _, where in works(page) for place in where], reasons(page)) == (expected, [])
