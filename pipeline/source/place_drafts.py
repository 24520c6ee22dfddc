"""Places while an address text is being read: a settlement gathers streets, and each of them houses."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from pipeline.domain.addresses.houses import parse_houses
from pipeline.domain.addresses.streets import Street
from pipeline.domain.works import Certainty, Place
from pipeline.source.unread import Problem


@dataclass(frozen=True, slots=True)
class Places:
    """What an address text means."""

    places: tuple[Place, ...]
    unread: tuple[Problem, ...]


@dataclass(slots=True)
class DraftStreet:
    """A street and what was said of its houses so far."""

    street: Street
    houses: list[str]
    sure: bool


@dataclass(slots=True)
class DraftSettlement:
    """A settlement and what was said to lie in it so far; without a name until the one behind its streets comes."""

    name: str
    katottg: str | None
    sure: bool
    printed: str = ""
    problem: Problem | None = None
    """Why it is not known."""
    streets: list[DraftStreet] = field(default_factory=list)
    houses: list[str] = field(default_factory=list)
    is_aside: bool = False
    """Its streets so far lie elsewhere: `м. Хуст, вул. Дружна (с. Іза)`; it is not meant as a whole."""

    def take(self, streets: list[DraftStreet], *, sure: bool) -> None:
        """Take in streets that stood before it."""
        for street in streets:
            street.sure = street.sure and sure
        self.streets += streets

    def places(self) -> list[Place]:
        """The streets that are named, or the whole settlement where none is; nothing where it has no name."""
        if not self.name or (self.is_aside and not self.streets):
            return []
        if not self.streets:
            return [Place(self.name, self.katottg, None, _list(self.houses), _certainty(self.sure, self.houses))]
        return [
            Place(
                self.name,
                self.katottg,
                each.street if each.street.name else None,
                _list(each.houses),
                _certainty(each.sure and bool(each.street.name), each.houses),
            )
            for each in self.streets
        ]

    def described(self) -> Iterator[str]:
        """Words that stand for houses (`від магазину до школи`): for the operator to see.

        A single mistyped number is no such thing: it makes the other houses of its street `possible`, no more.
        """
        for houses in [self.houses, *(street.houses for street in self.streets)]:
            listed = parse_houses(_list(houses) or "")
            for part in (listed, listed.excluded):
                yield from (piece for piece in part.unread if " " in piece) if part else ()


def take_waiting(settlements: list[DraftSettlement], *, in_brackets: bool) -> list[DraftStreet]:
    """The streets that a settlement behind them takes: `вул. Дружна, с. Іза`, `м. Хуст, вул. Дружна (с. Іза)`."""
    last = settlements[-1] if settlements else None
    if last is None or not last.streets or (last.name and not in_brackets):
        return []
    if last.name:
        last.is_aside = True
        return [last.streets.pop()]
    return settlements.pop().streets


def keep_waiting(settlements: list[DraftSettlement]) -> None:
    """Streets behind the last settlement are perhaps its own: `вул. Дружна (с. Іза), вул. Миру`."""
    if len(settlements) > 1 and not settlements[-1].name:
        settlements[-2].take(settlements[-1].streets, sure=False)


def _list(houses: list[str]) -> str | None:
    return ", ".join(houses) or None


def _certainty(sure: bool, houses: list[str]) -> Certainty:  # noqa: FBT001 - a single flag becomes a word
    understood = not houses or not parse_houses(", ".join(houses)).is_vague
    return Certainty.CERTAIN if sure and understood else Certainty.POSSIBLE
