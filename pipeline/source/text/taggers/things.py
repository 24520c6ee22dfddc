"""Supply lines, objects and entrepreneurs as atoms, with their numbers and names: `ТП-12`, `АЗС «ОККО»`."""

from collections.abc import Iterator

from pipeline.source.lexicon import words
from pipeline.source.text.atoms import Atom, Sort
from pipeline.source.text.taggers.names import QUOTES
from pipeline.source.text.tokens import Token

_LONGEST_QUOTE = 12


def things_at(tokens: list[Token], text: str, first: int) -> Iterator[Atom]:
    """Supply lines and objects with their numbers and names."""
    token = tokens[first]
    supply, thing = words("supply")(token.text), words("objects")(token.text)
    if (
        token.text in ("с", "д")
        and first + 2 < len(tokens)
        and tokens[first + 1].text == "/"
        and tokens[first + 2].text in ("т", "к")
        and tokens[first + 2].glued
    ):
        end = _named(tokens, first + 3)
        yield Atom(Sort.OBJECT, first, end, 0.0, text[token.start : tokens[end - 1].end])
    count = words("counts")(token.text)
    if count == "кількість":
        at = first + 1
        while at < len(tokens) and not tokens[at].is_number and at < first + 5:
            at += 1
        if at < len(tokens) and tokens[at].is_number:
            yield Atom(Sort.COUNT, first, at + 1, 0.0, "люди")
    if token.text == "к" and first + 2 < len(tokens) and tokens[first + 2].text in ("сть", "ть"):
        at = first + 3
        while at < len(tokens) and not tokens[at].is_number and at < first + 7:
            at += 1
        if at < len(tokens) and tokens[at].is_number:
            yield Atom(Sort.COUNT, first, at + 1, 0.0, "люди")
    if (
        token.text == "п"
        and first + 2 < len(tokens)
        and tokens[first + 1].kind == "dash"
        and tokens[first + 2].text == "ць"
    ):
        end = _named(tokens, first + 3)
        yield Atom(Sort.OBJECT, first, end, 0.0, text[token.start : tokens[end - 1].end])  # an entrepreneur
    single = len(token.text) == 1
    after = tokens[first + 1] if first + 1 < len(tokens) else None
    if (
        supply
        and (token.is_upper or not single or (after and (after.text == "." or after.is_number)))
        and not (single and not (after and (after.kind == "dash" or after.is_number or after.text in "№.")))
    ):
        end = _numbered(tokens, first + 1 + (after is not None and after.text == "." and after.glued))
        if end > first + 1 or len(token.text) > 2:
            yield Atom(Sort.SUPPLY, first, end, 0.0, text[token.start : tokens[end - 1].end])
    if token.text == "л" and token.is_capital and after and after.kind == "dash":
        end = _numbered(tokens, first + 1)
        yield Atom(Sort.SUPPLY, first, end, 0.0, text[token.start : tokens[end - 1].end])
    if thing:
        for end in dict.fromkeys((_named(tokens, first + 1), first + 1)):
            yield Atom(Sort.OBJECT, first, end, 0.1, text[token.start : tokens[end - 1].end])


def _numbered(tokens: list[Token], at: int) -> int:
    """Behind the numbers and letters of a line or a substation: `ТП-12`, `ПЛ-0,4 кВ Л-5`, `Ф. «Іза»`."""
    end = at
    while at < len(tokens):
        token = tokens[at]
        if token.is_number or token.text in ("кв", "ка", "ква"):
            at += 1
            end = at
        elif (
            (token.text in "№#" and at + 1 < len(tokens) and tokens[at + 1].is_number)
            or (
                (token.kind == "dash" or token.text in "/.")
                and at + 1 < len(tokens)
                and (tokens[at + 1].is_number or (tokens[at + 1].glued and len(tokens[at + 1].text) == 1))
            )
            or (
                token.text == ","
                and at + 1 < len(tokens)
                and token.glued
                and tokens[at + 1].glued
                and tokens[at + 1].is_number
                and tokens[at - 1].text == "0"
            )
        ):
            at += 1
        elif token.text in QUOTES and token.kind == "sign":
            close = next(
                (i for i in range(at + 1, min(at + _LONGEST_QUOTE, len(tokens))) if tokens[i].text in QUOTES), None
            )
            if close is None:
                break
            at = end = close + 1
        elif len(token.text) == 1 and token.is_word and token.glued:
            at += 1
            end = at
        else:
            break
        if (
            end > at - 1
            and at < len(tokens)
            and tokens[at].is_number
            and not tokens[at].glued
            and tokens[at - 1].is_number
        ):
            break
    return end


def _named(tokens: list[Token], at: int) -> int:
    """Behind the name of an object: in quotes, by a number, or capitalised: `АЗС "ОККО"`, `ФОП Іваненко І.І.`."""
    end = at
    if at < len(tokens) and tokens[at].text == ".":
        at = end = at + 1
    while at < len(tokens):
        token = tokens[at]
        if token.text in '"«“„':
            close = next(
                (i for i in range(at + 1, min(at + _LONGEST_QUOTE, len(tokens))) if tokens[i].text in '"»”“'), None
            )
            if close is None:
                break
            at = end = close + 1
        elif token.text in "№#" or (token.is_number and at and tokens[at - 1].text in "№#"):
            at += 1
            end = at
        elif token.kind == "dash" and at + 1 < len(tokens) and tokens[at + 1].is_number and token.glued:
            at += 2
            end = at
        elif token.is_word and token.is_capital and at < end + 4 and token.text not in ("вул", "с", "м", "смт"):
            at += 1
            if at < len(tokens) and tokens[at].text == "." and tokens[at].glued:
                at += 1
            end = at
        else:
            break
    return end
