"""A day of a subscription: what its customer was told of it, and what is still to be said."""

from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import date, datetime

from pipeline.domain.entries import Entry
from pipeline.domain.interruptions import Interruption, Match, Told
from pipeline.domain.reminders import TOLD, UNSENT, Reminder, ReminderStatus
from pipeline.domain.stages import FOLLOW_UPS, Stage, runs
from pipeline.domain.works import Period


@dataclass(frozen=True, slots=True)
class ToldDay:
    """The reminders of one day of one subscription."""

    told: Reminder | None
    """The latest that was sent, or may have been: a plan finds in flight only what a crash left there.

    Its stage is `cancelled` where nothing is left of what was told.
    """
    latest: tuple[Reminder, ...]
    """Those of the latest revision that are not superseded."""
    open: tuple[Reminder, ...]
    revision: int
    withheld: bool
    """Stages of the latest revision were dropped, and nothing was put in their place."""

    @property
    def told_periods(self) -> tuple[Period, ...]:
        """What the customer believes."""
        if self.told is None or self.told.stage is Stage.CANCELLED:
            return ()
        return self.told.interruption.periods

    @property
    def planned_periods(self) -> tuple[Period, ...] | None:
        """What the customer will believe once all is said; None where nothing is planned or said.

        A follow-up that could not be delivered counts as said: to owe it again would fail again.
        """
        follow_ups = (each for each in self.latest if each.stage in FOLLOW_UPS)
        unsent = next((each for each in follow_ups if each.status is not ReminderStatus.SENT), None)
        if unsent is not None:
            return () if unsent.stage is Stage.CANCELLED else unsent.interruption.periods
        if not self.latest:
            return None
        return self.told_periods if self.told else self.latest[-1].interruption.periods


NOTHING_TOLD = ToldDay(None, (), (), 0, withheld=False)


def told_days(known: Iterable[Reminder]) -> dict[date, ToldDay]:
    """The days of one subscription, of its reminders of all statuses, oldest first."""
    days: dict[date, list[Reminder]] = {}
    for reminder in known:
        if reminder.stage is not Stage.CLOSED:
            days.setdefault(reminder.day, []).append(reminder)
    return {day: _told_day(reminders) for day, reminders in days.items()}


def told_by_day(days: Mapping[date, ToldDay]) -> dict[date, Told]:
    """What the customer was told, of the days of which anything was."""
    return {day: Told(state.told_periods, state.told.run_on) for day, state in days.items() if state.told}


def _told_day(reminders: Sequence[Reminder]) -> ToldDay:
    revision = max(reminder.revision for reminder in reminders)
    told = sorted((each for each in reminders if each.status in TOLD), key=lambda each: each.revision)
    of_latest = [each for each in reminders if each.revision == revision]
    latest = tuple(each for each in of_latest if each.status is not ReminderStatus.SUPERSEDED)
    return ToldDay(
        told=told[-1] if told else None,
        latest=latest,
        open=tuple(each for each in reminders if each.status in UNSENT),
        revision=revision,
        withheld=len(latest) < len(of_latest),
    )


def first_days(days: Mapping[date, ToldDay], current: Mapping[date, Interruption]) -> dict[date, date]:
    """First days of runs, of the days that still stand: those keep together that became known or were told so."""
    together: dict[date, object] = {}
    for day in current:
        state = days.get(day, NOTHING_TOLD)
        before = state.told or (state.latest[-1] if state.latest else None)
        together[day] = (state.told is not None, before.run_on if before else None)
    return runs(together)


@dataclass(frozen=True, slots=True)
class Replaced:
    """What became of the days of a subscription that were planned before."""

    planned: int
    """Those that were planned, sent or not, and are not over."""
    replaced: int
    """Those that are now planned otherwise, or are missing while other days come."""
    replacing: AbstractSet[date]
    """The days that are planned anew in their place."""


def replaced_days(
    days: Mapping[date, ToldDay], matches: Iterable[Match], planned_anew: AbstractSet[date], now: datetime
) -> Replaced:
    """Which planned days the list replaces; `planned_anew`: those for which something is owed anew.

    A day that is missing is not gone yet, but where another comes in the very reading that first lacked it, the one
    may stand for the other.
    """
    entries: dict[date, list[Entry]] = {}
    for match in matches:
        entries.setdefault(match.entry.period.day, []).append(match.entry)
    before = {day for day, state in days.items() if any(each.ends_at > now for each in state.planned_periods or ())}
    changed, new = before & planned_anew, planned_anew - before
    came = {entry.first_seen_at for day in new for entry in entries.get(day, ())}
    missing = {day: {each.missing_since for each in entries.get(day, ())} for day in before - planned_anew}
    lost = sum(None not in since and not came.isdisjoint(since) for since in missing.values())
    return Replaced(len(before), len(changed) + min(lost, len(new)), changed | (new if lost else set()))
