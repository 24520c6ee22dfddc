"""Planning: what the list now says of one account, held against what the customer was told.

For each day of a subscription there are three things: what was *told* (the latest reminder that was sent), what
is *planned* (the reminders of the latest revision) and what is *current* (the interruption that the entries now
give). The plan brings `planned` in line with `current`; only who was told hears of a change.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta

from pipeline.domain.entries import Entries
from pipeline.domain.interruptions import (
    Interruption,
    Match,
    current_interruptions,
    is_cancelled,
    lost_periods,
    moved_to,
    same_periods,
)
from pipeline.domain.reminders import Cause, Reminder, ReminderStatus
from pipeline.domain.stages import BEFORE_WORKS, Due, Stage, defer, morning_end, schedule
from pipeline.domain.told_days import NOTHING_TOLD, ToldDay, first_days, replaced_days, told_by_day, told_days
from pipeline.domain.works import Period

AT_LEAST_EVERY = timedelta(hours=1)
"""How often a plan is made though there is no news: should anything not be noted as such, it is late by no more."""


@dataclass(slots=True)
class Plan:
    """What the outbox has to do; plans of several subscriptions add up."""

    add: list[Reminder] = field(default_factory=list)
    supersede: list[int] = field(default_factory=list)
    refresh: list[Reminder] = field(default_factory=list)
    told: int = 0
    """Told interruptions that are not over."""
    planned: int = 0
    """Those that were planned before, sent or not, and are not over."""
    replaced: int = 0
    """How many of these the list now has otherwise, or on another day."""
    replacing: set[tuple[int, date]] = field(default_factory=set)
    """Subscriptions and days that come in their place."""
    lost: list[tuple[int, date]] = field(default_factory=list)
    """Subscription and day of told interruptions whose entry stands while only our match is lost.

    Nobody is told, the operator sees it.
    """

    def merge(self, other: "Plan") -> None:
        """Add another subscription's plan to this one."""
        self.add += other.add
        self.supersede += other.supersede
        self.refresh += other.refresh
        self.told += other.told
        self.planned += other.planned
        self.replaced += other.replaced
        self.replacing |= other.replacing
        self.lost += other.lost


def plan_subscription(
    subscription_id: int,
    matches: Sequence[Match],
    known: Sequence[Reminder],
    entries: Entries,
    now: datetime,
) -> Plan:
    """The plan for one subscription.

    `matches`: the entries that meet its account's address; `known`: its reminders, of all statuses, oldest
    first; `entries`: all entries by id, to see why a told interruption ended.
    """
    days = told_days(known)
    told = told_by_day(days)
    current = current_interruptions(matches, told, now)
    lasting = current
    if any(match.entry.lacked_at for match in matches):
        lasting = current_interruptions([match for match in matches if not match.entry.lacked_at], told, now)
    planner = _Planner(subscription_id, matches, entries, now, days, first_days(days, current))
    for day in sorted(days.keys() | current.keys()):
        planner.plan_day(day, current.get(day), lasting.get(day))
    planner.join_moves()
    planner.plan.told = sum(any(each.ends_at > now for each in state.told_periods) for state in days.values())
    found = replaced_days(days, matches, {each.day for each in planner.plan.add}, now)
    planner.plan.planned, planner.plan.replaced = found.planned, found.replaced
    planner.plan.replacing = {(subscription_id, day) for day in found.replacing}
    return planner.plan


def plan_added(subscription_id: int, matches: Sequence[Match], known: Sequence[Reminder], now: datetime) -> Plan:
    """The plan for a subscription that is made just now, as the customer is shown what is planned at its account.

    The reminders `added` say that it was shown; the stages that come after this morning are owed besides. What was
    told to a former subscriber and is planned no more is left to the next plan.
    """
    days = told_days(known)
    lasting = [match for match in matches if not match.entry.lacked_at]
    shown = current_interruptions(lasting, told_by_day(days), now)
    planner = _Planner(subscription_id, matches, Entries(), now, days, first_days(days, shown))
    for day in sorted(shown):
        planner.add_day(day, shown[day])
    return planner.plan


