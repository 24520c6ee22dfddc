"""The words of addresses: marks of settlements and streets, houses, extent; where one item ends and the next begins."""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

_CAPITAL = r"[«\"“„]?[А-ЯІЇЄҐ]"
_SETTLEMENT = (
    r"(?:(?:с\.м\.т|смт|с-ще|с/ще|сел|с\.с|сс|с|м|х|хут|прис|п-ць|н[./]п)\b\.{0,2}|"
    r"(?:населен\w+ пункт\w{0,2}|село|сел[аі]|селах|сіл|селищ[еаі](?: міського типу)?|міст[оаі]|хут[оі]р[аі]?|"
    r"присіл(?:ок|ку))\b)"
    rf"\s*(?={_CAPITAL})"
)
_ORDINAL = r"\d{1,3}(?:-?(?:й|ий|а|я|ша|га|го|ї|та|ти|тя))?"
_STREET = (
    r"(?:в(?:ул(?:иц(?:ями?|ях|[яіюь]|ею))?|уд|[’']?їзд)|у(?:л(?:ица)?|р(?:оч(?:ище)?)?|зв(?:із)?)|"
    r"п(?:р(?:ов(?:ул(?:ок|к[иу]|ком)?|-к|-лок)?|ос(?:п(?:ект[уі]?|-т)?)?|оїзду?|-к|-лок|-кт|-т|-д|-зд|-пект|в)?|ер(?:еулок)?|"
    r"л(?:ощ(?:адь|[аіу])|-ща)?)|завулок|б(?:ул(?:ьв(?:ар[уі]?)?|-р)?|-р)|наб(?:ережн(?:а|ій|ої)|-на)?|"
    r"м(?:айд(?:ан)?|асив|ікрорайоні?|ік-н|крн?|р-н|-н|-в)|кв(?:артал|-л)|т(?:уп(?:ик[уі]?)?|ракт)|шосе|дорога|алея|сквер)"
    r"(?![\w'’-])\.{0,2}"
)
"""By beginnings, as each is tried at every place of a text; the kinds are those of `addresses/streets`."""
_HOUSE = (
    r"(?:№|N\s?\d|буд(?:\b|ин(?:ок|к[иу]|к?ів)\b)|дом[аи]?\s\d|(?:житл|багато|приватн)\w+\s+буд|[бд]\.\s?\d|"
    r"(?:(?:по|на|з)\s+)?(?:(?:не)?парн[іиа]\w{0,2}\b|обидв|обох\s)|(?:від|з|до|по)\s+(?:№\s?)?\d|(?:від|з)\s+почат|"
    r"б/н|вс[яі]\b|о?крім\b|[КЗ]?ТП\b|оп\.|опора\b|ЗОШ\b|кв\.|корп|[А-ЯІЇЄҐ]-?\d|\d)"
)
_PART = re.compile(r"кв|к\.|корп|бл|секц|під|прим", re.IGNORECASE)
_SIDE = re.compile(r"(?:не)?парн", re.IGNORECASE)
_NUMBER_AT_END = re.compile(r"\d\s?[а-яіїєґ]?$", re.IGNORECASE)
_BEFORE_KIND = (
    rf"(?:{_ORDINAL}|(?-i:[ІI]{{1,3}}|[ІI]?V[ІI]{{0,2}})(?:-\w{{1,2}})?"
    r"|(?:перш|друг|трет|четверт|п.?ят)(?:ий|ій|а|я|ого|ому))"
)
"""`1-й пров. Лисенка`, `ІІ пров.`, `перший провулок`."""
_NO_HOUSE = (
    r"\d{1,3}-(?:ї|ої|го|й|ий|ша|га|тя)(?![\w'’])|(?-i:[БД]\.)"
    r"|\d{1,3}\s+(?:окрем|гірськ|штурмов|бригад|полк|батальйон|дивізі)"
)
"""`101-ї бригади`, `Верхній 2-й`, `Хмельницького Б. 5`: what goes on with the name."""
_NUMBERED = rf"{_ORDINAL}\s+(?!корп|кв|буд|блок|секц|гараж|км\b|під)(?:[А-ЯІЇЄҐ][а-яіїєґ'’]{{2}}|[а-яіїєґ]{{4}})"

