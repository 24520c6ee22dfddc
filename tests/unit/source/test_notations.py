"""Notations of lists beyond tables with headings and lines of text, each as small as it can be."""

import pytest

from tests.unit.source.reading import read, reasons, table, works

OVER = "<h2>Хустський РЕМ</h2><h3>24.11.2026</h3>"
IZA, LYPCHA = ("24.11 09:00–17:00", ["Іза, вул. Дружна"]), ("24.11 10:00–12:00", ["Липча"])
LINES = "с. Іза, вул. Дружна – з 9:00 до 17:00", "с. Липча – з 10:00 до 12:00"


def boxes(*rows, row="div", cell="div"):
    return "".join(f"<{row}>{''.join(f'<{cell}>{text}</{cell}>' for text in texts)}</{row}>" for texts in rows)


HEAD = ("Населений пункт", "Вулиця", "Час")
IZA_BOXES, LYPCHA_BOXES = ("с. Іза", "вул. Дружна", "9:00-17:00"), ("с. Липча", "", "10:00-12:00")
FOUR_CELLS = ("с. Іза", "вул. Дружна", "09:00", "17:00"), ("с. Липча", "", "10:00", "12:00")
DAY = ("24.11.2026",)


@pytest.mark.parametrize(
    "page",
    [
        f"{OVER}<div>{boxes(HEAD, IZA_BOXES, LYPCHA_BOXES)}</div>",
        f"{OVER}<div><div>{boxes(HEAD)}</div><div>{boxes(IZA_BOXES, LYPCHA_BOXES)}</div></div>",
        f"{OVER}<section>{boxes(HEAD, IZA_BOXES, LYPCHA_BOXES, row='ul', cell='li')}</section>",
        OVER + boxes(IZA_BOXES, LYPCHA_BOXES, row="ul", cell="li"),
        boxes(DAY + IZA_BOXES, DAY + LYPCHA_BOXES),
        f"{OVER}<dl><dt>с. Іза</dt><dd>вул. Дружна – з 9 до 17</dd><dt>с. Липча</dt><dd>з 10:00 до 12:00</dd></dl>",
        f"{OVER}<p>с. Іза<br>вул. Дружна<br>з 9:00 до 17:00<br>с. Липча<br>з 10:00 до 12:00</p>",
        f"{OVER}<p>з 9 до 17:<br>с. Іза<br>вул. Дружна</p><p>з 10:00 до 12:00</p><p>с. Липча</p>",
        f"{OVER}<p>с. Іза, вул. Дружна<br>Початок: 9:00<br>Кінець: 17:00</p><p>{LINES[1]}</p>",
        "<h2>24.11.2026</h2><h3>з 9:00 до 17:00</h3>с. Іза, вул. Дружна<h3>з 10:00 до 12:00</h3>с. Липча",
        f"{OVER}<table>{boxes(*FOUR_CELLS, row='tr', cell='td')}</table>",
        f"<p>📅 24.11.2026</p><p>📍 с. Іза, вул. Дружна</p><p>🕘 9:00 – 17:00</p><p>📍 {LINES[1]}</p>",
        f"{OVER}<p>1. {LINES[0]}<br>2. {LINES[1]}</p>",
        f"{OVER}<pre>с. Іза, вул. Дружна   9:00-17:00\nс. Липча   10:00-12:00</pre>",
        f"<details><summary>24.11.2026</summary>{LINES[0]}</details><p>{LINES[1]}</p>",
        f"<button>24.11.2026</button><p>{LINES[0]}</p><p>{LINES[1]}</p>",
        f"<p>24 листопада буде тимчасово припинено електропостачання:</p><p>{LINES[0]}</p><p>{LINES[1]}</p>",
        f"<i>20.11.2026</i> <a href='/1/'>Планові відключення 24 листопада</a><br>{LINES[0]}<br>{LINES[1]}",
        f"<h4>24.11.2026</h4><h5>с. Іза</h5><p>вул. Дружна – 9:00-17:00</p><p>{LINES[1]}</p>",
    ],
)
def test_rows_in_any_markup_are_read(page):
    assert works(f"<html><body>{page}</body></html>") == [IZA, LYPCHA]
    assert reasons(f"<html><body>{page}</body></html>") == []


