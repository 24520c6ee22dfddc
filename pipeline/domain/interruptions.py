"""Interruptions: account × day, the periods in which the lights go out there: what a customer cares about."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from pipeline.domain.entries import Entry
from pipeline.domain.works import Certainty, Period, Place, WorkStatus

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

    def without(self, periods: Sequence[Period]) -> "Interruption":
        """The same without what overlaps these periods."""
        left = tuple(outage for outage in self.outages if not _overlaps_any(outage.period, periods))
        return replace(self, outages=left)


def merge_outages(outages: Iterable[Outage]) -> tuple[Outage, ...]:
    """Outages of one account and day, with those that overlap or touch made one.

    The end of the merged one is the latest; it is certain only where what is certain covers it whole.
    """
    outages = tuple(outages)
    sure = _union(outage.period for outage in outages if outage.certainty is Certainty.CERTAIN)
    return tuple(
        Outage(period, Certainty.CERTAIN if any(each.covers(period) for each in sure) else Certainty.POSSIBLE)
        for period in _union(outage.period for outage in outages)
    )


def _union(periods: Iterable[Period]) -> list[Period]:
    merged: list[Period] = []
    for period in sorted(periods):
        if merged and period.starts_at <= merged[-1].ends_at:
            merged[-1] = Period(merged[-1].starts_at, max(merged[-1].ends_at, period.ends_at))
        else:
            merged.append(period)
    return merged


def same_periods(told: Iterable[Period], now: Iterable[Period]) -> bool:
    """Whether a customer who was told the one would call the other the same (each end within 15 minutes)."""
    before, after = tuple(told), tuple(now)
    return len(before) == len(after) and all(a.is_near(b, SAME_WITHIN) for a, b in zip(before, after, strict=True))


@dataclass(frozen=True, slots=True)
class Match:
    """An entry that meets an account's address, and how surely."""

    entry: Entry
    certainty: Certainty


@dataclass(frozen=True, slots=True)
class Told:
    """What a customer was told of a day, and believes."""

    periods: tuple[Period, ...]
    """None where it was said to be cancelled or moved away."""
    run_on: date
    """First day of the run with which it was told."""


def current_interruptions(
    matches: Sequence[Match], told: Mapping[date, Told], now: datetime
) -> dict[date, Interruption]:
    """The interruptions of one account by day, as the entries give them at `now`.

    An entry that is missing lingers: it still counts, unless it is gone or a fresh entry of the account replaces
    it; on a day that was told only as a part of what the customer believes, on another only until two readings
    lacked it. So what is missing never tells anybody anything new.
    """
    by_day: dict[date, list[Match]] = {}
    for match in matches:
        if _counts(match, matches, told.get(match.entry.period.day), now):
            by_day.setdefault(match.entry.period.day, []).append(match)
    return {day: _interruption(day, of_day) for day, of_day in by_day.items()}


def is_cancelled(ended: Interruption, matches: Sequence[Match]) -> bool:
    """Whether the list's own words end this interruption, or a part of it: cancelled, or moved elsewhere."""
    return moved_to(ended, matches) is not None or any(
        match.entry.status is WorkStatus.CANCELLED
        and any(_overlaps_any(each, ended.periods) for each in (match.entry.period, *_left_by(match, matches)))
        for match in matches
    )


def moved_to(ended: Interruption, matches: Sequence[Match]) -> date | None:
    """The day to which the words of a fresh row moved this interruption."""
    for match in matches:
        stands = match.entry.is_fresh and match.entry.status is WorkStatus.ANNOUNCED
        if stands and any(_overlaps_any(each, ended.periods) for each in _left_by(match, matches)):
            return match.entry.period.day
    return None


def _left_by(match: Match, matches: Iterable[Match]) -> tuple[Period, ...]:
    """The periods at which this row stood before: that from which it was moved, those to which it had been moved."""
    first = match.entry.moved_from
    return (*([first] if first else ()), *(each.entry.period for each in matches if _has_left(match, each)))


