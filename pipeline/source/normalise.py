"""Rows as printed become planned works, or stand in quarantine with the reason; nothing is dropped."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import lru_cache
from typing import NamedTuple

import structlog

from pipeline.domain.addresses.settlements import Gazetteer, Settlement, UnknownSettlement
from pipeline.domain.clock import kyiv_day
from pipeline.domain.errors import frames
from pipeline.domain.suggestions import together
from pipeline.domain.works import (
    Kind,
    Listing,
    Period,
    Place,
    PlannedWork,
    QuarantinedRow,
    RawRow,
)
from pipeline.source import advice
from pipeline.source.address.address_text import starts_with_settlement
from pipeline.source.address.place_drafts import Places
from pipeline.source.address.places import AddressReader
from pipeline.source.markup.headers import TIMES
from pipeline.source.markup.outline import Outline
from pipeline.source.rows import LONGEST_ROW
from pipeline.source.text.freetext import expand
from pipeline.source.times.change_scope import at_their_places
from pipeline.source.times.changes import Change, cut_changes, take_change
from pipeline.source.times.dates import Month
from pipeline.source.times.terms import Terms, read_terms
from pipeline.source.times.when import read_periods
from pipeline.source.unread import Problem, Unread
from pipeline.source.words import district_in, kind_in, without_kind

_OTHER_KIND = re.compile(
    r"аварійн\w+\s*(?:[-–]\s*)?(?:відкл|відновл|робот|ремонт|знестр)|"
    r"(?:ліквідац\w+|усунен\w+)(?:\s+наслідків)?\s+аварі|позапланов|погодинн|"
    r"(?<!\w)аварійно(?=\s*(?:$|[\n);,.!:]))|(?:^|[\n(;,–-])\s*аварійн[еаиі]\s*(?:$|[\n);,.!])|\b[сС]?Г[АПО]В\b|\bГОП\b",
    re.IGNORECASE,
)
FAULT = "збій програми: цього запису вона не змогла прочитати; передайте сторінку розробникам"
_SAID_IN = ("kind", "status", "notes", "reason", "hours", "date", "start", "end", "address", "text")

log = structlog.get_logger()


class _Where(NamedTuple):
    """All that a row, and what stands over it, says of its places."""

    district: str | None
    heading: str
    settlement: str
    address: str
    street: str
    houses: str
    under: str


class _Over(NamedTuple):
    """All that the headings over a row say."""

    district: str | None
    days: tuple[date, ...]
    month: Month | None
    kind: Kind | None
    unread: str | None


class _Timed(NamedTuple):
    """A part of a row whose time is understood."""

    row: RawRow
    fields: Mapping[str, str]
    over: _Over
    terms: Terms
    district: str | None
    said: _Where


@dataclass(slots=True)
class Normaliser:
    """Understands the rows of a page: when each of them is, then every place that they name, once."""

    gazetteer: Gazetteer
    captured_at: datetime
    rows: int = 0
    _parts: list[_Timed | QuarantinedRow] = field(default_factory=list)
    _read: dict[object, tuple[Period, ...]] = field(default_factory=dict)
    _over: dict[tuple[str, ...], _Over] = field(default_factory=dict)

    def add(self, row: RawRow) -> None:
        """Take one row in."""
        self.rows += 1
        if sum(map(len, row.fields.values())) > LONGEST_ROW:
            reason = "запис задовгий, щоб бути одним рядком переліку; на сторінці, мабуть, не закрито рядок таблиці"
            self._parts.append(QuarantinedRow(row.printed, reason))
            return
        try:
            self._parts += self._understood(row)
        except Unread as unread:
            self._parts.append(QuarantinedRow(row.printed, str(unread), suggestion=unread.suggestion))
        except Exception as error:  # noqa: BLE001 - a bug that one row meets must not cost us the others
            self._parts.append(_faulty(row, error))

    def _understood(self, row: RawRow) -> list[_Timed | QuarantinedRow]:
        """The parts of a row. Raises `Unread`."""
        marked, changes = cut_changes(row.fields)
        parts = list(expand(marked, kyiv_day(self.captured_at)))
        if changes:
            parts = [own for part in parts for own in at_their_places(part)]
        return [self._timed(*take_change(fields, changes), row) for fields in parts]

    def listing(self, outline_reaches: Mapping[str | None, date]) -> Listing:
        """All that was taken in; the list reaches as far as its headings or its rows do."""
        works: list[PlannedWork] = []
        quarantined: list[QuarantinedRow] = []
        for part in self._parts:
            if isinstance(part, QuarantinedRow):
                quarantined.append(part)
                continue
            try:
                places = _read_places(self.gazetteer, part.said)
                found, unread = _works(part, places.places), list(_unread(part, places))
            except Exception as error:  # noqa: BLE001 - as above
                quarantined += [_faulty(part.row, error, period) for period in part.terms.periods]
                continue
            works += found
            quarantined += unread
        reaches = dict(outline_reaches)
        named = {(work.district, period) for work in works for period in (work.period, work.moved_from) if period}
        for district, period in named:
            reaches[district] = max(period.day, reaches.get(district, period.day))
        return Listing(tuple(works), tuple(quarantined), self.rows, reaches)

    def _timed(self, fields: dict[str, str], change: Change, row: RawRow) -> _Timed | QuarantinedRow:
        over = self._said_over(row.headings)
        try:
            terms = read_terms(
                fields,
                change,
                lambda: self._periods(fields, over),
                heading_days=over.days,
                heading_month=over.month,
                captured_at=self.captured_at,
            )
        except Unread as unread:
            reason = "; ".join(filter(None, (str(unread), over.unread)))
            return QuarantinedRow(row.printed, reason, unread.period, suggestion=unread.suggestion)
        district = _district(fields) or over.district
        return _Timed(row, fields, over, terms, district, _where(fields, district, row.headings))

    def _periods(self, fields: Mapping[str, str], over: _Over) -> tuple[Period, ...]:
        key = tuple(map(fields.get, TIMES)), over.days, over.month
        if key not in self._read:
            self._read[key] = read_periods(
                fields, heading_days=over.days, heading_month=over.month, captured_at=self.captured_at
            )
        return self._read[key]

    def _said_over(self, headings: tuple[str, ...]) -> _Over:
        if headings not in self._over:
            outline = Outline(kyiv_day(self.captured_at))
            for level, text in enumerate(headings, start=1):
                outline.enter(text, level)
            self._over[headings] = _Over(outline.district, outline.days, outline.month, outline.kind, outline.unread)
        return self._over[headings]


def _faulty(row: RawRow, error: Exception, period: Period | None = None) -> QuarantinedRow:
    """A row that a fault of ours keeps us from reading; the log says where, never what stands in it."""
    log.error("row_failed", error=type(error).__name__, where=frames(error))
    return QuarantinedRow(row.printed, FAULT, period)


@lru_cache(maxsize=1024)
def _read_places(gazetteer: Gazetteer, said: _Where) -> Places:
    """What a row says of its places, read once: a list has a row for each of their days, and so has the next one."""

    def resolve(text: str, hint: str | None, as_spelled: bool) -> Settlement | Problem:  # noqa: FBT001
        district = hint or said.district
        try:
            return gazetteer.resolve(text, district=district, as_spelled=as_spelled)
        except UnknownSettlement as unknown:
            return Problem(f"{unknown.reason}: «{text}»", advice.about_settlement(text, district, unknown))

    reader = AddressReader(resolve)
    if said.settlement or said.heading:
        reader.settlement(said.settlement or said.heading)
    if said.address:
        reader.address(said.address, of_streets=bool(said.settlement))
    if said.street or said.houses:
        reader.street(said.street, said.houses)
    for line in said.under.split("\n"):
        reader.under(line)
    return reader.read()


def normalise(
    rows: Iterable[RawRow],
    *,
    captured_at: datetime,
    gazetteer: Gazetteer,
    reaches: Mapping[str | None, date] | None = None,
) -> Listing:
    """The listing that these rows make; `reaches` is what the headings over them name."""
    normaliser = Normaliser(gazetteer, captured_at)
    for row in rows:
        normaliser.add(row)
    return normaliser.listing(reaches or {})


def _where(fields: Mapping[str, str], district: str | None, headings: tuple[str, ...]) -> _Where:
    over = ""
    if not fields.get("settlement") and not starts_with_settlement(fields.get("address", "")):
        over = next((each for each in reversed(headings) if starts_with_settlement(each)), "")
    return _Where(fields.get("hromada") or district, over, *[fields.get(name, "") for name in _Where._fields[2:]])


def _works(part: _Timed, places: tuple[Place, ...]) -> list[PlannedWork]:
    """A work for each period; none without a place."""
    if not places:
        return []
    kind = _kind(part.fields) or part.over.kind or Kind.PLANNED
    terms, reason = part.terms, _reason(part.fields)
    return [
        PlannedWork(period, kind, places, terms.status, part.district, reason, terms.moved_from, part.row.printed)
        for period in terms.periods
    ]


def _unread(part: _Timed, found: Places) -> Iterator[QuarantinedRow]:
    """What was not understood of its places, and days to which it moves that cannot be announced."""
    printed = part.row.printed
    if reason := "; ".join(each.reason for each in found.unread) or ("" if found.places else "немає адреси"):
        advised = together(each.suggestion for each in found.unread)
        yield from (QuarantinedRow(printed, reason, period, suggestion=advised) for period in part.terms.periods)
    unsaid = "перенесено, але нові години чи адресу не названо"
    yield from (QuarantinedRow(printed, unsaid, period) for period in part.terms.unsaid)


def _kind(fields: Mapping[str, str]) -> Kind | None:
    """The kind by its column, else by words elsewhere in the row that name one."""
    if kind := kind_in(fields.get("kind", "")):
        return kind
    said = "\n".join(fields[name] for name in _SAID_IN if name in fields)
    words = _OTHER_KIND.search(said)
    return kind_in(words[0]) if words else None


def _district(fields: Mapping[str, str]) -> str | None:
    printed = " ".join(fields.get("district", "").split())
    return district_in(printed) or printed or None


def _reason(fields: Mapping[str, str]) -> str | None:
    """The reason by its column, else what the column of kinds says beyond the kind: `Планові: обрізка дерев`."""
    printed = fields.get("reason") or without_kind(fields.get("kind", ""))
    return " ".join(printed.split()) or None
