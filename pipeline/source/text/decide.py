"""One decision: of all readings of a text the one that explains it best.

A reading is a path of atoms that covers every token once. It costs what its atoms cost, what is left over (unknown
words and numbers), and what an order costs that lines hardly have: houses where no street stands before them, a village
among streets. The cheapest path wins; its rivals within `NEAR` are kept, for they may be meant.
"""

from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from itertools import chain, pairwise

from pipeline.domain.addresses.settlements import Gazetteer
from pipeline.source.text.atoms import Atom, Sort
from pipeline.source.text.plain import plain_atoms
from pipeline.source.text.taggers.days import DayTagger
from pipeline.source.text.taggers.hours import BARE, WORDED, tag_hours
from pipeline.source.text.taggers.houses import tag_houses
from pipeline.source.text.taggers.moments import tag_moments
from pipeline.source.text.taggers.names import street_kind
from pipeline.source.text.taggers.phrases import tag_changes, tag_phrases
from pipeline.source.text.taggers.settlements import DECLINED, SettlementTagger
from pipeline.source.text.taggers.streets import StreetTagger
from pipeline.source.text.tokens import Token, tokens_of
from pipeline.source.times.dates import Month

MOST_TOKENS = 6000
_EARLY, _LATE = 6 * 60, 22 * 60

_NONE, _TOWN, _STREET, _HOUSE = range(4)
"""The place named last."""
_GAP_NONE, _GAP_COMMA, _GAP_DASH, _GAP_STRONG, _GAP_DAYS, _GAP_HOURS = range(6)
"""What stands since."""

_State = tuple[int, int, bool]
"""The place named last, what stands since, and whether a bracket is open."""


@dataclass(frozen=True, slots=True)
class Text:
    """A text with its tokens and the atoms that explain it."""

    printed: str
    tokens: tuple[Token, ...]
    path: tuple[Atom, ...]
    cost: float
    is_telling: bool = True
    """Some reading of it names a settlement, a street or hours: it is never noise."""
    doubt: str | None = None
    """Why two readings of it are as good as each other, where they differ in time."""

    def of(self, atom: Atom) -> str:
        """An atom as printed."""
        return self.printed[self.tokens[atom.first].start : self.tokens[atom.last - 1].end]


class TooLong(Exception):
    """A text has more tokens than any row."""


def explain(
    text: str,
    gazetteer: Gazetteer,
    near: date,
    *,
    month: Month | None = None,
    column: str = "",
    has_hours: bool = False,
    under_town: bool = False,
) -> Text:
    """The likeliest reading of a text. Raises `TooLong`."""
    return _explain(text, gazetteer, near, month, column, has_hours=has_hours, under_town=under_town)


@lru_cache(maxsize=16384)
def _explain(
    text: str, gazetteer: Gazetteer, near: date, month: Month | None, column: str, *, has_hours: bool, under_town: bool
) -> Text:
    if (plain_text := plain_atoms(text, gazetteer, column)) is not None:
        return Text(text, tuple(plain_text[0]), tuple(plain_text[1]), 0.0)
    tokens = tokens_of(text, MOST_TOKENS)
    if len(tokens) > MOST_TOKENS:
        raise TooLong
    atoms: list[list[Atom]] = [[] for _ in tokens]
    for atom in tag_hours(tokens, text):
        atoms[atom.first].append(atom)
    for atom in tag_moments(tokens, text, near):
        atoms[atom.first].append(atom)
    for atom in DayTagger(near, month, numbers=column == "date").tag(tokens, text):
        atoms[atom.first].append(atom)
    settlements = SettlementTagger(gazetteer, column=column)
    for atom in chain(
        settlements.tag(tokens, text), StreetTagger(gazetteer, settlements, column=column).tag(tokens, text)
    ):
        atoms[atom.first].append(atom)
    stops = {place for each in atoms for atom in each if atom.cost < 1 for place in (atom.first, atom.last)}
    for atom in tag_houses(tokens, text, stops):
        atoms[atom.first].append(atom)
    for atom in tag_changes(tokens, text):
        atoms[atom.first].append(atom)
    for atom in tag_phrases(tokens, text, atoms):
        atoms[atom.first].append(atom)
    _price_houses(atoms)
    _price_joined_hours(atoms, tokens)
    plain = has_hours or any(atom.sort is Sort.HOURS and atom.cost < WORDED for each in atoms for atom in each)
    cost, path = _cheapest(atoms, tokens, column, plain_hours=plain, under_town=under_town)
    doubt = None
    worded = any(atom.sort is Sort.HOURS and atom.cost <= WORDED for each in atoms for atom in each)
    if (
        worded
        and not has_hours
        and any(atom.sort is Sort.HOURS and atom.cost >= BARE for each in atoms for atom in each)
    ):
        other_cost, other = _cheapest(atoms, tokens, column, plain_hours=False, under_town=under_town)
        if _is_even(other) and not _is_even(path):
            cost, path = other_cost, other
        elif _is_even(other, likely=False) and not _is_even(path):
            bare = next(atom for each in atoms for atom in each if atom.sort is Sort.HOURS and atom.cost >= BARE)
            printed = text[tokens[bare.first].start : tokens[bare.last - 1].end]
            doubt = f"незрозуміло, години це чи будинки: «{printed}»"
    return Text(text, tuple(tokens), tuple(path), cost, _tells(atoms, tokens), doubt)


