"""The JSON of the vendor's portal that neighbouring utilities share: a Hydra collection of works by street.

`@type` `PwPlanned…` (or `pw_planned` in the address) is a list of planned works; any other list (`PwAccident`) is
one of emergencies, in which the words of a row (`Застосування ГПВ`) may say `schedule`.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any
from urllib.parse import urljoin, urlsplit

from pipeline.domain.addresses.houses import parse_houses
from pipeline.domain.addresses.settlements import Gazetteer, UnknownSettlement
from pipeline.domain.addresses.streets import parse_street
from pipeline.domain.works import Certainty, Kind, Listing, Period, Place, PlannedWork, QuarantinedRow, WorkStatus
from pipeline.source import advice
from pipeline.source.markup.links import site_of
from pipeline.source.rows import LONGEST_ROW
from pipeline.source.times.changes import change_in
from pipeline.source.times.when import checked
from pipeline.source.unread import Problem, Unread
from pipeline.source.words import kind_in

_PLANNED = re.compile(r"(?<!un)planned", re.IGNORECASE)
_UNKEPT = re.compile("[\0\ud800-\udfff]")
_KNOWN_TYPE = re.compile(r"planned|accident", re.IGNORECASE)


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
        page = json.loads(text, object_hook=_that_can_be_kept)
    except (ValueError, RecursionError):
        return None
    if isinstance(page, list) and page and all(isinstance(member, dict) and "dateEvent" in member for member in page):
        page = {"member": page}
    if not isinstance(page, dict):
        return None
    page = _unprefixed(page)
    members, view = page.get("member"), page.get("view")
    if not isinstance(members, list) or (not members and page.get("totalItems")):
        return None
    following = _unprefixed(view).get("next") if isinstance(view, dict) else None
    links = tuple(_same_host(url, following)) if isinstance(following, str) else ()
    if following and url and not links:  # the rest of the list is out of reach
        return None
    return PortalPage(
        tuple(member if isinstance(member, dict) else {"city": str(member)} for member in members),
        _is_planned(page, members, url),
        links,
    )


def _that_can_be_kept(fields: dict[str, Any]) -> dict[str, Any]:
    """Without what no database takes: the zero character, halves of a character."""
    return {name: _UNKEPT.sub("", each) if isinstance(each, str) else each for name, each in fields.items()}


def _unprefixed(fields: dict[str, Any]) -> dict[str, Any]:
    """Newer versions of the interface say `member` for `hydra:member`."""
    return {name.removeprefix("hydra:"): value for name, value in fields.items()}


def _is_planned(page: dict[str, Any], members: list[Any], url: str) -> bool:
    """Whether a collection is one of planned works: by the type of its members, else its own name or address."""
    types = {str(member.get("@type")) for member in members if isinstance(member, dict) and member.get("@type")}
    names = " ".join(types) or f"{page.get('@id')} {page.get('@context')}"
    return bool(_PLANNED.search(names if _KNOWN_TYPE.search(names) else urlsplit(url).path))


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
    reaches: dict[str | None, date] = {}
    for key in works:
        reaches[key.district] = max(key.period.day, reaches.get(key.district, key.period.day))
    return Listing(listing, tuple(quarantined), len(page.members), reaches)


def _read(
    member: dict[str, Any], page: PortalPage, captured_at: datetime, gazetteer: Gazetteer
) -> tuple[_Key, Place, Problem | None]:
    period = Period(_instant(member, "dateEvent"), _instant(member, "datePlanIn"))
    checked([period], captured_at)
    if sum(len(value) for value in member.values() if isinstance(value, str)) > LONGEST_ROW:
        raise Unread("запис задовгий, щоб бути одним рядком переліку", period, suggestion=None)
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
    reason, change = change_in(" ".join(str(member.get("koment") or "").split()))
    if change.moved:
        raise Unread("роботи перенесено, новий час лише в коментарі", period)
    street = parse_street(_name(member, "street") or "")
    houses = " ".join(str(member.get("buildingNames") or "").split()) or None
    is_sure = street.name and not (houses and parse_houses(houses).is_vague)
    sure = Certainty.CERTAIN if is_sure else Certainty.POSSIBLE
    place = Place(name, katottg, street if street.name else None, houses, sure)
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
