"""Which places of a line its words of change stand at.

`вул. Миру та вул. Садова (скасовано)`: words in brackets right behind one of several places are those of this place
alone, as a clerk reads it, and so are words in a line of their own place; anywhere else they are those of all. Where
it may be either nothing may be told: nobody hears that works are off which are not.
"""

import re
from collections.abc import Sequence
from dataclasses import replace

from pipeline.source.text.atoms import Sort
from pipeline.source.text.sharing import Segment
from pipeline.source.text.towns import Item
from pipeline.source.times.changes import Change

_SEVERAL = re.compile(r"\d[^\s,;]*\s*(?:[,;]|\b(?:та|і|й)\s)\s*(?:(?:№|б(?:уд\w*)?\.?)\s*)?\d", re.IGNORECASE)
_UNCLEAR = "незрозуміло, котрої адреси стосується «скасовано» чи «перенесено»"


def changes_at_places(segment: Segment) -> list[Segment] | None:
    """The segment as several with their own changes; None where these are those of all its places."""
    units = _units(segment.items)
    own: dict[int, Change] = {}
    for at, change in segment.changes:
        found = _unit_of(segment.items, units, at)
        if found is None:
            continue
        first, last, unclear = found
        if unclear:
            return [replace(segment, changes=[], unclear=_UNCLEAR)]
        for unit in range(first, last + 1):
            own[unit] = change
    if not own or len(own) == len(units):
        return None if len({id(change) for change in own.values()}) <= 1 else _pieces(segment, units, own)
    return _pieces(segment, units, own)


def _pieces(segment: Segment, units: Sequence[tuple[int, int]], own: dict[int, Change]) -> list[Segment]:
    pieces: list[Segment] = []
    before: object = object()
    for index, (start, end) in enumerate(units):
        change = own.get(index)
        if pieces and change is before:
            pieces[-1].items += segment.items[start:end]
        else:
            items = list(segment.items[start:end])
            pieces.append(replace(segment, items=items, changes=[(0, change)] if change else [(0, Change())]))
        before = change
    return pieces


def _units(items: Sequence[Item]) -> list[tuple[int, int]]:
    """Where the places begin and end; a settlement with streets behind it is one with the first of these."""
    starts: list[int] = []
    town_open = False
    for index, item in enumerate(items):
        beside = (
            index > 0 and items[index - 1].printed == "(" and any(each.sort is Sort.STREET for each in items[:index])
        )
        if item.sort is Sort.SETTLEMENT and not (beside and items[index - 2].sort in (Sort.STREET, Sort.HOUSES)):
            starts.append(index)
            town_open = True
        elif item.sort is Sort.STREET:
            if not town_open:
                starts.append(index - (index > 0 and items[index - 1].sort is Sort.EXTENT))
            town_open = False
    if not starts:
        return [(0, len(items))]
    starts[0] = 0
    return list(zip(starts, [*starts[1:], len(items)], strict=True))


def _unit_of(items: Sequence[Item], units: Sequence[tuple[int, int]], at: int) -> tuple[int, int, bool] | None:
    """The units that words at `at` stand at, and whether that is unclear; None: all of them."""
    bracketed = 0 < at <= len(items) and items[at - 1].printed == "(" and (at >= len(items) or items[at].printed == ")")
    if len(units) == 1:
        houses = items[at - 2] if bracketed and at > 1 else None
        unclear = houses is not None and houses.sort is Sort.HOUSES and _SEVERAL.search(houses.printed) is not None
        unclear = unclear or (
            bracketed and at > 1 and items[at - 2].sort is not Sort.SETTLEMENT and _goes_on(items, units[0], at)
        )
        return (0, 0, True) if unclear else None
    index = max((number for number, (start, _) in enumerate(units) if start < at), default=0)
    if bracketed:
        before = items[at - 2] if at > 1 else None
        if before is not None and before.printed == ")":  # с. Іза (вул. Миру, вул. Садова) (скасовано)
            first = max((number for number in range(index + 1) if _has_town(items, units[number])), default=0)
            return first, index, False
        if before is not None and before.sort is Sort.SETTLEMENT and units[index][0] <= at - 2:
            last = index
            while last + 1 < len(units) and not _has_town(items, units[last + 1]):
                last += 1
            return index, last, False
        unclear = before is not None and before.sort is Sort.HOUSES and _SEVERAL.search(before.printed) is not None
        return index, index, unclear or _goes_on(items, units[index], at)
    lines = [number for number, item in enumerate(items) if item.printed == "\n"]
    if not lines:
        return None
    start = max((line for line in lines if line < at), default=-1)
    end = min((line for line in lines if line >= at), default=len(items))
    inside = [number for number, (since, _) in enumerate(units) if start < since < end or (number == 0 and start < 0)]
    placed = any(item.sort in (Sort.STREET, Sort.SETTLEMENT) for item in items[start + 1 : end])
    return (inside[0], inside[-1], False) if inside and placed else None


def _goes_on(items: Sequence[Item], unit: tuple[int, int], at: int) -> bool:
    """Whether houses follow the words, or two names joined by `й`, which may be one street, stand before them."""
    houses_follow = any(item.sort is Sort.HOUSES for item in items[at : unit[1]])
    first = next((index for index in range(unit[0], unit[1]) if items[index].sort is Sort.STREET), None)
    joined = (
        first is not None
        and first > 0
        and items[first - 1].value in ("й", "і")
        and getattr(items[first].value, "kind", "") is None
    )
    return houses_follow or joined


def _has_town(items: Sequence[Item], unit: tuple[int, int]) -> bool:
    return any(item.sort is Sort.SETTLEMENT for item in items[unit[0] : unit[1]])