def _tells(atoms: list[list[Atom]], tokens: list[Token]) -> bool:
    """Whether any reading, also one that was not taken, names a settlement, a street or hours."""
    for atom in chain.from_iterable(atoms):
        if atom.sort is Sort.SETTLEMENT and (atom.value.is_marked or atom.value.is_known) and atom.cost < DECLINED:
            return True
        if (atom.sort is Sort.STREET and atom.value.kind) or (
            atom.sort in (Sort.HOURS, Sort.HALF) and atom.cost < WORDED
        ):
            return True
    pairs = pairwise(tokens)
    return any(
        street_kind(token.text) and (behind.text == "." and behind.glued and len(token.text) > 1)
        for token, behind in pairs
    )


def _is_even(path: list[Atom], *, likely: bool = True) -> bool:
    """Whether each settlement has hours of its own, and no houses."""
    places = [atom for atom in path if atom.sort in (Sort.SETTLEMENT, Sort.STREET, Sort.HOUSES, Sort.HOURS)]
    shape = [atom.sort for atom in places]
    if any(sort in (Sort.STREET, Sort.HOUSES) for sort in shape) or shape.count(Sort.HOURS) < 2:
        return False
    if likely and any(
        atom.sort is Sort.HOURS and not (_EARLY <= atom.value.start < atom.value.end <= _LATE) for atom in path
    ):
        return False
    if any(a.sort is b.sort is Sort.HOURS and a.value.end > b.value.start for a, b in pairwise(places)):
        return False
    groups = [sort for index, sort in enumerate(shape) if not index or shape[index - 1] is not sort]
    return groups.count(Sort.SETTLEMENT) == groups.count(Sort.HOURS)


def _price_joined_hours(atoms: list[list[Atom]], tokens: list[Token]) -> None:
    """Numbers that lead on to plain hours behind them are hours, too: `9-12 та 13.00-17.00`."""
    for at, each in enumerate(atoms):
        for index, atom in enumerate(each):
            if atom.sort is not Sort.HOURS or atom.cost < WORDED:
                continue
            onward, word = atom.last, ""
            while (
                onward < len(tokens)
                and onward < atom.last + 3
                and tokens[onward].text in (",", ";", "та", "і", "й", "а", "також", "/")
            ):
                word = word or (tokens[onward].text if tokens[onward].is_word else "")
                onward += 1
            if onward == atom.last or onward >= len(tokens):
                continue
            later = [
                other
                for other in atoms[onward]
                if other.sort is Sort.HOURS and other.cost < WORDED and other.value.start >= atom.value.end
            ]
            if not later:
                continue
            behind_street = any(
                other.sort is Sort.STREET and other.last == at for row in atoms[max(0, at - 8) : at] for other in row
            )
            if word or atom.cost < BARE or not (behind_street or (at and tokens[at - 1].text == ",")):
                each[index] = replace(atom, cost=0.0)


def _price_houses(atoms: list[list[Atom]]) -> None:
    """What is surely hours or days is hardly a part of a list of houses."""
    size = len(atoms)
    sure = [0.0] * (size + 1)
    for each in atoms:
        for atom in each:
            if (
                (atom.sort is Sort.HOURS and atom.cost < 0.1)
                or (atom.sort is Sort.DAYS and atom.cost == 0 and atom.value.days)
                or atom.sort is Sort.HALF
            ):
                sure[atom.first] = 1.0
    for each in atoms:
        for index, atom in enumerate(each):
            if atom.sort is Sort.HOUSES and any(sure[place] for place in range(atom.first, atom.last)):
                each[index] = replace(atom, cost=atom.cost + 1.0)


