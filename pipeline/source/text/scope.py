"""What stands around places: signs, how much is meant, and what else is named beside them."""

from dataclasses import replace

from pipeline.domain.addresses.settlements import Settlement
from pipeline.domain.addresses.streets import Street, parse_street
from pipeline.source.text.atoms import Sort
from pipeline.source.text.taggers.names import street_kind
from pipeline.source.text.towns import (
    HAMLETS,
    Item,
    Lane,
    Resolve,
    Town,
    bare_name,
    is_seat,
)
from pipeline.source.unread import Problem


class PlaceScope:
    """What holds for the next place: brackets, colons, words of extent, and what is said of the last place."""

    towns: list[Town]
    current: Town | None
    _over: Town | None
    _column_towns: list[Town]
    _colon: bool
    _bracket_of: Town | None
    _in_bracket: bool
    _closed: bool
    _kind: str | None
    _before: str
    _extent: str | None
    _last: Town | Lane | None
    _supplied: bool
    problems: list[Problem]
    _aside: list[Town]
    _streets_first: int
    _moved: bool
    _guessed: Town | None
    _either: Town | None
    _hint: str | None
    _resolve: Resolve

    def _sign(self, sign: str, following: str) -> None:
        if sign == "(":
            self._in_bracket = True
            self._bracket_of = self._last if isinstance(self._last, Town) else None
        elif sign == ")":
            if self._bracket_of is not None:
                self._kind = None
                self._colon = False
            self._in_bracket, self._bracket_of, self._closed = False, None, True
        elif (
            sign == ":"
            and self.towns
            and self.towns[-1].lanes
            and all(lane.street is None for lane in self.towns[-1].lanes)
        ):
            self.towns[-1].lanes.clear()  # с. Іза центр: вул. Миру
            self.towns[-1].is_meant, self._colon, self._last = False, True, self.towns[-1]
        elif isinstance(self._last, Town) and (sign == ":" or (sign in ("–", "—", "-", "−") and self._before != "(")):
            self._colon = True
        elif sign in (";", "\n"):
            self._colon = bool(self._column_towns)
            if not self._column_towns:
                self._kind = None
            self._extent = None if self._last is not None else self._extent
        if not (sign in '"«»' or (sign == "." and self._before in (",", ";"))):
            self._before = sign
        del following

    def _streets_follow(self, printed: str) -> None:
        """`вулиці:`, `за адресами:`: names of streets follow."""
        if found := street_kind(printed.lower().strip(".")):
            self._kind = found[0]
        if self._town() is not None:
            self._colon = True
            if self.towns and not self.towns[-1].lanes:
                self.towns[-1].is_meant = False

    def _town(self) -> Town | None:
        return self.towns[-1] if self.towns and self.towns[-1].name else self.current or self._over

    def _take_extent(self, extent: str, printed: str, following: str) -> None:
        last = self._last
        if extent in ("слова", "крім"):
            if isinstance(last, Lane) and extent == "слова":
                last.houses.append(printed)
            elif isinstance(last, Lane):
                last.sure, last.weakened = False, True
            elif last is not None:
                last.sure = False
            elif extent == "слова":
                self._extent = "частина"
            return
        if (last is not None and self._before == "," and following in (",", ";", "\n", "") and extent == "частина") or (
            last is not None
            and (
                self._before not in (",", ";", "\n", ".", "|", ":")
                or (extent == "ціле" and self._before not in (";", ",", "\n"))
            )
        ):
            self._extend(last, extent, printed)
        else:
            self._extent = extent

    def _apply_extent(self, place: Town | Lane) -> None:
        if self._extent is not None:
            self._extend(place, self._extent, "")
            if isinstance(place, Town) and self._extent == "частина":
                place.sure_in = False
            self._extent = None

    def _extend(self, place: Town | Lane, extent: str, printed: str) -> None:
        if extent == "ціле":
            place.whole = True
            if isinstance(place, Lane) and printed.lower() in ("вся", "всі", "уся", "весь"):
                place.houses.append(printed)
        elif isinstance(place, Lane) and place.houses:
            place.houses.append("частково")
        else:
            place.sure = False
            if isinstance(place, Lane):
                place.weakened = True
            elif place.lanes:
                place.sure_in = False

    def _weaken(self, town: Town) -> None:
        for lane in town.lanes:
            lane.sure = False
        town.sure = False

    def _supply(self, printed: str) -> None:
        if isinstance(self._last, Lane):
            self._last.houses.append(printed)
        elif isinstance(self._last, Town):
            self._last.sure = self._last.whole
        else:
            self._supplied = True

    def _object(self, printed: str) -> None:
        if isinstance(self._last, Lane):
            self._last.houses.append(printed)
        elif isinstance(self._last, Town):
            self._last.sure = self._last.sure and self._last.whole
        else:
            self._supplied = True

    def _count(self) -> None:
        if self._last is not None and not (isinstance(self._last, Lane) and self._last.houses):
            self._extend(self._last, "частина", "")

    def _word(self, item: Item) -> None:
        last = self._last
        if last is None:
            return
        if (
            isinstance(last, Lane)
            and item.sort is Sort.WORD
            and item.printed[:1].islower()
            and (last.houses or self._before in (",", "("))
        ):
            last.houses.append(item.printed)
        elif (
            isinstance(last, Town)
            and not last.whole
            and not last.lanes
            and item.sort is Sort.WORD
            and item.printed[:1].islower()
        ):
            last.lanes.append(Lane(None, [item.printed], sure=False))
        elif (
            isinstance(last, Town)
            and last.lanes
            and self._before == ""
            and last.lanes[-1].street is None
            and item.sort is Sort.WORD
        ):
            last.lanes[-1].houses[-1] += f" {item.printed}"
        elif not last.whole:
            last.sure = False
            if isinstance(last, Lane):
                last.weakened = True
            elif last.lanes:
                last.sure_in = False

    def _move_lane(self, lane: Lane, town: Town) -> None:
        """A street goes to the settlement in brackets behind it."""
        home = next((each for each in self.towns if lane in each.lanes), None)
        if home is None:
            return
        home.lanes.remove(lane)
        home.is_meant = False
        self._moved = self._moved or not home.name
        before = next((each for each in self.towns if each.katottg == town.katottg and each.name == town.name), None)
        if before is None:
            town.is_meant = False
            self.towns.insert(self.towns.index(home), town)
            before = town
        before.lanes.append(lane)
        self._last = lane

    def _hamlet(self, printed: str) -> None:
        """A part of a village that no list of settlements knows."""
        town = self._town()
        if town is None:
            return
        self._aside.append(replace(town, lanes=[Lane(parse_street(printed), sure=False)]))
        if self._before == "" and self.towns and not self.towns[-1].lanes:
            self.towns[-1].sure = False
        self.problems.append(Problem(f"такого населеного пункту немає в переліку: «{printed}»"))

    def _lane(self, printed: str, *, sure: bool) -> None:
        self._add_lane(parse_street(f"{self._kind or ''} {bare_name(printed)}"), sure=sure)

    def _add_lane(self, street: Street, *, sure: bool) -> None:
        if not self.towns or (
            self._streets_first and self.towns[-1].name and self._last is self.towns[-1] and not self._colon
        ):
            self.towns.append(Town("", is_meant=False))
        lane = Lane(street, sure=sure)
        if len(self._column_towns) > 1:
            lane.sure = False
            for town in self._column_towns:
                if town in self.towns and town is not self.towns[-1]:
                    town.sure = False
        self.towns[-1].lanes.append(lane)
        self._last = lane
        self._apply_extent(lane)

    def _houses(self, printed: str) -> None:
        if isinstance(self._last, Lane):
            self._last.houses.append(printed)
            return
        if not self.towns:
            home = self.current or self._over
            self.towns.append(replace(home, lanes=[], is_meant=False) if home else Town("", is_meant=False))
        town = self.towns[-1]
        if not town.lanes:
            town.lanes.append(Lane(None))
        town.lanes[-1].houses.append(printed)
        self._last = town.lanes[-1]

    def _district(self, printed: str) -> None:
        if not isinstance(self._last, Town) or self._before in (":", ";", "\n"):
            self._hint = printed
            return
        for town in reversed(self.towns):
            if town.lanes or (town.problem is None and town is not self._last):
                break
            found = self._resolve(town.printed, printed)
            if isinstance(found, Settlement):
                town.name, town.katottg, town.problem = found.name, found.katottg, None

    def _guess(self, printed: str, following: str) -> None:
        """Behind a settlement, a name that may be a street of it or another settlement."""
        town = self.towns[-1] if self.towns else None
        listed = self._before == "," and town is not None and not following[:1].isdigit()
        if listed and town is not None and not town.lanes and town.is_meant:
            self._guessed = town
        self._lane(printed, sure=False)

    def _single_in_bracket(self, printed: str) -> None:
        """`с. Горінчово (Монастирець)`: a part of it, or another village; `с. Сасово (Виноградів)`: its district."""
        found = self._resolve(printed, self._hint)
        home = self._bracket_of
        if home is None or not isinstance(found, Settlement):
            return
        told = self._resolve(home.printed, printed)
        if home.printed.startswith(HAMLETS):  # х. Зелена (Іза)
            home.name, home.katottg, home.problem, home.sure = found.name, found.katottg, None, False
        elif isinstance(told, Settlement) and (home.problem or told.katottg == home.katottg) and is_seat(found, told):
            home.name, home.katottg, home.problem = told.name, told.katottg, None
        else:
            self._aside.append(Town(found.name, found.katottg, printed, sure=False))

    def _rivals(self, printed: str) -> None:
        """A name behind streets that a village bears, too: either may be meant."""
        found = self._resolve(printed, self._hint)
        self._lane(printed, sure=False)
        if isinstance(found, Settlement):
            self._either = Town(found.name, found.katottg, printed, sure=False)
            self._aside.append(self._either)
        self.problems.append(Problem(f"незрозуміло, село це чи вулиця: «{bare_name(printed)}»"))
