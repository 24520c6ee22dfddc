"""The operator's overview: how the list, the works to come and the messages stand, in numbers that name nobody."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from pipeline.domain.budget import Spending
from pipeline.domain.delivery import Refusal
from pipeline.domain.imports import UNCHANGED, RegistryState
from pipeline.domain.stages import Stage
from pipeline.domain.troubles import Settling, Trouble
from pipeline.domain.trust import Reading

COMING_DAYS = 10
SENT_DAYS = 7
"""Days of messages that are shown, today among them."""


@dataclass(frozen=True, slots=True)
class ComingWorks:
    """Planned works of one district on one day."""

    day: date
    district: str
    """Empty where the list names none."""
    works: int


@dataclass(frozen=True, slots=True)
class Held:
    """Reminders of one stage and day that wait for the operator."""

    day: date
    stage: Stage
    reminders: int
    until: datetime
    """When the first of them goes out by itself."""


@dataclass(frozen=True, slots=True)
class Attempts:
    """Attempts to send reminders of one stage through one messenger on one day."""

    day: date
    """Of the attempt, by the Kyiv calendar."""
    messenger: str
    stage: Stage
    result: str
    """`sent`, `retry` or `undeliverable`."""
    count: int


@dataclass(frozen=True, slots=True)
class Lateness:
    """How long reminders took until they were sent."""

    count: int
    median: timedelta
    percentile_95: timedelta


@dataclass(frozen=True, slots=True)
class Overview:
    """All that the first page shows."""

    at: datetime
    last: Reading | None
    """The newest reading, whatever came of it."""
    last_healthy: Reading | None
    works: int
    """Of the last healthy list, those that have not ended."""
    coming: Sequence[ComingWorks]
    """From today on, in order of day and district."""
    attempts: Sequence[Attempts]
    scheduled: Lateness | None
    """Of reminders that were due at their own time: from then."""
    changes: Lateness | None
    """Of changes and cancellations: from the reading of the page that they were found by, or that came last before the
    end of the quiet hours or of their hold."""
    quarantined: int
    """Rows of the last list that were not understood, whether it was believed or not."""
    lacking: int
    """Streets of the last list that the registry lacks."""
    doubtful: bool
    """Whether the last list waits for the operator's word."""
    settling: Settling | None
    """What becomes of it without that."""
    troubles: Sequence[Trouble]
    refusals: Sequence[Refusal]
    """Templates that a messenger will never take, as of now: a trouble keeps the numbers of its beginning."""
    held: Sequence[Held]
    """What waits to be released, in order of day."""
    spending: Spending
    registry: RegistryState = UNCHANGED


def lateness(histogram: Sequence[tuple[int, int]]) -> Lateness | None:
    """Of (seconds, how many) in any order; None where there is nothing."""
    counted = sorted((max(0, seconds), count) for seconds, count in histogram)
    total = sum(count for _, count in counted)
    if not total:
        return None
    return Lateness(total, _percentile(counted, total, 0.5), _percentile(counted, total, 0.95))


def _percentile(counted: Sequence[tuple[int, int]], total: int, share: float) -> timedelta:
    """The least value that this share of all do not exceed."""
    below = 0
    for seconds, count in counted:
        below += count
        if below >= total * share:
            return timedelta(seconds=seconds)
    return timedelta(seconds=counted[-1][0])
