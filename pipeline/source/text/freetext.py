"""The grammar of a line of free text: what of it is day, district, hours, reason, change, and what are its places.

    line    = head body
    head    = {days | district | what every line says | reason}    all that stands before the first place
    body    = {places when} [tail]                                 hours stand behind their places,
            | {when places}                                        or all before them: the first one tells
            | places                                               without hours: those of a column or of a heading
            | settlement {when streets}        `м. Хуст: 9:00-12:00 – вул. Миру, 13:00-16:00 – вул. Нова`
    when    = [days] stretch {("," | "та") stretch} {change | reason}
    tail    = places | extent | reason
    places  = see `places`; where none are named, those of the hours beside: `24.11 – з 9 до 12, 25.11 – з 8 до 9`

Changes and reasons are signs here, see `changes` and `reasons`.

What is inherited: the head holds for all places of the line; a street in front takes the settlement named last; a
reason is that of the works it stands at, and a single one that of all; places of the tail share the hours before them.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date

from pipeline.domain.works import Kind
from pipeline.source.address.address_text import first_mark, has_mark, settlements_over, starts_on_street
from pipeline.source.address.extent import is_extent
from pipeline.source.text.days_at_hours import (
    MOMENTS,
    begins_with_day,
    days_before,
    days_behind,
    own_days,
    refuse_behind,
    refuse_between,
    refuse_half,
    without_own_days,
)
from pipeline.source.text.phrases import without_phrases, without_statements
from pipeline.source.text.reasons import SIGN, cut_reasons, take_reasons
from pipeline.source.times.changes import BEHIND_HOURS
from pipeline.source.times.dates import RELATIVE, find_days, without_stamp
from pipeline.source.times.hours import DASH, Hours, find_hours, like_a_time
from pipeline.source.times.hours_in_text import bare_hours, cut_hours, may_lead_on, perhaps_hours
from pipeline.source.times.nights import by_their_evenings
from pipeline.source.times.weekdays import WEEKDAYS, without_weekdays
from pipeline.source.unread import Unread
from pipeline.source.words import QUEUE, district_in, kind_in, without_district

_LETTERS = re.compile(r"[^\W\d_]{2}")
_AND = re.compile(r"\b(?:та|і|й)\b")
_IN = re.compile(r"\b[ВвУу]\s+(?=\s*:)|^\s*(?:[ВвУу]|[Пп]о)\s*$")
"""What is left of `В Хустському районі:`."""
_SLASHED_DAY = re.compile(r"(?<![\d:.,/-])(\d{1,2})/(0[1-9]|1[0-2])(?![\d.:/])")
_BEHIND = re.compile(rf"(?:{BEHIND_HOURS.pattern}|[\s,(–—-]*{SIGN}[\s)]*)+")
_ABOUT_WORDS = ("орієнтовно", "приблизно", "близько", "~", "≈")
_ABOUT = re.compile(
    r"(?:(?<!\w)(?:орієнтовно|приблизно|близько)\s+|[~≈]\s*)(?=(?:(?:з|від|до|по|о)\s+)?\d{1,2}(?:[:.–—-]\d|\s*год|\s+до))",
    re.IGNORECASE,
)
"""Hours are about anyway."""
_STAYS_ON = re.compile(
    r"\bбез\s+(?:відключ|знеструм)\w+(?:\s+(?:спожив|абон|насел)\w+)?"
    r"|\b(?:відключ|знеструм)\w+(?:\s+\w+)?\s+не\s+(?:буде|очіку|перед|план)\w*",
    re.IGNORECASE,
)
_MORE = re.compile(r"\s*(?:[,;]|та|і|й)\s*(?P<name>[А-ЯІЇЄҐ][а-яіїєґ'’]{2,})")
"""A further place without a mark, behind the last hours."""
_LEADS_ON = re.compile(
    rf"(?P<places>(?:(?!\bбуд)[^\d№])*)(?P<numbers>\b\d{{1,2}}\s?{DASH}\s?\d{{1,2}})"
    r"(?:\s*(?P<or>[,;])|,?\s+(?:та|і|й|а також))\s*"
)
"""Numbers right before hours, and no other number before them."""
_AT_ONCE = re.compile(r"\d{1,2}[\s:.;]?\d\d\b(?!\.\d)")
_STREET = r"\b(?:вул|пров|просп|пл|бульв|наб)"
_NAMES_STREET = re.compile(rf"{_STREET}|\d", re.IGNORECASE)
_ONE_STREET = re.compile(
    rf"[\s,;–—-]*(?:(?!{_STREET})[^,;])*(?:,?\s*{_STREET}(?:(?!{_STREET})[^,;])*)?,?\s*", re.IGNORECASE
)
_LONGEST_PLACE = 300
_AROUND = " .,;–—-()|"


@dataclass(frozen=True, slots=True)
class _Part:
    """Places and the hours that they share, each as printed."""

    places: str
    hours: str
    tail: str = ""
    """What follows the last hours and is no place."""


def expand(fields: Mapping[str, str], near: date) -> Iterator[dict[str, str]]:
    """The fields of a row whose text holds days, hours or a reason, apart; one for each hours in the text."""
    text = fields.get("text") or fields.get("address", "")
    has_hours = any(fields.get(name) for name in ("hours", "start", "end"))
    if "text" not in fields and has_hours:
        yield dict(fields)
        return
    text = by_their_evenings(text, lambda rest: _stretches(fields, rest))
    folded = text.lower()
    if any(word in folded for word in _ABOUT_WORDS):
        text = _ABOUT.sub("", text)
    if ("відключ" in folded or "знеструм" in folded) and (stays := _STAYS_ON.search(text)):
        raise Unread(f"роботи без відключення: «{stays[0]}»")
    if numbers := perhaps_hours(text):
        raise Unread(f"незрозуміло, години це чи будинки: «{numbers}»")
    said = {name: value for name, value in fields.items() if name not in ("text", "address")}
    if queue := QUEUE.search(text):
        text = QUEUE.sub(" ", text)
        said.setdefault("kind", queue[0])
    text, reasons = cut_reasons(text)
    if not has_hours and (moments := MOMENTS.search(text)):
        said["hours"], has_hours = moments[0].replace("|", "–"), True
        text = f"{text[: moments.start()]} {text[moments.end() :]}"
    body = _take_head(text, said, near)
    if len(reasons) == 1:
        body, said["reason"] = take_reasons(body, reasons)[0], said.get("reason") or reasons[0]
    if has_hours:
        refuse_between(body)
    parts = [_Part(body, "")] if has_hours else _dated(_parts(body, near), said.get("date", ""))
    owns = [_fields(part, said, reasons) for part in parts]
    addresses = [own["address"] for own in owns]
    over = settlements_over(addresses, said.get("settlement", ""), is_column="text" not in fields)
    for own, settlement in zip(owns, over, strict=True):
        yield {**own, "settlement": settlement}


def _stretches(fields: Mapping[str, str], text: str) -> list[Hours]:
    """The hours of a row: those of its columns, or else of its text."""
    columns = " – ".join(filter(None, map(fields.get, ("hours", "start", "end"))))
    return find_hours(columns) if columns else [hours for _, _, hours in cut_hours(text)]


def _fields(part: _Part, said: Mapping[str, str], reasons: list[str]) -> dict[str, str]:
    hours, behind = take_reasons(part.hours, reasons)
    own = {**said, **({"hours": hours} if hours else {})}
    own["address"], before = take_reasons(part.places.strip(" \n,;–—-"), reasons)
    tail, after = take_reasons(part.tail, reasons)
    if reason := "; ".join(filter(None, (before, behind, after))) or tail.strip(_AROUND):
        own.setdefault("reason", reason)
    return own


def _take_head(text: str, said: dict[str, str], near: date) -> str:
    """Move the days and the district that stand before the first place to what is said; the text without them.

    Of several hours there each keeps the days before it.
    """
    at = first_mark(text)
    head, body = text[:at], text[at:]
    head = _SLASHED_DAY.sub(r"\1.\2", head)
    days, rest = find_days(without_stamp(head), near=near, is_date=False)
    if len(days) == 1:
        refuse_half(head)
    if not days and (relative := RELATIVE.search(text)):
        raise Unread(f"незрозуміла дата: «{relative[0]}»")
    if days and not said.get("date") and not (len(days) > 1 and len(cut_hours(head)) > 1):
        said["date"], head = ", ".join(f"{day:%d.%m.%Y}" for day in days), rest
    elif not days:
        head = rest  # without the day on which the list came out
        if not said.get("date") and (weekdays := WEEKDAYS.findall(head)):
            said["date"], head = ", ".join(weekdays), without_weekdays(head)
    if district := district_in(head):
        said.setdefault("district", district)
        head = _IN.sub(" ", without_district(head))
    return f"{without_phrases(head)}{without_statements(body)}"


def _parts(body: str, near: date) -> list[_Part]:
    """The body as places with their hours."""
    whens = _whens(body, near)
    if not whens:
        return [_Part(body, "")]
    starts, ends = [start for start, _ in whens], [end for _, end in whens]
    places = [body[start:end] for start, end in zip([0, *ends], [*starts, len(body)], strict=True)]
    hours = [body[start:end] for start, end in whens]
    if leading := _LEADS_ON.fullmatch(places[0]) if not _LETTERS.search(places[0]) else None:
        places[0], hours[0] = "", f"{leading['numbers']}, {hours[0]}"
    if not _LETTERS.search(places[0]):
        behind = _shared(places[:0:-1])[::-1]
        return [_Part(*part) for part in zip(behind, hours, strict=True)]
    streets = [each.lstrip(_AROUND) for each in places[1:]]
    if len(hours) > 1 and not _NAMES_STREET.search(places[0]) and all(map(starts_on_street, streets)):
        return [_Part(f"{places[0].strip(_AROUND)}, {each}", its) for each, its in zip(streets, hours, strict=True)]
    parts = [_with_either(_Part(*part)) for part in zip(_shared(places[:-1]), hours, strict=True)]
    last, tail = parts.pop(), places[-1]
    refuse_behind(tail)
    if has_mark(tail) or is_extent(tail) or _is_more(tail):
        last, tail = replace(last, places=f"{last.places}, {tail.strip(_AROUND)}"), ""
    if like_a_time(tail):  # a stretch that was not understood
        last, tail = replace(last, hours=last.hours + tail), ""
    return [*parts, replace(last, tail=tail)]


def _with_either(part: _Part) -> _Part:
    """The part with the numbers that lead on to its hours among these: `вул. Миру 9-12 та 13.00-17.00`.

    With a comma for `та` they may as well be houses: then the street is off at both stretches, but `possible`, and the
    numbers are named. Raises `Unread` where other places share them.
    """
    numbers = _LEADS_ON.fullmatch(part.places)
    if numbers is None or not _AT_ONCE.match(part.hours) or not may_lead_on(numbers["numbers"], part.hours):
        return part
    hours = f"{numbers['numbers']}, {part.hours}"
    if not numbers["or"]:
        return replace(part, places=numbers["places"], hours=hours)
    if len(part.places) > _LONGEST_PLACE or not _ONE_STREET.fullmatch(numbers["places"]):
        raise Unread(f"незрозуміло, години це чи будинки: «{numbers['numbers']}»")
    return replace(part, places=f"{numbers['places']}{numbers['numbers']} або це години", hours=hours)


def _is_more(tail: str) -> bool:
    """Whether names without marks follow the last hours, which hold for them, too.

    Raises `Unread` where numbers stand at them: `Іза 9:00-12:00, Липча 13-17`.
    """
    if not _MORE.match(tail) or kind_in(tail) is not Kind.OTHER:
        return False
    if re.search(r"\d", tail):
        raise Unread(f"незрозуміло, години це чи будинки: «{tail.strip(_AROUND)}»")
    return True


def _dated(parts: list[_Part], said: str) -> Iterator[_Part]:
    """The parts with the days that stand among their places at their hours; they hold for the parts that follow, too.

    Those right behind the last hours are the days of all parts; raises `Unread` where another is `said` or named.
    """
    is_dated = bool(said) or any(own_days(part.places) or begins_with_day(part.hours) for part in parts)
    for part in parts:
        refuse_between(part.places)
    days, tail = days_behind(parts[-1].tail, is_dated=is_dated)
    for part in parts:
        if own := own_days(part.places):
            days = " ".join(own)
        hours = part.hours if begins_with_day(part.hours) else f"{days} {part.hours}".strip()
        yield _Part(without_own_days(part.places), hours, tail if part is parts[-1] else "")


def _shared(places: list[str]) -> list[str]:
    """Places in the order in which they are inherited: where none are named, those before hold."""
    shared: list[str] = []
    for each in places:
        shared.append(each if _LETTERS.search(each) or not shared else shared[-1])
    return shared


def _whens(body: str, near: date) -> list[tuple[int, int]]:
    """Where hours stand, each with the days before it and with the signs behind it.

    Hours with nothing but `та` or a comma in between belong together.
    """
    found: list[tuple[int, int]] = []
    for hours_at, last, _ in cut_hours(body) or bare_hours(body):
        behind = _BEHIND.match(body, last)
        end = behind.end() if behind else last
        since = found[-1][1] if found else 0
        days_at = days_before(body, since, hours_at, near)
        if found and days_at is None and not _LETTERS.search(_AND.sub("", body[found[-1][1] : hours_at])):
            found[-1] = (found[-1][0], end)
        else:
            found.append((hours_at if days_at is None else days_at, end))
    return found
