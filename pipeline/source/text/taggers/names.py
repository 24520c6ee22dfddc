"""How names are made, whatever they name: words joined by hyphens, initials, ordinals, numbers, kinds of street."""

from collections.abc import Iterator
from functools import cache

from pipeline.domain.addresses.given_names import GIVEN_NAMES
from pipeline.domain.addresses.house_words import mark_of
from pipeline.source.lexicon import words
from pipeline.source.text.tokens import Token

QUOTES = "\"«»“”„'’‘"
JOINED = ("та", "і", "й")
ORDINAL_ENDINGS = ("й", "ий", "а", "я", "ша", "га", "го", "ї", "ої", "та", "ти", "тя", "ма", "ій")
PLURAL = ("вулиці", "вулицях", "вулиць", "вулицями", "провулки", "провулках", "провулків", "площі", "площах")
ROMAN = frozenset(["i", "ii", "iii", "iv", "v", "vi", "і", "іі", "ііі", "іv", "іх", "vii"])
_ORDINALS = ("перш", "друг", "трет", "четверт", "п’ят", "шост")
UNITS_OF_TROOPS = ("бригад", "полк", "дивізі", "батальйон", "штурмов", "гірськ", "окрем", "десантн")
_ADJECTIVE = ("ий", "ого", "ому", "им", "ім", "а", "ої", "ій", "у", "ою", "і", "их")


@cache
def street_kind(word: str) -> tuple[str, bool] | None:
    """The kind of street that a word is, and whether names behind it share it."""
    found = words("street_kinds")(word)
    return (found.removeprefix("+"), found.startswith("+")) if found else None


def nameless(tokens: list[Token], at: int) -> int | None:
    """The end of `не вказана`, `без назви` behind a kind of street."""
    if at + 1 < len(tokens) and tokens[at].text in ("не", "без"):
        if tokens[at + 1].text.startswith(("вказан", "визначен", "назв", "відом")):
            return at + 2
    return None


def ends_name(tokens: list[Token], at: int) -> bool:
    """Whether a kind in full ends a name behind another kind: `вул. Київське шосе`."""
    behind = tokens[at + 1] if at + 1 < len(tokens) else None
    return len(tokens[at].text) > 3 and (behind is None or not (behind.is_capital or behind.text == "."))


def is_pair(a: str, b: str) -> bool:
    """Whether a street is called after two by their given names: `Кирила і Мефодія`."""
    names = {*GIVEN_NAMES.lower().split(), "мефодія"}
    return all(any(name[:4] == word[:4] for name in names) for word in (a, b))


def numbered_name(tokens: list[Token], at: int) -> int | None:
    """The end of a name that begins with a number, its first word: `28 Червня`, `40-річчя`, `101-ї`, `1-а`."""
    size = len(tokens)
    if (
        at + 2 < size
        and tokens[at + 1].kind == "dash"
        and tokens[at + 2].is_word
        and tokens[at + 1].glued
        and tokens[at + 2].glued
    ):
        word = tokens[at + 2].text
        if word.startswith("річ"):
            return at + 3
        if (
            word in ORDINAL_ENDINGS
            and at + 3 < size
            and tokens[at + 3].is_word
            and (tokens[at + 3].is_capital or len(tokens[at + 3].text) > 3)
        ):
            return at + 3
        return (
            at + 3
            if word in ("й", "ий", "ій", "я", "та", "тя", "ша", "га", "ма")
            and len(tokens[at].text) < 3
            and at
            and tokens[at - 1].is_word
            and tokens[at - 1].is_capital
            else None
        )
    if at + 1 < size and tokens[at + 1].text.startswith(UNITS_OF_TROOPS):
        return at + 2
    if (
        at + 1 < size
        and tokens[at + 1].is_word
        and tokens[at + 1].is_capital
        and not tokens[at + 1].glued
        and len(tokens[at + 1].text) > 3
    ):
        if words("months")(tokens[at + 1].text) or tokens[at + 1].text.startswith(("річ", "трав", "серп")):
            return at + 2
    return None


