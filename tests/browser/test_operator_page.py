"""The operator's page in a real browser, over the demo's data: what he does there, and what axe and the console say."""

import pytest

from pipeline.config import ROOT

pytest.importorskip("playwright", reason="Playwright is not installed: the operator's page is seen by no browser")

from tests.browser.operator_in_chromium import (
    ALL,
    AXE,
    CHROMIUM,
    DESKTOP,
    PHONE,
    SEEN,
    ZOOMED,
    chromium,
    complaints_of,
    demo_site,
    faults_of,
)
from tests.browser.screenshots import PAGES, show

pytestmark = pytest.mark.skipif(not CHROMIUM, reason="no chromium here: the operator's page is seen by no browser")
ANOTHER_LIST = ROOT / "fixtures/demo-week/later/2026-11-22T12-00.html"
LOW = """[...document.querySelectorAll('main a.remedy, nav a, button, input, select, summary')]
.filter(each => each.getClientRects().length && each.type != 'checkbox' && each.getBoundingClientRect().height < 44)
.map(each => each.outerHTML)"""
"""What may be pressed and is less than 44 pixels high."""


# one test: a demo and a browser take longer to start than all that is looked at
def test_an_operator_sees_what_needs_him_and_does_it_and_no_page_has_a_serious_fault():
    with demo_site() as site, chromium() as browser:
        no_page_has_a_serious_fault_nor_asks_another_place(site, browser)
        what_needs_him_is_seen_and_done_without_javascript(site, browser)


def no_page_has_a_serious_fault_nor_asks_another_place(site, browser):
    context = browser.new_context(viewport=DESKTOP, locale="uk-UA", bypass_csp=True)
    context.add_init_script(AXE)
    heard, page = complaints_of(context, site), context.new_page()
    page.goto(site.url)
    faults = {("sign-in", *each) for each in looks(page)}
    site.sign_in(page)
    for name in PAGES:
        show(page, site, name)
        assert page.locator("h1").count() == 1
        faults |= {(name, *each) for each in looks(page)}
    context.close()
    assert (faults, heard) == (set(), [])


def looks(page):
    """The faults of a page at all widths and in both colour schemes, by the rules to which that makes a difference."""
    for size, scheme, rules in (
        (PHONE, "light", ALL),
        (PHONE, "dark", SEEN),
        (DESKTOP, "light", SEEN),
        (DESKTOP, "dark", SEEN),
        (ZOOMED, "dark", ["target-size"]),
    ):
        page.set_viewport_size(size)
        page.emulate_media(color_scheme=scheme)
        for fault in faults_of(page, rules):
            yield size["width"], scheme, fault
        if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
            yield size["width"], scheme, "the page is wider than its window"
        if low := page.evaluate(LOW):
            yield size["width"], scheme, f"too low for a finger: {low}"


def what_needs_him_is_seen_and_done_without_javascript(site, browser):
    context = browser.new_context(viewport=PHONE, java_script_enabled=False, locale="uk-UA")
    heard, page = complaints_of(context, site), context.new_page()
    notice = page.get_by_role("status")

    site.sign_in(page, "a wrong password")
    assert "не підходять" in page.get_by_role("alert").inner_text()
    assert "403" in heard.pop()
    site.sign_in(page)
    assert "підозрілий" in page.get_by_role("region", name="Чи читається список?").inner_text()

    page.get_by_role("link", name="Переглянути список під сумнівом").click()
    assert "27 → 5" in page.locator("main").inner_text()
    page.get_by_role("button", name="Прийняти список").click()
    assert "робіт 5" in notice.inner_text()

    page.get_by_role("link", name="Пояснити рядки").click()
    page.get_by_text("Інша назва").first.click()
    page.get_by_label("«с. Струмківка» — це").fill("Сюрте")
    page.get_by_role("button", name="Записати").first.click()
    assert "«с. Струмківка» — це с. Сюрте" in notice.inner_text()
    assert page.get_by_role("heading", name="Рядки, яких не вдалося зрозуміти: 0").count() == 1

    page.get_by_role("link", name="Принести список").click()
    page.get_by_label("Файли .html").set_input_files(ANOTHER_LIST)
    page.get_by_role("button", name="Показати").click()
    assert "5 → 27" in page.locator("main").inner_text()
    page.get_by_role("button", name="Взяти цей список").click()
    assert "робіт 27" in notice.inner_text()

    show(page, site, "work")
    assert "Кому й що сказано" in page.locator("main").inner_text()
    show(page, site, "account")
    explained = page.locator("main").inner_text()
    assert "Повідомили. Telegram …001" in explained
    assert "Центральна, 7" not in explained

    page.get_by_role("button", name="Вийти").click()
    page.goto(site.url)
    assert page.url.endswith("/operator/sign-in")
    context.close()
    assert heard == []
