"""Plan: what the entries now give each subscription becomes reminders in the outbox."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from pipeline.domain.clock import kyiv_day
from pipeline.domain.closing import closing_reminders
from pipeline.domain.entries import Entries, Entry
from pipeline.domain.holding import hold, hold_much, told_otherwise
from pipeline.domain.interruptions import Match
from pipeline.domain.matching import Candidate, StreetIndex, match_house
from pipeline.domain.planning import AT_LEAST_EVERY, Plan, plan_subscription
from pipeline.domain.reminders import Reminder, ReminderStatus
from pipeline.domain.stages import Stage
from pipeline.domain.works import Certainty, Kind
from pipeline.steps.interfaces import Outbox, Registry, Works

LOOK_BACK = timedelta(days=2)
"""How far back entries still matter: a work over midnight belongs to the day before."""


@dataclass(frozen=True, slots=True)
class PlanReport:
    """How many reminders a plan wrote, and what became of earlier ones."""

    owed: int = 0
    """Stages newly owed, or owed again."""
    changed: int = 0
    cancelled: int = 0
    superseded: int = 0
    expired: int = 0
    held: int = 0
    """Reminders that the operator may look at first."""
    lost: int = 0
    """Told interruptions that stand in the list but whose account we no longer match."""
    wake_at: datetime | None = None
    """When an absence becomes a cancellation without any new reading: plan again then."""

    def as_json(self) -> dict[str, object]:
        """The fields that `plan --json` prints."""
        return {
            "owed": self.owed,
            "changed": self.changed,
            "cancelled": self.cancelled,
            "superseded": self.superseded,
            "expired": self.expired,
            "held": self.held,
            "lost": self.lost,
        }


def plan(
    works: Works,
    registry: Registry,
    outbox: Outbox,
    *,
    now: datetime,
    hold_above: int | None,
    sure_of_time: bool = True,
) -> PlanReport:
    """Bring the outbox in line with the list: a few queries, then pure rules for each subscription concerned.

    Where more than `hold_above` contacts would hear of a change, the changes are held for the operator; so is any other
    while they are. None: nothing is held, for the operator has seen what comes of it. Without being `sure_of_time`
    nothing is given up as too late; what was, by a clock that ran ahead, is owed again.
    """
    with outbox.planning():
        outbox.end_holds(now)
        again = outbox.owe_expired_again(now) if sure_of_time else 0
        entries = Entries((entry.id, entry) for entry in works.live_entries(now - LOOK_BACK))
        matches = _matches(entries, registry, outbox)
        reminders = outbox.known(kyiv_day(now - LOOK_BACK))
        holding = any(each.status is ReminderStatus.HELD for each in reminders)
        known = by_subscription(reminders)
        total = Plan()
        for each in sorted(matches.keys() | known.keys()):
            total.merge(plan_subscription(each, matches.get(each, ()), known.get(each, ()), entries, now))
        if hold_above is not None:
            holding = holding or _too_many(told_otherwise(total.add), hold_above, outbox)
            total.add = list(hold_much(total, now, holding=holding))
        write(total, outbox)
        registry.keep_lost(total.lost)
        outbox.supersede(registry.reopened())
        outbox.add(closing_reminders(registry.closed_untold(), now))
        expired = outbox.expire(now) if sure_of_time else 0
        wake_at = min((at for entry in entries.values() if (at := entry.gone_at()) and at > now), default=None)
        outbox.expect_news(now if wake_at else now + AT_LEAST_EVERY)  # what is missing may end for some at any time
    stages = [reminder.stage for reminder in total.add]
    changed, cancelled = stages.count(Stage.CHANGED), stages.count(Stage.CANCELLED)
    return PlanReport(
        owed=len(stages) - changed - cancelled + again,
        changed=changed,
        cancelled=cancelled,
        superseded=len(total.supersede),
        expired=expired,
        held=sum(reminder.status is ReminderStatus.HELD for reminder in total.add),
        lost=len(total.lost),
        wake_at=wake_at,
    )


def plan_news(
    works: Works,
    registry: Registry,
    outbox: Outbox,
    *,
    now: datetime,
    hold_above: int,
    sure_of_time: bool = True,
) -> PlanReport:
    """The same where it could come to anything new; else only what is of no use any more is settled."""
    if outbox.has_news(now):
        return plan(works, registry, outbox, now=now, hold_above=hold_above, sure_of_time=sure_of_time)
    outbox.end_holds(now)
    return PlanReport(expired=outbox.expire(now) if sure_of_time else 0)


def _too_many(subscriptions: Collection[int], hold_above: int, outbox: Outbox) -> bool:
    """Whether more contacts than that have these subscriptions."""
    return len(subscriptions) > hold_above and outbox.contacts(subscriptions) > hold_above


def write(plan: Plan, outbox: Outbox) -> None:
    """Bring the outbox in line with a plan."""
    outbox.supersede(plan.supersede)
    outbox.refresh(plan.refresh)
    outbox.add(plan.add)


def _matches(entries: Mapping[int, Entry], registry: Registry, outbox: Outbox) -> Mapping[int, Sequence[Match]]:
    """By subscription, the entries of planned works that meet its account's address."""
    planned = [entry for entry in entries.values() if entry.kind is Kind.PLANNED]
    codes = {entry.place.katottg for entry in planned if entry.place.katottg}
    index = StreetIndex(registry.streets_of(codes), registry.aliases_of(codes))
    return matches_of(outbox.candidates(_coverage(planned, index)), entries)


def _coverage(entries: Iterable[Entry], index: StreetIndex) -> Iterator[tuple[int, int, Certainty]]:
    for entry in entries:
        for street_id, certainty in index.cover(entry.place).items():
            yield entry.id, street_id, certainty


def matches_of(candidates: Iterable[Candidate], entries: Mapping[int, Entry]) -> Mapping[int, Sequence[Match]]:
    """By subscription, the candidates whose house is meant, too."""
    matches: dict[int, list[Match]] = defaultdict(list)
    for candidate in candidates:
        entry = entries[candidate.entry_id]
        certainty = match_house(entry.place.houses, candidate.house, candidate.certainty)
        if certainty is not None:
            matches[candidate.subscription_id].append(Match(entry, certainty))
    return matches


def by_subscription(known: Iterable[Reminder]) -> Mapping[int, Sequence[Reminder]]:
    """Reminders of each subscription, in their order."""
    grouped: dict[int, list[Reminder]] = defaultdict(list)
    for reminder in known:
        grouped[reminder.subscription_id].append(reminder)
    return grouped


def hold_unsent(outbox: Outbox, *, now: datetime) -> int:
    """Hold every change and cancellation that is not yet on its way, and what is held, for up to an hour; how many."""
    with outbox.planning():
        waiting = (ReminderStatus.DUE, ReminderStatus.HELD)
        unsent = [each for each in outbox.known(kyiv_day(now - LOOK_BACK)) if each.status in waiting]
        kept = hold(unsent, now, {(each.subscription_id, each.day) for each in unsent if each.held_until})
        held = [each for each in kept if each.status is ReminderStatus.HELD]
        outbox.hold_changes(held)
        left_out = {each.id for each in unsent} - {each.id for each in kept}
        outbox.supersede([each for each in left_out if each is not None])
    return len(held)
