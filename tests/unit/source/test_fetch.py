import gzip
import hashlib
import socket
import tracemalloc
import zlib

import httpx
import pytest
import respx
from tenacity import wait_fixed, wait_none

from pipeline.domain.errors import Misuse, SourceUnavailable
from pipeline.domain.pages import KeptPage
from pipeline.source import fetch as fetching
from pipeline.source.fetch import fetch
from pipeline.source.pages import read_page
from tests.fakes.page_server import ETAG, FIRST, LAST_MODIFIED, PageServer
from tests.fakes.server import serve
from tests.fakes.slow_site import slow_site, trickled, whole
from tests.unit.source.reading import CAPTURED_AT, gazetteer


@pytest.fixture
def site():
    return PageServer()


@pytest.fixture
def url(site):
    with serve(site.app()) as url:
        yield url


def get(url, known=(), **kwargs):
    options = {"pace": 0, "retry_wait": wait_none(), "timeout": httpx.Timeout(5), **kwargs}
    return list(fetch(url, known={page.url: page for page in known}, now=lambda: CAPTURED_AT, **options))


def works(pages):
    readings = [
        read_page(
            page.content,
            captured_at=page.captured_at,
            gazetteer=gazetteer(),
            content_type=page.content_type,
            url=page.url,
        )
        for page in pages
    ]
    return [work.places[0].settlement for reading in readings for work in reading.listing.works]


def test_all_pages_of_the_list_come_one_after_the_other(url):
    pages = get(f"{url}/works/")
    assert [page.url for page in pages] == [f"{url}/works/", f"{url}/works/?PAGEN_1=2"]
    assert works(pages) == ["Іза", "Липча"]
    assert (pages[0].status, pages[0].etag, pages[0].last_modified, pages[0].captured_at) == (
        200,
        ETAG,
        LAST_MODIFIED,
        CAPTURED_AT,
    )


def test_a_page_that_has_not_changed_comes_without_content_and_its_known_pages_are_asked(site, url):
    known = [
        KeptPage(f"{url}{path}", hashlib.sha256().hexdigest(), ETAG, LAST_MODIFIED)
        for path in ("/works/", "/works/?PAGEN_1=2")
    ]
    pages = get(f"{url}/works/", known)
    assert [(page.not_modified, page.content) for page in pages] == [(True, b""), (True, b"")]
    assert site.asked[1].headers["if-none-match"] == ETAG


def test_the_scraper_says_who_it_is(site, url):
    get(f"{url}/works/", contact="https://bot.example")
    assert all(request.headers["user-agent"].startswith("Provisnyk/") for request in site.asked)
    assert "https://bot.example" in site.asked[0].headers["user-agent"]


def test_windows_1251_arrives_as_its_bytes(url):
    assert works(get(f"{url}/cp1251")) == ["Липча"]


@pytest.mark.parametrize(("path", "status"), [("/refused", 403), ("/overloaded", 503), ("/missing", 404)])
def test_a_refusal_is_a_page_with_its_status(url, path, status):
    assert [page.status for page in get(url + path)] == [status]


def test_a_passing_error_is_tried_again(site, url):
    assert works(get(f"{url}/flaky")) == ["Липча"]
    assert site.counts["/flaky"] == 3


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("/broken", "502"),
        ("/huge", "20 МБ"),
        ("/away", "інший сайт"),
        ("/loop", "переспрямувань"),
        ("/private/works/", "robots.txt"),
        ("/to-private", "robots.txt"),
    ],
)
def test_a_page_that_cannot_be_had_is_named_with_its_host(url, path, words):
    with pytest.raises(SourceUnavailable, match=words) as trouble:
        get(url + path)
    assert url.removeprefix("http://") in str(trouble.value)


def test_a_silent_server_is_given_up(url):
    with pytest.raises(SourceUnavailable, match="вчасно"):
        get(f"{url}/slow", timeout=httpx.Timeout(0.1))


HEAD = b"HTTP/1.1 200 OK\r\n"
GZIP_NAME = b"\x1f\x8b\x08\x08\0\0\0\0\0\0"


@pytest.mark.parametrize(
    ("begun", "piece"),
    [
        (b"", b"H"),
        (HEAD, b"X-A: b\r\n"),
        (HEAD + b"\r\n", b"<"),
        (HEAD + b"Content-Encoding: gzip\r\n\r\n" + GZIP_NAME, b"n"),
        (HEAD + b"Transfer-Encoding: chunked\r\n\r\n1;", b"x"),
    ],
    ids=["status", "headers", "body", "gzip header", "chunk"],
)
@pytest.mark.parametrize("slow", ["/robots.txt", "/works/"])
def test_a_server_that_trickles_is_cut_off_at_the_deadline(begun, piece, slow):
    with (
        slow_site(lambda path: trickled(begun, piece) if path == slow else iter([whole(b"")])) as url,
        pytest.raises(SourceUnavailable, match="READ_WITHIN"),
    ):
        get(f"{url}/works/", within=0.3)


def test_the_waits_of_a_reading_count_too(url):
    with pytest.raises(SourceUnavailable, match="READ_WITHIN"):
        get(f"{url}/broken", within=0.2, retry_wait=wait_fixed(0.25))


