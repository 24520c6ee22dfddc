"""Planned works at the customer's addresses, and what else may have put the lights out."""

from dataclasses import dataclass
from datetime import date

from bots.dialog import buttons
from bots.dialog.asking import ask, home, tell
from bots.dialog.model import ComingWork, Facts, HeldAccount, State, Turn
from bots.texts.dialog import say
from pipeline.domain.clock import kyiv_day
from pipeline.domain.works import Period


@dataclass(frozen=True, slots=True)
class ShownWork:
    """Planned works of a day that are not over, as the catalogue shows them."""

    account: str
    day: date
    periods: tuple[Period, ...]
    certain: bool
    reason: str | None


def coming(facts: Facts) -> tuple[ShownWork, ...]:
    """Works that are not over, by day."""
    return tuple(_shown(work) for work in facts.works if any(end > facts.now for _, end in work.periods))


def works(facts: Facts) -> Turn:
    """All that is planned at all addresses."""
    if not facts.accounts:
        return ask(home(facts), facts, say(facts, "no_accounts"))
    by_account = [(held, _at(held, coming(facts))) for held in facts.accounts]
    said = say(facts, "works", by_account=by_account)
    return tell(home(facts), said, buttons.main(facts.language)) if facts.agreed else ask(home(facts), facts, said)


def lights(state: State, facts: Facts) -> Turn:
    """Planned works, hourly schedules and emergencies told apart; then what was asked before."""
    today = kyiv_day(facts.now)
    running = tuple(
        work
        for work in coming(facts)
        if work.day == today or any(each.starts_at <= facts.now < each.ends_at for each in work.periods)
    )
    there = [(held, found) for held in facts.accounts if (found := _at(held, running))]
    return ask(state, facts, say(facts, "lights", works=there))


def _at(held: HeldAccount, works: tuple[ShownWork, ...]) -> tuple[ShownWork, ...]:
    return tuple(work for work in works if work.account == held.number)


def _shown(work: ComingWork) -> ShownWork:
    return ShownWork(work.account, work.day, tuple(Period(*each) for each in work.periods), work.certain, work.reason)
