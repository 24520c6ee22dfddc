"""The grammar of a line of free text: what of it is day, district, hours, reason, change, and what are its places.

    line    = head body
    head    = {day | district | what every line says | reason}     all that stands before the first place
    body    = {places hours} [tail]                                hours stand behind their places,
            | {hours places}                                       or all before them: the first one tells
            | places                                               without hours: those of a column or of a heading
    hours   = stretch {("," | "та") stretch} [change]              changes and reasons are signs here, see
    tail    = places | extent | reason                             `changes` and `reasons`
    places  = see `places`

What is inherited: the head holds for all places of the line; a street in front takes the settlement named last; a
reason is that of the works it stands at, and a single one that of all; places of the tail share the hours before them.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from pipeline.source.address_text import first_mark, has_mark, is_extent, last_settlement, starts_on_street
from pipeline.source.changes import BEHIND_HOURS
from pipeline.source.dates import find_days, without_stamp
from pipeline.source.hours import cut_hours
from pipeline.source.phrases import FULL_DATE, without_phrases, without_statements
from pipeline.source.reasons import cut_reasons, take_reasons
from pipeline.source.words import district_in, without_district

_LETTERS = re.compile(r"[^\W\d_]{2}")
_AND = re.compile(r"\b(?:та|і|й)\b")
_IN = re.compile(r"\b[ВвУу]\s+(?=\s*:)|^\s*(?:[ВвУу]|[Пп]о)\s*$")
"""What is left of `В Хустському районі:`."""
_AROUND = " .,;–—-()|"


@dataclass(frozen=True, slots=True)
class _Part:
    """Places and the hours that they share, each as printed."""

    places: str
    hours: str
    tail: str = ""
    """What follows the last hours and is no place."""


def expand(fields: Mapping[str, str], near: date) -> Iterator[dict[str, str]]:
    """The fields of a row whose text holds days, hours or a reason, apart; one for each hours in the text."""
    text = fields.get("text") or fields.get("address", "")
    has_hours = any(fields.get(name) for name in ("hours", "start", "end"))
    if "text" not in fields and has_hours:
        yield dict(fields)
        return
    said = {name: value for name, value in fields.items() if name not in ("text", "address")}
    text, reasons = cut_reasons(text)
    body = _take_head(text, said, near)
    if len(reasons) == 1:
        body, said["reason"] = take_reasons(body, reasons)[0], said.get("reason") or reasons[0]
    settlement = said.get("settlement", "")
    for part in [_Part(body, "")] if has_hours else _parts(body):
        own = _fields(part, said, reasons)
        if settlement and starts_on_street(own["address"]):
            own["settlement"] = settlement
        settlement = last_settlement(own["address"]) or settlement
        yield own


def _fields(part: _Part, said: Mapping[str, str], reasons: list[str]) -> dict[str, str]:
    hours, behind = take_reasons(part.hours, reasons)
    own = {**said, **({"hours": hours} if hours else {})}
    own["address"], before = take_reasons(part.places, reasons)
    tail, after = take_reasons(part.tail, reasons)
    if reason := "; ".join(filter(None, (before, behind, after))) or tail.strip(_AROUND):
        own.setdefault("reason", reason)
    return own


def _take_head(text: str, said: dict[str, str], near: date) -> str:
    """Move the days and the district that stand before the first place to what is said; the text without them."""
    at = first_mark(text)
    head, body = text[:at], text[at:]
    days, rest = find_days(without_stamp(head), near=near, is_date=False)
    if days and not said.get("date"):
        said["date"], head = head, rest
    elif not days and (dates := FULL_DATE.findall(body)):
        said.setdefault("date", " ".join(dates))
        body = FULL_DATE.sub(" ", body)
    if district := district_in(head):
        said.setdefault("district", district)
        head = _IN.sub(" ", without_district(head))
    return f"{without_phrases(head)}{without_statements(body)}"


def _parts(body: str) -> Iterator[_Part]:
    """The body as places with their hours."""
    groups = _hours_in(body)
    if not groups:
        yield _Part(body, "")
        return
    starts, ends = [start for start, _ in groups], [end for _, end in groups]
    if not _LETTERS.search(body[: starts[0]]):
        for start, end, following in zip(starts, ends, [*starts[1:], len(body)], strict=True):
            yield _Part(body[end:following], body[start:end])
        return
    for before, start, end in zip([0, *ends], starts, ends, strict=False):
        places, tail = body[before:start], ""
        if end == ends[-1]:
            tail = body[end:]
            if has_mark(tail) or is_extent(tail):
                places, tail = f"{places}, {tail.strip(_AROUND)}", ""
        yield _Part(places, body[start:end], tail)


def _hours_in(body: str) -> list[tuple[int, int]]:
    """Hours with nothing but `та` or a comma in between belong together, and with them what cancels or moves them."""
    groups: list[tuple[int, int]] = []
    for start, last, _ in cut_hours(body):
        behind = BEHIND_HOURS.match(body, last)
        end = behind.end() if behind else last
        if groups and not _LETTERS.search(_AND.sub("", body[groups[-1][1] : start])):
            groups[-1] = (groups[-1][0], end)
        else:
            groups.append((start, end))
    return groups
