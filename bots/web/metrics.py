"""`/metrics`: the figures in Prometheus' notation. No label ever names a chat, an account or an address."""

import math
from collections.abc import Awaitable, Callable, Iterable, Iterator, Mapping
from datetime import datetime
from itertools import product
from typing import Any

from prometheus_client import CollectorRegistry, ProcessCollector, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.exposition import CONTENT_TYPE_LATEST
from prometheus_client.registry import Collector
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bots.pacing import PER_SECOND
from pipeline.domain.delivery import Refusal
from pipeline.domain.figures import Figures, Waiting
from pipeline.domain.imports import ImportReport, RegistryState
from pipeline.domain.reminders import MESSENGERS
from pipeline.domain.stages import Stage
from pipeline.domain.trust import PageState

RESULTS = ("sent", "retry", "undeliverable")


def metrics_route(figures: Callable[[], Awaitable[Figures]], now: Callable[[], datetime]) -> Route:
    """The page that Prometheus scrapes: `figures` asks the database each time."""

    async def metrics(_: Request) -> Response:
        return Response(exposition(await figures(), now()), headers={"Content-Type": CONTENT_TYPE_LATEST})

    return Route("/metrics", metrics)


def exposition(figures: Figures, now: datetime) -> bytes:
    """The figures and those of the process, as text."""
    registry = CollectorRegistry()
    registry.register(_Collector(figures, now))
    ProcessCollector(registry=registry)
    return generate_latest(registry)


class _Collector(Collector):
    """Every label stands there at zero, too: an alert on what is missing would be silent."""

    def __init__(self, figures: Figures, now: datetime) -> None:
        self._figures, self._now = figures, now

    def collect(self) -> Iterator[Metric]:
        figures, now = self._figures, self._now
        readings = {(state,): figures.readings.get(state, 0) for state in PageState}
        yield _gauge("readings_last_day", "Readings of the page in the last 24 hours.", ("state",), readings)
        read_at = figures.last_healthy_at
        age = math.inf if read_at is None else (now - read_at).total_seconds()
        yield _gauge("last_healthy_reading_age_seconds", "Age of the list; infinite before it was read.", (), {(): age})
        yield _gauge("works", "Works of the list that have not ended.", (), {(): figures.works})
        yield _gauge("quarantined_rows", "Rows of the list that were not understood.", (), {(): figures.quarantined})
        found = figures.installation
        yield _gauge("accounts", "Open accounts of the registry.", (), {(): found.accounts})
        yield _gauge("subscriptions", "Subscriptions to them.", (), {(): found.subscriptions})
        troubles = {("clock",): found.doubt, ("database",): found.damage, ("key",): found.key_fits is False}
        words = "What is not to be trusted: the clock, the file of the database, the key of the proofs."
        yield _gauge("not_trusted", words, ("what",), {what: bool(each) for what, each in troubles.items()})
        owed = {(stage,): figures.owed[stage].count if stage in figures.owed else 0 for stage in Stage}
        yield _gauge("reminders_owed", "Reminders that are due and not sent.", ("stage",), owed)
        oldest = {(stage,): _age(figures.owed.get(stage), now) for stage in Stage}
        yield _gauge("reminders_owed_oldest_age_seconds", "How long the oldest has been due.", ("stage",), oldest)
        results = {pair: figures.deliveries.get(pair, 0) for pair in product(MESSENGERS, RESULTS)}
        yield _gauge("deliveries_last_hour", "Attempts to send in the last hour.", ("messenger", "result"), results)
        words = "Reminders that a messenger refuses for a fault of ours: untold, or told without buttons."
        yield _gauge("reminders_refused", words, ("messenger", "result"), _refused(figures.refusals))
        used = {(name,): figures.sent_lately.get(name, 0) / rate / 60 for name, rate in PER_SECOND.items()}
        yield _gauge("rate_used_ratio", "Of what may be sent, what was sent in the last minute.", ("messenger",), used)
        steps = {(messenger,): figures.steps.get(messenger, 0) for messenger in MESSENGERS}
        yield _gauge("dialogue_steps_last_hour", "What customers wrote and pressed.", ("messenger",), steps)
        words = "Whether customers are not heard there: another process has our token, or it is refused."
        yield _gauge("messenger_deaf", words, ("messenger",), {(name,): name in figures.deaf for name in MESSENGERS})
        spending = figures.spending
        yield _gauge(
            "viber_paid_this_month", "Paid messages of the month, by Kyiv's calendar.", (), {(): spending.paid}
        )
        budget = math.inf if spending.budget is None else spending.budget
        yield _gauge(
            "viber_budget", "Paid messages that the month may have; infinite without a limit.", (), {(): budget}
        )
        yield from _of_the_registry(figures.registry, now)
        failed = {(job,): times for job, times in figures.failed.items()}
        yield _counter("job_failures", "Failures of the schedule's jobs since the start.", ("job",), failed)


def _of_the_registry(registry: RegistryState, now: datetime) -> Iterator[Metric]:
    yield _gauge("lost_matches", "Told works of the list that their account no longer meets.", (), {(): registry.lost})
    last = registry.last
    age = math.inf if last is None else (now - last.at).total_seconds()
    yield _gauge("registry_import_age_seconds", "Age of the last import, taken or not.", (), {(): age})
    refused = last is not None and last.refused is not None
    yield _gauge("registry_import_refused", "Whether the last import changes too much.", (), {(): int(refused)})
    counts = {(name,): getattr(last.report, name) if last else 0 for name in ImportReport.__dataclass_fields__}
    counts |= {("addresses",): last.addresses if last else 0, ("proofs",): last.proofs if last else 0}
    words = "What the last import did, or would have done where it was refused."
    yield _gauge("registry_import_accounts", words, ("result",), counts)


def _refused(refusals: Iterable[Refusal]) -> Mapping[tuple[str, str], int]:
    refused = dict.fromkeys(product(MESSENGERS, ("untold", "bare")), 0)
    for each in refusals:
        refused[each.messenger, "untold"] += each.untold
        refused[each.messenger, "bare"] += each.bare
    return refused


def _age(waiting: Waiting | None, now: datetime) -> float:
    return (now - waiting.oldest_due_at).total_seconds() if waiting else 0


def _gauge(name: str, words: str, labels: tuple[str, ...], values: Mapping[Any, float]) -> Metric:
    family = GaugeMetricFamily(f"provisnyk_{name}", words, labels=labels)
    for each, value in values.items():
        family.add_metric(each, value)
    return family


def _counter(name: str, words: str, labels: tuple[str, ...], values: Mapping[Any, float]) -> Metric:
    family = CounterMetricFamily(f"provisnyk_{name}", words, labels=labels)
    for each, value in values.items():
        family.add_metric(each, value)
    return family
