"""The words of addresses: marks of settlements and streets, houses, extent; where one item ends and the next begins."""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from pipeline.domain.addresses import settlement_types
from pipeline.source.address.extent import PARTLY, WHOLE
from pipeline.source.times.months import OF_DATES

CAPITAL = r"[«\"“„]?[А-ЯІЇЄҐ]"
_SETTLEMENT = rf"{settlement_types.MARK}(?={CAPITAL})"
_ORDINAL = r"\d{1,3}(?:-?(?:й|ий|а|я|ша|га|го|ї|та|ти|тя))?"
STREET = (
    r"(?:в(?:ул(?:иц(?:ями?|ях|[яіюь]|ею))?|уд|[’']?їзд)|у(?:л(?:ица)?|р(?:оч(?:ище)?)?|зв(?:із)?)|"
    r"п(?:р(?:ов(?:ул(?:ок|к[иу]|ком)?|-к|-лок)?|ос(?:п(?:ект[уі]?|-т)?)?|оїзду?|-к|-лок|-кт|-т|-д|-зд|-пект|в)?|ер(?:еулок)?|"
    r"л(?:ощ(?:адь|[аіу])|-ща)?)|завулок|б(?:ул(?:ьв(?:ар[уі]?)?|-р)?|-р)|наб(?:ережн(?:а|ій|ої)|-на)?|"
    r"м(?:айд(?:ан)?|асив|ікрорайоні?|ік-н|крн?|р-н|-н|-в)|кв(?:артал|-л)|т(?:уп(?:ик[уі]?)?|ракт)|шосе|дорога|алея|сквер)"
    r"(?![\w'’-])\.{0,2}"
)
"""By beginnings, as each is tried at every place of a text; the kinds are those of `addresses/streets`."""
_HOUSE = (
    r"(?:№|N\s?\d|буд(?:\b|ин(?:ок|к[иу]|к?ів)\b)|дом[аи]?\s\d|(?:житл|багато|приватн)\w+\s+буд|багатопов\w+\s\d|[бд]\.\s?\d|"
    r"(?:(?:по|на|з)\s+)?(?:(?:не)?парн[іиа]\w{0,2}\b|обидв|обох\s)|(?:від|з|до|по)\s+(?:№\s?|буд\w*\.?\s*)?\d|"
    r"(?:від|з)\s+почат|(?-i:(?:від|до)\s+[а-яіїєґ]{3})|після\s|ріг\s|"
    r"б/н|вс[яі]\b|о?крім\b|[КЗ]?ТП\b|оп\.|опора\b|ЗОШ\b|кв\.|корп|[А-ЯІЇЄҐ]-?\d|\d)"
)
_BEFORE_KIND = (
    rf"(?:{_ORDINAL}|(?-i:[ІI]{{1,3}}|[ІI]?V[ІI]{{0,2}})(?:-\w{{1,2}})?"
    r"|(?:перш|друг|трет|четверт|п.?ят)(?:ий|ій|а|я|ого|ому))"
)
"""`1-й пров. Лисенка`, `ІІ пров.`, `перший провулок`."""
_NO_HOUSE = (
    r"\d{1,3}-(?:ї|ої|го|й|ий|ша|га|тя|та|ма)(?![\w'’])|(?-i:[БД]\.)"
    r"|\d{1,3}\s+(?:окрем|гірськ|штурмов|бригад|полк|батальйон|дивізі)"
)
"""`101-ї бригади`, `Верхній 2-й`, `Хмельницького Б. 5`: what goes on with the name."""
_NUMBERED = (
    rf"\d{{2,4}}-річчя|{_ORDINAL}\s+(?!корп|кв|буд|блок|секц|гараж|км\b|під)"
    r"(?:[А-ЯІЇЄҐ][а-яіїєґ'’]{2}|[а-яіїєґ]{4})"
)

