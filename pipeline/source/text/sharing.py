"""How places share the days and hours of a line.

Days (or hours) that stand once hold for all places of the line. Where they stand several times each holds for the
places before it, if places come first, and for those behind it otherwise.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from pipeline.source.text.atoms import Sort
from pipeline.source.text.taggers.days import Days
from pipeline.source.text.towns import Item
from pipeline.source.times.changes import Change
from pipeline.source.times.hours import Hours

PLACES = frozenset({Sort.SETTLEMENT, Sort.STREET, Sort.HOUSES})


_LIKE_HOURS = re.compile(r"(\d{1,2})\s?[-–—]\s?(\d{1,2})")


@dataclass(slots=True)
class When:
    """Days and hours that stand together."""

    days: list[Days] = field(default_factory=list)
    hours: list[Hours] = field(default_factory=list)
    halves: list[str] = field(default_factory=list)
    breaks: bool = False


@dataclass(slots=True)
class Segment:
    """Places that stand together, with the time that is theirs."""

    items: list[Item] = field(default_factory=list)
    times: list[When] = field(default_factory=list)
    """Its hours, each with the days that are theirs."""
    days: Days | None = None
    """Where it has no hours of its own."""
    reasons: list[str] = field(default_factory=list)
    changes: list[tuple[int, Change]] = field(default_factory=list)
    """Each with the place in `items` where it stands."""
    unclear: str | None = None
    """Why its time is not known."""

    @property
    def has_place(self) -> bool:
        """Whether a settlement, a street or houses are named."""
        return any(item.sort in PLACES for item in self.items)


def merged(days: Sequence[Days]) -> Days:
    """Several days side by side as one."""
    if len(days) == 1:
        return days[0]
    problem = next((each.problem for each in days if each.problem and not each.is_relative), None)
    known = sorted({day for each in days for day in each.days})
    weekdays = frozenset().union(*(each.weekdays or () for each in days)) or None
    if known:
        weekdays = None
        if any(each.is_half for each in days):
            problem = problem or "незрозуміла дата"
    return Days(
        tuple(known),
        problem,
        weekdays,
        any(each.is_night for each in days),
        not known and any(each.is_relative for each in days),
    )


def shared(order: list[Segment | When]) -> tuple[list[Segment], list[When]]:
    """The segments, each with its days and hours."""
    order = _joined(order)
    segments = [each for each in order if isinstance(each, Segment)]
    whens = [each for each in order if isinstance(each, When)]
    placed = [index for index, each in enumerate(order) if isinstance(each, Segment) and each.has_place]
    days = [index for index, each in enumerate(order) if isinstance(each, When) and each.days]
    hours = [index for index, each in enumerate(order) if isinstance(each, When) and (each.hours or each.halves)]
    for index in placed:
        segment = order[index]
        if not isinstance(segment, Segment):
            continue
        own_days = _of(order, days, index, placed) if days else []
        shared = merged([each for when in own_days for each in when.days]) if own_days else None
        segment.days = shared
        for when in _of(order, hours, index, placed) if hours else ():
            segment.times.append(
                When([merged(when.days)] if when.days else [shared] if shared else [], when.hours, when.halves)
            )
    _check(order, placed, days, hours)
    return segments, whens


def _of(order: list[Segment | When], at: list[int], index: int, placed: list[int]) -> list[When]:
    """The times that are those of the places at `index`."""
    whens = {at_: each for at_ in at if isinstance(each := order[at_], When)}
    if len(at) == 1 or len(placed) == 1:
        return [whens[each] for each in at]
    if placed[0] < at[0]:
        behind = next((each for each in at if each > index), at[-1])
        return [whens[behind]]
    before = [each for each in at if each < index]
    start = before[-1] if before else at[0]
    own = [start]
    for earlier in reversed(before[:-1]):
        if any(earlier < place < own[0] for place in placed):
            break
        own.insert(0, earlier)
    return [whens[index] for index in own]


def _joined(order: list[Segment | When]) -> list[Segment | When]:
    """Times with nothing but signs between them are one; what follows places and names none goes to these."""
    joined: list[Segment | When] = []
    for each in order:
        before = joined[-1] if joined else None
        if isinstance(each, Segment) and not each.has_place:
            home = next((other for other in reversed(joined) if isinstance(other, Segment)), None)
            if home is not None:
                offset = len(home.items)
                home.items += [Item(Sort.SIGN, "|", "|"), *each.items]
                home.changes += [(at + offset + 1, change) for at, change in each.changes]
                continue
            if not each.items and not each.changes:
                continue
        if isinstance(each, When) and isinstance(before, When) and not (each.days and before.hours):
            before.days += each.days
            before.hours += each.hours
            before.halves += each.halves
            continue
        joined.append(each)
    joined = _with_town_before(joined)
    head = joined[0] if joined else None
    if isinstance(head, Segment) and not head.has_place:
        onward = next((each for each in joined[1:] if isinstance(each, Segment)), None)
        if onward is not None:
            offset = len(head.items)
            onward.items[:0] = head.items
            onward.changes = [*head.changes, *((at + offset, change) for at, change in onward.changes)]
            joined = joined[1:]
    return joined


def _with_town_before(order: list[Segment | When]) -> list[Segment | When]:
    """`м. Хуст: 9:00-12:00 вул. Миру, 13:00-16:00 вул. Нова`: the settlement is over all streets."""
    if len(order) < 3 or not isinstance(order[0], Segment):
        return order
    segments = [each for each in order if isinstance(each, Segment) and each.has_place]
    whens = [each for each in order if isinstance(each, When) and each.hours]
    firsts = [next(item for item in segment.items if item.sort in PLACES) for segment in segments]
    head = [item for item in order[0].items if item.sort in PLACES]
    streets_follow = all(first.sort is Sort.STREET for first in firsts[1:])
    if (
        len(head) == 1
        and head[0].sort is Sort.SETTLEMENT
        and len(whens) == len(segments) - 1
        and streets_follow
        and isinstance(order[-1], Segment)
    ):
        segments[1].items[:0] = [*order[0].items, Item(Sort.SIGN, ":", ":")]
        return order[1:]
    return order


def _check(order: list[Segment | When], placed: list[int], days: list[int], hours: list[int]) -> None:
    """Where it is not clear which hours are those of which day or place, nothing may be told."""
    segments = [each for index in placed if isinstance(each := order[index], Segment)]
    reason = ""
    alone = [index for index in days if index not in hours]
    if len(days) > 1 and len(hours) == 1 and len(placed) > 1 and hours[0] > placed[0]:
        reason = "незрозуміло, котрі години котрого дня"
    elif len(placed) == 1 and hours and alone and len(days) > 1 and (alone[-1] > hours[0]):
        reason = "незрозуміло, котрий день"
    if reason:
        for segment in segments:
            segment.unclear = reason
    if hours and placed and placed[0] < hours[-1] < placed[-1]:
        tail = segments[-1].items
        numbers = next(
            (item for item in tail if item.sort is Sort.HOUSES and _LIKE_HOURS.fullmatch(item.printed)), None
        )
        if numbers is not None and not any(
            getattr(item.value, "kind", None) or getattr(item.value, "is_marked", False) for item in tail
        ):
            for segment in segments:
                segment.unclear = f"незрозуміло, години це чи будинки: «{numbers.printed}»"
    if len(hours) > 1 and placed and hours[0] < placed[0] and hours[-1] > placed[-1]:
        several = sum(item.sort in (Sort.SETTLEMENT, Sort.STREET) for segment in segments for item in segment.items)
        for segment in segments if several > 1 else ():
            segment.unclear = "незрозуміло, котрі години котрої адреси"
