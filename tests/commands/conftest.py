"""The command line as an operator has it: a folder of his own, his settings, real processes or the same code inside."""

import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from typer.testing import CliRunner

from pipeline.cli import cli
from pipeline.config import ROOT
from pipeline.serve import STOP_WITHIN
from tests.commands.served import Served, free_address, served
from tests.fakes import telegram_api, viber_api
from tests.fakes.server import serve

KEY = "a-key-for-tests-and-nothing-else"

ACCOUNTS = """account,eic,meter,settlement,katottg,street,house,apartment
210000001,62Z1000000000011,100001,с. Іза,,вул. Центральна,7,
210000002,62Z1000000000022,100002,м. Хуст,,вул. Івана Франка,18,2
"""

PAGE = """<html><head><meta charset="utf-8"></head><body><h1>Планові відключення</h1><table>
<tr><th>Дата</th><th>РЕМ</th><th>Населений пункт</th><th>Вулиці</th><th>Час</th></tr>{rows}</table></body></html>"""
ROW = "<tr><td>{date}</td><td>Хустський РЕМ</td><td>{settlement}</td><td>{street}</td><td>{hours}</td></tr>"
IZA = ROW.format(date="24.11.2026", settlement="с. Іза", street="вул. Центральна, 1-25", hours="з 9:00 до 16:00")


@dataclass
class Result:
    """How a command ended."""

    code: int
    out: str
    err: str

    @property
    def records(self) -> list[dict]:
        """The JSON objects on stdout."""
        return [json.loads(line) for line in self.out.splitlines()]

    @property
    def record(self) -> dict:
        """The one JSON object on stdout."""
        (only,) = self.records
        return only


@pytest.fixture
def desk(tmp_path, monkeypatch, new_sqlite) -> Path:
    """The operator's folder; no setting but the database, the key and the folder is made."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PROVISNYK_DATABASE_URL", new_sqlite(tmp_path / "provisnyk.db"))
    monkeypatch.setenv("PROVISNYK_VAR_DIR", str(tmp_path / "var"))
    monkeypatch.setenv("PROVISNYK_PROOF_KEY", KEY)
    (tmp_path / "accounts.csv").write_text(ACCOUNTS, encoding="utf-8")
    return tmp_path


@pytest.fixture
def run(desk) -> Callable[..., Result]:
    """`run("plan", "--json")`: the command inside this process; `given`: what stands on its stdin."""

    def call(*arguments: str, given: str | None = None) -> Result:
        result = CliRunner().invoke(cli, list(arguments), input=given)
        if result.exception is not None and not isinstance(result.exception, SystemExit):
            raise result.exception
        return Result(result.exit_code, result.stdout, result.stderr)

    return call


@pytest.fixture
def process(desk) -> Callable[..., Result]:
    """The same as a process of its own, as cron starts it."""

    def call(*arguments: str, **options: object) -> Result:
        done = subprocess.run(
            [sys.executable, str(ROOT / "run.py"), *arguments],
            capture_output=True,
            text=True,
            check=False,
            timeout=60,
            **options,
        )
        return Result(done.returncode, done.stdout, done.stderr)

    return call


@pytest.fixture
def page(desk) -> Callable[..., str]:
    """Write a page with these rows; gives its path."""

    def write(*rows: str, name: str = "page.html") -> str:
        path = desk / name
        path.write_text(PAGE.format(rows="".join(rows)), encoding="utf-8")
        return str(path)

    return write


@pytest.fixture
def either_database(desk, database_url, monkeypatch) -> None:
    """The operator's database is one of each kind."""
    monkeypatch.setenv("PROVISNYK_DATABASE_URL", database_url)


@pytest.fixture
def telegram() -> Iterator[telegram_api.FakeTelegram]:
    """Telegram, for `serving`."""
    fake = telegram_api.FakeTelegram(to_a_chat=False)  # `served` has another pace there
    with serve(fake) as fake.url:
        yield fake


@pytest.fixture
def viber() -> Iterator[viber_api.FakeViber]:
    """Viber; where a test asks for it, `serving` has its token."""
    fake = viber_api.FakeViber()
    with serve(fake) as fake.url:
        yield fake


@pytest.fixture
def serving(request, desk, page, run, telegram):
    """`with serving(SETTING=…) as served`: messengers are the fakes; the page is a file with works in с. Іза."""
    run("accounts", "import", "accounts.csv")
    settings = {"SOURCE_URL": page(IZA), "TELEGRAM_TOKEN": telegram_api.TOKEN, "TELEGRAM_API_URL": telegram.url}
    viber = request.getfixturevalue("viber") if "viber" in request.fixturenames else None
    if viber:
        settings |= {"VIBER_TOKEN": viber_api.TOKEN, "VIBER_API_URL": f"{viber.url}/pa"}

    @contextmanager
    def start(
        now: str = "2026-11-19T12:00", stop_within: float = STOP_WITHIN, files: int | None = None, **own: str
    ) -> Iterator[Served]:
        host, port = free_address()
        telegram.mailbox.address = f"http://{host}:{port}"
        telegram.mailbox.asked = 0
        if viber:
            viber.callbacks.address = telegram.mailbox.address
        with served(now, (host, port), settings | own, stop_within=stop_within, files=files) as running:
            yield running

    return start
