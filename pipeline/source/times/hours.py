"""Hours as printed: `з 9.00 до 17.00`, `10:00–16:00`, `0900 до 1 7 00`, `02;00`, `09-00-17-00`, `24:00`."""

import re
from dataclasses import dataclass
from functools import lru_cache

DAY = 24 * 60
"""Minutes of a day on the clock."""

DASH = r"(?:[-–—−÷~→]+|\.{2,}|…)"
_HOUR = r"(?:2\s?[0-4]|[01]?\s?\d)"
_MINUTE = r"[0-5]\s?\d"
_EXACT = rf"(?<![\d.,:/]){_HOUR}(?:\s?(?:[:.]\s?|;){_MINUTE}|\s{{0,2}}{_MINUTE}(?!\s?[:.;]\s?\d))(?!\d|\.\d)"
"""With minutes; a superscript that lost its tag is `0900`, one broken by markup `1 7 00`."""
_BARE = rf"(?<![\d.,:/]){_HOUR}(?!\s?[:.;]?\d)"
_FILLER = "\x05"
"""Keeps a text as long as it was where a time became shorter, and belongs to the time before it."""
_UNIT = rf"{_FILLER}*(?:-?о?ї\b)?(?:\s*(?:год(?:ин[аиуі]?)?\b\.?|г\.)|\.(?!\.))?"
_ABOUT = r"(?:[\s,(]*\b(?:орієнтовно|приблизно|близько)\b\)?)?"
QUARTER = r"(?:00|15|30|45)"
_DASHED = re.compile(
    rf"(?<![\d-])(\d?\d)-({QUARTER})(\s*(?:год\w*\.?\s*)?(?:до|по|{DASH})\s*)(\d?\d)-({QUARTER})(?![\d-])",
    re.IGNORECASE,
)
"""`09-00 – 17-00`: dashes for colons, which no houses have."""
_TYPED = re.compile(
    rf"(?<![\d,-])(\d?\d)\s?[-,]\s?({QUARTER})(\s*(?:до|по|{DASH}|/|\s)\s*(?:з\s*)?)(\d?\d)\s?[-,]\s?({QUARTER})(?![\d,-])",
    re.IGNORECASE,
)
"""What only a field of hours can have: `9,00-17,00`, `8-00/17-00`, `09 - 00 до 17 - 00`."""
_BETWEEN_BARE = re.compile(r"(?<=\d)\n(?=\d)|(?<=\d-\d) (?=\d{1,2}-\d)|(?<=\d-\d\d) (?=\d{1,2}-\d)")
"""What parts two stretches without minutes, which else are taken for hour and minutes: `9-12 13-17`."""
_ONE_TYPED = re.compile(r"(?<![\d:.,-])(\d?\d)\s?[-,]\s?([0-5]\d)(?![\d:.,])")
_WORDED = re.compile(r"(\d{1,2})\s*г(?:од\w*)?\.?\s*(\d\d)\s*хв\w*\.?", re.IGNORECASE)
_WITH_COMMAS = re.compile(
    rf"(?<![\d,-])(\d?\d),({QUARTER})(\s*(?:до|по|{DASH})\s*(?:з\s*)?)(\d?\d),({QUARTER})(?![\d,-])", re.IGNORECASE
)
_MIXED = re.compile(
    rf"(?<![\d.:,-])(\d?\d)([:.,])({QUARTER})(\s*(?:до|по|{DASH})\s*)(\d?\d)([:.,])({QUARTER})(?![\d.:,])",
    re.IGNORECASE,
)
_SIDE_BY_SIDE = re.compile(
    rf"(?<![\d.:,-])(\d?\d)(?P<point>[.:-])({QUARTER})(?:\s|/)(\d?\d)(?P=point)({QUARTER})(?![\d.:,]|\s?-\s?\d)"
)
"""`9.00 17.00`, with nothing in between."""
_SLASHED = re.compile(r"(?<=[:.]\d\d)/(?=\d?\d[:.]\d\d\s?[-–—])")
"""What parts two stretches: `9:00-12:00/13:00-17:00`."""
_MINUTE_MARK = re.compile(r"(?<=\d)['’′`](?=[0-5]\d(?!\d))")
_LETTERS_O = re.compile(r"(?<=\d)([:.;\s-]?)[oOоОº°ᵒ]{2}(?!\w)")
_NO_HOUSE = "00"
_ROUND_THE_CLOCK = re.compile(r"\bцілодобово\b", re.IGNORECASE)
_ODD = frozenset("'’′`º°ᵒ")
_SECONDS = re.compile(r"(?<=[:.]\d\d):00")

