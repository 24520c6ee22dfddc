"""Days as printed: `13.05.2026`, `14.11`, `24 листопада`, `З 7.11 по 17.11`, `23–27 лютого`, `19 числа`."""

import re
from dataclasses import dataclass
from datetime import date, timedelta

from pipeline.source.hours import find_hours
from pipeline.source.unread import Unread

_MONTHS = ("січ", "лют", "берез", "квіт", "трав", "черв", "лип", "серп", "верес", "жовт", "лист", "груд")
_YEAR = r"(?:\s*(?:р\.|року|рік\b))?"
_DASH = r"[-–—−]"
_ATOM = re.compile(
    r"(?<![\d.:])(?:"
    r"(?P<iso>20\d\d-\d\d-\d\d)T?"
    r"|(?!\d{1,2}(?:-\d\d)?\s-|\d{1,2}-\d\d\s)(?P<day>\d{1,2})\s?(?P<sep>[./-])\s?(?P<month>\d{1,2})\s?(?P=sep)\s?(?P<year>20\d\d|\d\d(?!\d))"
    rf"|(?P<word_day>\d{{1,2}})(?:-?го)?\s+(?P<word>{'|'.join(_MONTHS)})[а-яіїє]*\.?(?:\s+(?P<word_year>20\d\d))?"
    r"|(?P<short_day>\d{1,2})\.(?P<short_month>0?[1-9]|1[0-2])(?!\d|\.?\d|[:;]\s?\d)"
    r"|(?P<monthly>\d{1,2})(?:-?го)?\s+числа"
    rf"){_YEAR}",
    re.IGNORECASE,
)
_BEFORE = re.compile(rf"(?<![\d:.;/])(\d{{1,2}})(?:-?го)?\s*({_DASH}|по|до|,|та|і|й)\s*$", re.IGNORECASE)
_BETWEEN = re.compile(rf"\s*(?:{_DASH}|по|до)\s*", re.IGNORECASE)
_STAMP = re.compile(
    rf"^\d{{1,2}}\.\d{{1,2}}\.\d{{4}}(?:,?\s+\d{{1,2}}:\d\d)?\s+(?=[^\W\d].*(?:планов|відключ|знеструм|роб[іо]т|перерв)"
    rf".*(?:\d{{1,2}}\.\d{{1,2}}\.\d\d|на\s+\d{{1,2}}\.\d\d|\d\s+(?:{'|'.join(_MONTHS)})))",
    re.IGNORECASE,
)
_LONGEST = 62
"""Days of the longest range that makes sense in a list of works."""


@dataclass(slots=True)
class _Named:
    """One date in the text; None where a part of it is not printed."""

    start: int
    end: int
    day: int
    month: int | None
    year: int | None
    printed: str
    ranged: bool = False
    """The dates between the one before and this one are meant, too."""


def find_days(text: str, *, near: date, is_date: bool = True) -> tuple[tuple[date, ...], str]:
    """The days that a text names, in order, and the text without them.

    A year (or month) that is not printed is the one that brings the day nearest to `near`. `is_date=False`
    says that the text may as well hold hours, in which `9.10` means ten past nine. Raises `Unread` for a day that
    no calendar has.
    """
    named = _find(text, is_date=is_date)
    if not is_date:
        rest = _without(text, named)
        named = [each for each in named if not _may_be_time(each) or find_hours(rest)]
    days: list[date] = []
    for index, each in enumerate(named):
        _complete(each, named[index + 1 :])
        day = _resolve(each, near)
        if each.ranged and days:
            day = _later(day, days[-1], each)
            days += _between(days[-1], day, each)
        days.append(day)
    return tuple(sorted(set(days))), _without(text, named)


def without_stamp(text: str) -> str:
    """The title of a piece of news without the day on which it came out, where the title names another day."""
    return _STAMP.sub("", text)


def _find(text: str, *, is_date: bool) -> list[_Named]:
    named: list[_Named] = []
    for match in _ATOM.finditer(text):
        atom = _read_atom(match)
        gap_start = named[-1].end if named else 0
        before = _days_before(text, gap_start, atom, listed=is_date)
        atom.ranged = atom.ranged or bool(named and not before and _BETWEEN.fullmatch(text, gap_start, atom.start))
        named += [*before, atom]
    return named


def _read_atom(match: re.Match[str]) -> _Named:
    year: int | None
    if match["iso"]:
        year, month, day = (int(part) for part in match["iso"].split("-"))
        return _Named(match.start(), match.end(), day, month, year, match[0])
    if match["word"]:
        month = _MONTHS.index(match["word"].lower()) + 1
        year_printed, day_printed = match["word_year"], match["word_day"]
    else:
        month = int(match["month"] or match["short_month"] or 0)
        year_printed, day_printed = match["year"], match["day"] or match["short_day"] or match["monthly"]
    year = int(year_printed) % 100 + 2000 if year_printed else None
    return _Named(match.start(), match.end(), int(day_printed), month or None, year, match[0])


def _days_before(text: str, gap_start: int, atom: _Named, *, listed: bool) -> list[_Named]:
    """The bare days that share the atom's month: `23–27 лютого`, `24 та 25 листопада`, in a date `24, 25.11`, too."""
    before: list[_Named] = []
    first = atom
    while match := _BEFORE.search(text, gap_start, first.start):
        is_range = re.fullmatch(rf"{_DASH}|по|до", match[2], re.IGNORECASE) is not None
        if not is_range and not listed and not re.search(r"[а-яіїє]{3}", atom.printed, re.IGNORECASE):
            break
        first.ranged = is_range
        first = _Named(match.start(), match.end(), int(match[1]), atom.month, atom.year, match[0])
        before.insert(0, first)
    return before


def _complete(each: _Named, following: list[_Named]) -> None:
    """A year that is printed once for a range or a list holds for all of it: `02.02 – 06.02.2026`."""
    if each.year is None and each.month is not None:
        later = next((other for other in following if other.year is not None), None)
        if later is not None and later.month is not None and later.year is not None:
            wraps = (later.month, later.day) < (each.month, each.day)
            each.year = later.year - 1 if wraps else later.year


def _resolve(each: _Named, near: date) -> date:
    months = [each.month] if each.month else list(range(1, 13))
    years = [each.year] if each.year else [near.year - 1, near.year, near.year + 1]
    possible = [day for year in years for month in months if (day := _date(year, month, each.day))]
    if not possible:
        raise Unread(f"такої дати немає: «{each.printed.strip()}»")
    return min(possible, key=lambda day: abs(day - near))


def _later(day: date, start: date, each: _Named) -> date:
    """The end of a range over New Year, whose own nearest year may lie before its start."""
    if day < start and each.year is None:
        return _date(start.year + (1 if each.month else 0), each.month or start.month % 12 + 1, each.day) or day
    return day


def _between(start: date, end: date, each: _Named) -> list[date]:
    length = (end - start).days
    if not 0 <= length <= _LONGEST:
        raise Unread(f"проміжок днів незрозумілий: «{each.printed.strip()}»")
    return [start + timedelta(days=offset) for offset in range(1, length)]


def _may_be_time(each: _Named) -> bool:
    """Whether `9.10` can be minutes past the hour: clocks of works go by fives."""
    return bool(re.fullmatch(r"\d{1,2}\.\d\d", each.printed.strip())) and int(each.printed.strip()[-2:]) % 5 == 0


def _without(text: str, named: list[_Named]) -> str:
    for each in reversed(named):
        text = f"{text[: each.start]} {text[each.end :]}"
    return text


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
