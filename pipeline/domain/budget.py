"""Budget: Viber's paid messages, so many a month.

A message that the bot begins is paid for, unless the customer wrote within the last 24 hours.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from pipeline.domain.clock import KYIV
from pipeline.domain.reminders import Message
from pipeline.domain.stages import FOLLOW_UPS, Stage

FREE_FOR = timedelta(hours=24) - timedelta(minutes=2)
"""How long after a customer's message ours cost nothing, less the time that a message may be under way."""

URGENT = (Stage.SAME_DAY, *FOLLOW_UPS)
"""What the last tenth of the budget is kept for."""

CALL_AT, KEEP_FROM = 0.8, 0.9

_ENDING = (
    "Бюджет Viber добігає кінця. Платних повідомлень цього місяця {paid} із {budget}. Збільште "
    "PROVISNYK_VIBER_MONTHLY_BUDGET або зважте: останню десяту частину лишено для дня робіт, змін і скасувань."
)
_KEPT = (
    "Нагадування «за 5 днів» і «за день» у Viber притримано. Решту бюджету лишено для дня робіт, змін і скасувань; "
    "кого притримано, покаже python run.py budget."
)


@dataclass(frozen=True, slots=True)
class Spending:
    """What a month's budget has gone on."""

    paid: int
    """Messages paid for this month."""
    budget: int | None
    """Messages that may be; None: as many as there are."""

    @property
    def left(self) -> int | None:
        """Urgent messages that may still be paid for; None: all."""
        return None if self.budget is None else max(0, self.budget - self.paid)

    @property
    def left_for_all(self) -> int | None:
        """Messages that may be paid for until only urgent ones are; None: all."""
        return None if self.budget is None else max(0, int(self.budget * KEEP_FROM) - self.paid)

    def keeps_back(self, stage: Stage) -> bool:
        """Whether nothing is left for a paid message of this stage."""
        return (self.left if stage in URGENT else self.left_for_all) == 0

    def warnings(self) -> Iterator[tuple[str, str]]:
        """By name, what the operator is called for."""
        if self.budget is None:
            return
        if self.paid >= self.budget * CALL_AT:
            yield "budget", _ENDING.format(paid=self.paid, budget=self.budget)
        if self.left_for_all == 0:
            yield "budget_kept", _KEPT


NO_BUDGET = Spending(0, None)


def within_budget(messages: Iterable[Message], spending: Spending) -> Iterator[Message]:
    """Those of these messages that may go out, one after the other."""
    for message in messages:
        urgent = any(reminder.stage in URGENT for reminder in message.reminders)
        left = spending.left if urgent else spending.left_for_all
        if not message.recipient.paid or left is None:
            yield message
        elif left:
            spending = replace(spending, paid=spending.paid + 1)
            yield message


def month_of(now: datetime) -> str:
    """The month whose budget a message counts against, by the Kyiv calendar: `2026-11`."""
    return f"{now.astimezone(KYIV):%Y-%m}"
