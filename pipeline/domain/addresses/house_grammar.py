"""The grammar of one piece of a list of houses: what stands between two commas.

    piece   = { noise | side | range | house | word }
    range   = [від | з] house (- | до | по) house | (від | до) house
    house   = [letter [-]] number mark { part }
    mark    = { [-] letter | / number | / letter }
    part    = label [.] (number | letter) | ( number )

A side belongs to the range behind it, else to the range before it, else it is the whole side. A piece is
understood as a whole or not at all.
"""

import re
from collections.abc import Iterator
from enum import Enum
from functools import lru_cache
from typing import NamedTuple

from pipeline.domain.addresses.house import House, Side, Span
from pipeline.domain.addresses.text import one_typo_apart, plain


class Mark(Enum):
    """What a word says of the list."""

    ALL = "вся"
    PARTLY = "частково"
    EXCEPT = "крім"
    CLOSE = ")"
    NAMELESS = "б/н"


class Letter(NamedTuple):
    """A letter alone: `27, А` is 27а."""

    letter: str


class Flat(NamedTuple):
    """A flat alone: it belongs to the house before it."""

    part: str


class Dangling(NamedTuple):
    """`9-`: a letter that follows belongs to it."""

    house: House


Element = House | Span | Mark | Letter | Flat | Dangling

_TOKEN = re.compile(
    r"\s*(?:(?P<number>\d+)"
    r"|(?P<nameless>(?:б[/\\.-]?н|н[/\\]?[бв]|без\s+номер[а-яі]*)(?![^\W\d_]))"
    r"|(?P<word>[^\W\d_]+)|(?P<dash>-+)|(?P<slash>[/\\])|(?P<symbol>\S))"
)
_DIGITS = 5
_CACHED_LENGTH = 64

_NOISE = frozenset(
    "буд будинок будинки будинків будинку будинках житлові номер номери ном no n дім сторона стороні сторони "
    "стор бік вулиця вулиці вул кінця включно тільки лише".split()
)
_FROM, _TO, _AND = ("від", "од", "з", "із", "зі", "с"), ("до", "по"), ("і", "й", "та")
_WORDS = {
    **dict.fromkeys(("вся", "всі", "весь", "все", "уся", "усі", "усе", "увесь", "повністю", "цілком"), Mark.ALL),
    **dict.fromkeys(("частково", "част", "частина", "ч"), Mark.PARTLY),
    **dict.fromkeys(("крім", "окрім", "без", "винятком", "виключенням"), Mark.EXCEPT),
}
_LABELS = {
    **dict.fromkeys(("к", "корп", "корпус"), "к."),
    **dict.fromkeys(("бл", "блок"), "бл."),
    **dict.fromkeys(("секц", "секція"), "секц."),
    **dict.fromkeys(("п", "під", "підїзд"), "під."),
    **dict.fromkeys(("пр", "прим", "приміщення", "оф", "офіс"), "прим."),
    **dict.fromkeys(("кв", "квартира", "квартири"), "кв."),
    **dict.fromkeys(("гар", "гараж", "гаражі"), "гараж."),
    **{"б": "б.", "бокс": "бокс.", "дача": "дача."},
}
_OBJECTS = frozenset(
    "ктп ктпн зтп щтп гктп мтп рктп тп рп пс птп оп опора опори км пк пл лэп леп азс агзс атс фап зош нвк нвп днз "
    "здо школа садок дитсадок магазин маг кафе бар церква костел каплиця лікарня аптека ферма млин котельня "
    "насосна вежа бс клуб пошта склад майстерня сто".split()
)
"""Poles, substations and institutions: no houses of people, so what they are called does not matter."""


@lru_cache(maxsize=32768)
def _read_cached(piece: str) -> tuple[Element, ...] | None:
    try:
        return tuple(_Reader(piece).read())
    except _NotUnderstoodError:
        return None


def read_piece(piece: str) -> tuple[Element, ...] | None:
    """What a piece says; empty where it says nothing, None where it is not understood."""
    return _read_cached(piece) if len(piece) <= _CACHED_LENGTH else _read_cached.__wrapped__(piece)


class _NotUnderstoodError(Exception):
    pass


class _Token(NamedTuple):
    kind: str
    text: str
    spaced: bool
    """A space stands before it."""


_END = _Token("end", "", spaced=True)


