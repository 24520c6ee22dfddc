"""When a row's works are: its columns of dates and hours, with the headings' days, as periods."""

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from itertools import product

from pipeline.domain.clock import KYIV, kyiv_day, kyiv_time
from pipeline.domain.works import Period
from pipeline.source.times.dates import Month, find_days
from pipeline.source.times.hours import DAY, Hours, find_hours, find_times, like_a_time, spans_of_hours, why_no_hours
from pipeline.source.times.nights import by_their_evenings
from pipeline.source.times.weekdays import cut_exceptions, only, weekdays_in
from pipeline.source.unread import Unread

FARTHEST = timedelta(days=180)
"""Works further from the day of reading are a mistake of the list."""

LONGEST = timedelta(hours=24)
LONGEST_NIGHT = timedelta(hours=12)
"""Hours that end before they start are a night up to this length; beyond it the two were swapped."""

_HALVES = re.compile(r"\s(?:[-–—−]|до|по)\s|\n", re.IGNORECASE)
_LONGEST_MOMENT = 80
_LETTER_OR_DIGIT = re.compile(r"\w")
_EVERY_DAY = re.compile(r"щод(?:ня|енно)|кожн\w+\s+дн\w+|протягом(?:\s+дня)?|включно", re.IGNORECASE)
_OPEN = re.compile(r"\s*(?:до|по|з|із|від|після)\s+\d", re.IGNORECASE)
"""How days begin that have no end, or no beginning: `з 24.11`."""
_OWN_CLOCK = re.compile(r"(?<![\d:.])\d{1,2}[:.]\d\d(?::\d\d)?(?![\d.])")
"""A time beside a day, as spreadsheets add one: `24.11.2026 0:00:00`."""


def read_periods(
    fields: Mapping[str, str],
    *,
    heading_days: Sequence[date],
    captured_at: datetime,
    heading_month: Month | None = None,
) -> tuple[Period, ...]:
    """The periods that the columns `date`, `hours`, `start` and `end` give, one a day and stretch, in order.

    A row without a day of its own has the headings'. `23.11 9:00` to `25.11 17:00` is one period, not hours of each
    day: nobody knows which is meant, so that its length sends it to quarantine. Raises `Unread`, with the period
    where only its length or its distance is wrong.
    """
    near = kyiv_day(captured_at)
    columns = " – ".join(filter(None, map(fields.get, ("hours", "start", "end"))))
    date_printed = by_their_evenings(fields.get("date", ""), lambda rest: find_hours(columns or rest))
    days = _days_of(date_printed, near, heading_month, heading_days)
    start, end = fields.get("start", ""), fields.get("end", "")
    hours = by_their_evenings(fields.get("hours", ""), find_hours)
    if not (start and end):
        hours = f"{hours} {start} {end}".strip()
        start, end = _halves(hours, near)
    if start and end and (periods := _between_moments(start, end, days, near)):
        return checked(periods, captured_at)
    text = " ".join(filter(None, (hours, " – ".join(filter(None, (start, end))))))
    if not text and find_hours(fields.get("date", "")):
        text = fields.get("date", "")
    if not text:
        unread = like_a_time(fields.get("address", ""))
        raise Unread(why_no_hours(unread) if unread else "немає годин")
    return checked(_stretches(text, days, near), captured_at)


def periods_of(days: Sequence[date], stretches: Iterable[Hours], captured_at: datetime) -> tuple[Period, ...]:
    """The stretches of hours on each of the days. Raises `Unread` where there is no day, or no sense in them."""
    if not days:
        raise Unread("немає дати ні в рядку, ні в заголовку")
    return checked([_period(day, day, each) for day in days for each in stretches], captured_at)


def whole_days(days: Iterable[date], captured_at: datetime) -> tuple[Period, ...]:
    """The days from midnight to midnight. Raises `Unread` as `checked` does."""
    return checked([_period(day, day, Hours(0, DAY)) for day in days], captured_at)


