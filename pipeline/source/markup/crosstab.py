"""Tables whose columns are days or hours: `Адреса | 24.11.2026 | 25.11.2026`; each of their cells is a row."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from pipeline.source.markup.headers import meaning_of
from pipeline.source.text.marks import has_mark
from pipeline.source.times.dates import find_days
from pipeline.source.times.hours import find_hours
from pipeline.source.times.weekdays import WEEKDAY
from pipeline.source.unread import Unread

_NAMES_OF_DAYS = re.compile(rf"(?:{WEEKDAY}|\b(?:на|з|до|по|від|год\w*|р)\b|[\W\d_])+", re.IGNORECASE)
_LEAST_COLUMNS = 2


@dataclass(frozen=True, slots=True)
class Crosstab:
    """What the headings of such a table say."""

    over: Mapping[int, dict[str, str]]
    """Of each column that is a day or hours: its heading under the field's name."""
    fields: Mapping[int, str]
    """The meanings of the other columns."""

    def rows(self, cells: Sequence[str]) -> Iterator[dict[str, str]]:
        """The fields of each cell under a day or hours, with those of the row's other cells."""
        common = {name: cells[index] for index, name in self.fields.items() if index < len(cells) and cells[index]}
        for index, heading in self.over.items():
            if index < len(cells) and (cell := cells[index]):
                yield {**common, **heading, **_said(cell, heading, has_place=bool(common))}


def crosstab_of(cells: Sequence[str], near: date) -> Crosstab | None:
    """The table under a row of headings; None where fewer than two are days, or hours, or another one means nothing."""
    over = {index: said for index, cell in enumerate(cells) if cell and (said := _day_or_hours(cell, near))}
    names = {name for said in over.values() for name in said}
    if len(over) < _LEAST_COLUMNS or len(names) != 1:
        return None
    fields = {index: meaning_of(cell) for index, cell in enumerate(cells) if cell and index not in over}
    known = {index: name for index, name in fields.items() if name}
    return Crosstab(over, known) if len(known) == len(fields) else None


def _day_or_hours(cell: str, near: date) -> dict[str, str] | None:
    try:
        days, rest = find_days(cell, near=near, is_date=not find_hours(cell))
    except Unread:
        return None
    if not _NAMES_OF_DAYS.fullmatch(rest):
        return None
    if find_hours(rest):
        return {"hours": cell}
    return {"date": cell} if days and not any(map(str.isdigit, rest)) else None


def _said(cell: str, heading: Mapping[str, str], *, has_place: bool) -> dict[str, str]:
    """What a cell adds: places with or without hours, or hours, or but a sign that its column holds."""
    if "hours" in heading:
        return {} if has_place and not has_mark(cell) else {"address": cell}
    return {"text": cell} if has_mark(cell) else {"hours": cell}
