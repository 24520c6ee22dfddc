"""Places while a line is being read: a settlement gathers streets, and each of them houses."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from pipeline.domain.addresses.houses import Houses, parse_houses
from pipeline.domain.addresses.settlements import Settlement
from pipeline.domain.addresses.streets import Street
from pipeline.domain.works import Certainty, Place
from pipeline.source.text.atoms import Sort
from pipeline.source.unread import Problem

Resolve = Callable[[str, str | None], Settlement | Problem]


Spelled = Callable[[str, str | None], Settlement | None]


_ROOT = 4
"""So many letters has a district in common with the town after which it is named: `Хустський`."""


HAMLETS = ("х.", "х ", "хут", "прис", "п-ць")


WEAK_KINDS = ("прис.", "х.", "ур.")


@dataclass(frozen=True, slots=True)
class Item:
    """An atom of a line as the assembly sees it."""

    sort: Sort
    printed: str
    value: object = None
    column: str = ""


@dataclass(slots=True)
class Lane:
    """A street and the houses in it that were named so far."""

    street: Street | None
    """None: the settlement itself, beside houses without a street."""
    houses: list[str] = field(default_factory=list)
    sure: bool = True
    whole: bool = False
    weakened: bool = False
    """Not sure by words at it, which say nothing of the streets behind."""


@dataclass(slots=True)
class Town:
    """A settlement and what lies in it; `name` empty until the one behind its streets comes."""

    name: str
    katottg: str | None = None
    printed: str = ""
    sure: bool = True
    is_meant: bool = True
    """As a whole, where no street of it is named."""
    whole: bool = False
    problem: Problem | None = None
    lanes: list[Lane] = field(default_factory=list)

    def places(self) -> list[Place]:
        """Its streets, or itself where none is named."""
        if not self.name:
            return []
        if not self.lanes:
            return [Place(self.name, self.katottg, None, None, _certainty(sure=self.sure))] if self.is_meant else []
        return [self._place(lane) for lane in self.lanes]

    def described(self) -> Iterator[str]:
        """Words that stand for houses: for the operator to see."""
        for lane in self.lanes:
            listed = parse_houses(", ".join(lane.houses))
            for part in (listed, listed.excluded):
                if part and part.unread:
                    yield from (piece for piece in part.unread if " " in piece)

    def _place(self, lane: Lane) -> Place:
        printed = ", ".join(lane.houses)
        listed = parse_houses(printed) if printed else None
        sure = self.sure_in and lane.sure and _understood(listed)
        if lane.street is not None and not lane.street.name:
            return Place(self.name, self.katottg, None, printed or None, Certainty.POSSIBLE)
        return Place(self.name, self.katottg, lane.street, printed or None, _certainty(sure=sure))

    sure_in: bool = True
    """Its streets are surely its own."""


def _understood(listed: Houses | None) -> bool:
    """Whether any house is surely meant: words among them leave the others as they are."""
    return listed is None or not (listed.partly or (listed.is_vague and (listed.unread or listed.supply)))


def _certainty(*, sure: bool) -> Certainty:
    return Certainty.CERTAIN if sure else Certainty.POSSIBLE


@dataclass(frozen=True, slots=True)
class Found:
    """What the places of a part of a line came to."""

    places: tuple[Place, ...]
    problems: tuple[Problem, ...]
    towns: tuple[Town, ...]


def parts_that_end_on_a_town(items: Sequence[Item]) -> set[int]:
    """Where parts behind a `;` begin of which the settlement stands behind the streets: `вул. Миру с. Липча`."""
    starts: set[int] = set()
    since: int | None = None
    for index, item in enumerate([*items, Item(Sort.SIGN, ";")]):
        if item.sort is Sort.SIGN and item.printed in (";", "\n"):
            part = [(at, each) for at, each in enumerate(items[since or 0 : index], start=since or 0)]
            placed = [(at, each) for at, each in part if each.sort in (Sort.SETTLEMENT, Sort.STREET)]
            bracketed = any(each.printed == "(" for _, each in part)
            if (
                since is not None
                and placed
                and placed[0][1].sort is Sort.STREET
                and placed[-1][1].sort is Sort.SETTLEMENT
                and not bracketed
            ):
                if getattr(placed[-1][1].value, "is_marked", False) and getattr(placed[0][1].value, "kind", None):
                    starts.add(placed[0][0])
            since = index + 1
    return starts


def is_seat(seat: Settlement, other: Settlement) -> bool:
    """Whether a district of the other is named after a settlement."""
    return any(name[:_ROOT] == seat.name[:_ROOT] for name in (other.hromada, other.raion, other.former_raion))


def tidied(printed: str) -> str:
    """A list of houses with a space behind each comma."""
    return re.sub(r"(?<!\b0)\s*,\s*", ", ", printed)


def name_of(printed: str) -> str:
    """The name of a settlement without its type."""
    words = printed.split()
    while len(words) > 1 and not words[0][:1].isupper():
        words = words[1:]
    name = " ".join(words)
    head, point, rest = name.partition(".")
    return rest.strip() if point and head.islower() else name


def bare_name(printed: str) -> str:
    """A name without the preposition that tells its case."""
    return printed.removeprefix("у ")
