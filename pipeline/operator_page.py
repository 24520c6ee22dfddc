"""The operator's page over an application: what it shows, and what an operator does there.

What is done is the same as the commands do, under the same lock. Where a tick holds it, an act waits a few seconds
without keeping the database's thread, and then says so.
"""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import TypeVar

import structlog
from starlette.routing import Route

from bots.web.operator.routes import operator_routes
from bots.web.operator.sign_in import SignIn
from data.overview import DeliveryCounts, coming_works, held_by_day
from data.proofs import derived_key
from data.troubles import TroubleRepository
from pipeline import operations
from pipeline import operator_acts as acts
from pipeline.affairs import affairs_of
from pipeline.bootstrap import Application
from pipeline.config import Settings
from pipeline.correcting import correct
from pipeline.domain.corrections import CorrectionReport
from pipeline.domain.errors import Failed, ProvisnykError
from pipeline.domain.overview import Overview
from pipeline.domain.preview import ListFile, Preview
from pipeline.domain.quarantine import Named, QuarantineView, Taken
from pipeline.domain.sessions import SignedIn
from pipeline.domain.troubles import troubles
from pipeline.operator_lookups import OperatorLookups
from pipeline.operators import operator_sessions, operators
from pipeline.steps.unregistered import lacking_streets
from pipeline.web import Ask, in_time

ACT_WITHIN = 60.0
"""Seconds that an operator waits for the database: a large list is read for several."""
LOCK_WITHIN = 10.0
"""Seconds that an act waits for a tick to end."""
LOCK_EVERY = 0.25

T = TypeVar("T")
log = structlog.get_logger()


def operator_pages(ask: Ask, settings: Settings, deaf: Callable[[], Mapping[str, str]] = dict) -> list[Route]:
    """The pages; none where no operator is named. `ask` has a thread and a connection of its own.

    `deaf`: where customers are not heard now, and why.
    """
    known = operators(settings)
    if known is None:
        return []

    async def ask_in_time(job: Callable[[Application], T]) -> T:
        return await in_time(ask, job, ACT_WITHIN)

    known.first  # noqa: B018 - made before anybody waits for it
    sign_in = SignIn(known, KeptSessions(ask_in_time), derived_key(settings.proof_key_bytes(), "devices of operators"))
    return operator_routes(OperatorDesk(ask_in_time, deaf), sign_in, settings.public_url)


class KeptSessions:
    """`bots.web.operator.sign_in.Sessions` in the database of an application."""

    def __init__(self, ask: Ask) -> None:
        self._ask = ask

    async def begin(self, operator: str, password_hash: str, browser: str) -> str:
        """The token of a new session. Raises `Failed`."""
        return await self._ask(
            lambda app: operator_sessions(app).begin(operator, password_hash, browser, app.clock.real())
        )

    async def find(self, token: str, passwords: Mapping[str, str]) -> SignedIn | None:
        """The session of this token. Raises `Failed`."""
        return await self._ask(lambda app: operator_sessions(app).find(token, passwords, app.clock.real()))

    async def end(self, token: str) -> None:
        """End the session of this token. Raises `Failed`."""
        await self._ask(lambda app: operator_sessions(app).end(token))


