"""Planned works at a few accounts: what a chat is shown of them, and what counts as told as an account is added.

Which streets an entry means is what the last plan found; the rest is reckoned anew.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime

from bots.dialog.model import ComingWork
from pipeline.domain.clock import kyiv_day
from pipeline.domain.contacts import Holding, RegisteredAccount
from pipeline.domain.interruptions import Match, current_interruptions
from pipeline.domain.matching import Candidate
from pipeline.domain.planning import plan_added
from pipeline.domain.reminders import Message, Outcome, Recipient, ReminderStatus
from pipeline.domain.stages import Stage
from pipeline.domain.told_days import told_by_day, told_days
from pipeline.domain.works import Certainty
from pipeline.steps.interfaces import Outbox, Works
from pipeline.steps.plan import LOOK_BACK, by_subscription, matches_of, write


def coming_works(
    holdings: Sequence[Holding], asked: RegisteredAccount | None, works: Works, outbox: Outbox, *, now: datetime
) -> tuple[ComingWork, ...]:
    """What is planned at the open accounts of a chat, and at one more that it asks about, and not over; by day.

    At the accounts that it holds, what it was told counts, as it does in the plan.
    """
    accounts = {each.subscription_id: each.account for each in holdings if each.account.closed_at is None}
    if asked is not None and asked.number not in {each.account.number for each in holdings}:
        accounts[_NOBODY] = asked
    if not accounts:
        return ()
    known = by_subscription(outbox.known(kyiv_day(now - LOOK_BACK), list(accounts)))
    matches = _matches(accounts, works, outbox, now)
    coming = []
    for subscription, account in accounts.items():
        told = told_by_day(told_days(known.get(subscription, ())))
        for day, planned in current_interruptions(matches.get(subscription, ()), told, now).items():
            if planned.ends_at > now:
                periods = tuple((each.starts_at, each.ends_at) for each in planned.periods)
                certain = planned.certainty is Certainty.CERTAIN
                coming.append(ComingWork(account.number, day, periods, certain, planned.reason))
    return tuple(sorted(coming, key=lambda work: (work.day, work.periods)))


def tell_added(
    recipient: Recipient, account: RegisteredAccount, text: str, works: Works, outbox: Outbox, *, now: datetime
) -> None:
    """Plan for a subscription just made; what is planned there was said by `text`, the reply to the recipient."""
    subscription = recipient.subscription_id
    since = kyiv_day(now - LOOK_BACK)
    matches = _matches({subscription: account}, works, outbox, now).get(subscription, ())
    write(plan_added(subscription, matches, outbox.known(since, [subscription]), now), outbox)
    written = outbox.known(since, [subscription])
    said = tuple(each for each in written if each.stage is Stage.ADDED and each.status is ReminderStatus.DUE)
    outbox.settle([Outcome(Message(recipient, said), ReminderStatus.SENT, now, text)])


def _matches(
    accounts: Mapping[int, RegisteredAccount], works: Works, outbox: Outbox, now: datetime
) -> Mapping[int, Sequence[Match]]:
    """By subscription, the entries that meet its account's address."""
    covering = outbox.covering({account.street_id for account in accounts.values()})
    entries = {each.id: each for each in works.live_entries(now - LOOK_BACK, [entry for entry, _, _ in covering])}

    def candidates() -> Iterator[Candidate]:
        for entry, street, certainty in covering:
            for subscription, account in accounts.items():
                if account.street_id == street and entry in entries:
                    yield Candidate(subscription, account.house, entry, certainty)

    return matches_of(candidates(), entries)


_NOBODY = 0
"""In the place of a subscription that is not yet made."""
