"""Signing in: who the operators are, how often one may try, and what a session holds.

Sessions are kept in the database, so that they outlive a restart of `serve`; pauses, and what is said once, live in
memory.
"""

import asyncio
import hashlib
import secrets
from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache
from time import monotonic
from typing import Protocol

import structlog

from bots.web.operator.devices import known_device, new_device
from pipeline.domain.errors import ProvisnykError
from pipeline.domain.passwords import hash_password, is_outdated, is_password
from pipeline.domain.sessions import IDLE, SignedIn

FREE_TRIES = 3
LONGEST_PAUSE_OF_A_NAME = 60.0
"""Seconds: strangers who try a name keep its owner out of a new browser for no longer."""
LONGEST_PAUSE_OF_A_CLIENT = 900.0
MOST_REMEMBERED = 10_000
MOST_IN_LINE = 8
"""Strangers whose passwords wait to be looked at: each takes a third of a second."""

log = structlog.get_logger()


class Operators(Protocol):
    """Who the operators are."""

    def hashes(self) -> Mapping[str, str]:
        """Password hashes by name, as they are now. Raises `ProvisnykError` where they cannot be known."""

    def renew(self, name: str, password: str) -> str:
        """Keep this very password at today's cost; gives its hash. Raises `ProvisnykError`."""


class Sessions(Protocol):
    """Where sessions are kept. Each method raises `Failed` where the database refuses."""

    async def begin(self, operator: str, password_hash: str, browser: str) -> str:
        """The token of a new session."""

    async def find(self, token: str, passwords: Mapping[str, str]) -> SignedIn | None:
        """The session of this token, as long as its operator is one, with the password that he had."""

    async def end(self, token: str) -> None:
        """End the session of this token."""


@dataclass(frozen=True, slots=True)
class Notice:
    """What is said once, on the next page that is shown."""

    text: str
    is_error: bool = False
    typed: Mapping[str, str] = field(default_factory=dict)
    """The fields of the form that was refused, so that nothing need be typed again."""


@dataclass(slots=True)
class Session:
    """What this process holds of an operator who has signed in."""

    operator: str
    csrf: str
    """Stands in each form, so that no other site can post one."""
    seen_at: float
    notice: Notice | None = None
    kept: object = None
    """What the operator has brought and not yet decided upon."""


@dataclass(frozen=True, slots=True)
class Try:
    """Somebody who would sign in."""

    name: str
    password: str
    client: str
    """The address."""
    cookie: str
    """Of the device; empty where there is none."""
    browser: str


@dataclass(frozen=True, slots=True)
class Entered:
    """What the browser of an operator is given."""

    token: str
    device: str


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

    def __init__(
        self, operators: Operators, sessions: Sessions, device_key: bytes, clock: Callable[[], float] = monotonic
    ) -> None:
        self._operators, self._kept, self._device_key, self._clock = operators, sessions, device_key, clock
        self._of_names = Pauses(LONGEST_PAUSE_OF_A_NAME, clock)
        self._of_clients = Pauses(LONGEST_PAUSE_OF_A_CLIENT, clock)
        self._of_devices = Pauses(LONGEST_PAUSE_OF_A_CLIENT, clock)
        self._sessions: dict[str, Session] = {}
        """By what their forms hold."""
        # each look at a password takes 128 MB; known browsers do not stand in the line of strangers
        self._strangers, self._known = asyncio.Lock(), asyncio.Lock()
        self._in_line = 0

    def pause(self, tried: Try) -> float:
        """Seconds until this may be tried."""
        if device := self._device(tried):
            return self._of_devices.left(device)
        line = float(self._in_line >= MOST_IN_LINE)
        return max(line, self._of_names.left(tried.name), self._of_clients.left(tried.client))

    async def enter(self, tried: Try) -> Entered | None:
        """A new session; None where name or password is wrong, which takes equally long.

        Raises `ProvisnykError` where the operators cannot be known or the session cannot be kept.
        """
        device = self._device(tried)
        counted = (
            [(self._of_devices, device)] if device else [(self._of_names, tried.name), (self._of_clients, tried.client)]
        )
        for pauses, key in counted:
            pauses.count(key)
        fitting = await (self._look(tried, self._known) if device else self._look_at_stranger(tried))
        if fitting is None:
            return None
        for pauses, key in counted:
            pauses.forgive(key)
        token = await self._kept.begin(tried.name, fitting, tried.browser)
        return Entered(token, new_device(self._device_key, tried.name))

    async def find(self, token: str) -> Session | None:
        """The session of this token, which goes on by being asked for.

        Raises `ProvisnykError` where it cannot be known.
        """
        if not token:
            return None
        found = await self._kept.find(token, self._operators.hashes())
        if found is None:
            return None
        now, csrf = self._clock(), _csrf(token)
        for each in [each for each, held in self._sessions.items() if now - held.seen_at >= IDLE.total_seconds()]:
            del self._sessions[each]
        session = self._sessions.setdefault(csrf, Session(found.operator, csrf, now))
        session.seen_at = now
        return session

    async def leave(self, token: str) -> None:
        """End a session. Raises `Failed`."""
        if token:
            self._sessions.pop(_csrf(token), None)
            await self._kept.end(token)

    def _device(self, tried: Try) -> str | None:
        return known_device(self._device_key, tried.name, tried.cookie)

    async def _look_at_stranger(self, tried: Try) -> str | None:
        self._in_line += 1
        try:
            return await self._look(tried, self._strangers)
        finally:
            self._in_line -= 1

    async def _look(self, tried: Try, line: asyncio.Lock) -> str | None:
        async with line:
            return await asyncio.to_thread(self._fitting, tried.name, tried.password)

    def _fitting(self, name: str, password: str) -> str | None:
        """The hash of the operator's password, if this is it. Raises `ProvisnykError` where it cannot be known."""
        kept, nobody = self._operators.hashes().get(name), _nobody()
        if not is_password(password, kept or nobody) or kept is None:
            return None
        if not is_outdated(kept):
            return kept
        try:
            return self._operators.renew(name, password)
        except ProvisnykError as error:  # who they are can be known, but not written
            log.warning("password_not_renewed", reason=str(error))
            return kept


def _csrf(token: str) -> str:
    """The same after a restart, and nothing that the token could be told from."""
    return hashlib.blake2b(token.encode(), person=b"operator's forms", digest_size=32).hexdigest()


@cache
def _nobody() -> str:
    """What the password of an unknown name is held against, so that it takes as long as that of a known one."""
    return hash_password(secrets.token_urlsafe(), secrets.token_bytes(16))