RANGE = re.compile(
    rf"(?:\b(?P<since>з|із|від|c|с)\s*)?(?P<first>{_EXACT}|{_BARE}){_UNIT}{_ABOUT}\s*"
    rf"(?:{DASH}\s*(?=до|по))?(?P<till>до|по|{DASH}){_ABOUT}\s*(?P<last>{_EXACT}|{_BARE}){_UNIT}(?![\w/])",
    re.IGNORECASE,
)
_MOMENT = re.compile(rf"{_EXACT}|{_BARE}")
_CLOCK = re.compile(r"(?<![\d.:])\d{1,2}[:.]\d\d(?![\d.])|(?<![\d.:])(?:[01]\d|2[0-3])[0-5][05](?![\d.])")
_HALF = re.compile(r"\s*(?:(?P<till>до|по)|з|із|від|після|об?)\s[\d\s:.;]+(?:год\w*\.?)?\s*")
_LIKE_A_TIME = re.compile(
    r"(?:(?<!\w)(?:до|по|з|із|від|після|об?)\s+)?(?:\d{1,2}\s?[:;]\s?\d|(?<![\d.,])\d?\d\.[0-5][05](?![\d.])|(?<!\d)0\d[0-5]0(?!\d))"
)


@dataclass(frozen=True, slots=True)
class Hours:
    """A stretch of a day, in minutes from midnight; `end` may be earlier: over midnight."""

    start: int
    end: int

    def __str__(self) -> str:
        return "–".join(f"{minutes // 60}:{minutes % 60:02}" for minutes in (self.start, self.end))


def find_hours(text: str) -> list[Hours]:
    """The stretches that a text of hours names, in its order; a pair of times without a word counts, too."""
    return [hours for _, _, hours in spans_of_hours(text)]


def spans_of_hours(text: str) -> list[tuple[int, int, Hours]]:
    """Where the hours stand in a text of hours: start, end, hours."""
    text = _tidied(text)
    found = [(match.start(), match.end(), hours) for match in RANGE.finditer(text) if (hours := read_range(match))]
    if not found and len(clocks := list(_CLOCK.finditer(text))) == 2:  # noqa: PLR2004
        first, last = (_minutes(clock[0]) for clock in clocks)
        if first is not None and last is not None:
            found = [(clocks[0].start(), clocks[1].end(), Hours(first, last))]
    return found


def like_a_time(text: str) -> str | None:
    """What looks like a time of day in a text in which no hours are, or are left: `9:000-17:00`."""
    found = _LIKE_A_TIME.search(text)
    return text[found.start() :].split(",", maxsplit=1)[0].strip() if found else None


def why_no_hours(printed: str) -> str:
    """Why a printed time makes no hours, for the operator: `до 17:00` has no start, `з 9:00` no end."""
    half = _HALF.fullmatch(printed)
    lack = f" ({'немає початку' if half['till'] else 'немає завершення'})" if half else ""
    return f"незрозумілі години: «{printed}»{lack}"


