"""The grammar of an address text: settlements, their streets and houses, with what the words before pass on.

    text   = item {("," | ";" | ":" | "–" | line end | bracket) item}
    item   = [whole | partly] (settlement | street [houses] | houses | name [houses]) [whole | partly]
    name   = after a street another one of that kind (`вул. Головна, Шевченка`), after a settlement another
             settlement if the gazetteer knows it (`с. Пригородок, Орестівка`)

Streets lie in the settlement before them; where none is named before, or one stands in brackets or ends their part up
to `;`, in the one behind them: `вул. Дружна (с. Іза)`. A settlement of the row's column that the address names again
is not meant as a whole. `частково` makes what it stands at `possible`. An item that is not read is kept as one of the
houses, which makes the houses that are not listed `possible`, and is named besides.
"""

from pipeline.domain.addresses.settlements import Settlement
from pipeline.domain.addresses.text import fold
from pipeline.source.address.address_text import (
    BREAKS,
    CAPITAL_AT,
    DANGLING,
    DESCRIBED,
    HAMLET_AT,
    HINTS,
    HOUSE_BEFORE_NAME,
    HOUSES_AT,
    INITIAL,
    LONGEST_NAME,
    NUMBER_AT,
    NUMBERED_NAME,
    PREPOSITION,
    SETTLEMENT_AT,
    SEVERAL_AT,
    SEVERAL_STREETS,
    STREET_AT,
    TYPE_ALONE,
    has_mark,
    last_settlement,
    one_street,
    split_at_marks,
    split_hints,
    split_houses,
    starts_with_settlement,
    streets_then_settlement,
    trim,
)
from pipeline.source.address.extent import is_object, is_supply, without_extent
from pipeline.source.address.names import Names, Resolve
from pipeline.source.address.place_drafts import AddressDraft, DraftSettlement, Places
from pipeline.source.address.unfolding import BACK, unfolded
from pipeline.source.unread import Problem
from pipeline.source.words import is_noise