def _cheapest(
    atoms: list[list[Atom]], tokens: list[Token], column: str, *, plain_hours: bool, under_town: bool
) -> tuple[float, list[Atom]]:
    """The cheapest path over all tokens."""
    size = len(tokens)
    start = (_TOWN if column == "street" or under_town else _NONE, _GAP_STRONG, False)
    best: list[dict[_State, tuple[float, Atom | None, int, _State | None]]] = [{} for _ in range(size + 1)]
    best[0][start] = (0.0, None, 0, None)
    for at in range(size):
        for state, (cost, _, _, _) in list(best[at].items()):
            for atom in atoms[at]:
                step = _step(atom, state, column, plain_hours=plain_hours)
                total = cost + atom.cost + step
                after = _after(atom, state)
                known = best[atom.last].get(after)
                if known is None or total < known[0]:
                    best[atom.last][after] = (total, atom, at, state)
    state = min(best[size], key=lambda each: best[size][each][0])
    total = best[size][state][0]
    path: list[Atom] = []
    at = size
    while at:
        _, taken, before, previous = best[at][state]
        if taken is None or previous is None:
            break
        path.append(taken)
        at, state = before, previous
    return total, path[::-1]


def _step(atom: Atom, state: _State, column: str, *, plain_hours: bool) -> float:
    """What it costs that an atom stands where it does."""
    last, gap, in_bracket = state
    match atom.sort:
        case Sort.HOUSES:
            if column == "houses":
                return 0.0
            beside = 0.4 if gap == _GAP_HOURS else 0.0
            return beside + {_NONE: 0.8, _TOWN: 0.35, _STREET: 0.0, _HOUSE: 0.05}[last]
        case Sort.STREET:
            if atom.value.kind is not None:
                return 0.0
            if last == _NONE and column != "street":
                return 0.5
            if in_bracket and last == _TOWN:
                return -0.3
            if last == _TOWN and gap == _GAP_NONE:
                return 0.15
            return 0.0
        case Sort.SETTLEMENT:
            if not atom.value.is_marked:
                if in_bracket and last == _TOWN:
                    return 0.9
                if last in (_STREET, _HOUSE):
                    return 0.3 if gap < _GAP_STRONG else 0.0
                if last == _TOWN and gap == _GAP_COMMA and column == "":
                    return 0.0
            return 0.0
        case Sort.HOURS:
            if atom.cost >= 0.6:
                if last == _TOWN and not plain_hours:
                    return -0.7
                return 0.5 if plain_hours else 0.0
            if atom.cost >= 0.3 and last in (_STREET, _HOUSE):
                hours = atom.value
                likely = hours.start >= _EARLY and hours.end <= _LATE
                if gap in (_GAP_DASH, _GAP_HOURS):
                    return -0.35
                return 0.4 if plain_hours else -0.35 if likely else 0.0
            return -0.2 if gap == _GAP_DAYS and atom.cost < 0.3 else 0.0
        case Sort.DAYS:
            if atom.cost >= 0.3 and (
                last in (_STREET, _HOUSE) or (last == _TOWN and (in_bracket or gap == _GAP_COMMA))
            ):
                return 0.4
            if last in (_STREET, _HOUSE) and atom.cost > 0 and gap == _GAP_NONE:
                return 0.2
            return 0.0
    return 0.0


def _after(atom: Atom, state: _State) -> _State:
    last, gap, in_bracket = state
    match atom.sort:
        case Sort.SETTLEMENT:
            return _TOWN, _GAP_NONE, in_bracket
        case Sort.STREET:
            return _STREET, _GAP_NONE, in_bracket
        case Sort.HOUSES:
            return _HOUSE, _GAP_NONE, in_bracket
        case Sort.SIGN:
            if atom.value in (";", "\n"):
                return last, _GAP_STRONG, False
            if atom.value == "(":
                return last, max(gap, _GAP_COMMA), True
            if atom.value == ")":
                return last, max(gap, _GAP_COMMA), False
            if gap in (_GAP_DAYS, _GAP_HOURS) and atom.value not in (";", "\n"):
                return state
            if atom.value in ("–", "—", "-"):
                return last, max(gap, _GAP_DASH), in_bracket
            if atom.value == "," or atom.value in ":–—-|.":
                return last, max(gap, _GAP_COMMA), in_bracket
            return state
        case Sort.DAYS:
            return last, _GAP_DAYS, in_bracket
        case Sort.HOURS:
            return last, _GAP_HOURS, in_bracket
        case Sort.NOISE:
            return state
    return last, gap, in_bracket
