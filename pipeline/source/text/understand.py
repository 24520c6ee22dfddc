"""What a line says, and which places its parts name: each distinct line is understood once, as lists repeat them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from pipeline.domain.addresses.settlements import Gazetteer, Settlement, UnknownSettlement
from pipeline.source import advice
from pipeline.source.text.change_places import changes_at_places
from pipeline.source.text.decide import Text, explain
from pipeline.source.text.line import Said, read_line
from pipeline.source.text.lines import Cell
from pipeline.source.text.places import PlaceBuilder
from pipeline.source.text.sharing import Segment
from pipeline.source.text.towns import Found, Town
from pipeline.source.times.dates import Month
from pipeline.source.unread import Problem

PLACE_COLUMNS = frozenset({"settlement", "address", "street", "houses", "text", ""})
_BEHIND = ("street", "houses")
"""Columns of what lies in the settlement, wherever they stand."""


@dataclass(frozen=True, slots=True)
class Part:
    """Places of a row with what is theirs of its time."""

    segment: Segment
    found: Found
    is_narrowed: bool = False
    """Only the streets in the lines below it are meant."""


@dataclass(frozen=True, slots=True)
class Reach:
    """What is in force that decides what a line can mean."""

    near: date
    month: Month | None
    has_hours: bool
    under_town: bool


@lru_cache(maxsize=8192)
def said_by(cells: tuple[Cell, ...], gazetteer: Gazetteer, reach: Reach) -> tuple[Said, tuple[Text, ...]]:
    """What the cells of places, or a free text, say; nobody changes it. Raises `TooLong`."""
    texts: list[tuple[Text, str]] = []
    in_row = any(cell.column == "settlement" for cell in cells)
    for cell in sorted(cells, key=lambda each: each.column in _BEHIND):
        column = "" if cell.column in ("text", "address") else cell.column
        under = (reach.under_town or in_row) and column != "settlement"
        text = explain(
            cell.text,
            gazetteer,
            reach.near,
            month=reach.month,
            column=column,
            has_hours=reach.has_hours,
            under_town=under,
        )
        texts.append((text, cell.column))
    return read_line(texts, reach.near), tuple(text for text, _ in texts)


@dataclass(frozen=True, slots=True)
class Over:
    """The settlement over a line, and what names under it are."""

    name: str
    katottg: str | None
    printed: str
    lists_streets: bool

    def town(self) -> Town:
        """As one whose streets may be named."""
        return Town(self.name, self.katottg, self.printed)


@lru_cache(maxsize=8192)
def parts_of(
    cells: tuple[Cell, ...], gazetteer: Gazetteer, reach: Reach, hint: str | None, over: Over | None
) -> tuple[Part, ...]:
    """The parts of a line with their places; nobody changes them."""
    said, _ = said_by(cells, gazetteer, reach)

    def builder() -> PlaceBuilder:
        return PlaceBuilder(
            _resolver(gazetteer, hint),
            _speller(gazetteer),
            over=over.town() if over else None,
            hint=hint,
            under_list=bool(over and over.lists_streets),
        )

    segments = [segment for segment in said.segments if segment.has_place]
    if len(segments) == 1 and segments[0].changes:
        segments = changes_at_places(segments[0]) or segments
    building = builder()
    parts: list[Part] = []
    for segment in segments:
        building.take_all(segment.items)
        parts.append(Part(segment, building.part()))
    return tuple(parts)


def _resolver(gazetteer: Gazetteer, over: str | None) -> Callable[[str, str | None], Settlement | Problem]:
    def resolve(printed: str, hint: str | None) -> Settlement | Problem:
        district = hint or over
        try:
            return gazetteer.resolve(printed, district=district)
        except UnknownSettlement as unknown:
            return Problem(f"{unknown.reason}: «{printed}»", advice.about_settlement(printed, district, unknown))

    return resolve


def _speller(gazetteer: Gazetteer) -> Callable[[str, str | None], Settlement | None]:
    def spelled(printed: str, hint: str | None) -> Settlement | None:
        try:
            return gazetteer.resolve(printed, district=hint, as_spelled=True)
        except UnknownSettlement:
            return None

    return spelled


def place_cells(cells: tuple[Cell, ...]) -> tuple[Cell, ...]:
    """Those of the cells that may name places."""
    return tuple(cell for cell in cells if cell.column in PLACE_COLUMNS and cell.text)


def other_fields(cells: tuple[Cell, ...]) -> Mapping[str, str]:
    """The texts of the other cells, by column."""
    return {cell.column: cell.text for cell in cells if cell.column not in PLACE_COLUMNS | SILENT_COLUMNS and cell.text}


SILENT_COLUMNS = frozenset({"number", "created", "office"})
"""Columns that say nothing of the works."""
