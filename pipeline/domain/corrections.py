"""Corrections: hours that an operator puts in the place of those of the list, where it is known to be wrong.

A work is known by its hours, so the page that is mended shows another one, and lacks this. A correction counts as long
as the list shows the wrong hours, or lacks them without having lost them for good; it ends when two readings, half an
hour apart, lacked them. Should they stand in the list again after that, they are what the list says.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, time

from pipeline.domain.budget import Spending
from pipeline.domain.clock import KYIV, kyiv_time
from pipeline.domain.entries import Entry
from pipeline.domain.errors import Misuse
from pipeline.domain.stages import DAY
from pipeline.domain.works import Kind, Period, WorkStatus


@dataclass(frozen=True, slots=True)
class Correction:
    """What an operator knows better than the list."""

    work_id: str
    period: Period
    operator: str
    made_at: datetime
    ended_at: datetime | None = None
    """When two readings had lacked the hours that it corrects."""


@dataclass(frozen=True, slots=True)
class CorrectionReport:
    """What a correction tells customers, or would tell."""

    correction: Correction
    listed: Period
    """The hours that the list gives."""
    messages: Mapping[str, int]
    """Messages by messenger."""
    paid: int
    """How many of them Viber is paid for."""
    spending: Spending
    """What was paid for this month before."""
    texts: Sequence[tuple[str, int]]
    """The commonest texts without account and address, and how often each is said."""
    said_at: datetime | None
    """When the first of them goes out; None where nobody is told."""
    done: bool = False

    @property
    def told(self) -> int:
        """How many messages there are in all."""
        return sum(self.messages.values())


def corrected(entry: Entry, correction: Correction | None) -> Entry:
    """The entry with the hours that count: those of the last correction of its work, while it does."""
    if correction is None or correction.period == entry.period:
        return entry
    if correction.ended_at is not None and entry.is_fresh:
        return entry
    return replace(entry, period=correction.period, listed=entry.period)


def corrected_period(entries: Sequence[Entry], hours: str | None, now: datetime) -> Period:
    """The period that an operator means by `10:00-15:00`, for the work of these entries; None: that of the list again.

    An end before the start is that of the next day. Raises `Misuse` for a work of another kind, cancelled, over or
    lost, for hours that are past, and for what are no hours.
    """
    entry = next((each for each in entries if each.is_fresh), None)
    if entry is None:
        raise Misuse("Цієї роботи вже немає у списку: виправляти нічого. Її нові години — окрема робота (works)")
    if entry.kind is not Kind.PLANNED or entry.status is WorkStatus.CANCELLED:
        raise Misuse("Про цю роботу нікому не нагадуємо: вона не планова або скасована у списку")
    if max(entry.period.ends_at, (entry.listed or entry.period).ends_at) <= now:
        raise Misuse("Ця робота вже минула: виправляти пізно")
    if hours is None:
        if entry.listed is None:
            raise Misuse("Годин цієї роботи не виправляли")
        return entry.listed
    starts, ends = _hours(hours)
    day = entry.period.day
    period = Period(kyiv_time(day, starts), kyiv_time(day if starts < ends else day + DAY, ends))
    if period == entry.period:
        raise Misuse(f"Цю роботу вже записано на {hours_of(period)}: виправляти нічого")
    if period.ends_at <= now:
        raise Misuse(f"О {ends:%H:%M} уже минуло: назвіть години, які ще не скінчилися")
    return period


def hours_of(period: Period) -> str:
    """By the Kyiv clock: `10:00–15:00`."""
    return f"{period.starts_at.astimezone(KYIV):%H:%M}–{period.ends_at.astimezone(KYIV):%H:%M}"


def _hours(text: str) -> tuple[time, time]:
    try:
        starts, ends = (_clock(each.strip()) for each in text.replace("–", "-").split("-"))
    except ValueError:
        raise Misuse(f"Не розумію години «{text}»: потрібно, наприклад, 10:00-15:00") from None
    if starts == ends:
        raise Misuse(f"«{text}»: початок і кінець однакові")
    return starts, ends


def _clock(text: str) -> time:
    return time.fromisoformat(f"{text:0>2}:00" if text.isdecimal() else text.zfill(5))
