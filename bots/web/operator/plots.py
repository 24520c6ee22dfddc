"""Plots of the operator's pages: pure SVG, from zero, coloured by the style sheet, readable at 320 pixels.

Each says in words what it shows, and stands beside the table of the same numbers.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from itertools import accumulate

from markupsafe import Markup

from bots.web.operator.words import WEEKDAYS, alphabetical
from pipeline.domain.naming import STAGES
from pipeline.domain.overview import ComingWorks
from pipeline.domain.stages import Stage

WIDTH = 320
_HEIGHT, _TOP, _BOTTOM = 124, 16, 18
_GAP = 3.0
_HEAD, _NAMES, _ROW = 30, 106, 23
_LONGEST_NAME = 15
"""Letters of a district that fit beside its cells."""
_SHADES = 4


def stacked_days(counts: Mapping[date, Mapping[Stage, int]], title: str) -> Markup:
    """A bar a day of what was sent, stacked by stage, the earliest at the base; empty where that is nothing."""
    totals = {day: sum(stages.values()) for day, stages in counts.items()}
    highest = max(totals.values(), default=0)
    if not highest:
        return Markup()
    step = WIDTH / len(counts)
    parts: list[Markup] = []
    for index, (day, stages) in enumerate(counts.items()):
        x = index * step
        parts += _stack(stages, highest, x + _GAP / 2, step - _GAP)
        if totals[day]:
            y = _HEIGHT - _BOTTOM - _height(totals[day], highest) - 4
            parts.append(_text(x + step / 2, y, _short(totals[day])))
        parts.append(_text(x + step / 2, _HEIGHT - 4, f"{day:%d.%m}", "faint"))
    return _plot(_HEIGHT, f"{title}: {_said(totals)}", parts)


def timeline(coming: Sequence[ComingWorks], first: date, days: int, title: str) -> Markup:
    """Works a day and district: a row a district, a column a day, darker where there are more; empty without works."""
    if not coming:
        return Markup()
    columns = [first + timedelta(days=number) for number in range(days)]
    districts = sorted({each.district for each in coming}, key=alphabetical)
    works = {(each.district, each.day): each.works for each in coming}
    most, step = max(works.values()), (WIDTH - _NAMES) / days
    parts = [_text(_NAMES + (at + 0.5) * step, 11, WEEKDAYS[day.weekday()], "faint") for at, day in enumerate(columns)]
    parts += [_text(_NAMES + (at + 0.5) * step, 24, f"{day:%d}") for at, day in enumerate(columns)]
    for row, district in enumerate(districts):
        y = _HEAD + row * _ROW
        parts.append(_text(0, y + _ROW / 2 + 4, _cut(district.removesuffix(" РЕМ") or "без району"), anchor="start"))
        for at, day in enumerate(columns):
            count = works.get((district, day), 0)
            shade = -(-count * _SHADES // most)
            parts.append(_rect(_NAMES + at * step + 1, y + 1, step - 2, _ROW - 2, f"shade-{shade}"))
            if count:
                parts.append(_text(_NAMES + (at + 0.5) * step, y + _ROW / 2 + 4, str(count), f"on-{shade}"))
    totals = {day: sum(works.get((district, day), 0) for district in districts) for day in columns}
    return _plot(_HEAD + len(districts) * _ROW, f"{title}: {_said(totals)}", parts)


def _stack(stages: Mapping[Stage, int], highest: int, x: float, width: float) -> Iterable[Markup]:
    """The parts of one bar, from the base up."""
    shown = [stage for stage in STAGES if stages.get(stage)]
    heights = [_height(stages[stage], highest) for stage in shown]
    for stage, height, top in zip(shown, heights, accumulate(heights), strict=True):
        yield _rect(x, _HEIGHT - _BOTTOM - top, width, height, f"stage-{stage}")


def _height(count: int, highest: int) -> float:
    return count * (_HEIGHT - _TOP - _BOTTOM) / highest


def _said(totals: Mapping[date, int]) -> str:
    """The numbers in words, for whoever does not see them."""
    return ", ".join(f"{day:%d.%m} — {count}" for day, count in totals.items())


def _plot(height: float, words: str, parts: Iterable[Markup]) -> Markup:
    return Markup('<svg class="plot" viewBox="0 0 {} {:g}" role="img" aria-label="{}">{}</svg>').format(
        WIDTH, height, words, Markup().join(parts)
    )


def _rect(x: float, y: float, width: float, height: float, name: str) -> Markup:
    rect = Markup('<rect class="{}" x="{:.1f}" y="{:.1f}" width="{:.1f}" height="{:.1f}"/>')
    return rect.format(name, x, y, width, height)


def _text(x: float, y: float, text: str, name: str = "", anchor: str = "middle") -> Markup:
    return Markup('<text class="{}" x="{:.1f}" y="{:.1f}" text-anchor="{}">{}</text>').format(name, x, y, anchor, text)


def _short(count: int) -> str:
    """`950`, `1,2 тис.`: as much as fits over a bar."""
    return str(count) if count < 1000 else f"{count / 1000:.1f}".replace(".", ",") + " тис."  # noqa: PLR2004


def _cut(name: str) -> str:
    return name if len(name) <= _LONGEST_NAME else f"{name[: _LONGEST_NAME - 1]}…"
