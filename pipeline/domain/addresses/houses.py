"""Houses: which ones a printed list means, and how surely."""

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple

from pipeline.domain.addresses.house import House, Side, Span
from pipeline.domain.addresses.house_elements import Dangling, Divided, Element, Letter, Part, Unread
from pipeline.domain.addresses.house_pieces import read_piece
from pipeline.domain.addresses.house_words import Mark
from pipeline.domain.works import Certainty

__all__ = ["House", "Houses", "Span", "parse_house", "parse_houses"]


class Houses(NamedTuple):
    """A list of houses as understood; `str` prints it, and what is printed is read as the same list."""

    houses: frozenset[House] = frozenset()
    spans: frozenset[Span] = frozenset()
    everything: bool = False
    """The whole street: `вся`, or only exceptions are named. Beside houses (`5, 7 повністю`) none is sure by it."""
    partly: bool = False
    """`частково`: any house may be meant, none surely."""
    nameless: bool = False
    """It also names what has no house number: `б/н`, a school."""
    supply: bool = False
    """It also names poles or substations; where it names nothing else, any house may be fed by them."""
    unread: tuple[str, ...] = ()
    """Pieces that were not understood, as printed: any house may be meant by them."""
    excluded: "Houses | None" = None
    """What stands behind `крім`."""
    parts: tuple[House, ...] = ()
    """Those of the houses that are part of one."""

    def __str__(self) -> str:
        """Canonical, for comparison and logs."""
        pieces = [*self.unread]
        pieces += [
            mark.value
            for mark, said in (
                (Mark.ALL, self.everything),
                (Mark.PARTLY, self.partly),
                (Mark.NAMELESS, self.nameless),
                (Mark.SUPPLY, self.supply),
            )
            if said
        ]
        pieces += sorted(map(str, self.spans))
        pieces += map(str, sorted(self.houses, key=lambda house: (house.is_flat, house)))
        if self.excluded is not None:
            pieces.append(f"{Mark.EXCEPT.value} {self.excluded}".strip())
        return ", ".join(pieces)

    @property
    def is_vague(self) -> bool:
        """Whether it names nothing that was understood: any house may be meant."""
        return not (self.houses or self.spans or self.nameless or self.everything)

    def covers(self, house: House | None) -> Certainty | None:
        """Whether the list means this house (None: a house without a number); None where it does not."""
        found = self._listed(house)
        left_out = self.excluded.covers(house) if self.excluded else None
        if left_out is None:
            return Certainty.POSSIBLE if found and self.partly else found
        if left_out is Certainty.CERTAIN and (found or not self.excluded or house not in self.excluded.houses):
            return None
        return Certainty.POSSIBLE  # it is left out possibly, or of what was not listed: `1-20, крім 7, 25`

    def _listed(self, house: House | None) -> Certainty | None:
        if house in self.houses or (self.everything and not (self.houses or self.spans)):
            return Certainty.CERTAIN
        if house is None:
            return Certainty.POSSIBLE
        held = {span.holds(house) for span in self.spans}
        if Certainty.CERTAIN in held:
            return Certainty.CERTAIN
        vague = self.partly or self.everything or self.unread or self.is_vague
        possible = vague or Certainty.POSSIBLE in held or self._lists_part_of(house)
        return Certainty.POSSIBLE if possible else None

    def _lists_part_of(self, house: House) -> bool:
        """`20` and `20 к.1` may be one, and so may `20 к.1` and `20 бл.1`."""
        if not (self.parts or house.part):
            return False
        whole = house.whole
        alike = (not house.part or each.part_number == house.part_number for each in self.parts if each.whole == whole)
        return any(alike) or (bool(house.part) and whole in self.houses)


@lru_cache(maxsize=65536)
def parse_house(text: str) -> House | None:
    """One house, as an account has it; None where there is no number or more than one (`б/н`, `12-14`).

    A flat is left out: it is no part of a list of houses.
    """
    houses = _parse(text.rstrip(" -–—"))
    sure = [span for span in houses.spans if not span.doubtful]
    if len(houses.houses) != 1 or sure or houses.unread or houses.everything:
        return None
    (house,) = houses.houses
    return house.whole if house.is_flat else house


@lru_cache(maxsize=16384)
def parse_houses(text: str) -> Houses:
    """The list of houses in `text`. Never fails: what is not understood stands in `unread`."""
    return _parse(text)


def _parse(text: str) -> Houses:
    pieces = text.replace(";", ",").split(",")
    try:
        return Houses(frozenset(map(_one_house.__getitem__, pieces)))
    except KeyError:
        return _read(pieces)


_one_house: dict[str, House] = {}
"""Pieces known to be just a house, as nearly all are: a page repeats a few thousand of them."""
_KNOWN_PIECES, _LONG = 32768, 64
_SIMPLE = re.compile(
    r"\s*(?P<number>(?=0*[1-9])\d{1,5})(?:[ /-]?(?P<letter>[А-Яа-яІіЇїЄєҐґ]))?"
    r"(?:/(?P<fraction>(?=0*[1-9])\d{1,5})(?P<behind>[А-Яа-яІіЇїЄєҐґ])?)?\s*"
)
"""A piece for which nobody needs a grammar; it would say the same: `12`, `12а`, `12-а`, `12/А`, `14/2`, `12а/2`."""


