"""Tick: scrape, plan and send, one after the other, as cron or the schedule calls it."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

import structlog

from pipeline.domain.errors import Failed, ProvisnykError, WrongClock, frames
from pipeline.domain.pages import SourcePage
from pipeline.steps.plan import PlanReport
from pipeline.steps.scrape import FAULT, ScrapeReport
from pipeline.steps.send import SendReport

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class TickReport:
    """What the three steps did."""

    scrape: ScrapeReport | None
    """None where the page could not be had."""
    plan: PlanReport
    send: SendReport
    unavailable: ProvisnykError | None = None
    """Why the page could not be had."""

    @property
    def trusted(self) -> bool:
        """Whether the page was read and believed."""
        return self.scrape is not None and self.scrape.reading.healthy

    def as_json(self) -> dict[str, object]:
        """The fields that `tick --json` prints: those of the three steps together."""
        scraped = self.scrape.as_json() if self.scrape else {"state": "unavailable"}
        return {**scraped, **self.plan.as_json(), **self.send.as_json()}


def tick(
    scrape: Callable[[], ScrapeReport],
    plan: Callable[[], PlanReport],
    send: Callable[[], SendReport],
) -> TickReport:
    """Run the three steps. Whatever becomes of the reading, plan and send run; only a wrong clock keeps them."""
    scraped: ScrapeReport | None = None
    unavailable: ProvisnykError | None = None
    try:
        scraped = scrape()
    except WrongClock as error:
        return TickReport(None, PlanReport(), SendReport(), error)
    except ProvisnykError as error:
        unavailable = error
    except Exception as error:  # noqa: BLE001 - a bug in reading must not keep anybody from being told what is known
        log.error("reading_failed", error=type(error).__name__, where=frames(error))  # noqa: TRY400
        unavailable = Failed(FAULT)
    return TickReport(scraped, plan(), send(), unavailable)


def unless(stopping: Callable[[], bool], pages: Iterable[SourcePage]) -> Iterator[SourcePage]:
    """These pages, as long as we are not to stop. Raises `Failed` then: half a reading is none."""
    for page in pages:
        if stopping():
            raise Failed("Читання списку перервано: програму зупиняють")
        yield page
