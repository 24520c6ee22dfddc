"""Days as printed: `13.05.2026`, `14.11`, `24 листопада`, `З 7.11 по 17.11`, `23–27 лютого`, `19 числа`.

The day on which a list came out (`Оновлено 20.11.2026`, `станом на 20.11`) is none of them. A day of the week
says nothing new, but one that contradicts its date makes both doubtful.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from pipeline.source.times.hours import find_hours
from pipeline.source.times.months import STEMS
from pipeline.source.times.weekdays import WEEKDAY, cut_exceptions, weekdays_in, without_weekdays
from pipeline.source.unread import Unread
from pipeline.source.words import fold_lookalikes

_MONTH_WORD = "|".join((*STEMS, r"бер(?=\.)", r"вер(?=\.)"))
_YEAR = r"(?:\s*(?:ц\.\s?)?(?:р\.|року|рік\b))?"
_DASH = r"[-–—−]"
_TILL = rf"{_DASH}|по|до"
_POINT = r"(?:\s?[.,/_-]{1,2}\s?|\s)"
_ATOM = re.compile(
    r"(?<![\d.:])(?:"
    r"(?P<iso>20\d\d([-.])\d\d\2\d\d)T?"
    r"|(?P<day>\d{1,2})\s?(?P<sep>[./])\s?(?P<month>\d{1,2})\s?(?P=sep)\s?(?P<year>20\d\d(?!\d(?!\d?[:.]))|\d\d(?!\d))"
    rf"|(?P<typed_day>\d{{1,2}}){_POINT}(?P<typed_month>0?[1-9]|1[0-2]){_POINT}(?P<typed_year>20\d\d)(?!\d(?!\d?:))"
    rf"|(?P<word_day>\d{{1,2}})(?:-?го)?\s+(?P<word>{_MONTH_WORD})[а-яіїє]*\.?,?(?:\s+(?P<word_year>20\d\d))?"
    r"|(?P<short_day>\d{1,2})\.(?P<short_month>0?[1-9]|1[0-2])(?!\d|\.?\d|[:;]\s?\d|\s?\d\.20\d\d)"
    r"|(?P<slash_day>\d{1,2})/(?P<slash_month>0[1-9]|1[0-2])(?![\d.:/])"
    r"|(?P<monthly_day>\d{1,2})(?:-?го)?\s+числа"
    rf"){_YEAR}",
    re.IGNORECASE,
)
_BEFORE = re.compile(rf"(?<![\d:.;/])(\d{{1,2}})(?:-?го)?\s*({_TILL}|на|,|;|/|\+|та|і|й)\s*$", re.IGNORECASE)
_BARE = re.compile(
    rf"[^\w\d]*(?:{WEEKDAY}[^\w\d]*)?(?:з\s)?\s*\d{{1,2}}(?!\d)(?:-?го)?"
    rf"(?:\s*(?:{_TILL}|,|;|та|і|й)\s*\d{{1,2}}(?!\d)(?:-?го)?)*[.\s,(]*(?:{WEEKDAY})?[.\s)]*",
    re.IGNORECASE,
)
_FILLER = rf"(?:щод(?:ня|енно)|включно|р\.|року|{WEEKDAY}|[().,\s])*"
_BETWEEN = re.compile(rf"{_FILLER}(?:{_TILL})\s*(?:по|до)?{_FILLER}", re.IGNORECASE)
_LISTED = re.compile(r"\W*(?:\d{1,2}\s*(?:,|та|і|й)\s*)+", re.IGNORECASE)
"""Numbers that begin a text and lead on to a day: `24, 25, 26.11`."""
_OVER_NIGHT = re.compile(r"\s*на\s*", re.IGNORECASE)
_EXCEPT = re.compile(r"(?:крім|винятком)\s*$", re.IGNORECASE)
_AND = re.compile(r"\s*(?:,|та|і|й)\s*", re.IGNORECASE)
_STAMP = re.compile(
    rf"^\d{{1,2}}\.\d{{1,2}}\.\d{{4}}(?:,?\s+\d{{1,2}}:\d\d)?\s+(?=[^\W\d].*(?:планов|відключ|знеструм|роб[іо]т|перерв)"
    rf".*(?:\d{{1,2}}\.\d{{1,2}}\.\d\d|на\s+\d{{1,2}}\.\d\d|\d\s+(?:{_MONTH_WORD})))",
    re.IGNORECASE,
)
_CLOCK = r"\d{1,2}[:.]\d\d(?!\d|\.)"
_PUBLISHED = re.compile(
    r"(?:оновлен|опублік|публікац|оприлюдн|розміщен|створен|внесен|станом|актуальн|редакц|змінен[оа]\s(?!на))\w*"
    rf"(?:\s+(?:на|о|об|від|дата|інформац\w+|станом|год\w*|\d{{1,2}}:\d\d)){{0,4}}[\s:,–—-]*"
    rf"\d{{1,2}}(?:[./]\d{{1,2}}(?:[./](?:20)?\d\d)?|\s+(?:{_MONTH_WORD})[а-яіїє]*\.?(?:\s+20\d\d)?)"
    rf"(?:\s*(?:р\.|року))?(?:,?\s*(?:об?\s)?{_CLOCK})?",
    re.IGNORECASE,
)
_TITLE = re.compile(
    rf"(?<![\w.])(?:(?P<word>{_MONTH_WORD})(?:ень|ня|ні|ий|ого|ому|опад|опада|опаді)(?!\w)|(?P<number>0[1-9]|1[0-2])\.(?=20\d\d))"
    rf"(?:\s*(?P<year>20\d\d)(?!\d){_YEAR})?",
    re.IGNORECASE,
)
_DIGIT = re.compile(r"\d")
_LONGEST = 62
"""Days of the longest range that makes sense in a list of works."""


@dataclass(frozen=True, slots=True)
class Month:
    """The month that a title names over day numbers."""

    month: int
    year: int | None = None


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
    left_out: bool = False
    """It stands behind `крім`."""


def find_days(
    text: str, *, near: date, is_date: bool = True, numbers: bool = False, month: Month | None = None
) -> tuple[tuple[date, ...], str]:
    """The days that a text names, in order, and the text with blanks in their place.

    A year (or month) that is not printed is that of the title over it, `month`, or else the one that brings the day
    nearest to `near`. `is_date=False` says that the text may as well hold hours, in which `9.10` means ten past
    nine; `numbers`, or a title, that bare ones (`23`, `23–27`) are days. Raises `Unread` for a day that no calendar
    has, or that is not the day of the week beside it.
    """
    text = fold_lookalikes(text)
    if not _DIGIT.search(text):
        return (), cut_exceptions(text)[0]
    text, days_off = cut_exceptions(_PUBLISHED.sub(lambda stamp: " " * len(stamp[0]), text))
    named = _find(text, is_date=is_date)
    if not named and (numbers or month) and _BARE.fullmatch(text):
        named = _bare_days(text)
    if not is_date:
        rest = _without(text, named)
        named = [each for each in named if not _may_be_time(each) or find_hours(rest)]
    days: list[date] = []
    left_out: set[date] = set()
    resolved: list[date] = []
    for index, each in enumerate(named):
        _complete(each, named[index + 1 :])
        day = _resolve(each, near, month)
        if each.ranged and resolved:
            day = _later(day, resolved[-1], each)
            days += _between(resolved[-1], day, each)
        resolved.append(day)
        if each.left_out:
            left_out.add(day)
        days.append(day)
    _check_weekdays(text, resolved)
    wanted = {day for day in days if day not in left_out and day.weekday() not in days_off}
    rest = _without(text, named)
    return tuple(sorted(wanted)), without_weekdays(rest) if days else rest


def find_month(text: str) -> tuple[Month | None, str]:
    """The month that a title without a day names (`Листопад 2026`), and the text with blanks in its place."""
    title = _TITLE.search(text)
    if title is None:
        return None, text
    number = _month(title["word"]) if title["word"] else int(title["number"])
    blank = f"{text[: title.start()]}{' ' * len(title[0])}{text[title.end() :]}"
    year = title["year"] or (re.match(r"20\d\d", text[title.end() :]) or [None])[0]
    return Month(number, int(year) if year else None), blank


def without_stamp(text: str) -> str:
    """The title of a piece of news without the day on which it came out, where the title names another day."""
    return _STAMP.sub("", text)


def _find(text: str, *, is_date: bool) -> list[_Named]:
    named: list[_Named] = []
    for match in _ATOM.finditer(text):
        if not is_date and (match["slash_day"] or (match["typed_day"] and "," in match[0])):
            continue
        atom = _read_atom(match)
        gap_start = named[-1].end if named else 0
        before = _days_before(text, gap_start, atom, listed=is_date or bool(_LISTED.fullmatch(text, 0, match.start())))
        first = before[0] if before else atom
        gap = text[gap_start : first.start]
        if named and not before and _OVER_NIGHT.fullmatch(gap):
            raise Unread(f"незрозуміло, котрий день: «{text[named[-1].start : atom.end].strip()}»")
        first.ranged = first.ranged or bool(named and _BETWEEN.fullmatch(gap))
        first.left_out = bool(_EXCEPT.search(gap) or (named and named[-1].left_out and _AND.fullmatch(gap)))
        for each in [*before, atom]:
            each.left_out = first.left_out
        named += [*before, atom]
    return named


def _bare_days(text: str) -> list[_Named]:
    """The day numbers of a field of days: `23`, `24–26`, `24, 26`."""
    named: list[_Named] = []
    for number in re.finditer(r"\d{1,2}", text):
        each = _Named(number.start(), number.end(), int(number[0]), None, None, text)
        each.ranged = bool(named and _BETWEEN.fullmatch(text, named[-1].end, each.start))
        named.append(each)
    return named


def _read_atom(match: re.Match[str]) -> _Named:
    if match["iso"]:
        year, month, day = (int(part) for part in re.split(r"[-.]", match["iso"]))
        return _Named(match.start(), match.end(), day, month, year, match[0])
    said = {name: value for name, value in match.groupdict().items() if value}
    day_printed = next(value for name, value in said.items() if name.endswith("day"))
    year_printed = next((value for name, value in said.items() if name.endswith("year")), None)
    month_printed = next((value for name, value in said.items() if name.endswith("month")), None)
    known_month = int(month_printed) if month_printed else None
    if match["word"]:
        known_month = _month(match["word"])
    known_year = int(year_printed) % 100 + 2000 if year_printed else None
    return _Named(match.start(), match.end(), int(day_printed), known_month, known_year, match[0])


def _days_before(text: str, gap_start: int, atom: _Named, *, listed: bool) -> list[_Named]:
    """The bare days that share the atom's month: `23–27 лютого`, `24 та 25 листопада`, in a date `24, 25.11`, too."""
    before: list[_Named] = []
    first = atom
    while match := _BEFORE.search(text, gap_start, first.start):
        word = match[2].lower()
        is_range = re.fullmatch(_TILL, word) is not None
        if not is_range and not listed and not re.search(r"[а-яіїє]{3}", atom.printed, re.IGNORECASE):
            break
        if word == "на":
            raise Unread(f"незрозуміло, котрий день: «{text[match.start() : atom.end].strip()}»")
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


