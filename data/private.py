"""Files and folders for their owner alone, also where an earlier release has left them open to others."""

import os
from pathlib import Path

_OTHERS = 0o077


def private_file(path: Path, flags: int = 0) -> int:
    """The descriptor of a file to write to, made where there is none. Raises `OSError`."""
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | flags, 0o600)
    _shut(path, 0o600)
    return descriptor


def private_folder(path: Path) -> None:
    """Make a folder where there is none. Raises `OSError`."""
    path.mkdir(mode=0o700, parents=True, exist_ok=True)
    _shut(path, 0o700)


def _shut(path: Path, mode: int) -> None:
    found = path.stat()
    if found.st_mode & _OTHERS and found.st_uid == os.geteuid():
        path.chmod(mode)
