"""A row that is whole: its periods, its works, and what of it stands in quarantine."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from itertools import chain

from pipeline.domain.suggestions import together
from pipeline.domain.works import Certainty, Kind, Period, PlannedWork, QuarantinedRow
from pipeline.source.rows import PRINTED
from pipeline.source.text.atoms import Sort
from pipeline.source.text.line import Said
from pipeline.source.text.lines import Account
from pipeline.source.text.sharing import Segment, When
from pipeline.source.text.taggers.days import Days
from pipeline.source.text.towns import Found, Town
from pipeline.source.text.understand import Over, Part, Reach
from pipeline.source.times.changes import Change
from pipeline.source.times.dates import Month
from pipeline.source.times.hours import Hours, why_no_hours
from pipeline.source.times.terms import read_terms
from pipeline.source.times.when import periods_of, read_periods
from pipeline.source.unread import Problem, Unread

HOUR_COLUMNS = ("hours", "start", "end")
TIME_COLUMNS = ("date", *HOUR_COLUMNS)


@dataclass(slots=True)
class Below:
    """The streets in the lines below a row, and what is in force at them."""

    reach: Reach
    hint: str | None
    over: Over | None
    founds: list[Found] = field(default_factory=list)


@dataclass(slots=True)
class Row:
    """A row with what is in force over it; it may wait for what completes it."""

    account: Account
    said: Said
    parts: list[Part]
    fields: dict[str, str]
    """Columns that are no places."""
    changes: list[Change]
    """Words of change outside its places."""
    district: str | None
    kind: Kind
    reason: str | None
    month: Month | None
    days: Days | None
    """Its own, or else those in force."""
    days_over: tuple[date, ...]
    """Those in force."""
    hours_over: tuple[Hours, ...]
    half_over: str | None
    lines: list[str]
    accounts: list[Account]
    has_streets_below: bool = False
    stays_on: str | None = None
    below: Below | None = None

    def __post_init__(self) -> None:
        self.own_parts = len(self.parts)

    own_parts: int = field(init=False)
    """So many of its parts stand in its own line."""

    @property
    def has_own_hours(self) -> bool:
        """Whether it says when itself."""
        return self.said.has_hours or any(self.fields.get(name) for name in HOUR_COLUMNS)

    @property
    def has_hours(self) -> bool:
        """Whether hours are known, its own or those in force."""
        return self.has_own_hours or bool(self.hours_over or self.half_over)

    @property
    def printed(self) -> str:
        """All its lines as a person reads them."""
        return " | ".join(self.lines)[:PRINTED]

    @property
    def last_town(self) -> Town | None:
        """The settlement that it names last."""
        towns = [town for part in self.parts for town in part.found.towns if town.name]
        return towns[-1] if towns else None


@dataclass(slots=True)
class Result:
    """What a row came to."""

    works: list[PlannedWork] = field(default_factory=list)
    quarantined: list[QuarantinedRow] = field(default_factory=list)


def finish(row: Row, captured_at: datetime) -> Result:
    """The works of a row, and what of it was not understood."""
    result = Result()
    if row.stays_on:
        result.quarantined.append(QuarantinedRow(row.printed, f"роботи без відключення: «{row.stays_on}»"))
        return result
    if row.below is not None and row.below.founds:
        row.parts[-1] = replace(row.parts[-1], found=_joined([row.parts[-1].found, *row.below.founds]))
    if row.said.left_over:
        row.parts[: row.own_parts] = [_doubted(part, row.said.left_over) for part in row.parts[: row.own_parts]]
    for part in _together([part for part in row.parts if not part.is_narrowed]) or [Part(Segment(), Found((), (), ()))]:
        _finish_part(row, part, captured_at, result)
    return result


def _together(parts: list[Part]) -> list[Part]:
    """Parts at the same time are one."""
    made: list[Part] = []
    for part in parts:
        at = next((index for index, other in enumerate(made) if _same_time(other.segment, part.segment)), None)
        if at is None:
            made.append(part)
        else:
            made[at] = replace(made[at], found=_joined([made[at].found, part.found]))
    return made


def _joined(founds: list[Found]) -> Found:
    return Found(
        tuple(chain.from_iterable(found.places for found in founds)),
        tuple(chain.from_iterable(found.problems for found in founds)),
        tuple(chain.from_iterable(found.towns for found in founds)),
    )


def _doubted(part: Part, left_over: list[str]) -> Part:
    """The part with nothing sure, and with what no reading explains for the operator to see."""
    problem = Problem(f"незрозуміло: «{', '.join(left_over)}»")
    places = tuple(replace(place, certainty=Certainty.POSSIBLE) for place in part.found.places)
    return replace(part, found=replace(part.found, places=places, problems=(*part.found.problems, problem)))


def _same_time(a: Segment, b: Segment) -> bool:
    same = a.times == b.times and a.days == b.days and a.unclear == b.unclear and a.reasons == b.reasons
    return same and not (a.changes or b.changes)


def _finish_part(row: Row, part: Part, captured_at: datetime, result: Result) -> None:
    segment, found = part.segment, part.found
    days = segment.days or row.days
    try:
        _refuse_unclear(row, segment)
        terms = read_terms(
            row.fields,
            _change(row, part),
            lambda: _periods(row, segment, captured_at),
            heading_days=days.of(row.days_over) if days else (),
            heading_month=row.month,
            captured_at=captured_at,
        )
    except Unread as unread:
        result.quarantined.append(QuarantinedRow(row.printed, str(unread), unread.period, suggestion=unread.suggestion))
        return
    places = found.places
    if places:
        reason = "; ".join(segment.reasons) if len(row.said.reasons) > 1 and segment.reasons else row.reason
        result.works += [
            PlannedWork(period, row.kind, places, terms.status, row.district, reason, terms.moved_from, row.printed)
            for period in terms.periods
        ]
    why = "; ".join(dict.fromkeys(each.reason for each in found.problems)) or ("" if places else "немає адреси")
    if why:
        advised = together(each.suggestion for each in found.problems)
        result.quarantined += [QuarantinedRow(row.printed, why, period, suggestion=advised) for period in terms.periods]
    unsaid = "перенесено, але нові години чи адресу не названо"
    result.quarantined += [QuarantinedRow(row.printed, unsaid, period) for period in terms.unsaid]


def _refuse_unclear(row: Row, segment: Segment) -> None:
    """Raises `Unread` where two readings are as good as each other."""
    if unclear := row.said.doubt or segment.unclear:
        raise Unread(unclear if "«" in unclear else f"{unclear}: «{row.printed}»", suggestion=None)


def _change(row: Row, part: Part) -> Change:
    """What words make of these places: those at them, or else those of the whole row."""
    own = [change for _, change in part.segment.changes]
    apart = any(other.segment.changes for other in row.parts) and len(row.parts) > 1
    said = own or row.changes if apart else [*row.said.changes, *row.changes]
    moved = next((each.moved for each in said if each.moved), None)
    cancelled = moved is None and any(each.cancelled for each in said)
    if not (moved or cancelled):
        moved = next((each.moved for each in said if each.moved is not None), None)
    return Change(cancelled, moved, row.said.place_unsaid)


def _periods(row: Row, segment: Segment, captured_at: datetime) -> tuple[Period, ...]:
    """The periods of places. Raises `Unread`."""
    fields = {name: row.fields[name] for name in TIME_COLUMNS if row.fields.get(name)}
    days = segment.days or row.days
    if any(fields.get(name) for name in HOUR_COLUMNS):
        known = days.of(row.days_over) if days else ()
        if days is not None and days.problem and not known and "date" not in fields:
            raise Unread(_no_day(days, row))
        return read_periods(fields, heading_days=known, captured_at=captured_at, heading_month=row.month)
    if fields:
        days = Days(_dated(fields, row, captured_at))
    times = segment.times or [When(hours=list(row.hours_over), halves=[row.half_over] if row.half_over else [])]
    periods: list[Period] = []
    for when in times:
        if when.halves:
            raise Unread(why_no_hours(when.halves[0]))
        if not when.hours:
            raise Unread("немає годин")
        periods += periods_of(_known(when.days[0] if when.days else days, row, when.hours), when.hours, captured_at)
    return tuple(sorted(set(periods)))


def _dated(fields: dict[str, str], row: Row, captured_at: datetime) -> tuple[date, ...]:
    """The days of a column of dates."""
    whole = read_periods(
        {**fields, "hours": "00:00-23:59"}, heading_days=row.days_over, captured_at=captured_at, heading_month=row.month
    )
    return tuple(dict.fromkeys(period.day for period in whole))


def _known(days: Days | None, row: Row, hours: list[Hours]) -> tuple[date, ...]:
    """The days that are meant. Raises `Unread` where they are not clear."""
    if days is None:
        return ()
    if days.problem and not days.days:
        raise Unread(_no_day(days, row))
    known = days.of(row.days_over)
    if days.is_half or (days.weekdays is not None and not known):
        raise Unread(f"незрозуміла дата: «{days.printed}»")
    if days.is_night and not all(each.end <= each.start for each in hours):
        raise Unread(f"незрозуміло, котрий день: «{days.printed}»")
    return known


def _no_day(days: Days, row: Row) -> str:
    own = row.said.days is not None
    return str(days.problem) if own else f"немає дати ні в рядку, ні в заголовку; {days.problem}"


def put_below(above: Row, row: Row) -> None:
    """Streets in a line below belong to the last settlement of the row above, which as a whole is not meant then."""
    town = above.last_town
    own_time = row.said.has_hours or row.said.days is not None
    if town is not None and not town.lanes and not above.has_streets_below:
        opened = above.said.ends_with_colon or not above.said.has_hours or bool(above.fields)
        above.parts = [_without_whole(part, town, keep=not opened) for part in above.parts]
    above.has_streets_below = True
    last = above.parts[-1].segment
    for part in [_doubted(part, row.said.left_over) for part in row.parts] if row.said.left_over else row.parts:
        segment = part.segment if own_time else replace(part.segment, times=last.times, days=last.days)
        above.parts.append(replace(part, segment=segment))
    above.lines += row.lines
    above.accounts += row.accounts
    if not own_time:
        above.changes += row.said.changes


def _without_whole(part: Part, town: Town, *, keep: bool) -> Part:
    """The part without the settlement as a whole, or with it as possible."""
    if town not in part.found.towns:
        return part
    whole = [
        place
        for place in part.found.places
        if place.street is None and place.houses is None and place.katottg == town.katottg
    ]
    kept = [replace(place, certainty=Certainty.POSSIBLE) for place in whole] if keep else []
    others = [place for place in part.found.places if place not in whole]
    return replace(part, found=replace(part.found, places=(*kept, *others)), is_narrowed=not (kept or others))


def weaken(row: Row) -> None:
    """`частково` below a row: none of its last places is sure."""
    last = row.parts[-1]
    places = tuple(replace(place, certainty=Certainty.POSSIBLE) for place in last.found.places)
    row.parts[-1] = replace(last, found=replace(last.found, places=places))


def first_place(said: Said) -> Sort | None:
    """What the first place of a line is."""
    places = (item.sort for segment in said.segments for item in segment.items)
    return next((sort for sort in places if sort in (Sort.SETTLEMENT, Sort.STREET, Sort.HOUSES)), None)


def sorts_in(said: Said) -> Iterator[Sort]:
    """What the atoms of a line are, in order."""
    return (item.sort for segment in said.segments for item in segment.items)
