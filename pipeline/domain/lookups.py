"""Look-ups: what an operator is shown of one work, or of one account."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from pipeline.domain.corrections import Correction
from pipeline.domain.entries import Entry


@dataclass(frozen=True, slots=True)
class ToldCount:
    """How many reminders of a stage stand how, at a messenger."""

    stage: str
    messenger: str
    status: str
    reminders: int


@dataclass(frozen=True, slots=True)
class WorkView:
    """A work with its history."""

    work: Mapping[str, Any]
    """As the JSON of the design."""
    entries: Sequence[Entry]
    """Its places, with the readings that showed them."""
    told: Sequence[ToldCount]
    correction: Correction | None
    """What an operator put in the place of its hours last."""
    page_id: int | None
    """The kept page that showed it last."""


@dataclass(frozen=True, slots=True)
class WorksView:
    """The works of a day, or of the days to come."""

    works: Sequence[Mapping[str, Any]]
    """As the JSON of the design, by time."""
    districts: Sequence[str]
    """All that are named by works of these days."""
    since: date
    until: date
    is_cut: bool
    """There are more than are shown."""


@dataclass(frozen=True, slots=True)
class AccountView:
    """An account on a day, without what names the home."""

    number: str
    day: date
    lines: Sequence[str]
    """What was sent and why, or why not."""
    coming: Sequence[tuple[date, int]]
    """Days to come with works at the account, and how many reminders of them are written."""


@dataclass(frozen=True, slots=True)
class KeptFile:
    """A page of the list as it came."""

    name: str
    content: bytes
