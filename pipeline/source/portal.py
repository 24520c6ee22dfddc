"""The JSON of the vendor's portal that neighbouring utilities share: a Hydra collection of works by street.

`@type` `PwPlanned…` (or `pw_planned` in the address) is a list of planned works; any other list (`PwAccident`) is
one of emergencies, in which the words of a row (`Застосування ГПВ`) may say `schedule`.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urljoin

from pipeline.domain.addresses.settlements import Gazetteer, UnknownSettlement
from pipeline.domain.addresses.streets import parse_street
from pipeline.domain.works import Certainty, Kind, Listing, Period, Place, PlannedWork, QuarantinedRow, WorkStatus
from pipeline.source import advice
from pipeline.source.changes import change_in
from pipeline.source.links import site_of
from pipeline.source.unread import Problem, Unread
from pipeline.source.when import checked
from pipeline.source.words import kind_in


@dataclass(frozen=True, slots=True)
class PortalPage:
    """A page of the collection, not yet understood."""

    members: tuple[dict[str, Any], ...]
    is_planned: bool
    links: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Key:
    """What the rows of one work have in common."""

    period: Period
    kind: Kind
    district: str | None
    settlement: str
    reason: str | None
    status: WorkStatus


def read_json(text: str | bytes, url: str = "") -> PortalPage | None:
    """The collection in a JSON text; None where it is none."""
    try:
        page = json.loads(text)
    except (ValueError, RecursionError):
        return None
    if isinstance(page, list) and page and all(isinstance(member, dict) and "dateEvent" in member for member in page):
        page = {"hydra:member": page}
    members = page.get("hydra:member") if isinstance(page, dict) else None
    if not isinstance(members, list) or (not members and page.get("hydra:totalItems")):
        return None
    names = f"{url} {page.get('@id')} {page.get('@context')}".lower()
    view = page.get("hydra:view")
    following = view.get("hydra:next") if isinstance(view, dict) else None
    return PortalPage(
        tuple(member if isinstance(member, dict) else {"city": str(member)} for member in members),
        "planned" in names,
        tuple(_same_host(url, following)) if isinstance(following, str) else (),
    )


def read_listing(page: PortalPage, *, captured_at: datetime, gazetteer: Gazetteer) -> Listing:
    """The works of a page: one for each settlement, period, kind and reason, with its streets as places."""
    works: dict[_Key, dict[Place, None]] = {}
    quarantined: list[QuarantinedRow] = []
    unknown: dict[_Key, Problem] = {}
    for member in page.members:
        try:
            key, place, problem = _read(member, page, captured_at, gazetteer)
        except Unread as unread:
            quarantined.append(QuarantinedRow(_printed(member), str(unread), unread.period))
            continue
        works.setdefault(key, {})[place] = None
        if problem:
            unknown[key] = problem
    quarantined += [
        QuarantinedRow(key.settlement, problem.reason, key.period, suggestion=problem.suggestion)
        for key, problem in unknown.items()
    ]
    listing = tuple(
        PlannedWork(
            key.period,
            key.kind,
            tuple(places),
            key.status,
            key.district,
            key.reason,
            printed=key.settlement,
        )
        for key, places in works.items()
    )
    reaches: dict[str | None, Any] = {}
    for key in works:
        reaches[key.district] = max(key.period.day, reaches.get(key.district, key.period.day))
    return Listing(listing, tuple(quarantined), len(page.members), reaches)


def _read(
    member: dict[str, Any], page: PortalPage, captured_at: datetime, gazetteer: Gazetteer
) -> tuple[_Key, Place, Problem | None]:
    period = Period(_instant(member, "dateEvent"), _instant(member, "datePlanIn"))
    checked([period], captured_at)
    city, district = _name(member, "city"), _name(member, "otg")
    if not city:
        raise Unread("немає населеного пункту", period)
    hint = f"{district} громада" if district else None
    name, katottg, problem = city, None, None
    try:
        settlement = gazetteer.resolve(city, district=hint)
        name, katottg = settlement.name, settlement.katottg
    except UnknownSettlement as unknown:
        problem = Problem(f"{unknown.reason}: «{city}»", advice.about_settlement(city, hint, unknown))
    street = parse_street(_name(member, "street") or "")
    houses = " ".join(str(member.get("buildingNames") or "").split()) or None
    sure = Certainty.CERTAIN if street.name else Certainty.POSSIBLE
    place = Place(name, katottg, street if street.name else None, houses, sure)
    reason, change = change_in(" ".join(str(member.get("koment") or "").split()))
    status = WorkStatus.CANCELLED if change.cancelled else WorkStatus.ANNOUNCED
    return _Key(period, _kind(reason, page), hint, city, reason or None, status), place, problem


def _kind(reason: str, page: PortalPage) -> Kind:
    said = kind_in(reason)
    if said in (Kind.SCHEDULE, Kind.EMERGENCY):
        return said
    return Kind.PLANNED if page.is_planned else Kind.EMERGENCY


def _instant(member: dict[str, Any], name: str) -> datetime:
    printed = member.get(name)
    try:
        instant = datetime.fromisoformat(str(printed))
    except ValueError:
        raise Unread(f"незрозумілий час «{printed}» у полі {name}") from None
    if instant.tzinfo is None:
        raise Unread(f"час без часового поясу «{printed}» у полі {name}")
    try:
        return instant.astimezone(UTC)
    except OverflowError:
        raise Unread(f"неможливий час «{printed}» у полі {name}") from None


def _name(member: dict[str, Any], field: str) -> str | None:
    value = member.get(field)
    name = value.get("name") if isinstance(value, dict) else value
    return " ".join(name.split()) or None if isinstance(name, str) else None


def _printed(member: dict[str, Any]) -> str:
    shown = (_name(member, "city"), _name(member, "street"), member.get("dateEvent"), member.get("datePlanIn"))
    return " | ".join(str(each) for each in shown if each)


def _same_host(url: str, following: str) -> Iterator[str]:
    target = urljoin(url, following)
    if site_of(target) and site_of(target) == site_of(url):
        yield target