def _read(pieces: Iterable[str]) -> Houses:
    reading = _Reading()
    for piece in pieces:
        house = _one_house.get(piece) or _simple(piece)
        if house is None:
            elements = read_piece(piece)
            for element in elements:
                reading.take(element)
            if len(elements) == 1 and isinstance(elements[0], House):
                _remember(piece, elements[0])
        elif reading.dangling or reading.divided:
            reading.take(house)
        else:
            reading.last = house
            reading.list.houses.add(house)
    return reading.finish()


def _simple(piece: str) -> House | None:
    found = _SIMPLE.fullmatch(piece)
    if found is None:
        return None
    number, letter, fraction, behind = found.groups("")
    house = House(int(number), f"{letter}/{int(fraction)}{behind}".lower() if fraction else letter.lower())
    _remember(piece, house)
    return house


def _remember(piece: str, house: House) -> None:
    if len(_one_house) < _KNOWN_PIECES and len(piece) < _LONG and not (house.part or house.is_latin):
        _one_house[piece] = house


@dataclass(slots=True)
class _List:
    """A list while it is being read."""

    houses: set[House] = field(default_factory=set)
    spans: set[Span] = field(default_factory=set)
    sides: set[Side] = field(default_factory=set)
    marks: set[Mark] = field(default_factory=set)
    unread: set[str] = field(default_factory=set)

    def _spans(self) -> set[Span]:
        """The ranges. A whole side beside houses of it is doubtful: `1-25, непарні` says which of them are meant."""
        others = {house.number % 2 for house in self.houses}
        for span in self.spans:
            if span.first or span.last:
                others |= {0, 1} if span.parity is None else {span.parity.value}
        return {
            span._replace(doubtful=True) if not (span.first or span.last) and span.side in others else span
            for span in self.spans
        }

    def freeze(self, excluded: Houses | None = None) -> Houses:
        only_exceptions = excluded is not None and not (self.houses or self.spans)
        return Houses(
            frozenset(self.houses),
            frozenset(_with_likely_sides(self._spans(), self.sides)),
            everything=Mark.ALL in self.marks or only_exceptions,
            partly=Mark.PARTLY in self.marks,
            nameless=Mark.NAMELESS in self.marks,
            supply=Mark.SUPPLY in self.marks,
            unread=tuple(sorted(self.unread, key=lambda piece: (piece.endswith("-"), piece))),
            excluded=excluded,
            parts=tuple(sorted(house for house in self.houses if house.part)),
        )


class _Reading:
    """The state between the pieces of a list: what a letter or a part alone belongs to, brackets and exceptions."""

    def __init__(self) -> None:
        self.list = self.main = _List()
        self.excluded: _List | None = None
        self.last: House | None = None
        self.dangling: House | None = None
        self.divided: House | None = None
        """The house before, whose flats or parts may follow: `15 кв.1, 2`, `12 (корп. 1, 2)`."""
        self.in_bracket = False

    def take(self, element: Element | Unread) -> None:
        read = self._joined(element)
        self._settle_dangling()
        if isinstance(read, House):
            self._take_house(read)
            if isinstance(element, Part):
                self.divided = read
            return
        self.last = None
        if not isinstance(read, Mark):
            self.divided = None
        self._put(read)

    def _joined(self, element: Element | Unread) -> Element | Unread:
        """A letter or a part alone as the house that it makes of the one before it."""
        base = self.dangling or self.last or self.divided
        match element:
            case Part(part) if base:
                if not base.part:
                    self.list.houses.discard(base)
                return base._replace(part=part)
            case Letter(letter) if base and base.part_number.isalpha():
                return base._replace(part=base.part.removesuffix(base.part_number) + letter)
            case Letter(letter) if base and not base.part:
                self.dangling = None
                mark = base.mark[:-1] if base.mark[-1:].isalpha() else base.mark
                return base._replace(mark=mark + letter)
        return element

    def _take_house(self, house: House) -> None:
        if self.divided and house == House(house.number):
            self.list.spans |= {Span.maybe(self.divided.number), Span.maybe(house.number)}
            self.last = None
            return
        self.list.houses.add(house)
        if house.is_latin:
            self.list.spans.add(Span.maybe(house.number))
        self.last = house
        self.divided = house if house.is_flat else None

    def _put(self, element: Element | Unread) -> None:
        match element:
            case Side():
                self.list.sides.add(element)
            case Span():
                self.list.spans.add(element)
            case Dangling():
                self.dangling = element.house
            case Unread(text) | Letter(text) | Part(text):  # these two without a house before them
                self.list.unread.add(text)
            case Mark.EXCEPT:
                self.list = self.excluded = self.excluded or _List()
                self.divided = None
            case Divided(house):
                self.divided, self.in_bracket = house, True
            case Mark.CLOSE:
                self.list = self.list if self.in_bracket else self.main
                self.divided, self.in_bracket = None, False
            case Mark():
                self.list.marks.add(element)

    def finish(self) -> Houses:
        self._settle_dangling()
        return self.main.freeze(self.excluded.freeze() if self.excluded else None)

    def _settle_dangling(self) -> None:
        if self.dangling:
            self.list.houses.add(self.dangling)
            self.list.unread.add(f"{self.dangling}-")
            self.dangling = None


def _with_likely_sides(spans: Collection[Span], sides: Collection[Side]) -> Iterable[Span]:
    """In a list that gives each side ranges of its own, `1-5, 4-10`, a range hardly means the other side."""
    parities = {span.parity for span in spans if not span.doubtful} - {None}
    named = bool(sides) or any(span.side is not None for span in spans)
    for span in spans:
        one_sided = span.side is None and not span.doubtful and span.parity is not None
        yield span._replace(likely=span.parity) if one_sided and (named or len(parities) > 1) else span
