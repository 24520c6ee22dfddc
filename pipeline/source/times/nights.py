"""Nights named by both their days: `в ніч з 24 на 25 листопада з 22:00 до 06:00` begins on the evening of the 24th."""

import re
from collections.abc import Callable, Sequence

from pipeline.source.times.hours import Hours
from pipeline.source.times.months import OF_DATES
from pipeline.source.unread import Unread

_MONTH = rf"\s+(?:{OF_DATES})|\.\d\d(?:\.(?:20)?\d\d)?(?!\d)"
_NIGHT = re.compile(
    r"(?:\b[ву]\s+)?(?:\bніч\s+)?\b(?:з|із|зі)\s+"
    rf"(?P<evening>\d{{1,2}})(?:-?го)?(?P<its>{_MONTH})?\s+на\s+(?P<morning>\d{{1,2}})(?:-?го)?(?P<month>{_MONTH}|\s+числа)?"
    r"(?P<year>\s+20\d\d)?(?:\s*(?:року|р\.))?",
    re.IGNORECASE,
)
_SLASHED = re.compile(
    rf"(?:\b[ву]\s+)?(?:\bніч\s+)?(?<![\d./])(?P<evening>\d{{1,2}})(?P<its>{_MONTH})?\s?/\s?(?P<morning>\d{{1,2}})(?P<month>{_MONTH})"
    r"(?P<year>\s+20\d\d)?",
    re.IGNORECASE,
)
"""`24/25.11`: a night where its hours go over midnight, else two days."""


def by_their_evenings(text: str, hours_in: Callable[[str], Sequence[Hours]]) -> str:
    """The text with the day of its evening for each night; `hours_in` gives the hours that a text has beside it.

    Raises `Unread` where those are no hours over midnight, as either day may be meant.
    """
    form = _NIGHT if " на " in text else _SLASHED
    night = form.search(text) if form is _NIGHT or "/" in text else None
    if night is None:
        return text
    hours = hours_in(form.sub(" ", text))
    month = night["its"] or (night["month"] if int(night["evening"]) < int(night["morning"]) else None)
    known = month or not night["month"]
    is_night = hours and known and all(each.start >= each.end for each in hours)
    if form is _SLASHED and known and not (is_night and int(night["morning"]) in (int(night["evening"]) + 1, 1)):
        return text
    if not is_night:
        raise Unread(f"незрозуміло, котрий день: «{night[0].strip()}»")
    return form.sub(f" {night['evening']}{month or ' числа'}{night['year'] or ''} ", text)
