import pytest

from pipeline.source.markup.headers import columns_of, meaning_of


@pytest.mark.parametrize(
    ("header", "meaning"),
    [
        ("РЕМ", "district"),
        ("Район електричних мереж", "district"),
        ("Населений пункт", "settlement"),
        ("Нас. пункт", "settlement"),
        ("Назва населених пунктів, вулиць", "address"),
        ("Перелік споживачів", "address"),
        ("Адреса", "address"),
        ("Вулиця", "street"),
        ("Вулиця, будинки", "street"),
        ("Номери будинків", "houses"),
        ("Громада", "hromada"),
        ("Дата", "date"),
        ("Дата відключення", "date"),
        ("Тривалість перерви", "hours"),
        ("Час відключення", "hours"),
        ("Орієнтований час початку відключення", "start"),
        ("Дата та час початку", "start"),
        ("Час відновлення", "end"),
        ("Орієнтований час відновлення розподілу ел.ен.", "end"),
        ("Кінець", "end"),
        ("до", "end"),
        ("Вид робіт", "kind"),
        ("Причина", "reason"),
        ("Заходи", "reason"),
        ("Примітка", "notes"),
        ("Статус", "status"),
        ("Режим роботи", "office"),
        ("Час роботи", "office"),
        ("№ п/п", "number"),
        ("Дата створення запису про відключення", "created"),
        ("Населeний пyнкт", "settlement"),
        ("", None),
        ("с. Іза", None),
    ],
)
def test_a_heading_is_read_by_its_words(header, meaning):
    assert meaning_of(header) == meaning


def test_the_lower_of_two_headings_says_more():
    assert columns_of([["Адреса", "Час", "Час"], ["Адреса", "початок", "кінець"]]) == ["address", "start", "end"]


def test_a_time_of_switching_off_beside_one_of_switching_on_is_the_start():
    assert columns_of([["Адреса", "Час відключення", "Час включення"]]) == ["address", "start", "end"]


def test_a_table_without_places_is_no_list():
    assert columns_of([["Тариф", "Період", "Статус"]]) is None


@pytest.mark.parametrize(
    "header",
    [
        ["РЕМ", "Адреса", "Телефон", "Час роботи"],
        ["Населений пункт", "Адреса", "Керівник"],
        ["Вид споживача", "Тариф, грн", "Період"],
    ],
)
def test_offices_and_prices_are_no_works(header):
    assert columns_of([header]) is None
