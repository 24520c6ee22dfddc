"""Districts and settlements as atoms, by their marks and by the gazetteer."""

from collections.abc import Iterator
from dataclasses import dataclass

from pipeline.domain.addresses.settlements import Gazetteer
from pipeline.domain.addresses.text import fold
from pipeline.source.lexicon import words
from pipeline.source.text.atoms import Atom, Sort
from pipeline.source.text.taggers.names import (
    JOINED,
    QUOTES,
    ends_sentence,
    glued_word,
    is_adjective,
    is_double,
    is_pointed,
    past_quotes,
    printed_of,
    street_kind,
    type_joined,
)
from pipeline.source.text.tokens import Token

_MOST_WORDS = 3
_OF_RANK = ("міськ", "сільськ", "територіальн", "селищн", "об’єднан", "обєднан", "районн")
MARKED, KNOWN, DECLINED = 0.0, 0.25, 0.6
"""What settlements cost: behind their type, by their name, by their name in another case."""


@dataclass(frozen=True, slots=True)
class Named:
    """The settlement, or settlements, that an atom names."""

    printed: tuple[str, ...]
    """Each with its type before it."""
    is_marked: bool
    is_known: bool = True


class SettlementTagger:
    """Finds districts and settlements; in a column of them names need no mark."""

    def __init__(self, gazetteer: Gazetteer, *, column: str = "") -> None:
        self._gazetteer = gazetteer
        self._column = column
        self._types = words("settlement_types")
        self._levels = words("districts")
        self._things = tuple(map(words, ("supply", "objects", "counts")))

    def tag(self, tokens: list[Token], text: str) -> Iterator[Atom]:
        """The atoms of districts and settlements."""
        for first, token in enumerate(tokens):
            if token.is_word:
                yield from self._districts(tokens, text, first)
                yield from self._settlements(tokens, text, first)

    # Districts

    def _districts(self, tokens: list[Token], text: str, first: int) -> Iterator[Atom]:
        token = tokens[first]
        if not token.is_word:
            return
        after, name = glued_word(tokens, first)
        if token.is_capital and len(token.text) <= 3 and is_pointed(tokens, first) and first + 2 < len(tokens):
            at = first + 2 + (tokens[first + 2].kind == "dash")
            if at < len(tokens) and tokens[at].is_word and tokens[at].is_capital:
                end, adjective = glued_word(tokens, at)
                level = self._level_at(tokens, end) if is_adjective(adjective) and end < len(tokens) else None
                if level:
                    yield Atom(Sort.DISTRICT, first, level, 0.0, printed_of(tokens, text, first, level))
        if is_adjective(name) and token.is_capital and after < len(tokens) and tokens[after].text.startswith("обл"):
            yield Atom(Sort.NOISE, first, after + 1 + is_pointed(tokens, after), 0.0)
        if is_adjective(name) and token.is_capital:
            at = after
            while at < len(tokens) and tokens[at].text.startswith(_OF_RANK):
                at += 1
            if at < len(tokens) and (behind := self._level_at(tokens, at)):
                yield Atom(Sort.DISTRICT, first, behind, 0.0, printed_of(tokens, text, first, behind))
                if (close := self._seat(tokens, behind)) is not None:
                    yield Atom(Sort.DISTRICT, first, close, -0.1, printed_of(tokens, text, first, behind))
            elif at > after:
                yield Atom(Sort.DISTRICT, first, at, 0.1, printed_of(tokens, text, first, at))
            elif name.endswith(("ський", "цький", "зький")):
                alone = first == 0 and all(each.kind == "sign" for each in tokens[after:])
                yield Atom(Sort.DISTRICT, first, after, 0.2 if alone else 0.6, printed_of(tokens, text, first, after))
        level_end = self._level_at(tokens, first)
        if level_end:
            at = level_end
            while at < len(tokens) and tokens[at].text in (":", "-", *QUOTES):
                at += 1
            if at < len(tokens) and tokens[at].is_word and tokens[at].is_capital:
                last, name = glued_word(tokens, at)
                if is_adjective(name):
                    yield Atom(Sort.DISTRICT, first, last, 0.05, printed_of(tokens, text, first, last))
                elif token.is_upper and tokens[first].text in ("рем", "рез", "вем") and self.knows([name]):
                    yield Atom(Sort.DISTRICT, first, last, 0.1, printed_of(tokens, text, first, last))
        mark = self.type_at(tokens, first)
        if mark is not None and mark < len(tokens) and tokens[mark].is_capital:
            last, _ = glued_word(tokens, mark)
            if last < len(tokens) and tokens[last].text in ("рем", "рез", "вем") and tokens[last].is_upper:
                yield Atom(Sort.DISTRICT, first, last + 1, -0.1, printed_of(tokens, text, first, last + 1))
        if token.is_capital and not is_adjective(name):
            if after < len(tokens) and tokens[after].text in ("рем", "рез", "вем") and tokens[after].is_upper:
                yield Atom(Sort.DISTRICT, first, after + 1, 0.0, printed_of(tokens, text, first, after + 1))

    def _seat(self, tokens: list[Token], at: int) -> int | None:
        """Behind the town in brackets after a district: `Тячівський РЕМ (м. Тячів)`."""
        if at + 3 >= len(tokens) or tokens[at].text != "(" or (mark := self.type_at(tokens, at + 1)) is None:
            return None
        end = mark + 1
        return end + 1 if end < len(tokens) and tokens[end].text == ")" else None

    def _level_at(self, tokens: list[Token], at: int) -> int | None:
        """The end of a word for a sort of district."""
        end, name = glued_word(tokens, at)
        if self._levels(name):
            return end + (
                name.startswith("р-н") and end < len(tokens) and tokens[end].text == "." and tokens[end].glued
            )
        return at + 1 if self._levels(tokens[at].text) else None

    # Settlements

    def _settlements(self, tokens: list[Token], text: str, first: int) -> Iterator[Atom]:
        if (end := self.type_at(tokens, first)) is not None:
            yield from self._marked(tokens, text, first, end)
        if tokens[first].is_capital and tokens[first].is_word:
            yield from self._bare(tokens, text, first)

    def type_at(self, tokens: list[Token], at: int) -> int | None:
        """The end of a type of settlements, with its point."""
        token = tokens[at]
        if not token.is_word:
            return None
        if token.text.startswith("насел") and at + 1 < len(tokens):
            ahead = at + 1 + (tokens[at + 1].text == ".")
            if ahead < len(tokens) and tokens[ahead].text.startswith("пункт"):
                return ahead + 1
        joined = type_joined(tokens, at)
        for end, name in joined:
            if self._types(name) is not None:
                while end < len(tokens) and tokens[end].text in (".", "..") and tokens[end].glued:
                    end += 1
                if end < len(tokens) and tokens[end].text == "міського":
                    end += 2
                return end
        return None

    def _marked(self, tokens: list[Token], text: str, first: int, end: int) -> Iterator[Atom]:
        token = tokens[first]
        pointed = tokens[end - 1].kind == "sign"
        several = token.text in ("сс", "с", "села", "сіл", "селах", "містах", "селищах") and (
            token.text != "с" or is_double(tokens, first)
        )
        at = end
        while at < len(tokens) and tokens[at].text in (":", *QUOTES) and several:
            at += 1
        if at < len(tokens) and tokens[at].kind == "dash" and tokens[at].glued and not pointed and len(token.text) <= 3:
            at += 1
        while at < len(tokens) and tokens[at].text in QUOTES:
            at += 1
        if at >= len(tokens) or not (tokens[at].is_word and tokens[at].is_capital):
            return
        cost = MARKED
        if (token.is_capital and not token.is_upper) or (token.is_capital and len(token.text) == 1):
            cost = 0.2 if first and not ends_sentence(tokens, first) else 0.1
        if not pointed and len(token.text) == 1 and token.text in ("с", "х", "г"):
            cost += 0.1
        found = False
        for last, is_known, _how in self._names(tokens, at):
            printed = printed_of(tokens, text, first, last)
            extra = 0.0 if is_known else 0.4 + 0.05 * (_MOST_WORDS - (last - at))
            if not is_known and last - at > 1 and self.begins_known(tokens, at):
                extra += 0.6
            found = found or is_known
            last_ = past_quotes(tokens, last) if tokens[at - 1].text in QUOTES else last
            yield Atom(
                Sort.SETTLEMENT, first, last_, cost + extra, Named((printed,), is_marked=True, is_known=is_known)
            )
            if several:
                yield from self._list(tokens, text, first, last, printed)

    def _list(self, tokens: list[Token], text: str, first: int, last: int, printed: str) -> Iterator[Atom]:
        """`сс. Іза, Липча та Кошельово`."""
        names, at = [printed], last
        while (
            at + 1 < len(tokens)
            and tokens[at].text in (",", *JOINED)
            and tokens[at + 1].is_capital
            and tokens[at + 1].is_word
        ):
            if street_kind(tokens[at + 1].text) or self.type_at(tokens, at + 1):
                break
            end, _is_known, _ = next(self._names(tokens, at + 1), (None, False, ""))
            if end is None:
                break
            names.append(printed_of(tokens, text, at + 1, end))
            at = end
            yield Atom(Sort.SETTLEMENT, first, at, 0.0, Named(tuple(names), is_marked=True))

    def _names(self, tokens: list[Token], at: int) -> Iterator[tuple[int, bool, str]]:
        """Where a name that begins here may end, the known ones first."""
        ends: list[tuple[int, str]] = []
        end = at
        parts: list[str] = []
        for _ in range(_MOST_WORDS):
            if (
                end >= len(tokens)
                or not tokens[end].is_word
                or not (tokens[end].is_capital or (parts and tokens[end].text in ("над",)))
            ):
                break
            if parts and (
                (street_kind(tokens[end].text) and is_pointed(tokens, end)) or self._is_type_mark(tokens, end)
            ):
                break
            end, name = glued_word(tokens, end)
            if is_pointed(tokens, end - 1) and len(name) <= 4 and end + 1 < len(tokens) and tokens[end + 1].is_capital:
                name, end = f"{name}.", end + 1
                parts.append(name)
                continue
            if parts and tokens[end - 1].kind != "word":
                break
            parts.append(name)
            ends.append((end, " ".join(parts)))
            if (
                end < len(tokens)
                and tokens[end].kind == "dash"
                and end + 1 < len(tokens)
                and tokens[end + 1].is_capital
            ):
                joined, tail = glued_word(tokens, end + 1)
                both = f"{' '.join(parts)} {tail}"
                if self._gazetteer.knows(fold(both).split()):
                    ends.append((joined, both))
        known = [(each, how) for each, name in ends if (how := self._gazetteer.knows(fold(name).split()))]
        for each, how in reversed(known):
            yield each, True, how
        unknown = [each for each, _ in ends if each not in {end for end, _ in known}]
        if not known and not unknown and parts:
            return
        for each in reversed(unknown):
            yield each, False, ""

    def _is_type_mark(self, tokens: list[Token], at: int) -> bool:
        return self._types(tokens[at].text) is not None and is_pointed(tokens, at)

    def knows(self, names: list[str]) -> str | None:
        """How settlements bear a name, if any do: `spelled` or `declined`."""
        return self._gazetteer.knows(fold(" ".join(names)).split())

    def _bare(self, tokens: list[Token], text: str, first: int) -> Iterator[Atom]:
        """A name without a mark that the gazetteer knows."""
        before = tokens[first - 1] if first else None
        if (
            before
            and before.kind == "dash"
            and before.glued
            and tokens[first].glued
            and first > 1
            and tokens[first - 2].is_word
        ):
            return
        if (
            before
            and before.text == "."
            and before.glued
            and tokens[first].glued
            and first > 1
            and len(tokens[first - 2].text) == 1
        ):
            return
        for last, is_known, how in self._names(tokens, first):
            if not is_known:
                if self._column == "settlement" and not is_adjective(tokens[first].text):
                    yield Atom(
                        Sort.SETTLEMENT,
                        first,
                        last,
                        0.7,
                        Named((printed_of(tokens, text, first, last),), is_marked=False, is_known=False),
                    )
                continue
            led = before is not None and before.text in (
                "у",
                "в",
                "до",
                "по",
                "селі",
                "селах",
                "із",
                "зі",
                "з",
                "та",
                "і",
            )
            cost = KNOWN if how == "spelled" else DECLINED - (0.3 if led else 0.0)
            if how == "declined" and led:
                printed = f"у {printed_of(tokens, text, first, last)}"
            else:
                printed = printed_of(tokens, text, first, last)
            if self._column == "street":
                cost += 1.0
            if any(fold(tokens[first].text) in each for each in self._things):
                cost += 0.5
            yield Atom(Sort.SETTLEMENT, first, last, cost, Named((printed,), is_marked=False))
            at = last + (last < len(tokens) and tokens[last].text == "(")
            if at < len(tokens) and (end := self.type_at(tokens, at)) and self._is_over(tokens, end):
                closed = end + (at > last and end < len(tokens) and tokens[end].text == ")")
                yield Atom(Sort.SETTLEMENT, first, closed, 0.0, Named((printed,), is_marked=True))

    def _is_over(self, tokens: list[Token], at: int) -> bool:
        return at >= len(tokens) or not (tokens[at].is_word and tokens[at].is_capital)

    def begins_known(self, tokens: list[Token], at: int) -> bool:
        """Whether a name begins with that of a settlement as spelled."""
        _, name = glued_word(tokens, at)
        return len(name) > 2 and self.knows([name]) == "spelled"
