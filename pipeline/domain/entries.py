"""Entries: what is remembered of the list from reading to reading, and when an absence means anything.

Rows of the page have no ids and are reordered, split, edited and lost, so nothing hangs on them. An entry is
period × place × kind; it is *fresh* while the last healthy reading shows it, *lingers* while it is missing, and
is *gone* only by the rule of `is_gone`.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property

from pipeline.domain.stages import Stage, stage_times
from pipeline.domain.works import Certainty, Kind, Period, Place, WorkStatus

TWO_READINGS_APART = timedelta(minutes=30)
"""Two readings that lack an entry count as two only when they lie this far apart."""

GONE_AFTER = timedelta(hours=1)
"""How long an absence must last once the last stage before the works has been said."""


@dataclass(frozen=True, slots=True)
class Entry:
    """Period × place × kind, with what the readings say of it."""

    id: int
    work_id: str
    """The work that it belongs to: equal for the entries of one row, stable while its streets are edited."""
    period: Period
    kind: Kind
    place: Place
    status: WorkStatus
    district: str | None
    reason: str | None
    moved_from: Period | None
    first_seen_at: datetime
    last_seen_at: datetime
    missing_since: datetime | None = None
    """The first healthy reading, of those that reach its day, that lacked it; None while it is fresh."""
    lacked_at: datetime | None = None
    """The reading that made it two that lacked it, at least 30 minutes apart."""
    shielded: bool = False
    """A quarantined row of the last healthy reading has the same period: it may be this entry, mistyped."""
    printed: str = ""
    listed: Period | None = None
    """The hours that the list gives, where an operator corrected them; see `pipeline.domain.corrections`."""
    said_since: datetime | None = None
    """Since which reading it has stood without a break and with these words; None: since it was first seen."""

    @property
    def is_fresh(self) -> bool:
        """Whether the last healthy reading that reaches its day shows it."""
        return self.missing_since is None

    def has_left(self, moved: "Entry") -> bool:
        """Whether this is the row that stood as `moved` before: moved there from the same hours, it now says otherwise.

        It names another time to which it is moved from there, or that the works are cancelled, and has done so since
        `moved` was last seen.
        """
        origin = moved.moved_from
        since = self.said_since or self.first_seen_at
        if origin is None or not self.is_fresh or since <= moved.last_seen_at:
            return False
        begins = self.period if self.status is WorkStatus.CANCELLED else self.moved_from
        same_place = (self.place.katottg, self.place.street) == (moved.place.katottg, moved.place.street)
        return same_place and begins is not None and begins.overlaps(origin)

    def has_new_hours(self, other: "Entry") -> bool:
        """Whether `other` may be this entry with its hours of the day edited, rather than another one while it is lost.

        The same place and words with other hours stood for the first time in the very reading that first lacked
        this one, before it began. Where only a part of a place is named, it may be another part. How many lost their
        hours and how many came is for `pipeline.domain.interruptions` to count.
        """
        words = self.place, self.kind, self.status, self.district, self.reason, self.period.day
        others = other.place, other.kind, other.status, other.district, other.reason, other.period.day
        missing = self.missing_since is not None and not self.shielded and self.missing_since < self.period.starts_at
        at_once = missing and other.first_seen_at == self.missing_since
        return at_once and words == others and self.place.certainty is Certainty.CERTAIN

    def gone_at(self, run_on: date | None = None) -> datetime | None:
        """When a lasting absence becomes a cancellation; None while fewer than two readings lacked it.

        It is the customer's next stage for that day, so that the cancellation is said instead of it: 10:00 the day
        before the run that begins on `run_on`, 10:00 the day before the day itself, 07:00 on it; after the last of
        them, one hour from the first absence.
        """
        if self.lacked_at is None or self.missing_since is None:
            return None
        own = stage_times(self.period.day, self.period.starts_at)
        of_run = stage_times(run_on, self.period.starts_at) if run_on else own
        for at in (of_run[Stage.ONE_DAY], own[Stage.ONE_DAY], own[Stage.SAME_DAY]):
            if self.lacked_at <= at:
                return at
        return max(self.lacked_at, self.missing_since + GONE_AFTER)

    def is_gone(self, now: datetime, run_on: date | None = None) -> bool:
        """Whether its absence from the list counts as a cancellation. What has begun is never gone.

        Nor what has begun by the hours that the list gave, where they were corrected: lists may drop such rows.
        """
        at, begins_at = self.gone_at(run_on), min(self.period, self.listed or self.period).starts_at
        return at is not None and at <= now and not self.shielded and at < begins_at


class Entries(dict[int, Entry]):
    """All entries by id."""

    @cached_property
    def announced(self) -> Mapping[str | None, Sequence[Entry]]:
        """By settlement, those that the last healthy reading shows and does not call off."""
        by_settlement: dict[str | None, list[Entry]] = defaultdict(list)
        for entry in self.values():
            if entry.is_fresh and entry.status is WorkStatus.ANNOUNCED:
                by_settlement[entry.place.katottg].append(entry)
        return by_settlement
