"""The names of streets: capitalised words, initials, ordinals, numbers, and what goes on with them."""

from collections.abc import Iterator

from pipeline.domain.addresses.house_words import KINDS, NOISE, mark_of, side_of
from pipeline.domain.addresses.settlements import Gazetteer
from pipeline.domain.addresses.text import fold
from pipeline.source.lexicon import words
from pipeline.source.text.taggers.names import (
    JOINED,
    QUOTES,
    ROMAN,
    UNITS_OF_TROOPS,
    ends_name,
    glued_word,
    is_initial,
    is_pointed,
    numbered_name,
    past_quotes,
    street_kind,
)
from pipeline.source.text.taggers.settlements import SettlementTagger
from pipeline.source.text.tokens import Token

_STREET_WORDS = 5


class StreetNames:
    """Where the name of a street may begin and end."""

    def __init__(self, gazetteer: Gazetteer, settlements: SettlementTagger) -> None:
        self._gazetteer = gazetteer
        self._settlements = settlements
        self._types = words("settlement_types")
        self._not_names = tuple(
            map(words, ("around", "noise", "extent", "changes", "months", "weekdays", "districts", "contacts"))
        )
        self._things = tuple(map(words, ("supply", "objects", "counts")))

    def may_begin(self, tokens: list[Token], at: int) -> bool:
        """Whether a bare name of a street may begin here."""
        if at >= len(tokens):
            return False
        token = tokens[at]
        if token.is_number:
            return numbered_name(tokens, at) is not None
        if not (token.is_word and token.is_capital) or (
            token.glued and at and tokens[at - 1].kind == "dash" and at > 1 and tokens[at - 2].is_word
        ):
            return False
        if is_initial(tokens, at):
            return True
        if any(token.text in each for each in self._not_names):
            return False
        if street_kind(token.text) and is_pointed(tokens, at):
            return False
        if (
            token.glued
            and at > 1
            and tokens[at - 1].text == "."
            and len(tokens[at - 2].text) == 1
            and tokens[at - 2].is_capital
        ):
            return False
        return not (len(token.text) == 1 and not is_pointed(tokens, at))

    def ends_of(self, tokens: list[Token], at: int, *, marked: bool) -> Iterator[tuple[int, float]]:
        """Where a street's name that begins here may end, and what that costs; the longest is the likeliest."""
        ends: list[tuple[int, int]] = []
        count, capitals = 0, 0
        penalty = 0.0
        quoted = at < len(tokens) and tokens[at].text in QUOTES
        at += quoted
        if at < len(tokens) and tokens[at].is_word and not tokens[at].is_capital:
            if not marked or (
                not tokens[at].is_number
                and any(tokens[at].text in each for each in (*self._not_names, *self._things, words("reasons")))
            ):
                return
            if len(tokens[at].text) < 3 and tokens[at].text != "ім":
                return
            penalty = 0.3
        while at < len(tokens) and count < _STREET_WORDS:
            end = self._name_word(tokens, at, begins=count == 0, marked=marked)
            if end is None or (count and not marked and tokens[at].is_word and not tokens[at].is_capital):
                break
            word = next((token for token in tokens[at:end] if token.is_word), tokens[at])
            if not count and not marked and street_kind(word.text) and is_pointed(tokens, end - 1):
                break
            if count and word.is_capital and (street_kind(word.text) and is_pointed(tokens, end - 1)):
                break
            if count and self._settlements.type_at(tokens, at) is not None and not is_initial(tokens, at):
                break
            if count and not word.is_capital and not tokens[at].is_number:
                penalty += 0.15
            count += 1
            before, at = at, end
            if is_initial(tokens, before):
                if count > 1 and not (end < len(tokens) and tokens[end].is_word and tokens[end].is_capital):
                    ends.append((end, capitals))
                continue
            capitals += 1
            ends.append((end, capitals))
        if not ends:
            return
        most = ends[-1][1]
        for end, reached in ends:
            known = (
                reached < most and self._gazetteer.knows([fold(tokens[end].text)]) == "spelled"
                if end < len(tokens)
                else False
            )
            dropped = (most - reached) * (0.12 if known else 0.3)
            last = past_quotes(tokens, end) if quoted else end
            extra = penalty if end == ends[-1][0] else 0.3 * (penalty > 0)
            yield last, dropped + (extra if reached == most else 0.0) + (0.1 if not marked and reached > 2 else 0.0)

    def _name_word(self, tokens: list[Token], at: int, *, begins: bool, marked: bool = False) -> int | None:
        """The end of one word of a name: a capitalised word, an initial, an ordinal, a number before a word."""
        token = tokens[at]
        if token.is_number:
            if marked and begins and at + 1 < len(tokens) and words("months")(tokens[at + 1].text):  # вул. 8 березня
                return at + 2
            unknown = (
                marked
                and begins
                and at + 1 < len(tokens)
                and tokens[at + 1].is_word
                and not tokens[at + 1].glued
                and len(tokens[at + 1].text) > 5
            )
            if (
                unknown
                and not any(tokens[at + 1].text in each for each in (*self._not_names, *self._things))
                and not tokens[at + 1].text.startswith(KINDS)
            ):
                return at + 2  # вул. 20 дистанції колії
            if (
                token.kind == "number"
                and (end := numbered_name(tokens, at)) is not None
                and (begins or tokens[at + 1].kind == "dash" or tokens[at + 1].text.startswith(UNITS_OF_TROOPS))
            ):
                return end
            return None
        if not token.is_word:
            return None
        if is_initial(tokens, at):
            return at + 2
        if (
            street_kind(token.text)
            and at + 2 < len(tokens)
            and tokens[at + 1].kind == "dash"
            and tokens[at + 1].glued
            and tokens[at + 2].is_number
        ):
            return at + 3  # вул. Проїзд-2
        if token.text == "ім":
            return at + 1 + is_pointed(tokens, at)
        if not token.is_capital:
            if begins or (at > 2 and tokens[at - 2].kind == "dash" and tokens[at - 3].is_number):  # 101-ї бригади
                return glued_word(tokens, at)[0]
            if token.text in JOINED:
                return None
            stop = (
                token.text.startswith(KINDS)
                or any(token.text in each for each in (*self._not_names, *self._things))
                or words("reasons")(token.text)
                or (street_kind(token.text) and not ends_name(tokens, at))
                or len(token.text) < 4
                or self._types(token.text) is not None
            )
            return (
                None
                if stop or mark_of(token.text) or side_of(token.text) is not None or token.text in NOISE
                else glued_word(tokens, at)[0]
            )
        if len(token.text) == 1 and token.text not in ROMAN:
            return None
        if not begins and any(token.text in each for each in self._not_names) and not words("months")(token.text):
            return None
        end, _ = glued_word(tokens, at)
        if (
            end < len(tokens)
            and is_pointed(tokens, end - 1)
            and end + 1 < len(tokens)
            and tokens[end + 1].is_capital
            and len(token.text) <= (4 if tokens[end + 1].glued else 3)
        ):
            return end + 1
        return end
