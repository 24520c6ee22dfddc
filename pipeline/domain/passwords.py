"""Passwords of operators: as they are kept, and whether one fits.

Kept as `scrypt$17$8$1$SALT$HASH`: the logarithm of the cost, block size, parallelism (RFC 7914), and both values in
Base64. A guess takes about a third of a second and 128 MB. What an earlier release has kept at a lower cost still fits.
"""

import hashlib
import hmac
import re
from base64 import b64decode, b64encode
from collections.abc import Iterable, Mapping

from pipeline.domain.errors import Misuse

SHORTEST = 12
"""Letters of a password."""
_LONGEST = 200
COST = 17
"""Logarithm of the rounds: one more, and a guess takes twice as long."""
_KEPT = re.compile(r"scrypt\$([1-9]|1\d|20)\$8\$1\$([A-Za-z0-9+/]{22}==)\$([A-Za-z0-9+/]{43}=)")
_NAME = re.compile(r"[^\W_][\w.-]{0,39}")


def hash_password(password: str, salt: bytes, cost: int | None = None) -> str:
    """The password as it is kept, at today's cost; `salt`: 16 random bytes."""
    cost = cost or COST
    hashed = _scrypt(password, salt, cost)
    return f"scrypt${cost}$8$1${b64encode(salt).decode()}${b64encode(hashed).decode()}"


def is_password(password: str, kept: str) -> bool:
    """Whether this password is the one that is kept; its bytes are compared in constant time."""
    found = _KEPT.fullmatch(kept)
    if found is None or len(password) > _LONGEST:
        return False
    return hmac.compare_digest(_scrypt(password, b64decode(found[2]), int(found[1])), b64decode(found[3]))


def is_outdated(kept: str) -> bool:
    """Whether a guess at what is kept costs less than it should."""
    found = _KEPT.fullmatch(kept)
    return found is not None and int(found[1]) < COST


def parse_operators(lines: Iterable[str]) -> Mapping[str, str]:
    """Password hashes by the operators' names, from lines `name:hash`. Raises `Misuse` that names the wrong line."""
    found: dict[str, str] = {}
    for number, line in enumerate(lines, 1):
        name, _, kept = line.strip().partition(":")
        if not name or name.startswith("#"):
            continue
        if not _NAME.fullmatch(name) or not _KEPT.fullmatch(kept):
            raise Misuse(f"Файл операторів, рядок {number}: потрібно «ім'я:хеш», його додає команда operator add")
        found[name] = kept
    return found


def will_do(password: str) -> bool:
    """Whether it is long enough to keep strangers out, and no longer than is ever read."""
    return SHORTEST <= len(password) <= _LONGEST


def check_new(name: str, password: str) -> None:
    """Raises `Misuse` where the name or the password is none that may be kept."""
    if not _NAME.fullmatch(name):
        raise Misuse(f"«{name}» — не ім'я оператора: до 40 літер, цифр, крапок і дефісів")
    if not will_do(password):
        raise Misuse(f"Пароль має бути завдовжки від {SHORTEST} до {_LONGEST} знаків")


def _scrypt(password: str, salt: bytes, cost: int) -> bytes:
    memory = 2**20 + (128 * 8 << cost) * 2
    return hashlib.scrypt(password.encode(), salt=salt, n=1 << cost, r=8, p=1, maxmem=memory, dklen=32)
