"""Where a page leads: its next pages, and the lists of other districts and days on the same site."""

import re
from urllib.parse import urldefrag, urljoin, urlsplit

from selectolax.lexbor import LexborHTMLParser

from pipeline.source.markup.lines import lines_of, text_of
from pipeline.source.words import district_in

_PAGE = re.compile(r"(?:^|&)PAGEN_\d+=\d+")
_DAY = re.compile(r"\b\d{1,2}\.\d{1,2}(?:\.\d{2,4})?\b|\b\d{1,2}\s+(?:січ|лют|бер|кві|тра|чер|лип|сер|вер|жов|лис|гру)")
_FILE = re.compile(r"\.(?:pdf|docx?|xlsx?|zip|rar|jpe?g|png)$", re.IGNORECASE)


def links_of(tree: LexborHTMLParser, url: str) -> tuple[str, ...]:
    """Addresses of further pages of the list at `url` on the same site, in the order of the page, none twice."""
    here = urlsplit(url)
    if not here.hostname:
        return ()
    found: dict[str, None] = {}
    for anchor in tree.css("a[href]"):
        target = _join(url, anchor.attributes.get("href") or "")
        there = urlsplit(target)
        if there.scheme in ("http", "https") and site_of(target) == site_of(url) and target != urldefrag(url)[0]:
            same_list = there.path.rstrip("/").startswith(here.path.rstrip("/")) and not _FILE.search(there.path)
            named = " ".join(lines_of(text_of(anchor)))
            if same_list and (_PAGE.search(there.query) or district_in(named) or _DAY.search(named)):
                found[target] = None
    return tuple(found)


def site_of(url: str) -> str:
    """The site of an address: its host and port, of which `www.` is no part; nothing where it is no address."""
    try:
        return urlsplit(url).netloc.rpartition("@")[2].lower().removeprefix("www.")
    except ValueError:
        return ""


def _join(url: str, href: str) -> str:
    try:
        return urldefrag(urljoin(url, href.strip()))[0]
    except ValueError:
        return ""