class AddressReader:
    """Reads the address texts of one row, one after the other, each going on where the last one ended."""

    def __init__(self, resolve: Resolve) -> None:
        self._names = Names(resolve)
        self._draft = AddressDraft()
        self._over: dict[str, DraftSettlement] = {}
        """Those of the column of settlements, by name."""
        self._sure = True
        self._kind: str | None = None
        """Mark of the last street, which the names after it share; None before any street."""
        self._after = ""
        """What stands before the item: the sign that ended the last one."""
        self._before = ""
        self._streets_follow = False
        """The last mark is that of several streets: `провулки: Тихий, Кривий`."""
        self._several = False
        """Names are those of settlements until a street comes: `сс. Іза, Липча`."""

    def settlement(self, text: str) -> None:
        """Take in the text of a column of settlements; a name needs no mark there."""
        self._items(NUMBER_AT.sub("", text, count=1) if text[:1].isdigit() else text, in_column=True)
        self._over = {each.name: each for each in self._draft.settlements if each.katottg}

    def address(self, text: str, *, of_streets: bool = False) -> None:
        """Take in a text in which settlements and streets are marked; `of_streets`: other names are streets."""
        if of_streets:
            self._kind = self._kind or ""
        self._items(text, in_column=False)

    def street(self, text: str, houses: str) -> None:
        """Take in the columns of streets and of houses."""
        self._kind = self._kind or ""
        self._items(text, in_column=False)
        if not last_settlement(text):
            self._draft.doubt_whose()
        if has_mark(houses):
            self._items(houses, in_column=False)
        elif houses:
            listed, sure = self._without_extent(", ".join(line.strip(" ,") for line in houses.split("\n")))
            if listed and self._draft.settlements:
                self._draft.add_houses(listed, sure=sure)

    def under(self, line: str) -> None:
        """Take in a line that stands below a settlement: mostly one street with its houses."""
        if self._draft.settlements and (only := one_street(line)):
            self._draft.add_street(*only, sure=self._sure)
            return
        self._kind = self._kind or ""
        self._items(line, in_column=False)

    def read(self) -> Places:
        """All that was taken in."""
        return self._draft.read()

    def _items(self, text: str, *, in_column: bool) -> None:
        text = unfolded(text)
        start = 0
        for separator in [*BREAKS.finditer(text), None]:
            self._before = separator[0] if separator else ""
            between = text[start : separator.start() if separator else len(text)]
            for part in split_at_marks(between) if between.strip() else ():
                self._item(trim(part.translate(BACK)), in_column=in_column)
                self._after = ""
            if separator is not None:
                self._after += separator[0]
                start = separator.end()
                if self._is_apart() and self._draft.settlements and streets_then_settlement(text, start):
                    self._draft.begin_with_streets(text[start:].strip())

    def _item(self, item: str, *, in_column: bool) -> None:
        bare = PREPOSITION.sub("", item)
        if bare != item or starts_with_settlement(bare):
            self._names.in_case = bare != item and item[0] in "УуВв"
        printed = item = DANGLING.sub("", bare)
        item, sure = self._without_extent(item)
        if not item or is_noise(item):
            return
        if not self._draft.settlements and is_supply(item):
            self._sure = False
            return
        if self._after.strip() == "," and self._draft.ends_on_house() and (number := HOUSE_BEFORE_NAME.match(item)):
            self._draft.add_houses(number["house"], sure=True)
            item = item[number.end() :]
            sure = sure and not (number["kind"] or "вул").startswith("пр")  # 5, 1 пров. Лисенка
        if starts_with_settlement(item) and not (self._kind is not None and INITIAL.match(item)):
            self._add_settlement(item, sure=sure)
        elif mark := STREET_AT.match(item):
            name, houses = split_houses(item, mark.end())
            self._kind = mark["kind"] or mark[0]
            self._streets_follow = SEVERAL_STREETS.fullmatch(mark[0]) is not None
            if self._is_listed():
                self._draft.end_part()
            if not SEVERAL_STREETS.fullmatch(item):
                self._draft.add_street(name, houses, sure=sure)
        elif HOUSES_AT.match(item) and not NUMBERED_NAME.match(item) and self._draft.settlements:
            self._draft.add_houses(item, sure=sure)
        else:
            self._add_name(item, printed, sure=sure, in_column=in_column)

    def _without_extent(self, item: str) -> tuple[str, bool]:
        """The item without its words of extent, and whether it is sure by them.

        Before an item they hold until others come, after it for it alone, on their own for the one before.
        """
        rest, sure, begins = without_extent(item)
        if sure is None:
            return item, self._sure
        if not rest and self._draft.settlements and ":" not in self._before:
            if not sure:
                self._draft.doubt()
        elif not rest or begins:
            self._sure = sure
        return rest, sure

    def _add_settlement(self, item: str, *, sure: bool) -> None:
        bare, said = split_hints(item)
        if said and self._several:  # сс. Поляна, Росош Свалявського району
            for each in self._draft.settlements:
                self._settle(each, said)
        name, houses = split_houses(bare, 0)
        if (
            (part := DESCRIBED.fullmatch(name))
            and self._names.is_known(part["name"])
            and not self._names.is_known(name)
        ):
            name, houses = part["name"], ", ".join(filter(None, (part["words"], houses)))
        elif at := self._names.missing_comma(name):
            self._add_settlement(bare[:at], sure=sure)
            self._after = ""
            self._add_name(bare[at:], bare[at:], sure=sure, in_column=False)
            return
        over = self._draft.settlements[-1:]
        streets = self._draft.take_waiting(in_brackets="(" in self._after and ")" in self._before)
        named = self._all_named(name, said, sure=sure)
        if named[0].problem and HAMLET_AT.match(item) and self._after.strip() in ("", "("):
            self._draft.doubt_for(item)
        is_mark = SETTLEMENT_AT.match(item) is not None
        joined = self._kind is None and (not is_mark or self._after.strip() in ("та", "і", "й"))
        self._draft.add_settlements(named, streets, joined=joined)
        if houses:
            (self._draft.last_street or self._draft.settlements[-1]).houses.append(houses)
        if streets and over[0].name:  # what follows the bracket lies where the streets before it do
            self._draft.settlements.remove(over[0])
            self._draft.settlements += over
        self._kind = None
        if is_mark:
            self._several = bool(SEVERAL_AT.match(item))

    def _all_named(self, name: str, said: str, *, sure: bool) -> list[DraftSettlement]:
        """Those that a name means, with what stands in brackets behind it."""
        named = [self._named(*each, sure=sure) for each in self._names.all_in(name, said)]
        if isinstance(beside := self._names.beside(name), Settlement):  # с. Горінчово (Монастирець)
            named.append(DraftSettlement(beside.name, beside.katottg, sure=False))
        elif beside:  # с. Іза (Садова): a street, a part or an older name
            named[0].houses.append(beside)
        return named

    def _named(self, printed: str, found: Settlement | Problem, *, sure: bool) -> DraftSettlement:
        """A new one, or that of the column, which the address names again."""
        if isinstance(found, Problem):
            named = printed[mark.end() :] if (mark := SETTLEMENT_AT.match(printed)) else printed
            return DraftSettlement(named, None, sure, printed, found)
        again = self._over.get(found.name)
        if again is None or again.katottg != found.katottg or again not in self._draft.settlements:
            only_near = "(" in printed and fold(found.name) not in fold(printed.partition("(")[0])
            return DraftSettlement(found.name, found.katottg, sure and not only_near)  # х. Зелена (Підлісне)
        self._draft.settlements.remove(again)
        again.sure = again.sure and sure
        return again

    def _add_district(self, item: str) -> None:
        """A district settles the settlement before it, or else stands over those that follow."""
        last = self._draft.last
        if last is None or not last.name or ":" in self._before:
            self._names.hint = item
        else:
            self._settle(last, item)

    def _settle(self, draft: DraftSettlement, hint: str) -> None:
        """A district that is said later tells which settlement was meant."""
        found = self._names.resolve(draft.printed, hint, False) if draft.problem else None
        if isinstance(found, Settlement):
            draft.name, draft.katottg, draft.problem = found.name, found.katottg, None

    def _is_listed(self) -> bool:
        """Whether what follows stands beside what was before, and explains nothing of it."""
        return "," in self._after and not {":", "("} & set(self._after)

    def _is_apart(self) -> bool:
        """Whether what follows is a part of its own."""
        return self._after.strip(" ").startswith((";", "\n"))

    def _begins_anew(self, item: str) -> bool:
        """Whether a settlement follows streets without a mark: `вул. Миру; Іза`, `Миру), Іза`, `Миру, Іза: Нова`."""
        is_apart = self._is_apart() or ")" in self._after or ":" in self._before
        return is_apart and isinstance(self._names.spelled(item), Settlement)

    def _is_rest_of_name(self, item: str) -> bool:
        """Whether it goes on with the name before a dash: `Усть - Чорна`."""
        last = self._draft.last
        if last is None or last.problem is None or last.streets or self._after.strip(" ") not in ("-", "–", "—"):
            return False
        found = self._names.spelled(f"{last.printed}-{item}")
        if isinstance(found, Settlement):
            last.name, last.katottg, last.problem = found.name, found.katottg, None
        return isinstance(found, Settlement)

    def _add_name(self, item: str, printed: str, *, sure: bool, in_column: bool) -> None:
        """A name without a mark is what the marks before it make it."""
        capital = CAPITAL_AT.match(item) or NUMBERED_NAME.match(item)
        if TYPE_ALONE.fullmatch(item):
            self._several = True
        elif HINTS.match(item) and not split_hints(item)[0]:
            self._add_district(item)
        elif is_object(item) and self._draft.settlements:
            self._draft.add_houses(item, sure=sure)
        elif not capital or len(item.split()) > LONGEST_NAME:
            self._draft.add_words(printed)
        elif item in self._over or (self._kind is not None and self._begins_anew(item)):
            self._add_settlement(item, sure=sure)
        elif self._kind is not None:
            self._add_another_street(item, sure=sure)
        elif self._is_rest_of_name(item):
            return
        else:
            self._add_bare_name(item, sure=sure, in_column=in_column)

    def _add_another_street(self, item: str, *, sure: bool) -> None:
        """A name behind a street is another one, or else a settlement: `Хуст, вул. Миру, Іза, вул. Дружна`."""
        name, houses = split_houses(item, 0)
        street = f"{self._kind} {name}".strip()
        rival = None if self._over or houses or self._streets_follow else self._names.spelled(name)
        if isinstance(rival, Settlement):
            self._draft.add_rivals(street, DraftSettlement(rival.name, rival.katottg, sure=False))
        else:
            self._draft.add_street(street, houses, sure=sure)

    def _add_bare_name(self, item: str, *, sure: bool, in_column: bool) -> None:
        """A name before which no mark stands: of a settlement if there is one, else of a street, which is not sure."""
        name, houses = split_houses(item, 0)
        found = self._names.spelled(name)
        if (
            (in_column or self._several or not self._draft.settlements)
            or isinstance(found, Settlement)
            or self._names.missing_comma(name)
        ):  # fmt: skip
            self._add_settlement(item, sure=sure)
            return
        if ":" in self._after:
            self._kind = ""
        else:
            self._draft.unread.append(Problem(f"незрозуміло, село це чи вулиця: «{name}»", found.suggestion))
        if self._is_listed():
            self._draft.end_part()
        self._draft.add_street(
            name, houses, sure=sure and ":" in self._after, is_guess=self._is_listed() and not houses
        )
