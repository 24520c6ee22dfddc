"""Pages over the network: politely, one at a time, with conditional requests. The only module here that does I/O."""

import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from importlib.metadata import version
from urllib.parse import urljoin, urlsplit
from urllib.robotparser import RobotFileParser

import httpx
from tenacity import RetryError, Retrying, retry_if_exception_type, stop_after_attempt
from tenacity.wait import wait_base, wait_random_exponential

from pipeline.domain.errors import Misuse, SourceUnavailable, out_of_files
from pipeline.domain.pages import KeptPage, SourcePage
from pipeline.source.body import ENCODINGS, unpacked
from pipeline.source.deadline import Deadline
from pipeline.source.markup.links import site_of

LARGEST = 20 * 1024 * 1024
MOST_PAGES = 40
TIMEOUT = httpx.Timeout(connect=10, read=30, write=10, pool=10)
LARGEST_ROBOTS = 500 * 1024
"""Bytes of the rules for robots that are read; RFC 9309 asks for no more."""
READ_WITHIN = 300.0
"""Seconds that a whole reading may take, from the first look at robots.txt to the last page."""
MOST_REDIRECTS = 5
ATTEMPTS = 3
ROBOT = f"Provisnyk/{version('provisnyk')}"

_RETRY_WAIT = wait_random_exponential(multiplier=1, max=10)


class _Passing(Exception):
    """Trouble that another attempt may not meet; a 503 is a refusal where it lasts."""

    def __init__(self, reason: str, refusal: httpx.Response | None = None) -> None:
        super().__init__(reason)
        self.refusal = refusal


def fetch(
    url: str,
    *,
    known: Mapping[str, KeptPage],
    now: Callable[[], datetime],
    contact: str = "reminders of planned power cuts",
    pace: float = 1.0,
    retry_wait: wait_base = _RETRY_WAIT,
    timeout: httpx.Timeout = TIMEOUT,
    within: float = READ_WITHIN,
) -> Iterator[SourcePage]:
    """The page at `url` and those of the list that it leads to on the same site, one every `pace` seconds.

    A refusal (403, 429, …) is a page, too, with its status; a page that has not changed since `known` comes
    without content, and the known pages of its site stand for its links. Raises `SourceUnavailable` where a
    page cannot be had at all or the list has too many, `Misuse` where the address is none.
    `contact` tells the site's owner who asks; `within` so many seconds all of it must be had.
    """
    if not _host(url) or urlsplit(url).scheme not in ("http", "https"):
        raise Misuse(f"це не адреса сторінки: {url}")
    waiting, seen, fetched = [url], {_same(url)}, 0
    headers = {"User-Agent": f"{ROBOT} ({contact})", "Accept-Encoding": ENCODINGS}
    with Deadline(within) as deadline, httpx.Client(headers=headers, timeout=timeout) as client:
        visit = _Visit(client, known, retry_wait, deadline)
        visit.read_robots(url)
        while waiting:
            if fetched:
                time.sleep(pace)
            page = visit.get(waiting.pop(0), now)
            fetched += 1
            yield page
            seen.add(_same(page.location))
            for link in known if page.not_modified else _links(page):
                if _same(link) not in seen and site_of(link) == site_of(url):
                    seen.add(_same(link))
                    waiting.append(link)
            if fetched + len(waiting) > MOST_PAGES:  # a part of a list must never look like the whole
                raise SourceUnavailable(
                    f"{_host(url)}: перелік має понад {MOST_PAGES} сторінок, а це межа одного читання; "
                    "неповний перелік не враховано; вкажіть адресу коротшого"
                )