@pytest.mark.parametrize(
    "heading", ["31.11.2026", "Вівторок, 25.11.2026", "Планові відключення на завтра", "<p>Понеділок, 31.11.2026</p>"]
)
@pytest.mark.parametrize("row", [f"<p>{LINES[1]}</p>", table(("", "с. Липча", "10:00-12:00"), over="")])
def test_a_heading_whose_day_is_not_understood_never_leaves_its_rows_to_the_day_before(heading, row):
    heading = heading if heading.startswith("<") else f"<h2>{heading}</h2>"
    page = f"<h2>24.11.2026</h2><p>{LINES[0]}</p>{heading}{row}"
    assert works(page) == [IZA]
    assert [said.split("; ")[0] for said in reasons(page)] == ["немає дати ні в рядку, ні в заголовку"]


@pytest.mark.parametrize(
    "published",
    ["Оновлено 20.11.2026", "Дата публікації: 20.11.2026", "20.11.2026 14:35", "Станом на 20 листопада 2026 року"],
)
def test_the_day_on_which_a_page_came_out_is_not_that_of_its_rows(published):
    page = f"<h2>Планові роботи</h2><p>{published}</p>" + table(("", "с. Липча", "10:00-12:00"), over="")
    assert (works(page), reasons(page)) == ([], ["немає дати ні в рядку, ні в заголовку"])


@pytest.mark.parametrize("title", ["<h2>Грудень 2026</h2>", "<p>Графік планових робіт на грудень 2026 року</p>"])
def test_day_numbers_under_the_title_of_a_month_are_its_days(title):
    rows = table(("5", "с. Липча", "10:00-12:00"), head=("Число", "Адреса", "Час"), over=title)
    assert works(rows) == [("05.12 10:00–12:00", ["Липча"])]
    assert works(f"{title}<h3>5, субота</h3><p>{LINES[1]}</p>") == [("05.12 10:00–12:00", ["Липча"])]


def test_hours_of_a_day_that_no_calendar_has_refuse_the_rows_under_them():
    assert reasons("<h2>24.11.2026</h2><p>31.11.2026 з 9:00 до 17:00:</p><p>с. Іза</p>") == [
        "немає дати ні в рядку, ні в заголовку; такої дати немає: «31.11.2026»"
    ]


@pytest.mark.parametrize("hours", ["9:000-17:00", "25:00-26:00", "9:65-17:00", "до 17:00", "9:00-12:00 та з 14:00"])
def test_hours_in_a_text_that_no_clock_shows_are_named(hours):
    page = f"{OVER}<p>с. Іза, вул. Дружна – {hours}</p>"
    assert works(page) == []
    assert "незрозумілі години" in reasons(page)[0]


def test_hours_under_several_lines_are_those_of_all():
    page = f"{OVER}<ul><li>с. Іза, вул. Дружна</li><li>с. Липча</li></ul><p>з 9:00 до 17:00</p>"
    assert works(page) == [("24.11 09:00–17:00", ["Іза, вул. Дружна"]), ("24.11 09:00–17:00", ["Липча"])]


FIELDS = (("Дата", "24.11.2026"), ("Населений пункт", "с. Іза"), ("Вулиці", "вул. Дружна"), ("Час", "9:00–17:00"))


@pytest.mark.parametrize("fields", [FIELDS, FIELDS[::-1], (*FIELDS[1:], FIELDS[0])])
@pytest.mark.parametrize(
    "card",
    [
        lambda fields: "".join(f"<p><b>{label}:</b> {text}</p>" for label, text in fields),
        lambda fields: f"<dl>{''.join(f'<dt>{label}</dt><dd>{text}</dd>' for label, text in fields)}</dl>",
        lambda fields: f"<div>{boxes(*fields)}</div>",
        lambda fields: f"<table>{''.join(f'<tr><th>{name}</th><td>{text}</td></tr>' for name, text in fields)}</table>",
    ],
)
def test_a_card_of_labels_is_a_row_whatever_their_order(card, fields):
    later = tuple((label, text.replace("24.11", "25.11").replace("Іза", "Липча")) for label, text in fields)
    assert works(card(fields) + card(later)) == [IZA, ("25.11 09:00–17:00", ["Липча, вул. Дружна"])]


