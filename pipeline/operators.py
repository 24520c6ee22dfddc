"""Who may see the operator's page: names and hashed passwords, from a file and the settings; and who is seeing it."""

import fcntl
import os
import secrets
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path

from data.operator_sessions import OperatorSessions
from data.private import private_file
from data.proofs import derived_key
from pipeline.bootstrap import Application
from pipeline.config import Settings
from pipeline.domain.errors import Failed, trouble
from pipeline.domain.passwords import check_new, hash_password, parse_operators, will_do

FIRST = "operator"
"""The name that goes with `OPERATOR_PASSWORD`."""


class OperatorList:
    """`bots.web.operator.sign_in.Operators`, as settings and file have them at the time."""

    def __init__(self, settings: Settings) -> None:
        self._settings, self._file = settings, settings.operators_file

    def names(self) -> Sequence[str]:
        """In order. Raises `ProvisnykError` where the file cannot be read."""
        return sorted({*([FIRST] if self._password else []), *self._in_file()})

    def hashes(self) -> Mapping[str, str]:
        """By name. Raises `ProvisnykError` where the file cannot be read."""
        return {**self.first, **self._in_file()}

    @cached_property
    def first(self) -> Mapping[str, str]:
        """The hash of `OPERATOR_PASSWORD`, which takes its time: the same after a restart, as sessions hang on it."""
        if self._password is None:
            return {}
        salt = derived_key(self._settings.proof_key_bytes(), "password of the operator")[:16]
        return {FIRST: hash_password(self._password, salt)}

    def renew(self, name: str, password: str) -> str:
        """Keep the password of an operator of the file at today's cost; gives its hash. Raises `ProvisnykError`."""
        hashed = _hashed(password)
        if self._file is not None:
            with _changed(self._file) as known:
                if name in known:
                    known[name] = hashed
        return hashed

    @property
    def _password(self) -> str | None:
        """`OPERATOR_PASSWORD`, where it will do."""
        given = self._settings.operator_password
        return given.get_secret_value() if given and will_do(given.get_secret_value()) else None

    def _in_file(self) -> Mapping[str, str]:
        return _read(self._file) if self._file is not None else {}


def operators(settings: Settings) -> OperatorList | None:
    """Who they are; None where nobody may see the page."""
    known = OperatorList(settings)
    return None if settings.operators_file is None and not known.names() else known


def is_too_short(settings: Settings) -> bool:
    """Whether `OPERATOR_PASSWORD` is one with which nobody is let in."""
    given = settings.operator_password
    return given is not None and not will_do(given.get_secret_value())


def add_operator(file: Path, name: str, password: str) -> bool:
    """Write an operator into the file, in the place of one of that name; gives whether the name was new.

    Raises `Misuse` for a name or password that is none, `Failed` where the disk refuses.
    """
    check_new(name, password)
    hashed = _hashed(password)
    with _changed(file) as known:
        is_new = name not in known
        known[name] = hashed
    return is_new


def operator_sessions(app: Application) -> OperatorSessions:
    """Who has signed in. Raises `Misuse` without the key of the proofs."""
    return OperatorSessions(app.database, derived_key(app.settings.proof_key_bytes(), "sessions of operators"))


@contextmanager
def _changed(file: Path) -> Iterator[dict[str, str]]:
    """The operators of a file, to be changed by one at a time; what becomes of them is written. Raises `Failed`."""
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        with os.fdopen(private_file(file.with_name(f"{file.name}.lock")), "w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            known = dict(_read(file)) if file.exists() else {}
            yield known
            beside = file.with_name(f"{file.name}.new")
            with os.fdopen(private_file(beside, os.O_TRUNC), "w", encoding="utf-8") as new:
                new.writelines(f"{each}:{kept}\n" for each, kept in known.items())
            beside.replace(file)
    except OSError as error:
        raise Failed(f"Не вдалося записати «{file}»: {trouble(error)}") from error


def _read(file: Path) -> Mapping[str, str]:
    try:
        return parse_operators(file.read_text(encoding="utf-8").splitlines())
    except OSError as error:
        raise Failed(f"Не вдалося прочитати файл операторів «{file}»: {trouble(error)}") from error


def _hashed(password: str) -> str:
    return hash_password(password, secrets.token_bytes(16))
