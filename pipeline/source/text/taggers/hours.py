"""Hours as atoms: `з 9:00 до 17:00`, `10.00–16.00`, `0900 до 1 7 00`, `9-12`, `з 9 год. до 17 год.`, `цілодобово`.

What has minutes or `год` is hours anywhere; bare numbers may as well be houses, and cost accordingly.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from pipeline.source.text.atoms import Atom, Sort
from pipeline.source.text.tokens import Token
from pipeline.source.times.hours import DAY, Hours

_LEADS = ("з", "із", "зі", "від", "с", "о", "об")
_TILLS = ("до", "по")
_ABOUT = ("орієнтовно", "приблизно", "близько", "ориентовно")
_UNITS = ("год", "година", "години", "годин", "годину", "г", "ч", "ранку", "вечора", "дня")
_MINUTES = ("хв", "хвилин", "хвилини", "мин")
_HOUR, _MINUTE = 60, 60
_QUARTERS = ("00", "15", "30", "45")
PLAIN, WORDED, HALF_WORDED, BARE = 0.0, 0.3, 0.6, 0.9
"""What stretches cost: with minutes, `з 9 до 17`, `9 до 17`, `9-17`."""


@dataclass(frozen=True, slots=True)
class Clock:
    """A time of day as printed."""

    minutes: int | None
    """From midnight; None where no clock shows it."""
    at: int
    """The token behind it."""
    is_full: bool
    """It has minutes, or a word for hours."""


def tag_hours(tokens: list[Token], text: str) -> Iterator[Atom]:
    """The atoms of hours, and of halves of them."""
    for first, token in enumerate(tokens):
        if token.text in ("цілодобово", "цілодобове"):
            yield Atom(Sort.HOURS, first, first + 1, PLAIN, Hours(0, DAY))
        if token.is_number or token.text in (*_LEADS, *_TILLS, *_ABOUT) or token.text in "~≈":
            yield from _stretches(tokens, text, first)


def _stretches(tokens: list[Token], text: str, first: int) -> Iterator[Atom]:
    at = _skip_about(tokens, first)
    lead = tokens[at].text if at < len(tokens) and tokens[at].text in _LEADS else ""
    if lead:
        at = _skip_about(tokens, at + 1)
    before = tokens[first - 1] if first else None
    if not lead and before and tokens[first].glued and (before.is_number or before.text in ".:,-"):
        return
    if at < len(tokens) and tokens[at].text in _TILLS:
        yield from _half(tokens, text, first, at + 1)
        return
    found = False
    for start in times_at(tokens, at):
        for end, is_worded in _ends(tokens, start):
            if end.minutes is None or start.minutes is None:
                if start.is_full and end.is_full:
                    found = True
                    yield _unread(tokens, text, first, end.at)
                continue
            if start.minutes == end.minutes:
                continue
            found = True
            cost = _cost(lead, start, end, is_worded=is_worded)
            yield Atom(Sort.HOURS, first, end.at, cost, Hours(start.minutes, end.minutes))
    if not found:
        yield from _half(tokens, text, first, at, lead=lead)


def _cost(lead: str, start: Clock, end: Clock, *, is_worded: bool) -> float:
    if start.is_full and end.is_full:
        return PLAIN
    if start.is_full or end.is_full:
        return PLAIN if lead or is_worded else WORDED
    if is_worded:
        return WORDED if lead else HALF_WORDED
    return BARE


def _half(tokens: list[Token], text: str, first: int, at: int, *, lead: str = "до") -> Iterator[Atom]:
    """A single time, of which nobody knows what it begins or ends."""
    for clock in times_at(tokens, at):
        if clock.is_full and (clock.at > at + 1 or lead in _LEADS):
            yield _unread(tokens, text, first, clock.at)
            return


def _unread(tokens: list[Token], text: str, first: int, last: int) -> Atom:
    return Atom(Sort.HALF, first, last, 0.5, text[tokens[first].start : tokens[last - 1].end])


def _ends(tokens: list[Token], start: Clock) -> Iterator[tuple[Clock, bool]]:
    """The times that may end a stretch, and whether a word stands between."""
    at = start.at
    if at >= len(tokens):
        return
    if tokens[at].text == "," and start.is_full and at + 1 < len(tokens) and tokens[at + 1].text in _TILLS:
        at += 1
    token = tokens[at]
    is_worded = token.text in _TILLS
    if token.kind == "dash" or is_worded or token.text in ("/", "|"):
        if token.text in ("/", "|") and not start.is_full:
            return
        at += 1
        if at < len(tokens) and tokens[at].text in _TILLS:  # 9:00 - до 17:00
            at, is_worded = at + 1, True
    elif not start.is_full or token.kind == "line" or len(tokens[at - 1].text) > 2:
        return
    at = _skip_about(tokens, at)
    if at < len(tokens) and tokens[at].text in ("о", "об", "з"):
        at += 1
    for clock in times_at(tokens, at):
        if token.kind in ("dash", "word", "sign") or clock.is_full:
            yield clock, is_worded


def times_at(tokens: list[Token], at: int) -> Iterator[Clock]:
    """The times of day that may begin at a token, the longest first."""
    if at >= len(tokens) or not tokens[at].is_number:
        return
    head = tokens[at].text
    size = len(tokens)
    second, third = (tokens[at + ahead] if at + ahead < size else None for ahead in (1, 2))
    if len(head) <= 2 and second and third and third.is_number and second.text in (":", ".", ";", ",", "-", "–"):
        yield from _with_sign(tokens, at)
    if len(head) in (3, 4) and _valid(head[:-2], head[-2:]) and int(head[-2:]) % 5 == 0:
        yield _unit(
            tokens, Clock(_minutes(head[:-2], head[-2:]), at + 1, is_full=len(head) > 3 or _leads_to_four(tokens, at))
        )
    if len(head) <= 2 and second and second.is_number and not second.glued:
        yield from _spaced(tokens, at)
    if len(head) <= 2 and int(head) <= 24:
        yield _unit(tokens, Clock(int(head) * _HOUR, at + 1, is_full=False))


def _leads_to_four(tokens: list[Token], at: int) -> bool:
    """Whether a time of four digits follows one of three: `900-1600`."""
    ahead = tokens[at + 2] if at + 2 < len(tokens) else None
    return ahead is not None and ahead.is_number and len(ahead.text) > 3


def _with_sign(tokens: list[Token], at: int) -> Iterator[Clock]:
    head, sign, tail = tokens[at].text, tokens[at + 1], tokens[at + 2].text
    if sign.text in (",", "-", "–") and not (tail in _QUARTERS and sign.glued and tokens[at + 2].glued):
        return
    behind = tokens[at + 3] if at + 3 < len(tokens) else None
    ahead = tokens[at + 4] if at + 4 < len(tokens) else None
    is_date = behind and ahead and behind.text == "." and behind.glued and ahead.is_number and ahead.glued
    if sign.text == "." and (is_date or len(tail) != 2):
        return
    if sign.text in ":;" and behind and ahead and behind.text == ":" and ahead.is_number and len(tail) == 2:
        yield Clock(_minutes(head, tail) if _valid(head, tail) else None, at + 5, is_full=True)  # 9:00:00
        return
    if _valid(head, tail):
        yield _unit(tokens, Clock(_minutes(head, tail), at + 3, is_full=sign.text != ","))
    elif sign.text == ":" or (sign.text == "." and int(tail) > 12):
        yield Clock(None, at + 3, is_full=True)


def _spaced(tokens: list[Token], at: int) -> Iterator[Clock]:
    """`09 00`, and `1 7 00`, which markup broke."""
    head, second = tokens[at].text, tokens[at + 1].text
    third = tokens[at + 2] if at + 2 < len(tokens) else None
    if len(head) == len(second) == 1 and third and third.text in _QUARTERS:
        if _valid(head + second, third.text):
            yield _unit(tokens, Clock(_minutes(head + second, third.text), at + 3, is_full=True))
    elif second in _QUARTERS and _valid(head, second) and not (third and third.glued and third.text in ":."):
        yield _unit(tokens, Clock(_minutes(head, second), at + 2, is_full=True))


def _unit(tokens: list[Token], clock: Clock) -> Clock:
    """The time with the word for hours behind it: `9 год. 30 хв.`."""
    at, size = clock.at, len(tokens)
    while (
        at < size
        and tokens[at].kind == "dash"
        and tokens[at].glued
        and at + 1 < size
        and tokens[at + 1].text in ("ї", "ої", "та", "а")
    ):
        at += 2
    if at >= size or tokens[at].text not in _UNITS or (len(tokens[at].text) == 1 and not _pointed(tokens, at)):
        return clock
    at += 1 + _pointed(tokens, at)
    minutes = clock.minutes
    if at + 1 < size and tokens[at].is_number and tokens[at + 1].text in _MINUTES and minutes is not None:
        minutes += int(tokens[at].text[:2])
        at += 2 + _pointed(tokens, at + 1)
    return Clock(minutes, at, is_full=True)


def _pointed(tokens: list[Token], at: int) -> bool:
    return at + 1 < len(tokens) and tokens[at + 1].text == "." and tokens[at + 1].glued


def _skip_about(tokens: list[Token], at: int) -> int:
    while at < len(tokens) and (tokens[at].text in _ABOUT or tokens[at].text in "~≈("):
        if tokens[at].text == "(" and not (at + 1 < len(tokens) and tokens[at + 1].text in _ABOUT):
            break
        at += 1
    return at


def _valid(hour: str, minute: str) -> bool:
    if len(hour) > 2 or len(minute) != 2:
        return False
    return (int(hour) < 24 and int(minute) < _MINUTE) or (hour, minute) == ("24", "00")


def _minutes(hour: str, minute: str) -> int:
    return int(hour) * _HOUR + int(minute)
