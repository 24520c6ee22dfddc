"""Hours as printed: `з 9.00 до 17.00`, `10:00–16:00`, `0900 до 1 7 00`, `02;00`, `09-00-17-00`, `24:00`."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

DAY = 24 * 60
"""Minutes of a day on the clock."""

_DASH = r"(?:[-–—−÷~→]+|\.{2,}|…)"
_HOUR = r"(?:2\s?[0-4]|[01]?\s?\d)"
_MINUTE = r"[0-5]\s?\d"
_EXACT = rf"(?<![\d.,:/]){_HOUR}\s?(?:[:.;]\s?|\s|){_MINUTE}(?!\d)"
"""With minutes; a superscript that lost its tag is `0900`, one broken by markup `1 7 00`."""
_BARE = rf"(?<![\d.,:/]){_HOUR}(?!\s?[:.;]?\d)"
_UNIT = r"(?:\s*(?:год(?:ин[аиуі]?)?\b\.?|г\.)|\.(?!\.))?"
_QUARTER = r"(?:00|15|30|45)"
_DASHED = re.compile(
    rf"(?<![\d-])(\d?\d)-({_QUARTER})(\s*(?:год\w*\.?\s*)?(?:до|по|{_DASH})\s*)(\d?\d)-({_QUARTER})(?![\d-])",
    re.IGNORECASE,
)
"""`09-00 – 17-00`: dashes for colons, which no houses have."""
_TYPED = re.compile(
    rf"(?<![\d,-])(\d?\d)\s?[-,]\s?({_QUARTER})(\s*(?:до|по|{_DASH}|/|\s)\s*(?:з\s*)?)(\d?\d)\s?[-,]\s?({_QUARTER})(?![\d,-])",
    re.IGNORECASE,
)
"""What only a field of hours can have: `9,00-17,00`, `8-00/17-00`, `09 - 00 до 17 - 00`."""
_BETWEEN_BARE = re.compile(r"(?<=\d)\n(?=\d)|(?<=\d-\d) (?=\d{1,2}-\d)|(?<=\d-\d\d) (?=\d{1,2}-\d)")
"""What parts two stretches without minutes, which else are taken for hour and minutes: `9-12 13-17`."""
_ONE_TYPED = re.compile(r"(?<![\d:.,-])(\d?\d)\s?[-,]\s?([0-5]\d)(?![\d:.,])")
_WORDED = re.compile(r"(\d{1,2})\s*г(?:од\w*)?\.?\s*(\d\d)\s*хв\w*\.?", re.IGNORECASE)
_MINUTE_MARK = re.compile(r"(?<=\d)['’′`](?=[0-5]\d(?!\d))")
_LETTERS_O = re.compile(r"(?<=\d)([:.;\s-]?)[oOоОº°ᵒ]{2}(?!\w)")
_ODD = frozenset("'’′`º°ᵒ")
_COMPACT = re.compile(rf"\d{{1,2}}\s?{_QUARTER}")
_SECONDS = re.compile(r"(?<=[:.]\d\d):00")

_RANGE = re.compile(
    rf"(?:\b(?P<since>з|із|від|c|с)\s*)?(?P<first>{_EXACT}|{_BARE}){_UNIT}\s*"
    rf"(?P<till>до|по|{_DASH})\s*(?P<last>{_EXACT}|{_BARE}){_UNIT}(?![\w/])",
    re.IGNORECASE,
)
_DASH_BEFORE = re.compile(r"\s[–—-]\s*$")
_SETTLEMENT = r"(?:смт|с-ще|сс|с|м|х)\b\.?\s*[А-ЯІЇЄҐ]"
_PART_ENDS = re.compile(rf"[;\n]|,(?=\s*{_SETTLEMENT})")
_LONGEST_PART = 300
_JOINED = re.compile(r"\s*(?:,|,?\s(?:та|і|й|а також))\s*")
_ANY_SETTLEMENT = re.compile(rf"(?<!\w){_SETTLEMENT}")
_ONLY_SETTLEMENT = re.compile(rf"(?:\s*{_SETTLEMENT}|^[А-ЯІЇЄҐ])(?:(?!\bбуд)[^\d,;:№])+[,:]?\s*")
"""By its mark, or as the name that a text begins with."""
_SETTLEMENT_NEXT = re.compile(rf"[ :)–—-]*{_SETTLEMENT}")
_AMONG_NUMBERS = re.compile(r"\d[^;\n]*$")
_TWO_NUMBERS = re.compile(rf"(?<![\d.:])\d{{1,2}}\s?{_DASH}\s?\d{{1,2}}(?![\d.:])")
_EARLIEST = 5 * 60
"""When works begin at the earliest, in minutes; `2-16` are rather houses."""
_STREET = re.compile(r"вул|пров|просп|пл\.|бульв|наб\.|\d", re.IGNORECASE)
_MOMENT = re.compile(rf"{_EXACT}|{_BARE}")
_CLOCK = re.compile(r"(?<![\d.:])\d{1,2}[:.]\d\d(?![\d.])|(?<![\d.:])(?:[01]\d|2[0-3])[0-5][05](?![\d.])")
_LIKE_A_TIME = re.compile(r"\d{1,2}\s?[:;]\s?\d|(?<![\d.,])\d?\d\.[0-5][05](?![\d.])|(?<!\d)0\d[0-5]0(?!\d)")


@dataclass(frozen=True, slots=True)
class Hours:
    """A stretch of a day, in minutes from midnight; `end` may be earlier: over midnight."""

    start: int
    end: int

    def __str__(self) -> str:
        return "–".join(f"{minutes // 60}:{minutes % 60:02}" for minutes in (self.start, self.end))


_Found = tuple[re.Match[str], Hours]


def find_hours(text: str) -> list[Hours]:
    """The stretches that a text of hours names, in its order; a pair of times without a word counts, too."""
    return [hours for _, _, hours in spans_of_hours(text)]


def spans_of_hours(text: str) -> list[tuple[int, int, Hours]]:
    """Where the hours stand in a text of hours: start, end, hours."""
    text = _tidied(text)
    found = [(match.start(), match.end(), hours) for match in _RANGE.finditer(text) if (hours := _hours(match))]
    if not found and len(clocks := list(_CLOCK.finditer(text))) == 2:  # noqa: PLR2004
        first, last = (_minutes(clock[0]) for clock in clocks)
        if first is not None and last is not None:
            found = [(clocks[0].start(), clocks[1].end(), Hours(first, last))]
    if not found and (whole := re.search(r"цілодобово", text, re.IGNORECASE)):
        found = [(*whole.span(), Hours(0, DAY))]
    return found


def like_a_time(text: str) -> str | None:
    """What looks like a time of day in a text in which no hours are, or are left: `9:000-17:00`."""
    found = _LIKE_A_TIME.search(text)
    return text[found.start() :].split(",", maxsplit=1)[0].strip() if found else None


def cut_hours(text: str) -> list[tuple[int, int, Hours]]:
    """Where hours stand in a free text (start, end, hours), which has house numbers like `2-16`, too.

    Minutes make a range hours, as four digits do (`900-1700`); `з 9 до 16` is taken for hours only where nothing
    plainer stands in the text, or in its own part of it, where no street before it can have such houses; `від 3 до
    17` and `2-16` never, save right at a settlement, beside hours of another one: `с. Іза 9-10; с. Липча 13:00-17:00`.
    """
    chosen, others = _chosen(_with_colons(text))
    if likely := _likely(chosen, others):
        chosen = sorted(chosen + likely, key=lambda found: found[0].start())
    return [(match.start(), match.end(), hours) for match, hours in chosen]


def perhaps_hours(text: str) -> str | None:
    """Numbers right at a settlement that may be its houses or its hours, as another one has hours of its own.

    `с. Іза 9-10; с. Липча з 13:00 до 17:00`, where `cut_hours` takes them for houses.
    """
    if not _TWO_NUMBERS.search(text):
        return None
    chosen, others = _chosen(_with_colons(text))
    if not (chosen and others):
        return None
    likely = {match.start() for match, _ in _likely(chosen, others)}
    doubtful = _at_settlements(others, [match for match, _ in chosen])
    return next((match[0].strip() for match, _ in doubtful if match.start() not in likely), None)


def _likely(chosen: list[_Found], others: list[_Found]) -> list[_Found]:
    """Those that are hours for standing as others with a dash do."""
    dashed = [match for match, _ in chosen if _is_dashed(match)] if others else []
    return [found for found in _at_settlements(others, dashed) if found[1].start >= _EARLIEST] if dashed else []


def _chosen(text: str) -> tuple[list[_Found], list[_Found]]:
    """The ranges of a free text that are hours by themselves, and those with a dash that may be."""
    matches = [(match, hours) for match in _RANGE.finditer(text) if (hours := _hours(match))]
    plain = {match.start(): match for match, _ in matches if _is_plain(match)}
    chosen: list[_Found] = []
    others: list[_Found] = []
    for match, hours in matches:
        if match.start() in plain or (_is_worded(match) and (not plain or _is_apart(match, plain.values()))):
            chosen.append((match, hours))
        elif _is_dashed(match) and hours.start < hours.end:
            others.append((match, hours))
    return chosen, others


def find_times(text: str) -> list[int | None]:
    """The times of day in a text of moments, in minutes from midnight; None for one that no clock shows."""
    text = _ONE_TYPED.sub(r"\1:\2", _tidied(text))
    exact = [_minutes(clock[0]) for clock in re.finditer(r"(?<![\d.])\d+\s?[:.;]\s?\d+(?![\d.])", text)]
    return exact or [_minutes(match[0]) for match in _MOMENT.finditer(text)]


def _tidied(text: str) -> str:
    """A text of hours, as long as before, in which minutes stand behind colons."""
    text = _LETTERS_O.sub(r"\g<1>00", text)
    text = _SECONDS.sub("   ", text)
    return _BETWEEN_BARE.sub("|", _TYPED.sub(_colons, _with_colons(text)))


def _with_colons(text: str) -> str:
    """The text with minutes behind colons, as long as before: `09-00 – 17-00`, `9 год. 30 хв.`, `9ºº`, `9'30`."""
    if "o" in text:  # a Latin one
        text = text.replace("дo", "до").replace("пo", "по")
    if not _ODD.isdisjoint(text):
        text = _MINUTE_MARK.sub(":", _LETTERS_O.sub(r"\g<1>00", text))
    text = _WORDED.sub(lambda time: f"{time[1]}:{time[2]}".ljust(len(time[0])), text)
    return _DASHED.sub(r"\1:\2\3\4:\5", text)


def _colons(typed: re.Match[str]) -> str:
    length = len(typed[0])
    between = typed[3].replace("/", "-") if typed[3].strip() else "-"
    return f"{typed[1]}:{typed[2]}{between}{typed[4]}:{typed[5]}".ljust(length)


def _is_plain(match: re.Match[str]) -> bool:
    ends = match["first"].strip(), match["last"].strip()
    worded = match["till"].lower() in ("до", "по")
    if not worded and all(_COMPACT.fullmatch(end) for end in ends) and any(len(end) > 3 for end in ends):  # noqa: PLR2004
        return True
    return any(
        re.search(r"\d\s?[:.;]\s?\d", end) or (worded and len(re.sub(r"\D", "", end)) > 2)  # noqa: PLR2004
        for end in ends
    )


def _is_worded(match: re.Match[str]) -> bool:
    since = (match["since"] or "").lower()
    return since in ("з", "із", "c", "с") and match["till"].lower() in ("до", "по")


def _is_apart(match: re.Match[str], others: Iterable[re.Match[str]]) -> bool:
    """Whether `з 9 до 10` are hours beside plainer ones, as no street stands before them that may have such houses.

    `с. Іза з 9 до 10; с. Липча з 13:00 до 17:00`, `с. Іза з 9 до 12 та з 13:00 до 17:00`.
    """
    text, since, till = match.string, max(0, match.start() - _LONGEST_PART), match.end() + _LONGEST_PART
    plain = [each for each in others if since <= each.start() < till]
    if any(_JOINED.fullmatch(text, each.end(), match.start()) for each in plain):
        return True
    start, end = _part(match)
    before = text[start : match.start()]
    if not any(start <= each.start() < end for each in plain):
        return bool(_DASH_BEFORE.search(before)) or not _STREET.search(before)
    joined = any(_JOINED.fullmatch(text, match.end(), each.start()) for each in plain)
    return joined and not _STREET.search(before)


def _part(match: re.Match[str]) -> tuple[int, int]:
    """The part of the text in which a range stands, up to the next settlement."""
    text, since, till = match.string, max(0, match.start() - _LONGEST_PART), match.end() + _LONGEST_PART
    start = max((sign.end() for sign in _PART_ENDS.finditer(text, since, match.start())), default=since)
    return start, sign.start() if (sign := _PART_ENDS.search(text, match.end(), till)) else min(till, len(text))


def _is_dashed(match: re.Match[str]) -> bool:
    return match["since"] is None and match["till"].lower() not in ("до", "по")


def _at_settlements(ranges: list[_Found], hours: list[re.Match[str]]) -> list[_Found]:
    """Those that stand alone behind a settlement, as some hours do, or before it where some hours have none before."""
    behind = {
        not _SETTLEMENT_NEXT.match(match.string, match.end())
        and _ANY_SETTLEMENT.search(match.string, _part(match)[0], match.start()) is not None
        for match in hours
    }
    return [found for found in ranges if _stands_behind(found[0]) in behind]


def _stands_behind(match: re.Match[str]) -> bool | None:
    """Whether a range stands alone behind a settlement, or else right before one; None where it does neither."""
    just_before = match.string[max(0, match.start() - 4) : match.start()]
    if _AMONG_NUMBERS.search(just_before):  # sooner told than by its part
        return None
    start, end = _part(match)
    before, after = match.string[start : match.start()], match.string[match.end() : end]
    if not before.strip():
        return False if _SETTLEMENT_NEXT.match(after) else None
    alone = (
        _ONLY_SETTLEMENT.fullmatch(match.string, start, match.start())
        and not _STREET.search(before)
        and not re.search(r"\w", after)
    )
    return True if alone else None


def _hours(match: re.Match[str]) -> Hours | None:
    first, last = _minutes(match["first"]), _minutes(match["last"])
    if first is None or last is None:
        return None
    return Hours(first, last)


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