def _tokens(piece: str) -> Iterator[_Token]:
    for match in _TOKEN.finditer(plain(piece)):
        kind = match.lastgroup or "end"
        yield _Token(kind, match[kind], match.start(kind) > match.start())


class _Reader:
    """A recursive descent over the tokens of one piece."""

    def __init__(self, piece: str) -> None:
        self.tokens = list(_tokens(piece))
        self.at = 0
        self.out: list[Element] = []
        self.side: Side | None = None

    def read(self) -> list[Element]:
        if len(self.tokens) == 1 and self._is_letter_word(self.peek()) and self.peek().text != "ч":
            return [Letter(self.tokens[0].text)]
        while self.at < len(self.tokens):
            self._step(self.peek())
        self._flush_side()
        return self.out

    def _step(self, token: _Token) -> None:
        match token.kind:
            case "number":
                self._range(self._house())
            case "word":
                self._word(token)
            case "nameless":
                self.at += 1
                self.out.append(Mark.NAMELESS)
            case "dash" if not any(isinstance(each, House | Span) for each in self.out):
                self.at += 1
            case "symbol":
                self._symbol(token)
            case _:
                raise _NotUnderstoodError

    def _symbol(self, token: _Token) -> None:
        after = self.peek(1)
        glued = self.out and not token.spaced and after.kind == "number" and not after.spaced
        if token.text not in ".:№#()" or (token.text == "." and glued):
            raise _NotUnderstoodError
        self.at += 1
        if token.text == ")":
            self._flush_side()
            self.out.append(Mark.CLOSE)

    def _word(self, token: _Token) -> None:
        word, after = token.text, self.peek(1)
        if (side := self._take_side()) is not None:
            self._put_side(side)
        elif self._is_letter_word(token) and self._prefixed():
            self.at += 2 if after.kind == "dash" else 1
            self._range(self._house(prefix=word))
        elif word in _FROM and self._number_follows(1):
            self._open_range(first=True)
        elif word in _TO and self._number_follows(1):
            self._open_range(first=False)
        elif word in _NOISE or (word in _AND and len(self.tokens) > 1) or (word in ("б", "д") and after != _END):
            self.at += 1
        elif word == "за" and after.text in _WORDS:
            self.at += 1
        elif mark := _WORDS.get(word) or (Mark.PARTLY if one_typo_apart(word, "частково") else None):
            self.at += 1
            self._put_mark(mark)
        elif word == "кв" or word.startswith("квартир"):
            self.out.append(Flat(self._part()))
        elif word in _OBJECTS:
            self._object()
        else:
            raise _NotUnderstoodError

    # Items

    def _range(self, house: House) -> None:
        """A house just read, or the range that it begins."""
        token, after = self.peek(), self.peek(1)
        dash = token.kind == "dash"
        if token.text in ("+", "км"):  # so far along a road
            self._object()
        elif (dash or token.text in _TO) and self._number_follows(1):
            self._skip_to_number()
            self._put(Span(house, self._house()))
        elif dash and house.mark and self._is_letter_word(after):
            self.at += 2
            self._put(Span(house, House(house.number, house.mark[:-1] + after.text)))
        elif dash and (after == _END or after.text == ")"):
            self.at += 1
            self.out.append(Dangling(house))
        else:
            self._put(house)
        if self.peek().kind == "dash":
            raise _NotUnderstoodError

    def _open_range(self, *, first: bool) -> None:
        self._skip_to_number()
        house = self._house()
        if not first:
            self._put(Span(None, house))
        elif self.peek().kind == "dash" or self.peek().text in _TO:
            self._range(house)
        else:
            self._put(Span(house, None))

    def _house(self, prefix: str = "") -> House:
        number = int(self._digits())
        mark = self._mark()
        parts = []
        while self._part_follows():
            parts.append(self._part())
        if number == 0:
            raise _NotUnderstoodError
        return House(number, mark, " ".join(parts), prefix)

    def _mark(self) -> str:
        mark = ""
        while True:
            token, after = self.peek(), self.peek(1)
            lettered = mark[-1:].isalpha()
            if token.kind == "slash" and after.kind == "number":
                self.at += 1
                mark += "/" + self._digits()
            elif token.kind in ("slash", "dash") and not lettered and self._is_mark(1):
                self.at += 2
                mark += after.text
            elif not lettered and self._is_mark(0):
                self.at += 1
                mark += token.text
                if after.kind == "number" and not after.spaced:
                    mark += self._digits()
            else:
                return mark

    def _is_mark(self, ahead: int) -> bool:
        """Whether a letter belongs to the number before it: `12 а`, but not `20 к.1`, `5 і 7`, `36 з 40`."""
        token, after, then = self.peek(ahead), self.peek(ahead + 1), self.peek(ahead + 2)
        if not self._is_letter_word(token):
            return False
        if after.text == "." and (then.kind == "number" or self._is_letter_word(then)):
            return False
        if after.kind != "number":
            return True
        glued = ahead == 0 and not token.spaced
        if not after.spaced:
            return glued and token.text != "к"
        return glued or token.text not in ("б", "к", *_FROM, *_AND)

    def _part_follows(self) -> bool:
        token, after = self.peek(), self.peek(1)
        if token.kind in ("slash", "dash"):
            return after.kind == "word" and after.text in _LABELS
        if token.text == "(":
            return after.kind == "number" and self.peek(2).text == ")"
        return token.kind == "word" and (token.text in _LABELS or token.text[:-1] in ("блок", "корп"))

    def _part(self) -> str:
        """`к.1`, `корп. Г`, `гараж`; `(2)` is `к.2`."""
        if self.peek().text == "(":
            self.at += 1
            part = "к." + self._digits()
            self.at += 1
            return part
        if self.peek().kind in ("slash", "dash"):
            self.at += 1
        word = self._take().text
        if word not in _LABELS:
            return _LABELS[word[:-1]] + word[-1]
        while self.peek().text in (".", "№"):
            self.at += 1
        if self.peek().kind == "number":
            return _LABELS[word] + self._digits() + self._mark()
        if self._is_letter_word(self.peek()):
            return _LABELS[word] + self._take().text
        if len(word) == 1:
            raise _NotUnderstoodError
        return _LABELS[word].removesuffix(".")

    def _object(self) -> None:
        """A pole, a substation, a school, with whatever number it has."""
        while self.at < len(self.tokens) and self.peek().text != ")":
            token = self._take()
            if token.kind == "word" and len(token.text) > 1 and token.text not in _OBJECTS:
                raise _NotUnderstoodError
        self.out.append(Mark.NAMELESS)

    # What is put out

    def _put(self, item: House | Span) -> None:
        if isinstance(item, Span) and self.side is not None:
            item = item._replace(side=self.side)
        self.side = None
        self.out.append(item)

    def _put_side(self, side: Side) -> None:
        last = self.out[-1] if self.out else None
        if isinstance(last, Span) and last.side is None:
            self.out[-1] = last._replace(side=side)
        elif not (isinstance(last, House) and self.peek().text in ("", ")")):
            self._flush_side()
            self.side = side

    def _put_mark(self, mark: Mark) -> None:
        if mark is Mark.ALL and self._side_of(self.peek()) is not None:
            return
        self._flush_side()
        self.out.append(mark)

    def _flush_side(self) -> None:
        if self.side is not None:
            self._put(Span())

    # Tokens

    def peek(self, ahead: int = 0) -> _Token:
        return self.tokens[self.at + ahead] if self.at + ahead < len(self.tokens) else _END

    def _take(self) -> _Token:
        token = self.peek()
        self.at += 1
        return token

    def _digits(self) -> str:
        token = self._take()
        if token.kind != "number" or len(token.text) > _DIGITS:
            raise _NotUnderstoodError
        return str(int(token.text))

    def _is_letter_word(self, token: _Token) -> bool:
        return token.kind == "word" and len(token.text) == 1

    def _prefixed(self) -> bool:
        after = self.peek(1)
        then = self.peek(2) if after.kind == "dash" else after
        return then.kind == "number" and not then.spaced and not after.spaced

    def _number_follows(self, ahead: int) -> bool:
        while self.peek(ahead).text in ("№", ".", "б", *_NOISE) and self.peek(ahead) != _END:
            ahead += 1
        return self.peek(ahead).kind == "number"

    def _skip_to_number(self) -> None:
        while self.peek().kind != "number":
            self.at += 1

    def _take_side(self) -> Side | None:
        negated = self.peek().text == "не"
        side = self._side_of(self.peek(int(negated)))
        if side is not None:
            self.at += 1 + negated
        return Side.ODD if negated and side is not None else side

    @staticmethod
    def _side_of(token: _Token) -> Side | None:
        if token.kind != "word":
            return None
        if token.text.startswith("непар"):
            return Side.ODD
        return Side.EVEN if token.text.startswith("парн") else None