def test_labels_without_a_place_stand_over_the_lines_that_follow():
    page = "<p>Дата: 24.11.2026</p><p>Час: з 9:00 до 17:00</p><p>с. Іза, вул. Дружна</p>"
    assert works(page) == [IZA]


def test_a_label_under_a_row_belongs_to_it():
    page = f"{OVER}<p>{LINES[0]}</p><p>Причина: обрізка дерев</p><p>{LINES[1]}</p>"
    assert works(page) == [IZA, LYPCHA]
    assert [work.reason for work in read(page).listing.works] == ["обрізка дерев", None]


def test_each_tab_is_the_heading_of_its_part():
    page = (
        "<ul><li><a href='#a'>24.11.2026</a></li><li><a href='#b'>25.11.2026</a></li></ul>"
        f"<div id='a'><p>{LINES[0]}</p></div><div id='b'><p>с. Липча – з 9:00 до 17:00</p></div>"
    )
    assert works(page) == [IZA, ("25.11 09:00–17:00", ["Липча"])]


@pytest.mark.parametrize(
    "text",
    [
        "24.11.2026 з 9:00 до 17:00 у зв'язку з ремонтом буде відключено<br>електроенергію у с. Іза по<br>вул. Дружна",
        "24.11.2026 з 9:00 до 17:00 у с. Іза по вул.<br>Дружна буде відсутнє електропостачання.",
        "<h2>24.11.2026</h2><p>Відсутня електроенергія з 9:00 до 17:00 у с. Іза, вул. Дружна",
        "24.11.2026 з 9:00 до 17:00 буде відключено електроенергію за адресами:<p>с. Іза, вул. Дружна",
        "<h2>24.11.2026</h2><p>с. Іза,<br>вул. Дружна –<br>з 9:00<br>до 17:00",
    ],
)
def test_a_sentence_is_whole_across_its_lines(text):
    assert works(f"<p>{text}</p>") == [IZA]
    assert reasons(f"<p>{text}</p>") == []


@pytest.mark.parametrize("sign", ["\u00ad", "\u200b", "\u2060", "&shy;"])
def test_signs_that_no_one_sees_are_no_letters(sign):
    assert works(f"{OVER}<p>с.&nbsp;І{sign}за, вул.\u202fДруж{sign}на – з&nbsp;9:00 до 17:00</p>") == [IZA]


@pytest.mark.parametrize("icon", ["\ue001", "\U000f0005", "\U00100005"])
def test_pictures_of_an_icon_font_say_nothing(icon):
    row = f"с. Іза, {icon} вул. Дружна – {icon} з 9:00 до 17:00 у зв'язку з обрізкою дерев. {icon}"
    assert works(f"{OVER}<p>{row}</p>") == [IZA]
    assert works(f"{OVER}<p>{row} Скасовано</p>") == [IZA]


