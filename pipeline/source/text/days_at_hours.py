"""Days among the places of a line and beside its hours: which of its numbers are days, and which are houses."""

import re
from datetime import date

from pipeline.domain.addresses import settlement_types
from pipeline.source.text.phrases import DAY, FULL_DATE
from pipeline.source.times.dates import find_days
from pipeline.source.unread import Unread

_TIME = r"\d{1,2}[:.]\d\d(?![.\d])"
_TO = r"\s*(?:,|та|і|й|[–—-]|по|до)\s*"
_BEFORE = re.compile(
    rf"(?:(?:^|[–—:;(|\n]|\s-)\s*(?P<days>(?:(?:з|на|від)\s+)?(?:(?:{DAY}|\d{{1,2}}){_TO})*{DAY})"
    rf"|(?<![\d.])(?<!вул\.\s)(?<!вул\.)(?<!вулиця\s)(?P<more>(?:{DAY}{_TO})*{DAY}))[\s,:(–—-]*$",
    re.IGNORECASE,
)
"""Days right before hours; bare ones (`24, 25 листопада`) only behind a dash or the like: else they are houses."""
_LEADS_ON = re.compile(
    r"(?:\b(?:з|із|від)\s+\d{1,2}(?:-?го)?\s+(?:по|до)\s+|\b(?:(?P<half>по|до|з|із|від)|на)\s+)$", re.IGNORECASE
)
"""What leads on to days: `з 24 по`; before a single one it may say that the other end is not printed: `по 26.11`."""
_BARE = re.compile(
    r"(?P<house>№|\bбуд\w*\.?)?[\s,]+"
    r"(?P<bare>(?:\d{1,2}\s*,\s*)*(?P<last>\d{1,2})(?:\s*,\s*|\s+(?:та|і|й)\s+|(?P<till>[–-])))$"
)
"""`24,` before `25.11`, `24-`, `24 та`."""
_HOUSES = re.compile(r"\d|\b(?:вул|пров|просп|пл|бульв|наб)", re.IGNORECASE)
"""Where there are any, a number may be one of them."""
_LONGEST_DAYS = 80
_LONGEST_PLACE = 300

_OWN = re.compile(rf"{FULL_DATE.pattern}|^[\s;,.|–—-]*{DAY}", re.IGNORECASE)
_AT = re.compile(rf"(?:(?:з|на|від)\s+)?{DAY}", re.IGNORECASE)
_HALF = re.compile(rf"(?P<half>(?<!\w)(?:з|із|від|по|до)\s+)?(?<![\d.:]){DAY}", re.IGNORECASE)
_TILL = re.compile(rf"[\s,;.–—-]*(?P<days>\b(?:по|до)\s+{DAY})", re.IGNORECASE)
_WITH_PLACE = re.compile(
    rf"(?<![\d.]){DAY}[\s:,–—-]+(?:у\s+|в\s+)?(?-i:{settlement_types.MARK}[А-ЯІЇЄҐ])", re.IGNORECASE
)
_BEHIND = re.compile(
    rf"[\s;,.|(–—-]*(?P<more>(?:та|і|й)\s+)?(?P<days>(?:(?:{DAY}|\d{{1,2}}){_TO})*{DAY})", re.IGNORECASE
)
_MOMENT = rf"(?:{DAY}[\s,]+(?:о(?:б)?\s)?{_TIME}|{_TIME}[\s,]+{DAY})"
MOMENTS = re.compile(rf"(?:\b(?:з|від)\s+)?{_MOMENT}\s*(?:до|по|[–—|-])\s*{_MOMENT}", re.IGNORECASE)
"""A day and a time each for start and end: `24.11.2026 22:00 – 25.11.2026 06:00`."""
_NAME = re.compile(r"[^\W\d_]{2}")
_AROUND = " .,;–—-()|"


def refuse_half(head: str) -> None:
    """Raises `Unread` for the only day of a head whose other end is not printed: `з 25.11 с. Іза`."""
    days = list(_HALF.finditer(head))
    if len(days) == 1 and days[0]["half"]:
        raise Unread(f"незрозуміла дата: «{days[0][0]}»")


def refuse_behind(tail: str) -> None:
    """Raises `Unread` for days behind the last hours that leave one end out, or have places of their own."""
    if till := _TILL.match(tail):
        raise Unread(f"незрозуміла дата: «{till['days']}»")
    if _WITH_PLACE.match(tail.lstrip(" \n;,.")):
        raise Unread(f"незрозуміло, котрі години котрого дня: «{tail.strip(_AROUND)}»")


def refuse_between(places: str) -> None:
    """Raises `Unread` for a day that begins another place among those that share their hours: `Іза, 28.11 с. Липча`."""
    for found in _WITH_PLACE.finditer(places):
        if _NAME.search(places, 0, found.start()):
            raise Unread(f"незрозуміло, котрі години котрого дня: «{places[found.start() :].strip(_AROUND)}»")


def days_behind(tail: str, *, is_dated: bool) -> tuple[str, str]:
    """The days right behind the last hours, and the rest; further on they are what words speak of (`резерв 26.11`).

    Raises `Unread` where the hours are dated already, or the days follow others.
    """
    found = _BEHIND.match(tail)
    if found is None:
        return "", tail
    if is_dated or found["more"]:
        raise Unread(f"незрозуміло, котрий день: «{tail.strip(_AROUND)}»")
    return found["days"], tail[found.end() :]


def own_days(places: str) -> list[str]:
    """The days that stand among places, before them or in full."""
    return _OWN.findall(places)


def without_own_days(places: str) -> str:
    """The places without those."""
    return _OWN.sub(" ", places)


def begins_with_day(hours: str) -> bool:
    """Whether hours have a day before them."""
    return _AT.match(hours) is not None


def days_before(body: str, since: int, hours_at: int, near: date) -> int | None:
    """Where the days right before hours begin, not before `since`; None where there are none.

    Those that share their month are among them: `с. Ставне 24,25.11`. Raises `Unread` where the first or the last of
    them is not printed, or where they may as well be houses: `вул. Миру 24,25.11`.
    """
    days = _BEFORE.search(body, max(since, hours_at - _LONGEST_DAYS), hours_at)
    if days is None:
        return None
    start = days.start(days.lastgroup or 0)
    printed = body[start:hours_at].strip(_AROUND)
    if leads := _LEADS_ON.search(body, max(since, start - _LONGEST_DAYS), start):
        if leads["half"] and len(_AT.findall(printed)) == 1:
            raise Unread(f"незрозуміла дата: «{leads[0]}{printed}»")
        return leads.start()
    since = max(since, start - _LONGEST_PLACE)
    bare = _BARE.search(body, since, start)
    if bare is None or bare["house"]:
        return start
    if bare["till"] or not _HOUSES.search(body, since, bare.start()):
        return bare.start("bare")
    if _is_to_come(int(bare["last"]), printed, near):
        raise Unread(f"незрозуміло, дні це чи будинки: «{bare['bare']}{printed}»")
    return start


def _is_to_come(number: int, printed: str, near: date) -> bool:
    """Whether a number before a day may be an earlier day of its month, and is not over yet."""
    days, _ = find_days(printed, near=near, is_date=False)
    if not days or not 0 < number < days[0].day:
        return False
    return days[0].replace(day=number) >= near
