"""Words that several of the operator's pages share."""

from collections.abc import Iterable, Mapping, Sequence
from textwrap import shorten
from typing import Any

_SOME, _LONGEST_STREET = 3, 40
"""Streets of a settlement that are named in a table, and letters of each with its houses."""
WEEKDAYS = ("пн", "вт", "ср", "чт", "пт", "сб", "нд")
_ALPHABET = "абвгґдеєжзиіїйклмнопрстуфхцчшщьюя"


def alphabetical(name: str) -> list[int]:
    """The key by which names stand in the order of the Ukrainian alphabet, which is not that of the codes."""
    return [_ALPHABET.find(letter) for letter in name.lower()]


def where(places: Iterable[Mapping[str, Any]]) -> str:
    """`Іза: вул. Центральна 1-25, вул. Нова; Хуст`: the places of a work's JSON, some streets of each settlement."""
    streets: dict[str, list[str]] = {}
    for place in places:
        of_settlement = streets.setdefault(place["settlement"], [])
        if street := place["street"]:
            title = f"{street['kind'] or ''} {street['name']} {place['houses'] or ''}"
            of_settlement.append(shorten(title, _LONGEST_STREET, placeholder=" …"))
    return "; ".join(f"{name}: {_some(named)}" if named else name for name, named in streets.items())


def _some(streets: Sequence[str]) -> str:
    more = f" і ще {len(streets) - _SOME}" if len(streets) > _SOME else ""
    return ", ".join(streets[:_SOME]) + more
