"""The headings that stand over a place in a page, by what they say and by their rank."""

import re
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from pipeline.domain.works import Kind
from pipeline.source.address.address_text import has_mark
from pipeline.source.markup.emptiness import says_nothing_planned
from pipeline.source.times.dates import RELATIVE, Month, find_days, find_month, without_months, without_stamp
from pipeline.source.times.hours import find_hours, like_a_time
from pipeline.source.times.weekdays import WEEKDAY
from pipeline.source.unread import Unread
from pipeline.source.words import QUEUE, district_in, fold_lookalikes, kind_in, without_district

LONGEST_HEADING = 200

_PLAIN_WORDS = re.compile(
    r"(?:\b(?:сьогодні|завтра|післязавтра|на|по|за|у|в|з|із|до|та|і|о|про|список|перелік|інформація|графік\w*|планов\w+|заплан\w+|відключен\w+|"
    r"знеструм\w*|обмежен\w+|перерв\w*|роб[іо]т\w*|аварійн\w+|погодинн\w+|електр\w+|буд(?:е|уть)|припин\w+|адрес\w+|таки\w+|наступн\w+|увага|шановні|енергі\w+|постачанн\w+|"
    r"розподіл\w*|тимчасов\w+|тиж[дн]\w+|дат[аиу]|день|дні|рік|року|район\w*|рем|філі[яїйю]|відокремлен\w*|підрозділ\w*|населен\w+|пункт\w+|споживач\w*|"
    rf"{WEEKDAY}|р)\b|[\W\d_])+",
    re.IGNORECASE,
)

_BRACKETS = re.compile(r"(?<=РЕМ|йон)\s*\([^()\d]*\)")
"""Behind a district: `Хустський РЕМ (м. Хуст)`."""


@dataclass(frozen=True)
class Heading:
    """One heading, with what it means for the rows under it."""

    text: str
    level: int | None
    """1 to 6 of `h1` to `h6`; None for a line that is a heading by its words alone."""
    district: str | None = None
    days: tuple[date, ...] = ()
    kind: Kind | None = None
    month: Month | None = None
    """That of a title over day numbers, like `Листопад 2026`."""
    unread: str | None = None
    """Why the day that it names was not understood."""

    @property
    def names_a_day(self) -> bool:
        """Whether it names a day or a month, understood or not."""
        return bool(self.days or self.month or self.unread)

    @cached_property
    def subjects(self) -> frozenset[str]:
        """What it settles for the rows under it."""
        said = {"district": self.district, "days": self.names_a_day, "month": self.month, "kind": self.kind}
        return frozenset(subject for subject, value in said.items() if value)


@dataclass(slots=True)
class Outline:
    """The headings over the place that a reader has come to, and how far the list reaches."""

    near: date
    headings: list[Heading] = field(default_factory=list)
    reaches: dict[str | None, date] = field(default_factory=dict)
    _over_rows: set[Heading] = field(default_factory=set)
    """Those that were the innermost over some row."""

    def enter(self, text: str, level: int | None) -> bool:
        """Take a heading in; False where a line without rank is none by its words.

        A heading ends those of its own rank or below, and every one that settles the same and all after it.
        """
        heading = _read(text, level, self.near, self.month)
        if heading is None:
            return False
        ended = (index for index, other in enumerate(self.headings) if self._is_ended(other, heading))
        self.headings[next(ended, len(self.headings)) :] = [heading]
        if self.days:
            self.reach(self.district, max(self.days))
        return True

    def reach(self, district: str | None, day: date) -> None:
        """Note that the list names this day."""
        self.reaches[district] = max(day, self.reaches.get(district, day))

    @property
    def district(self) -> str | None:
        """The district of the nearest heading that names one."""
        return next((each.district for each in reversed(self.headings) if each.district), None)

    @property
    def days(self) -> tuple[date, ...]:
        """The days of the nearest heading that names any; none where it could not be understood."""
        return next((each.days for each in reversed(self.headings) if each.names_a_day), ())

    @property
    def unread(self) -> str | None:
        """Why the nearest heading that names a day was not understood."""
        return next((each.unread for each in reversed(self.headings) if each.names_a_day), None)

    @property
    def names_a_day(self) -> bool:
        """Whether any heading names a day or a month, understood or not."""
        return any(each.names_a_day for each in self.headings)

    @property
    def month(self) -> Month | None:
        """The month of the nearest heading that names one over day numbers."""
        return next((each.month for each in reversed(self.headings) if each.month), None)

    @property
    def kind(self) -> Kind | None:
        """The kind of the nearest heading that names one."""
        return next((each.kind for each in reversed(self.headings) if each.kind), None)

    @property
    def heads_a_list(self) -> bool:
        """Whether the headings are those of a list of planned works: its day and its district or kind."""
        return bool(self.days) and (self.kind is Kind.PLANNED or self.district is not None)

    def over_row(self) -> tuple[str, ...]:
        """The headings as printed, outermost first, over a row that begins here."""
        self._over_rows.update(self.headings[-1:])
        return tuple(each.text for each in self.headings)

    def _is_ended(self, other: Heading, heading: Heading) -> bool:
        """Whether a heading ends another one above it; those of one rank that say different things both hold.

        They do where no row stood between: `<h2>24.11.2026</h2><h2>Хустський РЕМ</h2>`.
        """
        stacked = heading.level is not None and heading.level == other.level and other not in self._over_rows
        differ = heading.subjects and other.subjects and not heading.subjects & other.subjects
        if stacked and differ and other.kind in (None, Kind.PLANNED):
            return False
        return _ends(heading, other)


def _ends(heading: Heading, other: Heading) -> bool:
    """Whether a heading ends what another one, above it, had begun; the title of a page ends all before it."""
    if heading.level == 1 or (heading.level is not None and other.level is not None and other.level >= heading.level):
        return True
    only_kind = frozenset({"kind"})
    if heading.subjects == only_kind:
        return other.subjects == only_kind and other.level is None
    settled = other.subjects - only_kind
    return bool(settled) and settled <= heading.subjects


def _read(text: str, level: int | None, near: date, over: Month | None) -> Heading | None:
    if (
        len(text) > LONGEST_HEADING
        or (level is None and has_mark(place := _BRACKETS.sub("", text)) and has_mark(without_district(place)))
        or says_nothing_planned(text)
    ):
        return None
    district = district_in(text)
    rest = QUEUE.sub(" ", without_stamp(text))
    days: tuple[date, ...] = ()
    month, unread = None, None
    try:
        days, rest = find_days(rest, near=near, is_date=not find_hours(text), month=over if level else None)
    except Unread as problem:
        unread, rest = str(problem), without_months(text)
    if like_a_time(rest) and not find_hours(rest):  # the time at which a list came out
        days = ()
    elif not (days or unread):
        month, rest = find_month(rest)
        unread = f"незрозуміла дата: «{text}»" if RELATIVE.search(text) else None
    kind = kind_in(text)
    if kind is Kind.OTHER:
        kind = None
    if level is not None:
        return Heading(text, level, district, days, kind, month, unread)
    plain = _PLAIN_WORDS.fullmatch(without_district(fold_lookalikes(_BRACKETS.sub("", rest))))
    if not plain or find_hours(rest) or not (district or days or kind or month or unread):
        return None
    return Heading(text, None, district, days, kind, month, unread)
