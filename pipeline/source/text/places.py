"""The places of a line, from its atoms in order: settlements, their streets, and houses of these.

Streets lie in the settlement before them; in the one behind where none is named before (`вул. Дружна, с. Іза`), or
where it stands in brackets right behind the street. Names behind `Село:` or in `Село (…)` are streets of it, also where
one bears a village's name, up to a `;`, a line end or a marked settlement; the village as a whole is not meant then.
"""

from collections.abc import Sequence
from dataclasses import replace

from pipeline.domain.addresses.streets import parse_street
from pipeline.source.text.atoms import Sort
from pipeline.source.text.scope import PlaceScope
from pipeline.source.text.taggers.settlements import Named
from pipeline.source.text.taggers.streets import StreetNamed
from pipeline.source.text.towns import (
    WEAK_KINDS,
    Found,
    Item,
    Lane,
    Resolve,
    Spelled,
    Town,
    bare_name,
    name_of,
    parts_that_end_on_a_town,
    tidied,
)
from pipeline.source.unread import Problem


class PlaceBuilder(PlaceScope):
    """Gathers the places of a line, part by part.

    `resolve` gives the settlement of a name beside a district, `spelled` the one of exactly this name.
    """

    def __init__(
        self,
        resolve: Resolve,
        spelled: Spelled,
        *,
        over: Town | None = None,
        hint: str | None = None,
        under_list: bool = False,
    ) -> None:
        self._resolve, self._spelled = resolve, spelled
        self._over = over
        """The settlement in force above the line."""
        self._under_list = under_list
        """Names are its streets beyond doubt."""
        self._hint = hint
        self._in_case = False
        self.current: Town | None = None
        self.towns: list[Town] = []
        self.problems: list[Problem] = []
        self._new_part()
        self._column = ""
        self._column_towns: list[Town] = []
        self._streets_first = 0
        self._supplied = False
        self._moved = False
        """A street was given to the settlement in brackets behind it."""

    def _new_part(self) -> None:
        self._colon = False
        """Behind a colon, or `вулиці`: what follows are streets."""
        self._bracket_of: Town | None = None
        self._in_bracket = False
        self._closed = False
        """A bracket was closed since the last place."""
        self._after_word = False
        self._kind: str | None = None
        self._before = ";"
        self._extent: str | None = None
        self._last: Town | Lane | None = None
        self._aside: list[Town] = []
        """What may be meant besides."""
        self._either: Town | None = None
        """Another settlement in which the streets that follow may lie."""
        self._guessed: Town | None = None
        self._behind: list[Town] = []
        """Settlements named one after the other behind their streets."""

    # What is taken in

    def take_all(self, items: Sequence[Item]) -> None:
        """Take in the atoms of a part."""
        first_streets = parts_that_end_on_a_town(items)
        for index, item in enumerate(items):
            following = next((each.printed for each in items[index + 1 :] if each.sort is not Sort.NOISE), "")
            if index in first_streets and self.current is None and self.towns:
                self.towns.append(Town("", is_meant=False))
                self._last = self.towns[-1]
            if self._column == "settlement" and item.column != "settlement":
                self._end_of_column()
            self._column = item.column
            self._take(item, following, begins_first=index in first_streets)

    def _take(self, item: Item, following: str, *, begins_first: bool) -> None:
        if begins_first and self.towns and self.towns[-1].name:
            self.towns.append(Town("", is_meant=False))
        match item.sort:
            case Sort.SIGN:
                self._sign(item.printed, following)
                return
            case Sort.SETTLEMENT:
                self._settlement(item, following)
            case Sort.STREET:
                self._street(item, following)
            case Sort.HOUSES:
                self._houses(item.printed if item.column == "houses" else tidied(item.printed))
            case Sort.DISTRICT:
                self._district(item.printed)
            case Sort.EXTENT:
                self._take_extent(str(item.value), item.printed, following)
            case Sort.SUPPLY:
                self._supply(item.printed)
            case Sort.OBJECT:
                self._object(item.printed)
            case Sort.COUNT:
                self._count()
            case Sort.WORD | Sort.NUMBER:
                self._word(item)
            case Sort.NOISE:
                self._streets_follow(item.printed)
                return
        self._before, self._closed = "", False
        self._after_word = item.sort is Sort.WORD

    def part(self) -> Found:
        """The places named since the last part; what follows goes on with the last settlement."""
        if self._extent == "частина":
            for town in self.towns[-1:]:
                self._weaken(town)
        named: list[Town] = []
        streets_first, moved = bool(self._streets_first), self._moved
        self._moved = False
        for town in self.towns:
            if not town.name and town.lanes:
                home = (named[-1] if named else None) or self.current or self._over
                if home is None:
                    streets = "; ".join(lane.street.title for lane in town.lanes if lane.street)
                    self.problems.append(Problem(f"немає населеного пункту для «{streets}»"))
                    continue
                sure = town.sure_in and not (named and (streets_first or moved))
                town = replace(home, lanes=town.lanes, is_meant=False, sure_in=sure)
            if town.name:
                named.append(town)
        named += self._aside
        self._aside = []
        places = [place for town in named for place in town.places()]
        problems = [*self.problems, *(town.problem for town in named if town.problem and (town.lanes or town.is_meant))]
        for town in named:
            problems += [Problem(f"незрозуміло: «{words}»") for words in town.described()]
        self.towns, self.problems = [], []
        main = [town for town in named if town.sure or town.lanes] or named
        if main:
            self.current = replace(main[-1], lanes=[], is_meant=False)
        kind = self._kind
        self._new_part()
        self._kind = kind
        return Found(tuple(dict.fromkeys(places)), tuple(dict.fromkeys(problems)), tuple(named))

    def _end_of_column(self) -> None:
        """The column of settlements ends: what follows lies in one of them."""
        self._column_towns = [town for town in self.towns if town.name]
        self._before = "|"
        self._colon = bool(self._column_towns)

    # Signs

    # Settlements

    def _settlement(self, item: Item, following: str) -> None:
        named = item.value
        if not isinstance(named, Named):
            return
        if not named.is_marked and item.column != "settlement":
            self._bare(named.printed[0], item.column, following, known=True)
            return
        for printed in named.printed:
            self._add_town(printed)

    def _bare(self, printed: str, column: str, following: str, *, known: bool) -> None:
        """A name without a mark: a settlement or a street, by what stands around it."""
        own = next((each for each in self._column_towns if bare_name(printed) == each.name), None)
        spelled = self._spelled(f"у {bare_name(printed)}" if self._in_case else printed, self._hint) is not None
        town = self._town()
        lanes = bool(self.towns and self.towns[-1].lanes)
        if (
            column == "settlement"
            or own is not None
            or (town is None and not lanes)
            or (
                spelled
                and not self._in_bracket
                and (
                    following == ":"
                    or (following[:1].isupper() and known and self._before in (",", ";") and len(following) > 2)
                )
            )
        ):
            self._add_town(printed)
        elif (
            column == "street" or self._bracket_of is not None or (self._colon and not self._closed) or self._under_list
        ):
            single = self._bracket_of is not None and self._before == "(" and following == ")"
            if single and printed.endswith(("ський", "цький", "зький", "ська", "цька", "зька")):
                self._district(printed)
                return
            if single and spelled:
                self._single_in_bracket(printed)
                return
            self._lane(printed, sure=not single)
        elif spelled and (self._before in (";", "\n") or self._closed) and (self.towns or self.current):
            self._add_town(printed)
        elif isinstance(self._last, Town) or self._guessed is not None or (not lanes and self._kind is None):
            if spelled and self._guessed is not None:
                self._aside.append(replace(self._guessed, lanes=[], sure=False, is_meant=True))
                self._guessed = None
                self._add_town(printed)
            elif spelled and (self.towns or self._over is None or known):
                self._add_town(printed)
            elif not self.towns and self._over is not None:
                self._lane(printed, sure=True)
            else:
                self.problems.append(Problem(f"незрозуміло, село це чи вулиця: «{bare_name(printed)}»"))
                self._guess(printed, following)
        elif spelled and not following[:1].isdigit() and not self._column_towns:
            self._rivals(printed)
        else:
            before = self._last if isinstance(self._last, Lane) else None
            if self._after_word:
                self._lane(printed, sure=False)
                return
            sure = before.sure or before.weakened if before is not None and self._kind is None else True
            self._lane(printed, sure=sure)

    def _add_town(self, printed: str) -> None:
        found = self._resolve(printed, self._hint)
        town = (
            Town(name_of(printed), None, printed, problem=found)
            if isinstance(found, Problem)
            else Town(found.name, found.katottg, printed)
        )
        self._in_case = printed.startswith(("у ", "в ", "селах", "селі", "сіл ", "містах"))
        if self._supplied:
            town.sure = town.sure_in = False
        lane = self._last if isinstance(self._last, Lane) else None
        if self._in_bracket and lane is not None and self._bracket_of is None:  # вул. Дружна (с. Іза)
            self._move_lane(lane, town)
            return
        again = next(
            (
                each
                for each in self._column_towns
                if each.katottg and each.katottg == town.katottg and each in self.towns
            ),
            None,
        )
        if again is not None:
            self.towns.remove(again)
            self._column_towns = [each for each in self._column_towns if each is not again]
            town = again
        last = self.towns[-1] if self.towns else None
        if (
            last is not None
            and not last.name
            and last.lanes
            and self._before not in (";", "\n")
            and (self._over is None or self._streets_first or self._before in ("", ","))
        ):
            last.name, last.katottg, last.problem, last.printed = town.name, town.katottg, town.problem, printed
            self._last, self._behind = last, [last]
            self._streets_first += 1
            self._apply_extent(last)
            return
        if self._behind and self._streets_first == 1 and self._last is self._behind[-1]:
            home = self._behind[0]
            self.problems.append(Problem(f"незрозуміло, в котрому з сіл вулиці, названі перед «{town.name}»"))
            town.lanes, town.is_meant, town.sure_in = [replace(each) for each in home.lanes], False, False
            home.sure_in = False
            self._behind.append(town)
        else:
            self._behind = []
        self.towns.append(town)
        self._last, self._colon = town, False
        if not self._column_towns:
            self._kind = None
        self._apply_extent(town)

    # Streets and houses

    def _street(self, item: Item, following: str) -> None:
        named = item.value
        if not isinstance(named, StreetNamed):
            return
        if named.kind is None:
            self._bare(named.printed, item.column, following, known=False)
            return
        if named.kind in WEAK_KINDS and self._town() is not None:
            self._hamlet(named.printed)
            return
        after_number = (
            isinstance(self._last, Lane) and bool(self._last.houses) and self._before == "" and named.kind == "пров."
        )
        self._kind = named.kind if named.passes_on else None
        either = self._either
        self._add_lane(parse_street(named.printed), sure=not after_number and either is None)
        if either is not None and isinstance(self._last, Lane):
            either.lanes.append(self._last)

    # How much is meant
