"""Explaining: why a customer was told something of a day, or was not: the answer to «мене не повідомили»."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from pipeline.domain.entries import Entry
from pipeline.domain.reminders import Cause, ReminderStatus
from pipeline.domain.stages import FOLLOW_UPS, Stage
from pipeline.domain.works import WorkStatus


class Fit(StrEnum):
    """How a row of the list meets an address on a day, best first."""

    CERTAIN = "certain"
    POSSIBLE = "possible"
    OTHER_DAY = "other_day"
    """It meets the address, on another day."""
    NOT_PLANNED = "not_planned"
    """Emergency works or an hourly schedule: nothing that we remind of."""
    OTHER_HOUSE = "other_house"
    OTHER_STREET = "other_street"
    NO_SETTLEMENT = "no_settlement"
    """It names the settlement, but in words that we could not take for it."""
    NOT_READ = "not_read"
    """It stands in quarantine."""


MEETS = (Fit.CERTAIN, Fit.POSSIBLE)


@dataclass(frozen=True, slots=True)
class ListedRow:
    """A row of the list, and how it meets the address."""

    fit: Fit
    printed: str
    first_seen_at: datetime
    last_seen_at: datetime
    entry: Entry | None = None
    """The place of the row that meets the address best; None where the row was not understood."""
    gone: bool = False
    """It is missing from the list for so long that it counts as cancelled."""
    why: str | None = None
    """Why it was not understood."""

    @property
    def stands(self) -> bool:
        """Whether by this row there are works at the address on that day."""
        announced = self.entry is not None and self.entry.status is WorkStatus.ANNOUNCED
        return self.fit in MEETS and announced and not self.gone

    @property
    def is_late(self) -> bool:
        """Whether it first stood in the list when its works were over."""
        return self.entry is not None and self.first_seen_at >= self.entry.period.ends_at


@dataclass(frozen=True, slots=True)
class Basis:
    """What a message rested on."""

    printed: str
    """The rows of the list as they were printed."""
    read_at: datetime | None
    pages: tuple[str, ...]
    """SHA-256 of the pages of that reading."""


@dataclass(frozen=True, slots=True)
class Attempt:
    """One attempt to say something."""

    at: datetime
    status: str
    """`sent`, `retry` or `undeliverable`."""
    text: str
    error: str | None = None
    message: str | None = None
    """The messenger's own id of it."""
    delivered_at: datetime | None = None
    seen_at: datetime | None = None
    failed_at: datetime | None = None
    basis: Basis | None = None


@dataclass(frozen=True, slots=True)
class Owed:
    """A reminder of the day in question, with the attempts to say it."""

    stage: Stage
    revision: int
    status: ReminderStatus
    due_at: datetime
    expires_at: datetime
    starts_at: datetime
    ends_at: datetime
    cause: Cause | None = None
    attempts: tuple[Attempt, ...] = ()
    over_budget: bool = False
    """Nothing of the month's budget was left for it while it waited."""

    @property
    def sent(self) -> Attempt | None:
        """The attempt that succeeded."""
        return next((each for each in self.attempts if each.status == ReminderStatus.SENT), None)

    @property
    def is_untold_change(self) -> bool:
        """Whether it says that things are otherwise than told, and did not go out."""
        over = (ReminderStatus.SENT, ReminderStatus.SUPERSEDED, ReminderStatus.MAYBE_SENT)
        return self.stage in FOLLOW_UPS and self.status not in over


@dataclass(frozen=True, slots=True)
class Subscriber:
    """A chat that is or was subscribed to the account, and all that it was owed of that day."""

    messenger: str
    chat: str
    """Its end alone: enough to tell two chats of one family apart."""
    since: datetime
    until: datetime | None
    reachable: bool
    muted: frozenset[Stage]
    owed: tuple[Owed, ...] = field(default_factory=tuple)


