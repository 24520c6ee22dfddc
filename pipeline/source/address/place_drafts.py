"""Places while an address text is being read: a settlement gathers streets, and each of them houses."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache

from pipeline.domain.addresses.houses import parse_houses
from pipeline.domain.addresses.streets import Street, parse_street
from pipeline.domain.works import Certainty, Place
from pipeline.source.address.extent import is_supply
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
    is_guess: bool = False
    """It may as well be a settlement that no list knows."""


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
            return [self._place(None, self.houses, sure=self.sure)]
        return [
            self._place(each.street, each.houses, sure=each.sure)
            if each.street.name
            else self._place(None, each.houses, sure=False)
            for each in self.streets
        ]

    def _place(self, street: Street | None, houses: list[str], *, sure: bool) -> Place:
        printed = ", ".join(houses)
        certainty = Certainty.CERTAIN if sure and _understood(printed) else Certainty.POSSIBLE
        return Place(self.name, self.katottg, street, printed or None, certainty)

    def described(self) -> Iterator[str]:
        """Words that stand for houses (`від магазину до школи`): for the operator to see.

        A single mistyped number is no such thing: it makes the other houses of its street `possible`, no more.
        """
        for houses in filter(None, [self.houses, *(street.houses for street in self.streets)]):
            listed = parse_houses(", ".join(houses))
            for part in (listed, listed.excluded):
                if part and part.unread:
                    yield from (piece for piece in part.unread if " " in piece)


class AddressDraft:
    """All that an address text has named so far, the last settlement and the last street last."""

    def __init__(self) -> None:
        self.settlements: list[DraftSettlement] = []
        self.unread: list[Problem] = []
        self._streets_first = False
        """Streets stand before their settlement: `вул. Дружна, с. Іза`."""
        self._before_last: list[DraftStreet] = []
        """The streets that stood before the last settlements."""
        self._either: DraftSettlement | None = None
        """Where the streets of the last settlement may lie, too: `Хуст, вул. Миру, Іза, вул. Дружна`."""

    @property
    def last(self) -> DraftSettlement | None:
        """The settlement that was named last."""
        return self.settlements[-1] if self.settlements else None

    @property
    def last_street(self) -> DraftStreet | None:
        """The street that was named last, where one follows the last settlement."""
        return self.last.streets[-1] if self.last and self.last.streets else None

    def add_street(self, name: str, houses: str, *, sure: bool, is_guess: bool = False) -> None:
        """A street of the last settlement, or of the one that comes."""
        if not self.settlements or (self._streets_first and self.settlements[-1].name):
            self.begin_with_streets(name)
        certain = sure and self._either is None
        street = DraftStreet(_street(name), [houses] if houses else [], certain, is_guess)
        self.settlements[-1].streets.append(street)
        if self._either is not None:
            self._either.streets.append(street)

    def begin_with_streets(self, name: str) -> None:
        """Streets begin here, `name` first, whose settlement stands behind them."""
        self._streets_first = True
        problem = Problem(f"немає населеного пункту для «{name}»")
        self.settlements.append(DraftSettlement("", None, sure=False, problem=problem))

    def add_settlements(self, named: list[DraftSettlement], streets: list[DraftStreet], *, joined: bool) -> None:
        """Settlements, in the last of which lies what follows, and the streets that stood before them.

        Where these stood before several settlements (`joined`: before the last one, too), they may lie in any.
        """
        joined = joined and self.last is not None and self.last.streets == self._before_last
        self._before_last = streets or (self._before_last if joined else [])
        self._either = None
        self.settlements += named
        several = joined or len(named) > 1
        for each in named:
            each.take(self._before_last, sure=each.sure and not several)
        if self._before_last and several:
            self.unread.append(Problem(f"незрозуміло, в котрому з сіл вулиці, названі перед «{named[-1].name}»"))

    def add_rivals(self, street: str, rival: DraftSettlement) -> None:
        """A street of the last settlement, or else a settlement, in which what follows may lie then."""
        over = self._either or self.settlements[-1]
        over.streets.append(DraftStreet(_street(street), [], sure=False))
        self.unread.append(Problem(f"незрозуміло, село це чи вулиця: «{rival.name}»"))
        if over.name:
            self.settlements.append(rival)
            self._either = over

    def add_houses(self, houses: str, *, sure: bool) -> None:
        """Houses of the last street, or of the settlement."""
        street = self.last_street
        (street or self.settlements[-1]).houses.append(houses)
        if not sure and street is not None:
            street.sure = False

    def ends_on_house(self) -> bool:
        """Whether a number of a house was named last."""
        return bool(self.last_street and self.last_street.houses and self.last_street.houses[-1][-1:].isdigit())

    def add_words(self, printed: str) -> None:
        """Words that say which houses are meant, though not to us; those of a place make what follows doubtful."""
        if _LIKE_A_PLACE.match(printed) and parse_houses(printed).unread:
            self.doubt()
        if not self.settlements:
            self.unread.append(Problem(f"незрозуміло: «{printed}»"))
        else:
            (self.last_street or self.settlements[-1]).houses.append(printed)

    def doubt(self) -> None:
        """What was named last is not sure."""
        if last := self.last_street or self.last:
            last.sure = False

    def doubt_whose(self) -> None:
        """Streets of a column beside several settlements may lie in any, so that none of them is sure."""
        with_streets = [each for each in self.settlements if each.streets]
        if len(self.settlements) > 1 and with_streets == self.settlements[-1:]:
            for each in self.settlements:
                each.sure = False
                for street in each.streets:
                    street.sure = False

    def doubt_for(self, part: str) -> None:
        """Of the last settlement a part alone is meant, which no list knows: `с. Косівська Поляна прис. Станіслав`."""
        if self.last and not self.last.streets:
            self.last.sure = False
            self.last.houses.append(part)

    def end_part(self) -> None:
        """What was said of a part of the last settlement stands beside its streets: `Вишково центр, вул. Миру`."""
        last = self.last
        if last and last.houses and not last.streets and not is_supply(last.houses[0]):
            last.streets.append(DraftStreet(_street(""), last.houses, last.sure))
            last.houses = []

    def take_waiting(self, *, in_brackets: bool) -> list[DraftStreet]:
        """The streets that a settlement behind them takes: `вул. Дружна, с. Іза`, `м. Хуст, вул. Дружна (с. Іза)`."""
        last = self.last
        if last is None or not last.streets or (last.name and not in_brackets):
            return []
        if last.name:
            last.is_aside = True
            return [last.streets.pop()]
        return self.settlements.pop().streets

    def _doubt_guesses(self) -> None:
        """A guessed street may be one more of the settlements: the one before it is perhaps meant as a whole."""
        for each in self.settlements:
            if each.name and each.streets and all(street.is_guess for street in each.streets):
                each.streets.append(DraftStreet(_street(""), [], sure=False))

    def read(self) -> Places:
        """What it means; streets behind the last settlement may be its own: `вул. Дружна (с. Іза), вул. Миру`."""
        if len(self.settlements) > 1 and not self.settlements[-1].name:
            self.settlements[-2].take(self.settlements[-1].streets, sure=False)
        if len(self.settlements) > 1:
            self._doubt_guesses()
        places = [place for each in self.settlements for place in each.places()]
        described = [Problem(f"незрозуміло: «{piece}»") for each in self.settlements for piece in each.described()]
        unknown = [each.problem for each in self.settlements if each.problem]
        return Places(tuple(places), tuple(dict.fromkeys([*unknown, *self.unread, *described])))


_LIKE_A_PLACE = re.compile(r"[а-яіїєґ][\w.'’-]*?\.?\s*[А-ЯІЇЄҐ][а-яіїєґ]{2}")
"""A mark that we do not know, with a name: `об’їзна Мукачівська`."""
_street = lru_cache(maxsize=8192)(parse_street)


def _understood(houses: str) -> bool:
    listed = parse_houses(houses)
    return not houses or not (listed.is_vague or (listed.excluded and listed.excluded.unread))
