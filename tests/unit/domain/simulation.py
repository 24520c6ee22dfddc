"""One subscription's life without a database: readings come, the plan is made, what is due is said."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from enum import Enum, auto

from pipeline.domain.clock import KYIV, kyiv_time
from pipeline.domain.delivery import Event, after
from pipeline.domain.entries import TWO_READINGS_APART, Entries, Entry
from pipeline.domain.holding import hold
from pipeline.domain.interruptions import Match
from pipeline.domain.planning import plan_added, plan_subscription
from pipeline.domain.reminders import OPEN, UNSENT, Message, Recipient, Reminder, ReminderStatus
from pipeline.domain.stages import Stage, morning_end, quiet_hours, quiet_until
from pipeline.domain.works import Certainty, Kind, Period, Place, WorkStatus

IZA = Place("Іза", "UA21120110030083510")
RECIPIENT = Recipient(1, "telegram", "1", "210000001", "с. Іза, вул. Центральна, 7")


def at(text: str, year: int = 2026) -> datetime:
    """`24.11 09:00` by a Kyiv clock, in UTC."""
    day, _, clock = text.partition(" ")
    d, m = day.split(".")
    return kyiv_time(date(year, int(m), int(d)), time.fromisoformat(clock))


def period(text: str, year: int = 2026) -> Period:
    """`24.11 09:00-16:00`; an end before its start lies on the next day."""
    day, _, hours = text.partition(" ")
    start, end = hours.split("-")
    starts_at, ends_at = at(f"{day} {start}", year), at(f"{day} {end}", year)
    if ends_at <= starts_at:
        ends_at = (ends_at.astimezone(KYIV) + timedelta(days=1)).astimezone(UTC)
    return Period(starts_at, ends_at)


class Crash(Enum):
    """Where the next tick ends before its time."""

    BEFORE_PLAN = auto()
    BEFORE_SEND = auto()
    BEFORE_RECORD = auto()
    """The message was said, and nobody knows."""


class Life:
    """Entries, reminders and messages of one subscription, moved on by readings and by the clock."""

    def __init__(self, start: str, *, joined: bool = True) -> None:
        self.now = at(start)
        self.joined = joined
        self.entries: dict[tuple[Period, Place], Entry] = {}
        self.listed: set[tuple[Period, Place]] = set()
        """What the last reading showed."""
        self.known: list[Reminder] = []
        self.said: list[tuple[datetime, Message]] = []
        self.unmatched: set[Place] = set()
        self.possible: set[Place] = set()
        self.lost = 0
        self.online = True
        self.holding = False
        self.crash: Crash | None = None
        self.unrecorded: list[Message] = []
        """Said, while the result was lost: to say them once more is the repeat that is allowed."""

    def reads(self, when: str, *works: str, **listed: object) -> None:
        """The page is read `when` and shows these works; the clock moves on to it first."""
        self.goes_on_until(when)
        self.read([Row(period(each)) for each in works] + list(listed.get("entries", ())))

    def read(self, listed: Iterable["Row"]) -> None:
        """A healthy reading at the present moment."""
        seen = set()
        for each in listed:
            key = (each.period, each.place)
            seen.add(key)
            before = self.entries.get(key)
            words = before and (before.status, before.moved_from)
            unbroken = key in self.listed and words == (each.status, each.moved_from)
            self.entries[key] = Entry(
                id=before.id if before else len(self.entries) + 1,
                work_id="w",
                period=each.period,
                kind=Kind.PLANNED,
                place=each.place,
                status=each.status,
                district=None,
                reason="обрізка дерев",
                moved_from=each.moved_from,
                first_seen_at=before.first_seen_at if before else self.now,
                last_seen_at=self.now,
                said_since=before.said_since if before and unbroken else self.now,
            )
        self.listed = seen
        for key, entry in self.entries.items():
            if key not in seen and entry.period.ends_at > self.now:
                self.entries[key] = self._missing(entry)
        self.tick()

    def _missing(self, entry: Entry) -> Entry:
        since = entry.missing_since or self.now
        lacked_at = entry.lacked_at or (self.now if self.now - since >= TWO_READINGS_APART else None)
        return replace(entry, missing_since=since, lacked_at=lacked_at)

    def joins(self, when: str) -> None:
        """The customer adds the account `when`."""
        self.goes_on_until(when)
        self.join()

    def join(self) -> None:
        """The customer adds the account and is shown what is planned there."""
        self.joined = True
        self._plan(added=True)
        shown = [each for each in self.known if each.stage is Stage.ADDED and each.status in OPEN]
        if shown:
            self._say(shown)
        self.tick()

    def tick(self) -> None:
        """Plan and send, as `tick` does; a crash ends it before its time, once."""
        if not self.joined:
            return
        crash, self.crash = self.crash, None
        if crash is Crash.BEFORE_PLAN:
            return
        self._end_holds()
        self._plan()
        self._expire()
        if self.online and crash is not Crash.BEFORE_SEND:
            self._send(recorded=crash is not Crash.BEFORE_RECORD)

    def release(self) -> None:
        """The operator lets go all that is held."""
        at = quiet_until(self.now) or self.now
        self.known = [
            replace(each, status=ReminderStatus.DUE, due_at=min(each.due_at, at) if delayed else each.due_at)
            if each.status is ReminderStatus.HELD
            else each
            for each in self.known
            for delayed in [each.due_at == each.held_until and each.stage is not Stage.SAME_DAY]
        ]
        self.tick()

    def _plan(self, *, added: bool = False) -> None:
        entries = Entries((entry.id, entry) for entry in self.entries.values())
        matches = [
            Match(entry, Certainty.POSSIBLE if entry.place in self.possible else Certainty.CERTAIN)
            for entry in entries.values()
            if entry.place not in self.unmatched
        ]
        if added:
            plan = plan_added(1, matches, self.known, self.now)
        else:
            plan = plan_subscription(1, matches, self.known, entries, self.now)
        self.lost = len(plan.lost)
        changed = {each.id: each for each in plan.refresh}
        self.known = [
            replace(each, status=after(after(each.status, Event.REPLACED), Event.LOST))
            if each.id in plan.supersede
            else changed.get(each.id, each)
            for each in self.known
        ]
        for each in hold(plan.add, self.now, plan.replacing) if self.holding else plan.add:
            self.known.append(replace(each, id=len(self.known) + 1))

    def _end_holds(self) -> None:
        self.known = [
            replace(each, status=ReminderStatus.DUE)
            if each.status is ReminderStatus.HELD and each.held_until <= self.now
            else each
            for each in self.known
        ]

    def _expire(self) -> None:
        self.known = [
            replace(each, status=after(after(each.status, Event.OUTLIVED), Event.LOST))
            if each.expires_at <= self.now
            else each
            for each in self.known
        ]

    def _send(self, *, recorded: bool = True) -> None:
        quiet = quiet_hours(self.now)
        ready = [
            each
            for each in self.known
            if each.status in OPEN
            and each.due_at <= morning_end(self.now)
            and (quiet is None or each.interruption.starts_at <= quiet.ends_at or each.due_at >= quiet.starts_at)
        ]
        if not any(each.due_at <= self.now for each in ready):
            return
        self._say(ready, recorded=recorded)

    def _say(self, reminders: Iterable[Reminder], *, recorded: bool = True) -> None:
        message = Message(RECIPIENT, tuple(reminders))
        self.said.append((self.now, message))
        said = {each.id for each in message.reminders}
        status = ReminderStatus.SENT if recorded else ReminderStatus.SENDING
        self.known = [replace(each, status=status) if each.id in said else each for each in self.known]
        if not recorded:
            self.unrecorded.append(message)

    def goes_on_until(self, when: str) -> None:
        """The clock moves on to `when`, stopping wherever something is to be done."""
        self._go_on(at(when))

    def passes(self, time: timedelta) -> None:
        """The clock moves on by so much."""
        self._go_on(self.now + time)

    def _go_on(self, end: datetime) -> None:
        while (following := self._next(end)) is not None:
            self.now = following
            self.tick()
        self.now = end
        self.tick()

    def _next(self, end: datetime) -> datetime | None:
        times = [each.due_at for each in self.known if each.status in UNSENT]
        times += [gone for entry in self.entries.values() if (gone := entry.gone_at()) is not None]
        return min((each for each in times if self.now < each < end), default=None)

    @property
    def story(self) -> list[str]:
        """What was said: `19.11 10:00 five_days 24.11 09:00-16:00`, a line a day of a message."""
        lines = []
        for when, message in self.said:
            for item in message.items:
                hours = f"{item.starts_at.astimezone(KYIV):%d.%m %H:%M}-{item.ends_at.astimezone(KYIV):%H:%M}"
                unsure = "?" if item.certainty is Certainty.POSSIBLE else ""
                lines.append(f"{when.astimezone(KYIV):%d.%m %H:%M} {item.stage}{unsure} {hours}")
        return lines


class Row:
    """One row of a reading."""

    def __init__(
        self,
        period: Period,
        place: Place = IZA,
        status: WorkStatus = WorkStatus.ANNOUNCED,
        moved_from: Period | None = None,
    ) -> None:
        self.period = period
        self.place = place
        self.status = status
        self.moved_from = moved_from
