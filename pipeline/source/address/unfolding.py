"""An address text made plain before it is read: brackets unfolded, counts and exceptions said as `частково`."""

import re

from pipeline.domain.addresses import settlement_types
from pipeline.source.address.address_text import (
    BREAKS,
    CAPITAL,
    HINTS,
    HOUSES_AT,
    STREET,
    STREET_AT,
    has_mark,
    split_at_marks,
    starts_with_settlement,
    trim,
)
from pipeline.source.address.extent import PARTLY, WHOLE
from pipeline.source.times.months import OF_DATES
from pipeline.source.words import fold_lookalikes

_PART = re.compile(r"кв|к\.|корп|бл|секц|під|прим", re.IGNORECASE)
_SIDE = re.compile(r"(?:не)?парн", re.IGNORECASE)
_NUMBER_AT_END = re.compile(r"\d\s?[а-яіїєґ]?$", re.IGNORECASE)
_STREETS_IN_A_ROW = re.compile(
    r"(?<!\b[Пп]о )(?<!\b[Нн]а )\b(?:[Вв]улиці|[Пп]ровулки)\b"
    rf"(?:(?![;\n]|\b(?:вул|пров|пл|{settlement_types.SHORT})\.).)*"
)
"""`вулиці Миру, Нова і Садова`, up to where another mark stands; not `на вулиці Кирила і Мефодія`."""
_JOINT = re.compile(rf"\s[ій]\s(?={CAPITAL})")
_LONGEST_ITEM = 100
"""So far before a bracket is looked for what it belongs to, in letters."""
_IN_PART = re.compile(r"(?<!\w)ч\.?(?!\w)", re.IGNORECASE)
_EXCEPT_STREETS = re.compile(
    r"[\s,]*\(?(?:\bо?крім|\bбез|\bза\s+винятком)\s+(?:вул|пров|площ|просп|бульв|наб)"
    rf"(?:(?![,\s](?:{settlement_types.SHORT})\.\s?[А-ЯІЇЄҐ])[^;)\n])*\)?",
    re.IGNORECASE,
)
"""Streets that are left out: of a settlement but a part is meant, and which is not ours to say."""
_COUNTED = re.compile(
    r"(?P<houses>\d[а-яіїєґ]?\W{0,3})?\(?\b\d+\s+(?:(?:житлов|приватн|побутов)\w+\s+)?"
    r"(?:будинк(?:и|ів)|двор(?:и|ів)|господарств\w*|абонент\w*|споживач\w*)\b\)?",
    re.IGNORECASE,
)
"""How many are meant, and not which: `5 будинків`; behind houses it says nothing new: `1-25 (12 абонентів)`."""
_NUMBER_OF = re.compile(r"\(?\b(?:к-?сть|кільк\w*)\s+(?:абонент|споживач|будинк)\w*\W{0,3}\d+\)?", re.IGNORECASE)
_FIRM = re.compile(
    r"\b(?:ФОП|ТОВ|ТзОВ|ПАТ|ПрАТ|ВАТ|ЗАТ|СФГ|ФГ)\b"
    rf"(?:\s*[«\"„][^»\"”\n]*[»\"”]|(?:\s+{CAPITAL}[\w'’-]+(?:\s*{CAPITAL}\.){{0,2}}))?"
)
"""A business in a settlement, `ФОП Іваненко І.І.`, `ТОВ «Верес»`: what else its line feeds is not said."""
_FIRM_SIGNS = ("ФОП", "ТОВ", "ТзОВ", "АТ", "ФГ")
_NUMBERS_NEAR = 12
"""So far before a count houses are looked for, in letters."""
_TIGHT = re.compile(r"(?<=[а-яіїєґ]{3})[–-](?=\d|вс[яі]\b|(?:не)?парн|буд)")
"""`вул. Миру-вся`, `вул. Миру-5`."""
_NO_COMMA = re.compile(
    rf"(\d[/–-]\d+[а-яіїєґ]?)\s+(?={CAPITAL}[а-яіїєґ'’]{{2}}(?!\.))(?!(?i:{OF_DATES}|корп|буд|лі[тн]))"
)
"""`вул. Грушевського 1-50 Заводська`: behind a range of houses there begins another street."""
_VOLTAGE = re.compile(r"(?<=[\s-])0,4(?=\s?кВ|[\s;,.)]|$)")
"""`ПЛ-0,4 кВ`, `Л-0,4`."""
_PART_OF_IT = re.compile(r"[а-яіїєґ][^А-ЯІЇЄҐ\d]+")
"""`(центр)`, `(нижній кінець)`, `(р-н школи)`, behind a settlement."""
_OF_DISTRICT = re.compile(r"(?:ськ|цьк|зьк)(?:а|ої|ий|ого|ому|ій)\b|громад")
_HINT = re.compile(r"громад|\b[ос]?тг\b|район|р-н|рем\b", re.IGNORECASE)
_BARE_NAME = re.compile(rf"{CAPITAL}[\w'’-]+(?:\s[\w'’-]+)?")
_KIND = re.compile(rf"(?<![\w'’-]){STREET}\s*", re.IGNORECASE)
_FORMER = r"(?:кол|був|бувш|стар|нин|тепер|раніше|попер|ім)\w*[.\s]"
_FORMER_AT = re.compile(_FORMER)
_WORDS_AT = re.compile(rf"(?!{_FORMER})[а-яіїєґ]{{2}}")
_BRACKETS = re.compile(r"\s*\(([^()]*)\)")
_KEPT = str.maketrans({",": "\x02", "(": "\x03", ")": "\x04"})
BACK = str.maketrans({"\x02": ",", "\x03": "(", "\x04": ")"})
"""For `str.translate`, of what is read."""
_ROUND = str.maketrans("[]", "()")


