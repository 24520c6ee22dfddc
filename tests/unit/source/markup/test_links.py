from pipeline.source.markup.layout import parse_html
from pipeline.source.markup.links import links_of

URL = "https://example.com/works/"


def links(html, url=URL):
    return links_of(parse_html(html.encode()), url)


def test_further_pages_and_lists_of_districts_and_days_are_followed_once():
    page = (
        '<a href="?PAGEN_1=2">2</a><a href="/works/?PAGEN_1=2#top">далі</a><a href="khust/">Хустський РЕМ</a>'
        '<a href="/works/2026-11-24/">24 листопада</a><a href="/works/">Планові</a>'
    )
    assert links(page) == (f"{URL}?PAGEN_1=2", f"{URL}khust/", f"{URL}2026-11-24/")


def test_other_hosts_other_sections_and_files_are_not():
    page = (
        '<a href="https://other.com/works/?PAGEN_1=2">2</a><a href="/contacts/khust/">Хустський РЕМ</a>'
        '<a href="mailto:a@b.c">24.11</a>'
        '<a href="/works/24.11.2026.pdf">24.11.2026</a><a href="/works/rules/">Правила</a>'
        '<a href="http://[">Хустський РЕМ</a>'
    )
    assert links(page) == ()


def test_a_page_from_disk_leads_nowhere():
    assert links('<a href="?PAGEN_1=2">2</a>', url="2026-11-20T09-00.html") == ()


def test_a_host_with_www_and_without_is_one_site():
    assert links('<a href="https://www.example.com/works/?PAGEN_1=2">2</a>') == (
        "https://www.example.com/works/?PAGEN_1=2",
    )