def _resolve(each: _Named, near: date, title: Month | None) -> date:
    year = each.year
    if each.month is not None:
        months = [each.month]
    elif title is not None:
        months, year = [title.month], title.year
    else:
        months = list(range(1, 13))
    years = [year] if year else [near.year - 1, near.year, near.year + 1]
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


def _check_weekdays(text: str, days: Sequence[date]) -> None:
    """Refuse days of the week, one for each date, that are not theirs: nobody knows which of the two is meant."""
    weekdays = weekdays_in(text) if days else []
    if len(weekdays) == len(days) and any(day.weekday() != each for day, each in zip(days, weekdays, strict=True)):
        raise Unread(f"день тижня не збігається з датою: «{text.strip()}»")


def _may_be_time(each: _Named) -> bool:
    """Whether `9.10` can be minutes past the hour: clocks of works go by fives."""
    return bool(re.fullmatch(r"\d{1,2}\.\d\d", each.printed.strip())) and int(each.printed.strip()[-2:]) % 5 == 0


def _without(text: str, named: list[_Named]) -> str:
    for each in named:
        text = f"{text[: each.start]}{' ' * (each.end - each.start)}{text[each.end :]}"
    return text


def _month(word: str) -> int:
    return next(number for number, stem in enumerate(STEMS, start=1) if stem.startswith(word.lower()))


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
