"""Ukrainian grammar of days and hours, as people say them. All times are shown in Kyiv time."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta

from babel import Locale
from babel.dates import format_date

from pipeline.domain.clock import KYIV, kyiv_day
from pipeline.domain.works import Period

_UKRAINIAN = Locale("uk")
_WEEKDAYS = (  # nominative, accusative with its preposition, genitive with its preposition
    ("понеділок", "у понеділок", "з понеділка"),
    ("вівторок", "у вівторок", "з вівторка"),
    ("середа", "у середу", "із середи"),
    ("четвер", "у четвер", "із четверга"),
    ("п’ятниця", "у п’ятницю", "з п’ятниці"),
    ("субота", "у суботу", "із суботи"),
    ("неділя", "у неділю", "з неділі"),
)
_SETTLEMENTS = {"м.": "усе місто", "смт": "усе селище", "смт.": "усе селище", "с-ще": "усе селище", "с.": "усе село"}


def plural(count: int, one: str, few: str, many: str) -> str:
    """The number with its word: `1 день`, `2 дні`, `5 днів`, `21 день`."""
    forms = {"one": one, "few": few}
    return f"{count} {forms.get(_UKRAINIAN.plural_form(count), many)}"


def date_of(day: date) -> str:
    """`24 листопада`."""
    return format_date(day, "d MMMM", locale=_UKRAINIAN)


def named(day: date) -> str:
    """`вівторок, 24 листопада`."""
    return f"{_WEEKDAYS[day.weekday()][0]}, {date_of(day)}"


def on(day: date) -> str:
    """`у вівторок, 24 листопада`."""
    return f"{_WEEKDAYS[day.weekday()][1]}, {date_of(day)}"


def from_to(first: date, last: date) -> str:
    """`з понеділка, 23 лютого, до середи, 25 лютого`."""
    until = _WEEKDAYS[last.weekday()][2].split()[1]
    return f"{_WEEKDAYS[first.weekday()][2]}, {date_of(first)}, до {until}, {date_of(last)}"


def days_left(day: date, today: date) -> str:
    """`сьогодні`, `завтра`, `через 3 дні`; of a day that is over: `учора`, or nothing."""
    left = (day - today).days
    if left > 1:
        return f"через {plural(left, 'день', 'дні', 'днів')}"
    return {1: "завтра", 0: "сьогодні", -1: "учора"}.get(left, "")


def clock(instant: datetime) -> str:
    """`9:00`."""
    local = instant.astimezone(KYIV)
    return f"{local.hour}:{local.minute:02}"


def end(instant: datetime, day: date) -> str:
    """When something ends that belongs to `day`: `16:00`, `24:00`, `6:00 наступного дня`."""
    local = instant.astimezone(KYIV)
    if local.time() == time(0) and local.date() - day == timedelta(days=1):
        return "24:00"
    if local.date() <= day:
        return clock(instant)
    if local.date() - day == timedelta(days=1):
        return f"{clock(instant)} наступного дня"
    return f"{clock(instant)} {date_of(local.date())}"


def hours(periods: Sequence[Period], day: date) -> str:
    """`з 9:00 до 12:00 та з 14:00 до 16:00`."""
    return listed([f"з {clock(each.starts_at)} до {end(each.ends_at, day)}" for each in periods])


def span(periods: Sequence[Period]) -> str:
    """`9:00–12:00 та 14:00–16:00`."""
    return listed([f"{clock(each.starts_at)}–{end(each.ends_at, each.day).split()[0]}" for each in periods])


def days_and_span(first: date, last: date, periods: Sequence[Period]) -> str:
    """`вівторок, 24 листопада, 9:00–16:00`; of several days `23 лютого – 25 лютого, щодня 9:00–17:00`."""
    if first == last:
        return f"{named(first)}, {span(periods)}"
    return f"{date_of(first)} – {date_of(last)}, щодня {span(periods)}"


def listed(texts: Sequence[str]) -> str:
    """`а`, `а та б`, `а, б та в`."""
    return " та ".join(filter(None, (", ".join(texts[:-1]), texts[-1]))) if texts else ""


def moment(instant: datetime) -> str:
    """`22 листопада о 18:00`, `22 листопада об 11:00`."""
    at = "об" if instant.astimezone(KYIV).hour == 11 else "о"  # noqa: PLR2004
    return f"{date_of(kyiv_day(instant))} {at} {clock(instant)}"


def whole_settlement(address: str) -> str:
    """What is switched off as a whole, by the kind of settlement that the address begins with."""
    kind = (address.split() or [""])[0]
    return _SETTLEMENTS.get(kind, "увесь населений пункт")


def sentence(text: str) -> str:
    """The text with its first letter capital."""
    return text[:1].upper() + text[1:]
