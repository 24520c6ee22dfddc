"""The desk: the database's thread, where the dialogue is stored while the event loop goes on.

One thread, one thing after the other: SQLite takes one writer at a time, and what customers do keeps its order. It is a
daemon: a database that hangs does not keep the process from ending.
"""

import threading
from asyncio import wrap_future
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from queue import SimpleQueue
from typing import Any, TypeVar

from bots.dialog.answers import Answer
from bots.dialog.incoming import Incoming
from bots.dialog.model import Reply
from data.database import check_writable, database_errors
from pipeline import operations
from pipeline.affairs import installation
from pipeline.bootstrap import Application
from pipeline.domain.trust import OLD_AFTER, is_old

T = TypeVar("T")


class DatabaseDesk:
    """`pipeline.steps.converse.Desk` over an application of its own, opened when it is first needed."""

    def __init__(self, application: Callable[[], Application]) -> None:
        self._application = application
        self._jobs: SimpleQueue[tuple[Callable[[Application], Any], Future[Any]] | None] = SimpleQueue()
        self._thread = threading.Thread(target=self._work, name="desk", daemon=True)
        self._thread.start()

    async def handle(self, messenger: str, incoming: Incoming) -> tuple[Reply, ...]:
        """Take a customer's step. Raises `Failed` where the database refuses."""
        return await self._do(lambda app: app.register.handle(messenger, incoming, app.clock.now()))

    async def answer(self, messenger: str, incoming: Incoming) -> Answer:
        """The same; the answer is kept until it is `said`. Raises `Failed`."""
        return await self._do(lambda app: app.register.answer(messenger, incoming, app.clock.now()))

    async def unsaid(self, messenger: str) -> Sequence[tuple[str, Answer]]:
        """Chat and answer of all that is kept, in order. Raises `Failed`."""
        return await self._do(lambda app: app.register.unsaid(messenger))

    async def said(self, numbers: Sequence[int]) -> None:
        """Keep these answers no longer. Raises `Failed`."""
        await self._do(lambda app: app.register.said(numbers))

    async def receive(self, message: str, fate: str) -> None:
        """Keep what became of a message of ours: `delivered`, `seen` or `failed`. Raises `Failed`."""
        await self._do(lambda app: operations.receive(app, message, fate))

    async def trouble(self) -> str | None:
        """Why customers cannot be served well: the database, or a list that was not read for long. Raises `Failed`."""
        return await self._do(_trouble)

    async def ask(self, job: Callable[[Application], T]) -> T:
        """What a job finds out. Raises `Failed`."""
        return await self._do(job)

    def close(self) -> None:
        """Let go of the database once all that was brought is done."""
        self._jobs.put(None)

    async def _do(self, job: Callable[[Application], T]) -> T:
        future: Future[T] = Future()
        self._jobs.put((job, future))
        return await wrap_future(future)

    def _work(self) -> None:
        """Do jobs; after a failure on a connection of its own, as the old one may be of no more use."""
        while True:
            with self._application() as app:
                while (each := self._jobs.get()) is not None:
                    job, future = each
                    if not future.set_running_or_notify_cancel():
                        continue
                    try:
                        with database_errors():
                            app.reconnect()
                            result = job(app)
                    except BaseException as error:  # noqa: BLE001 - it belongs to who waits for the result
                        future.set_exception(error)
                        break
                    future.set_result(result)
                else:
                    return


def _trouble(app: Application) -> str | None:
    check_writable(app.database)
    found = installation(app)
    if not found.accounts:
        return "Немає жодного особового рахунку: нікого сповіщати"
    if found.damage:
        return "Файл бази даних пошкоджено"
    last = app.works.last_healthy()
    if last is None:
        return "Списку планових робіт ще не прочитано"
    if is_old(last.at, app.clock.now()):
        return f"Список планових робіт не читався понад {OLD_AFTER.total_seconds() / 3600:.0f} годин"
    return None