def test_a_packed_page_is_unpacked(site, url):
    site.packed = gzip.compress(FIRST.partition("<a")[0].encode()), "gzip"
    assert works(get(f"{url}/packed")) == ["Іза"]
    site.packed = zlib.compress(b" " * 2**20 + b"x"), "deflate"
    (page,) = get(f"{url}/packed")
    assert (len(page.content), page.content[-1:]) == (2**20 + 1, b"x")
    site.packed = gzip.compress(b"<p>one") + gzip.compress(b"<p>two") + bytes(9), "gzip"
    (page,) = get(f"{url}/packed")
    assert page.content == b"<p>one<p>two"


def test_a_page_that_unpacks_to_more_than_the_limit_is_given_up_in_bounded_memory(site, url):
    site.packed = gzip.compress(b" " * 2**27), "gzip"
    tracemalloc.start()
    with pytest.raises(SourceUnavailable, match="20 МБ"):
        get(f"{url}/packed")
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 3 * fetching.LARGEST


@pytest.mark.parametrize("encoding", ["gzip, gzip", "br", "zstd"])
def test_a_page_packed_twice_or_otherwise_is_none(site, url, encoding):
    site.packed = gzip.compress(gzip.compress(b"<p>")), encoding
    with pytest.raises(SourceUnavailable, match="стиснено"):
        get(f"{url}/packed")


@pytest.mark.parametrize("body", [b"no gzip", gzip.compress(b"<p>" * 1000)[:-9], b""], ids=["none", "cut", "empty"])
def test_a_damaged_package_is_no_page(site, url, body):
    site.packed = body, "gzip"
    with pytest.raises(SourceUnavailable, match="не вся або пошкоджена"):
        get(f"{url}/packed")


def test_of_endless_rules_for_robots_the_beginning_counts(site, url):
    site.robots = "User-agent: *\nDisallow: /works/\n" + "# more\n" * 700_000 + "Allow: /works/\n"
    with pytest.raises(SourceUnavailable, match=r"robots\.txt"):
        get(f"{url}/works/")
    site.robots = "User-agent: *\n" + "# more\n" * 700_000 + "Disallow: /works/\n"
    assert len(get(f"{url}/works/")) == 2


def test_a_redirect_within_the_site_is_followed(url):
    pages = get(f"{url}/moved")
    assert (pages[0].url, pages[0].status) == (f"{url}/moved", 200)


def test_links_are_relative_to_where_a_redirect_led(url):
    pages = get(f"{url}/list/")
    assert [page.url for page in pages] == [f"{url}/list/", f"{url}/ua/list/?PAGEN_1=2"]
    assert [page.location for page in pages] == [f"{url}/ua/list/", f"{url}/ua/list/?PAGEN_1=2"]
    assert works(pages) == ["Іза", "Липча"]


def test_a_page_that_was_moved_is_known_by_the_address_asked_for(site, url):
    known = [
        KeptPage(f"{url}{path}", hashlib.sha256().hexdigest(), ETAG, LAST_MODIFIED)
        for path in ("/list/", "/ua/list/?PAGEN_1=2")
    ]
    pages = get(f"{url}/list/", known)
    assert [(page.url, page.not_modified) for page in pages] == [(page.url, True) for page in known]


@pytest.fixture
def by_name(url, monkeypatch):
    """The same site under `works.test` and `www.works.test`."""
    find = socket.getaddrinfo

    def local(host, *arguments, **options):
        name = host.decode() if isinstance(host, bytes) else host
        return find("127.0.0.1" if name.endswith("works.test") else name, *arguments, **options)

    monkeypatch.setattr(socket, "getaddrinfo", local)
    return url.replace("127.0.0.1", "works.test")


def test_a_host_with_www_and_without_is_one_site(by_name):
    pages = get(f"{by_name}/www/")
    with_www = by_name.replace("works.test", "www.works.test")
    assert [page.url for page in pages] == [f"{by_name}/www/", f"{with_www}/www/?PAGEN_1=2"]
    assert works(pages) == ["Іза", "Липча"]


def test_the_rules_for_robots_hold_where_a_redirect_leads_to_them(site, url):
    site.robots_at = "/rules/robots.txt"
    with pytest.raises(SourceUnavailable, match=r"robots\.txt"):
        get(f"{url}/private/works/")
    assert len(get(f"{url}/works/")) == 2


def test_rules_for_robots_on_another_site_are_none_of_this_one(site, url):
    site.robots_at = "http://elsewhere.example/robots.txt"
    assert len(get(f"{url}/private/works/")) == 2


def test_a_site_without_rules_for_robots_allows_all(site, url):
    site.robots = None
    assert len(get(f"{url}/private/works/")) == 2


def test_a_list_of_more_than_forty_pages_is_refused_and_never_cut(site, url):
    with pytest.raises(SourceUnavailable, match="понад 40 сторінок"):
        get(f"{url}/endless/")
    assert site.counts["/endless/"] == 40


def test_a_list_of_as_many_pages_as_the_limit_is_whole(url, monkeypatch):
    monkeypatch.setattr(fetching, "MOST_PAGES", 2)
    assert len(get(f"{url}/works/")) == 2


def test_without_a_network_the_host_is_named():
    with respx.mock:
        respx.get(host="works.example").mock(side_effect=httpx.ConnectError("no route"))
        with pytest.raises(SourceUnavailable, match=r"works\.example.*мережу"):
            get("https://works.example/works/")


@pytest.mark.parametrize("address", ["", "works", "ftp://works.example/", "http://", "http://["])
def test_what_is_no_address_is_misuse(address):
    with pytest.raises(Misuse):
        get(address)
