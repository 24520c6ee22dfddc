"""Streets of the list that the registry lacks: computed whenever they are asked for, and kept nowhere."""

from collections.abc import Iterator, Mapping
from datetime import datetime

from pipeline.domain.addresses.settlements import Gazetteer
from pipeline.domain.addresses.streets import Street
from pipeline.domain.matching import StreetIndex
from pipeline.domain.quarantine import UnreadRow
from pipeline.source.advice import about_street
from pipeline.steps.interfaces import Registry, Works


def unregistered_streets(
    works: Works, registry: Registry, gazetteer: Gazetteer, *, now: datetime
) -> Iterator[UnreadRow]:
    """The streets that the registry lacks, with those that may be meant, as rows of the quarantine."""
    page = works.listed_on()
    lacking, index = lacking_streets(works, registry, now=now)
    named_by = {each.id: each for each in works.live_entries(now, [*lacking.values()])}
    for (katottg, street), entry in lacking.items():
        settlement = gazetteer.get(katottg)
        where = settlement.title if settlement else named_by[entry].place.settlement
        reason = f"у реєстрі немає такої вулиці: «{street.title}» ({where})"
        suggestion = about_street(katottg, street, index.nearest(katottg, street))
        yield UnreadRow(page, named_by[entry].printed, reason, suggestion)


def lacking_streets(
    works: Works, registry: Registry, *, now: datetime
) -> tuple[Mapping[tuple[str, Street], int], StreetIndex]:
    """The streets of planned works to come that stand in the last list and that the registry lacks, each once.

    Only in settlements of which the registry has streets; an alias, or an import that brings the street, ends it.
    Each with its settlement's code and the id of an entry that names it; and the registry's streets.
    """
    listed = works.streets_to_come(now)
    codes = {katottg for katottg, _ in listed}
    index = StreetIndex(registry.streets_of(codes), registry.aliases_of(codes))
    return {place: entry for place, entry in listed.items() if index.lacks(*place)}, index