SETTLEMENT_AT = re.compile(_SETTLEMENT)
_CAPITAL_SETTLEMENT = re.compile(
    r"(?:СМТ|С-ЩЕ|СС|С|М|Х)\.\s*(?=[А-ЯІЇЄҐ])|(?:Село|Місто|Селище|Смт|С-ще)\b\.?\s*(?=[А-ЯІЇЄҐ])"
)
_SETTLEMENT_BEGINS = frozenset("смхпнСМХ")
INITIAL = re.compile(r"[СМХ]\.")
STREET_AT = re.compile(
    rf"(?:{_BEFORE_KIND}\s+)?(?P<kind>{_STREET})\s*|(?-i:б\.\s*(?=[А-ЯІЇЄҐ][а-яіїєґ]+))", re.IGNORECASE
)
_MARK = re.compile(
    rf"(?<![\w'’-])(?:{_SETTLEMENT}|(?i:{_STREET})\s*(?=\"|{_CAPITAL}|{_NUMBERED})|б\.\s*(?=[А-ЯІЇЄҐ][а-яіїєґ]))"
)
HOUSES_AT = re.compile(_HOUSE, re.IGNORECASE)
_HOUSES_AFTER_NAME = re.compile(rf"(?<=[\s.,)])(?!{_NO_HOUSE})(?={_HOUSE})", re.IGNORECASE)
NUMBERED_NAME = re.compile(_NUMBERED)
CAPITAL_AT = re.compile(_CAPITAL)
_FIRST_WORD = re.compile(rf"\s*(?:{_ORDINAL}\s+(?=[^\W\d]{{3}}))?\S+")
WORD = re.compile(r"[^\d\s,./-]{3}")
ANOTHER = re.compile(rf"[,;]\s*(?:{_ORDINAL}\s+)?[А-ЯІЇЄҐ][а-яіїєґ'’]{{2}}|{_MARK.pattern}|тково")
"""What says that more than houses follows."""
_STREET_FIRST = re.compile(r"\W*(?:вул|пров|пл\b|пр\b|просп|бульв|б\.|наб)", re.IGNORECASE)
SEVERAL_STREETS = re.compile(r"(?:вулиці|провулки|площі)\W*", re.IGNORECASE)
"""What only leads on to names: `вулиці: Садова, Нова`."""
STREETS_IN_A_ROW = re.compile(
    r"(?<!\b[Пп]о )(?<!\b[Нн]а )\b(?:[Вв]улиці|[Пп]ровулки)\b(?:(?![;\n]|\b(?:вул|пров|пл|с|м|смт)\.).)*"
)
"""`вулиці Миру, Нова і Садова`, up to where another mark stands; not `на вулиці Кирила і Мефодія`."""
_JOINT = re.compile(rf"\s[ій]\s(?={_CAPITAL})")
LONGEST_NAME = 5
LONGEST_ITEM = 200
"""So far before a bracket is looked for what it belongs to, in letters."""
SEVERAL_AT = re.compile(r"(?:сс|с\.с|сел[аи]х?|сіл)\b", re.IGNORECASE)
"""What says that the names that follow are settlements."""
TYPE_ALONE = re.compile(r"(?:сс?|с\.с|м|села|насел\w*\.? пункт\w*)\.?", re.IGNORECASE)
"""What says so on its own: `Населені пункти: Іза, Липча`."""
NUMBER_AT = re.compile(r"\s*\d{1,3}[.)]\s*(?=[^\W\d])")
"""`1. Іза`, in a column of settlements."""
BETWEEN_SETTLEMENTS = re.compile(r"\s+[ій]\s+|\s*[/+]\s*")

