"""Holds what was said of each house against what the readings showed of it: an independent clerk.

It knows the design, and nothing of the program: standard library only, a simple reader of houses of its own, the raw
readings on the one side and the lines of `replay --json` on the other. A street is the one printed letter by
letter; a printed street that no account has may be any of its settlement that is named like it.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from functools import cache
from typing import Any
from zoneinfo import ZoneInfo

KYIV = ZoneInfo("Europe/Kyiv")
HOUR = timedelta(hours=1)
QUARTER = timedelta(minutes=15)
HALF_HOUR = timedelta(minutes=30)
SETTLED = 3
"""So many readings in a row that are empty, or fell sharply, are believed."""

Address = tuple[str, str, str]
"""Settlement, street, house."""
Hours = tuple[datetime, datetime]
Key = tuple[str, date]
"""Account and day."""


@dataclass(frozen=True, slots=True)
class Glance:
    """What one reading shows of one account and day."""

    at: datetime
    sure: tuple[Hours, ...] = ()
    """In order, overlapping ones made one."""
    all: tuple[Hours, ...] = ()
    """With the lines of which this reader cannot tell whether they mean the house."""
    lines: tuple[Hours, ...] = ()
    """The hours of each line in `all`."""

    def agrees(self, starts_at: datetime, ends_at: datetime) -> bool:
        """Whether somebody who was told these hours was told what it shows, to a quarter of an hour.

        What it surely shows was to be told; more than that only from lines of which this reader cannot tell.
        """
        told_all = all(starts_at - start <= QUARTER and end - ends_at <= QUARTER for start, end in self.sure)
        begins = any(abs(start - starts_at) <= QUARTER for start, _ in self.lines)
        return told_all and begins and any(abs(end - ends_at) <= QUARTER for _, end in self.lines)


@dataclass(frozen=True, slots=True)
class Said:
    """One day of one message."""

    at: datetime
    stage: str
    starts_at: datetime
    ends_at: datetime
    sure: bool
    text: str

    @property
    def cancels(self) -> bool:
        """Whether it says that nothing is left."""
        return self.stage == "cancelled"


@dataclass(slots=True)
class Story:
    """Account × day: what the believed readings showed, and what was said."""

    seen: list[Glance] = field(default_factory=list)
    """A glance for each believed reading up to the end, from the first that shows it; none shown is a glance too."""
    said: list[Said] = field(default_factory=list)

    def latest(self, at: datetime) -> Glance | None:
        """What the latest believed reading up to this time shows."""
        return next((glance for glance in reversed(self.seen) if glance.at <= at), None)

    def lacked(self, at: datetime, hours: Hours | None = None) -> list[datetime]:
        """The readings up to `at` that lacked it, after the last that showed it (or anything in these hours)."""
        lacking: list[datetime] = []
        for glance in reversed([each for each in self.seen if each.at <= at]):
            if _within(glance.all, hours):
                break
            lacking.append(glance.at)
        return lacking[::-1]

    def twice_lacked(self, at: datetime, hours: Hours | None = None) -> bool:
        """Whether two believed readings, half an hour apart, lacked it by then."""
        lacking = self.lacked(at, hours)
        return bool(lacking) and lacking[-1] - lacking[0] >= HALF_HOUR

    def first_known(self) -> Glance:
        """The first reading that surely shows it."""
        return next(glance for glance in self.seen if glance.sure)


def stories(
    readings: Sequence[Mapping[str, Any]], addresses: Mapping[str, Address], messages: Iterable[Mapping[str, Any]]
) -> dict[Key, Story]:
    """By account and day, what was shown and what was said."""
    found: dict[Key, Story] = defaultdict(Story)
    shown: list[tuple[datetime, dict[Key, Glance]]] = []
    for reading in believed(readings):
        at = captured_at(reading)
        shown.append((at, _glances(reading, at, addresses)))
    for number, (_, glances) in enumerate(shown):
        for key in glances:
            if key not in found:
                found[key].seen = [each.get(key, Glance(at)) for at, each in shown[number:] if _by(at, key[1])]
    for message in messages:
        for item in message["items"]:
            hours = datetime.fromisoformat(item["starts_at"]), datetime.fromisoformat(item["ends_at"])
            at, sure = datetime.fromisoformat(message["at"]), item["certainty"] == "certain"
            said = Said(at, item["stage"], *hours, sure, message["text"])
            found[message["account"], date.fromisoformat(item["day"])].said.append(said)
    return dict(found)


def believed(readings: Iterable[Mapping[str, Any]]) -> Iterator[Mapping[str, Any]]:
    """The readings that are neither empty nor fell by more than half and by ten; the third such is believed."""
    last: Mapping[str, Any] = {"rows": []}
    doubted: list[tuple[str, datetime]] = []
    for reading in readings:
        at = captured_at(reading)
        known, now = _future(last, at), _future(reading, at)
        state = "empty" if not reading["rows"] else "fell" if known - now > max(known / 2, 10) else "ok"
        if state == "ok" or (state == "empty" and not known):
            doubted = []
        else:
            doubted = [each for each in doubted if each[0] == state] + [(state, at)]
            if len(doubted) < SETTLED or at - doubted[0][1] < HOUR:
                continue
            doubted = []
        last = reading
        yield reading


def captured_at(reading: Mapping[str, Any]) -> datetime:
    """When it was read, to the minute, as the names of saved pages have it."""
    return datetime.fromisoformat(reading["captured_at"]).replace(second=0)


def moment(printed: str) -> datetime:
    """`25.06.202609:00` by a Kyiv clock."""
    return datetime.strptime(printed, "%d.%m.%Y%H:%M").replace(tzinfo=KYIV)


def bare(settlement: str) -> str:
    """The name without its type."""
    return re.sub(r"^(м|с|смт|с-ще|сел)\.\s*", "", settlement).strip()


def owed_at(starts_at: datetime) -> list[datetime]:
    """When the three stages of a day's works fall due."""
    day = starts_at.astimezone(KYIV).date()
    ten = [datetime.combine(day - timedelta(days=days), time(10), KYIV) for days in (5, 1)]
    return [*ten, min(datetime.combine(day, time(7), KYIV), starts_at - HOUR)]


