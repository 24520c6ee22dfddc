"""Explain: all that is known of one account on one day, from the rows of the list to the messages."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from difflib import get_close_matches
from typing import Protocol

from pipeline.domain.addresses.text import fold
from pipeline.domain.clock import kyiv_time
from pipeline.domain.contacts import RegisteredAccount, unknown_account
from pipeline.domain.entries import Entry
from pipeline.domain.explaining import MEETS, Answer, Fit, ListedRow, Subscriber, answer
from pipeline.domain.matching import StreetIndex, match_house
from pipeline.domain.stages import DAY
from pipeline.domain.works import Certainty, Kind, Period, QuarantinedRow
from pipeline.steps.interfaces import Accounts

AROUND = timedelta(days=7)
"""So far from the day in question works at the address are shown, too: the customer may mean these."""
_WORD = re.compile(r"[^\W\d_]+")
_ALIKE = 0.65
"""As `Ізі` is to `Іза`."""


class Evidence(Protocol):
    """What was kept of the list, and of the messages."""

    def listed(self, katottg: str, within: Period) -> Sequence[Entry]:
        """Entries that lie in this time, of a settlement or of none that was understood."""

    def quarantined(self, within: Period) -> Sequence[tuple[QuarantinedRow, datetime, datetime]]:
        """Rows not understood, of this time or of none that was understood; with when first and last read."""

    def subscribers(self, account: str, day: date, now: datetime) -> Sequence[Subscriber]:
        """Everybody who is or was subscribed, with what was owed and sent."""

    def erased(self, account: str, day: date) -> Sequence[tuple[str, str, datetime]]:
        """Messenger, stage and time of what was sent to chats that were erased since."""

    def read_at(self, until: datetime) -> datetime | None:
        """When the list was last read, up to this time."""


@dataclass(frozen=True, slots=True)
class Explanation:
    """Why what was sent of a day at an account, or not."""

    account: RegisteredAccount
    day: date
    answers: tuple[tuple[Subscriber | None, Answer], ...]
    """One a chat, that which was subscribed last first; where there is none, what the list alone says."""
    rows: tuple[ListedRow, ...]
    erased: tuple[tuple[str, str, datetime], ...]
    """Messenger, stage and time of what was sent to chats that were erased since."""
    read_at: datetime | None
    """When the list was last read, up to the end of that day."""


def explain(number: str, day: date, accounts: Accounts, evidence: Evidence, *, now: datetime) -> Explanation:
    """Explain a day of an account. Raises `Misuse` where there is no such account."""
    account = accounts.find_account(number)
    if account is None:
        raise unknown_account(number)
    of_day = Period(kyiv_time(day, time()), kyiv_time(day + DAY, time()))
    rows = tuple(_rows(account, of_day, accounts, evidence, now))
    subscribers = evidence.subscribers(number, day, now)
    answers = tuple((each, answer(each, rows, of_day.ends_at)) for each in subscribers)
    return Explanation(
        account,
        day,
        answers or ((None, Answer.NOT_SUBSCRIBED),),
        rows,
        tuple(evidence.erased(number, day)),
        evidence.read_at(min(now, of_day.ends_at)),
    )


def _rows(
    account: RegisteredAccount, of_day: Period, accounts: Accounts, evidence: Evidence, now: datetime
) -> Iterator[ListedRow]:
    """The rows of that day in the settlement, and those of near days that meet the address; best first."""
    near = Period(of_day.starts_at - AROUND, of_day.ends_at + AROUND)
    codes = [account.katottg]
    index = StreetIndex(accounts.streets_of(codes), accounts.aliases_of(codes))
    best: dict[tuple[str, datetime], ListedRow] = {}
    for entry in evidence.listed(account.katottg, near):
        fit = _fit(entry, account, index)
        if fit is None:
            continue
        if entry.period.day != of_day.day:
            if fit not in MEETS:
                continue
            fit = Fit.OTHER_DAY
        row = ListedRow(fit, entry.printed, entry.first_seen_at, entry.last_seen_at, entry, gone=entry.is_gone(now))
        key = entry.printed, entry.period.starts_at
        if key not in best or _ORDER.index(fit) < _ORDER.index(best[key].fit):
            best[key] = row
    listed = sorted(best.values(), key=lambda row: (_ORDER.index(row.fit), row.gone, row.first_seen_at, row.printed))
    yield from listed
    known = {row.printed for row in listed}
    for unread, first, last in evidence.quarantined(of_day):
        if unread.printed not in known and _may_name(account, unread.printed):
            yield ListedRow(Fit.NOT_READ, unread.printed, first, last, why=unread.reason)


def _fit(entry: Entry, account: RegisteredAccount, index: StreetIndex) -> Fit | None:
    """How an entry meets the address; None where it says nothing of the settlement."""
    if entry.place.katottg is None:
        return Fit.NO_SETTLEMENT if _may_name(account, entry.printed) else None
    street = index.cover(entry.place).get(account.street_id)
    if street is None:
        return Fit.OTHER_STREET
    house = match_house(entry.place.houses, account.house, street)
    if house is None:
        return Fit.OTHER_HOUSE
    if entry.kind is not Kind.PLANNED:
        return Fit.NOT_PLANNED
    return Fit.CERTAIN if house is Certainty.CERTAIN else Fit.POSSIBLE


def _may_name(account: RegisteredAccount, printed: str) -> bool:
    """Whether some words of a row look like the account's settlement, in another case or mistyped."""
    name = fold(account.address.partition(",")[0].partition(" ")[2])
    words, length = _WORD.findall(fold(printed)), len(name.split())
    heard = {" ".join(words[start : start + length]) for start in range(len(words))}
    return bool(get_close_matches(name, heard, n=1, cutoff=_ALIKE))


_ORDER = tuple(Fit)