def _has_left(match: Match, before: Match) -> bool:
    """Whether this row stood as the other before; an unsure one may be about another house."""
    return match.entry.has_left(before.entry) and not _is_less_sure(match, before)


def _is_less_sure(match: Match, other: Match) -> bool:
    return match.certainty is Certainty.POSSIBLE and other.certainty is Certainty.CERTAIN


def lost_periods(told: Interruption, matches: Iterable[Match], entries: Mapping[int, Entry]) -> tuple[Period, ...]:
    """Periods of told entries that stand in the list although the account no longer matches them."""
    matched = {match.entry.id for match in matches}
    return tuple(
        entries[each].period
        for each in told.entry_ids
        if each in entries and each not in matched and _stands(entries[each])
    )


def _stands(entry: Entry) -> bool:
    return entry.is_fresh and entry.status is WorkStatus.ANNOUNCED


def _counts(match: Match, matches: Sequence[Match], told: Told | None, now: datetime) -> bool:
    entry = match.entry
    if entry.status is WorkStatus.CANCELLED or any(_has_left(other, match) for other in matches):
        return False
    if entry.is_fresh:
        return True
    if entry.is_gone(now, told.run_on if told else None) or any(_replaces(other, match, matches) for other in matches):
        return False
    if told is None:
        return entry.lacked_at is None
    return any(period.covers(entry.period, SAME_WITHIN) for period in told.periods)


def _replaces(other: Match, missing: Match, matches: Iterable[Match]) -> bool:
    """Whether a fresh row speaks for a missing one: it overlaps it, was moved from there, or is it with new hours."""
    if not other.entry.is_fresh:
        return False
    if other.entry.status is WorkStatus.CANCELLED and _is_less_sure(other, missing):
        return False  # it may be another house whose works are cancelled
    periods = missing.entry.period, missing.entry.listed or missing.entry.period
    moved_from = other.entry.moved_from
    moved_here = moved_from is not None and _overlaps_any(moved_from, periods)
    return moved_here or _overlaps_any(other.entry.period, periods) or _has_new_hours(missing, other, matches)


def _has_new_hours(missing: Match, other: Match, matches: Iterable[Match]) -> bool:
    """Whether the hours of a missing row were edited: as many came as were lost, one for one.

    Were there fewer, some of those lost may only be lost; were there more, they may all be new.
    """
    if not missing.entry.has_new_hours(other.entry):
        return False
    entries = [match.entry for match in matches]
    lost = sum(entry.has_new_hours(other.entry) for entry in entries)
    came = sum(missing.entry.has_new_hours(entry) for entry in entries)
    return lost == came


def _interruption(day: date, matches: Sequence[Match]) -> Interruption:
    ordered = sorted(matches, key=lambda match: (match.entry.period, match.entry.id))
    outages = merge_outages(Outage(match.entry.period, match.certainty) for match in ordered)
    unsure = [match for match in ordered if match.certainty is Certainty.POSSIBLE]
    return Interruption(
        day=day,
        outages=outages,
        reason=next((match.entry.reason for match in ordered if match.entry.reason), None),
        quote=quote(unsure[0].entry.place) if unsure else None,
        whole_settlement=all(match.entry.place.street is None for match in ordered),
        entry_ids=tuple(match.entry.id for match in ordered),
    )


def _overlaps_any(period: Period, periods: Iterable[Period]) -> bool:
    return any(period.overlaps(each) for each in periods)


def quote(place: Place) -> str:
    """The place as the list words it: `вул. Центральна, 1-25` or `вул. Центральна, частково`."""
    street = place.street
    name = place.settlement if street is None else " ".join(filter(None, (street.kind, street.name)))
    if place.houses:
        return f"{name}, {place.houses}"
    return f"{name}, частково" if place.certainty is Certainty.POSSIBLE else name
