"""Aside: what may take long is done in a thread, while what must not wait for it goes on."""

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, wait
from threading import Thread
from time import monotonic
from typing import TypeVar

import structlog

from pipeline.domain.errors import Failed, SourceUnavailable, frames

LOOK_EVERY = 0.5
"""Seconds until it is looked again whether we are to stop."""
PATIENCE = 10.0
"""Seconds that the rest waits for a reading that is about to end, and between two times that it goes on."""

T = TypeVar("T")

log = structlog.get_logger()


class Aside:
    """A reading with one deadline. Its jobs touch no database: that belongs to the thread that waits for them."""

    def __init__(
        self,
        within: float,
        meanwhile: Callable[[], object] = lambda: None,
        stopping: Callable[[], bool] = lambda: False,
        patience: float | None = None,
    ) -> None:
        """`within`: seconds for all jobs together; `meanwhile`: what is done again and again beside a long one."""
        self._within = within
        self._until = monotonic() + within
        self._meanwhile = meanwhile
        self._stopping = stopping
        self._patience = PATIENCE if patience is None else patience
        self._next = monotonic() + self._patience

    def do(self, job: Callable[[], T]) -> T:
        """What the job gives, or raises. Raises `SourceUnavailable` after the deadline, `Failed` where we are to stop.

        A job that goes on then is abandoned; nothing comes of it any more.
        """
        result: Future[T] = Future()
        Thread(target=_settle, args=(result, job), name="aside", daemon=True).start()
        while not wait((result,), timeout=min(LOOK_EVERY, self._patience)).done:
            if self._stopping():
                raise Failed("Читання списку перервано: програму зупиняють")
            if monotonic() >= self._until:
                raise SourceUnavailable(
                    f"список не вдалося прочитати за {self._within:g} с; спробуємо знову; "
                    "якщо так щоразу, дайте більше часу: PROVISNYK_READ_WITHIN"
                )
            if monotonic() >= self._next:
                self._go_on()
                self._next = monotonic() + self._patience
        return result.result()

    def _go_on(self) -> None:
        """What ends this by its own trouble is no trouble of the reading, after which it is done once more."""
        try:
            self._meanwhile()
        except Exception as error:  # noqa: BLE001 - as said
            log.warning("meanwhile_failed", error=type(error).__name__, where=frames(error))

    def all(self, items: Iterable[T]) -> Iterator[T]:
        """These items, once all of them are there."""
        yield from self.do(lambda: tuple(items))


def _settle(result: Future[T], job: Callable[[], T]) -> None:
    try:
        result.set_result(job())
    except BaseException as error:  # noqa: BLE001 - it is raised where the result is waited for
        result.set_exception(error)
