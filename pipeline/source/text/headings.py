"""What a line without a place of its own says of the lines below it."""

from collections.abc import Mapping

from pipeline.domain.works import Kind
from pipeline.source.text.atoms import Sort
from pipeline.source.text.context import Context, Over
from pipeline.source.text.line import Said
from pipeline.source.text.lines import PageLine
from pipeline.source.text.taggers.days import Days
from pipeline.source.text.taggers.phrases import kinds_in
from pipeline.source.times.dates import find_month
from pipeline.source.words import district_in

_LONGEST_TITLE = 80
_OF_OTHERS = (
    "відключення вод",
    "водопостач",
    "газопостач",
    "відключення газ",
    "без води",
    "подачу води",
    "подачі води",
)
"""Works on water or gas."""


def heading_of(line: PageLine, said: Said, context: Context) -> Over:
    """What a line says of those below it."""
    days = _days(line, said, context)
    hours = tuple(each for when in said.whens for each in when.hours)
    halves = [each for when in said.whens for each in when.halves]
    titled = line.level is not None or len(line.printed) < _LONGEST_TITLE
    return Over(
        line.printed,
        line.level,
        next((district_in(each) or each for each in said.districts), None),
        days,
        hours,
        halves[0] if halves and not hours else None,
        kind=_kind(line.printed, said),
        reason="; ".join(said.reasons) or None,
        month=find_month(line.printed)[0] if titled and not days else None,
        is_caption=line.is_caption,
    )


def _days(line: PageLine, said: Said, context: Context) -> Days | None:
    days, in_force = said.days, context.days.days if context.days else ()
    if days is None or days.is_relative or days.is_half:
        return None
    if days.weekdays is None or days.days:
        return days
    chosen = days.of(in_force)
    if chosen and chosen == in_force:
        return None
    return Days(chosen, None if chosen else f"незрозуміла дата: «{line.printed}»")


def _kind(printed: str, said: Said) -> Kind | None:
    """The kind that a heading names; none where it names planned works beside others."""
    if is_other(printed):
        return Kind.OTHER
    kinds = said.kinds - {Kind.OTHER}
    if Kind.EMERGENCY in kinds and Kind.PLANNED in kinds:
        return None
    return next((kind for kind in (Kind.SCHEDULE, Kind.EMERGENCY, Kind.PLANNED) if kind in kinds), None)


def kind_of(said: Said, fields: Mapping[str, str]) -> Kind | None:
    """The kind that the words of a row name."""
    kinds = set(said.kinds)
    for name in ("reason", "status", "notes", "hours", "date"):
        kinds |= kinds_in(fields.get(name, ""))
    return next((kind for kind in (Kind.SCHEDULE, Kind.EMERGENCY, Kind.PLANNED) if kind in kinds), None)


def is_other(printed: str) -> bool:
    """Whether a text speaks of water or gas."""
    small = printed.lower()
    return any(each in small for each in _OF_OTHERS)


def only_town(said: Said) -> bool:
    """Whether a line names a settlement and no other place."""
    places = [
        item.sort
        for segment in said.segments
        for item in segment.items
        if item.sort in (Sort.SETTLEMENT, Sort.STREET, Sort.HOUSES)
    ]
    return places == [Sort.SETTLEMENT]
