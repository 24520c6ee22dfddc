"""The grammar of an address text: settlements, their streets and houses, with what the words before pass on.

    text   = item {("," | ";" | ":" | "–" | line end | bracket) item}
    item   = [whole | partly] (settlement | street [houses] | houses | name [houses]) [whole | partly]
    name   = after a street another one of that kind (`вул. Головна, Шевченка`), after a settlement another
             settlement if the gazetteer knows it (`с. Пригородок, Орестівка`)

`частково` makes what it stands at `possible`; so does an item that is not read, which is named besides.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import lru_cache

from pipeline.domain.addresses.settlements import Settlement
from pipeline.domain.addresses.streets import Street, parse_street
from pipeline.domain.works import Certainty, Place
from pipeline.source.words import NOISE, fold_lookalikes

Resolve = Callable[[str, str | None], Settlement | str]
"""The settlement that a text means beside a hint of its district; or why none, in Ukrainian."""

_CAPITAL = r"[«\"“„]?[А-ЯІЇЄҐ]"
_SETTLEMENT = (
    r"(?:(?:смт|с-ще|с/ще|сел|сс|с|м|х|хут|прис|п-ць|н\.п)\b\.{0,2}|(?:селище|село|села|місто|хутір|присілок)\b)"
    rf"\s*(?={_CAPITAL})"
)
_ORDINAL = r"\d{1,3}(?:-?(?:й|ий|а|я|ша|га|го|ї|та|ти|тя))?"
_STREET = (
    r"(?:вулиц[яіь]|вул|вуд|ул|провулок|пров|проспект|просп|прос|пр-кт|пр-т|пр|площа|пл|бульвар|бульв|бул|б-р|"
    r"шосе|набережна|наб|майдан|узвіз|проїзд|мікрорайон|мкр|мкрн|м-н|квартал|кв-л|тупик|туп|урочище|уроч|ур|"
    r"дорога|тракт|алея|масив)(?![\w'’-])\.{0,2}"
)
_HOUSE = (
    r"(?:№|буд(?:\b|ин(?:ок|к[иу]|ків)\b)|[бд]\.\s?\d|(?:не)?парн[іиа]\w{0,2}\b|(?:від|з)\s+\d|б/н|вс[яі]\b|о?крім\b|"
    r"[КЗ]?ТП\b|оп\.|опора\b|ЗОШ\b|кв\.|корп|[А-ЯІЇЄҐ]-?\d|\d)"
)
_NUMBERED = rf"{_ORDINAL}\s+(?!корп|кв|буд|блок|секц|гараж|км\b|під)(?:[А-ЯІЇЄҐ][а-яіїєґ'’]{{2}}|[а-яіїєґ]{{4}})"

_SETTLEMENT_AT = re.compile(_SETTLEMENT)
_CAPITAL_SETTLEMENT = re.compile(
    r"(?:СМТ|С-ЩЕ|СС|С|М|Х)\.\s*(?=[А-ЯІЇЄҐ])|(?:Село|Місто|Селище|Смт|С-ще)\b\.?\s*(?=[А-ЯІЇЄҐ])"
)
_INITIAL = re.compile(r"[СМХ]\.")
_STREET_AT = re.compile(rf"(?:{_ORDINAL}\s+)?(?P<kind>{_STREET})\s*|б\.\s*(?=[А-ЯІЇЄҐ](?-i:[а-яіїєґ])+)", re.IGNORECASE)
_MARK = re.compile(
    rf"(?<![\w'’-])(?:{_SETTLEMENT}|(?i:{_STREET})\s*(?=\"|{_CAPITAL}|{_NUMBERED})|б\.\s*(?=[А-ЯІЇЄҐ][а-яіїєґ]))"
)
_HOUSES_AT = re.compile(_HOUSE, re.IGNORECASE)
_HOUSES_AFTER_NAME = re.compile(rf"(?<=[\s.,)])(?={_HOUSE})", re.IGNORECASE)
_NUMBERED_NAME = re.compile(_NUMBERED)
_CAPITAL_AT = re.compile(_CAPITAL)
_FIRST_WORD = re.compile(rf"\s*(?:{_ORDINAL}\s+(?=[^\W\d]{{3}}))?\S+")
_WORD = re.compile(r"[^\W\d_]{3}")
_ANOTHER = re.compile(rf"[,;]\s*(?:{_ORDINAL}\s+)?[А-ЯІЇЄҐ][а-яіїєґ'’]{{2}}|{_MARK.pattern}|тково")
"""What says that more than houses follows."""
_LONGEST_NAME = 5

_WHOLE = re.compile(r"\b(?:повністю|цілком|увесь|уся|(?:все|усе)\s+(?:село|місто|селище))\b\.?", re.IGNORECASE)
_PARTLY = re.compile(
    r"\b(?:ча\w{0,3}тково|част(?:ин[аиі]\b|\.))"
    r"(?:\s+(?:населен\w+|споживач\w*|(?:сел|міст|вул)\w*\.?(?!\s*[А-ЯІЇЄҐ])))?",
    re.IGNORECASE,
)
_TOWARDS = re.compile(r"\b(?:[ву]\s+(?:бік|напрямк\w*|сторону|районі)|біля|поблизу|поруч|навпроти)\b.*", re.IGNORECASE)
_LEADING = re.compile(
    rf"(?:[\s.–—-]|(?:у|в|по|на|та|і|за)\b|{_PARTLY.pattern}|{_WHOLE.pattern}|(?:[ву]\s+бік|[ву]\s+напрямк\w*|біля|поблизу)\b"
    rf"|^\s*{_ORDINAL}\s)*",
    re.IGNORECASE,
)
_PREPOSITION = re.compile(r"^(?:у|в|по|на|та|і|за адресою)\s+(?=\w+[.\s])(?!бік|напрям|сторон|районі)", re.IGNORECASE)
_HINT = re.compile(r"громад|\b[ос]?тг\b|район|р-н|рем\b", re.IGNORECASE)
_HINTS = re.compile(
    r"\(?[\w.'’-]+(?:ськ|цьк|зьк)\w+\s+(?:\w+\s+)?(?:громад\w*|[ОС]?ТГ|район\w*|р-ну?|РЕМ)\b\.?\)?|\([^)]*(?:громад|ТГ|район|р-н)[^)]*\)",
    re.IGNORECASE,
)
_BRACKETS = re.compile(r"\s*\(([^()]*)\)")
_BREAKS = re.compile(
    r"[,;:|\n()]+|(?<!\d)(?<!\d\w)\s[-–—]+(?=\s|$)|\s[-–—]+(?=\s\D)|^\s*[-–—•·*]+|\s(?:та|і|й)\s(?=(?:с|м|смт|вул|пров)\.)|\sта\s"
)
_KEPT = str.maketrans({",": "\x02", "(": "\x03", ")": "\x04"})
_BACK = str.maketrans({"\x02": ",", "\x03": "(", "\x04": ")"})


@dataclass(frozen=True, slots=True)
class Places:
    """What an address text means."""

    places: tuple[Place, ...]
    unread: tuple[str, ...]
    """Reasons in Ukrainian, each naming the words that were not understood."""


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
            houses = ", ".join(self.houses) or None
            return [Place(self.name, self.katottg, None, houses, _certainty(self.sure))]
        return [
            Place(self.name, self.katottg, *_whole_if_nameless(each), _certainty(each.sure)) for each in self.streets
        ]


def starts_with_settlement(text: str) -> bool:
    """Whether an address begins with a settlement: `с. Іза`, `СМТ. БУШТИНО`."""
    return bool(_SETTLEMENT_AT.match(text) or _CAPITAL_SETTLEMENT.match(text))


def has_mark(text: str) -> bool:
    """Whether a text has the mark of a settlement or a street in it."""
    return bool(_MARK.search(text) or starts_with_settlement(text))


def first_mark(text: str) -> int:
    """Where the first settlement or street of a text begins; its length where none does."""
    if starts_with_settlement(text):
        return 0
    mark = _MARK.search(text)
    return mark.start() if mark else len(text)


def last_settlement(text: str) -> str:
    """The settlement that an address speaks of last, as printed."""
    found = ""
    for part in _BREAKS.split(text):
        for item in _split_at_marks(part):
            if starts_with_settlement(item.strip()):
                found = item.strip()
    return found


class AddressReader:
    """Reads the address texts of one row, one after the other, each going on where the last one ended."""

    def __init__(self, resolve: Resolve) -> None:
        self._resolve = resolve
        self._settlements: list[_Settlement] = []
        self._unread: list[str] = []
        self._sure = True
        self._kind: str | None = None
        """Mark of the last street, which the names after it share; None before any street."""
        self._after_colon = False

    def settlement(self, text: str) -> None:
        """Take in the text of a column of settlements; a name needs no mark there."""
        self._items(text, in_column=True)

    def address(self, text: str) -> None:
        """Take in a text in which settlements and streets are marked."""
        self._items(text, in_column=False)

    def street(self, text: str, houses: str) -> None:
        """Take in the columns of streets and of houses."""
        self._kind = self._kind or ""
        self._items(text, in_column=False)
        current = self._last_street()
        if houses and current is not None:
            current.houses.append(_one_line(houses))
        elif houses and self._settlements:
            self._settlements[-1].houses.append(_one_line(houses))

    def under(self, line: str) -> None:
        """Take in a line that stands below a settlement: mostly one street with its houses."""
        if (mark := _STREET_AT.match(line)) and self._settlements and "(" not in line:
            name, houses = _split_houses(line, mark.end())
            if not (_WORD.search(houses) and _ANOTHER.search(houses)):
                self._add_street(name, houses, sure=self._sure)
                return
        self._kind = self._kind or ""
        self._items(line, in_column=False)

    def read(self) -> Places:
        """All that was taken in."""
        places = [place for each in self._settlements for place in each.places()]
        return Places(tuple(dict.fromkeys(places)), tuple(dict.fromkeys(self._unread)))

    def _items(self, text: str, *, in_column: bool) -> None:
        text = _BRACKETS.sub(_unfold_bracket, fold_lookalikes(text))
        start = 0
        for separator in [*_BREAKS.finditer(text), None]:
            for part in _split_at_marks(text[start : separator.start() if separator else len(text)]):
                self._item(part.translate(_BACK).strip(" .–—-"), in_column=in_column)
                self._after_colon = False
            if separator is not None:
                self._after_colon = ":" in separator[0]
                start = separator.end()

    def _item(self, item: str, *, in_column: bool) -> None:
        item, sure = self._without_extent(_PREPOSITION.sub("", item))
        if not item or NOISE.fullmatch(item):
            return
        if starts_with_settlement(item) and not (self._kind is not None and _INITIAL.match(item)):
            self._add_settlement(item, sure=sure)
        elif mark := _STREET_AT.match(item):
            name, houses = _split_houses(item, mark.end())
            self._kind = mark["kind"] or mark[0]
            self._add_street(name, houses, sure=sure)
        elif _HOUSES_AT.match(item) and not _NUMBERED_NAME.match(item) and self._settlements:
            self._add_houses(item, sure=sure)
        else:
            self._add_name(item, sure=sure, in_column=in_column)

    def _without_extent(self, item: str) -> tuple[str, bool]:
        """The item without its words of extent, and whether it is sure by them.

        Before an item they hold until others come, after it for it alone, on their own for the one before.
        """
        partly, whole, towards = _PARTLY.search(item), _WHOLE.search(item), _TOWARDS.search(item)
        if not (partly or whole or towards):
            return item, self._sure
        rest = _TOWARDS.sub("", _WHOLE.sub("", _PARTLY.sub("", item))).strip(" .,–—-")
        sure = whole is not None and not (partly or towards)
        if not rest and self._settlements:
            if not sure:
                self._doubt()
        elif not rest or item.startswith(tuple(each[0] for each in (partly, whole) if each)):
            self._sure = sure
        return rest, sure

    def _add_settlement(self, item: str, *, sure: bool) -> None:
        hint = " ".join(_HINTS.findall(item)) or None
        item = _HINTS.sub("", item).strip(" .,")
        name, houses = _split_houses(item, 0)
        found = self._resolve(name, hint)
        if not isinstance(found, Settlement) and hint:
            found = self._resolve(name, None)
        if isinstance(found, Settlement):
            self._settlements.append(_Settlement(found.name, found.katottg, sure))
        else:
            self._unread.append(found)
            self._settlements.append(_Settlement(_SETTLEMENT_AT.sub("", name), None, sure))
        self._settlements[-1].houses += [houses] if houses else []
        self._kind = None

    def _add_street(self, name: str, houses: str, *, sure: bool) -> None:
        if not self._settlements:
            self._unread.append(f"немає населеного пункту для «{name}»")
            self._settlements.append(_Settlement("", None, sure=False))
        street = _street(name)
        self._settlements[-1].streets.append(_Street(street, [houses] if houses else [], sure))

    def _add_houses(self, houses: str, *, sure: bool) -> None:
        street = self._last_street()
        (street or self._settlements[-1]).houses.append(houses)
        if not sure and street is not None:
            street.sure = False

    def _add_name(self, item: str, *, sure: bool, in_column: bool) -> None:
        """A name without a mark is what the marks before it make it."""
        capital = _CAPITAL_AT.match(item) or _NUMBERED_NAME.match(item)
        if not capital or len(item.split()) > _LONGEST_NAME:
            self._unread.append(f"не зрозуміло: «{item}»")
            self._doubt()
        elif self._kind is not None:
            name, houses = _split_houses(item, 0)
            self._add_street(f"{self._kind} {name}".strip(), houses, sure=sure)
        elif in_column or not self._settlements or isinstance(self._resolve(item, None), Settlement):
            self._add_settlement(item, sure=sure)
        else:
            self._kind = ""
            if not self._after_colon:
                self._unread.append(f"село чи вулиця: «{item}»")
            self._add_name(item, sure=sure and self._after_colon, in_column=False)

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


def _split_houses(text: str, start: int) -> tuple[str, str]:
    """A street (or settlement) and its houses; the first word after `start` belongs to the name in any case."""
    first = _FIRST_WORD.match(text, start)
    houses = _HOUSES_AFTER_NAME.search(text, first.end() if first else start)
    if houses is None:
        return text, ""
    return text[: houses.start()].strip(" ,.:–-"), text[houses.start() :].strip(" ,")


def _split_at_marks(text: str) -> list[str]:
    """The parts that each begin with a mark of a settlement or street, with the words of extent before it."""
    starts = [0]
    for mark in _MARK.finditer(text):
        if not _LEADING.fullmatch(text[starts[-1] : mark.start()]):
            starts.append(mark.start())
    return [text[start:end] for start, end in zip(starts, [*starts[1:], len(text)], strict=True)]


def _unfold_bracket(bracket: re.Match[str]) -> str:
    """Brackets with places or houses become part of the list; those that explain a word stay with it."""
    inside = bracket[1].strip()
    if re.fullmatch(r"ч\.?", inside, re.IGNORECASE):
        return " частково"
    if _PARTLY.search(inside) or _WHOLE.fullmatch(inside):
        return f" {inside}"
    if has_mark(inside) and not _HINT.search(inside):
        return f", {inside}, "
    attached = bracket[0][0] == "(" and bracket.string[: bracket.start()][-1:].isdigit()
    if _HOUSES_AT.match(inside) and not (attached or re.match(r"(?:не)?парн", inside, re.IGNORECASE)):
        return f", {inside}, "
    return bracket[0].translate(_KEPT)


def _whole_if_nameless(street: _Street) -> tuple[Street | None, str | None]:
    houses = ", ".join(street.houses) or None
    return (street.street, houses) if street.street.name else (None, houses)


def _certainty(sure: bool) -> Certainty:  # noqa: FBT001 - a single flag becomes a word
    return Certainty.CERTAIN if sure else Certainty.POSSIBLE


def _one_line(text: str) -> str:
    return ", ".join(line.strip(" ,") for line in text.split("\n"))