@pytest.mark.parametrize(
    ("head", "row"),
    [
        ("РЕМ/дільниця|Дата та час відключення|Дата і час включення|Перелік вулиць|Населений пункт",
         "Хустський РЕМ|24.11.2026 9:00|24.11.2026 17:00|вул. Дружна|с. Іза"),
        ("Населений пункт, вулиця, № будинку|Початок відключення|Кінець",
         "с. Іза, вул. Дружна|24.11.2026 09:00|24.11.2026 17:00"),
        ("День|З|По|Нас. пункт|Адреси", "24.11.2026|9:00|17:00|Іза|вул. Дружна"),
        ("Об'єкт|Вимкнення|Увімкнення|Адреса", "ТП-45|24.11.2026 09:00|24.11.2026 17:00|с. Іза вул. Дружна"),
        ("Підрозділ|Дата|Час|Що буде знеструмлено", "Хустський РЕМ|24.11|з 09-00 по 17-00|с. Іза вул. Дружна"),
        ("Дата|Час|Населені пункти (вулиці)", "24.11.26|09-00 - 17-00|Іза (вул. Дружна)"),
        ("Дата|Час|Адреса", "24.11.2026|з 9 год. 00 хв. до 17 год. 00 хв.|с. Іза по вул. Дружна"),
    ],
)  # fmt: skip
def test_columns_are_known_by_many_words(head, row):
    assert works(table(row.split("|"), head=head.split("|"), over="")) == [IZA]


@pytest.mark.parametrize(
    ("date", "days"),
    [
        ("24, 25.11.2026", [24, 25]),
        ("24-25.11.2026", [24, 25]),
        ("24 лист.", [24]),
        ("23, 25 та 27 листопада", [23, 25, 27]),
    ],
)
def test_every_day_of_a_list_of_days_is_one(date, days):
    page = read(table((date, "с. Іза", "9-17"), head=("Дата", "Адреса", "Час"), over=""))
    assert [work.period.day.day for work in page.listing.works] == days


def test_names_in_brackets_behind_a_settlement_are_its_streets():
    assert works(table(("", "с. Іза (Дружна, Миру)", "9-17"))) == [("24.11 09:00–17:00", ["Іза, Дружна", "Іза, Миру"])]


@pytest.mark.parametrize("tag", ["h2", "h3", "h6", "b", "strong", "p"])
def test_headings_of_one_rank_hold_together(tag):
    def heading(text):
        return f"<{tag}>{text}</{tag}>"

    page = (
        f"{heading('24.11.2026')}{heading('Хустський РЕМ:')}<p>{LINES[0]}</p>"
        f"{heading('Тячівський район:')}<p>с. Нересниця – 9:00-17:00</p>"
    )
    assert [(work.district, work.period.day.day) for work in read(page).listing.works] == [
        ("Хустський РЕМ", 24),
        ("Тячівський район", 24),
    ]


def test_the_title_of_a_page_ends_what_stood_before_it():
    page = f"<p>20.11.2026</p><h1>Планові відключення</h1><p>{LINES[0]}</p>"
    assert (works(page), reasons(page)) == ([], ["немає дати ні в рядку, ні в заголовку"])


@pytest.mark.parametrize(
    "district", ["Тячівський РЕМ (м. Тячів)", "Тячівська міська ТГ", "Філія «Тячівський РЕМ»", "Тячівський:"]
)
def test_a_district_ends_the_one_before_however_it_is_named(district):
    rows = f"<p>Хустський РЕМ</p><p>{LINES[0]}</p><p>{district}</p><p>с. Нересниця – з 9:00 до 17:00</p>"
    page = f"<h2>24.11.2026</h2>{rows}"
    assert [work.district[:6] for work in read(page).listing.works] == ["Хустсь", "Тячівс"]


def test_a_queue_is_no_day_and_its_hours_are_a_schedule():
    page = f"{OVER}<p>Черга 1.1: с. Іза 9:00-17:00</p><p>Черга 1.2: 00:00-04:00</p>"
    assert [(work.kind, work.period.day.day) for work in read(page).listing.works] == [("schedule", 24)]
    assert reasons(page) == ["немає адреси"]


def test_headings_over_lines_that_are_not_read_are_no_empty_list():
    assert read(f"{OVER}<p>Черга 1.2: 00:00-04:00</p>").state == "malformed"


def test_the_terms_of_a_list_may_say_several_things_each():
    page = f"{OVER}<dl><dt>с. Іза</dt><dd>вул. Дружна</dd><dd>вул. Миру</dd><dd>з 9 до 17</dd></dl>"
    assert works(page) == [("24.11 09:00–17:00", ["Іза, вул. Дружна", "Іза, вул. Миру"])]
