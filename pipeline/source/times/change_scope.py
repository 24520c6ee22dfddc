"""Which places of a row its words of change stand at.

`вул. Миру та вул. Садова (скасовано)`: a word in brackets right behind one of several places is that of this place
alone, as a clerk reads it, and so is one in a line of its own place; anywhere else it is that of the whole row. Where
it could be either, the row is refused: nobody may be told that works are off which are not. So it is behind the last
of several houses, `вул. Миру, 5, 7 (скасовано)`: it may be that of the street or of the last house alone.
"""

import re
from collections.abc import Iterator

from pipeline.source.address.address_text import (
    STREET_AT,
    has_mark,
    last_settlement,
    settlements_over,
    split_at_marks,
    starts_on_street,
    starts_with_settlement,
)
from pipeline.source.times.changes import HAS_SIGN, SIGN
from pipeline.source.unread import Unread

_OWN = re.compile(rf"\(\W*{SIGN}\W*\)")
_SEVERAL_HOUSES = re.compile(r"\d[^\s,;]*\s*(?:[,;]|\b(?:та|і|й)\s)\s*(?:(?:№|б(?:уд\w*)?\.?)\s*)?\d", re.IGNORECASE)
"""Houses in a row; a range of them is one thing: `1-60 (скасовано)`."""
_NESTED = re.compile(rf"\([^()]*\([^()]*{SIGN}")
_TYPE = re.compile(r"^\W*\w+[\s.]+")
_SEGMENT = re.compile(r"(?:[^,;\n()]|\([^()]*\)|[()])+")
_AND = re.compile(r"(?<=\sта)(?=\s)")
_JOINT_AT_END = re.compile(r"\s(?:та|і|й)\s*$")
_BRACKET = re.compile(r"\([^()]*\)")
_TWO_NAMES = re.compile(r"\w\s+[ій]\s+[А-ЯІЇЄҐ][^\W\d_]")
"""`Миру й Садова`, which may be two streets, or one like `Кирила і Мефодія`."""
_UNCLEAR = "незрозуміло, котрої адреси стосується «скасовано» чи «перенесено»"
_ONE_PLACE = re.compile(rf"[^(),;]+(?:,\s*\d[^(),;]*)*\([^(),;\d]*[^\W\d_][^(),;]*\)\W*(?:\(\W*{SIGN}\W*\)\W*)?")
"""`вул. Дружна (с. Іза) (скасовано)`: a street with its settlement behind it."""
_PLACE_AT = re.compile(
    r"\s*(?!(?:буд|корп|кв|під|парн|непарн|крім|окрім|від|до|з|та|і|й|кінц)\w*\b|(?:повніст|частков)\w*\b(?!\s+(?-i:[А-ЯІЇЄҐ])))"
    r"(?:\d+(?:-\w{1,2})?\s+)?(?:[^\W\d_]{2}|[^\W\d_]\.)",
    re.IGNORECASE,
)


def at_their_places(fields: dict[str, str]) -> list[dict[str, str]]:
    """The fields of a row as one or several, each with the places that have the same changes.

    Raises `Unread` where a word may be that of one place or of all.
    """
    name = next((each for each in ("address", "street") if HAS_SIGN.search(fields.get(each, ""))), None)
    if _is_unclear(fields):
        raise Unread(_UNCLEAR, suggestion=None)
    if name is None:
        return [fields]
    lines = [line for line in fields[name].split("\n") if re.search(r"[^\W\d_]{2}", line)]
    if not _OWN.search(fields[name]) and (len(lines) < 2 or not has_mark(_first_signed(lines))):  # noqa: PLR2004
        return [fields]
    over = fields.get("settlement", "")
    if not over and STREET_AT.match(fields[name].strip()) and last_settlement(fields[name]):
        if _ONE_PLACE.fullmatch(fields[name]) is None:
            raise Unread(_UNCLEAR, suggestion=None)
        return [fields]
    runs = _runs(fields[name])
    settlements = settlements_over(runs, over, is_column=True)
    return [{**fields, name: run, "settlement": settlement} for run, settlement in zip(runs, settlements, strict=True)]


def _is_unclear(fields: dict[str, str]) -> bool:
    """Whether a sign stands among houses, in brackets within brackets, or at one of the lines under a row."""
    under = [line for line in fields.get("under", "").split("\n") if line.strip()]
    above = bool(fields.get("street") or has_mark(fields.get("address", "")))
    at_line = any(HAS_SIGN.search(line) and has_mark(line) for line in under) and len(under) + above > 1
    houses = _OWN.search(fields.get("houses", ""))
    among_houses = houses is not None and re.search(r"\d", houses.string[houses.end() :]) is not None
    several = houses is not None and _SEVERAL_HOUSES.search(houses.string[: houses.start()]) is not None
    return (
        at_line
        or among_houses
        or several
        or any(_NESTED.search(fields.get(name, "")) for name in ("address", "street"))
    )


def _first_signed(lines: list[str]) -> str:
    return next((line for line in lines if HAS_SIGN.search(line)), "")


def _is_village(text: str) -> bool:
    """Whether a text names a settlement and nothing in it."""
    return starts_with_settlement(text) and not has_mark(_TYPE.sub("", text))


def _as_street(name: str, before: str) -> str:
    """A name with the kind that it shares with the street before it: `вул. Миру, Садова`."""
    street = None if has_mark(name) else STREET_AT.match(split_at_marks(before)[-1].strip(" ,:"))
    return f"{street[0].strip()} {name}" if street else name


def _segments(line: str) -> Iterator[str]:
    """The parts of a line between its commas, each place that has a mark of its own or follows `та` apart."""
    for segment in _SEGMENT.findall(line):
        outside = _BRACKET.sub(lambda bracket: "_" * len(bracket[0]), segment)
        start = 0
        for part in _AND.split(outside):
            for place in split_at_marks(part):
                yield _JOINT_AT_END.sub("", segment[start : start + len(place)])
                start += len(place)


def _runs(text: str) -> list[str]:
    """The places in runs of those with a sign and those without."""
    groups: list[str] = []
    signed: list[bool] = []
    for line in text.split("\n"):
        whole_line = HAS_SIGN.search(line) is not None and not _OWN.search(line) and has_mark(line)
        for segment in _segments(line):
            in_village = groups and _is_village(groups[-1]) and starts_on_street(segment.strip())
            if groups and (in_village or not _PLACE_AT.match(segment)):
                groups[-1] += f",{segment}"
            else:
                groups.append(_as_street(segment.strip(), groups[-1] if groups else ""))
                signed.append(whole_line)
    village_signed = False
    for index, group in enumerate(groups):
        village_signed = village_signed and starts_on_street(group)
        if own := _OWN.search(group):
            village_signed = _is_village(group[: own.start()])
            behind = re.search(r"\w", group[own.end() :])
            if not village_signed and (behind or _SEVERAL_HOUSES.search(group[: own.start()])):
                raise Unread("незрозуміло, котрих будинків стосується «скасовано» чи «перенесено»", suggestion=None)
            if _TWO_NAMES.search(_BRACKET.sub("", group)):
                raise Unread(_UNCLEAR, suggestion=None)
            signed[index] = True
        signed[index] = signed[index] or village_signed
    runs: list[str] = []
    for index, group in enumerate(groups):
        if index and signed[index] == signed[index - 1] and not (signed[index] and _OWN.search(group)):
            runs[-1] += f", {group}"
        else:
            runs.append(group)
    return runs
