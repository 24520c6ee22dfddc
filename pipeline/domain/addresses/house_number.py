"""The grammar of one house: its number with all that belongs to it.

    house   = [letter [-]] number mark { part }
    mark    = { [- | . | літ.] letter | / number | / letter }
    part    = ["/" | "-"] label [.] [№] value [- [label] number]
            | "(" number ")" | "(" (part | number [- number] label) [")"]
    value   = number mark | letter | nothing

A label of one letter without a point, `6 б 8`, may as well be the letter of the house.
"""

import re

from pipeline.domain.addresses.house import House
from pipeline.domain.addresses.house_tokens import Cursor, NotUnderstoodError, Token
from pipeline.domain.addresses.house_words import AND, BEFORE_NUMBER, FLATS, LABELS, LETTERED, NO_MARKS, SHARED_LABELS

_MOST_PARTS = 50
_LONGEST_MARK = 20
_LETTERED = re.compile(r"[^\W\d]\d*$")


class HouseReader(Cursor):
    """Reads houses off the tokens of a piece."""

    def __init__(self, piece: str) -> None:
        super().__init__(piece)
        self.siblings: list[House] = []
        """What the house just read names besides: `12 к.2` and `12 к.3` of `12 к.1-3`."""
        self.doubts: list[int] = []
        """Numbers that may be meant, if the house just read is read wrongly."""
        self.brackets: list[int | None] = []
        """The brackets that are open: how much had been read before; None where they hold parts of a house."""

    def house(self, prefix: str = "") -> House:
        """The house that begins at the number here."""
        number = int(self.take_digits())
        if number == 0:
            raise NotUnderstoodError
        mark = self._mark()
        house = House(number, mark, "", prefix)
        self.siblings, self.doubts = [], []
        parts = []
        while self._part_follows():
            parts.append(self._part(house))
        return house._replace(part=" ".join(parts))

    def _mark(self) -> str:
        mark = ""
        while len(mark) <= _LONGEST_MARK:
            token, after = self.peek(), self.peek(1)
            lettered = bool(_LETTERED.search(mark))
            if token.kind == "slash" and after.kind == "number":
                self.at += 1
                mark += "/" + self.take_digits()
            elif not lettered and self._joins_letter(token, after):
                self.at += 2
                mark += after.text
            elif not lettered and token.text in LETTERED and self.peek(1 + (after.text == ".")).is_letter:
                self.at += 2 + (after.text == ".")
                mark += self.tokens[self.at - 1].text
            elif not lettered and self._is_mark(0):
                self.at += 1
                mark += token.text
                if after.kind == "number" and not after.spaced:
                    mark += self.take_digits()
                    if self._is_mark(0):  # `6б8а` is two houses, or what else
                        raise NotUnderstoodError
            else:
                return mark
        raise NotUnderstoodError

    def _joins_letter(self, token: Token, letter: Token) -> bool:
        """Whether the sign here joins a letter to the number: `12-а`, `12 /А`, `12.А`."""
        glued = token.text == "." and not (token.spaced or letter.spaced)
        return (token.kind == "slash" or token.is_hyphen or glued) and self._is_mark(1)

    def _is_mark(self, ahead: int) -> bool:
        """Whether a letter belongs to the number before it: `12 а`, but not `20 к.1`, `5 і 7`, `36 з 40`."""
        token, after, then = self.peek(ahead), self.peek(ahead + 1), self.peek(ahead + 2)
        if not token.is_letter:
            return False
        if after.text == "." and (then.kind == "number" or then.is_letter):
            return False
        if after.kind == "word" and token.spaced and (token.text in AND or after.text == "також"):  # `20 і далі`
            return False
        if after.kind != "number":
            return True
        glued = ahead == 0 and not token.spaced
        if not after.spaced:
            return glued and token.text != "к"
        return glued or token.text not in NO_MARKS

    # Parts

    def _part_follows(self) -> bool:
        token, after = self.peek(), self.peek(1)
        if token.kind == "slash" or token.is_hyphen:
            return after.kind == "word" and after.text in LABELS
        if token.text == "(":
            return after.text in LABELS or (after.kind == "number" and self._closes_part(2))
        return token.kind == "word" and (token.text in LABELS or token.text[:-1] in ("блок", "корп"))

    def _closes_part(self, ahead: int) -> bool:
        """Whether the number in brackets is that of a part: `3(2)`, `12 (1-3 під'їзд)`."""
        if self.peek(ahead).kind == "dash" and self.peek(ahead + 1).kind == "number":
            return self.peek(ahead + 2).text in LABELS
        return self.peek(ahead).text in (")", "") or self.peek(ahead).text in LABELS

    def _part(self, house: House) -> str:
        """`к.1`, `корп. Г`, `гараж`; `(2)` is `к.2`."""
        if self.peek().text == "(" and self.peek(1).kind == "number":
            return self._bracketed_part()
        if self.peek().kind != "word":
            self.brackets += [None] if self.peek().text == "(" else []
            self.at += 1
        token = self.take()
        if token.text not in LABELS:
            return LABELS[token.text[:-1]] + token.text[-1]
        pointed = False
        while self.peek().text in (".", "№"):
            pointed = True
            self.at += 1
        label, value = LABELS[token.text], self.peek()
        if value.kind == "number":
            if token.is_letter and token.spaced and value.spaced and not pointed:
                self.doubts += [house.number, int(value.text)]
            return self._numbered_part(house, label)
        if value.is_letter:
            return label + self.take().text
        if token.is_letter:
            raise NotUnderstoodError
        return label.removesuffix(".")

    def _numbered_part(self, house: House, label: str) -> str:
        """`к.1`; of a range `к.1-3` the others become siblings, of a range of flats none is a house."""
        first = self.take_digits()
        part = label + first + self._mark()
        ahead = 2 if self.peek(1).kind == "word" and LABELS.get(self.peek(1).text) == label else 1
        ahead += self.peek(ahead).text == "."
        if self.peek().kind != "dash" or self.peek(ahead).kind != "number":
            return part
        last = int(self.peek(ahead).text[:6])
        if label != "кв." and ahead == 1 and last >= house.number:
            raise NotUnderstoodError  # parts, or houses?
        self.at += ahead
        self.take_digits()
        if label != "кв.":
            if last - int(first) > _MOST_PARTS:
                raise NotUnderstoodError
            self.siblings = [house._replace(part=f"{label}{each}") for each in range(int(first) + 1, last + 1)]
        return part

    def _bracketed_part(self) -> str:
        self.at += 1
        number = self.take_digits()
        while self.peek().kind in ("dash", "number"):
            self.at += 1
        label = LABELS.get(self.peek().text, "к.")
        if self.take().text != ")":
            self.brackets.append(None)
        return label + number

    def part_alone_follows(self) -> bool:
        """Whether a part without its house follows: `12 к.1, к.2`."""
        token, after = self.peek(), self.peek(1)
        return token.text in FLATS or (token.text in SHARED_LABELS and after.kind != "end")

    def part_alone(self) -> str:
        """That part."""
        return self._part(House(0))

    # Lookahead

    def prefixed(self) -> bool:
        """Whether the letter here stands before its number: `Б33`, `В-1`."""
        after = self.peek(1)
        then = self.peek(2) if after.kind == "dash" else after
        return then.kind == "number" and not then.spaced and not after.spaced

    def number_follows(self, ahead: int) -> bool:
        """Whether a number stands there, with nothing before it but `№`, `буд.`."""
        while self.peek(ahead).text in BEFORE_NUMBER:
            ahead += 1
        return self.peek(ahead).kind == "number"

    def skip_to_number(self) -> None:
        """Go on to that number."""
        while self.peek().kind != "number":
            self.at += 1
