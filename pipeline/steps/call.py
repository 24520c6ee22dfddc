"""Call: the operator is told what he is needed for, and when it is over, each of it once."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Protocol

import structlog

from pipeline.domain.budget import Spending
from pipeline.domain.delivery import Refusal
from pipeline.domain.errors import DeliveryError
from pipeline.domain.guessing import NOBODY_GUESSES, Guessing
from pipeline.domain.imports import UNCHANGED, RegistryState
from pipeline.domain.troubles import STOPPED, Affairs, Trouble, call, troubles
from pipeline.domain.trust import PageState, Reading
from pipeline.steps.interfaces import Works

_READINGS = 200
"""More than a day of them: where all were refusals, the list is told of as unread."""

log = structlog.get_logger()


class Troubles(Protocol):
    """What the operator is needed for."""

    def known(self) -> Sequence[Trouble]:
        """All that there are."""

    def keep(self, troubles: Iterable[Trouble]) -> None:
        """Keep these, and no others."""

    def took_since(self, messenger: str, since: datetime) -> bool:
        """Whether a messenger has taken a message since then."""


def call_operator(
    kept: Troubles,
    works: Works,
    stopped: Mapping[str, str],
    spending: Spending,
    say: Callable[[str], None],
    *,
    now: datetime,
    held: int = 0,
    refusals: Sequence[Refusal] = (),
    guessing: Guessing = NOBODY_GUESSES,
    registry: RegistryState = UNCHANGED,
    deaf: Mapping[str, str] | None = None,
) -> None:
    """Say what is new; where that fails it is kept, and tried again by the next call.

    `stopped`: messengers that refuse us, and why; `held`: reminders that wait for him; `refusals`: templates that no
    messenger takes; `deaf`: see `Affairs`. `say` raises a `DeliveryError`.
    """
    known = kept.known()
    present = present_troubles(
        kept,
        works,
        stopped,
        spending,
        now=now,
        held=held,
        refusals=refusals,
        guessing=guessing,
        registry=registry,
        deaf=deaf,
    )
    to_tell = call(known, present)
    if to_tell.text:
        try:
            say(to_tell.text)
        except DeliveryError as error:
            log.warning("operator_not_reached", reason=str(error))
            kept.keep((*present.values(), *to_tell.over))
            return
    kept.keep(replace(each, told_at=each.told_at or now) for each in present.values())


def present_troubles(
    kept: Troubles,
    works: Works,
    stopped: Mapping[str, str],
    spending: Spending,
    *,
    now: datetime,
    held: int,
    refusals: Sequence[Refusal],
    guessing: Guessing,
    registry: RegistryState,
    deaf: Mapping[str, str] | None = None,
) -> Mapping[str, Trouble]:
    """All that the operator is needed for now, by name; nothing is told or kept."""
    known = kept.known()
    affairs = Affairs(
        last_healthy=works.last_healthy(),
        last_told=last_told(works),
        stopped=stopped,
        working=frozenset(_working(known, kept)),
        spending=spending,
        held=held,
        refusals=refusals,
        guessing=guessing,
        registry=registry,
        deaf=deaf,
    )
    return troubles(affairs, known, now)


def last_told(works: Works) -> Reading | None:
    """The newest reading of a page that was no refusal: a refusal says nothing of the list."""
    return next((each for each in works.recent_readings(_READINGS) if each.state is not PageState.BLOCKED), None)


def _working(known: Iterable[Trouble], kept: Troubles) -> Iterable[str]:
    """The messengers that were stopped and have taken a message since."""
    for trouble in known:
        messenger = trouble.name.removeprefix(STOPPED)
        if trouble.name.startswith(STOPPED) and kept.took_since(messenger, trouble.since):
            yield messenger
