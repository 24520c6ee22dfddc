"""A single date: where it begins, where it ends, and whether its month is printed."""

from dataclasses import dataclass

from pipeline.source.lexicon import words
from pipeline.source.text.tokens import Token

YEARS = ("р", "року", "рік", "роках")


_ENDINGS = ("го", "е", "те", "ше")


SURE, SHORT, LIKE_A_TIME, CAPITAL = 0.0, 0.1, 0.5, 0.3


_CLOCK_GOES_BY = 5


@dataclass(frozen=True, slots=True)
class DateAt:
    """One date; `month` None where it is only a number."""

    at: int
    has_month: bool
    cost: float
    has_year: bool = False


def is_number(text: str, most: int) -> bool:
    """Whether a text is a number of one or two digits up to `most`."""
    return text.isdigit() and len(text) <= 2 and 0 < int(text) <= most


def _is_year(text: str) -> bool:
    return text.isdigit() and ((len(text) == 4 and text.startswith("20")) or len(text) == 2)


def _year(tokens: list[Token], at: int) -> int:
    """Behind `р.` or `року`."""
    if at < len(tokens) and tokens[at].text in YEARS:
        at += 1
        if at < len(tokens) and tokens[at].text == "." and tokens[at - 1].text == "р":
            at += 1
    return at


def date_at(tokens: list[Token], at: int) -> DateAt | None:
    """The date that begins at a number."""
    token = tokens[at]
    if not token.is_number:
        return None
    rest = tokens[at + 1 : at + 6]
    texts = [each.text for each in rest] + [""] * 5
    if len(token.text) == 4 and token.text.startswith("20") and texts[0] in (".", "-") and texts[2] == texts[0]:
        return DateAt(at + 5, True, SURE, True) if is_number(texts[1], 12) and is_number(texts[3], 31) else None
    if not is_number(token.text, 31):
        return None
    at_word = at + 1
    if texts[0] == "-" and texts[1] in _ENDINGS:
        at_word, texts = at + 3, [*texts[2:], "", ""]
    if at_word < len(tokens) and tokens[at_word].is_word:
        if texts[0] == "числа":
            return DateAt(at_word + 1, True, SURE)
        if words("months")(texts[0]) and not (tokens[at_word].is_capital and not tokens[at_word].is_upper and False):
            cost = CAPITAL if tokens[at_word].is_capital and not tokens[at_word].is_upper else SURE
            pointed = texts[1] == "."
            year_at = at_word + 1 + pointed
            if year_at < len(tokens) and tokens[year_at].text == ",":
                year_at += 1
            if year_at < len(tokens) and len(tokens[year_at].text) == 4 and tokens[year_at].text.startswith("20"):
                return DateAt(_year(tokens, year_at + 1), True, cost, True)
            return DateAt(_year(tokens, at_word + 1 + pointed), True, cost)
    if texts[0] in (".", "/", ",", "_") and rest and is_number(texts[1], 12) and (rest[0].glued or texts[0] in "."):
        if texts[2] in (".", "/", ",", "_", "..") and _is_year(texts[3]) and (texts[0] != "," or texts[2] != ","):
            clock = at + 5 < len(tokens) and tokens[at + 5].text in ":." and tokens[at + 5].glued and len(texts[3]) == 2
            if not clock:
                return DateAt(_year(tokens, at + 5), True, SURE, True)
        if texts[2] and _is_year(texts[2]) and len(texts[2]) == 4:  # 24.11 2026
            return DateAt(_year(tokens, at + 4), True, SURE, True)
        followed = (
            len(rest) > 2 and rest[2].text in (":", ";") and rest[2].glued and len(rest) > 3 and rest[3].is_number
        )
        if texts[0] in "./" and rest[0].glued and len(rest) > 1 and rest[1].glued and not followed:
            if texts[0] == "/" and len(texts[1]) != 2:
                return DateAt(at + 1, False, SHORT)
            like_a_time = len(texts[1]) == 2 and int(texts[1]) % _CLOCK_GOES_BY == 0 and int(token.text) < 24
            return DateAt(_year(tokens, at + 3), True, LIKE_A_TIME if like_a_time else SHORT)
    return DateAt(at + 1, False, SHORT)
