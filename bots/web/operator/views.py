"""What the pages of the operator share: who visits, and how a template becomes an answer."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.datastructures import FormData, QueryParams
from starlette.responses import HTMLResponse, RedirectResponse, Response

from bots.web.operator.forms import SMALL
from bots.web.operator.sign_in import Notice, Session
from bots.web.operator.words import WEEKDAYS, where
from pipeline.domain.clock import shown
from pipeline.domain.printable import escaped

_FOLDER = Path(__file__).with_name("templates")


@dataclass(frozen=True, slots=True)
class Visit:
    """One request of an operator who has signed in."""

    session: Session
    root: str
    """The path under which all pages lie, as the browser sees it: `/operator`."""
    path: str
    """Of this page, beneath the root: `/quarantine`; empty for the overview."""
    query: QueryParams
    form: FormData
    """What was posted; empty where nothing was."""

    def field(self, name: str) -> str:
        """The text of a field that was posted; empty where it is missing."""
        value = self.form.get(name)
        return value.strip() if isinstance(value, str) else ""


def whole_number(text: str, most: int) -> int | None:
    """The number of up to `most` digits; None where the text is none."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= most else None


Handler = Callable[[Visit], Awaitable[Response]]


@dataclass(frozen=True, slots=True)
class Page:
    """A page of the operator: how it is shown, and what is done when a form of it is posted."""

    path: str
    """Beneath the root."""
    show: Handler
    act: Handler | None = None
    """Ends with `back`: what was done is not done again by a reload. `Misuse` and `Failed` are told on the page."""
    largest_body: int = SMALL
    """Bytes of what may be posted."""
    files: int = 0
    """Files that may be posted at once."""


def render(visit: Visit, template: str, status: int = 200, **facts: object) -> Response:
    """A page: `templates/TEMPLATE.html.j2` with these facts; what was to be said once is said."""
    notice, visit.session.notice = visit.session.notice, None
    shared = {"root": visit.root, "path": visit.path, "operator": visit.session.operator, "csrf": visit.session.csrf}
    typed = notice.typed if notice else {}
    return HTMLResponse(render_text(template, notice=notice, typed=typed, **shared, **facts), status)


def back(visit: Visit, text: str, to: str | None = None, *, is_error: bool = False) -> Response:
    """Back to a page, this one unless another is named, where `text` is said once, an error with what was typed."""
    typed = {name: value for name, value in visit.form.items() if isinstance(value, str) and name != "csrf"}
    visit.session.notice = Notice(text, is_error, typed if is_error else {})
    return RedirectResponse(visit.root + (visit.path if to is None else to), 303)


def render_text(template: str, **facts: object) -> str:
    """The template as text."""
    return _environment().get_template(f"{template}.html.j2").render(facts)


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(_FOLDER),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
        autoescape=True,
        finalize=_shown,
    )
    environment.filters.update(_FILTERS)
    return environment


def _shown(value: object) -> object:
    """Text as it may be shown; markup of our own stays what it is."""
    return escaped(value) if type(value) is str else value


def on_day(day: date) -> str:
    """`вт 24.11`."""
    return f"{WEEKDAYS[day.weekday()]} {day:%d.%m}"


def lasting(span: timedelta) -> str:
    """`45 с`, `12 хв`, `3 год`, `3 год 5 хв`, `2 дн 4 год`."""
    seconds = int(span.total_seconds())
    minutes, hours, days = seconds // 60, seconds // 3600, seconds // 86400
    if seconds < 60:  # noqa: PLR2004 - of a minute
        parts = [(seconds, "с")]
    elif minutes < 60:  # noqa: PLR2004 - of an hour
        parts = [(minutes, "хв")]
    elif days < 1:
        parts = [(hours, "год"), (minutes % 60, "хв")]
    else:
        parts = [(days, "дн"), (hours % 24, "год")]
    said = parts[:1] + [part for part in parts[1:] if part[0]]
    return " ".join(f"{count}\N{NO-BREAK SPACE}{unit}" for count, unit in said)


def number(value: int) -> str:
    """With a space between thousands."""
    return f"{value:,}".replace(",", "\N{NO-BREAK SPACE}")


def when(iso: str) -> str:
    """Of an instant in our JSON, which is by the Kyiv clock: `вт 24.11 09:05`."""
    at = datetime.fromisoformat(iso)
    return f"{on_day(at.date())} {at:%H:%M}"


def weekday(iso: str) -> str:
    """The same without its hour: `вт 24.11`."""
    return on_day(datetime.fromisoformat(iso).date())


def hour(iso: str) -> str:
    """The same without its day: `09:05`."""
    return f"{datetime.fromisoformat(iso):%H:%M}"


_FILTERS: Mapping[str, Callable[..., str]] = {
    "moment": shown,
    "on_day": on_day,
    "lasting": lasting,
    "number": number,
    "when": when,
    "weekday": weekday,
    "hour": hour,
    "where": where,
}
