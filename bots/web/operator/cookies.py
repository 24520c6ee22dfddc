"""The operator's cookies: for our own site alone, out of reach of scripts, and of connections that others can read.

`__Host-` keeps the sites beside ours from setting one in its place. It wants `Secure`, which not every client takes on
loopback: there, where nobody listens, the cookie is a plain one.
"""

from datetime import timedelta
from ipaddress import ip_address
from urllib.parse import SplitResult, urlsplit

from starlette.requests import Request
from starlette.responses import Response

SESSION = "operator"
DEVICE = "operator-device"
_SECURE = "__Host-"


def read_cookie(request: Request, name: str) -> str:
    """The cookie, empty where there is none; a plain one counts on loopback alone."""
    here = _parts(f"//{request.headers.get('host', '')}").hostname
    plain = request.cookies.get(name, "") if _is_loopback(here) else ""
    return request.cookies.get(_SECURE + name, plain)


def set_cookie(request: Request, answer: Response, name: str, value: str, lasts: timedelta) -> None:
    """Give the browser a cookie for so long; for no time: take it away."""
    secure = not _is_plain(request)
    seconds, name = int(lasts.total_seconds()), _SECURE + name if secure else name
    answer.set_cookie(name, value, seconds, path="/", secure=secure, httponly=True, samesite="strict")


def keeps_cookies(request: Request) -> bool:
    """Whether the browser keeps what we give: without TLS it does on loopback alone."""
    return origin_of(request).scheme == "https" or _is_plain(request)


def origin_of(request: Request) -> SplitResult:
    """The site on which the form stood, as the browser says; nothing where it does not."""
    return _parts(request.headers.get("origin", ""))


def _is_plain(request: Request) -> bool:
    origin = origin_of(request)
    return origin.scheme == "http" and _is_loopback(origin.hostname)


def _is_loopback(host: str | None) -> bool:
    try:
        return host == "localhost" or ip_address(host or "").is_loopback
    except ValueError:
        return False


def _parts(url: str) -> SplitResult:
    try:
        return urlsplit(url)
    except ValueError:  # such as `http://[`
        return urlsplit("")
