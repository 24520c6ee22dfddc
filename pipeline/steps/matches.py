"""Matches: which entries of the list meet which accounts."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from pipeline.domain.contacts import RegisteredAccount
from pipeline.domain.entries import Entry
from pipeline.domain.interruptions import Match
from pipeline.domain.matching import Candidate, StreetIndex, match_house
from pipeline.domain.works import Certainty, Kind
from pipeline.steps.interfaces import Registry

Coverage = Iterable[tuple[int, int, Certainty]]
"""Entry, street of the registry that it covers, and how surely."""


def match_subscribed(
    entries: Mapping[int, Entry], registry: Registry, candidates: Callable[[Coverage], Iterable[Candidate]]
) -> Mapping[int, Sequence[Match]]:
    """By subscription, the entries of planned works that meet its account's address.

    `candidates` gives the accounts on the streets that are covered.
    """
    planned = [entry for entry in entries.values() if entry.kind is Kind.PLANNED]
    codes = {entry.place.katottg for entry in planned if entry.place.katottg}
    index = StreetIndex(registry.streets_of(codes), registry.aliases_of(codes))
    matches: dict[int, list[Match]] = defaultdict(list)
    for candidate in candidates(_coverage(planned, index)):
        match = _match(candidate, entries[candidate.entry_id])
        if match is not None:
            matches[candidate.subscription_id].append(match)
    return matches


def match_accounts(
    entries: Mapping[int, Entry], registry: Registry, accounts: Sequence[RegisteredAccount]
) -> Mapping[int, Sequence[Match]]:
    """The same for a few accounts, whoever is subscribed to them, by their place in the sequence."""
    on_street: dict[int, list[int]] = defaultdict(list)
    for index, account in enumerate(accounts):
        on_street[account.street_id].append(index)

    def candidates(coverage: Coverage) -> Iterator[Candidate]:
        for entry, street, certainty in coverage:
            for index in on_street.get(street, ()):
                yield Candidate(index, accounts[index].house, entry, certainty)

    return match_subscribed(entries, registry, candidates)


def _coverage(entries: Iterable[Entry], index: StreetIndex) -> Iterator[tuple[int, int, Certainty]]:
    for entry in entries:
        for street_id, certainty in index.cover(entry.place).items():
            yield entry.id, street_id, certainty


def _match(candidate: Candidate, entry: Entry) -> Match | None:
    certainty = match_house(entry.place.houses, candidate.house, candidate.certainty)
    return None if certainty is None else Match(entry, certainty)