def unfolded(text: str) -> str:
    """The text without brackets but those that explain a word, whose signs `BACK` puts back."""
    if "[" in text:
        text = text.translate(_ROUND)
    text = _TIGHT.sub(" ", _NUMBER_OF.sub(" частково", text) if "сть " in text else text)
    text = _VOLTAGE.sub("0.4", text) if "0,4" in text else text
    text = _NO_COMMA.sub(r"\1, ", text)
    if _COUNTED.search(text):
        text = _COUNTED.sub(_without_count, text)
    if any(sign in text for sign in _FIRM_SIGNS):
        text = _FIRM.sub(" частково", text)
    if "рім" in text or "винятк" in text or "без " in text:
        text = _EXCEPT_STREETS.sub(", частково, ", text)
    if "улиці" in text or "ровулки" in text:
        text = _STREETS_IN_A_ROW.sub(_split_joined, text)
    return _BRACKETS.sub(_unfold_bracket, fold_lookalikes(text))


def _without_count(count: re.Match[str]) -> str:
    """`частково` for a count, nothing for one behind houses; `5, 7 будинки` are houses themselves."""
    before = count.string[max(0, count.start() - _NUMBERS_NEAR) : count.start()]
    if "удин" in count[0] and (count["houses"] or re.search(r"\d", before)):
        return count[0]
    return count["houses"] or " частково"


def _split_joined(streets: re.Match[str]) -> str:
    """Streets in a row with a comma for `і`."""
    return _JOINT.sub(", ", streets[0])


def _unfold_bracket(bracket: re.Match[str]) -> str:
    """Brackets with places or houses become part of the list; those that explain a word stay with it."""
    inside = bracket[1].strip()
    if PARTLY.search(inside) or WHOLE.fullmatch(inside) or _IN_PART.fullmatch(inside):
        return f" {_IN_PART.sub('частково', inside)}"
    is_part = _PART_OF_IT.fullmatch(inside) and not _OF_DISTRICT.search(inside)
    if not is_part and HINTS.fullmatch(bracket[0].strip()):
        return bracket[0].translate(_KEPT)
    start = bracket.start()
    before = BREAKS.split(bracket.string[max(0, start - _LONGEST_ITEM) : start])[-1].strip()
    if before[:1].isdigit() and _FORMER_AT.match(inside):  # вул. Миру, 5 (кол. Леніна)
        return ""
    if _is_former_name(before, inside):
        return f" ({_KIND.sub('', inside)})".translate(_KEPT)
    if has_mark(inside) and not _HINT.search(inside):
        return f" ({inside}) "
    return _unfold_by_place(bracket, before, inside, is_part=bool(is_part))


def _unfold_by_place(bracket: re.Match[str], before: str, inside: str, *, is_part: bool) -> str:
    """What a bracket without marks is by what stands before it: streets of a settlement, houses of a street."""
    is_settlement = starts_with_settlement(before) or (not has_mark(before) and _BARE_NAME.fullmatch(before))
    if is_settlement and is_part:
        return f", {inside}, "
    if is_settlement and "," in inside and not _HINT.search(inside) and not HOUSES_AT.match(inside):
        return f": {inside}; "
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