WHOLE = re.compile(
    r"\b(?:повністю|цілком|увесь|уся|(?:все|усе)\s+(?:село|місто|селище)|(?:вс|ус)[яі]\s+(?:вулиц[яі]|будинки|споживачі))\b\.?",
    re.IGNORECASE,
)
PARTLY = re.compile(
    r"\b(?:ча\w{0,3}тково|част(?:ин[аиі]\b|\.|\b))"
    r"(?:\s+(?:населен\w+|споживач\w*|(?:сел|міст|вул)\w*\b(?!\.?\s*[А-ЯІЇЄҐ])\.?))?",
    re.IGNORECASE,
)
_IN_PART = re.compile(r"(?<!\w)ч\.?(?!\w)", re.IGNORECASE)
EXCEPT_STREETS = re.compile(
    r"[\s,]*\(?(?:\bо?крім|\bза\s+винятком)\s+(?:вул|пров|площ|просп|бульв|наб)"
    r"(?:(?![,\s](?:с|м|смт|с-ще|х)\.\s?[А-ЯІЇЄҐ])[^;)\n])*\)?",
    re.IGNORECASE,
)
"""Streets that are left out: of a settlement but a part is meant, and which is not ours to say."""
TOWARDS = re.compile(r"\b(?:[ву]\s+(?:бік|напрямк\w*|сторону|районі)|біля|поблизу|поруч|навпроти)\b.*", re.IGNORECASE)
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
_HINT = re.compile(r"громад|\b[ос]?тг\b|район|р-н|рем\b", re.IGNORECASE)
HINTS = re.compile(
    r"\(?(?:\b[А-ЯІЇЄҐ]\w{0,3}\.\s*)?[\w.'’-]{1,40}(?:ськ|цьк|зьк)\w+\s+(?:\w+\s+)?"
    r"(?:громад\w*|[ОСМ]?ТГ|район\w*|р-н[уі]?|РЕМ|обл(?:аст\w+)?)\b\.?\)?|\([^)]*(?:громад|ТГ|район|р-н)[^)]*\)|"
    r"\b(?:громад[аи]|[ОСМ]?ТГ|район|р-н)\s+[\w'’-]{1,40}(?:ськ|цьк|зьк)(?:ий|а|ої)\b",
    re.IGNORECASE,
)
_BARE_NAME = re.compile(rf"{_CAPITAL}[\w'’-]+(?:\s[\w'’-]+)?")
_KIND = re.compile(rf"(?<![\w'’-]){_STREET}\s*", re.IGNORECASE)
_FORMER = r"(?:кол|був|бувш|стар|нин|тепер|раніше|попер|ім)\w*[.\s]"
_FORMER_AT = re.compile(_FORMER)
_WORDS_AT = re.compile(rf"(?!{_FORMER})[а-яіїєґ]{{2}}")
_AROUND = re.compile(r"^[\s.–—-]+|(?<!\s[А-ЯІЇЄҐ])(?<!\.[А-ЯІЇЄҐ])(?!(?<=\d)[–—-]+$)[\s./–—-]+$|(?<=\.)[\s–—-]+$")
BRACKETS = re.compile(r"\s*\(([^()]*)\)")
BREAKS = re.compile(
    r"[,;:|\n()]+|[-–—](?=(?:вул|пров)\.)|(?<!\d)(?<!\d\w)\s[-–—]+(?=\s|$)|\s[-–—]+(?=\s\D)|^\s*[-–—•·*]+|\s(?:та|і|й)\s(?=(?:с|м|смт|вул|пров)\.)|\sта\s"
)
_PART_END = re.compile(r"[;\n]")
_KEPT = str.maketrans({",": "\x02", "(": "\x03", ")": "\x04"})
BACK = str.maketrans({"\x02": ",", "\x03": "(", "\x04": ")"})