def ordinal(tokens: list[Token], at: int) -> int | None:
    """The end of an ordinal before a kind of street: `1-й пров.`, `ІІ пров.`, `перший провулок`, `1 пров.`."""
    token = tokens[at]
    if token.is_number and len(token.text) <= 2:
        if at + 2 < len(tokens) and tokens[at + 1].kind == "dash" and tokens[at + 2].text in ORDINAL_ENDINGS:
            return at + 3
        free = not (at and (tokens[at - 1].is_number or (token.glued and tokens[at - 1].text != "(")))
        return at + 1 if free and int(token.text) else None
    if token.is_word and ((token.text in ROMAN and token.is_upper) or token.text.startswith(_ORDINALS)):
        return at + 1
    return None


def glued_word(tokens: list[Token], at: int) -> tuple[int, str]:
    """A word with those that hyphens join to it: its end and its text."""
    name, end = tokens[at].text, at + 1
    while (
        end + 1 < len(tokens)
        and tokens[end].kind == "dash"
        and tokens[end].glued
        and tokens[end + 1].is_word
        and tokens[end + 1].glued
    ):
        if words("objects")(tokens[end + 1].text):
            break
        following = tokens[end + 1].text
        pointed = end + 2 < len(tokens) and tokens[end + 2].text == "." and tokens[end + 2].glued
        if name in words("settlement_types").variants or mark_of(following) or (pointed and street_kind(following)):
            break
        name, end = f"{name}-{tokens[end + 1].text}", end + 2
    return end, name


def type_joined(tokens: list[Token], at: int) -> Iterator[tuple[int, str]]:
    """A word with what a hyphen, a slash or a point joins to it, the longest first: `пр-кт`, `н.п`, `с.м.т`."""
    ends: list[tuple[int, str]] = [(at + 1, tokens[at].text)]
    end, name = at + 1, tokens[at].text
    while (
        end + 1 < len(tokens)
        and tokens[end].glued
        and tokens[end + 1].is_word
        and tokens[end + 1].glued
        and len(name) < 8
    ):
        if tokens[end].kind == "dash":
            name += "-"
        elif tokens[end].text in "/.":
            name += tokens[end].text
        else:
            break
        name, end = name + tokens[end + 1].text, end + 2
        ends.append((end, name))
    for end, name in reversed(ends):
        yield end, name
        if "." in name:
            yield end, name.replace(".", "")


def is_double(tokens: list[Token], at: int) -> bool:
    """Whether `с.с` stands here."""
    return at + 2 < len(tokens) and tokens[at + 1].text == "." and tokens[at + 2].text == "с" and tokens[at + 2].glued


def is_adjective(word: str) -> bool:
    """Whether a word is an adjective like those of districts, in any case."""
    at = max(word.rfind("ськ"), word.rfind("цьк"), word.rfind("зьк"))
    return at > 0 and word[at + 3 :] in _ADJECTIVE


def is_pointed(tokens: list[Token], at: int) -> bool:
    """Whether a point stands right behind a token."""
    return (at + 1 < len(tokens) and tokens[at + 1].text == "." and tokens[at + 1].glued) or tokens[at].text == "."


def is_initial(tokens: list[Token], at: int) -> bool:
    """Whether an initial stands here: `Б.`."""
    return (
        tokens[at].is_word
        and len(tokens[at].text) == 1
        and tokens[at].is_capital
        and at + 1 < len(tokens)
        and tokens[at + 1].text == "."
        and tokens[at + 1].glued
    )


def ends_sentence(tokens: list[Token], at: int) -> bool:
    """Whether what stands before a token ends a sentence or a part of one."""
    return tokens[at - 1].text in ".:;!?(),|" or tokens[at - 1].kind in ("line", "dash")


def breaks(tokens: list[Token], at: int) -> bool:
    """Whether a comma stands right before a token."""
    return tokens[at - 1].text in ",;" if at else False


def past_quotes(tokens: list[Token], at: int) -> int:
    """The place behind a closing quotation mark, if one stands here."""
    return at + 1 if at < len(tokens) and tokens[at].text in QUOTES else at


def printed_of(tokens: list[Token], text: str, first: int, last: int) -> str:
    """What tokens are as printed, in one line."""
    return " ".join(text[tokens[first].start : tokens[last - 1].end].split())