@dataclass(slots=True)
class _Planner:
    """Plans the days of one subscription one after the other."""

    subscription_id: int
    matches: Sequence[Match]
    entries: Entries
    now: datetime
    days: Mapping[date, ToldDay]
    runs: Mapping[date, date]
    plan: Plan = field(default_factory=Plan)

    def plan_day(self, day: date, current: Interruption | None, lasting: Interruption | None) -> None:
        """Bring the reminders of one day in line with what the list now says of it.

        `lasting` is `current` without what two readings lacked: where something is to be told anyway, that is
        left out, so that its end need not be told soon after. Until its end is told, its coming stages are
        withheld: said early, with another stage of that morning, they would be taken back within hours.
        """
        state = self.days.get(day, NOTHING_TOLD)
        expected = self._without_lost(state)
        over = None
        if current is not None and self._ends_with(expected, current):
            current, lasting, over = None, None, current
        planned = self._is_planned(state, expected, current)
        if lasting is not None and not planned:
            current = lasting
            planned = self._is_planned(state, expected, current)
        in_doubt = current is not None and (lasting is None or not same_periods(lasting.periods, current.periods))
        if current is None and state.told_periods and not expected:
            self._drop(state)
        elif planned and in_doubt and current:
            self._withhold(state, current)
        elif planned and not state.withheld and not self._is_moved_again(state):
            self._refresh(state, current)
        else:
            self._drop(state)
            self._add_anew(state, current, over)

    def _ends_with(self, expected: tuple[Period, ...], current: Interruption) -> bool:
        """Whether all that stands of a day is over, while the customer still expects what no longer stands."""
        to_come = [period for period in expected if period.ends_at > self.now]
        overlap = any(period.overlaps(each) for period in to_come for each in current.periods)
        return current.ends_at <= self.now and bool(to_come) and not overlap

    def _is_moved_again(self, state: ToldDay) -> bool:
        """Whether the move that ends this day is unsaid, and its row now names another day, which is to say it."""
        silent = next((each for each in state.open if each.cause is Cause.MOVED), None)
        new_day = moved_to(silent.interruption, self.matches) if silent else None
        known = self.days.get(new_day, NOTHING_TOLD).open if new_day else ()
        waits = silent is not None and silent.status is not ReminderStatus.SENDING
        return waits and new_day is not None and all(each.stage is not Stage.CHANGED for each in known)

    def add_day(self, day: date, shown: Interruption) -> None:
        """Owe what the customer is shown of a day, and its stages to come."""
        state = self.days.get(day, NOTHING_TOLD)
        revision = state.revision + 1
        self._drop(state)
        self._owe(Due(Stage.ADDED, self.now, shown.ends_at), shown, revision)
        later = morning_end(self.now)
        for due in schedule(self.runs[day], shown.starts_at, shown.ends_at, later, late=False):
            self._owe(due, shown, revision)

    def _is_planned(self, state: ToldDay, expected: tuple[Period, ...], current: Interruption | None) -> bool:
        periods = current.periods if current else ()
        if expected != state.told_periods and same_periods(expected, periods):
            return True
        planned = state.planned_periods
        return planned is not None and same_periods(planned, periods)

    def _add_anew(self, state: ToldDay, current: Interruption | None, over: Interruption | None) -> None:
        """A new revision: the follow-up where the customer was told something else, and the coming stages.

        `over`: what the day had and is behind it; only the rest can be cancelled.
        """
        revision = state.revision + 1
        if current is None:
            if state.told and state.told_periods:
                self._cancel(state.told.interruption.without(over.periods if over else ()), revision)
            return
        moved = next((each for each in state.open if each.stage is Stage.CHANGED), None)
        if state.told is None and moved is not None:
            self._change(current, revision, moved.cause, moved.previous)
        elif state.told and not same_periods(state.told_periods, current.periods):
            cause = Cause.OTHER_HOURS if state.told_periods else Cause.BACK
            moved_here = (each for each in (moved.previous if moved else ()) if each.day != current.day)
            self._change(current, revision, cause, (*state.told_periods, *moved_here))
        elif state.told:
            heard = state.told.status is ReminderStatus.SENT
            self._stages(current, revision, late=not heard, after=state.told.stage if heard else None)
            return
        self._stages(current, revision, late=state.told is None and moved is None)

    def _stages(self, current: Interruption, revision: int, *, late: bool, after: Stage | None = None) -> None:
        """Owe the coming stages; with `after` not those that have been said, though the run may begin later now."""
        run_on = self.runs[current.day]
        said = BEFORE_WORKS.index(after) + 1 if after in BEFORE_WORKS else 0
        for due in schedule(run_on, current.starts_at, current.ends_at, self.now, late=late):
            if due.stage in BEFORE_WORKS[said:]:
                self._owe(due, current, revision)

    def _change(self, current: Interruption, revision: int, cause: Cause | None, previous: tuple[Period, ...]) -> None:
        first = min(period.starts_at for period in (*previous, *current.periods))
        ends = [period.ends_at for period in (*previous, *current.periods) if period.day == current.day]
        due = Due(Stage.CHANGED, defer(self.now, first), max(ends))
        self._owe(due, current, revision, cause=cause, previous=previous)

    def _cancel(self, ended: Interruption, revision: int) -> None:
        due = Due(Stage.CANCELLED, defer(self.now, ended.starts_at), ended.ends_at)
        self._owe(due, ended, revision, cause=self._why_ended(ended))

    def _owe(
        self,
        due: Due,
        interruption: Interruption,
        revision: int,
        *,
        cause: Cause | None = None,
        previous: tuple[Period, ...] = (),
    ) -> None:
        """Add a reminder, unless it would come too late to be of use."""
        if due.due_at >= due.expires_at:
            return
        self.plan.add.append(
            Reminder(
                subscription_id=self.subscription_id,
                day=interruption.day,
                stage=due.stage,
                revision=revision,
                interruption=interruption,
                due_at=due.due_at,
                expires_at=due.expires_at,
                run_on=self.runs.get(interruption.day, interruption.day),
                previous=previous,
                cause=cause,
            )
        )

    def _drop(self, state: ToldDay) -> None:
        self.plan.supersede += [reminder.id for reminder in state.open if reminder.id is not None]

    def _withhold(self, state: ToldDay, current: Interruption) -> None:
        """Drop changes, and stages due once the absence is decided; one due before is said, maybe with too much.

        What a crash left in flight stays: were it dropped, nobody would know that it may have been heard.
        """
        lacked = [each.entry for each in self.matches if each.entry.lacked_at and each.entry.id in current.entry_ids]
        run_on = state.told.run_on if state.told else None
        decided = min(at for entry in lacked if (at := entry.gone_at(run_on)))
        in_time = [each for each in state.open if each.stage in BEFORE_WORKS and each.due_at < decided]
        kept = [*in_time, *(each for each in state.open if each.status is ReminderStatus.SENDING)]
        self.plan.supersede += [each.id for each in state.open if each.id is not None and each not in kept]

    def _refresh(self, state: ToldDay, current: Interruption | None) -> None:
        """Unsent reminders say the hours as they stand now, at the times that follow from them."""
        for reminder in state.open:
            fresh = self._as_it_stands(reminder, current)
            if fresh != reminder:
                self.plan.refresh.append(fresh)

    def _as_it_stands(self, reminder: Reminder, current: Interruption | None) -> Reminder:
        if current is None:
            silent = reminder.cause is Cause.MOVED
            if silent and moved_to(reminder.interruption, self.matches) is None:
                return replace(reminder, cause=self._why_ended(reminder.interruption))
            return reminder
        run_on = self.runs[current.day]
        fresh = replace(reminder, interruption=current, run_on=run_on)
        if reminder.status is ReminderStatus.HELD:
            return fresh
        for due in schedule(run_on, current.starts_at, current.ends_at, self.now):
            if due.stage is reminder.stage and reminder.due_at > self.now:
                return replace(fresh, due_at=due.due_at, expires_at=due.expires_at)
        return fresh

    def _without_lost(self, state: ToldDay) -> tuple[Period, ...]:
        """What was told, less what we no longer match although its entry stands."""
        if state.told is None or not state.told_periods:
            return ()
        lost = lost_periods(state.told.interruption, self.matches, self.entries)
        kept = tuple(p for p in state.told_periods if not any(p.overlaps(gone) for gone in lost))
        if kept != state.told_periods:
            self.plan.lost.append((self.subscription_id, state.told.interruption.day))
        return kept

    def _why_ended(self, ended: Interruption) -> Cause:
        if is_cancelled(ended, self.matches):
            return Cause.PAGE_SAYS
        told = [self.entries[each] for each in ended.entry_ids if each in self.entries]
        settlements = {was.place.katottg for was in told}
        stands = any(
            same_periods([entry.period], [was.period])
            for was in told
            for settlement in settlements
            for entry in self.entries.announced.get(settlement, ())
        )
        return Cause.OTHER_ADDRESS if stands else Cause.ABSENT

    def join_moves(self) -> None:
        """Where the row says that it was moved, its old day's end is told by the new day's `changed`."""
        for old in [each for each in self.plan.add if each.stage is Stage.CANCELLED]:
            new_day = moved_to(old.interruption, self.matches)
            fresh = [each for each in self.plan.add if each.day == new_day != old.day]
            if new_day is None or not fresh:
                continue
            current, revision, changed = fresh[0].interruption, fresh[0].revision, fresh[0].stage is Stage.CHANGED
            if self.days.get(new_day, NOTHING_TOLD).told and not changed:
                continue  # the customer knows these hours of the new day
            self.plan.add = [each for each in self.plan.add if each != old and each not in fresh]
            self._change(current, revision, Cause.PAGE_SAYS, (*old.interruption.periods, *fresh[0].previous))
            said_at = self.plan.add[-1].due_at
            self.plan.add.append(replace(old, cause=Cause.MOVED, due_at=said_at))
            self._stages(current, revision, late=False)
