"""Figures: how the whole stands, in numbers that name nobody."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from pipeline.domain.budget import Spending
from pipeline.domain.delivery import Refusal
from pipeline.domain.imports import RegistryState
from pipeline.domain.installation import Installation
from pipeline.domain.stages import Stage
from pipeline.domain.trust import PageState

READINGS_OF = timedelta(days=1)
DELIVERIES_OF = timedelta(hours=1)
RATE_OF = timedelta(minutes=1)
STEPS_OF = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Waiting:
    """What should have been said by now."""

    count: int
    oldest_due_at: datetime


@dataclass(frozen=True, slots=True)
class Figures:
    """What monitoring is told."""

    readings: Mapping[PageState, int]
    """Of the last day."""
    last_healthy_at: datetime | None
    works: int
    """Of the last healthy list, those that have not ended."""
    quarantined: int
    """Rows of the last list that were not understood."""
    installation: Installation
    """Whom it serves, and whether it may be trusted."""
    owed: Mapping[Stage, Waiting]
    """Reminders that are due and may be said now: in the quiet hours only those that cannot wait."""
    deliveries: Mapping[tuple[str, str], int]
    """Of the last hour, by messenger and result (`sent`, `retry`, `undeliverable`)."""
    refusals: Sequence[Refusal]
    """What messengers will never take for a fault of ours."""
    sent_lately: Mapping[str, int]
    """Messages of the last minute, by messenger."""
    steps: Mapping[str, int]
    """What customers wrote and pressed in the last hour, by messenger."""
    spending: Spending
    """Viber's paid messages of this month."""
    deaf: Collection[str]
    """Messengers in which customers are not heard, as another process has our token."""
    registry: RegistryState
    failed: Mapping[str, int]
    """How often each job of the schedule has failed since the start of the process."""
