"""Houses: which ones a printed list means, and how surely."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache

from pipeline.domain.addresses.house import House, Span
from pipeline.domain.addresses.house_grammar import Dangling, Element, Flat, Letter
from pipeline.domain.addresses.house_pieces import Unread, read_piece
from pipeline.domain.addresses.house_words import Mark
from pipeline.domain.works import Certainty

__all__ = ["House", "Houses", "Span", "parse_house", "parse_houses"]


@dataclass(frozen=True, slots=True)
class Houses:
    """A list of houses as understood; `str` prints it, and what is printed is read as the same list."""

    houses: frozenset[House] = frozenset()
    spans: frozenset[Span] = frozenset()
    everything: bool = False
    """The whole street: `вся`, or only exceptions are named."""
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
    _parts: dict[House, set[str]] = field(default_factory=dict, init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        for house in [each for each in self.houses if each.part]:
            self._parts.setdefault(house.whole, set()).add(house.part_number)

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
        pieces += map(str, sorted(self.houses))
        if self.excluded is not None:
            pieces.append(f"{Mark.EXCEPT.value} {self.excluded}".strip())
        return ", ".join(pieces)

    @property
    def is_vague(self) -> bool:
        """Whether it names nothing that was understood: any house may be meant."""
        return not (self.houses or self.spans or self.nameless or self.everything)

    def covers(self, house: House | None) -> Certainty | None:
        """Whether the list means this house (None: a house without a number); None where it does not."""
        left_out = self.excluded.covers(house) if self.excluded else None
        if left_out is Certainty.CERTAIN:
            return None
        found = self._listed(house)
        sure = found is Certainty.CERTAIN and left_out is None and not self.partly
        return found if found is None or sure else Certainty.POSSIBLE

    def _listed(self, house: House | None) -> Certainty | None:
        if self.everything or house in self.houses:
            return Certainty.CERTAIN
        if house is None:
            return Certainty.POSSIBLE
        held = {span.holds(house) for span in self.spans}
        if Certainty.CERTAIN in held:
            return Certainty.CERTAIN
        vague = self.partly or self.unread or self.is_vague
        possible = vague or Certainty.POSSIBLE in held or self._lists_part_of(house)
        return Certainty.POSSIBLE if possible else None

    def _lists_part_of(self, house: House) -> bool:
        """`20` and `20 к.1` may be one, and so may `20 к.1` and `20 бл.1`."""
        if not house.part:
            return house in self._parts
        return house.whole in self.houses or house.part_number in self._parts.get(house.whole, ())


@lru_cache(maxsize=65536)
def parse_house(text: str) -> House | None:
    """One house, as an account has it; None where there is no number or more than one (`б/н`, `12-14`).

    A flat is left out: it is no part of a list of houses.
    """
    houses = _parse(text.rstrip(" -–—"))
    if len(houses.houses) != 1 or houses.spans or houses.unread or houses.everything:
        return None
    (house,) = houses.houses
    return house.whole if house.part.startswith("кв.") else house


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
_KNOWN_PIECES = 32768


def _read(pieces: Iterable[str]) -> Houses:
    reading = _Reading()
    for piece in pieces:
        if (house := _one_house.get(piece)) is not None:
            reading.take_house(house)
            continue
        elements = read_piece(piece)
        for element in elements:
            reading.take(element)
        if len(elements) == 1 and isinstance(elements[0], House) and len(_one_house) < _KNOWN_PIECES:
            _one_house[piece] = elements[0]
    return reading.finish()


@dataclass(slots=True)
class _List:
    """A list while it is being read."""

    houses: set[House] = field(default_factory=set)
    spans: set[Span] = field(default_factory=set)
    marks: set[Mark] = field(default_factory=set)
    unread: set[str] = field(default_factory=set)

    def freeze(self, excluded: Houses | None = None) -> Houses:
        only_exceptions = excluded is not None and not (self.houses or self.spans)
        return Houses(
            frozenset(self.houses),
            frozenset(_with_likely_sides(self.spans)),
            everything=Mark.ALL in self.marks or only_exceptions,
            partly=Mark.PARTLY in self.marks,
            nameless=Mark.NAMELESS in self.marks,
            supply=Mark.SUPPLY in self.marks,
            unread=tuple(sorted(self.unread, key=lambda piece: (piece.endswith("-"), piece))),
            excluded=excluded,
        )


class _Reading:
    """The state between the pieces of a list: what a letter or a flat alone belongs to, and exceptions."""

    def __init__(self) -> None:
        self.list = self.main = _List()
        self.excluded: _List | None = None
        self.last: House | None = None
        self.dangling: House | None = None

    def take_house(self, house: House) -> None:
        self._settle_dangling()
        self.list.houses.add(house)
        self.last = house

    def take(self, element: Element | Unread) -> None:
        base = self.dangling or self.last
        if isinstance(element, Letter) and base and not base.part:
            mark = base.mark[:-1] if base.mark[-1:].isalpha() else base.mark
            element = base._replace(mark=mark + element.letter)
            self.dangling = None
        self._settle_dangling()
        if isinstance(element, Flat) and self.last:
            if not self.last.part:
                self.list.houses.discard(self.last)
            element = self.last._replace(part=element.part)
        self.last = element if isinstance(element, House) else None
        self._put(element)

    def _put(self, element: Element | Unread) -> None:
        match element:
            case House():
                self.list.houses.add(element)
            case Span():
                self.list.spans.add(element)
            case Dangling():
                self.dangling = element.house
            case Letter(text) | Unread(text):
                self.list.unread.add(text)
            case Mark.EXCEPT:
                self.list = self.excluded = self.excluded or _List()
            case Mark.CLOSE:
                self.list = self.main
            case Flat():  # without a house before it
                self.list.marks.add(Mark.NAMELESS)
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


def _with_likely_sides(spans: Iterable[Span]) -> Iterable[Span]:
    """In a list that gives each side ranges of its own, `1-5, 4-10`, a range hardly means the other side."""
    sides = {span.parity for span in spans} - {None}
    named = any(span.side is not None for span in spans)
    for span in spans:
        parity = span.parity if span.side is None else None
        yield span._replace(likely=parity if parity is not None and (named or len(sides) > 1) else None)
