"""Planned works at a few accounts: what a chat is shown of them, and what counts as told as an account is added."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from bots.dialog.model import ComingWork
from pipeline.domain.clock import kyiv_day
from pipeline.domain.contacts import Chat, Holding, RegisteredAccount
from pipeline.domain.entries import Entry
from pipeline.domain.interruptions import current_interruptions
from pipeline.domain.planning import plan_subscription
from pipeline.domain.reminders import Message, Outcome, Recipient, ReminderStatus
from pipeline.domain.stages import Stage
from pipeline.domain.told_days import told_by_day, told_days
from pipeline.domain.works import Certainty
from pipeline.steps.interfaces import Outbox, Registry, Works
from pipeline.steps.matches import match_accounts
from pipeline.steps.plan import LOOK_BACK, by_subscription, write


class PlannedWorks:
    """The list as it concerns a few accounts."""

    def __init__(self, works: Works, registry: Registry, outbox: Outbox) -> None:
        self._works = works
        self._registry = registry
        self._outbox = outbox

    def coming(
        self, holdings: Sequence[Holding], others: Sequence[RegisteredAccount], now: datetime
    ) -> tuple[ComingWork, ...]:
        """What is planned at the open ones of these accounts and not over, by day.

        Of the accounts that a chat holds, what it was told counts, as it does in the plan.
        """
        subscribed = {each.account.number: each.subscription_id for each in holdings}
        accounts = [each for each in (*(each.account for each in holdings), *others) if each.closed_at is None]
        entries = self._entries(accounts, now)
        matches = match_accounts(entries, self._registry, accounts)
        known = by_subscription(self._outbox.known(kyiv_day(now - LOOK_BACK), list(subscribed.values())))
        works: list[ComingWork] = []
        for index, account in enumerate(accounts):
            told = told_by_day(told_days(known.get(subscribed.get(account.number, 0), ())))
            for day, planned in current_interruptions(matches.get(index, ()), told, now).items():
                if planned.ends_at > now:
                    periods = tuple((each.starts_at, each.ends_at) for each in planned.periods)
                    certain = planned.certainty is Certainty.CERTAIN
                    works.append(ComingWork(account.number, day, periods, certain, planned.reason))
        return tuple(sorted(works, key=lambda work: (work.day, work.periods)))

    def tell(self, chat: Chat, subscription: int, account: RegisteredAccount, text: str, now: datetime) -> None:
        """Plan for a subscription just made; what is planned there was said by `text`, the reply to the customer."""
        since = kyiv_day(now - LOOK_BACK)
        entries = self._entries([account], now)
        matches = match_accounts(entries, self._registry, [account]).get(0, ())
        plan = plan_subscription(
            subscription, matches, self._outbox.known(since, [subscription]), entries, now, joins=True
        )
        write(plan, self._outbox)
        said = tuple(
            each
            for each in self._outbox.known(since, [subscription])
            if each.stage is Stage.ADDED and each.status is ReminderStatus.DUE
        )
        recipient = Recipient(subscription, chat.messenger, chat.chat_id, account.number, account.address)
        if said:
            self._outbox.settle([Outcome(Message(recipient, said), ReminderStatus.SENT, now, text)])

    def _entries(self, accounts: Sequence[RegisteredAccount], now: datetime) -> Mapping[int, Entry]:
        towns = {account.katottg for account in accounts}
        return {entry.id: entry for entry in self._works.live_entries(now - LOOK_BACK, towns)} if towns else {}
