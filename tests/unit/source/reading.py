"""What the tests of the source share: the gazetteer, a page around a list, and works as short lines."""

import csv
from datetime import datetime
from functools import cache
from pathlib import Path

import pytest

from pipeline.domain.addresses.settlements import Gazetteer, Settlement
from pipeline.domain.clock import KYIV
from pipeline.source.pages import read_page
from pipeline.source.text.atoms import Sort
from pipeline.source.text.decide import explain

CHECKOUT = Path(__file__).parents[3]
CAPTURED_AT = datetime(2026, 11, 20, 9, tzinfo=KYIV)


@cache
def gazetteer():
    with (CHECKOUT / "data" / "settlements.csv").open(encoding="utf-8", newline="") as file:
        return Gazetteer(Settlement(**row) for row in csv.DictReader(file))


def sample(name):
    path = CHECKOUT.parent / "shared" / "samples" / name
    if not path.exists():
        pytest.skip(f"немає зразка {name} поруч із кодом (../shared/samples)")
    return path


def read(html, **kwargs):
    content = html if isinstance(html, bytes) else html.encode()
    return read_page(content, captured_at=kwargs.pop("at", CAPTURED_AT), gazetteer=gazetteer(), **kwargs)


def table(*rows, head=("РЕМ", "Перелік споживачів", "Тривалість перерви"), over="<h2>24.11.2026</h2>"):
    lines = [head, *rows]
    return over + "<table>" + "".join(f"<tr>{''.join(f'<td>{c}</td>' for c in row)}</tr>" for row in lines) + "</table>"


def when(period):
    start, end = (instant.astimezone(KYIV) for instant in (period.starts_at, period.ends_at))
    return (
        f"{start:%d.%m %H:%M}–{end:%d.%m %H:%M}" if start.date() != end.date() else f"{start:%d.%m %H:%M}–{end:%H:%M}"
    )


def where(place):
    street = f", {place.street.kind or ''} {place.street.name}".replace(",  ", ", ") if place.street else ""
    houses = f", {place.houses}" if place.houses else ""
    return f"{place.settlement}{street}{houses}{'?' if place.certainty == 'possible' else ''}"


def works(html, **kwargs):
    """Each work as its hours and its places; `?` marks a possible place."""
    listing = read(html, **kwargs).listing
    return [(when(work.period), [where(place) for place in work.places]) for work in listing.works]


def places(address):
    """The places of one address text, in a table whose other columns are plain."""
    listing = read(table(("", address, "з 9 до 16"))).listing
    return [where(place) for work in listing.works for place in work.places]


def hours_of(text):
    """The hours that a line names."""
    path = explain(text, gazetteer(), CAPTURED_AT.date()).path
    return [atom.value for atom in path if atom.sort is Sort.HOURS]


def reasons(html, **kwargs):
    """Why rows of this page are in quarantine."""
    return [row.reason for row in read(html, **kwargs).listing.quarantined]