def find_times(text: str) -> list[int | None]:
    """The times of day in a text of moments, in minutes from midnight; None for one that no clock shows."""
    text = _ONE_TYPED.sub(r"\1:\2", _tidied(text))
    exact = [_minutes(clock[0]) for clock in re.finditer(r"(?<![\d.])\d+\s?[:.;]\s?\d+(?![\d.])", text)]
    return exact or [_minutes(match[0]) for match in _MOMENT.finditer(text)]


def _tidied(text: str) -> str:
    """A text of hours, as long as before, in which minutes stand behind colons."""
    text = _LETTERS_O.sub(r"\g<1>00", text)
    text = _SECONDS.sub("   ", text)
    return _BETWEEN_BARE.sub("|", _TYPED.sub(_colons, with_colons(text)))


def with_colons(text: str) -> str:
    """The text with minutes behind colons, as long as before: `09-00 – 17-00`, `9 год. 30 хв.`, `9ºº`, `9'30`."""
    if "o" in text:  # a Latin one
        text = text.replace("дo", "до").replace("пo", "по")
    if not _ODD.isdisjoint(text):
        text = _MINUTE_MARK.sub(":", _LETTERS_O.sub(r"\g<1>00", text))
    if "ілодобово" in text.lower():
        text = _ROUND_THE_CLOCK.sub("0:00-24:00", text)
    text = _WORDED.sub(lambda time: f"{time[1]}:{time[2]}".ljust(len(time[0]), _FILLER), text)
    text = _DASHED.sub(r"\1:\2\3\4:\5", text)
    if "," in text:
        text = _MIXED.sub(_colon_for_comma, text)
    if _NO_HOUSE in text:
        text = _WITH_COMMAS.sub(_colons_for_commas, text)
        text = _SIDE_BY_SIDE.sub(r"\1:\3-\4:\5", text)
    return _SLASHED.sub(" ", text)


def _colons_for_commas(typed: re.Match[str]) -> str:
    """`9,00-17,00` with colons; without round hours they are houses: `5,30-7,45`."""
    if _NO_HOUSE not in (typed[2], typed[5]):
        return typed[0]
    return f"{typed[1]}:{typed[2]}{typed[3]}{typed[4]}:{typed[5]}"


def _colon_for_comma(typed: re.Match[str]) -> str:
    """`9.00-17,30` with colons, as one end shows that both are times; as it was where both have commas."""
    first, last = typed[2], typed[6]
    if (first == ",") == (last == ","):
        return typed[0]
    return f"{typed[1]}:{typed[3]}{typed[4]}{typed[5]}:{typed[7]}"


def _colons(typed: re.Match[str]) -> str:
    length = len(typed[0])
    between = typed[3].replace("/", "-") if typed[3].strip() else "-"
    return f"{typed[1]}:{typed[2]}{between}{typed[4]}:{typed[5]}".ljust(length, _FILLER)


def read_range(match: re.Match[str]) -> Hours | None:
    """The hours of a match of `RANGE`; None where no clock shows one of its ends."""
    first, last = _minutes(match["first"]), _minutes(match["last"])
    if first is None or last is None:
        return None
    return Hours(first, last)


@lru_cache(maxsize=1024)
def _minutes(printed: str) -> int | None:
    """Minutes from midnight, `24:00` among them; None where the clock has no such time."""
    parts = re.split(r"\s?[:.;]\s?", printed)
    digits = re.sub(r"\s", "", printed)
    if len(parts) == 2:  # noqa: PLR2004
        hour_printed, minute_printed = (re.sub(r"\s", "", part) for part in parts)
        if len(hour_printed) > 2 or len(minute_printed) != 2:  # noqa: PLR2004
            return None
        hour, minute = int(hour_printed), int(minute_printed)
    elif len(digits) > 2:  # noqa: PLR2004
        hour, minute = int(digits[:-2]), int(digits[-2:])
    else:
        hour, minute = int(digits), 0
    minutes = hour * 60 + minute
    return minutes if minute < 60 and minutes <= DAY else None  # noqa: PLR2004
