"""Rows as printed become planned works, or stand in quarantine with the reason; nothing is dropped."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from pipeline.domain.addresses.settlements import Gazetteer, Settlement, UnknownSettlement
from pipeline.domain.clock import kyiv_day
from pipeline.domain.works import (
    Kind,
    Listing,
    Period,
    PlannedWork,
    QuarantinedRow,
    RawRow,
    WorkStatus,
)
from pipeline.source.address_text import starts_with_settlement
from pipeline.source.dates import find_days
from pipeline.source.freetext import expand
from pipeline.source.headers import TIMES
from pipeline.source.hours import find_hours
from pipeline.source.outline import Outline
from pipeline.source.places import AddressReader, Places
from pipeline.source.unread import Unread
from pipeline.source.when import periods_of, read_periods, same_hours_on
from pipeline.source.words import CANCELLED, district_in, kind_in, without_kind

_MOVED = re.compile(r"перенес\w+\s+(?P<way>на|з|із)\s+(?P<when>[^;)]+)|перенес\w+", re.IGNORECASE)
_OTHER_KIND = re.compile(
    r"аварійн\w+\s+(?:відкл|робот|ремонт|знестр)|позапланов|погодинн|\b[сС]?Г[АПО]В\b|\bГОП\b", re.IGNORECASE
)
_SAID_IN = ("kind", "status", "notes", "reason", "hours", "date", "start", "end", "address", "text")


@dataclass(slots=True)
class Normaliser:
    """Understands rows one after the other; what it has understood is `listing`."""

    gazetteer: Gazetteer
    captured_at: datetime
    works: list[PlannedWork] = field(default_factory=list)
    quarantined: list[QuarantinedRow] = field(default_factory=list)
    rows: int = 0
    _settlements: dict[tuple[str, str | None], Settlement | str] = field(default_factory=dict)
    _read: dict[object, tuple[Period, ...]] = field(default_factory=dict)
    _outlines: dict[tuple[str, ...], Outline] = field(default_factory=dict)

    def add(self, row: RawRow) -> None:
        """Take one row in."""
        self.rows += 1
        try:
            parts = list(expand(row.fields, kyiv_day(self.captured_at)))
        except Unread as unread:
            self.quarantined.append(QuarantinedRow(row.printed, str(unread)))
            return
        for fields in parts:
            self._add_part(fields, row)

    def listing(self, outline_reaches: Mapping[str | None, date]) -> Listing:
        """All that was taken in; the list reaches as far as its headings or its rows do."""
        reaches = dict(outline_reaches)
        for work in self.works:
            for period in filter(None, (work.period, work.moved_from)):
                reaches[work.district] = max(period.day, reaches.get(work.district, period.day))
        return Listing(tuple(self.works), tuple(self.quarantined), self.rows, reaches)

    def _add_part(self, fields: dict[str, str], row: RawRow) -> None:
        over = self._outline(row.headings)
        said = "\n".join(fields[name] for name in _SAID_IN if name in fields)
        moved = _take_moved(fields) if _MOVED.search(said) else None
        try:
            periods = self._periods(fields, over.days)
            periods, moved_from = _move(periods, moved, self.captured_at)
        except Unread as unread:
            self.quarantined.append(QuarantinedRow(row.printed, str(unread), unread.period))
            return
        district = _district(fields) or over.district
        found = self._places(fields, district, row.headings)
        work = PlannedWork(
            periods[0],
            _kind(fields, said) or over.kind or Kind.PLANNED,
            found.places,
            WorkStatus.CANCELLED if CANCELLED.search(said) else WorkStatus.ANNOUNCED,
            district,
            _reason(fields),
            moved_from,
            row.printed,
        )
        if found.places:
            self.works += [replace(work, period=period) for period in periods]
        if reason := "; ".join(found.unread) or ("" if found.places else "немає адреси"):
            self.quarantined += [QuarantinedRow(row.printed, reason, period) for period in periods]

    def _periods(self, fields: Mapping[str, str], heading_days: tuple[date, ...]) -> tuple[Period, ...]:
        key = tuple(fields.get(name) for name in sorted(TIMES)), heading_days
        if key not in self._read:
            self._read[key] = read_periods(fields, heading_days=heading_days, captured_at=self.captured_at)
        return self._read[key]

    def _places(self, fields: Mapping[str, str], district: str | None, headings: tuple[str, ...]) -> Places:
        hromada = fields.get("hromada")

        def resolve(text: str, hint: str | None) -> Settlement | str:
            return self._resolve(text, hint or hromada or district)

        reader = AddressReader(resolve)
        settlement = fields.get("settlement")
        if settlement:
            reader.settlement(settlement)
        elif "address" not in fields or not starts_with_settlement(fields["address"]):
            over = next((each for each in reversed(headings) if starts_with_settlement(each)), None)
            if over:
                reader.settlement(over)
        if address := fields.get("address"):
            reader.address(address, of_streets=bool(settlement))
        if "street" in fields or "houses" in fields:
            reader.street(fields.get("street", ""), fields.get("houses", ""))
        for line in fields.get("under", "").split("\n"):
            reader.under(line)
        return reader.read()

    def _resolve(self, text: str, district: str | None) -> Settlement | str:
        key = text, district
        if key not in self._settlements:
            try:
                self._settlements[key] = self.gazetteer.resolve(text, district=district)
            except UnknownSettlement as unknown:
                self._settlements[key] = f"{unknown.reason}: «{text}»"
        return self._settlements[key]

    def _outline(self, headings: tuple[str, ...]) -> Outline:
        if headings not in self._outlines:
            outline = Outline(kyiv_day(self.captured_at))
            for level, text in enumerate(headings, start=1):
                outline.enter(text, level)
            self._outlines[headings] = outline
        return self._outlines[headings]


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


def _take_moved(fields: dict[str, str]) -> re.Match[str] | None:
    """The words `перенесено на …`, taken out of the fields, as their day is not that of the row."""
    found = None
    for name in _SAID_IN:
        if moved := _MOVED.search(fields.get(name, "")):
            found = found or moved
            fields[name] = (moved.string[: moved.start()] + moved.string[moved.end() :]).strip(" ,;(")
    return found


def _move(
    periods: tuple[Period, ...], moved: re.Match[str] | None, captured_at: datetime
) -> tuple[tuple[Period, ...], Period | None]:
    """The periods that hold now, and the one that they replace; hours that are not printed anew stay."""
    if moved is None:
        return periods, None
    days, rest = find_days(moved["when"] or "", near=kyiv_day(captured_at), is_date=False)
    stretches = find_hours(rest)
    if not days and not stretches:
        raise Unread("не зрозуміло, на коли перенесено", periods[0])
    own_day = days or tuple(dict.fromkeys(period.day for period in periods))
    other = periods_of(own_day, stretches, captured_at) if stretches else same_hours_on(days, periods, captured_at)
    if moved["way"].lower() == "на":
        return other, periods[0]
    return periods, other[0]


def _kind(fields: Mapping[str, str], said: str) -> Kind | None:
    """The kind by its column, else by words elsewhere in the row that name one."""
    if kind := kind_in(fields.get("kind", "")):
        return kind
    words = _OTHER_KIND.search(said)
    return kind_in(words[0]) if words else None


def _district(fields: Mapping[str, str]) -> str | None:
    printed = " ".join(fields.get("district", "").split())
    return district_in(printed) or printed or None


def _reason(fields: Mapping[str, str]) -> str | None:
    """The reason by its column, else what the column of kinds says beyond the kind: `Планові: обрізка дерев`."""
    printed = fields.get("reason") or without_kind(fields.get("kind", ""))
    return " ".join(printed.split()) or None
