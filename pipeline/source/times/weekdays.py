"""Days of the week as printed beside dates: `вівторок, 24.11`, `крім неділі`, `щовівторка`, `у робочі дні`."""

import re
from collections.abc import Iterable
from datetime import date

_STEMS = ("понеділ", "вівтор", "серед", "четвер", "ятниц", "субот", "неділ")
_SHORT = ("пн", "вт", "ср", "чт", "пт", "сб", "нд")
WEEKDAY = (
    r"(?<!\w)(?:що)?(?:понеділ(?:ок|к\w+)|вівтор(?:ок|к\w+)|серед(?:[аиуі]|ах)|четвер\w*|п.?ятниц\w+|субот\w+|неділ\w{1,3}"
    r"|пн|вт|ср|чт|пт|сб|нд)(?!\w)"
)
_FREE = r"вихідн\w+(?:\s+дн\w+)?|свят\w*(?:\s+дн\w+)?"
WEEKDAYS = re.compile(WEEKDAY, re.IGNORECASE)
_BRACKETED = re.compile(rf"\(\s*{WEEKDAY}\s*\)|{WEEKDAY}", re.IGNORECASE)
_EXCEPT = re.compile(
    rf"[,(\s]*(?:окрім|крім|за\s+винятком)(?:[\s,]+(?:{WEEKDAY}|{_FREE}|та|і|й)(?!\w))+\s*\)?", re.IGNORECASE
)
_WORKDAYS = re.compile(r"(?:по|[ув])\s+(?:буд(?:ні\w*|ня\w*)|робоч\w+\s+дн\w+)", re.IGNORECASE)
_SATURDAY = 5


def weekdays_in(text: str) -> list[int]:
    """The days of the week that a text names, in its order; Monday is 0."""
    return [_number(match[0]) for match in WEEKDAYS.finditer(text)]


def without_weekdays(text: str) -> str:
    """The text with blanks for days of the week."""
    return _BRACKETED.sub(lambda day: " " * len(day[0]), text)


def cut_exceptions(text: str) -> tuple[str, frozenset[int]]:
    """A text with blanks for `крім неділі` and the like, and the days of the week that they leave out."""
    left_out: set[int] = set()

    def blank(match: re.Match[str]) -> str:
        left_out.update(weekdays_in(match[0]))
        if re.search(_FREE, match[0], re.IGNORECASE):
            left_out.update((_SATURDAY, _SATURDAY + 1))
        return " " * len(match[0])

    if "рім" in text.lower() or "винят" in text.lower():
        text = _EXCEPT.sub(blank, text)
    if _WORKDAYS.search(text):
        left_out.update((_SATURDAY, _SATURDAY + 1))
    if each := [_number(match[0]) for match in WEEKDAYS.finditer(text) if match[0].lower().startswith("що")]:
        left_out.update(set(range(7)) - set(each))
    return text, frozenset(left_out)


def only(days: Iterable[date], weekdays: Iterable[int]) -> tuple[date, ...]:
    """Those of the days that are such days of the week."""
    wanted = frozenset(weekdays)
    return tuple(day for day in days if day.weekday() in wanted)


def _number(printed: str) -> int:
    small = printed.lower().removeprefix("що")
    if small in _SHORT:
        return _SHORT.index(small)
    return next(number for number, stem in enumerate(_STEMS) if stem in small)
