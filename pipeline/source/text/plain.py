"""Texts for which nobody needs a grammar, as nearly all of a long list are: it would say the same of them.

`вул. Миру 5, 7-9`, `с. Іза`, a column of houses. A property holds each to what all taggers together say.
"""

import re

from pipeline.domain.addresses.houses import parse_houses
from pipeline.domain.addresses.settlements import Gazetteer
from pipeline.domain.addresses.text import fold
from pipeline.source.lexicon import words
from pipeline.source.text.atoms import Atom, Sort
from pipeline.source.text.taggers.names import street_kind
from pipeline.source.text.taggers.settlements import Named
from pipeline.source.text.taggers.streets import StreetNamed
from pipeline.source.text.tokens import Token

_NAME = r"[А-ЯІЇЄҐ][а-яіїєґ’']{2,}(?:ої|ої)?"
_HOUSE = r"\d{1,4}(?:-?[А-Яа-яІіЇїЄєҐґ])?(?:[/-]\d{1,4}[А-Яа-яІіЇїЄєҐґ]?)?"
_STREET = re.compile(
    rf"(?P<street>(?P<kind>вул|пров|просп|пл|бульв|наб)\.\s?(?P<name>{_NAME}(?:\s{_NAME})?))"
    rf"(?:(?:\s|,\s?|:\s|\s[–-]\s)(?P<houses>{_HOUSE}(?:,\s?{_HOUSE}){{0,400}}))?"
)
_SETTLEMENT = re.compile(rf"(?P<type>с|м|смт|с-ще|селище|село|місто)\.?\s?(?P<name>{_NAME}(?:\s{_NAME})?)")
_HOUSES = re.compile(r"[\d\s,;/№а-яіїєґА-ЯІЇЄҐ-]{1,4000}")


def plain_atoms(text: str, gazetteer: Gazetteer, column: str) -> tuple[list[Token], list[Atom]] | None:
    """The atoms of a plain text, each with one token; None where it is not plain."""
    if column == "houses":
        if text[:1].isdigit() and _HOUSES.fullmatch(text) and not parse_houses(text).unread:
            return [_token(text, 0, len(text))], [Atom(Sort.HOUSES, 0, 1, 0.0, text)]
        return None
    if found := _SETTLEMENT.fullmatch(text):
        if gazetteer.knows(fold(found["name"]).split()) != "spelled":
            return None
        return [_token(text, 0, len(text))], [Atom(Sort.SETTLEMENT, 0, 1, 0.0, Named((text,), is_marked=True))]
    found = _STREET.fullmatch(text)
    if found is None or not _is_name(found["name"], gazetteer):
        return None
    kind = street_kind(found["kind"])
    if kind is None:
        return None
    tokens = [_token(text, *found.span("street"))]
    atoms = [Atom(Sort.STREET, 0, 1, 0.0, StreetNamed(found["street"], *kind))]
    if found["houses"]:
        tokens.append(_token(text, *found.span("houses")))
        atoms.append(Atom(Sort.HOUSES, 1, 2, 0.0, found["houses"]))
    return tokens, atoms


def _is_name(name: str, gazetteer: Gazetteer) -> bool:
    """Whether all of a name can only be that of the street."""
    _, *others = name.lower().split()
    others_known = (
        gazetteer.knows([fold(each)]) or words("noise")(each) or words("extent")(each) or words("districts")(each)
        for each in others
    )
    return not any(others_known)


def _token(text: str, start: int, end: int) -> Token:
    return Token("word", text[start:end], start, end, glued=False, is_capital=False, is_upper=False)