def own_days(fields: Mapping[str, str], *, near: date, heading_month: Month | None = None) -> tuple[date, ...]:
    """The days that a row itself names, in its column of dates or beside its hours."""
    days, _ = find_days(fields.get("date", ""), near=near, numbers=True, month=heading_month)
    if days:
        return days
    return find_days(" ".join(fields.get(name, "") for name in ("hours", "start", "end")), near=near, is_date=False)[0]


def same_hours_on(days: Sequence[date], periods: Sequence[Period], captured_at: datetime) -> tuple[Period, ...]:
    """The hours of the first day of `periods` on other days."""
    own = [period for period in periods if period.day == periods[0].day]
    stretches = []
    for period in own:
        start, end = (instant.astimezone(KYIV) for instant in (period.starts_at, period.ends_at))
        stretches.append(Hours(start.hour * 60 + start.minute, end.hour * 60 + end.minute))
    return periods_of(days, stretches, captured_at)


def checked(periods: Sequence[Period], captured_at: datetime) -> tuple[Period, ...]:
    """The periods in order, each of a sensible length and near the reading; else raises `Unread`."""
    for period in periods:
        if period.ends_at <= period.starts_at:
            raise Unread("кінець раніше за початок")
        if _on_the_clock(period) > LONGEST:
            raise Unread("відключення довше за добу", period)
        if abs(period.starts_at - captured_at) > FARTHEST:
            raise Unread(f"дата надто далека від дня читання: {period.day:%d.%m.%Y}", period)
    return tuple(sorted(periods))


def _on_the_clock(period: Period) -> timedelta:
    """The length as the clock shows it: the day on which it goes back has 24 hours, too."""
    start, end = (instant.astimezone(KYIV).replace(tzinfo=None) for instant in (period.starts_at, period.ends_at))
    return end - start


def _halves(hours: str, near: date) -> tuple[str, str]:
    """`24.11.2026 10:00 – 25.11.2026 02:00` in one column, as start and end."""
    for separator in _HALVES.finditer(hours):
        halves = hours[: separator.start()], hours[separator.end() :]
        if all(_is_moment(half, near) for half in halves):
            return halves
    return "", ""


def _is_moment(text: str, near: date) -> bool:
    if len(text) > _LONGEST_MOMENT:
        return False
    days, rest = find_days(text, near=near, is_date=False)
    return len(days) == 1 and len(times := find_times(rest)) == 1 and times[0] is not None


def _between_moments(start: str, end: str, other_days: Sequence[date], near: date) -> list[Period] | None:
    """Periods of a column of starts and one of ends; None where the two hold no time of day."""
    start_days, start_rest = find_days(start, near=near, is_date=False)
    end_days, end_rest = find_days(end, near=near, is_date=False)
    first, last = find_times(start_rest), find_times(end_rest)
    if not first or not last:
        return None
    pairs = zip(first, last, strict=False)
    stretches = [Hours(since, till) for since, till in pairs if since is not None and till is not None]
    if len(first) != len(last) or len(stretches) != len(first):
        raise Unread(f"незрозумілі години: «{start}» – «{end}»")
    days = start_days or other_days
    if not days:
        raise Unread("немає дати ні в рядку, ні в заголовку")
    if not end_days:
        return [_period(day, day, each) for day in days for each in stretches]
    if len(start_days) > 1 or len(end_days) > 1 or len(stretches) > 1:
        if start_days != end_days:
            raise Unread(f"незрозуміло, котрі дні й години: «{start}» – «{end}»")
        paired = len(stretches) == len(start_days)
        both = zip(start_days, stretches, strict=True) if paired else product(start_days, stretches)
        return [_period(day, day, each) for day, each in both]
    period = Period(moment(days[0], stretches[0].start), moment(end_days[0], stretches[0].end))
    if period.ends_at <= period.starts_at:
        raise Unread(f"кінець раніше за початок: «{start}» – «{end}»")
    return [period]


