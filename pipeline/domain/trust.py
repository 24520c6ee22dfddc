"""Trust: what state a reading is in, and whether anything may be changed because of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from itertools import takewhile

SETTLE_READINGS = 3
SETTLE_TIME = timedelta(hours=1)
FALL_SHARE = 0.5
FALL_COUNT = 10
QUARANTINE_SHARE = 1 / 3
OLD_AFTER = timedelta(hours=6)
"""Since when customers are told when the list was read, and we count as not ready."""


class PageState(StrEnum):
    """How a page, and the reading made of it, came out."""

    OK = "ok"
    UNCHANGED = "unchanged"
    EMPTY = "empty"
    """The page itself says that nothing is planned, or has its headings and no row."""
    BLOCKED = "blocked"
    """A refusal, challenge, captcha or login instead of the page."""
    MALFORMED = "malformed"
    """No list was recognised."""
    SUSPECT = "suspect"
    """The list fell too sharply, or too much of it was not understood."""
    FAILED = "failed"
    """A fault of our own ended the reading; it changed nothing."""


SETTLED_BY_TIME = (PageState.EMPTY, PageState.SUSPECT)
"""What is believed though it looks wrong, once several readings agree."""


@dataclass(frozen=True, slots=True)
class Reading:
    """One scrape: all its pages together, as healthy as the worst of them."""

    at: datetime
    state: PageState
    healthy: bool
    """Whether the entries were brought up to date from it."""
    rows: int = 0
    works: int = 0
    quarantined: int = 0
    by_quarantine: bool = False
    """`suspect` because of the rows that were not understood: settled only by the operator."""
    reader: str | None = None
    """Fingerprint of all that its pages were read by: under another one they may say something else."""
    id: int | None = None


@dataclass(frozen=True, slots=True)
class ReadingChanges:
    """How a healthy reading differs from what was remembered, in entries."""

    new: int = 0
    lingering: int = 0
    gone: int = 0


@dataclass(frozen=True, slots=True)
class Verdict:
    """The state of a reading and whether it is to be believed."""

    state: PageState
    healthy: bool
    by_quarantine: bool = False


_WORST_FIRST = (PageState.BLOCKED, PageState.MALFORMED, PageState.OK, PageState.EMPTY)


def worst_state(pages: Sequence[PageState]) -> PageState:
    """The state of a reading by its pages; a page of works beside an empty one makes it `ok`."""
    return next(state for state in _WORST_FIRST if state in pages)


def judge(
    state: PageState,
    *,
    at: datetime,
    rows: int,
    future_works: int,
    quarantined: int,
    known_future: int,
    recent: Sequence[Reading],
    accept: bool = False,
) -> Verdict:
    """The verdict on a reading whose pages are `ok` or `empty` (others are never healthy).

    `known_future`: works of the last healthy reading that have not ended at `at`; `recent`: the readings
    before this one, newest first. An `empty` after a list that had future works, and a
    `suspect` by number, are believed when three readings over at least an hour agree, or when the operator
    accepts; a `suspect` by quarantine only when the operator accepts.
    """
    if state not in (PageState.OK, PageState.EMPTY):
        return Verdict(state, healthy=False)
    if state is PageState.EMPTY:
        return Verdict(state, healthy=accept or known_future == 0 or _agreed(state, at, recent))
    if quarantined > rows * QUARANTINE_SHARE:
        return Verdict(PageState.SUSPECT, healthy=accept, by_quarantine=True)
    fell = known_future - future_works
    if fell > known_future * FALL_SHARE and fell > FALL_COUNT:
        return Verdict(PageState.SUSPECT, healthy=accept or _agreed(PageState.SUSPECT, at, recent))
    return Verdict(PageState.OK, healthy=True)


def _agreed(state: PageState, at: datetime, recent: Sequence[Reading]) -> bool:
    """Whether this reading and those just before it say the same, three at least, over an hour."""
    agreeing = 1
    for reading in recent:
        if not _agrees(reading, state):
            return False
        agreeing += 1
        if agreeing >= SETTLE_READINGS and at - reading.at >= SETTLE_TIME:
            return True
    return False


def settles_at(recent: Sequence[Reading]) -> datetime | None:
    """When the newest of these readings, newest first, is believed at the earliest if those to come agree with it.

    None where it is believed already, or never will be by itself.
    """
    if not recent or recent[0].healthy or recent[0].by_quarantine or recent[0].state not in SETTLED_BY_TIME:
        return None
    agreeing = takewhile(lambda each: _agrees(each, recent[0].state), recent)
    return min(each.at for each in agreeing) + SETTLE_TIME


def _agrees(reading: Reading, state: PageState) -> bool:
    return reading.state is state and not reading.healthy and not reading.by_quarantine


def is_old(read_at: datetime | None, now: datetime) -> bool:
    """Whether the list was read so long ago that it has to be said; not where it never was."""
    return read_at is not None and now - read_at > OLD_AFTER