class _Visit:
    """One visit to a site, within its rules."""

    def __init__(
        self, client: httpx.Client, known: Mapping[str, KeptPage], retry_wait: wait_base, deadline: Deadline
    ) -> None:
        self._client = client
        self._known = known
        self._retry_wait = retry_wait
        self._deadline = deadline
        self._robots = RobotFileParser()

    def read_robots(self, url: str) -> None:
        """Learn the site's rules for robots, over redirects within it; a site without any allows all."""
        at = urljoin(url, "/robots.txt")
        for _ in range(MOST_REDIRECTS):
            answer, content = self._retrying(at, {}, self._rules)
            onward = _moved_to(answer, at)
            if onward is None or site_of(onward) != site_of(url):
                break
            at = onward
        found = answer.status_code == httpx.codes.OK
        self._robots.parse(content.decode("utf-8", errors="replace").splitlines() if found else [])

    def get(self, url: str, now: Callable[[], datetime]) -> SourcePage:
        """One page, over redirects within the site."""
        kept = self._known.get(url)
        headers = {"If-None-Match": kept.etag, "If-Modified-Since": kept.last_modified} if kept else {}
        at = url
        for _ in range(MOST_REDIRECTS):
            if not self._robots.can_fetch(ROBOT, at):
                raise SourceUnavailable(
                    f"{_host(url)}: robots.txt забороняє читати цю сторінку; домовтеся з власником сайту"
                )
            answer, content = self._retrying(at, {name: value for name, value in headers.items() if value}, self._whole)
            onward = _moved_to(answer, at)
            if onward is None:
                page = _page(url, now(), answer, content)
                return page if at == url else replace(page, moved_to=at)
            if site_of(onward) != site_of(url):
                raise SourceUnavailable(
                    f"{_host(url)}: сторінка веде на інший сайт ({_host(onward)}); перевірте адресу"
                )
            at = onward
        raise SourceUnavailable(f"{_host(url)}: забагато переспрямувань; перевірте адресу")

    def _retrying(
        self, url: str, headers: dict[str, str], body: Callable[[httpx.Response], bytes]
    ) -> tuple[httpx.Response, bytes]:
        attempts = Retrying(
            stop=stop_after_attempt(ATTEMPTS), wait=self._retry_wait, retry=retry_if_exception_type(_Passing)
        )
        try:
            return attempts(self._once, url, headers, body)
        except RetryError as error:
            self._deadline.check(_host(url))
            reason = error.last_attempt.exception()
            if isinstance(reason, _Passing) and reason.refusal is not None:
                return reason.refusal, b""
            raise SourceUnavailable(f"{_host(url)}: {reason}; перевірте мережу або спробуйте пізніше") from error

    def _once(
        self, url: str, headers: dict[str, str], body: Callable[[httpx.Response], bytes]
    ) -> tuple[httpx.Response, bytes]:
        self._deadline.check(_host(url))
        try:
            with self._client.stream("GET", url, headers=headers, extensions={"trace": self._deadline.trace}) as answer:
                if answer.is_server_error:
                    refusal = answer if answer.status_code == httpx.codes.SERVICE_UNAVAILABLE else None
                    raise _Passing(f"сервер відповідає помилкою {answer.status_code}", refusal)
                return answer, body(answer)
        except httpx.TimeoutException as error:
            raise _Passing("сервер не відповідає вчасно") from error
        except httpx.DecodingError as error:
            raise _Passing("сторінка надійшла не вся або пошкоджена") from error
        except httpx.HTTPError as error:
            raise _Passing(out_of_files(error) or f"немає з'єднання ({type(error).__name__})") from error
        except httpx.InvalidURL as error:
            raise SourceUnavailable(f"{_host(url)}: неправильна адреса сторінки") from error

    def _rules(self, answer: httpx.Response) -> bytes:
        """The beginning of the rules for robots, up to the last whole line."""
        content = bytearray()
        for step in self._steps(answer):
            content += step
            if len(content) > LARGEST_ROBOTS:
                return bytes(content[:LARGEST_ROBOTS]).rpartition(b"\n")[0]
        return bytes(content)

    def _whole(self, answer: httpx.Response) -> bytes:
        content = bytearray()
        for step in self._steps(answer):
            content += step
            if len(content) > LARGEST:
                host = _host(str(answer.url))
                raise SourceUnavailable(f"{host}: сторінка більша за {LARGEST // 2**20} МБ; перевірте адресу")
        return bytes(content)

    def _steps(self, answer: httpx.Response) -> Iterator[bytes]:
        """The body of an answer, in time. Raises `SourceUnavailable`."""
        host = _host(str(answer.url))
        for step in unpacked(answer, host):
            self._deadline.check(host)
            yield step
        self._deadline.check(host)  # a body that the watchdog cut looks like one that has ended


def _links(page: SourcePage) -> Iterable[str]:
    from pipeline.source.pages import page_links  # noqa: PLC0415 - a list that has not changed needs no reader

    return page_links(page.content, page.content_type, page.location)


def _moved_to(answer: httpx.Response, at: str) -> str | None:
    """Where a redirect leads; None where the answer is none."""
    if not answer.has_redirect_location:
        return None
    try:
        return urljoin(at, answer.headers["location"])
    except ValueError as error:
        raise SourceUnavailable(f"{_host(at)}: сторінку переспрямовано на неправильну адресу") from error


def _page(url: str, at: datetime, answer: httpx.Response, content: bytes) -> SourcePage:
    return SourcePage(
        url,
        at,
        answer.status_code,
        content,
        answer.headers.get("content-type"),
        answer.headers.get("etag"),
        answer.headers.get("last-modified"),
        not_modified=answer.status_code == httpx.codes.NOT_MODIFIED,
        served_at=_served_at(answer.headers),
    )


def _served_at(headers: httpx.Headers) -> datetime | None:
    """The time by the server's clock: a cache on the way says how long ago it was asked itself.

    Where there are several, the last is that of the site: who stands before it has put the others there.
    """
    try:
        age = timedelta(seconds=int(headers.get("age", "0")))
        return parsedate_to_datetime(headers.get_list("date")[-1]).astimezone(UTC) + age
    except (IndexError, ValueError, OverflowError):
        return None


def _host(url: str) -> str:
    try:
        return urlsplit(url).netloc.rpartition("@")[2]
    except ValueError:
        return ""


def _same(url: str) -> str:
    """What is equal for addresses of one page: with `www.` or without, encrypted or not."""
    return urlsplit(url)._replace(scheme="", netloc=site_of(url), fragment="").geturl()
