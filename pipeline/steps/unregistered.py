"""Streets of the list that the registry lacks: computed whenever they are asked for, and kept nowhere."""

from collections.abc import Iterator, Mapping
from datetime import datetime

from pipeline.domain.addresses.settlements import Gazetteer
from pipeline.domain.addresses.streets import Street
from pipeline.domain.entries import Entry
from pipeline.domain.matching import StreetIndex
from pipeline.domain.works import Kind
from pipeline.source.advice import about_street
from pipeline.steps.interfaces import Registry, Works


def unregistered_streets(
    works: Works, registry: Registry, gazetteer: Gazetteer, *, now: datetime
) -> Iterator[Mapping[str, object]]:
    """The streets that the registry lacks, with those that may be meant, as records of the quarantine."""
    page = works.listed_on()
    for katottg, street, entry, index in lacking_streets(works, registry, now=now):
        settlement = gazetteer.get(katottg)
        where = settlement.title if settlement else entry.place.settlement
        yield {
            "page_id": page,
            "row": entry.printed,
            "reason": f"у реєстрі немає такої вулиці: «{street.title}» ({where})",
            "suggestion": about_street(katottg, street, index.nearest(entry.place)),
        }


def lacking_streets(
    works: Works, registry: Registry, *, now: datetime
) -> Iterator[tuple[str, Street, Entry, StreetIndex]]:
    """The streets of planned works to come that stand in the last list and that the registry lacks, each once.

    Only in settlements of which the registry has streets; an alias, or an import that brings the street, ends it.
    Each with the settlement's code, an entry that names it, and the registry's streets.
    """
    listed = [each for each in works.live_entries(now) if each.is_fresh and each.kind is Kind.PLANNED]
    codes = {each.place.katottg for each in listed if each.place.katottg}
    index = StreetIndex(registry.streets_of(codes), registry.aliases_of(codes))
    seen = set()
    for entry in listed:
        katottg, street = entry.place.katottg, entry.place.street
        if katottg is None or street is None or (katottg, street) in seen or not index.lacks(entry.place):
            continue
        seen.add((katottg, street))
        yield katottg, street, entry, index
