"""A day and a time each for start and end: `24.11.2026 22:00 – 25.11.2026 06:00`."""

import re
from collections.abc import Iterator
from datetime import date, timedelta

from pipeline.source.text.atoms import Atom, Sort
from pipeline.source.text.taggers.days import Days
from pipeline.source.text.tokens import Token
from pipeline.source.times.dates import find_days
from pipeline.source.times.hours import Hours, find_times
from pipeline.source.unread import Unread

_DAY = r"\d{1,2}[./]\d{1,2}[./](?:20)?\d\d(?:\s*(?:р\.|року))?"
_TIME = r"\d{1,2}[:.]\d\d(?:\s*год\w*\.?)?"
_MOMENT = rf"(?:{_DAY}[\s,|]*(?:об?\s)?{_TIME}|{_TIME}[\s,|]*{_DAY})"
_MOMENTS = re.compile(
    rf"(?:\b(?:з|від)\s+)?(?P<start>{_MOMENT})\s*(?:до|по|[–|—-])?\s*(?P<end>{_MOMENT})", re.IGNORECASE
)


def tag_moments(tokens: list[Token], text: str, near: date) -> Iterator[Atom]:
    """The atoms of moments; what is longer than a night is none that could be told."""
    for found in _MOMENTS.finditer(text):
        first = next((at for at, token in enumerate(tokens) if token.start >= found.start()), None)
        last = next((at for at in range(len(tokens), 0, -1) if tokens[at - 1].end <= found.end()), None)
        if first is None or last is None or first >= last:
            continue
        value = _between(found["start"], found["end"], near)
        if value is not None:
            yield Atom(Sort.MOMENTS, first, last, -0.5, value)
        else:
            yield Atom(Sort.HALF, first, last, -0.4, found[0])


def _between(start: str, end: str, near: date) -> tuple[Days, Hours] | None:
    try:
        (since, *_), rest = find_days(start, near=near, is_date=False)
        (till, *_), other = find_days(end, near=near, is_date=False)
    except (Unread, ValueError):
        return None
    first, last = find_times(rest), find_times(other)
    if len(first) != 1 or len(last) != 1 or first[0] is None or last[0] is None:
        return None
    if till == since and last[0] > first[0]:
        return Days((since,)), Hours(first[0], last[0])
    if till == since + timedelta(days=1) and last[0] <= first[0]:
        return Days((since,)), Hours(first[0], last[0])
    return None
