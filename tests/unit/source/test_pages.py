from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.unit.source.reading import CHECKOUT, read, table, works

LIST = table(("Хустський РЕМ", "с. Іза, вул. Дружна", "з 9 до 16"))
READ = [("24.11 09:00–16:00", ["Іза, вул. Дружна"])]
HEAD = "<h2>24.11.2026</h2><table><tr><td>Адреса</td><td>Час</td></tr>"
FIXTURES = ["day-tables", "rem-table", "paragraphs", "nested-streets"]


def fixture_pages(name):
    return sorted((CHECKOUT / "fixtures" / name / "pages").iterdir())


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1251", "utf-16"])
@pytest.mark.parametrize("claimed", ["utf-8", "windows-1251", ""])
def test_the_bytes_tell_the_encoding_whatever_is_claimed(encoding, claimed):
    page = f'<html><head><meta charset="{claimed}"></head><body>{LIST}</body></html>'.encode(encoding)
    assert works(page, content_type=f"text/html; charset={claimed}") == READ


def test_damaged_utf_8_is_still_utf_8():
    assert works(LIST.encode().replace("Хустський".encode(), b"\xd0\xff" + "Хустський".encode())) == READ


@pytest.mark.parametrize("status", [401, 403, 429, 500, 503])
def test_a_refusing_status_is_blocked_whatever_it_shows(status):
    page = read(LIST, status=status)
    assert (page.state, page.listing.rows) == ("blocked", 0)


@pytest.mark.parametrize(
    "page",
    [
        "<h1>Увага! Доступ заборонено</h1>",
        "<title>Just a moment...</title><div id='cf-chl'></div>",
        "<p>Перевірка браузера…</p>",
        "<form><input type='password' name='USER_PASSWORD'></form>",
        "<form>Введіть код <img src='/bitrix/tools/captcha.php'></form>",
        "<script>document.cookie='BITRIX_SM_GUEST=1';location.reload()</script>",
        "<noscript>This site requires Javascript to work</noscript>",
        "<h1>Сайт тимчасово не працює</h1>",
        "<h1>Ведуться технічні роботи</h1><p>Інформація про відключення відсутня, спробуйте пізніше</p>",
        "<h1>503 Service Temporarily Unavailable</h1>",
        "<p>Будь ласка, авторизуйтесь</p>",
        "DB query error. Please try later.<br>",
        "<title>Один момент…</title><p>Підтвердьте, що ви людина, виконавши дію нижче.</p>",
        "<title>One moment, please...</title><h1>Please wait while your request is being verified...</h1>",
        "<div class='cf-turnstile' data-sitekey='x'></div>",
        "<h1>Ошибка 403</h1><p>Доступ к странице запрещён</p>",
        "<h1>Сайт временно закрыт</h1><p>Ведутся технические работы</p>",
        "<p>Доступ з вашої країни обмежено</p>",
        "<p>Ви перевищили ліміт запитів. Зачекайте 5 хв.</p>",
        "<h1>Сайт на технічному обслуговуванні</h1><p>Приносимо вибачення. 24.11.2026 з 9:00 до 17:00</p>",
        "<h2>Увага!</h2><p>Доступ заборонено.</p><p>Номер запиту: 20.11.2026-9:00-17:00</p>",
        "<h1>Планові відключення</h1><p>Увійдіть, щоб переглянути сторінку</p><form><input type='password'></form>",
        "<b>Fatal error</b>: Uncaught Error in /var/www/index.php on line 3",
    ],
)
def test_a_challenge_or_login_instead_of_the_list_is_blocked(page):
    reading = read(f"<html><body>{page}</body></html>")
    assert (reading.state, reading.listing.works) == ("blocked", ())


@pytest.mark.parametrize(
    "page", ['{"code":401,"message":"JWT Token not found"}', '{"error":"unauthorized"}', "Forbidden"]
)
def test_a_refusal_in_other_words_than_html_is_blocked(page):
    assert read(page).state == "blocked"


@pytest.mark.parametrize(
    "beside",
    [
        "<footer>Увійдіть до особистого кабінету. Доступ заборонено.</footer>",
        "<header><a href='/login'>Увійдіть до кабінету</a></header>",
        "<p>Увага! Доступ до електроустановок заборонено!</p>",
        "<script>var captcha = 'just a moment'</script>",
        "<form>Увійти <input type='password'></form>",
    ],
)
def test_an_honest_page_may_speak_of_logins_and_forbidden_access(beside):
    assert read(f"<h1>Планові відключення</h1><p>На 24.11.2026 не заплановані.</p>{beside}").state == "empty"


def test_a_list_beside_a_login_form_or_a_captcha_is_a_list():
    assert read(f"<form><input type='password'><img src='captcha'></form>{LIST}").state == "ok"