def after_the_night(at: datetime, starts_at: datetime) -> datetime:
    """When something may be said: not from 21:00 to 7:00, unless the works begin by then."""
    local = at.astimezone(KYIV)
    if time(7) <= local.time() < time(21):
        return at
    morning = local.date() + timedelta(days=local.time() >= time(21))
    opens = datetime.combine(morning, time(7), KYIV)
    return at if starts_at <= opens else opens


def _by(at: datetime, day: date) -> bool:
    return at.astimezone(KYIV).date() <= day + timedelta(days=1)


def _future(reading: Mapping[str, Any], at: datetime) -> int:
    """Works that have not ended: a settlement and its hours, whatever the streets."""
    names = ("settlement", "kind", "created", "start", "end")
    return len({tuple(row[name] for name in names) for row in reading["rows"] if moment(row["end"]) > at})


def _glances(reading: Mapping[str, Any], at: datetime, addresses: Mapping[str, Address]) -> dict[Key, Glance]:
    living: dict[str, dict[str, list[tuple[str, str]]]] = defaultdict(lambda: defaultdict(list))
    for account, (settlement, street, house) in addresses.items():
        living[settlement][street].append((account, house))
    lines: dict[Key, list[tuple[Hours, bool]]] = defaultdict(list)
    for row in reading["rows"]:
        if row["kind"] != "Планові":
            continue
        hours = moment(row["start"]), moment(row["end"])
        streets = living.get(bare(row["settlement"]), {})
        for printed, houses in row["streets"]:
            named = [printed] if printed in streets else [each for each in streets if alike(printed, each)]
            for account, house in (each for street in named for each in streets[street]):
                meant = means(houses, house)
                if meant is not False:
                    lines[account, hours[0].date()].append((hours, meant is True and named == [printed]))
    return {key: _glance(at, each) for key, each in lines.items()}


def _glance(at: datetime, lines: Sequence[tuple[Hours, bool]]) -> Glance:
    shown = tuple(hours for hours, _ in lines)
    return Glance(at, _union(hours for hours, sure in lines if sure), _union(shown), shown)


@cache
def alike(printed: str, street: str) -> bool:
    """Whether two names of streets share the beginning of a word, kinds aside: one may stand for the other."""
    one, other = (
        {word[:4] for word in re.findall(r"[а-яієґ]{4,}", re.sub(r"^\S+", "", name).lower().replace("ї", "і"))}
        for name in (printed, street)
    )
    return bool(one & other)


@cache
def means(houses: str, house: str) -> bool | None:
    """Whether a printed list of houses means this house; None where this reader cannot tell."""
    ours = _house(house)
    answer: bool | None = False
    for token in houses.split(","):
        a_range = re.fullmatch(r"\s*(\d+)\s*-\s*(\d+)\s*", token)
        if a_range and int(a_range[1]) < int(a_range[2]):
            meant: bool | None = ours is not None and int(a_range[1]) <= ours[0] <= int(a_range[2])
        elif theirs := _house(token):
            meant = theirs == ours
        else:
            meant = None if ours is None or str(ours[0]) in re.findall(r"\d+", token) else False
        if meant:
            return True
        answer = None if meant is None else answer
    return answer


def _house(printed: str) -> tuple[int, str, str] | None:
    text = printed.strip().upper().translate(str.maketrans("ABCEHIKMOPTX", "АВСЕНІКМОРТХ"))
    found = re.fullmatch(r"(\d+)[-\s/\\]*([А-ЯІЇЄҐ]?)(?:[/\\](\d+)\s*-?\s*([А-ЯІЇЄҐ]?))?", text)
    return found and (int(found[1]), found[2], f"{found[3] or ''}{found[4] or ''}")


def _union(all_hours: Iterable[Hours]) -> tuple[Hours, ...]:
    merged: list[Hours] = []
    for start, end in sorted(all_hours):
        if merged and start <= merged[-1][1]:
            merged[-1] = merged[-1][0], max(merged[-1][1], end)
        else:
            merged.append((start, end))
    return tuple(merged)


def _within(shown: Iterable[Hours], hours: Hours | None) -> bool:
    return any(hours is None or (start < hours[1] and hours[0] < end) for start, end in shown)
