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


def by_their_evenings(text: str, hours_in: Callable[[str], Sequence[Hours]]) -> str:
    """The text with the day of its evening for each night; `hours_in` gives the hours that a text has beside it.

    Raises `Unread` where those are no hours over midnight, as either day may be meant.
    """
    night = _NIGHT.search(text) if " на " in text else None
    if night is None:
        return text
    hours = hours_in(_NIGHT.sub(" ", text))
    month = night["its"] or (night["month"] if int(night["evening"]) < int(night["morning"]) else None)
    known = month or not night["month"]
    if not hours or not known or any(each.start < each.end for each in hours):
        raise Unread(f"незрозуміло, котрий день: «{night[0].strip()}»")
    return _NIGHT.sub(f" {night['evening']}{month or ' числа'}{night['year'] or ''} ", text)
