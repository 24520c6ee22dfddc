"""A line, or a row of cells: what its atoms say together, part by part.

    line  = {when} {places when} [places]      hours behind their places, or all before them
    when  = days hours {, hours}               days and hours are shared out each for itself

Days (or hours) that stand once hold for all places of the line. Where they stand several times each holds for the
places before it, if places come first, and for those behind it otherwise.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from pipeline.domain.works import Kind
from pipeline.source.text.atoms import Sort
from pipeline.source.text.decide import Text
from pipeline.source.text.sharing import PLACES, Segment, When, merged, shared
from pipeline.source.text.taggers.days import Days
from pipeline.source.text.taggers.names import street_kind
from pipeline.source.text.towns import Item
from pipeline.source.times.changes import Change
from pipeline.source.times.hours import Hours

_LISTED_DAYS = re.compile(r"(\d{1,2})\s*(?:,|та\s|і\s)")
_ANDS = ("та", "і", "й", "також")
_BESIDE = PLACES | {
    Sort.EXTENT,
    Sort.SUPPLY,
    Sort.OBJECT,
    Sort.COUNT,
    Sort.WORD,
    Sort.NUMBER,
    Sort.SIGN,
    Sort.DISTRICT,
}


@dataclass
class Said:
    """All that a line says."""

    segments: list[Segment]
    whens: list[When]
    districts: list[str]
    kinds: set[Kind]
    reasons: list[str]
    changes: list[Change]
    unknown: int
    """Words of which nothing is known."""
    words: int
    has_contact: bool
    left_over: list[str]
    """Numbers and marks of streets that no reading explains: nothing beside them is sure."""
    is_office: bool
    """It tells when and where an office is open."""
    doubt: str | None
    """Why nothing of it may be told."""
    place_unsaid: bool
    """A column of places has nothing but words of change."""
    ends_with_colon: bool

    @cached_property
    def lists_streets(self) -> bool:
        """Whether it names streets and houses, and says nothing else."""
        sorts = [item.sort for segment in self.segments for item in segment.items if item.sort is not Sort.SIGN]
        others = (
            self.whens or self.districts or self.kinds or self.changes or self.reasons or self.unknown or self.doubt
        )
        return bool(sorts) and not others and not self.has_contact and set(sorts) <= {Sort.STREET, Sort.HOUSES}

    @cached_property
    def is_marked(self) -> bool:
        """Whether it names a settlement, or a street by its kind."""
        items = [item for segment in self.segments for item in segment.items]
        return any(
            item.sort is Sort.SETTLEMENT or (item.sort is Sort.STREET and getattr(item.value, "kind", None))
            for item in items
        )

    @cached_property
    def has_place(self) -> bool:
        """Whether any place is named."""
        return any(segment.has_place for segment in self.segments)

    @property
    def has_hours(self) -> bool:
        """Whether it has hours, or half of them."""
        return any(when.hours or when.halves for when in self.whens)

    @property
    def days(self) -> Days | None:
        """The only days of a line."""
        days = [each for when in self.whens for each in when.days]
        return merged(days) if days else None


def read_line(texts: Sequence[tuple[Text, str]], near: date) -> Said:
    """What the texts of a line, each with its column, say together."""
    said = Said(
        [],
        [],
        [],
        set(),
        [],
        [],
        0,
        0,
        has_contact=False,
        left_over=[],
        is_office=False,
        doubt=None,
        place_unsaid=False,
        ends_with_colon=False,
    )
    order: list[Segment | When] = []
    for text, column in texts:
        only_changes = bool(text.path)
        if text.doubt:
            said.doubt = text.doubt
        for index, atom in enumerate(text.path):
            printed = text.of(atom)
            only_changes = only_changes and atom.sort in (Sort.CHANGE, Sort.SIGN, Sort.NOISE)
            said.words += sum(token.is_word for token in text.tokens[atom.first : atom.last])
            match atom.sort:
                case Sort.DAYS | Sort.HOURS | Sort.HALF:
                    if atom.sort is Sort.DAYS and (unclear := _houses_or_days(text, index, near)):
                        _segment(order, trailing=True).unclear = unclear
                    _take_time(order, atom.sort, atom.value, printed)
                case Sort.CHANGE:
                    if isinstance(atom.value, Change):
                        said.changes.append(atom.value)
                        segment = _segment(order, trailing=True)
                        segment.changes.append((len(segment.items), atom.value))
                case Sort.REASON:
                    said.reasons.append(str(atom.value))
                    home = next((each for each in reversed(order) if isinstance(each, Segment)), None)
                    (home or _segment(order)).reasons.append(str(atom.value))
                case Sort.KIND:
                    if isinstance(atom.value, Kind):
                        said.kinds.add(atom.value)
                case Sort.CONTACT:
                    said.has_contact = True
                    said.is_office = said.is_office or atom.value == "office"
                case Sort.MOMENTS if isinstance(atom.value, tuple):
                    _take_time(order, Sort.DAYS, atom.value[0], printed)
                    _take_time(order, Sort.HOURS, atom.value[1], printed)
                case Sort.NOISE if atom.value == "streets":
                    _segment(order).items.append(Item(atom.sort, printed, atom.value, column))
                case Sort.NOISE if printed.lower() in _ANDS:
                    if order and isinstance(order[-1], Segment):
                        order[-1].items.append(Item(Sort.SIGN, ",", printed.lower(), column))
                case Sort.NOISE:
                    pass
                case _:
                    if atom.sort is Sort.DISTRICT:
                        said.districts.append(printed)
                    if atom.sort is Sort.WORD:
                        said.unknown += 1
                    if (atom.sort is Sort.NUMBER and len(printed) <= 3) or (
                        atom.sort is Sort.WORD and street_kind(printed.lower())
                    ):
                        said.left_over.append(printed)
                    if atom.sort is Sort.SIGN and not (order and isinstance(order[-1], Segment)):
                        if order and isinstance(order[-1], When):
                            order[-1].breaks = order[-1].breaks or printed in ";\n"
                        continue
                    if atom.sort is Sort.HOUSES and (either := _either(text, index)):
                        if (
                            sum(item.sort in (Sort.SETTLEMENT, Sort.STREET) for item in _segment(order).items)
                            - bool(_segment(order).items and _segment(order).items[0].sort is Sort.SETTLEMENT)
                            > 1
                        ):
                            _segment(order).unclear = f"незрозуміло, години це чи будинки: «{printed}»"
                        _segment(order).items.append(Item(atom.sort, f"{printed} або це години", atom.value, column))
                        _take_time(order, Sort.HOURS, either, printed)
                        continue
                    if atom.sort is Sort.HOUSES and (unclear := _days_or_houses(text, index, near)):
                        _segment(order).unclear = unclear
                    _segment(order).items.append(Item(atom.sort, printed, atom.value, column))
        said.place_unsaid = said.place_unsaid or (
            only_changes and column in ("address", "street", "settlement") and bool(said.changes)
        )
        if order and isinstance(order[-1], Segment) and column:
            order[-1].items.append(Item(Sort.SIGN, "|", "|", column))
    last = texts[-1][0] if texts else None
    said.ends_with_colon = bool(last and last.tokens and last.tokens[-1].text == ":")
    said.segments, said.whens = shared(order)
    return said


def _either(text: Text, index: int) -> Hours | None:
    """The hours that houses right before hours may be: `вул. Миру 9-12, 13.00-17.00`."""
    behind = [atom for atom in text.path[index + 1 :] if not (atom.sort is Sort.SIGN and atom.value in ",;")]
    atom = text.path[index]
    if (
        not behind
        or behind[0].sort is not Sort.HOURS
        or behind[0] is text.path[index + 1]
        or text.tokens[behind[0].first].is_word
    ):
        return None
    numbers = [token.text for token in text.tokens[atom.first : atom.last]]
    if (
        len(numbers) != 3
        or not (numbers[0].isdigit() and numbers[2].isdigit())
        or text.tokens[atom.first + 1].kind != "dash"
    ):
        return None
    hours = Hours(int(numbers[0]) * 60, int(numbers[2]) * 60)
    later = behind[0].value
    plausible = hours.start < hours.end <= 24 * 60 and hours.start >= 6 * 60
    return hours if plausible and isinstance(later, Hours) and hours.end <= later.start else None


def _days_or_houses(text: Text, index: int, near: date) -> str | None:
    """Why a number right before a day may as well be a day: `вул. Миру 24, 25.11`."""
    behind = [atom for atom in text.path[index + 1 :] if not (atom.sort is Sort.SIGN and atom.value == ",")]
    atom = text.path[index]
    if (
        not behind
        or behind[0].sort is not Sort.DAYS
        or not isinstance(behind[0].value, Days)
        or not behind[0].value.days
    ):
        return None
    if (
        (behind[0] is text.path[index + 1] and text.tokens[atom.last - 1].kind != "sign")
        or "буд" in text.of(atom)
        or "№" in text.of(atom)
    ):
        return None
    tokens = text.tokens[atom.first : atom.last]
    last, day = tokens[-1], behind[0].value.days[0]
    if not last.is_number or (len(tokens) > 1 and tokens[-2].kind == "dash") or not 0 < int(last.text) < day.day:
        return None
    if day.replace(day=int(last.text)) < near:
        return None
    return f"незрозуміло, дні це чи будинки: «{last.text}, {text.of(behind[0])}»"


def _houses_or_days(text: Text, index: int, near: date) -> str | None:
    """Why days right behind a street may begin with a house: `вул. Миру 24,25.11`."""
    before = next(
        (atom for atom in reversed(text.path[:index]) if not (atom.sort is Sort.SIGN and atom.value == ",")), None
    )
    value = text.path[index].value
    found = _LISTED_DAYS.match(text.of(text.path[index]))
    if (
        before is None
        or before.sort is not Sort.STREET
        or found is None
        or not isinstance(value, Days)
        or not value.days
    ):
        return None
    last = value.days[-1]
    number = int(found[1])
    if not 0 < number < last.day or last.replace(day=number) < near:
        return None
    return f"незрозуміло, дні це чи будинки: «{text.of(text.path[index])}»"


def _segment(order: list[Segment | When], *, trailing: bool = False) -> Segment:
    if order and isinstance(order[-1], Segment):
        return order[-1]
    if trailing:
        for each in reversed(order):
            if isinstance(each, Segment):
                return each
    segment = Segment()
    order.append(segment)
    return segment


def _take_time(order: list[Segment | When], sort: Sort, value: object, printed: str) -> None:
    last = order[-1] if order else None
    if (
        isinstance(last, Segment)
        and not any(item.sort in _BESIDE and item.sort is not Sort.SIGN for item in last.items)
        and not last.changes
    ):
        order.pop()  # signs alone
        last = order[-1] if order else None
    if isinstance(last, When) and sort is Sort.DAYS and last.hours:
        last = None
    when = last if isinstance(last, When) else When()
    if when is not last:
        order.append(when)
    if sort is Sort.DAYS and isinstance(value, Days):
        when.days.append(value)
    elif sort is Sort.HOURS and isinstance(value, Hours):
        when.hours.append(value)
    else:
        when.halves.append(printed)
