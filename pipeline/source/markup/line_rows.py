"""Lines of text that are rows of works: which line is one, and which lines beside it belong to it."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from pipeline.domain.works import Kind, RawRow
from pipeline.source.address.address_text import (
    first_mark,
    has_mark,
    settlement_after,
    starts_on_street,
    starts_with_settlement,
)
from pipeline.source.address.extent import is_extent
from pipeline.source.markup.headers import PLACES, TIMES, label_of
from pipeline.source.markup.outline import Outline
from pipeline.source.rows import LONGEST_ROW, PRINTED
from pipeline.source.text.days_at_hours import MOMENTS
from pipeline.source.text.freetext import expand
from pipeline.source.text.phrases import FULL_DATE, without_phrases
from pipeline.source.times.changes import change_in
from pipeline.source.times.dates import find_days
from pipeline.source.times.hours import Hours, like_a_time
from pipeline.source.times.hours_in_text import bare_hours, cut_hours
from pipeline.source.unread import Unread
from pipeline.source.words import QUEUE

_CONTACTS = re.compile(
    r"\bтел\b|телефон|\(0\d{3,4}\)|\+?38\s?\(?0\d\d|\b0\s?800\b|@|\b\d{5}\s*,|графік\s+роботи|прийом|гаряч|©|www\.|e-?mail|"
    r"час\s+роботи|\bпрацю(?:є|ємо|ють)\b",
    re.IGNORECASE,
)
_LABELLED = re.compile(r"(?P<label>[^:|]{2,60}?)\s*[:|]\s*(?P<value>\S.*)")
_PHONE_BEHIND = re.compile(r"[\s,;.(]*\b(?:тел|телефон\w*|довідк\w+|конт\.)\b.*", re.IGNORECASE)
_LETTERS = re.compile(r"[^\W\d_]{2}")
_NUMBER = re.compile(r"^(?:\d{1,3}(?:[.)]\s+| \| )(?=[^\W\d])|[^\w\s(«\"]+\s*(?=\w))")
_TO_BE_SAID = re.compile(r"уточн|повідом", re.IGNORECASE)
_WORD = re.compile(r"(?<![\w.'’])[а-яіїєґ][а-яіїєґ'’]{3,}")
_PROSE = 3
"""Words beyond those of every list that make a line prose."""


@dataclass(slots=True)
class _Open:
    """A row that the next line may still belong to."""

    fields: dict[str, str]
    headings: tuple[str, ...]
    lines: list[str] = field(default_factory=list)
    """Of its text."""
    printed: list[str] = field(default_factory=list)
    """All its lines."""
    over: Mapping[str, str] = field(default_factory=dict)
    """What hours over a row of labels say, which has none itself."""
    has_hours: bool = False
    is_row: bool = True
    """Without hours and any day over it, it is one only if hours come."""

    def lacks(self, name: str) -> bool:
        """Whether a labelled line may follow a line of text, as what it says of the row is not said yet."""
        has_time = name in TIMES and self.has_hours
        return "text" in self.fields and name not in self.fields.keys() | PLACES and not has_time

    def add(self, name: str, value: str, line: str) -> None:
        """Take in what a labelled line says."""
        self.fields[name] = value
        self.printed.append(line)
        self.has_hours = self.has_hours or name in ("hours", "end") or (name in PLACES and bool(cut_hours(value)))
        has_time = self.has_hours or self.over or self.fields.keys() & TIMES
        self.is_row = self.is_row or bool(self.fields.keys() & (PLACES | {"text"}) and has_time)

    def row(self) -> RawRow:
        """The row as it stands when the next one begins."""
        text = {"text": "\n".join(self.lines)} if "text" in self.fields else {}
        over = {} if self.fields.keys() & (TIMES - {"date"}) else self.over
        return RawRow({**over, **self.fields, **text}, self.headings, " | ".join(self.printed)[:PRINTED])


class LineReader:
    """Tells which lines under the headings of a page are rows of works, with what earlier lines say of them."""

    def __init__(self, outline: Outline) -> None:
        self._outline = outline
        self._over: dict[str, str] = {}
        self._settlement = ""
        self._open: _Open | None = None
        self.drops_hours = False
        """Whether a line with hours was no row: the page is not empty, though it may have none."""

    @property
    def in_row(self) -> bool:
        """Whether the last line is part of a row."""
        return self._open is not None

    def end(self, *, heading: bool = True) -> Iterator[RawRow]:
        """The row that was open, as another one, or a heading, follows; under a heading all begins anew."""
        if self._open is not None and self._open.is_row:
            row = self._open.row()
            self._settlement = settlement_after(row.fields.get("text", ""), self._settlement)
            yield row
        elif self._open is not None and "text" not in self._open.fields:
            yield from self._headings(self._open)
        self._open = None
        if heading:
            self._over, self._settlement = {}, ""

    def _headings(self, labelled: _Open) -> Iterator[RawRow]:
        """Labels that made no row of their own (`Дата: 24.11.2026`) stand over the lines that follow."""
        for name, text in labelled.fields.items():
            if name in TIMES and cut_hours(text):
                self._over = self._said(text)
            elif name == "settlement":
                self._settlement = text
            elif name in PLACES:
                yield labelled.row()
                return
        for line in (labelled.fields.get("district"), *labelled.printed):
            if line:
                self._outline.enter(line, None)

    def under(self, heading: str) -> None:
        """Take in the hours that a heading names for the lines under it."""
        if cut_hours(heading) and not has_mark(heading):
            self._over = {"hours": self._said(heading).get("hours", heading)}

    def end_labelled(self) -> Iterator[RawRow]:
        """End a row of labelled lines, as the next line has no label."""
        if self._open is not None and "text" not in self._open.fields:
            yield from self.end(heading=False)

    def take_labelled(self, line: str) -> Iterator[RawRow] | None:
        """Take in a line like `Час: з 9 до 17`, a field of a row that ends where its label comes again.

        None where the line is another one.
        """
        found = _LABELLED.fullmatch(line)
        name = label_of(found["label"]) if found else None
        if not found or not name or (name not in PLACES and has_mark(found["value"])):
            return None
        return self._take_field(name, found["value"].rstrip(" .;"), line)

    def take(self, line: str) -> Iterator[RawRow]:
        """Take in a line that is no heading and has no label; the rows that end with it."""
        if len(line) > LONGEST_ROW:  # to be refused, not read
            yield from self.end(heading=False)
            yield RawRow({"text": line}, self._outline.over_row(), line[:PRINTED])
            return
        line = _NUMBER.sub("", line)
        hours = cut_hours(line)
        if hours and has_mark(line[: hours[0][0]]):
            line = line[: hours[-1][1]] + _PHONE_BEHIND.sub("", line[hours[-1][1] :])
        is_queue = not has_mark(line) and QUEUE.search(line) is not None
        self.drops_hours = self.drops_hours or is_queue
        if is_queue or _CONTACTS.search(line):
            yield from self.end(heading=False)
        elif hours and not has_mark(line) and (line.endswith(":") or not _names(line, hours)):
            yield from self._take_hours(line)
        elif self._goes_on(line, hours):
            self._extend(line, hours)
        else:
            yield from self.end(heading=False)
            self._begin(line, hours)

    def _take_field(self, name: str, value: str, line: str) -> Iterator[RawRow]:
        if self._open is not None and self._open.lacks(name):
            self._open.add(name, value, line)
            return
        if self._open is None or "text" in self._open.fields or name in self._open.fields:
            yield from self.end(heading=False)
            self._open = _Open({}, self._outline.over_row(), over=self._over, is_row=False)
        self._open.add(name, value, line)

    def _take_hours(self, line: str) -> Iterator[RawRow]:
        """Hours alone are those of the lines before that have none, or else of the lines that follow."""
        if self._open is not None and not self._open.has_hours and not line.endswith(":"):
            self._extend(line, cut_hours(line))
            yield from self.end(heading=False)
            return
        yield from self.end(heading=False)
        self._over = self._said(line)

    def _said(self, line: str) -> dict[str, str]:
        """What a line of hours says of the lines under it."""
        try:
            said = next(expand({"text": line}, self._outline.near))
        except Unread:
            return {"date": line}  # so that the rows under it are refused for it
        return {name: text for name, text in said.items() if name not in PLACES}

    def _goes_on(self, line: str, hours: list[tuple[int, int, Hours]]) -> bool:
        """Whether a line of places belongs to the row above it: streets, and all that waits for the same hours."""
        if self._open is None or "text" not in self._open.fields:
            return False
        rest, change = change_in(line)
        if (change and not rest) or is_extent(line):
            return True
        if starts_on_street(line):
            return not self._open.has_hours or (bool(self._over) and not hours)
        waits = not self._open.has_hours and not _TO_BE_SAID.search(self._open.lines[-1])
        return waits and not hours and starts_with_settlement(line)

    def _extend(self, line: str, hours: list[tuple[int, int, Hours]]) -> None:
        if self._open is not None:
            self._open.lines.append(line)
            self._open.printed.append(line)
            self._open.has_hours = self._open.has_hours or bool(hours)
            self._open.is_row = self._open.is_row or bool(hours)

    def _begin(self, line: str, hours: list[tuple[int, int, Hours]]) -> None:
        over = {} if hours else self._over
        has_day = self._outline.names_a_day or "date" in over or _has_day(line, self._outline.near)
        in_list = has_day or bool(self._outline.district) or self._outline.kind is Kind.PLANNED
        marked = has_mark(line) or bool(in_list and bare_hours(line))
        if not in_list or not (hours or marked) or _is_prose(line, marked=marked, timed=bool(hours)):
            self.drops_hours = self.drops_hours or bool(hours)
            return
        fields = {**over, "text": line}
        if self._settlement and starts_on_street(line):
            fields["settlement"] = self._settlement
        timed = bool(hours or over or MOMENTS.search(line))
        is_row = timed or self._outline.names_a_day or bool(change_in(line)[1])
        is_row = is_row or (has_mark(line) and _lacks_hours(line, self._outline.near))
        self._open = _Open(fields, self._outline.over_row(), [line], [line], has_hours=timed, is_row=is_row)


def _names(line: str, hours: list[tuple[int, int, Hours]]) -> bool:
    """Whether a line says anything beside its hours, its day and what every line says."""
    rest = FULL_DATE.sub(" ", f"{line[: hours[0][0]]} {line[hours[-1][1] :]}")
    return bool(_LETTERS.search(without_phrases(rest)))


def _has_day(line: str, near: date) -> bool:
    try:
        return bool(find_days(line[: first_mark(line)], near=near, is_date=False)[0]) or bool(FULL_DATE.search(line))
    except Unread:
        return True


def _lacks_hours(line: str, near: date) -> bool:
    """Whether a line with a place has a day to come, or a time beside its day: a row whose hours cannot be read.

    Else it may be a letterhead: `20.11.2026 м. Ужгород, вул. Собранецька 150`.
    """
    at = first_mark(line)
    full = FULL_DATE.search(line, at)
    try:
        days, _ = find_days(f"{line[:at]} {full[0] if full else ''}", near=near, is_date=False)
    except Unread:
        return True
    return any(day > near for day in days) or (bool(days) and like_a_time(line[at:]) is not None)


def _is_prose(line: str, *, marked: bool, timed: bool) -> bool:
    """Whether a line tells a story; a place with hours is never one."""
    if (marked and timed) or starts_with_settlement(line) or starts_on_street(line):
        return False
    return len(_WORD.findall(without_phrases(line))) >= _PROSE
