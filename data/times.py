"""Times between the tables, which hold UTC seconds, and the rest, which holds aware datetimes."""

import math
from datetime import UTC, datetime

from pipeline.domain.works import Period


def to_seconds(instant: datetime) -> int:
    """Whole UTC seconds of an aware datetime."""
    return int(instant.timestamp())


def seconds_after(instant: datetime) -> int:
    """Whole UTC seconds, rounded up: for a pause that must not end early."""
    return math.ceil(instant.timestamp())


def from_seconds(seconds: int) -> datetime:
    """The aware UTC datetime of stored seconds."""
    return datetime.fromtimestamp(seconds, UTC)


def optional_time(seconds: int | None) -> datetime | None:
    """The same, None where there is none."""
    return None if seconds is None else from_seconds(seconds)


def to_period(starts_at: int | None, ends_at: int | None) -> Period | None:
    """The period between stored seconds, None where there is none."""
    if starts_at is None or ends_at is None:
        return None
    return Period(from_seconds(starts_at), from_seconds(ends_at))
