"""Streets as atoms: behind or before their kind, or as bare names."""

from collections.abc import Iterator
from dataclasses import dataclass

from pipeline.domain.addresses.settlements import Gazetteer
from pipeline.source.text.atoms import Atom, Sort
from pipeline.source.text.taggers.names import (
    JOINED,
    PLURAL,
    QUOTES,
    breaks,
    glued_word,
    is_adjective,
    is_pair,
    is_pointed,
    nameless,
    ordinal,
    printed_of,
    street_kind,
    type_joined,
)
from pipeline.source.text.taggers.settlements import SettlementTagger
from pipeline.source.text.taggers.street_names import StreetNames
from pipeline.source.text.tokens import Token

_STREET_WORDS = 5
_FORMER = (
    "кол",
    "колишня",
    "колишній",
    "кол-ня",
    "бувша",
    "бувш",
    "бувший",
    "стара",
    "стар",
    "старий",
    "раніше",
    "попередня",
    "поп",
    "нині",
    "тепер",
    "теперішня",
)


@dataclass(frozen=True, slots=True)
class StreetNamed:
    """The street that an atom names, as printed."""

    printed: str
    kind: str | None
    """Its printed kind, which may pass on to the names behind it."""
    passes_on: bool = True


class StreetTagger:
    """Finds streets; what the lexicon knows as something else is no bare name."""

    def __init__(self, gazetteer: Gazetteer, settlements: SettlementTagger, *, column: str = "") -> None:
        self._settlements = settlements
        self._column = column
        self._names = StreetNames(gazetteer, settlements)

    def tag(self, tokens: list[Token], text: str) -> Iterator[Atom]:
        """The atoms of streets, and of words that lead on to them."""
        for first, token in enumerate(tokens):
            if token.is_word or token.is_number:
                yield from self._streets(tokens, text, first)
                yield from self._lists(tokens, first)

    def _streets(self, tokens: list[Token], text: str, first: int) -> Iterator[Atom]:
        for start, end, kind, passes in self._kinds_at(tokens, first):
            if start != first:
                continue
            if (
                end + 2 < len(tokens)
                and tokens[end + 1].text in JOINED
                and tokens[end].is_capital
                and tokens[end + 2].is_capital
                and kind == "вул."
                and is_pair(tokens[end].text, tokens[end + 2].text)
            ):
                yield Atom(
                    Sort.STREET,
                    first,
                    end + 3,
                    -0.2,
                    StreetNamed(printed_of(tokens, text, first, end + 3), kind, passes),
                )
            if (unnamed := nameless(tokens, end)) is not None:
                yield Atom(
                    Sort.STREET,
                    first,
                    unnamed,
                    0.0,
                    StreetNamed(printed_of(tokens, text, first, unnamed), kind, passes),
                )
            for last, cost in self._names.ends_of(tokens, end, marked=True):
                printed = printed_of(tokens, text, first, last)
                yield Atom(Sort.STREET, first, last, cost, StreetNamed(printed, kind, passes))
                yield from self._with_bracket(tokens, text, first, last, cost, kind, passes=passes)
        if self._names.may_begin(tokens, first):
            base = 0.4 if self._column != "street" else 0.0
            begins_known = self._settlements.begins_known(tokens, first)
            for last, cost in self._names.ends_of(tokens, first, marked=False):
                printed = printed_of(tokens, text, first, last)
                if begins_known and last - first > 1 and not self._settlements.knows([printed]):
                    cost += 0.9
                yield Atom(Sort.STREET, first, last, base + cost, StreetNamed(printed, None))
                for _, end, kind, _ in self._kinds_at(tokens, last):
                    if (
                        end > last
                        and tokens[last].text not in PLURAL
                        and not (end < len(tokens) and tokens[end].text == ":")
                        and not (
                            end < len(tokens)
                            and (tokens[end].is_capital or tokens[end].text in QUOTES)
                            and not breaks(tokens, end)
                        )
                    ):
                        whole = printed_of(tokens, text, first, end)
                        yield Atom(Sort.STREET, first, end, cost + 0.1, StreetNamed(whole, kind, passes_on=False))
                if not begins_known:
                    yield from self._with_bracket(tokens, text, first, last, base + cost, None, passes=True)

    def _with_bracket(
        self, tokens: list[Token], text: str, first: int, last: int, cost: float, kind: str | None, *, passes: bool
    ) -> Iterator[Atom]:
        """A street with its former name in brackets, or behind a slash."""
        if (
            last + 1 < len(tokens)
            and tokens[last].text == "/"
            and tokens[last + 1].is_word
            and tokens[last + 1].is_capital
            and len(tokens[last + 1].text) > 3
        ):
            end, _ = glued_word(tokens, last + 1)
            yield Atom(
                Sort.STREET, first, end, cost + 0.05, StreetNamed(printed_of(tokens, text, first, end), kind, passes)
            )
            return
        if last + 2 >= len(tokens) or tokens[last].text != "(":
            return
        close = next((at for at in range(last + 1, min(last + 8, len(tokens))) if tokens[at].text in "()"), None)
        if close is None or tokens[close].text != ")":
            return
        inside = tokens[last + 1 : close]
        if any(token.is_number or token.text in ",;" for token in inside):
            return
        head = inside[0].text
        is_former = head in _FORMER or (len(inside) > 2 and f"{head}-" + inside[2].text in _FORMER)
        names = [token for token in inside if token.is_word]
        is_name = (
            all(token.is_capital for token in names if len(token.text) > 2)
            and names
            and self._names.may_begin(tokens, last + 1)
        )
        kinded = street_kind(head) is not None and len(inside) > 1
        if is_former or kinded or (is_name and not self._settlements.type_at(tokens, last + 1)):
            known = not is_former and not kinded and self._settlements.knows([token.text for token in names])
            extra = -0.05 if is_former else 0.05 if kinded else 0.6 if known else -0.05 if kind is not None else 0.05
            if kinded and kind is not None and (inner := street_kind(head)) and inner[0] == kind:
                extra = -0.1
            if (
                is_name
                and not is_former
                and not kinded
                and kind is None
                and any(is_adjective(token.text) for token in names)
            ):
                extra += 0.3
            yield Atom(
                Sort.STREET,
                first,
                close + 1,
                cost + extra,
                StreetNamed(printed_of(tokens, text, first, close + 1), kind, passes),
            )

    def _lists(self, tokens: list[Token], first: int) -> Iterator[Atom]:
        """`вулиці:`, `за адресами:`, which lead on to streets."""
        token = tokens[first]
        behind = tokens[first + 1] if first + 1 < len(tokens) else None
        if (token.text in PLURAL or token.text in ("вулиця", "провулок", "вул")) and (
            behind is None or behind.text in (":", "-", "–", "(") or behind.kind == "dash"
        ):
            yield Atom(Sort.NOISE, first, first + 1, 0.0, "streets")
        if (
            token.text in ("адреси", "адресами", "адресою", "адресах", "адреса", "будинки")
            and behind is not None
            and behind.text == ":"
        ):
            yield Atom(Sort.NOISE, first, first + 1, 0.0, "streets")

    def _kinds_at(self, tokens: list[Token], at: int) -> Iterator[tuple[int, int, str, bool]]:
        """Kinds of street that begin here, an ordinal before them included: start, end, kind, whether it passes on."""
        if at >= len(tokens):
            return
        start = at
        at = ordinal(tokens, at) or at
        if at >= len(tokens) or not tokens[at].is_word:
            return
        for end, name in type_joined(tokens, at):
            if not (found := street_kind(name)):
                continue
            single = len(name) == 1
            if single and not (is_pointed(tokens, end - 1) and not tokens[at].is_capital):
                continue
            while end < len(tokens) and tokens[end].text in (".", "..", "…") and tokens[end].glued:
                end += 1
            if (
                end < len(tokens)
                and tokens[end].kind == "dash"
                and tokens[end].glued
                and end + 1 < len(tokens)
                and tokens[end + 1].is_capital
            ):
                end += 1
            yield start, end, *found
            return
        if (
            tokens[at].text == "б"
            and not tokens[at].is_capital
            and is_pointed(tokens, at)
            and at + 2 < len(tokens)
            and tokens[at + 2].is_capital
            and len(tokens[at + 2].text) > 1
        ):
            yield start, at + 2, "бульв.", False
