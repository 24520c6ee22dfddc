"""A list before it counts: what it would change of the one that is known."""

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from pipeline.domain.clock import kyiv_day
from pipeline.domain.trust import Reading
from pipeline.domain.works import Listing

SHOWN = 20
"""Rows of each kind that are shown."""


@dataclass(frozen=True, slots=True)
class ListFile:
    """A list that was brought by hand, or a part of one."""

    name: str
    content_type: str
    content: bytes


@dataclass(frozen=True, slots=True)
class DayChange:
    """Works of one day."""

    day: date
    before: int
    after: int


@dataclass(frozen=True, slots=True)
class Preview:
    """What a list says beside what was known, works that have not ended alone."""

    reading: Reading
    """With the state that it would have, and whether it would be believed."""
    days: Sequence[DayChange]
    vanished: Sequence[str]
    """Rows that were known and are not in it; `SHOWN` at most."""
    vanished_in_all: int
    unread: Sequence[tuple[str, str]]
    """Rows that are not understood, and why; `SHOWN` at most."""

    @property
    def before(self) -> int:
        """Works that were known."""
        return sum(each.before for each in self.days)

    @property
    def after(self) -> int:
        """Works that it lists."""
        return sum(each.after for each in self.days)


def preview(reading: Reading, listing: Listing, known: Collection[tuple[str, datetime]], now: datetime) -> Preview:
    """The list beside what is known: row as printed and start of every work that has not ended."""
    listed = {(work.printed, work.period.starts_at) for work in listing.works if work.period.ends_at > now}
    before = Counter(kyiv_day(starts_at) for _, starts_at in known)
    after = Counter(kyiv_day(starts_at) for _, starts_at in listed)
    missing = sorted(set(known) - listed, key=lambda each: (each[1], each[0]))
    rows = list(dict.fromkeys(printed for printed, _ in missing))
    unread = list(dict.fromkeys((row.printed, row.reason) for row in listing.quarantined))
    return Preview(
        reading=reading,
        days=[DayChange(day, before[day], after[day]) for day in sorted(before | after)],
        vanished=rows[:SHOWN],
        vanished_in_all=len(rows),
        unread=unread[:SHOWN],
    )
