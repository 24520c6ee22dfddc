"""What in a text is day, district, address, hours, reason."""

import re
from collections.abc import Iterator, Mapping
from datetime import date

from pipeline.source.address_text import first_mark, has_mark, last_settlement
from pipeline.source.changes import BEHIND_HOURS
from pipeline.source.dates import find_days, without_stamp
from pipeline.source.hours import Hours, cut_hours
from pipeline.source.words import district_in, without_district

_REASON = re.compile(
    r"[\s,;–—-]*\b(?:у\s+зв.язку\s+[зі]|в\s+зв.язку\s+[зі]|через|з\s+метою|для\s+(?:проведення|виконання)|причина:?)\s+"
    r"(?P<reason>[^\n]+)",
    re.IGNORECASE,
)
_AFTER_REASON = re.compile(r"\b(?:буде|будуть|без|відключ|знеструм|припин)", re.IGNORECASE)
FULL_DATE = re.compile(r"(?<!\d)\d{1,2}\.\d{1,2}\.(?:20\d\d|\d\d)(?!\d)(?:\s*р\.)?")
_AFTER_PLACES = re.compile(
    r"\s+(?:буде|будуть|планується|заплановано|тимчасово|відсутн[яєі]\w*|припинено|відключать|знеструмлять)(?:\s+[а-яіїєґ][а-яіїєґ'’]+\b(?!\.\s*[А-ЯІЇЄҐ]))*\.?"
)
_LETTERS = re.compile(r"[^\W\d_]{2}")
_SAID = (
    r"(?:[Бб]уд(?:е|уть)|[Пп]ланов\w+|[Зз]?аплан\w+|плану\w+|[Тт]имчасово\w*|[Бб]ез|[Вв]ідсутн\w+|[Пп]рипин\w+|[Вв]ідключ\w+|"
    r"[Зз]неструм\w+|[Оо]бмеж\w+|[Пп]ерерв\w+|електро\w+|світл\w+|енерго\w+|розподіл\w*|постачан\w+|[Рр]об[іо]т\w*|прове\w+|"
    r"викон\w+|[Щщ]од(?:ня|енно)|[Оо]рієнтовн\w+|[Чч]ас(?:у|ом)?|[Гг]один\w*|[Пп]еріод\w*|[Тт]риваліст\w*|адрес\w+|таки\w+|"
    r"наступн\w+|за|по|та|у|в|на|з|із|для|споживач\w*|населен\w+|пункт\w*)"
)
FILLER = re.compile(
    rf"(?<!\w){_SAID}(?:\s+{_SAID})*(?=\s*(?:[:,–(|-]|$)|\s+(?:[усмхвбп]|смт|сс|вул\w*|пров\w*)[\s.]|\s+(?:з|від)\s*\d)\s*:?|(?<!\w)[Щщ]од(?:ня|енно)(?!\w)"
)
"""What is said about every row alike."""


def expand(fields: Mapping[str, str], near: date) -> Iterator[dict[str, str]]:
    """The fields of a row whose text holds days, hours or a reason, apart; one for each hours in the text."""
    text = fields.get("text") or fields.get("address", "")
    has_hours = any(fields.get(name) for name in ("hours", "start", "end"))
    if "text" not in fields and has_hours:
        yield dict(fields)
        return
    common = {name: value for name, value in fields.items() if name not in ("text", "address")}
    text = _take_reason(text, common)
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


def _take_reason(text: str, common: dict[str, str]) -> str:
    """Move the reason out of the text; where it stands before the places it ends with them."""
    found = _REASON.search(text)
    if found is None:
        return text
    start, end = found.span("reason")
    if not has_mark(text[:start]) and (has_mark(found["reason"]) or text.endswith(":")):
        goes_on = _AFTER_REASON.search(text, start, end)
        end = goes_on.start() if goes_on else start + first_mark(found["reason"])  # all of it where it has none
    common.setdefault("reason", text[start:end].strip(" .;,:–-"))
    return f"{text[: found.start()]} {text[end:]}"


def _take_head(text: str, common: dict[str, str], near: date) -> str:
    """Move the days and the district that stand before the first place out of the text."""
    at = first_mark(text)
    head, tail = text[:at], text[at:]
    days, rest = find_days(without_stamp(head), near=near, is_date=False)
    if days and not common.get("date"):
        common["date"], head = head, rest
    elif not days and (dates := FULL_DATE.findall(tail)):
        common.setdefault("date", " ".join(dates))
        tail = FULL_DATE.sub(" ", tail)
    if district := district_in(head):
        common.setdefault("district", district)
        head = re.sub(r"\b[ВвУу]\s+(?=\s*:)|^\s*[ВвУу]\s*$", " ", without_district(head))
    return f"{FILLER.sub(' ', head)}{_AFTER_PLACES.sub(' ', tail)}"


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
    """Hours with nothing but `та` or a comma in between belong together, and with them what cancels or moves them."""
    groups: list[tuple[int, int]] = []
    for start, last, _ in stretches:
        behind = BEHIND_HOURS.match(text, last)
        end = behind.end() if behind else last
        if groups and not _LETTERS.search(re.sub(r"\b(?:та|і|й)\b", "", text[groups[-1][1] : start])):
            groups[-1] = (groups[-1][0], end)
        else:
            groups.append((start, end))
    return groups
