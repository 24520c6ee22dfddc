"""The composition root: the only place where adapters are built and given to the steps.

What takes long to load is imported where it is used: a tick without news reads no page and writes to nobody.
"""

import asyncio
import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import replace
from datetime import datetime
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING, TextIO
from urllib.parse import urlsplit

from pydantic import SecretStr

from bots.console import ConsoleMessenger
from bots.dialog.model import Facts
from bots.pacing import Pacer
from data.calendars import CalendarRepository
from data.conversations import ConversationRepository
from data.database import own_thread, repeated
from data.guesses import GuessRepository
from data.locks import SENDING, exclusive, is_held, run_lock, serving
from data.outbox import OutboxRepository
from data.page_archive import PageArchive
from data.registry import RegistryRepository
from data.registry_import import import_accounts
from data.settlements import load_settlements
from data.works import WorksRepository
from pipeline.clock_watch import ClockWatch
from pipeline.config import PREFIX, Settings, required
from pipeline.domain.addresses.settlement_aliases import gazetteer_with
from pipeline.domain.addresses.settlements import Gazetteer, Settlement, UnknownSettlement
from pipeline.domain.errors import Misuse
from pipeline.domain.imports import ImportReport
from pipeline.domain.pages import SourcePage
from pipeline.domain.reminders import Join, Message, Outcome
from pipeline.fingerprint import code_of_reading
from pipeline.later import LaterMessenger
from pipeline.source.fetch import fetch
from pipeline.source.saved import newest_reading
from pipeline.steps import plan as plan_step
from pipeline.steps import scrape as scrape_step
from pipeline.steps import tick as tick_step
from pipeline.steps.aside import Aside
from pipeline.steps.interfaces import Clock, Messenger
from pipeline.steps.plan import PlanReport
from pipeline.steps.register import Register
from pipeline.steps.scrape import Reader, ScrapeReport
from pipeline.steps.send import Sender, SendReport
from pipeline.steps.tick import TickReport
from pipeline.storage import Storage

if TYPE_CHECKING:
    from bots.telegram import TelegramMessenger
    from bots.viber import ViberMessenger
    from pipeline.source.pages import PageReading


