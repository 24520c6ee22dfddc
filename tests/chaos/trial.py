"""A trial: customers who are owed a message each, strict fakes, and ticks that are started and killed.

The tick is the real one, as a process of its own; what arrived is asked of the fakes, what is known of the database.
"""

import json
import os
import random
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from time import sleep, time

from pydantic import SecretStr

from data import tables
from data.database import open_database
from data.locks import is_held, serving
from data.tables import Reminder
from pipeline.bootstrap import Application
from pipeline.config import ROOT, Settings, SystemClock
from pipeline.domain.clock import parse_moment
from pipeline.domain.reminders import Join, ReminderStatus
from tests.commands.conftest import PAGE, ROW
from tests.commands.served import free_address
from tests.fakes import telegram_api, viber_api
from tests.fakes.server import serve
from tests.fakes.service import FakeService
from tests.fakes.telegram_api import FakeTelegram
from tests.fakes.viber_api import FakeViber

NOW = "2026-11-23T15:00"
KEY = "a-key-for-tests-and-nothing-else"
RATES = {"telegram": 28, "viber": 48}
"""Messages a second that we allow ourselves."""
ACCOUNT = re.compile(r"Особовий рахунок (\d{9})")


@dataclass
class Trial:
    """One database with its customers, and what happened to them."""

    database_url: str
    environment: Mapping[str, str]
    fakes: Mapping[str, FakeService]
    accounts: frozenset[tuple[str, str]]
    """Messenger and account of every message owed."""
    kills: int = 0
    in_flight: list[frozenset[tuple[str, str]]] = field(default_factory=list)
    """At each kill, the messages that were claimed and not recorded."""
    started: list[subprocess.Popen[str]] = field(default_factory=list)

    def start(self, *command: str) -> subprocess.Popen[str]:
        """A tick, as cron starts it, or another command."""
        process = subprocess.Popen(
            [sys.executable, str(ROOT / "run.py"), *(command or ("tick",)), "--now", NOW, "--json"],
            env=dict(self.environment),
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        self.started.append(process)
        return process

    def end(self) -> None:
        """Leave no process behind where a test fails."""
        for process in self.started:
            process.kill()
            process.communicate()

    def serves(self, messenger: str) -> bool:
        """Whether a `serve` writes there, or waits until it may."""
        with closing(open_database(self.database_url)) as database:
            return is_held(database, serving(messenger))

    def finish(self) -> None:
        """Tick until nothing is owed, a minute passing in between."""
        for _ in range(20):
            tick = self.start()
            _, told = tick.communicate(timeout=600)
            assert tick.returncode == 0, told
            if not self.owed():
                return
            self.let_a_minute_pass()
        raise AssertionError("there is no end to it")

    def kill_soon(self, chance: random.Random, longest: float, *, rivals: int = 0) -> None:
        """Start a tick and kill it: seldom before it sends, mostly within `longest` seconds from its first message.

        Its rivals are started and killed with it: only one of them may be at work.
        """
        before, leased_before = self.taken(), self._leased()
        ticks = [self.start() for _ in range(1 + rivals)]
        if chance.random() < 0.15:
            sleep(chance.uniform(0, 1))
        else:
            while self.taken() == before and any(tick.poll() is None for tick in ticks):
                sleep(0.002)
            sleep(chance.uniform(0, longest))
        alive = [tick for tick in ticks if tick.poll() is None]
        for tick in alive:
            tick.kill()
        for tick in ticks:
            tick.communicate()
        if alive:
            self.kills += 1
            claimed = self._leased() - leased_before
            self.in_flight.append(frozenset((messenger, account) for messenger, account, _ in claimed))

    def taken(self) -> int:
        """How many messages have arrived so far."""
        return sum(len(fake.messages) for fake in self.fakes.values())

    def arrived(self) -> Counter[tuple[str, str]]:
        """How often each message arrived."""
        return Counter((name, account_of(each.text)) for name, fake in self.fakes.items() for each in fake.messages)

    def owed(self) -> int:
        """How many reminders are not settled."""
        with closing(open_database(self.database_url)) as database:
            open_now = Reminder.status.in_([ReminderStatus.DUE, ReminderStatus.SENDING])
            return int(Reminder.select().where(open_now & (Reminder.stage == "one_day")).count(database))

    def statuses(self) -> Counter[str]:
        """How many of the reminders due stand where."""
        with closing(open_database(self.database_url)) as database:
            rows = Reminder.select(Reminder.status).where(Reminder.stage == "one_day").tuples().execute(database)
            return Counter(status for (status,) in rows)

    def let_a_minute_pass(self) -> None:
        """For leases, pauses and holds, which keep the real clock; while no tick lives. A second of it passes."""
        sleep(1)
        with closing(open_database(self.database_url)) as database:
            Reminder.update(free_at=Reminder.free_at - 60).where(Reminder.free_at > 0).execute(database)
            hold = tables.MessengerHold
            hold.update(until=hold.until - 60).execute(database)

    def all_waits(self) -> bool:
        """Whether nothing could be claimed now."""
        with closing(open_database(self.database_url)) as database:
            open_now = Reminder.status.in_([ReminderStatus.DUE, ReminderStatus.SENDING]) & (Reminder.stage == "one_day")
            return not Reminder.select().where(open_now & (Reminder.free_at <= int(time()))).exists(database)

    def is_whole(self) -> bool:
        """Whether the database says that it is sound."""
        with closing(open_database(self.database_url)) as database:
            if not self.database_url.startswith("sqlite"):
                return bool(database.execute_sql("SELECT 1").fetchone())
            (sound,) = database.execute_sql("PRAGMA integrity_check").fetchone()
            return sound == "ok" and not database.execute_sql("PRAGMA foreign_key_check").fetchall()

    def _leased(self) -> set[tuple[str, str, int]]:
        """Messenger, account and number of each attempt that is claimed and not recorded."""
        with closing(open_database(self.database_url)) as database:
            columns = (tables.Contact.messenger, tables.Subscription.account, Reminder.attempts)
            query = Reminder.select(*columns).where(Reminder.status == ReminderStatus.SENDING)
            return set(query.join(tables.Subscription).join(tables.Contact).tuples().execute(database))


def account_of(text: str) -> str:
    """The account that a message names."""
    found = ACCOUNT.search(text)
    assert found is not None, text
    return found[1]


@contextmanager
def trial(database_url: str, folder: Path, customers: Mapping[str, int]) -> Iterator[Trial]:
    """So many customers of each messenger in a village whose lights go out tomorrow; every tenth has two accounts."""
    page = folder / "page.html"
    row = ROW.format(date="24.11.2026", settlement="с. Іза", street="", hours="з 9:00 до 16:00")
    page.write_text(PAGE.format(rows=row), encoding="utf-8")
    joins = [
        Join(messenger, str(1000 + number - (number % 10 == 1)), f"{prefix}{number:06}", None)
        for prefix, (messenger, count) in enumerate(customers.items(), 210)
        for number in range(count)
    ]
    with ExitStack() as stack:
        fakes: Mapping[str, FakeService] = {"telegram": FakeTelegram(), "viber": FakeViber()}
        urls = {name: stack.enter_context(serve(fake)) for name, fake in fakes.items()}
        _register(database_url, folder, joins)
        environment = os.environ | {
            "PROVISNYK_DATABASE_URL": database_url,
            "PROVISNYK_VAR_DIR": str(folder / "var"),
            "PROVISNYK_PROOF_KEY": KEY,
            "PROVISNYK_SOURCE_URL": str(page),
            "PROVISNYK_TELEGRAM_API_URL": urls["telegram"],
            "PROVISNYK_VIBER_API_URL": f"{urls['viber']}/pa",
            "PROVISNYK_WEB_BIND": "{}:{}".format(*free_address()),
        }
        tokens = {"telegram": telegram_api.TOKEN, "viber": viber_api.TOKEN}
        environment |= {f"PROVISNYK_{name.upper()}_TOKEN": tokens[name] for name in customers}
        owed = frozenset((join.messenger, join.account) for join in joins)
        run = Trial(database_url, environment, fakes, owed)
        stack.callback(run.end)
        yield run


def _register(database_url: str, folder: Path, joins: list[Join]) -> None:
    accounts = folder / "accounts.csv"
    lines = [f"{join.account},62Z{join.account}0001,m{join.account},с. Іза,,вул. Центральна,7," for join in joins]
    header = "account,eic,meter,settlement,katottg,street,house,apartment"
    accounts.write_text("\n".join([header, *lines]), encoding="utf-8")
    settings = Settings.model_construct(database_url=database_url, var_dir=folder / "var", proof_key=SecretStr(KEY))
    now = parse_moment(NOW)
    with Application(settings, SystemClock(now)) as app, app.outbox.transaction():
        app.import_accounts(accounts, now, full=False, accept=False)
        for join in joins:
            app.subscribe(join, now)


def rates_used(fakes: Mapping[str, FakeService]) -> Mapping[str, float]:
    """By messenger, the part of the allowed rate that was used from the first message to the last."""
    return {
        name: (len(fake.arrived_at) - 1) / (fake.arrived_at[-1] - fake.arrived_at[0]) / RATES[name]
        for name, fake in fakes.items()
        if len(fake.arrived_at) > 1
    }


@dataclass(frozen=True)
class Figures:
    """What full trials found, kept for docs/reliability.md."""

    folder: Path | None

    def __bool__(self) -> bool:
        """Whether trials are full."""
        return self.folder is not None

    def keep(self, name: str, trial: Trial) -> None:
        """Those of one trial."""
        if self.folder is None:
            return
        arrived = trial.arrived()
        figures = {
            "trial": name,
            "database": "SQLite" if trial.database_url.startswith("sqlite") else "PostgreSQL",
            "owed": len(trial.accounts),
            "kills": trial.kills,
            "arrived": sum(arrived.values()),
            "lost": len(trial.accounts - arrived.keys()),
            "repeated": sum(times - 1 for times in arrived.values()),
            "most in flight": max(map(len, trial.in_flight), default=0),
            "violations": sum(len(fake.limits.violations) for fake in trial.fakes.values()),
            "rates": rates_used(trial.fakes),
        }
        self.folder.mkdir(parents=True, exist_ok=True)
        path = self.folder / f"{name}-{figures['database']}.json"
        path.write_text(json.dumps(figures, ensure_ascii=False), encoding="utf-8")

    def keep_import(self, trial: Trial, accounts: int, states: Mapping[str, int]) -> None:
        """Those of imports that were killed: what the registry was afterwards."""
        if self.folder is None:
            return
        database = "SQLite" if trial.database_url.startswith("sqlite") else "PostgreSQL"
        figures = {"database": database, "accounts": accounts, "kills": trial.kills, "runs": sum(states.values())}
        figures |= {name: states.get(name, 0) for name in ("old", "new", "between")}
        self.folder.mkdir(parents=True, exist_ok=True)
        (self.folder / f"import-{database}.json").write_text(json.dumps(figures), encoding="utf-8")

    def keep_kills(self, command: str, database_url: str, found: Mapping[str, int]) -> None:
        """What killed commands left."""
        if self.folder is None:
            return
        database = "SQLite" if database_url.startswith("sqlite") else "PostgreSQL"
        (self.folder / "commands").mkdir(parents=True, exist_ok=True)
        path = self.folder / "commands" / f"{command}-{database}.json"
        path.write_text(json.dumps({"command": command, "database": database, **found}), encoding="utf-8")
