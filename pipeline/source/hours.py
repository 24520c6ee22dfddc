"""Hours as printed: `з 9.00 до 17.00`, `10:00–16:00`, `0900 до 1 7 00`, `02;00`, `по 10: 00`, `24:00`."""

import re
from dataclasses import dataclass

_DASH = r"[-–—−÷]+"
_HOUR = r"(?:2\s?[0-4]|[01]?\s?\d)"
_MINUTE = r"[0-5]\s?\d"
_EXACT = rf"(?<![\d.,:/]){_HOUR}\s?(?:[:.;]\s?|\s|){_MINUTE}(?!\.?\d)"
"""With minutes; a superscript that lost its tag is `0900`, one broken by markup `1 7 00`."""
_BARE = rf"(?<![\d.,:/]){_HOUR}(?!\s?[:.;]?\d)"
_UNIT = r"(?:\s*(?:год(?:ин[аиуі]?)?\b\.?|г\.))?"
_DASHED = re.compile(
    rf"(?<![\d-])(\d?\d)-(00|15|30|45)(\s*(?:год\w*\.?\s*)?(?:до|по|\s?{_DASH})\s*)(\d?\d)-(00|15|30|45)(?![\d-])",
    re.IGNORECASE,
)
"""`09-00 – 17-00`: dashes for colons, which no houses have."""
_WORDED = re.compile(r"(\d{1,2})\s*год\w*\.?\s*(\d\d)\s*хв\w*\.?", re.IGNORECASE)
_SECONDS = r"(?<=[:.]\d\d):00"

_RANGE = re.compile(
    rf"(?:\b(?P<since>з|із|від|c|с)\s*)?(?P<first>{_EXACT}|{_BARE}){_UNIT}\s*"
    rf"(?P<till>до|по|{_DASH})\s*(?P<last>{_EXACT}|{_BARE}){_UNIT}(?![\w/])",
    re.IGNORECASE,
)
_MOMENT = re.compile(rf"{_EXACT}|{_BARE}")
_CLOCK = re.compile(r"(?<![\d.:])\d{1,2}[:.]\d\d(?![\d.])")


@dataclass(frozen=True, slots=True)
class Hours:
    """A stretch of a day, in minutes from midnight; `end` may be earlier: over midnight."""

    start: int
    end: int


def find_hours(text: str) -> list[Hours]:
    """The stretches that a text of hours names, in its order; a pair of times without a word counts, too."""
    text = _with_colons(re.sub(_SECONDS, "", text))
    found = [hours for match in _RANGE.finditer(text) if (hours := _hours(match))]
    if not found and len(clocks := _CLOCK.findall(text)) == 2:  # noqa: PLR2004
        first, last = map(_minutes, clocks)
        if first is not None and last is not None:
            found = [Hours(first, last)]
    return found


def cut_hours(text: str) -> list[tuple[int, int, Hours]]:
    """Where hours stand in a free text (start, end, hours), which has house numbers like `2-16`, too.

    Minutes make a range hours, as `до` does with four digits; `з 9 до 16` is taken for hours only where
    nothing plainer stands in the text, `від 3 до 17` and `2-16` never.
    """
    matches = [(match, hours) for match in _RANGE.finditer(_with_colons(text)) if (hours := _hours(match))]
    plain = [(match, hours) for match, hours in matches if _is_plain(match)]
    chosen = plain or [(match, hours) for match, hours in matches if _is_worded(match)]
    return [(match.start(), match.end(), hours) for match, hours in chosen]


def find_time(text: str) -> int | None:
    """The first time of day in a text, in minutes from midnight."""
    match = _MOMENT.search(text)
    return _minutes(match[0]) if match else None


def _with_colons(text: str) -> str:
    """The text with minutes behind colons, as long as before: `09-00 – 17-00`, `9 год. 30 хв.`."""
    text = _WORDED.sub(lambda time: f"{time[1]}:{time[2]}".ljust(len(time[0])), text)
    return _DASHED.sub(r"\1:\2\3\4:\5", text)


def _is_plain(match: re.Match[str]) -> bool:
    ends = match["first"], match["last"]
    worded = match["till"].lower() in ("до", "по")
    return any(
        re.search(r"\d\s?[:.;]\s?\d", end) or (worded and len(re.sub(r"\D", "", end)) > 2)  # noqa: PLR2004
        for end in ends
    )


def _is_worded(match: re.Match[str]) -> bool:
    since = (match["since"] or "").lower()
    return since in ("з", "із", "c", "с") and match["till"].lower() in ("до", "по")


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
        hour, minute = (int(re.sub(r"\s", "", part)) for part in parts)
    elif len(digits) > 2:  # noqa: PLR2004
        hour, minute = int(digits[:-2]), int(digits[-2:])
    else:
        hour, minute = int(digits), 0
    minutes = hour * 60 + minute
    return minutes if minute < 60 and minutes <= 24 * 60 else None  # noqa: PLR2004
