"""Call: the operator is told what he is needed for, and when it is over, each of it once."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Protocol

import structlog

from pipeline.domain.errors import DeliveryError
from pipeline.domain.troubles import STOPPED, Affairs, Trouble, call, troubles
from pipeline.domain.trust import SETTLED_BY_TIME, PageState, Reading
from pipeline.steps.interfaces import Works

READINGS = 200
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


def call_operator(kept: Troubles, works: Works, affairs: Affairs, say: Callable[[str], None], *, now: datetime) -> None:
    """Say what is new; where that fails it is kept, and tried again by the next call.

    `say` raises a `DeliveryError`.
    """
    known = kept.known()
    present = troubles(affairs, known, now)
    listing = works.last_listing()
    believed = listing is not None and listing.state in SETTLED_BY_TIME
    to_tell = call(known, present, listing.at if listing and believed else None)
    if to_tell.text:
        try:
            say(to_tell.text)
        except DeliveryError as error:
            log.warning("operator_not_reached", reason=str(error))
            kept.keep((*present.values(), *to_tell.over, *to_tell.believed))
            return
    kept.keep(replace(each, told_at=each.told_at or now) for each in present.values())


def last_told(works: Works) -> Reading | None:
    """The newest reading of a page that was no refusal: a refusal says nothing of the list."""
    return next((each for each in works.recent_readings(READINGS) if each.state is not PageState.BLOCKED), None)


def working_again(kept: Troubles) -> Iterator[str]:
    """The messengers that were stopped and have taken a message since."""
    for trouble in kept.known():
        messenger = trouble.name.removeprefix(STOPPED)
        if trouble.name.startswith(STOPPED) and kept.took_since(messenger, trouble.since):
            yield messenger
