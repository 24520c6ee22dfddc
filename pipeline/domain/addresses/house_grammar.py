"""The grammar of one piece of a list of houses: what stands between two commas.

    piece   = { noise | side | range ["?"] | house ["?"] | mark | part | object }
    range   = [від] end (- | … | до | по) end | від end [до кінця | і далі] | [від початку] до end
    end     = { noise } house
    side    = [по] [не] парні { і side } | обидві сторони
    object  = (a pole, a substation, a school) { number | letter | sign }

`house` and `part` are those of `house_number`; the words, those of `house_words`. A side belongs to the range behind
it, else to the range before it, else it is the whole side. `…` leaves open whether both sides are meant. What has a
`?` is doubtful. A piece is understood as a whole or not at all.
"""

from pipeline.domain.addresses.house import House, Side, Span
from pipeline.domain.addresses.house_elements import Dangling, Divided, Element, Letter, Part
from pipeline.domain.addresses.house_number import HouseReader
from pipeline.domain.addresses.house_tokens import END, NotUnderstoodError, Token
from pipeline.domain.addresses.house_words import (
    AND,
    BOTH,
    FROM,
    KINDS,
    LINE,
    NOISE,
    OBJECTS,
    ON,
    ONWARD,
    SUPPLIES,
    TO,
    Mark,
    mark_of,
    side_of,
)


def parse_piece(piece: str) -> tuple[Element, ...] | None:
    """What a piece says; empty where it says nothing, None where it is not in the grammar."""
    try:
        return tuple(_Reader(piece).read())
    except NotUnderstoodError:
        return None


