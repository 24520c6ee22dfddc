"""Rehearsals: fixture folders replayed through the real steps, on a database, a key and a clock of their own."""

import secrets
import shutil
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from pydantic import SecretStr

from bots.dialog.incoming import Incoming
from bots.dialog.model import Input, Press, Reply, Start, Text
from data.subscription_file import read_subscriptions
from pipeline.bootstrap import Application
from pipeline.config import Settings
from pipeline.domain.errors import Failed, Misuse
from pipeline.domain.pages import SourcePage
from pipeline.domain.reminders import MESSENGERS, Outcome
from pipeline.source.saved import saved_pages
from pipeline.steps import replay as replay_step
from pipeline.steps.send import SendReport

START = "/start"
"""What opens a chat."""


@dataclass(frozen=True, slots=True)
class Spoken:
    """One step of a customer in a chat."""

    messenger: str
    words: str
    """Typed, or the label of the button that is pressed."""
    pressed: bool = False
    replies: tuple[Reply, ...] = ()


class ReplayClock:
    """A clock that stands still until it is set."""

    stated = True

    def __init__(self) -> None:
        self.time = datetime.min.replace(tzinfo=UTC)

    def now(self) -> datetime:
        """The time it was set to."""
        return self.time

    def real(self) -> datetime:
        """The same: in a replay no other clock is heard."""
        return self.time


class SilentMessenger:
    """Takes every message; the replay tells them from what the sender reports."""

    def __init__(self, name: str) -> None:
        self.name = name

    async def send(self, chat_id: str, text: str, **_: object) -> str:  # noqa: ARG002
        """Take it."""
        return "replay"

    async def close(self) -> None:
        """Nothing was opened."""


def replay_folder(
    settings: Settings,
    folder: Path,
    told: Callable[[Outcome], None],
    *,
    until: datetime | None = None,
    database_url: str | None = None,
) -> None:
    """Replay a fixture folder with a throwaway key; `told` hears of each message, in order of time.

    On a throwaway database, or an empty one at `database_url`. Of the settings only the list of settlements and
    HOLD_ABOVE count, so that the same folder gives the same messages everywhere. Raises `Misuse` where the folder, its
    accounts or its subscriptions cannot be used.
    """
    pages = _pages(folder / "pages")
    with _stage(settings, folder, pages, database_url) as (app, clock):
        _replay(app, clock, folder, pages, told, until=until)


@contextmanager
def rehearsed(settings: Settings, folder: Path) -> Iterator[tuple[Settings, datetime]]:
    """An installation after the folder's pages passed, the last of them from `later/`: its settings and its present.

    It vanishes at the end. Settings and errors as of `replay_folder`.
    """
    later = _pages(folder / "later")
    begun = min(page.captured_at for page in later)
    pages = [*(page for page in _pages(folder / "pages") if page.captured_at < begun), *later]
    with _stage(settings, folder, pages) as (app, clock):
        _replay(app, clock, folder, pages, lambda _: None, until=max(page.captured_at for page in later))
        yield app.settings, clock.now()


def rehearse_dialogue(settings: Settings, folder: Path, page: str, said: Iterable[Spoken]) -> Iterator[Spoken]:
    """What is said in chats once this page of a fixture folder is read, and what the bot replies to it.

    Words that stand on a button of the last replies press it. Settings and errors as of `replay_folder`.
    """
    pages = _pages(folder / "pages" / page)
    with _stage(settings, folder, pages) as (app, clock):
        app.scrape(pages, clock.now())
        app.plan(clock.now())
        replies: tuple[Reply, ...] = ()
        for each in said:
            buttons = (button for reply in replies for row in reply.buttons for button in row)
            pressed = next((Press(one.action, one.argument) for one in buttons if one.label == each.words), None)
            step: Input = Start() if each.words == START else pressed or Text(each.words)
            replies = app.register.handle(each.messenger, Incoming("1", step), clock.now())
            yield Spoken(each.messenger, each.words, pressed is not None, replies)


@contextmanager
def _stage(
    settings: Settings, folder: Path, pages: Iterable[SourcePage], database_url: str | None = None
) -> Iterator[tuple[Application, ReplayClock]]:
    """An application of its own over the folder's registry, at the time of the first of these pages."""
    settlements = folder / "settlements.csv"
    clock = ReplayClock()
    with tempfile.TemporaryDirectory(prefix="provisnyk-") as scratch:
        alone = Settings.model_construct(
            database_url=database_url or f"sqlite:///{scratch}/replay.db",
            var_dir=Path(scratch),
            proof_key=SecretStr(secrets.token_hex()),
            hold_above=settings.hold_above,
            settlements_file=settlements if settlements.exists() else settings.settlements_file,
        )
        with Application(alone, clock) as app:
            clock.time = min(page.captured_at for page in pages)
            _import_fixture(app, folder / "accounts.csv", Path(scratch))
            yield app, clock


def _pages(path: Path) -> list[SourcePage]:
    return list(saved_pages(path, now=ReplayClock().now))


def _replay(
    app: Application,
    clock: ReplayClock,
    folder: Path,
    pages: Iterable[SourcePage],
    told: Callable[[Outcome], None],
    *,
    until: datetime | None,
) -> None:
    replay_step.replay(
        pages,
        read_subscriptions(folder / "subscriptions.csv"),
        subscribe=app.subscribe,
        tick=partial(_replay_tick, app, clock, told),
        next_due=app.outbox.next_due,
        until=until,
    )


def _replay_tick(
    app: Application,
    clock: ReplayClock,
    told: Callable[[Outcome], None],
    now: datetime,
    pages: list[SourcePage],
) -> datetime | None:
    clock.time = now
    if pages:
        app.scrape(pages, now)
    wake_at = app.plan_news(now).wake_at
    messengers = {name: SilentMessenger(name) for name in MESSENGERS}
    report = SendReport()
    outcomes: list[Outcome] = []
    app.send_through(messengers, report, told=outcomes.append)
    # messengers are written to side by side: told one after the other, a replay is the same each time
    for outcome in sorted(outcomes, key=lambda each: MESSENGERS.index(each.message.recipient.messenger)):
        told(outcome)
    if report.faults:
        raise Failed(f"Збій програми у повідомленнях ({report.faults}): подробиці в журналі, -v")
    return wake_at


def _import_fixture(app: Application, file: Path, scratch: Path) -> None:
    """Import a copy, so that no file of rejected rows comes to lie in the fixture."""
    if not file.exists():
        raise Misuse(
            f"У теці «{file.parent}» бракує {file.name}: для відтворення потрібні pages/, accounts.csv і "
            "subscriptions.csv"
        )
    copy = scratch / file.name
    shutil.copyfile(file, copy)
    report = app.import_accounts(copy, app.clock.now(), full=False, accept=False)
    if report.rejected:
        raise Misuse(f"«{file}»: відхилено рядків: {report.rejected}; перевірте файл командою accounts import")