class Answer(StrEnum):
    """What to say to somebody who says that he was not told."""

    TOLD = "told"
    CANCELLED = "cancelled"
    """The last that he was told is that nothing is planned any more."""
    OUTDATED = "outdated"
    """He was told; but what changed since did not reach him."""
    TOLD_LATE = "told_late"
    """Nothing reached him before the start."""
    FAILED = "failed"
    """It was taken by the messenger, who could not deliver it."""
    WAITING = "waiting"
    UNDELIVERABLE = "undeliverable"
    MUTED = "muted"
    OVER_BUDGET = "over_budget"
    """The month's budget of paid messages kept it back."""
    MAYBE_TOLD = "maybe_told"
    """It was in flight at a crash."""
    EXPIRED = "expired"
    """It was owed, but never went out in time."""
    NOT_SUBSCRIBED = "not_subscribed"
    """He was subscribed later, or no more."""
    WITHDRAWN = "withdrawn"
    """There was such a row, but it was gone or cancelled before it had to be told."""
    LISTED_LATE = "listed_late"
    """The row first stood in the list when the works were over."""
    NOT_PLANNED_YET = "not_planned_yet"
    """There is such a row, and nothing is owed: the next plan will see to it."""
    NOT_READ = "not_read"
    """A row of that day that may concern him was not understood."""
    NOT_OURS = "not_ours"
    """There were emergency works or an hourly schedule: we do not tell of these."""
    ELSEWHERE = "elsewhere"
    """There are rows of his settlement on that day; none concerns him."""
    NOT_LISTED = "not_listed"


def answer(subscriber: Subscriber, rows: Sequence[ListedRow], day_ends_at: datetime) -> Answer:
    """The answer for one chat; `day_ends_at`: the end of the day in question."""
    if told := _told(subscriber.owed):
        return told
    over_at = max((row.entry.period.ends_at for row in rows if row.stands and row.entry), default=day_ends_at)
    if subscriber.since >= over_at or (subscriber.until is not None and not subscriber.owed):
        return Answer.NOT_SUBSCRIBED
    return _untold(subscriber) or _by_the_list(rows)


def _by_the_list(rows: Sequence[ListedRow]) -> Answer:
    """What the list says of a day of which nothing was owed."""
    fits = {row.fit for row in rows}
    if standing := [row for row in rows if row.stands]:
        late = all(row.is_late for row in standing)
        return Answer.LISTED_LATE if late else Answer.NOT_PLANNED_YET
    if fits & set(MEETS):
        return Answer.WITHDRAWN
    if fits & {Fit.NOT_READ, Fit.NO_SETTLEMENT}:
        return Answer.NOT_READ
    if Fit.NOT_PLANNED in fits:
        return Answer.NOT_OURS
    return Answer.ELSEWHERE if fits & {Fit.OTHER_HOUSE, Fit.OTHER_STREET} else Answer.NOT_LISTED


_SETTLED = (
    ReminderStatus.SENT,
    ReminderStatus.UNDELIVERABLE,
    ReminderStatus.EXPIRED,
    ReminderStatus.SUPERSEDED,
    ReminderStatus.MAYBE_SENT,
)


def _told(owed: Sequence[Owed]) -> Answer | None:
    """What he was told, of the day as it was told last; None where nothing was sent."""
    sent = [(attempt.at, each, attempt) for each in owed if (attempt := each.sent)]
    if not sent:
        return None
    if all(attempt.failed_at for _, _, attempt in sent):
        return Answer.FAILED
    _, last, _ = max(sent, key=lambda each: (each[0], each[1].revision))
    if any(each.is_untold_change and each.revision > last.revision for each in owed):
        return Answer.OUTDATED
    if last.stage is Stage.CANCELLED:
        return Answer.CANCELLED
    first = min(at for at, _, attempt in sent if not attempt.failed_at)
    return Answer.TOLD if first < last.starts_at else Answer.TOLD_LATE


def _untold(subscriber: Subscriber) -> Answer | None:
    """Why nothing went out of what was owed; None where nothing was."""
    statuses = {each.status for each in subscriber.owed}
    unsaid = [each for each in subscriber.owed if each.status is not ReminderStatus.SUPERSEDED]
    if unsaid and all(each.stage in subscriber.muted for each in unsaid):
        return Answer.MUTED
    if ReminderStatus.UNDELIVERABLE in statuses or (unsaid and not subscriber.reachable):
        return Answer.UNDELIVERABLE
    waiting = [each for each in unsaid if each.status not in _SETTLED]
    if any(each.over_budget for each in waiting or unsaid):
        return Answer.OVER_BUDGET
    if waiting:
        return Answer.WAITING
    if ReminderStatus.MAYBE_SENT in statuses:
        return Answer.MAYBE_TOLD
    return Answer.EXPIRED if ReminderStatus.EXPIRED in statuses else None
