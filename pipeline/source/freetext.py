"""Lines of text that tell of works: which line is one, and what in it is day, district, address, hours, reason."""

import re
from collections.abc import Iterator, Mapping
from datetime import date

from pipeline.source.address_text import first_mark, has_mark, last_settlement
from pipeline.source.dates import find_days
from pipeline.source.hours import Hours, cut_hours
from pipeline.source.outline import Outline
from pipeline.source.unread import Unread
from pipeline.source.words import district_in, without_district

_REASON = re.compile(
    r"[\s,;–—-]*\b(?:у\s+зв.язку\s+[зі]|в\s+зв.язку\s+[зі]|через|з\s+метою|для\s+(?:проведення|виконання)|причина:?)\s+"
    r"(?P<reason>.+)$",
    re.IGNORECASE | re.DOTALL,
)
_FULL_DATE = re.compile(r"(?<!\d)\d{1,2}\.\d{1,2}\.(?:20\d\d|\d\d)(?!\d)(?:\s*р\.)?")
_LETTERS = re.compile(r"[^\W\d_]{2}")
_FILLER = re.compile(
    r"\b(?:(?:буде|будуть|планов\w+|тимчасово\w*|без|відсутн\w+|припинен\w+|відключен\w+|знеструмлен\w+|обмежен\w+)\s*"
    r"(?:електро\w+|світл\w+|енерго\w+|розподіл\w*)?\s*(?=[:,–-]|$|без|відключ|знестр|припин))+:?",
    re.IGNORECASE,
)
_CONTACTS = re.compile(
    r"\bтел\b|телефон|\+?38\s?\(?0\d\d|\b0\s?800\b|@|\b\d{5}\s*,|графік\s+роботи|прийом|гаряч|©|www\.|e-?mail|час\s+роботи",
    re.IGNORECASE,
)


class LineReader:
    """Tells which lines under the headings of a page are rows of works, with what earlier lines say of them."""

    def __init__(self, outline: Outline) -> None:
        self._outline = outline
        self._over: dict[str, str] = {}
        self._headings: tuple[str, ...] = ()

    def fields(self, line: str) -> dict[str, str] | None:
        """The fields of a line that is a row; None for a heading, a line of hours over others, or mere prose."""
        if self._headings != self._outline.texts:
            self._headings, self._over = self._outline.texts, {}
        if _CONTACTS.search(line):
            return None
        hours = cut_hours(line)
        if hours and not has_mark(line) and (line.endswith(":") or not _names(line, hours)):
            self._over = {"hours": line}
            return None
        in_list = bool(self._outline.days or self._outline.district or _has_day(line, self._outline.near))
        if in_list and (hours or has_mark(line)) and (hours or self._over or self._outline.days):
            return {**({} if hours else self._over), "text": line}
        return None


def expand(fields: Mapping[str, str], near: date) -> Iterator[dict[str, str]]:
    """The fields of a row whose text holds days, hours or a reason, apart; one for each hours in the text."""
    text = fields.get("text") or fields.get("address", "")
    has_hours = any(fields.get(name) for name in ("hours", "start", "end"))
    if "text" not in fields and has_hours:
        yield dict(fields)
        return
    common = {name: value for name, value in fields.items() if name not in ("text", "address")}
    if reason := _REASON.search(text):
        common.setdefault("reason", reason["reason"].strip(" .;,"))
        text = text[: reason.start()]
    text = _take_head(text, common, near)
    stretches = [] if has_hours else cut_hours(text)
    if not stretches:
        yield {**common, "address": text}
        return
    settlement = common.get("settlement", "")
    for address, hours, rest in _segments(text, stretches):
        if rest and not has_mark(rest):
            common.setdefault("reason", rest)
        own = {**common, "hours": hours, "address": address}
        if settlement and not has_settlement_first(address):
            own["settlement"] = settlement
        settlement = last_settlement(address) or settlement
        yield own


def has_settlement_first(address: str) -> bool:
    """Whether the first mark in an address is that of a settlement, or it begins with a bare name."""
    return not re.match(r"\W*(?:вул|пров|пл\b|пр\b|просп|бульв|б\.|наб)", address, re.IGNORECASE)


def _take_head(text: str, common: dict[str, str], near: date) -> str:
    """Move the days and the district that stand before the first place out of the text."""
    at = first_mark(text)
    head, tail = text[:at], text[at:]
    days, rest = find_days(head, near=near, is_date=False)
    if days and not common.get("date"):
        common["date"], head = head, rest
    elif not days and (dates := _FULL_DATE.findall(tail)):
        common.setdefault("date", " ".join(dates))
        tail = _FULL_DATE.sub(" ", tail)
    if district := district_in(head):
        common.setdefault("district", district)
        head = re.sub(r"\b[ВвУу]\s+(?=\s*:)|^\s*[ВвУу]\s*$", " ", without_district(head))
    return f"{_FILLER.sub(' ', head)}{tail}"


def _segments(text: str, stretches: list[tuple[int, int, Hours]]) -> Iterator[tuple[str, str, str]]:
    """Address, hours and what follows, for hours that stand behind their address or before it."""
    groups = _groups(text, stretches)
    leading = not _LETTERS.search(text[: groups[0][0]])
    ends = [start for start, _ in groups[1:]] + [len(text)]
    begins = [0] + [end for _, end in groups[:-1]]
    for index, (start, end) in enumerate(groups):
        if leading:
            yield text[end : ends[index]], text[start:end], ""
            continue
        rest = text[end:].strip(" .,;–—-()|") if index == len(groups) - 1 else ""
        address = text[begins[index] : start]
        yield (f"{address}, {rest}" if has_mark(rest) else address), text[start:end], rest


def _groups(text: str, stretches: list[tuple[int, int, Hours]]) -> list[tuple[int, int]]:
    """Hours with nothing but `та` or a comma in between belong together."""
    groups: list[tuple[int, int]] = []
    for start, end, _ in stretches:
        if groups and not _LETTERS.search(re.sub(r"\b(?:та|і|й)\b", "", text[groups[-1][1] : start])):
            groups[-1] = (groups[-1][0], end)
        else:
            groups.append((start, end))
    return groups


def _names(line: str, hours: list[tuple[int, int, Hours]]) -> bool:
    """Whether a line says anything beside its hours."""
    rest = line[: hours[0][0]] + line[hours[-1][1] :]
    return bool(_LETTERS.search(_FILLER.sub("", rest)))


def _has_day(line: str, near: date) -> bool:
    try:
        return bool(find_days(line[: first_mark(line)], near=near, is_date=False)[0]) or bool(_FULL_DATE.search(line))
    except Unread:
        return True