def starts_with_settlement(text: str) -> bool:
    """Whether an address begins with a settlement: `с. Іза`, `СМТ. БУШТИНО`."""
    return text[:1] in _SETTLEMENT_BEGINS and bool(SETTLEMENT_AT.match(text) or _CAPITAL_SETTLEMENT.match(text))


def starts_on_street(text: str) -> bool:
    """Whether an address begins with a street, so that it lies in the settlement named before."""
    return bool(_STREET_FIRST.match(text) or STREET_AT.match(text))


def is_extent(text: str) -> bool:
    """Whether a text says nothing but how much is meant: `частково`, `(повністю)`."""
    return bool(PARTLY.search(text) or WHOLE.search(text)) and not WORD.search(WHOLE.sub("", PARTLY.sub("", text)))


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
        for item in split_at_marks(part):
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


def without_hints(item: str) -> str:
    """An item without what it says of its district."""
    return HINTS.sub("", item).strip(" .,/")


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


def split_joined(streets: re.Match[str]) -> str:
    """Streets in a row with a comma for `і`."""
    return _JOINT.sub(", ", streets[0])


def unfold_bracket(bracket: re.Match[str]) -> str:
    """Brackets with places or houses become part of the list; those that explain a word stay with it."""
    inside = bracket[1].strip()
    if PARTLY.search(inside) or WHOLE.fullmatch(inside) or _IN_PART.fullmatch(inside):
        return f" {_IN_PART.sub('частково', inside)}"
    if HINTS.fullmatch(bracket[0].strip()):
        return bracket[0].translate(_KEPT)
    start = bracket.start()
    before = BREAKS.split(bracket.string[max(0, start - LONGEST_ITEM) : start])[-1].strip()
    if before[:1].isdigit() and _FORMER_AT.match(inside):  # вул. Миру, 5 (кол. Леніна)
        return ""
    if _is_former_name(before, inside):
        return f" ({_KIND.sub('', inside)})".translate(_KEPT)
    if has_mark(inside) and not _HINT.search(inside):
        return f" ({inside}) "
    return _unfold_by_place(bracket, before, inside)


def _unfold_by_place(bracket: re.Match[str], before: str, inside: str) -> str:
    """What a bracket without marks is by what stands before it: streets of a settlement, houses of a street."""
    is_settlement = starts_with_settlement(before) or (not has_mark(before) and _BARE_NAME.fullmatch(before))
    if is_settlement and "," in inside and not _HINT.search(inside) and not HOUSES_AT.match(inside):
        return f": {inside}, "
    attached = bracket[0][0] == "(" and bracket.string[: bracket.start()][-1:].isdigit()
    of_houses = _PART.match(inside) or (_SIDE.match(inside) and _NUMBER_AT_END.search(before))
    are_houses = HOUSES_AT.match(inside) and not (attached or of_houses)
    if are_houses or (not attached and _explains_street(before, inside)):
        return f", {inside}, "
    return bracket[0].translate(_KEPT)


def _is_former_name(before: str, inside: str) -> bool:
    """Whether a bracket names its street anew: `вул. Центральна (кол. вул. Леніна)`, `вул. Нова (вул. Леніна)`."""
    street, another = STREET_AT.match(trim(split_at_marks(before)[-1])), STREET_AT.match(inside)
    if not street or re.search(r"[,;\d]", inside):
        return False
    return bool(_FORMER_AT.match(inside) or (another and another["kind"] and another["kind"] == street["kind"]))


def _explains_street(before: str, inside: str) -> bool:
    """Whether words behind a street say which houses are meant (`від магазину до школи`), and are no older name."""
    on_street = STREET_AT.match(trim(split_at_marks(before)[-1])) and not before[-1:].isdigit()
    return bool(on_street and _WORDS_AT.match(inside) and not HOUSES_AT.match(inside))
