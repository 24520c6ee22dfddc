"""Interruptions: account × day, the periods in which the lights go out there. They are what a customer cares about."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from pipeline.domain.works import Certainty, Period

SAME_WITHIN = timedelta(minutes=15)
"""Hours that differ by no more than this are the same to a customer."""


@dataclass(frozen=True, slots=True)
class Outage:
    """One stretch without light at one address, and how sure it is that the address is meant."""

    period: Period
    certainty: Certainty


@dataclass(frozen=True, slots=True)
class Interruption:
    """All that the list says of one account on one day."""

    day: date
    outages: tuple[Outage, ...]
    """In order of time; none overlaps or touches another."""
    reason: str | None = None
    quote: str | None = None
    """What the list says of the place, for a `possible` match."""
    whole_settlement: bool = False
    entry_ids: tuple[int, ...] = ()

    @property
    def periods(self) -> tuple[Period, ...]:
        """The periods without their certainty."""
        return tuple(outage.period for outage in self.outages)

    @property
    def starts_at(self) -> datetime:
        """Start of the day's first period."""
        return self.outages[0].period.starts_at

    @property
    def ends_at(self) -> datetime:
        """End of the day's last period: what is said to be the approximate end."""
        return self.outages[-1].period.ends_at

    @property
    def certainty(self) -> Certainty:
        """`certain` only where every period is."""
        sure = all(outage.certainty is Certainty.CERTAIN for outage in self.outages)
        return Certainty.CERTAIN if sure else Certainty.POSSIBLE


def merge_outages(outages: Iterable[Outage]) -> tuple[Outage, ...]:
    """Outages of one account and day, with those that overlap or touch made one.

    The end of the merged one is the latest; it is certain where any part of it is: the lights do go out then.
    """
    merged: list[Outage] = []
    for outage in sorted(outages, key=lambda each: each.period):
        last = merged[-1] if merged else None
        if last is None or outage.period.starts_at > last.period.ends_at:
            merged.append(outage)
            continue
        sure = Certainty.CERTAIN in (last.certainty, outage.certainty)
        period = Period(last.period.starts_at, max(last.period.ends_at, outage.period.ends_at))
        merged[-1] = Outage(period, Certainty.CERTAIN if sure else Certainty.POSSIBLE)
    return tuple(merged)


def same_periods(told: Iterable[Period], now: Iterable[Period]) -> bool:
    """Whether a customer who was told the one would call the other the same (each end within 15 minutes)."""
    before, after = tuple(told), tuple(now)
    return len(before) == len(after) and all(
        a.is_near(b, SAME_WITHIN) for a, b in zip(before, after, strict=True)
    )
