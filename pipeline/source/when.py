"""When a row's works are: its columns of dates and hours, with the headings' days, as periods."""

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, time, timedelta

from pipeline.domain.clock import KYIV, kyiv_day, kyiv_time
from pipeline.domain.works import Period
from pipeline.source.dates import find_days
from pipeline.source.hours import Hours, find_hours, find_time
from pipeline.source.unread import Unread

FARTHEST = timedelta(days=180)
"""Works further from the day of reading are a mistake of the list."""

LONGEST = timedelta(hours=24)
LONGEST_NIGHT = timedelta(hours=12)
"""Hours that end before they start are a night up to this length; beyond it the two were swapped."""

_DAY = 24 * 60
_HALVES = re.compile(r"\s(?:[-–—−]|до|по)\s|\n", re.IGNORECASE)


def read_periods(
    fields: Mapping[str, str], *, heading_days: Sequence[date], captured_at: datetime
) -> tuple[Period, ...]:
    """The periods that the columns `date`, `hours`, `start` and `end` give, one a day and stretch, in order.

    A row without a day of its own has the headings'. Raises `Unread`, with the period where only its length
    or its distance is wrong.
    """
    near = kyiv_day(captured_at)
    own_days, _ = find_days(fields.get("date", ""), near=near)
    start, end = fields.get("start", ""), fields.get("end", "")
    hours = fields.get("hours", "")
    if not (start and end):
        hours = f"{hours} {start} {end}".strip()
        start, end = _halves(hours, near)
    if start and end and (periods := _between_moments(start, end, own_days or heading_days, near)):
        return checked(periods, captured_at)
    stretches = find_hours(fields.get("date", "")) if not hours else []
    days, rest = find_days(f"{hours} {start} {end}", near=near, is_date=False)
    stretches = stretches or find_hours(rest)
    if not stretches:
        raise Unread(f"не зрозумілі години: «{hours or fields.get('date', '')}»" if hours else "немає годин")
    return periods_of(days or own_days or heading_days, stretches, captured_at)


def periods_of(days: Sequence[date], stretches: Iterable[Hours], captured_at: datetime) -> tuple[Period, ...]:
    """The stretches of hours on each of the days. Raises `Unread` where there is no day, or no sense in them."""
    if not days:
        raise Unread("немає дати ні в рядку, ні в заголовку")
    return checked([_period(day, day, each) for day in days for each in stretches], captured_at)


def whole_days(days: Iterable[date], captured_at: datetime) -> tuple[Period, ...]:
    """The days from midnight to midnight. Raises `Unread` as `checked` does."""
    return checked([_period(day, day, Hours(0, _DAY)) for day in days], captured_at)


def own_days(fields: Mapping[str, str], *, near: date) -> tuple[date, ...]:
    """The days that a row itself names, in its column of dates or beside its hours."""
    days, _ = find_days(fields.get("date", ""), near=near)
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
            raise Unread("дата надто далека від дня читання", period)
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
    days, rest = find_days(text, near=near, is_date=False)
    return len(days) == 1 and find_time(rest) is not None


def _between_moments(start: str, end: str, other_days: Sequence[date], near: date) -> list[Period] | None:
    """Periods of a column of starts and one of ends; None where the two hold no time of day."""
    start_days, start_rest = find_days(start, near=near, is_date=False)
    end_days, end_rest = find_days(end, near=near, is_date=False)
    first, last = find_time(start_rest), find_time(end_rest)
    if first is None or last is None:
        return None
    days = start_days or other_days
    if not days:
        raise Unread("немає дати ні в рядку, ні в заголовку")
    if end_days:
        return [Period(_at(days[0], first), _at(end_days[-1], last))]
    return [_period(day, day, Hours(first, last)) for day in days]


def _period(start_on: date, end_on: date, hours: Hours) -> Period:
    if hours.end < hours.start:
        night = timedelta(minutes=hours.end + _DAY - hours.start)
        if night > LONGEST_NIGHT:
            raise Unread("кінець раніше за початок")
        end_on += timedelta(days=1)
    return Period(_at(start_on, hours.start), _at(end_on, hours.end))


def _at(day: date, minutes: int) -> datetime:
    days, minutes = divmod(minutes, _DAY)
    return kyiv_time(day + timedelta(days=days), time(minutes // 60, minutes % 60))
