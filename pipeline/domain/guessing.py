"""Guessing at proofs: a chat that fails waits, an account never closes, and a person is called.

An account that strangers guess at asks for both proofs: its owner has them, a guesser needs them at once.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

WRONG_PROOFS_ALLOWED = 5
"""Of one chat; the fifth wrong one closes the door to it for a while."""
FIRST_PAUSE = timedelta(minutes=15)
LONGEST_PAUSE = timedelta(days=1)
WRONG_PROOFS_COUNT_FOR = timedelta(days=7)
"""After that a wrong proof is forgotten."""

GUARDED_FROM = 5
"""Wrong proofs of others within `GUARDED_WITHIN`, from which on an account asks for both."""
GUARDED_WITHIN = timedelta(days=1)
QUIET_FOR = timedelta(days=7)
"""So long no proof may have been wrong before one is enough again."""

MANY = 5
"""Chats that guess at one account in a day, or accounts at which one chat guesses in a week: a person is called."""


@dataclass(frozen=True, slots=True)
class Guard:
    """That an account asks for both proofs."""

    since: datetime
    until: datetime
    besides: frozenset[str] = frozenset()
    """Chats, by their hashes, that saw too few wrong proofs of others: one proof is enough of them, as before.

    For a week from `since`: so long their own wrong proofs are remembered.
    """

    def concerns(self, chat: str, at: datetime) -> bool:
        """Whether both are asked for of this chat."""
        excepted = chat in self.besides and at < self.since + WRONG_PROOFS_COUNT_FOR
        return at < self.until and not excepted


@dataclass(frozen=True, slots=True)
class Guessing:
    """How widely proofs are guessed at."""

    accounts: int = 0
    """At which many chats guess."""
    chats: int = 0
    """That guess at many accounts."""


NOBODY_GUESSES = Guessing()


def no_proof_before(wrong: int, last_at: datetime | None) -> datetime | None:
    """Until when no further proof of a chat is looked at, after so many wrong ones; None where one may be given.

    Five wrong proofs close the door for 15 minutes; every further one doubles that, up to a day.
    """
    if last_at is None or wrong < WRONG_PROOFS_ALLOWED:
        return None
    doubled = min(wrong - WRONG_PROOFS_ALLOWED, 10)
    return last_at + min(FIRST_PAUSE * (1 << doubled), LONGEST_PAUSE)


def guard_after(guard: Guard | None, wrong: Mapping[str, int], at: datetime) -> Guard | None:
    """The guard of an account after a wrong proof; `wrong`: those of the last day by chat, this one among them."""
    in_all = sum(wrong.values())
    standing = guard if guard is not None and at < guard.until else None
    if standing is None and in_all < GUARDED_FROM:
        return None
    candidates = wrong.keys() if standing is None else standing.besides
    besides = frozenset(chat for chat in candidates if in_all - wrong.get(chat, 0) < GUARDED_FROM)
    return Guard(standing.since if standing else at, at + QUIET_FOR, besides)
