"""The grammar of one piece of a list of houses: what stands between two commas.

    piece   = { noise | side | range | house | word }
    range   = [від | з] house (- | до | по) house | (від | до) house
    house   = [letter [-]] number mark { part }
    mark    = { [-] letter | / number | / letter }
    part    = label [.] (number | letter) | ( number )

A side belongs to the range behind it, else to the range before it, else it is the whole side. A piece is
understood as a whole or not at all.
"""

from typing import NamedTuple

from pipeline.domain.addresses.house import House, Side, Span
from pipeline.domain.addresses.house_tokens import END, Cursor, NotUnderstoodError, Token
from pipeline.domain.addresses.house_words import (
    AND,
    FLATS,
    FROM,
    LABELS,
    NOISE,
    OBJECTS,
    SUPPLIES,
    TO,
    Mark,
    mark_of,
    side_of,
)


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


def parse_piece(piece: str) -> tuple[Element, ...] | None:
    """What a piece says; empty where it says nothing, None where it is not in the grammar."""
    try:
        return tuple(_Reader(piece).read())
    except NotUnderstoodError:
        return None


class _Reader(Cursor):
    """A recursive descent over the tokens of one piece."""

    def __init__(self, piece: str) -> None:
        super().__init__(piece)
        self.out: list[Element] = []
        self.side: Side | None = None

    def read(self) -> list[Element]:
        if len(self.tokens) == 1 and self.peek().is_letter and self.peek().text != "ч":
            return [Letter(self.tokens[0].text)]
        while self.at < len(self.tokens):
            self._step(self.peek())
        self._flush_side()
        return self.out

    def _step(self, token: Token) -> None:
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
                raise NotUnderstoodError

    def _symbol(self, token: Token) -> None:
        after = self.peek(1)
        glued = self.out and not token.spaced and after.kind == "number" and not after.spaced
        if token.text not in ".:№#()" or (token.text == "." and glued):
            raise NotUnderstoodError
        self.at += 1
        if token.text == ")":
            self._flush_side()
            self.out.append(Mark.CLOSE)

    def _word(self, token: Token) -> None:
        word, after = token.text, self.peek(1)
        if (side := self._take_side()) is not None:
            self._put_side(side)
        elif token.is_letter and self._prefixed():
            self.at += 2 if after.kind == "dash" else 1
            self._range(self._house(prefix=word))
        elif word in FROM and self._number_follows(1):
            self._open_range(first=True)
        elif word in TO and self._number_follows(1):
            self._open_range(first=False)
        elif self._is_noise(word, after):
            self.at += 1
        elif mark := mark_of(word):
            self.at += 1
            self._put_mark(mark)
        elif word in FLATS:
            self.out.append(Flat(self._part()))
        elif word in OBJECTS:
            self._object()
        else:
            raise NotUnderstoodError

    def _is_noise(self, word: str, after: Token) -> bool:
        if word in AND:
            return len(self.tokens) > 1
        if word == "за":
            return mark_of(after.text) is not None
        return word in NOISE or (word in ("б", "д") and after != END)

    # Items

    def _range(self, house: House) -> None:
        """A house just read, or the range that it begins."""
        token, after = self.peek(), self.peek(1)
        dash = token.kind == "dash"
        if token.text in ("+", "км"):  # so far along a road
            self._object()
        elif (dash or token.text in TO) and self._number_follows(1):
            self._skip_to_number()
            self._put(Span(house, self._house()))
        elif dash and house.mark and after.is_letter:
            self.at += 2
            self._put(Span(house, House(house.number, house.mark[:-1] + after.text)))
        elif dash and (after == END or after.text == ")"):
            self.at += 1
            self.out.append(Dangling(house))
        else:
            self._put(house)
        if self.peek().kind == "dash":
            raise NotUnderstoodError

    def _open_range(self, *, first: bool) -> None:
        self._skip_to_number()
        house = self._house()
        if not first:
            self._put(Span(None, house))
        elif self.peek().kind == "dash" or self.peek().text in TO:
            self._range(house)
        else:
            self._put(Span(house, None))

    def _house(self, prefix: str = "") -> House:
        number = int(self.take_digits())
        mark = self._mark()
        parts = []
        while self._part_follows():
            parts.append(self._part())
        if number == 0:
            raise NotUnderstoodError
        return House(number, mark, " ".join(parts), prefix)

    def _mark(self) -> str:
        mark = ""
        while True:
            token, after = self.peek(), self.peek(1)
            lettered = mark[-1:].isalpha()
            if token.kind == "slash" and after.kind == "number":
                self.at += 1
                mark += "/" + self.take_digits()
            elif token.kind in ("slash", "dash") and not lettered and self._is_mark(1):
                self.at += 2
                mark += after.text
            elif not lettered and self._is_mark(0):
                self.at += 1
                mark += token.text
                if after.kind == "number" and not after.spaced:
                    mark += self.take_digits()
            else:
                return mark

    def _is_mark(self, ahead: int) -> bool:
        """Whether a letter belongs to the number before it: `12 а`, but not `20 к.1`, `5 і 7`, `36 з 40`."""
        token, after, then = self.peek(ahead), self.peek(ahead + 1), self.peek(ahead + 2)
        if not token.is_letter:
            return False
        if after.text == "." and (then.kind == "number" or then.is_letter):
            return False
        if after.kind != "number":
            return True
        glued = ahead == 0 and not token.spaced
        if not after.spaced:
            return glued and token.text != "к"
        return glued or token.text not in ("б", "к", *FROM, *AND)

    def _part_follows(self) -> bool:
        token, after = self.peek(), self.peek(1)
        if token.kind in ("slash", "dash"):
            return after.kind == "word" and after.text in LABELS
        if token.text == "(":
            return after.kind == "number" and self.peek(2).text == ")"
        return token.kind == "word" and (token.text in LABELS or token.text[:-1] in ("блок", "корп"))

    def _part(self) -> str:
        """`к.1`, `корп. Г`, `гараж`; `(2)` is `к.2`."""
        if self.peek().text == "(":
            self.at += 1
            part = "к." + self.take_digits()
            self.at += 1
            return part
        if self.peek().kind in ("slash", "dash"):
            self.at += 1
        word = self.take().text
        if word not in LABELS:
            return LABELS[word[:-1]] + word[-1]
        while self.peek().text in (".", "№"):
            self.at += 1
        if self.peek().kind == "number":
            return LABELS[word] + self.take_digits() + self._mark()
        if self.peek().is_letter:
            return LABELS[word] + self.take().text
        if len(word) == 1:
            raise NotUnderstoodError
        return LABELS[word].removesuffix(".")

    def _object(self) -> None:
        """A pole, a substation, a school, with whatever number it has."""
        mark = Mark.NAMELESS
        while self.at < len(self.tokens) and self.peek().text != ")":
            token = self.take()
            if token.text in ("+", *SUPPLIES):
                mark = Mark.SUPPLY
            if token.kind == "word" and len(token.text) > 1 and token.text not in OBJECTS:
                raise NotUnderstoodError
        self.out.append(mark)

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
        if mark is Mark.ALL and side_of(self.peek().text) is not None:
            return
        self._flush_side()
        self.out.append(mark)

    def _flush_side(self) -> None:
        if self.side is not None:
            self._put(Span())

    # Tokens

    def _prefixed(self) -> bool:
        after = self.peek(1)
        then = self.peek(2) if after.kind == "dash" else after
        return then.kind == "number" and not then.spaced and not after.spaced

    def _number_follows(self, ahead: int) -> bool:
        while self.peek(ahead).text in ("№", ".", "б", *NOISE) and self.peek(ahead) != END:
            ahead += 1
        return self.peek(ahead).kind == "number"

    def _skip_to_number(self) -> None:
        while self.peek().kind != "number":
            self.at += 1

    def _take_side(self) -> Side | None:
        negated = self.peek().text == "не"
        side = side_of(self.peek(int(negated)).text)
        if side is not None:
            self.at += 1 + negated
        return Side.ODD if negated and side is not None else side
