"""Lists of houses cut into numbers, words and signs."""

import re
from typing import NamedTuple

from pipeline.domain.addresses.text import plain

_TOKEN = re.compile(
    r"\s*(?:(?P<number>\d+)"
    r"|(?P<nameless>(?:б[/\\.-]?н|н[/\\]?[бв]|без\s+номер[а-яі]*)(?![^\W\d_]))"
    r"|(?P<word>[^\W\d_]+)|(?P<dash>-+|\.{2,}|[…~÷])|(?P<slash>[/\\])|(?P<symbol>\S))"
)
_DIGITS = 5
_LOOKAHEAD = 8
"""No rule looks further behind the last token."""
_BRACKETS = str.maketrans("[]", "()")
_OPTIONAL_HYPHEN = re.compile(r"(?<=\d)\s?\xad\s?(?=\d)")
"""What a word processor makes of `1-25`; elsewhere it is a hyphenation and says nothing."""


class NotUnderstoodError(Exception):
    """The piece is not in the grammar."""


class Token(NamedTuple):
    """A number, a word or a sign."""

    kind: str
    text: str
    spaced: bool
    """A space stands before it."""

    @property
    def is_letter(self) -> bool:
        """Whether it is a word of one letter."""
        return self.kind == "word" and len(self.text) == 1

    @property
    def is_hyphen(self) -> bool:
        """Whether it may join a letter to its number, as no `…` does."""
        return self.kind == "dash" and self.text[0] == "-"


END = Token("end", "", spaced=True)


class Cursor:
    """A place in the tokens of a text."""

    def __init__(self, text: str) -> None:
        if "\xad" in text:
            text = _OPTIONAL_HYPHEN.sub("-", text)
        if "[" in text or "]" in text:
            text = text.translate(_BRACKETS)
        self.tokens = [
            Token(kind, match[kind], match.start(kind) > match.start())
            for match in _TOKEN.finditer(plain(text).strip())  # trailing spaces would be tried one by one
            if (kind := match.lastgroup)
        ]
        self.size = len(self.tokens)
        self.tokens += [END] * _LOOKAHEAD
        self.at = 0

    def peek(self, ahead: int = 0) -> Token:
        """The token here, or further ahead."""
        return self.tokens[self.at + ahead]

    def take(self) -> Token:
        """The token here; go on behind it."""
        token = self.peek()
        self.at += 1
        return token

    def take_digits(self) -> str:
        """A number without leading zeros; no house has more than five digits."""
        token = self.take()
        if token.kind != "number" or len(token.text) > _DIGITS:
            raise NotUnderstoodError
        return str(int(token.text))