def _days_of(text: str, near: date, month: Month | None, heading_days: Sequence[date]) -> tuple[date, ...]:
    """The days of a column of dates; a day of the week alone is that of the headings' days.

    Raises `Unread` where the column says anything else, as the day of the heading may not be meant.
    """
    days, rest = find_days(text, near=near, numbers=True, month=month)
    for start, end, _ in spans_of_hours(rest):
        rest = f"{rest[:start]}{' ' * (end - start)}{rest[end:]}"
    rest = _OWN_CLOCK.sub(" ", rest)
    if days:
        if re.search(r"\d", rest) or (len(days) == 1 and _OPEN.match(text)):
            raise Unread(f"незрозуміла дата: «{text}»")
        return days
    _, days_off = cut_exceptions(text)
    heading_days = only(heading_days, set(range(7)) - days_off)
    if weekdays := weekdays_in(rest):
        if chosen := only(heading_days, weekdays):
            return chosen
        raise Unread(f"незрозуміла дата: «{text}»")
    if _LETTER_OR_DIGIT.search(_EVERY_DAY.sub(" ", rest)):
        raise Unread(f"незрозуміла дата: «{text}»")
    return heading_days


def _stretches(text: str, other_days: Sequence[date], near: date) -> list[Period]:
    """The stretches of a text, each on the days that stand before it, or behind it where none stand before any."""
    all_days, rest = find_days(text, near=near, is_date=False)
    spans = spans_of_hours(rest)
    left = rest
    for start, end, _ in spans:
        left = f"{left[:start]}{' ' * (end - start)}{left[end:]}"
    if not spans or like_a_time(left):
        raise Unread(why_no_hours(text.strip()))
    days = all_days or tuple(other_days)
    if not days:
        raise Unread("немає дати ні в рядку, ні в заголовку")
    if len(spans) == len(days) > 1 and not all_days and "\n" in text:
        raise Unread(f"незрозуміло, котрі години котрого дня: «{' / '.join(text.split(chr(10)))}»")
    if len(spans) == 1 or not all_days:
        return [_period(day, day, hours) for day in days for _, _, hours in spans]
    own = zip(_days_at(spans, text, all_days, near), spans, strict=True)
    return [_period(day, day, hours) for its_days, (_, _, hours) in own for day in its_days or other_days]


def _days_at(
    spans: Sequence[tuple[int, int, Hours]], text: str, all_days: tuple[date, ...], near: date
) -> list[tuple[date, ...]]:
    """The days of each of several stretches: those before it, or else of the stretch before."""
    since = [0, *(end for _, end, _ in spans)]
    till = [*(start for start, _, _ in spans), len(text)]
    *before, behind = (find_days(text[a:b], near=near)[0] for a, b in zip(since, till, strict=True))
    if not any(before):
        return [all_days] * len(spans)
    if behind:
        before = [*before[1:], behind] if not before[0] else [()]
        if not all(before):
            raise Unread(f"незрозуміло, котрі години котрого дня: «{text}»")
    for index, earlier in enumerate(before[:-1]):
        before[index + 1] = before[index + 1] or earlier
    return before


def _period(start_on: date, end_on: date, hours: Hours) -> Period:
    if hours.end <= hours.start:
        night = timedelta(minutes=hours.end + DAY - hours.start)
        if night > LONGEST_NIGHT:
            raise Unread(f"кінець раніше за початок: «{hours}»")
        end_on += timedelta(days=1)
    return Period(moment(start_on, hours.start), moment(end_on, hours.end))


def moment(day: date, minutes: int) -> datetime:
    """The instant so many minutes from midnight on the clock of a day."""
    days, minutes = divmod(minutes, DAY)
    return kyiv_time(day + timedelta(days=days), time(minutes // 60, minutes % 60))
