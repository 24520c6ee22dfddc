"""Who may see the operator's page: names and hashed passwords, from a file and the settings."""

import os
import secrets
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path

from pipeline.config import Settings
from pipeline.domain.errors import Failed, trouble
from pipeline.domain.passwords import check_new, hash_password, parse_operators

FIRST = "operator"
"""The name that goes with `OPERATOR_PASSWORD`."""


def operators(settings: Settings) -> Callable[[], Mapping[str, str]] | None:
    """Gives the password hashes by name, as the file has them at the time; None where nobody may see the page."""
    password, file = settings.operator_password, settings.operators_file
    if password is None and file is None:
        return None
    first = {FIRST: _hashed(password.get_secret_value())} if password else {}
    return partial(_with_file, first, file) if file else lambda: first


def add_operator(file: Path, name: str, password: str) -> bool:
    """Write an operator into the file, in the place of one of that name; gives whether the name was new.

    Raises `Misuse` for a name or password that is none, `Failed` where the disk refuses.
    """
    check_new(name, password)
    known = dict(_read(file)) if file.exists() else {}
    is_new = name not in known
    known[name] = _hashed(password)
    lines = "".join(f"{each}:{kept}\n" for each, kept in known.items())
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        beside = file.with_name(f"{file.name}.new")
        with os.fdopen(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as new:
            new.write(lines)
        beside.replace(file)
    except OSError as error:
        raise Failed(f"Не вдалося записати «{file}»: {trouble(error)}") from error
    return is_new


def _with_file(first: Mapping[str, str], file: Path) -> Mapping[str, str]:
    return {**first, **_read(file)}


def _read(file: Path) -> Mapping[str, str]:
    try:
        return parse_operators(file.read_text(encoding="utf-8").splitlines())
    except OSError as error:
        raise Failed(f"Не вдалося прочитати файл операторів «{file}»: {trouble(error)}") from error


def _hashed(password: str) -> str:
    return hash_password(password, secrets.token_bytes(16))