class _Reader(HouseReader):
    """A recursive descent over the tokens of one piece."""

    def __init__(self, piece: str) -> None:
        super().__init__(piece)
        self.out: list[Element] = []
        self.sides: list[Side] = []
        """Sides that wait for their range."""
        self.numbered = False
        """Whether a number was read."""

    def read(self) -> list[Element]:
        if self.peek().is_letter and self.peek().text != "ч" and self.peek(1).text in ("", ")"):
            self.out.append(Letter(self.take().text))
        while self.at < self.size:
            self._step(self.peek())
        self._flush_sides()
        if None in self.brackets:
            self._divide()
        return self.out

    def _step(self, token: Token) -> None:
        match token.kind:
            case "number":
                self.numbered = True
                self._range(self.house())
            case "word":
                self._word(token)
            case "nameless":
                self.at += 1
                self.out.append(Mark.NAMELESS)
            case "dash" if (token.is_hyphen or self.at) and not self.numbered:
                self.at += 1
            case "symbol":
                self._symbol(token)
            case _:
                raise NotUnderstoodError

    def _symbol(self, token: Token) -> None:
        before, after = self.out[-1] if self.out else None, self.peek(1)
        glued = before and not token.spaced and after.kind == "number" and not after.spaced
        explained = isinstance(before, House | Span) and after.kind == "number"  # `5 (1-20)`: flats, or what else
        if token.text not in ".:№#()?" or (token.text == "." and glued) or (token.text == "(" and explained):
            raise NotUnderstoodError
        self.at += 1
        match token.text:
            case "(":
                self.brackets.append(len(self.out))
            case ")":
                self._close()
            case "?":
                self._doubt()

    def _close(self) -> None:
        self._flush_sides()
        opened = self.brackets.pop() if self.brackets else -1
        ends = self._divide() if opened is None else opened == -1 or Mark.EXCEPT in self.out[opened:]
        if ends:
            self.out.append(Mark.CLOSE)

    def _divide(self) -> bool:
        """Say that the last house stands with its parts in a bracket."""
        house = self.out[-1] if self.out else None
        if isinstance(house, House):
            self.out.append(Divided(house))
        return isinstance(house, House)

    def _word(self, token: Token) -> None:
        if (side := self._take_side()) is not None:
            self._put_side(side)
        elif token.text == LINE and self.peek(1).kind == "dash":
            self._object()
        elif self._takes_range(token.text):
            return
        elif self._is_noise(token.text, self.peek(1)):
            self.at += 1
        elif mark := mark_of(token.text):
            self.at += 1
            self._put_mark(mark)
        elif self.part_alone_follows():
            self.out.append(Part(self.part_alone()))
        elif token.text in OBJECTS:
            self._object()
        else:
            raise NotUnderstoodError

    def _takes_range(self, word: str) -> bool:
        """Take in what begins with a letter before its number, or a word that opens a range; False where none does."""
        after = self.peek(1)
        if len(word) == 1 and word != "n" and self.prefixed():
            self.at += 2 if after.kind == "dash" else 1
            self._range(self.house(prefix=word))
        elif (word in FROM or word in TO) and self.number_follows(1):
            self._open_range(first=word in FROM)
        elif word in FROM and after.text.startswith("почат"):
            self.at += 2
        else:
            open_ended = self.out and isinstance(self.out[-1], Span) and self.out[-1].last is None
            return bool(open_ended) and self._take_onward()
        return True

    def _is_noise(self, word: str, after: Token) -> bool:
        if word in AND:
            return self.size > 1
        if word == "а":
            return after.text == "також"
        if word == "за":
            return mark_of(after.text) is not None
        if word.startswith(KINDS):
            return self.number_follows(1)
        of_side = word in ON and (after.text in BOTH or side_of(after.text) is not None)
        return of_side or word in NOISE or word in BOTH or (word in ("б", "д") and after.text not in ("", ")"))

    # Items

    def _range(self, house: House) -> None:
        """A house just read, or the range that it begins."""
        token, after = self.peek(), self.peek(1)
        dash = token.kind == "dash"
        if token.text in ("+", "км"):  # so far along a road
            self._object()
        elif (dash or token.text in TO) and self.number_follows(1):
            self._closed_range(house, likely=dash and not token.is_hyphen)
        elif self._take_onward():
            self._put(Span(house, None))
        elif token.is_hyphen and house.mark and after.is_letter:
            self.at += 2
            self._put(Span.between(house, House(house.number, house.mark[:-1] + after.text)))
        elif dash and (after == END or after.text == ")"):
            self.at += 1
            self.out.append(Dangling(house))
        else:
            self._put_house(house)
        if self.peek().kind == "dash":
            raise NotUnderstoodError

    def _closed_range(self, first: House, *, likely: bool) -> None:
        self.skip_to_number()
        last = self.house()
        span = Span.between(first, last)
        self._put(span._replace(likely=span.parity) if likely and not span.doubtful else span)

    def _open_range(self, *, first: bool) -> None:
        self.skip_to_number()
        house = self.house()
        if not first:
            self._put(Span(None, house))
        elif self.peek().kind == "dash" or self.peek().text in TO:
            self._range(house)
        else:
            self._take_onward()
            self._put(Span(house, None))

    def _take_onward(self) -> bool:
        """Take in `до кінця`, `і до кінця`, `- до кінця`, `- кінець`, `і далі`."""
        ahead = int(self.peek().text in AND or (self.peek().kind == "dash" and self.peek(1).text in TO))
        token, after = self.peek(ahead), self.peek(ahead + 1)
        to_the_end = (token.kind == "dash" or token.text in TO) and after.text.startswith(("кінц", "кінець"))
        if to_the_end or token.text in ONWARD:
            self.at += ahead + 1 + to_the_end
            return True
        return False

    def _object(self) -> None:
        """A pole, a substation, a school, with whatever number it has."""
        mark = Mark.NAMELESS
        while self.at < self.size and self.peek().text != ")":
            token = self.take()
            if token.text in SUPPLIES or token.text == LINE:
                mark = Mark.SUPPLY
            if token.kind == "word" and len(token.text) > 1 and token.text not in OBJECTS:
                raise NotUnderstoodError
        self.out.append(mark)

    # What is put out

    def _put_house(self, house: House) -> None:
        before = self.out[-1] if self.out else None
        self.out += self.sides
        self.sides = []
        if isinstance(before, House) and before.part_number and house == House(house.number):  # `12 к.1 і 2`
            self.out += [Span.maybe(before.number), Span.maybe(house.number)]
            return
        self.out += [*map(Span.maybe, self.doubts), house, *self.siblings]

    def _put(self, span: Span) -> None:
        if len(self.sides) == 1:
            span = span._replace(side=self.sides[0], likely=None)
        self.sides = []
        self.out.append(span)

    def _doubt(self) -> None:
        """What has a question mark behind it may be meant."""
        self._flush_sides()
        last = self.out.pop() if self.out else None
        if isinstance(last, House):
            self.out.append(Span.maybe(last.number))
        elif isinstance(last, Span):
            self.out.append(last._replace(doubtful=True, likely=None))
        else:
            raise NotUnderstoodError

    def _put_side(self, side: Side) -> None:
        last = self.out[-1] if self.out else None
        if isinstance(last, Span) and last.side is None and not self.sides:
            self.out[-1] = last._replace(side=side, likely=None)
        elif isinstance(last, Span) and last.parity is not side and self._ends_with_side():
            self.out[-1] = last._replace(side=None)
        elif isinstance(last, House) and self.peek().text in ("", ")"):
            self.out.append(side)
        elif side not in self.sides:
            self.sides.append(side)

    def _put_mark(self, mark: Mark) -> None:
        if mark is Mark.ALL and side_of(self.peek().text) is not None:
            return
        self._flush_sides()
        self.out.append(mark)

    def _flush_sides(self) -> None:
        self.out += [Span(side=side) for side in self.sides]
        self.sides = []

    # Tokens

    def _ends_with_side(self) -> bool:
        """Whether the side just read is the second of two behind a range: `3-9 парні та непарні`."""
        joined = self.at > 1 and self.tokens[self.at - 2].text in AND
        return joined and not any(token.kind == "number" for token in self.tokens[self.at : self.size])

    def _take_side(self) -> Side | None:
        negated = self.peek().text == "не"
        side = side_of(self.peek(int(negated)).text)
        if side is not None:
            self.at += 1 + negated
        return Side.ODD if negated and side is not None else side
