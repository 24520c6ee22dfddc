"""What sort of line one is, by what it says: prose, a lead sentence, a row; and what its columns add."""

from pipeline.domain.works import Kind
from pipeline.source.text.atoms import Sort
from pipeline.source.text.context import Context
from pipeline.source.text.headings import only_town
from pipeline.source.text.line import Said
from pipeline.source.text.lines import PageLine
from pipeline.source.text.rows import (
    TIME_COLUMNS,
    first_place,
    sorts_in,
)
from pipeline.source.times.changes import Change, changes_at
from pipeline.source.words import district_in

PROSE_WORDS, _PROSE_SHARE = 5, 0.3


def is_prose(said: Said) -> bool:
    """Whether most of a line is of words that no list has."""
    return said.unknown >= PROSE_WORDS and said.unknown > said.words * _PROSE_SHARE


def is_statement(said: Said) -> bool:
    """Whether most of a line are words that say what happens, not where."""
    names = sum(1 for sort in sorts_in(said) if sort in (Sort.SETTLEMENT, Sort.STREET))
    return said.words >= 4 * max(names, 1) + 2


def names_something(said: Said) -> bool:
    """Whether a line names a settlement, a street or hours, and is no contact."""
    return (said.is_marked or any(when.hours for when in said.whens)) and not said.has_contact


def head_district(said: Said) -> str | None:
    """The district before the first place of a line."""
    for segment in said.segments:
        for item in segment.items:
            if item.sort is Sort.DISTRICT:
                return district_in(item.printed) or item.printed
            if item.sort in (Sort.SETTLEMENT, Sort.STREET):
                return None
    return None


def district_of(fields: dict[str, str]) -> str | None:
    """The district that a column names."""
    printed = " ".join(fields.get("district", "").split())
    return district_in(printed) or printed or None


def take_changes(fields: dict[str, str]) -> list[Change]:
    """The words of change in columns that are no places; the columns lose them."""
    changes: list[Change] = []
    for name, text in fields.items():
        found = list(changes_at(text))
        for start, end, change in reversed(found):
            changes.append(change)
            text = f"{text[:start]} {text[end:]}"
        if found:
            fields[name] = text.strip(" .,;:()–—-")
    return changes


LEAD_WORDS = 5
"""A sentence has more words."""


def is_lead(said: Said) -> bool:
    """Whether a sentence tells the day of the list below it: it has a day, no hours, and no street of its own."""
    streets = {Sort.STREET, Sort.HOUSES} & set(sorts_in(said))
    told = said.days is not None and bool(said.days.days) and not said.days.is_half
    return told and not (said.has_hours or said.changes or (streets and said.is_marked)) and said.words > LEAD_WORDS


_FEW = 1
"""Unknown words beside a day in a line that holds for those below: more tell a piece of news."""


def is_row(line: PageLine, said: Said, fields: dict[str, str], context: Context, *, waits: bool) -> bool:
    """Whether a line is a row; `waits`: one above may be completed."""
    if said.place_unsaid and any(fields.get(name) for name in TIME_COLUMNS):
        return True
    if not said.has_place or (line.is_link and line.level is None and not said.has_hours):
        return False
    if said.is_office or (said.has_contact and not (said.has_hours and (said.days or context.names_a_day))):
        return False
    if first_place(said) is Sort.HOUSES and not {Sort.SETTLEMENT, Sort.STREET} & set(sorts_in(said)):
        return context.town[0] is not None and bool(context.hours[0] or said.has_hours or waits)
    if line.level is not None:
        return said.has_hours and not only_town(said)
    if is_prose(said):
        return False
    if line.is_row or fields:
        return True
    if not said.is_marked and (
        said.unknown or said.has_contact or not (context.hours[0] or said.has_hours or context.town[0])
    ):
        return False
    known_day = said.days is not None or context.names_a_day
    if said.has_hours or said.changes:
        return known_day or bool(context.district) or said.has_hours
    hours, half = context.hours
    return bool(hours or half) or known_day or context.kind is Kind.PLANNED


def is_context(line: PageLine, said: Said) -> bool:
    """Whether a line holds for those below it."""
    if (line.is_link and line.level is None) or said.has_contact:
        return False
    if said.has_place and line.level is None and not only_town(said):
        return is_lead(said)
    if is_lead(said):
        return True
    halves = any(when.halves for when in said.whens) and not any(when.hours for when in said.whens)
    if said.days and halves and said.words == 0:  # 20.11.2026 14:35
        return False
    if Kind.SCHEDULE in said.kinds and said.has_hours:  # Черга 1.2: 00:00-04:00
        return False
    if line.level is None and not said.ends_with_colon and not (said.days and said.has_hours):
        return said.unknown <= (_FEW if said.days else PROSE_WORDS - 1)
    return True