SETTLEMENT_AT = re.compile(_SETTLEMENT)
_CAPITAL_SETTLEMENT = re.compile(
    rf"(?:{settlement_types.SHORT})\.\s*(?-i:(?=[А-ЯІЇЄҐ]))|(?:{settlement_types.FULL})\b\.?\s*(?-i:(?=[А-ЯІЇЄҐ]))",
    re.IGNORECASE,
)
_SETTLEMENT_BEGINS = frozenset("смхпнСМХПН")
INITIAL = re.compile(r"[СМХ]\.")
STREET_AT = re.compile(
    rf"(?:{_BEFORE_KIND}\s+)?(?P<kind>{STREET})\s*|(?-i:б\.\s*(?=[А-ЯІЇЄҐ][а-яіїєґ]+))", re.IGNORECASE
)
_MARK = re.compile(
    rf"(?<![\w'’-])(?:{_SETTLEMENT}|(?i:{STREET})\s*(?=\"|{CAPITAL}|{_NUMBERED})|б\.\s*(?=[А-ЯІЇЄҐ][а-яіїєґ]))"
)
HOUSES_AT = re.compile(_HOUSE, re.IGNORECASE)
_HOUSES_AFTER_NAME = re.compile(rf"(?<=[\s.,)])(?!{_NO_HOUSE})(?={_HOUSE})", re.IGNORECASE)
NUMBERED_NAME = re.compile(_NUMBERED)
HOUSE_BEFORE_NAME = re.compile(
    rf"(?P<house>\d{{1,3}})\s+(?=(?P<kind>{STREET})|(?-i:[А-ЯІЇЄҐ][а-яіїєґ]{{2}}))(?!{OF_DATES})", re.IGNORECASE
)
"""`5, 7 вул. Садова` and `5, 7 Садова`, behind other houses; `5, 8 Березня` is a street."""
CAPITAL_AT = re.compile(CAPITAL)
HAMLET_AT = re.compile(rf"(?:{settlement_types.HAMLET})\b")
NAME_BESIDE = re.compile(rf"(?P<name>[^()]+)\((?!\w+[сцз]ьк(?:ий|а|ого|ої)\b)(?P<beside>{CAPITAL}[^()\d]+)\)")
"""A name in brackets that is no district."""
WORD_BEHIND = re.compile(rf"(?<=\s){CAPITAL}|(?<=[а-яіїєґ]{{3}}\.){CAPITAL}(?=\w)")
_FIRST_WORD = re.compile(rf"\s*(?:{_ORDINAL}\s+(?=[^\W\d]{{3}}))?\S+")
WORD = re.compile(r"[^\d\s,./-]{3}")
ANOTHER = re.compile(rf"[,;]\s*(?:{_ORDINAL}\s+)?[А-ЯІЇЄҐ][а-яіїєґ'’]{{2}}|{_MARK.pattern}|тково")
"""What says that more than houses follows."""
_STREET_FIRST = re.compile(r"\W*(?:вул|пров|пл\b|пр\b|просп|бульв|б\.|наб)", re.IGNORECASE)
SEVERAL_STREETS = re.compile(r"(?:вулиці|провулки|площі)\W*", re.IGNORECASE)
"""What only leads on to names: `вулиці: Садова, Нова`."""
LONGEST_NAME = 5
SEVERAL_AT = re.compile(rf"(?:{settlement_types.SEVERAL})\b", re.IGNORECASE)
"""What says that the names that follow are settlements."""
TYPE_ALONE = re.compile(rf"(?:{settlement_types.SHORT}|{settlement_types.FULL})\.?", re.IGNORECASE)
"""What says so on its own: `Населені пункти: Іза, Липча`."""
NUMBER_AT = re.compile(r"\s*\d{1,3}[.)]\s*(?=[^\W\d])")
"""`1. Іза`, in a column of settlements."""
BETWEEN_SETTLEMENTS = re.compile(r"\s+[ій]\s+|\s*[/+]\s*")

DESCRIBED = re.compile(
    r"(?P<name>(?:\S+\s+)*?\S*[А-ЯІЇЄҐ][^\s-]*)(?:\s+|-)(?!(?:[ій]|та|або|чи)\s)(?P<words>[а-яіїєґ].*)"
)
"""A settlement, and words that say which part of it: `с. Іза нижній кінець`, `м. Хуст с/т «Дружба»`."""
_LEADING = re.compile(
    rf"(?:[\s.–—-]|(?:у|в|по|на|та|і|за)\b|{PARTLY.pattern}|{WHOLE.pattern}|(?:[ву]\s+бік|[ву]\s+напрямк\w*|біля|поблизу)\b"
    rf"|^\s*{_BEFORE_KIND}\s)*",
    re.IGNORECASE,
)
PREPOSITION = re.compile(
    r"^(?:у|в|по|на|та|(?-i:і)|за адресою)\s+(?=\w+[.\s]|[\w’'-]+$)(?!бік|напрям|сторон|районі)", re.IGNORECASE
)
DANGLING = re.compile(r"\s+(?:по|на|у|в|до|від|та|і|й|за адресою|за адресами)\s*$")
"""What leads on to the next street: `с. Іза по вул. Дружна`."""
HINTS = re.compile(
    r"\(?(?:\b[А-ЯІЇЄҐ]\w{0,3}\.\s*)?[\w.'’-]{1,40}(?:ськ|цьк|зьк)\w+\s+(?:\w+\s+)?"
    r"(?:громад\w*|[ОСМ]?ТГ|район\w*|р-н[уі]?|РЕМ|обл(?:аст\w+)?)\b\.?\)?|\([^)]*(?:громад|ТГ|район|р-н)[^)]*\)|"
    r"\b(?:громад[аи]|[ОСМ]?ТГ|район|р-н)\s+[\w'’-]{1,40}(?:ськ|цьк|зьк)(?:ий|а|ої)\b",
    re.IGNORECASE,
)
_AROUND = re.compile(r"^[\s.–—-]+|(?<!\s[А-ЯІЇЄҐ])(?<!\.[А-ЯІЇЄҐ])(?!(?<=\d)[–—-]+$)[\s./+–—-]+$|(?<=\.)[\s–—-]+$")
BREAKS = re.compile(
    r"[,;:|\n()]+|[-–—](?=(?:вул|пров)\.)|(?<!\d)(?<!\d\w)\s[-–—]+(?=\s|$)|\s[-–—]+(?=\s\D)|^\s*[-–—•·*]+|\sта\s"
    rf"|\s[ій]\s(?=(?:вул|пров|{settlement_types.SHORT})\.)"
)
_PART_END = re.compile(r"[;\n]")


