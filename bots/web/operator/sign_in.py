"""Signing in: who the operators are, how often one may try, and for how long a session lasts.

Sessions and pauses live in memory: a restart of `serve` signs everybody out.
"""

import asyncio
import hashlib
import secrets
from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache
from time import monotonic

from pipeline.domain.passwords import hash_password, is_password

LASTS = 12 * 3600.0
"""Seconds of a session at most."""
IDLE = 2 * 3600.0
"""Seconds after which a session ends in which nothing is asked for."""
FREE_TRIES = 3
LONGEST_PAUSE_OF_A_NAME = 60.0
"""Seconds: a stranger who tries a name keeps its owner out for no longer."""
LONGEST_PAUSE_OF_A_CLIENT = 900.0
MOST_REMEMBERED = 10_000

Operators = Callable[[], Mapping[str, str]]
"""Password hashes by name, as they are now. Raises `Misuse` where the file is wrong."""


@dataclass(frozen=True, slots=True)
class Notice:
    """What is said once, on the next page that is shown."""

    text: str
    is_error: bool = False
    typed: Mapping[str, str] = field(default_factory=dict)
    """The fields of the form that was refused, so that nothing need be typed again."""


@dataclass(slots=True)
class Session:
    """An operator who has signed in."""

    operator: str
    password_hash: str
    """That with which he signed in; another one, or none, ends the session."""
    ends_at: float
    idle_at: float
    csrf: str = field(default_factory=lambda: secrets.token_urlsafe(32))
    """Stands in each form, so that no other site can post one."""
    notice: Notice | None = None
    kept: object = None
    """What the operator has brought and not yet decided upon."""


class Pauses:
    """Growing pauses between tries: a few are free, each further one waits twice as long, up to a limit."""

    def __init__(self, longest: float, clock: Callable[[], float]) -> None:
        self._longest, self._clock = longest, clock
        self._tries: OrderedDict[str, tuple[int, float]] = OrderedDict()

    def left(self, key: str) -> float:
        """Seconds until the next try."""
        tries, at = self._tries.get(key, (0, 0.0))
        pause = min(self._longest, 2.0 ** min(tries - FREE_TRIES, 20)) if tries >= FREE_TRIES else 0.0
        return max(0.0, at + pause - self._clock())

    def count(self, key: str) -> None:
        """One more try, before it is known whether it was right: many at once gain nothing."""
        tries, _ = self._tries.pop(key, (0, 0.0))
        self._tries[key] = tries + 1, self._clock()
        if len(self._tries) > MOST_REMEMBERED:
            self._tries.popitem(last=False)

    def forgive(self, key: str) -> None:
        """It was right."""
        self._tries.pop(key, None)


class SignIn:
    """Operators and their sessions."""

    def __init__(self, operators: Operators, clock: Callable[[], float] = monotonic) -> None:
        self._operators, self._clock = operators, clock
        self._of_names = Pauses(LONGEST_PAUSE_OF_A_NAME, clock)
        self._of_clients = Pauses(LONGEST_PAUSE_OF_A_CLIENT, clock)
        self._key = secrets.token_bytes(32)
        self._sessions: dict[bytes, Session] = {}
        self._one_at_a_time = asyncio.Lock()

    def pause(self, name: str, client: str) -> float:
        """Seconds until this client may try this name."""
        return max(self._of_names.left(name), self._of_clients.left(client))

    async def enter(self, name: str, password: str, client: str) -> str | None:
        """The token of a new session; None where name or password is wrong, which takes equally long.

        Raises `ProvisnykError` where the operators cannot be known.
        """
        self._of_names.count(name)
        self._of_clients.count(client)
        async with self._one_at_a_time:  # each takes 32 MB
            fitting = await asyncio.to_thread(self._fitting, name, password)
        if fitting is None:
            return None
        self._of_names.forgive(name)
        self._of_clients.forgive(client)
        return self._begin(name, fitting)

    def find(self, token: str) -> Session | None:
        """The session of this token, which goes on by being asked for.

        Raises `ProvisnykError` where the operators cannot be known.
        """
        now, key = self._clock(), self._hash(token)
        session = self._sessions.get(key)
        if session is None:
            return None
        is_over = now >= min(session.ends_at, session.idle_at)
        if is_over or self._operators().get(session.operator) != session.password_hash:
            del self._sessions[key]
            return None
        session.idle_at = now + IDLE
        return session

    def leave(self, token: str) -> None:
        """End a session."""
        self._sessions.pop(self._hash(token), None)

    def _fitting(self, name: str, password: str) -> str | None:
        """The hash of the operator's password, if this is it. Raises `ProvisnykError` where it cannot be known."""
        kept, nobody = self._operators().get(name), _nobody()
        return kept if is_password(password, kept or nobody) else None

    def _begin(self, name: str, password_hash: str) -> str:
        now = self._clock()
        for key in [key for key, each in self._sessions.items() if now >= min(each.ends_at, each.idle_at)]:
            del self._sessions[key]
        token = secrets.token_urlsafe(32)
        self._sessions[self._hash(token)] = Session(name, password_hash, now + LASTS, now + IDLE)
        return token

    def _hash(self, token: str) -> bytes:
        """Under a key of this process: what is compared says nothing of the token."""
        return hashlib.blake2b(token.encode(), key=self._key, digest_size=32).digest()


@cache
def _nobody() -> str:
    """What the password of an unknown name is held against, so that it takes as long as that of a known one."""
    return hash_password(secrets.token_urlsafe(), secrets.token_bytes(16))