class Application(Storage):
    """Settings turned into adapters, each built when it is first needed; closed at the end of the `with`."""

    def __init__(self, settings: Settings, clock: Clock, pacers: Mapping[str, Pacer] | None = None) -> None:
        """`pacers`: of the messengers that this process serves, by which all its applications send."""
        super().__init__(settings.database_url)
        self.settings = settings
        self.clock = clock
        self._pacers = pacers or {}

    @cached_property
    def works(self) -> WorksRepository:
        """Readings, pages and entries."""
        return WorksRepository(self.database, self.archive)

    @cached_property
    def archive(self) -> PageArchive:
        """The bytes of the kept pages."""
        return PageArchive(self.settings.var_dir / "pages")

    @cached_property
    def clock_watch(self) -> ClockWatch:
        """Whether the clock of this machine is to be believed."""
        return ClockWatch(self.database, self.works, self.clock)

    @cached_property
    def registry(self) -> RegistryRepository:
        """Accounts, contacts, subscriptions, aliases."""
        return RegistryRepository(self.database)

    @cached_property
    def outbox(self) -> OutboxRepository:
        """Reminders and deliveries."""
        return OutboxRepository(self.database, self.settings.viber_monthly_budget)

    @cached_property
    def conversations(self) -> ConversationRepository:
        """What is kept of chats. Raises `Misuse` without the key of the proofs."""
        return ConversationRepository(self.database, self.settings.proof_key_bytes())

    @cached_property
    def guesses(self) -> GuessRepository:
        """Wrong proofs. Raises `Misuse` without the key of the proofs."""
        return GuessRepository(self.database, self.settings.proof_key_bytes())

    @cached_property
    def register(self) -> Register:
        """The dialogue with customers. Raises `Misuse` without the key of the proofs."""
        from bots.dialog import news, talk  # noqa: PLC0415

        settings, key = self.settings, self.settings.proof_key_bytes()
        facts = partial(
            Facts,
            contact_centre=settings.contact_centre,
            privacy_url=settings.privacy_url,
            schedules_url=settings.schedules_url,
            page_url=settings.page_url,
            calendars_at=f"{settings.public_url}/calendar/" if settings.public_url else "",
        )
        calendars = CalendarRepository(self.database, key)
        kept = (self.conversations, self.guesses, self.registry, self.works, self.outbox, calendars)
        return Register(*kept, self.clock, key, talk.talk, news.tell, facts, always_both=settings.both_proofs)

    @cached_property
    def settlements(self) -> Sequence[Settlement]:
        """All settlements of the region."""
        return load_settlements(self.settings.settlements_file)

    @cached_property
    def gazetteer(self) -> Gazetteer:
        """All settlements, by name."""
        return gazetteer_with(tuple(self.settlements), ())

    def reader(self) -> Reader:
        """How the pages of the list are read: with the operator's aliases, for which the database is opened."""
        aliases = self.registry.settlement_aliases()
        gazetteer = gazetteer_with(tuple(self.settlements), tuple(aliases))
        fingerprint = hashlib.sha256(f"{self._rules_of_reading} {aliases}".encode()).hexdigest()[:16]
        return Reader(partial(self.read_page, gazetteer=gazetteer), fingerprint)

    @cached_property
    def _rules_of_reading(self) -> str:
        """A hash of all that reading depends on but the aliases."""
        return hashlib.sha256(f"{code_of_reading()} {self.settlements}".encode()).hexdigest()

    def read_page(self, page: SourcePage, *, gazetteer: Gazetteer | None = None) -> "PageReading":
        """What a page says."""
        from pipeline.source.pages import read_page  # noqa: PLC0415

        return read_page(
            page.content,
            captured_at=page.captured_at,
            gazetteer=gazetteer or self.gazetteer,
            status=page.status,
            content_type=page.content_type,
            url=page.location,
        )

    def source_pages(self, source: str | None, *, fresh: bool = False) -> Iterator[SourcePage]:
        """The pages of a URL, a file or a folder; None: of the source that the settings name.

        `fresh`: whole pages, also where they are those of the last healthy reading.
        """
        source = source or required(self.settings.source_url, "SOURCE_URL", self.settings.page_url)
        if urlsplit(source).scheme in ("http", "https"):
            known = {} if fresh else self.works.last_pages()
            telephone = "".join(filter(str.isdecimal, self.settings.contact_centre))
            within = self.settings.read_within
            return fetch(source, known=known, now=self.clock.now, contact=f"tel:{telephone}", within=within)
        return newest_reading(Path(source), self.clock.now())

    def scrape(
        self, pages: Iterable[SourcePage], now: datetime, *, accept: bool = False, aside: Aside | None = None
    ) -> ScrapeReport:
        """Read pages as one reading, within the deadline. Raises `WrongClock`."""
        aside, reader = aside or Aside(self.settings.read_within), self.reader()
        heard = self.clock_watch.hear(aside.all(pages))
        beside = replace(reader, read=lambda page: aside.do(lambda: reader.read(page)))
        return scrape_step.scrape(heard, self.works, beside, now=now, accept=accept)

    def scrape_kept(self, *, accept: bool = False) -> ScrapeReport:
        """Read the kept pages of the last list again, in its place."""
        return scrape_step.scrape_kept(self.works, self.reader(), accept=accept)

    def plan(self, now: datetime, *, hold: bool = True) -> PlanReport:
        """Bring the outbox in line with the list; without `hold` no change waits for the operator, who has seen it."""
        hold_above = self.settings.hold_above if hold else None
        return self._plan(plan_step.plan, now, hold_above, sure_of_time=self.clock_watch.is_sure())

    def plan_news(self, now: datetime, *, sure_of_time: bool = True) -> PlanReport:
        """The same where anything was written since the last plan from which another one could come."""
        return self._plan(plan_step.plan_news, now, self.settings.hold_above, sure_of_time=sure_of_time)

    def _plan(
        self, step: Callable[..., PlanReport], now: datetime, hold_above: int | None, *, sure_of_time: bool
    ) -> PlanReport:
        kept = (self.works, self.registry, self.outbox)
        by = partial(step, *kept, now=now, hold_above=hold_above, sure_of_time=sure_of_time)
        return repeated(self.database, by)

    def run_lock(self, *, wait: bool) -> AbstractContextManager[bool]:
        """The lock under which pages are read, plans made and messages sent; gives whether it is held."""
        return run_lock(self.database, wait=wait)

    def send(
        self, out: TextIO, *, limit: int | None = None, stopping: Callable[[], bool] = lambda: False
    ) -> SendReport:
        """Send what is due through every messenger that has a token; the console's messages go to `out`."""

        def elsewhere(messenger: str) -> bool:
            return messenger not in self._pacers and is_held(self.database, serving(messenger))

        report = SendReport()
        messengers = {**self._with_token(report), "console": ConsoleMessenger(out)}
        with exclusive(self.database, SENDING, wait=True):
            self.send_through(messengers, report, limit=limit, stopping=stopping, elsewhere=elsewhere)
        return report

    def tick(self, out: TextIO, now: datetime, *, stopping: Callable[[], bool] = lambda: False) -> TickReport:
        """Read, plan and send; under `run_lock`. Beside a reading that takes long, what is known is told meanwhile."""

        def tell() -> None:
            if self.clock_watch.is_sure():
                self.plan_news(self.clock.now())
                told.append(self.send(out, stopping=stopping))

        told: list[SendReport] = []
        aside = Aside(self.settings.read_within, tell, stopping)
        report = tick_step.tick(
            scrape=lambda: self.scrape(tick_step.unless(stopping, self.source_pages(None)), now, aside=aside),
            plan=lambda: self.plan_news(now, sure_of_time=self.clock_watch.settle()),
            send=lambda: self.send(out, stopping=stopping),
        )
        for each in told:
            report.send.add(each)
        return report

    def send_through(
        self,
        messengers: Mapping[str, Messenger],
        report: SendReport,
        *,
        limit: int | None = None,
        told: Callable[[Outcome], None] = lambda _: None,
        stopping: Callable[[], bool] = lambda: False,
        elsewhere: Callable[[str], bool] = lambda _: False,
    ) -> None:
        """Send what is due through these messengers, and close them; `told` hears of what went out."""
        if self.clock_watch.is_sure():
            self.outbox.expire(self.clock.now())
        with own_thread(self.database) as thread:
            sender = Sender(self.outbox, self.composer(), self.clock, report, thread, told, stopping, elsewhere)
            asyncio.run(sender.send(messengers, limit=limit))

    def import_accounts(
        self, file: Path, now: datetime, *, full: bool, accept: bool, progress: Callable[[int], None] | None = None
    ) -> ImportReport:
        """Take a billing export over; into a new database where there is none."""
        key = self.settings.proof_key_bytes()
        self.make_database()
        take = partial(import_accounts, database=self.database, gazetteer=self.gazetteer, now=now)
        return take(file, proof_key=key, full=full, accept=accept, progress=progress)

    def subscribe(self, join: Join, now: datetime) -> None:
        """Subscribe a chat to an account."""
        self.registry.subscribe(join.messenger, join.chat_id, join.account, join.since or now)

    def settlement(self, text: str) -> Settlement:
        """The settlement of this КАТОТТГ code or name. Raises `Misuse`."""
        try:
            return self.gazetteer.get(text) or self.gazetteer.resolve(text)
        except UnknownSettlement as error:
            hint = f"; схожі: {', '.join(error.nearest)}" if error.nearest else ""
            raise Misuse(f"«{text}»: {error.reason}{hint}") from None

    def composer(self) -> Callable[[Message, datetime], str]:
        """How a message becomes text, by the settings and the last healthy reading."""
        settings, last = self.settings, self.works.last_healthy()
        facts = {"page_url": settings.page_url, "contact_centre": settings.contact_centre}

        def text(message: Message, now: datetime) -> str:
            from bots.texts.compose import compose  # noqa: PLC0415

            return compose(message, now=now, list_read_at=last.at if last else None, **facts)

        return text

    def _with_token(self, report: SendReport) -> dict[str, Messenger]:
        """The messengers that have a token, not yet built; that others are off goes into the report."""
        messengers: dict[str, Messenger] = {}
        for name, token, build in self.builders():
            if token is None:
                report.off[name] = f"вимкнено: не задано {PREFIX}{name.upper()}_TOKEN, його нагадування чекають"
            else:
                messengers[name] = LaterMessenger(name, partial(build, token.get_secret_value()))
        return messengers

    def builders(self) -> "Sequence[tuple[str, SecretStr | None, Callable[[str], TelegramMessenger | ViberMessenger]]]":
        """Each messenger by its name, with its token, and what builds it by that. Building raises Misconfigured."""
        settings = self.settings
        return (
            ("telegram", settings.telegram_token, self.telegram),
            ("viber", settings.viber_token, self.viber),
        )

    def telegram(self, token: str) -> "TelegramMessenger":
        """Telegram, as this bot. Raises Misconfigured."""
        from bots.telegram import TelegramMessenger  # noqa: PLC0415

        return TelegramMessenger(token, self.settings.telegram_api_url, pacer=self._pacers.get("telegram"))

    def viber(self, token: str) -> "ViberMessenger":
        """Viber, as this bot. Raises Misconfigured."""
        from bots.viber import ViberMessenger  # noqa: PLC0415

        return ViberMessenger(token, self.settings.viber_api_url, pacer=self._pacers.get("viber"))
