"""The streets of one settlement: which of them a printed street means."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches

from pipeline.domain.addresses.name_index import Alike, NameIndex
from pipeline.domain.addresses.street_names import Likeness, NameKey, name_key
from pipeline.domain.addresses.streets import Street
from pipeline.domain.addresses.text import fold
from pipeline.domain.works import Certainty

_SURE = frozenset((Likeness.EXACT, Likeness.INFLECTED, Likeness.ABBREVIATED, Likeness.GIVEN_NAME))
_NEAREST = 3
"""So many names are offered in place of one that the registry lacks."""

_Found = dict[int, Certainty]


@dataclass(frozen=True, slots=True)
class _Answer:
    streets: Mapping[int, Certainty]
    is_known: bool
    """Whether the registry has a street of this name and kind; otherwise `streets` are guesses, if any."""


class Town:
    """The streets of one settlement, by id."""

    def __init__(self) -> None:
        self._streets: dict[int, Street] = {}
        self._nameless: list[int] = []
        self._names: NameIndex[int] = NameIndex()
        self._former: NameIndex[int] = NameIndex()
        self._old: NameIndex[Street] = NameIndex()
        """New names, by the old one."""
        self._new: NameIndex[Street] = NameIndex()
        """Old names, by the new one."""
        self._answers: dict[Street, _Answer] = {}

    def add(self, id_: int, street: Street | None) -> None:
        """Take a street in; None: the accounts that have no street."""
        if street is None or not street.name:
            self._nameless.append(id_)
            return
        self._streets[id_] = street
        self._names.add(street, id_)
        if street.former:
            self._former.add(Street(street.kind, street.former), id_)

    def add_alias(self, old: Street, new: Street) -> None:
        """Take in that two names belong to one street, or to parts of it where the old one has several new ones."""
        if old.name and new.name:
            self._old.add(old, new)
            self._new.add(new, old)

    def all_certain(self) -> Mapping[int, Certainty]:
        """Every street, and the accounts without one."""
        return dict.fromkeys([*self._nameless, *self._streets], Certainty.CERTAIN)

    def find(self, street: Street) -> Mapping[int, Certainty]:
        """The streets that may be meant. Accounts without a street may live on any of them."""
        return self._answer(street).streets

    def lacks(self, street: Street) -> bool:
        """Whether none of its streets has this name and kind, while it has streets."""
        return bool(self._streets and street.name and not self._answer(street).is_known)

    def nearest(self, street: Street) -> Sequence[Street]:
        """The streets that may be meant, then those whose names look most like it."""
        guessed = [self._streets[id_] for id_ in self.find(street) if id_ in self._streets]
        by_name = {fold(each.name): each for each in self._streets.values()}
        near = (by_name[name] for name in get_close_matches(fold(street.name), by_name, n=_NEAREST))
        return list(dict.fromkeys([*guessed, *near]))[:_NEAREST]

    def _answer(self, street: Street) -> _Answer:
        if street not in self._answers:
            self._answers[street] = self._search(street) if street.name else self._without_name()
        return self._answers[street]

    def _without_name(self) -> _Answer:
        if self._nameless:
            return _Answer(dict.fromkeys(self._nameless, Certainty.CERTAIN), is_known=True)
        return _Answer(dict.fromkeys(self._streets, Certainty.POSSIBLE), is_known=True)

    def _search(self, street: Street) -> _Answer:
        others = self._other_names(street)
        found = self._by_name(street, others) or self._by_former_name(street, others)
        is_known = bool(found)
        if not found:
            found = self._guess(street, others)
            is_known = Certainty.CERTAIN in found.values()
        found = self._of_two(street) | found
        return _Answer({**dict.fromkeys(self._nameless, Certainty.POSSIBLE), **found}, is_known)

    def _by_name(self, street: Street, others: Mapping[Street, bool]) -> _Found:
        """Streets of this name; an alias is certain only where none bears the name itself for certain.

        A new street may have got the name of one that was renamed, and a part of a street may have kept it.
        """
        found = _meant(street, self._names.alike(street))
        itself = Certainty.CERTAIN in found.values()
        for other, is_sure in others.items():
            for id_, certainty in _meant(other, self._names.alike(other)).items():
                if is_sure and not itself and certainty is Certainty.CERTAIN:
                    found[id_] = certainty
                else:
                    found.setdefault(id_, Certainty.POSSIBLE)
        return found

    def _by_former_name(self, street: Street, others: Iterable[Street]) -> _Found:
        """What brackets give as the old name, in the registry or in the list."""
        found: _Found = {}
        for each in (street, *others):
            found |= _meant(each, self._former.alike(each))
        if found or not street.former:
            return found
        former = Street(street.kind, street.former)
        return _meant(former, self._names.alike(former))

    def _of_two(self, street: Street) -> _Found:
        """Streets that bear the old name themselves: `вул. Миру/Дружна` may be two streets, or one in two names."""
        if not street.former:
            return {}
        former = Street(street.kind, street.former)
        return dict.fromkeys(_meant(former, self._names.alike(former)), Certainty.POSSIBLE)

    def _guess(self, street: Street, others: Iterable[Street]) -> _Found:
        """Where no street has the name and kind: the one a typo away, or what else may be meant."""
        own = self._names.near(street)
        former = (Street(street.kind, street.former),) if street.former else ()
        near = [*own, *(each for other in (*others, *former) for each in self._names.near(other))]
        of_other_kind = [each for each in near if each.likeness in _SURE]
        mistyped = [each for each in own if each.same_kind and each.likeness is Likeness.TYPO]
        of_kind = all(_may_be_of_kind(street, each) for each in mistyped)
        if mistyped and not of_other_kind and _are_one(mistyped) and of_kind:
            return {each.bearer: Certainty.CERTAIN for each in mistyped}
        partly = [each for each in near if each.same_kind and each.likeness is Likeness.PARTIAL]
        guesses = [*of_other_kind, *partly, *mistyped] or [each for each in near if each.likeness is Likeness.TYPO]
        return {each.bearer: Certainty.POSSIBLE for each in guesses}

    def _other_names(self, street: Street) -> Mapping[Street, bool]:
        """Names that aliases give the street, older and newer ones, and whether each is surely the same street.

        An old name leads on to older ones and a new one to newer ones, but never back: two parts of a street
        that was divided share its old name and nothing else.
        """
        found: dict[Street, bool] = {}
        for index in (self._old, self._new):
            wanted = {street: True}
            for known in (walk := [street]):  # grows while it is walked: an alias may have an alias
                for other, is_sure in self._step(index, known).items():
                    if other not in wanted:
                        wanted[other] = is_sure and wanted[known]
                        walk.append(other)
            found |= {other: is_sure for other, is_sure in wanted.items() if other != street}
        return found

    def _step(self, index: NameIndex[Street], street: Street) -> Mapping[Street, bool]:
        alike = [each for each in index.alike(street) if each.same_kind and each.likeness in _SURE]
        best = min((each.likeness for each in alike), default=None)
        others = [Street(each.bearer.kind or street.kind, each.bearer.name) for each in alike if each.likeness == best]
        if index is self._old:
            return dict.fromkeys(others, _same_names(others))
        return {other: _same_names(self._step(self._old, other)) for other in others}


def _meant(street: Street, alike: Iterable[Alike[int]]) -> _Found:
    """Streets of that name and kind: certain where one is meant, possible where several could be."""
    of_kind = [each for each in alike if each.same_kind]
    sure = [each for each in of_kind if each.likeness in _SURE]
    if not sure:
        return {}

    def tier(each: Alike[int]) -> tuple[Likeness, bool]:
        return each.likeness, each.kind != street.kind

    best = min(map(tier, sure))
    first = [each for each in sure if tier(each) == best]
    one = best == (Likeness.EXACT, False) or _are_one(first)
    certain = one and all(_may_be_of_kind(street, each) for each in first)
    rivals = []
    if best[0] is Likeness.GIVEN_NAME:  # `Хмельницького` beside a Хмельницький whose given name we do not know
        rivals = [each for each in of_kind if _is_longer(each, name_key(street.name))]
    certainty = Certainty.CERTAIN if certain and not rivals else Certainty.POSSIBLE
    found = dict.fromkeys((each.bearer for each in (*sure, *rivals)), Certainty.POSSIBLE)
    return found | dict.fromkeys((each.bearer for each in first), certainty)


def _may_be_of_kind(street: Street, alike: Alike[int]) -> bool:
    """Whether a kind that one side leaves out goes without saying: that of a street, but not of a lane or a square.

    `Садовий` without a kind is no street, and `Садова` no lane.
    """
    if alike.kind == street.kind:
        return True
    return street.kind in (None, "вул.") and _is_masculine(name_key(street.name)) == _is_masculine(alike.key)


def _is_masculine(key: NameKey) -> bool:
    return any(word.endswith(("ий", "ій")) for word in key.words)


def _is_longer(alike: Alike[int], asked: NameKey) -> bool:
    """Whether a name has all that is asked for, and more than a given name besides."""
    whole = asked.numbers <= alike.key.numbers and asked.stems <= alike.key.stems
    return whole and alike.likeness is Likeness.PARTIAL


def _are_one(alike: Iterable[Alike[int]]) -> bool:
    """Whether all these are one street, which the registry may have under several notations."""
    return len({(each.kind, each.key) for each in alike}) == 1


def _same_names(streets: Iterable[Street]) -> bool:
    return len({(each.kind, name_key(each.name)) for each in streets}) <= 1