def starts_with_settlement(text: str) -> bool:
    """Whether an address begins with a settlement: `с. Іза`, `СМТ. БУШТИНО`."""
    return text[:1] in _SETTLEMENT_BEGINS and bool(SETTLEMENT_AT.match(text) or _CAPITAL_SETTLEMENT.match(text))


def starts_on_street(text: str) -> bool:
    """Whether an address begins with a street, so that it lies in the settlement named before."""
    return bool(_STREET_FIRST.match(text) or STREET_AT.match(text))


def has_mark(text: str) -> bool:
    """Whether a text has the mark of a settlement or a street in it."""
    return bool(_MARK.search(text) or starts_with_settlement(text))


def first_mark(text: str) -> int:
    """Where the first settlement or street of a text begins; its length where none does."""
    if starts_with_settlement(text):
        return 0
    mark = _MARK.search(text)
    return mark.start() if mark else len(text)


def marks_in(text: str, start: int, till: int) -> Iterator[int]:
    """Where settlements and streets of a text begin, from `start` on."""
    return (mark.start() for mark in _MARK.finditer(text, start, till))


def last_settlement(text: str) -> str:
    """The settlement that an address speaks of last, as printed."""
    found = ""
    for part in BREAKS.split(text):
        for item in () if _SETTLEMENT_BEGINS.isdisjoint(part) else split_at_marks(part):
            if starts_with_settlement(item.strip()):
                found = item.strip()
    return found


def settlement_after(text: str, over: str) -> str:
    """The settlement of streets that follow an address; none where its own stands behind its streets."""
    if not over and STREET_AT.match(text, first_mark(text)):
        return ""
    return last_settlement(text) or over


def settlements_over(parts: Sequence[str], over: str, *, is_column: bool) -> Iterator[str]:
    """The settlement over each part of an address: that of its column, or else named before it, if it lies in that."""
    settlement = over
    for index, part in enumerate(parts):
        if index and starts_with_settlement(part):
            yield ""
        elif starts_on_street(part):
            yield settlement if is_column or not _ends_on_settlement(part) else ""
        else:
            yield over
        settlement = settlement_after(part, settlement)


def _ends_on_settlement(text: str) -> bool:
    """Whether the settlement stands behind the streets: `вул. Дружна, с. Іза`."""
    *_, last = (0, *marks_in(text, 0, len(text)))
    return starts_with_settlement(text[last:])


def streets_then_settlement(text: str, start: int) -> bool:
    """Whether the part of an address that begins at `start` ends with the settlement of its streets.

    `с. Іза вул. Дружна; вул. Миру с. Липча`; a settlement in brackets is that of the street before it alone.
    """
    end = found.start() if (found := _PART_END.search(text, start)) else len(text)
    part = text[start:end].strip()
    return starts_on_street(part) and "(" not in part and _ends_on_settlement(part)


def split_houses(text: str, start: int) -> tuple[str, str]:
    """A street (or settlement) and its houses; the first word after `start` belongs to the name in any case."""
    first = _FIRST_WORD.match(text, start)
    houses = _HOUSES_AFTER_NAME.search(text, first.end() if first else start)
    if houses is None:
        return text, ""
    return text[: houses.start()].strip(" ,:–-"), text[houses.start() :].strip(" ,")


@lru_cache(maxsize=8192)
def one_street(line: str) -> tuple[str, str] | None:
    """The street and the houses of a line that names one street and nothing else; lists repeat such lines."""
    mark = STREET_AT.match(line)
    if not mark or "(" in line:
        return None
    name, houses = split_houses(line, mark.end())
    return None if WORD.search(houses) and ANOTHER.search(houses) else (name, houses)


def split_hints(item: str) -> tuple[str, str]:
    """An item without what it says of its district, and that."""
    said: list[str] = []

    def cut(hint: re.Match[str]) -> str:
        said.append(hint[0])
        return ""

    return HINTS.sub(cut, item).strip(" .,/"), " ".join(said)


def trim(item: str) -> str:
    """The item without the signs around it; the point of an initial stays: `Хмельницького Б.`."""
    return _AROUND.sub("", item)


def split_at_marks(text: str) -> list[str]:
    """The parts that each begin with a mark of a settlement or street, with the words of extent before it."""
    starts = [0]
    for mark in _MARK.finditer(text):
        if not _LEADING.fullmatch(text[starts[-1] : mark.start()]):
            starts.append(mark.start())
    return [text[start:end] for start, end in zip(starts, [*starts[1:], len(text)], strict=True)]