class OperatorDesk(OperatorLookups):
    """`bots.web.operator.desk.Desk` over an application."""

    def __init__(self, ask: Ask, deaf: Callable[[], Mapping[str, str]]) -> None:
        super().__init__(ask)
        self._deaf = deaf
        self._counts = DeliveryCounts()

    async def overview(self) -> Overview:
        """How all stands. Raises `Failed`."""
        return await self._ask(partial(overview, counts=self._counts, deaf=self._deaf()))

    async def release(self, operator: str) -> int:
        """Let go the changes that are held; how many. Raises `Failed`."""
        released = await self._under_lock(lambda app: app.outbox.release(app.clock.now()))
        log.warning("operator_released", operator=operator, reminders=released)
        return released

    async def hold(self, operator: str) -> int:
        """Hold the changes and cancellations that are not sent; how many reminders. Raises `Failed`."""
        held = await self._under_lock(lambda app: operations.hold(app, app.clock.now()))
        log.warning("operator_held", operator=operator, reminders=held)
        return held

    async def correct(self, operator: str, work_id: str, hours: str, seen: int | None) -> CorrectionReport:
        """Put other hours in the place of a work's, where `seen` messages tell it. Raises `Misuse`, `Failed`."""
        by = partial(correct, work_id=work_id, hours=hours, operator=operator)
        report = await self._under_lock(partial(by, agreed=lambda found: found.told == seen))
        if report.done:
            log.warning("operator_corrected", operator=operator, work=work_id, told=report.told)
        return report

    async def quarantine(self) -> QuarantineView:
        """What was not understood. Raises `Failed`."""
        return await self._ask(acts.quarantine)

    async def name_settlement(self, operator: str, printed: str, settlement: str, district: str | None) -> Named:
        """Remember which settlement a printed name means, and read the kept list again. Raises `Misuse`, `Failed`."""

        def job(app: Application) -> Named:
            _, found = acts.name_settlement(app, printed, settlement, district)
            return Named(found.title, _reread(app))

        named = await self._under_lock(job)
        log.warning("operator_named_settlement", operator=operator, printed=printed, means=named.settlement)
        return named

    async def name_street(self, operator: str, settlement: str, old: str, new: str) -> None:
        """Remember which street of the registry a printed one is. Raises `Misuse`, `Failed`."""
        await self._under_lock(partial(acts.name_street, settlement=settlement, old=old, new=new))
        log.warning("operator_named_street", operator=operator, settlement=settlement, old=old, new=new)

    async def forget_settlement(self, operator: str, printed: str, district: str | None) -> Taken:
        """Forget which settlement a printed name means, and read the kept list again. Raises `Misuse`, `Failed`."""

        def job(app: Application) -> Taken:
            acts.forget_settlement(app, printed, district)
            return _reread(app)

        taken = await self._under_lock(job)
        log.warning("operator_forgot_settlement", operator=operator, printed=printed)
        return taken

    async def forget_street(self, operator: str, settlement: str, old: str, new: str) -> None:
        """Forget which street of the registry a printed one is. Raises `Misuse`, `Failed`."""
        await self._under_lock(partial(acts.forget_street, settlement=settlement, old=old, new=new))
        log.warning("operator_forgot_street", operator=operator, settlement=settlement, old=old, new=new)

    async def reread(self, operator: str) -> Taken:
        """Read the kept list again. Raises `Misuse`, `Failed`."""
        taken = await self._under_lock(acts.reread)
        log.warning("operator_reread", operator=operator, state=taken.reading.state)
        return taken

    async def doubtful(self) -> Preview | None:
        """What the last list would change that was not believed; None where it was. Raises `Failed`."""
        return await self._ask(acts.preview_doubtful)

    async def accept(self, operator: str, reading_id: int) -> Taken:
        """Believe the list of this reading, if it is still the last one. Raises `Misuse`, `Failed`."""
        taken = await self._under_lock(partial(acts.accept, reading_id=reading_id))
        log.warning("operator_accepted", operator=operator, reading=reading_id, state=taken.reading.state)
        return taken

    async def examine(self, files: Sequence[ListFile]) -> Preview:
        """What a list would change that was brought by hand. Raises `Failed`."""
        return await self._ask(partial(acts.preview_brought, files=files))

    async def take(self, operator: str, files: Sequence[ListFile], *, accept: bool) -> Taken:
        """Let it count, by the rules of any other list. Raises `Failed`."""
        taken = await self._under_lock(partial(acts.take, files=files, accept=accept))
        log.warning("operator_brought_list", operator=operator, state=taken.reading.state, accepted=accept)
        return taken

    async def _under_lock(self, job: Callable[[Application], T]) -> T:
        """Do a job while no tick is at work. Raises `Failed` where one is for long."""

        def attempt(app: Application) -> tuple[T] | None:
            with app.run_lock(wait=False) as held:
                return (job(app),) if held else None

        for _ in range(int(LOCK_WITHIN / LOCK_EVERY)):
            if done := await self._ask(attempt):
                return done[0]
            await asyncio.sleep(LOCK_EVERY)
        raise Failed("Саме читається список або йде надсилання. Нічого не змінено: спробуйте за хвилину.")


def _reread(app: Application) -> Taken:
    """Read the kept list again, after what was said of a name is written. Raises `Failed`."""
    try:
        return acts.reread(app)
    except ProvisnykError as error:
        raise Failed(f"Сказане записано, але списку не перечитано. {error}") from error


def overview(app: Application, *, counts: DeliveryCounts, deaf: Mapping[str, str] | None = None) -> Overview:
    """How all stands now."""
    now, database = app.clock.now(), app.database
    newest = app.works.recent_readings(1)
    told = counts.of_last_days(database, now)
    affairs = affairs_of(app, now, {}, deaf)
    known = TroubleRepository(database).known()
    return Overview(
        at=now,
        last=newest[0] if newest else None,
        last_healthy=affairs.last_healthy,
        works=app.works.known_future(now),
        coming=coming_works(database, now),
        attempts=told.attempts,
        scheduled=told.scheduled,
        changes=told.changes,
        quarantined=sum(1 for _ in app.works.quarantine()),
        lacking=len(lacking_streets(app.works, app.registry, now=now)[0]),
        doubtful=acts.is_doubtful(app.works),
        settling=affairs.settling,
        troubles=[*troubles(affairs, known, now).values()],
        refusals=affairs.refusals,
        held=held_by_day(database),
        spending=affairs.spending,
        registry=affairs.registry,
    )
