"""The grammar of a line of free text: what of it is day, district, hours, reason, change, and what are its places.

    line    = head body
    head    = {days | district | what every line says | reason}    all that stands before the first place
    body    = {places when} [tail]                                 hours stand behind their places,
            | {when places}                                        or all before them: the first one tells
            | places                                               without hours: those of a column or of a heading
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

from pipeline.domain.addresses import settlement_types
from pipeline.domain.works import Kind
from pipeline.source.address.address_text import first_mark, has_mark, settlements_over
from pipeline.source.address.extent import is_extent
from pipeline.source.text.phrases import DAY, FULL_DATE, without_phrases, without_statements
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
_TIME = r"\d{1,2}[:.]\d\d(?![.\d])"
_TO = r"\s*(?:,|та|і|й|[–—-]|по|до)\s*"
_DAYS_BEFORE = re.compile(
    rf"(?:(?:^|[–—:;(|\n]|\s-)\s*(?P<days>(?:(?:з|на|від)\s+)?(?:(?:{DAY}|\d{{1,2}}){_TO})*{DAY})"
    rf"|(?<![\d.])(?<!вул\.\s)(?<!вул\.)(?<!вулиця\s)(?P<more>(?:{DAY}{_TO})*{DAY}))[\s,:(–—-]*$",
    re.IGNORECASE,
)
"""Days right before hours; bare ones (`24, 25 листопада`) only behind a dash or the like: else they are houses."""
_DAY_AT = re.compile(rf"(?:(?:з|на|від)\s+)?{DAY}", re.IGNORECASE)
_DATED = re.compile(rf"{FULL_DATE.pattern}|^[\s;,.|–—-]*{DAY}", re.IGNORECASE)
_SLASHED_DAY = re.compile(r"(?<![\d:.,/-])(\d{1,2})/(0[1-9]|1[0-2])(?![\d.:/])")
_DAY_OF_ITS_OWN = re.compile(
    rf"[\s;,.]*{DAY}[\s:,–—-]+(?:у\s+|в\s+)?(?-i:{settlement_types.MARK}[А-ЯІЇЄҐ])", re.IGNORECASE
)
"""A further day with its place, behind the last hours."""
_HALF = re.compile(rf"(?P<half>(?<!\w)(?:з|із|від|по|до)\s+)?(?<![\d.:]){DAY}", re.IGNORECASE)
"""A day; where it is the only one, the other end may not be printed: `з 25.11 с. Іза`."""
_DAYS_BEHIND = re.compile(
    rf"[\s;,.|(–—-]*(?P<more>(?:та|і|й)\s+)?(?P<days>(?:(?:{DAY}|\d{{1,2}}){_TO})*{DAY})", re.IGNORECASE
)
"""Days behind hours; further on they are what words speak of: `резервний день 26.11.2026`."""
_MOMENT = rf"(?:{DAY}[\s,]+(?:о(?:б)?\s)?{_TIME}|{_TIME}[\s,]+{DAY})"
MOMENTS = re.compile(rf"(?:\b(?:з|від)\s+)?{_MOMENT}\s*(?:до|по|[–—|-])\s*{_MOMENT}", re.IGNORECASE)
"""A day and a time each for start and end: `24.11.2026 22:00 – 25.11.2026 06:00`."""
_LONGEST_DAYS = 80
_LONGEST_PLACE = 300
_TILL_DAY = re.compile(rf"[\s,;.–—-]*(?P<days>\b(?:по|до)\s+{DAY})", re.IGNORECASE)
_BEFORE_DAYS = re.compile(
    r"(?:\b(?:з|із|від)\s+\d{1,2}(?:-?го)?\s+(?:по|до)\s+|\b(?:(?P<half>по|до|з|із|від)|на)\s+)$", re.IGNORECASE
)
"""What leads on to days: `з 24 по`; before a single one it may say that the other end is not printed: `по 26.11`."""
_BARE_DAYS = re.compile(
    r"(?P<house>№|\bбуд\w*\.?)?[\s,]+(?P<bare>(?:\d{1,2}\s*,\s*)*(?P<last>\d{1,2})(?:\s*,\s*|\s+(?:та|і|й)\s+|(?P<till>[–-])))$"
)
"""`24,` before `25.11`, `24-`, `24 та`."""
_BEHIND = re.compile(rf"(?:{BEHIND_HOURS.pattern}|[\s,(–—-]*{SIGN}[\s)]*)+")
_MORE = re.compile(r"\s*(?:[,;]|та|і|й)\s*(?P<name>[А-ЯІЇЄҐ][а-яіїєґ'’]{2,})")
"""A further place without a mark, behind the last hours."""
_LEADS_ON = re.compile(
    rf"(?P<places>(?:(?!\bбуд)[^\d№])*)(?P<numbers>\b\d{{1,2}}\s?{DASH}\s?\d{{1,2}})"
    r"(?:\s*(?P<or>[,;])|,?\s+(?:та|і|й|а також))\s*"
)
"""Numbers right before hours, and no other number before them."""
_AT_ONCE = re.compile(r"\d{1,2}[\s:.;]?\d\d\b(?!\.\d)")
_STREET = r"\b(?:вул|пров|просп|пл|бульв|наб)"
_ONE_STREET = re.compile(
    rf"[\s,;–—-]*(?:(?!{_STREET})[^,;])*(?:,?\s*{_STREET}(?:(?!{_STREET})[^,;])*)?,?\s*", re.IGNORECASE
)
_HOUSES = re.compile(rf"\d|{_STREET}", re.IGNORECASE)
"""Where there are any, a number may be one of them."""
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
    printed = list(_HALF.finditer(head)) if len(days) == 1 else []
    if len(printed) == 1 and printed[0]["half"]:
        raise Unread(f"незрозуміла дата: «{printed[0][0]}»")
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
    parts = [_with_either(_Part(*part)) for part in zip(_shared(places[:-1]), hours, strict=True)]
    last, tail = parts.pop(), places[-1]
    if till := _TILL_DAY.match(tail):
        raise Unread(f"незрозуміла дата: «{till['days']}»")
    if _DAY_OF_ITS_OWN.match(tail):
        raise Unread(f"незрозуміло, котрі години котрого дня: «{tail.strip(_AROUND)}»")
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
    days, tail = "", parts[-1].tail
    if behind := _DAYS_BEHIND.match(tail):
        if behind["more"] or said or any(_DATED.search(each.places) or _DAY_AT.match(each.hours) for each in parts):
            raise Unread(f"незрозуміло, котрий день: «{tail.strip(_AROUND)}»")
        days, tail = behind["days"], tail[behind.end() :]
    for part in parts:
        if own := _DATED.findall(part.places):
            days = " ".join(own)
        hours = part.hours if _DAY_AT.match(part.hours) else f"{days} {part.hours}".strip()
        yield _Part(_DATED.sub(" ", part.places), hours, tail if part is parts[-1] else "")


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
        days = _DAYS_BEFORE.search(body, max(since, hours_at - _LONGEST_DAYS), hours_at)
        days_at = _days_start(body, since, days.start(days.lastgroup or 0), hours_at, near) if days else hours_at
        if found and not days and not _LETTERS.search(_AND.sub("", body[found[-1][1] : hours_at])):
            found[-1] = (found[-1][0], end)
        else:
            found.append((days_at, end))
    return found


def _days_start(body: str, since: int, days_at: int, hours_at: int, near: date) -> int:
    """Where the days before hours begin, with those that share their month: `с. Ставне 24,25.11`; not before `since`.

    Raises `Unread` where the first or the last of them is not printed, or may as well be a house.
    """
    if leads := _BEFORE_DAYS.search(body, max(since, days_at - _LONGEST_DAYS), days_at):
        days = body[days_at:hours_at]
        if leads["half"] and len(_DAY_AT.findall(days)) == 1:
            raise Unread(f"незрозуміла дата: «{leads[0]}{days.strip(_AROUND)}»")
        return leads.start()
    since = max(since, days_at - _LONGEST_PLACE)
    bare = _BARE_DAYS.search(body, since, days_at)
    if bare is None or bare["house"]:
        return days_at
    if bare["till"] or not _HOUSES.search(body, since, bare.start()):
        return bare.start("bare")
    (first, *_), _ = find_days(body[days_at:hours_at], near=near, is_date=False)
    if near.day <= int(bare["last"]) < first.day or (near.month, near.year) != (first.month, first.year):
        raise Unread(f"незрозуміло, дні це чи будинки: «{bare['bare']}{body[days_at:hours_at].strip(_AROUND)}»")
    return days_at