@pytest.mark.parametrize(
    "page",
    [
        "<p>На даний час планові відключення не заплановані.</p>",
        "<p>Планових робіт не передбачено</p>",
        f"{HEAD}</table>",
        "<p>Інформація про планові відключення відсутня</p>",
        f"{HEAD}<tr><td colspan=2>Немає запланованих робіт</td></tr></table>",
        f"{HEAD}<tr><td>-</td><td>–</td></tr><tr><td>Тячівський РЕМ</td><td>не заплановано</td></tr></table>",
        "<h1>Планові відключення</h1><h2>Хустський РЕМ</h2><h3>24.11.2026</h3>",
        "<h1>Планові відключення</h1><p>Список порожній.</p>",
        "<h1>Планові відключення</h1><p>Сьогодні планові роботи не проводяться</p>",
    ],
)
def test_a_page_that_says_nothing_is_planned_is_empty(page):
    assert read(f"<html><body>{page}</body></html>").state == "empty"


@pytest.mark.parametrize(
    "page",
    [
        b"",
        b"   ",
        b"\x89PNG\r\n\x1a\n\x00",
        b"just text",
        b"<html></html>",
        b"<html><p>\xd0\x9d\xd0\xbe\xd0\xb2\xd0\xb8\xd0\xbd\xd0\xb8</p>",
        b"{",
        b"[1]",
        b"{}",
    ],
)
def test_a_page_without_a_list_is_malformed(page):
    assert read(page).state == "malformed"


@pytest.mark.parametrize(
    "story",
    [
        "<p>20.11.2026</p><p>Учора, 19 листопада, бригади з 9:00 до 17:00 відновлювали мережі після негоди.</p>",
        "<p>20.11.2026</p><p>У с. Іза урочисто відкрили нову підстанцію.</p>",
        "<p>20.11.2026</p><p>Наш центр працює з 8:00 до 17:00 за адресою м. Хуст, вул. Миру, 5.</p>",
        "<h3><a href='/news/1/'>Хустський РЕМ: нарада 20.11.2026</a></h3><a href='?PAGEN_1=2'>2</a>",
    ],
)
def test_news_are_no_list(story):
    page = read(f"<html><h1>Новини</h1>{story}</html>", url="https://works.example/news/")
    assert (page.state, page.listing.works) == ("malformed", ())


def test_an_index_of_lists_has_nothing_itself():
    page = "<h1>Планові відключення</h1><ul><li><a href='/works/khust/'>Хустський РЕМ</a></li></ul>"
    assert read(page, url="https://works.example/works/").state == "empty"


def test_words_of_no_current_are_no_words_of_no_works():
    assert works("<h2>24.11.2026</h2><p>З 9:00 до 16:00 у с. Іза відсутнє електропостачання</p>") == [
        ("24.11 09:00–16:00", ["Іза"])
    ]


def test_an_empty_list_beside_another_is_no_empty_page():
    page = read(f"{LIST}<h3>Тячівський РЕМ</h3><p>Не заплановано</p>{HEAD}</table>")
    assert (page.state, page.listing.rows) == ("ok", 1)


def test_a_missing_page_is_malformed():
    assert read(LIST, status=404).state == "malformed"


@pytest.mark.parametrize(
    ("name", "rows", "works"),
    [("day-tables", 13, 14), ("rem-table", 11, 12), ("paragraphs", 10, 16), ("nested-streets", 10, 10)],
)
def test_every_row_of_a_bundled_page_is_understood(name, rows, works):
    page = read(fixture_pages(name)[0].read_bytes())
    assert (page.state, page.listing.rows, len(page.listing.works)) == ("ok", rows, works)
    assert page.listing.quarantined == ()
    assert all(place.katottg for work in page.listing.works for place in work.places)


@pytest.mark.parametrize("name", FIXTURES)
def test_a_later_reading_differs_only_where_it_was_edited(name):
    readings = [set(read(page.read_bytes()).listing.works) for page in fixture_pages(name)]
    assert any(earlier != later for earlier, later in pairwise(readings))
    assert all(len(earlier & later) >= len(earlier) / 2 for earlier, later in pairwise(readings))


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.sampled_from(FIXTURES), st.data())
def test_a_cut_and_mutated_page_never_raises(name, data):
    content = bytearray(fixture_pages(name)[0].read_bytes())
    for _ in range(data.draw(st.integers(1, 6))):
        at = data.draw(st.integers(0, len(content) - 1))
        content[at : at + data.draw(st.integers(0, 60))] = data.draw(st.binary(max_size=30))
    start, end = data.draw(st.integers(0, len(content))), data.draw(st.integers(0, len(content)))
    assert read(bytes(content[start:end] or content)).state in ("ok", "empty", "blocked", "malformed")


@given(st.binary(max_size=300))
def test_random_bytes_never_raise(content):
    assert read(content).state in ("ok", "empty", "blocked", "malformed")
    assert read(b"<html><table><tr><td>" + content).state in ("ok", "empty", "blocked", "malformed")


def test_a_page_nested_beyond_all_measure_never_raises():
    assert read(b"<div>" * 30_000 + LIST.encode()).state in ("ok", "malformed")
    assert read(b"<table><tr><td>" * 300 + LIST.encode()).state in ("ok", "malformed")
