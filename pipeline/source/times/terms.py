"""The terms of a row: when its works are, and what its own words (`скасовано`, `перенесено на …`) make of that.

Where the row has no hours that can be read, what is cancelled or moved is the whole day 00:00–24:00, so that it ends
whatever was told of that day. What moves to a day whose hours are nowhere printed, or moves in a row that names no
place but its settlement, cannot be announced: its old day is cancelled, as the list says that nothing happens then,
and the new day stands in quarantine until the list says more. `перенесено` to no day is quarantine alone: nobody
is told that works are off which may only begin an hour later.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from pipeline.domain.clock import kyiv_day
from pipeline.domain.works import Period, WorkStatus
from pipeline.source.times.changes import Change, Moved
from pipeline.source.times.dates import Month, find_days
from pipeline.source.times.hours import find_hours, find_times
from pipeline.source.times.when import moment, own_days, periods_of, same_hours_on, whole_days
from pipeline.source.unread import Unread


@dataclass(frozen=True, slots=True)
class Terms:
    """When the works of a row are."""

    periods: tuple[Period, ...]
    status: WorkStatus = WorkStatus.ANNOUNCED
    moved_from: Period | None = None
    unsaid: tuple[Period, ...] = ()
    """Days to which the works move without hours or places that could be announced."""


def read_terms(
    fields: Mapping[str, str],
    change: Change,
    read: Callable[[], tuple[Period, ...]],
    *,
    heading_days: Sequence[date],
    heading_month: Month | None = None,
    captured_at: datetime,
) -> Terms:
    """The terms of a row whose words were taken out as `change`; `read` gives its periods or raises `Unread`.

    Raises `Unread` where nothing can be said of its works.
    """
    timed = True
    try:
        periods = read()
    except Unread:
        days = own_days(fields, near=kyiv_day(captured_at), heading_month=heading_month) or heading_days
        if not change or not days:
            raise
        periods, timed = whole_days(days, captured_at), False
    if change.moved is not None and change.moved.until:
        return _extended(periods, change.moved.until, timed=timed)
    if change.moved is not None:
        return _moved(periods, change.moved, captured_at, timed=timed, placed=not change.place_unsaid)
    if change.cancelled:
        return Terms(periods, WorkStatus.CANCELLED)
    if change.place_unsaid:
        raise Unread("немає адреси", periods[0], suggestion=None)
    return Terms(periods)


def _extended(periods: tuple[Period, ...], until: str, *, timed: bool) -> Terms:
    """The same periods, the last one of each day with the later end that the words name."""
    ends = find_times(until)
    last_of_day = {period.day: period for period in periods}
    longer = []
    for period in periods:
        later = period
        if last_of_day[period.day] is period and ends and ends[0] is not None:
            later = Period(period.starts_at, moment(period.day, ends[0]))
        if not timed or later.ends_at < period.ends_at or not ends or ends[0] is None:
            raise Unread(f"незрозуміло, до котрої години продовжено: «{until}»", periods[0])
        longer.append(later)
    return Terms(tuple(longer), moved_from=periods[0])


def _moved(periods: tuple[Period, ...], moved: Moved, captured_at: datetime, *, timed: bool, placed: bool) -> Terms:
    """The other periods that the words name, with the hours of the row where they name none of their own."""
    days, rest = find_days(moved.to or moved.since, near=kyiv_day(captured_at), is_date=False)
    stretches = find_hours(rest)
    if not days and not stretches:
        raise Unread("незрозуміло, на коли перенесено", periods[0])
    here = tuple(dict.fromkeys(period.day for period in periods))
    known = timed or bool(stretches)
    if stretches:
        other = periods_of(days or here, stretches, captured_at)
    else:
        other = same_hours_on(days, periods, captured_at) if timed else whole_days(days, captured_at)
    if moved.to and moved.since:
        since, _ = find_days(moved.since, near=kyiv_day(captured_at), is_date=False)
        if since:
            periods = same_hours_on(since, periods, captured_at) if timed else whole_days(since, captured_at)
    old, new = (periods, other) if moved.to else (other, periods)
    if known and placed and (timed or moved.to):
        return Terms(new, moved_from=old[0])
    return Terms(old, WorkStatus.CANCELLED, unsaid=new)
