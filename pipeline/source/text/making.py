"""Rows from lines: what is in force over one, and which row a line of streets goes on with."""

from pipeline.domain.works import Kind
from pipeline.source.text.atoms import Sort
from pipeline.source.text.context import Context
from pipeline.source.text.headings import is_other, kind_of
from pipeline.source.text.line import Said
from pipeline.source.text.lines import Account, Cell
from pipeline.source.text.rows import (
    TIME_COLUMNS,
    Row,
    first_place,
    sorts_in,
    weaken,
)
from pipeline.source.text.taggers.phrases import stays_on
from pipeline.source.text.understand import (
    Over,
    Part,
)
from pipeline.source.times.changes import Change
from pipeline.source.words import kind_in, without_kind


def over_of(context: Context, above: Row | None) -> Over | None:
    """The settlement over a line: that of the row above that it belongs to, or the one in force."""
    town, lists = context.town
    if above is not None:
        town, lists = above.last_town or town, above.said.ends_with_colon
    return Over(town.name, town.katottg, town.printed, lists) if town else None


def has_own_town(cells: tuple[Cell, ...], said: Said) -> bool:
    """Whether the row's column of settlements says anything but streets: then no settlement above is meant.

    `смт | Вишково` is not a street of the village in the row above.
    """
    printed = any(cell.column == "settlement" and any(map(str.isalpha, cell.text)) for cell in cells)
    items = (item for segment in said.segments for item in segment.items)
    return printed and not any(item.column == "settlement" and item.sort is Sort.STREET for item in items)


def row_of(
    account: Account,
    said: Said,
    parts: list[Part],
    *,
    fields: dict[str, str],
    changes: list[Change],
    district: str | None,
    context: Context,
) -> Row:
    """A row with what is in force over it; its own days are in force from then on."""
    printed, in_force, days = account.line.printed, context.days, said.days
    if days is not None and not (days.weekdays is not None and not days.days):
        context.row_days = days
    hours, half = context.hours
    said_why = fields.get("reason") or without_kind(fields.get("kind", "")) or "; ".join(said.reasons)
    kind = Kind.OTHER if is_other(printed) else kind_in(fields.get("kind", "")) or kind_of(said, fields)
    return Row(
        account, said, parts, fields, changes, district,
        kind=kind or context.kind or Kind.PLANNED,
        reason=" ".join((said_why or context.reason or "").split()) or None,
        month=context.month,
        days=days or in_force,
        days_over=in_force.days if in_force else (),
        hours_over=hours,
        half_over=half,
        lines=[printed],
        accounts=[account],
        stays_on=None if said.changes or changes else stays_on(printed),
    )  # fmt: skip


def row_above(row: Row | None, said: Said, fields: dict[str, str], context: Context) -> Row | None:
    """The row, if a line of streets belongs to it."""
    if row is None or row.last_town is None or any(fields.get(name) for name in TIME_COLUMNS):
        return None
    if first_place(said) not in (Sort.STREET, Sort.HOUSES) or Sort.SETTLEMENT in sorts_in(said):
        return None
    if row.said.ends_with_colon:
        return row
    timed_apart = (said.has_hours and row.has_hours) or (row.said.has_hours and bool(context.hours[0]))
    return None if timed_apart else row


def belongs_above(row: Row | None, said: Said, account: Account) -> bool:
    """Whether a line says no more than how much of the row above is meant, or what becomes of it."""
    if row is None or said.has_place or said.whens or said.place_unsaid:
        return False
    extents = [item for segment in said.segments for item in segment.items if item.sort is Sort.EXTENT]
    if not said.changes and not (extents and not said.unknown and row.parts):
        return False
    row.changes += said.changes
    if row.parts and any(item.value == "частина" for item in extents):
        weaken(row)
    row.lines.append(account.line.printed)
    row.accounts.append(account)
    return True
