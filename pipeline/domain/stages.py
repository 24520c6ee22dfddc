"""Stages: when each thing about an interruption is said, in Kyiv time (design, section 4)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from pipeline.domain.clock import KYIV, kyiv_day, kyiv_time
from pipeline.domain.works import Period

QUIET_FROM = time(21)
QUIET_TO = time(7)
LAST_SOUND = time(20, 30)
"""When a messenger that knows no silence says what falls due in the night."""
NEVER_SILENT = ("viber",)
BEFORE_START = timedelta(hours=1)
DAY = timedelta(days=1)


class Stage(StrEnum):
    """When something is said: three stages before the works, and the follow-ups of what was told."""

    FIVE_DAYS = "five_days"
    ONE_DAY = "one_day"
    SAME_DAY = "same_day"
    CHANGED = "changed"
    CANCELLED = "cancelled"
    CLOSED = "closed"
    """The account is no longer in the utility's registry; its day is that of the import."""
    ADDED = "added"
    """Shown in the dialogue, as the customer added the account."""


BEFORE_WORKS = (Stage.FIVE_DAYS, Stage.ONE_DAY, Stage.SAME_DAY)
"""The stages of a day, in order of time."""
FOLLOW_UPS = (Stage.CHANGED, Stage.CANCELLED)
"""What is said of a day that was told, as soon as it is otherwise."""


@dataclass(frozen=True, slots=True)
class Due:
    """One stage of one day, with the time in which it may be said."""

    stage: Stage
    due_at: datetime
    expires_at: datetime


def quiet_hours(now: datetime) -> Period | None:
    """The quiet hours (21:00–07:00 in Kyiv) that `now` lies in, or None by day."""
    local = now.astimezone(KYIV)
    if QUIET_TO <= local.time() < QUIET_FROM:
        return None
    evening = local.date() if local.time() >= QUIET_FROM else local.date() - DAY
    return Period(kyiv_time(evening, QUIET_FROM), kyiv_time(evening + DAY, QUIET_TO))


def quiet_until(now: datetime) -> datetime | None:
    """The end of the quiet hours that `now` lies in, or None by day."""
    hours = quiet_hours(now)
    return hours.ends_at if hours else None


def night_ahead(now: datetime) -> Period | None:
    """In the half hour before the quiet hours these; else None.

    A `same_day` that falls due in them is said now where it could not be silent. One that is known later goes when it
    is due, with its sound: better that somebody wakes than that a device stops.
    """
    local = now.astimezone(KYIV)
    if not LAST_SOUND <= local.time() < QUIET_FROM:
        return None
    return Period(kyiv_time(local.date(), QUIET_FROM), kyiv_time(local.date() + DAY, QUIET_TO))


def last_sound_before(night: Period) -> datetime:
    """When a `same_day` that falls due in these quiet hours is said where it could not be silent."""
    return kyiv_time(kyiv_day(night.starts_at), LAST_SOUND)


def morning_end(now: datetime) -> datetime:
    """Up to when a stage that falls due is said together with what is said `now`.

    It is the same morning's noon, and two hours at least: of works soon after midnight the last two stages would
    say the same late in the evening.
    """
    return max(now + 2 * BEFORE_START, kyiv_time(kyiv_day(now), time(12)))


def defer(at: datetime, starts_at: datetime) -> datetime:
    """When a thing due `at` is said: after the quiet hours, unless the lights go out before they end."""
    end = quiet_until(at)
    return at if end is None or starts_at <= end else end


def stage_times(run_on: date, starts_at: datetime) -> dict[Stage, datetime]:
    """When each stage of a day falls due, in order of time.

    `run_on` is the first day of its run: the stages before the works are said once for all its days.
    """
    return {
        Stage.FIVE_DAYS: kyiv_time(run_on - 5 * DAY, time(10)),
        Stage.ONE_DAY: kyiv_time(run_on - DAY, time(10)),
        Stage.SAME_DAY: min(kyiv_time(kyiv_day(starts_at), QUIET_TO), starts_at - BEFORE_START),
    }


def schedule(
    run_on: date, starts_at: datetime, ends_at: datetime, now: datetime, *, late: bool = True
) -> tuple[Due, ...]:
    """The stages that are still to be said of a day whose works last from `starts_at` to `ends_at`.

    Those already past collapse into the latest of them, due now; `late=False` leaves it out (a follow-up has
    said it). A stage is of no use from the moment at which the next one is due, the last one from the end.
    """
    times = list(stage_times(run_on, starts_at).items())
    ends = [at for _, at in times[1:]] + [ends_at]
    past = sum(at <= now for _, at in times)
    owed = []
    for index, ((stage, at), expires_at) in enumerate(zip(times, ends, strict=True)):
        if index < past - 1 or (index == past - 1 and not late):
            continue
        due_at = defer(max(at, now), starts_at)
        if due_at < expires_at:
            owed.append(Due(stage, due_at, expires_at))
    return tuple(owed)


def runs(known_together: Mapping[date, object]) -> dict[date, date]:
    """For each day the first day of its run: days in a row that became known together.

    `known_together` gives for each day a mark, equal for the days that became known at one time.
    """
    first: dict[date, date] = {}
    for day in sorted(known_together):
        before = day - DAY
        together = before in first and known_together[before] == known_together[day]
        first[day] = first[before] if together else day
    return first
