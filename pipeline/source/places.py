"""The grammar of an address text: settlements, their streets and houses, with what the words before pass on.

    text   = item {("," | ";" | ":" | "–" | line end | bracket) item}
    item   = [whole | partly] (settlement | street [houses] | houses | name [houses]) [whole | partly]
    name   = after a street another one of that kind (`вул. Головна, Шевченка`), after a settlement another
             settlement if the gazetteer knows it (`с. Пригородок, Орестівка`)

`частково` makes what it stands at `possible`. An item that is not read is kept as one of the houses, which makes the
houses that are not listed `possible`, and is named besides.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache

from pipeline.domain.addresses.houses import parse_houses
from pipeline.domain.addresses.settlements import Settlement
from pipeline.domain.addresses.streets import Street, parse_street
from pipeline.domain.works import Certainty, Place
from pipeline.source.address_text import (
    ANOTHER,
    BACK,
    BRACKETS,
    BREAKS,
    CAPITAL_AT,
    DANGLING,
    HINTS,
    HOUSES_AT,
    INITIAL,
    LONGEST_NAME,
    NUMBERED_NAME,
    PARTLY,
    PREPOSITION,
    SETTLEMENT_AT,
    STREET_AT,
    TOWARDS,
    WHOLE,
    WORD,
    has_mark,
    split_at_marks,
    split_houses,
    starts_with_settlement,
    trim,
    unfold_bracket,
)
from pipeline.source.unread import Problem
from pipeline.source.words import NOISE, fold_lookalikes

Resolve = Callable[[str, str | None, bool], Settlement | Problem]
"""The settlement that a text means beside a hint of its district, only if spelled so where the text may mean none
at all; or why none."""


@dataclass(frozen=True, slots=True)
class Places:
    """What an address text means."""

    places: tuple[Place, ...]
    unread: tuple[Problem, ...]


@dataclass(slots=True)
class _Street:
    street: Street
    houses: list[str]
    sure: bool


@dataclass(slots=True)
class _Settlement:
    name: str
    katottg: str | None
    sure: bool
    streets: list[_Street] = field(default_factory=list)
    houses: list[str] = field(default_factory=list)

    def places(self) -> list[Place]:
        """The streets that are named, or the whole settlement where none is; nothing where it has no name."""
        if not self.name:
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


class AddressReader:
    """Reads the address texts of one row, one after the other, each going on where the last one ended."""

    def __init__(self, resolve: Resolve) -> None:
        self._resolve = resolve
        self._settlements: list[_Settlement] = []
        self._unread: list[Problem] = []
        self._sure = True
        self._kind: str | None = None
        """Mark of the last street, which the names after it share; None before any street."""
        self._after_colon = False

    def settlement(self, text: str) -> None:
        """Take in the text of a column of settlements; a name needs no mark there."""
        self._items(text, in_column=True)

    def address(self, text: str, *, of_streets: bool = False) -> None:
        """Take in a text in which settlements and streets are marked; `of_streets`: other names are streets."""
        if of_streets:
            self._kind = self._kind or ""
        self._items(text, in_column=False)

    def street(self, text: str, houses: str) -> None:
        """Take in the columns of streets and of houses."""
        self._kind = self._kind or ""
        self._items(text, in_column=False)
        if has_mark(houses):
            self._items(houses, in_column=False)
        elif houses:
            listed, sure = self._without_extent(_one_line(houses))
            if listed and self._settlements:
                self._add_houses(listed, sure=sure)

    def under(self, line: str) -> None:
        """Take in a line that stands below a settlement: mostly one street with its houses."""
        if (mark := STREET_AT.match(line)) and self._settlements and "(" not in line:
            name, houses = split_houses(line, mark.end())
            if not (WORD.search(houses) and ANOTHER.search(houses)):
                self._add_street(name, houses, sure=self._sure)
                return
        self._kind = self._kind or ""
        self._items(line, in_column=False)

    def read(self) -> Places:
        """All that was taken in."""
        places = [place for each in self._settlements for place in each.places()]
        described = [Problem(f"не зрозуміло: «{piece}»") for each in self._settlements for piece in each.described()]
        return Places(tuple(places), tuple(dict.fromkeys([*self._unread, *described])))

    def _items(self, text: str, *, in_column: bool) -> None:
        text = BRACKETS.sub(unfold_bracket, fold_lookalikes(text))
        start = 0
        for separator in [*BREAKS.finditer(text), None]:
            for part in split_at_marks(text[start : separator.start() if separator else len(text)]):
                self._item(trim(part.translate(BACK)), in_column=in_column)
                self._after_colon = False
            if separator is not None:
                self._after_colon = ":" in separator[0]
                start = separator.end()

    def _item(self, item: str, *, in_column: bool) -> None:
        printed = item = DANGLING.sub("", PREPOSITION.sub("", item))
        item, sure = self._without_extent(item)
        if not item or NOISE.fullmatch(item):
            return
        if starts_with_settlement(item) and not (self._kind is not None and INITIAL.match(item)):
            self._add_settlement(item, sure=sure)
        elif mark := STREET_AT.match(item):
            name, houses = split_houses(item, mark.end())
            self._kind = mark["kind"] or mark[0]
            self._add_street(name, houses, sure=sure)
        elif HOUSES_AT.match(item) and not NUMBERED_NAME.match(item) and self._settlements:
            self._add_houses(item, sure=sure)
        else:
            self._add_name(item, printed, sure=sure, in_column=in_column)

    def _without_extent(self, item: str) -> tuple[str, bool]:
        """The item without its words of extent, and whether it is sure by them.

        Before an item they hold until others come, after it for it alone, on their own for the one before.
        """
        partly, whole, towards = PARTLY.search(item), WHOLE.search(item), TOWARDS.search(item)
        if not (partly or whole or towards):
            return item, self._sure
        rest = TOWARDS.sub("", WHOLE.sub("", PARTLY.sub("", item))).strip(" .,–—-")
        sure = whole is not None and not (partly or towards)
        if not rest and self._settlements:
            if not sure:
                self._doubt()
        elif not rest or item.startswith(tuple(each[0] for each in (partly, whole) if each)):
            self._sure = sure
        return rest, sure

    def _add_settlement(self, item: str, *, sure: bool) -> None:
        hint = " ".join(HINTS.findall(item)) or None
        item = HINTS.sub("", item).strip(" .,")
        name, houses = split_houses(item, 0)
        found = self._resolve(name, hint, False)
        if isinstance(found, Settlement):
            self._settlements.append(_Settlement(found.name, found.katottg, sure))
        else:
            self._unread.append(found)
            self._settlements.append(_Settlement(SETTLEMENT_AT.sub("", name), None, sure))
        self._settlements[-1].houses += [houses] if houses else []
        self._kind = None

    def _add_street(self, name: str, houses: str, *, sure: bool) -> None:
        if not self._settlements:
            self._unread.append(Problem(f"немає населеного пункту для «{name}»"))
            self._settlements.append(_Settlement("", None, sure=False))
        street = _street(name)
        self._settlements[-1].streets.append(_Street(street, [houses] if houses else [], sure))

    def _add_houses(self, houses: str, *, sure: bool) -> None:
        street = self._last_street()
        (street or self._settlements[-1]).houses.append(houses)
        if not sure and street is not None:
            street.sure = False

    def _add_name(self, item: str, printed: str, *, sure: bool, in_column: bool) -> None:
        """A name without a mark is what the marks before it make it."""
        capital = CAPITAL_AT.match(item) or NUMBERED_NAME.match(item)
        if not capital or len(item.split()) > LONGEST_NAME:
            self._add_unread(printed)
        elif self._kind is not None:
            name, houses = split_houses(item, 0)
            self._add_street(f"{self._kind} {name}".strip(), houses, sure=sure)
        elif in_column or not self._settlements or isinstance(found := self._resolve(item, None, True), Settlement):
            self._add_settlement(item, sure=sure)
        else:
            self._kind = ""
            if not self._after_colon:
                self._unread.append(Problem(f"село чи вулиця: «{item}»", found.suggestion))
            self._add_name(item, printed, sure=sure and self._after_colon, in_column=False)

    def _add_unread(self, printed: str) -> None:
        """Words that say which houses are meant, though not to us."""
        if not self._settlements:
            self._unread.append(Problem(f"не зрозуміло: «{printed}»"))
        elif street := self._last_street():
            street.houses.append(printed)
        else:
            self._settlements[-1].houses.append(printed)

    def _last_street(self) -> _Street | None:
        streets = self._settlements[-1].streets if self._settlements else []
        return streets[-1] if streets else None

    def _doubt(self) -> None:
        """What was named last is not sure."""
        if street := self._last_street():
            street.sure = False
        elif self._settlements:
            self._settlements[-1].sure = False


_street = lru_cache(maxsize=8192)(parse_street)


def _list(houses: list[str]) -> str | None:
    return ", ".join(houses) or None


def _certainty(sure: bool, houses: list[str]) -> Certainty:  # noqa: FBT001 - a single flag becomes a word
    understood = not houses or not parse_houses(", ".join(houses)).is_vague
    return Certainty.CERTAIN if sure and understood else Certainty.POSSIBLE


def _one_line(text: str) -> str:
    return ", ".join(line.strip(" ,") for line in text.split("\n"))
