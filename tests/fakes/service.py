"""What all fake services share: faults on demand, and an HTTP connection that can be mistreated."""

import asyncio
import json
import threading
from abc import ABC, abstractmethod
from dataclasses import dataclass
from enum import Enum, auto
from time import monotonic
from typing import Any, ClassVar

from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from tests.fakes.limits import Limits


@dataclass(frozen=True)
class Answer:
    """An answer of the service: HTTP status and JSON body, or a text that is not JSON."""

    status: int
    body: dict[str, Any] | str

    @property
    def content(self) -> bytes:
        return (self.body if isinstance(self.body, str) else json.dumps(self.body)).encode()


class Break(Enum):
    """What happens instead of an answer."""

    HANG = auto()
    """No answer until `release` or until the client gives up."""
    CUT = auto()
    """The connection is cut; the message was not taken."""
    HALF_A_BODY = auto()
    """The message was taken, as the half of the answer says that comes."""


Fault = Answer | Break


@dataclass(frozen=True)
class Accepted:
    """A message that the service took."""

    chat_id: str
    text: str
    silent: bool = False
    preview: bool = False
    """Whether links are to be shown with a picture of their page."""
    keyboard: Any = None
    """The buttons under it, as the service defines them."""


class FakeService(ABC):
    """An ASGI app that holds each request against the published API and records what it accepts."""

    FAULTS: ClassVar[dict[str, Answer]]
    """How this service says what all services say: `too_many_requests`, `gone`, `bad_request`, `token`, `failure`."""

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self.messages: list[Accepted] = []
        self.arrived_at: list[float] = []
        """When each of them arrived, by the monotonic clock."""
        self.hanging = 0
        """How many requests have been left without an answer so far."""
        self._faults: list[list[Any]] = []
        self._lock = threading.Lock()
        self._released = threading.Event()

    def fail(
        self, fault: Fault | str, *, times: int = 1, chat_id: str | None = None, method: str | None = None
    ) -> None:
        """Answer the next messages so, those to this chat, or calls of a method at the end of the path.

        A name stands for one of `FAULTS`.
        """
        with self._lock:
            self._faults.append([self.FAULTS[fault] if isinstance(fault, str) else fault, times, chat_id, method])

    def recover(self) -> None:
        """Let no more of the planned faults happen."""
        with self._lock:
            self._faults.clear()

    def release(self) -> None:
        """Let what hangs go on, and be accepted."""
        self._released.set()

    @abstractmethod
    def check(self, request: Request, body: bytes) -> Answer | Accepted:
        """The message that the request holds, or the service's own refusal."""

    @abstractmethod
    def pause_of(self, answer: Answer) -> float:
        """Seconds of the pause that an answer names, 0 where it names none."""

    @abstractmethod
    def accept(self, message: Accepted) -> Answer:
        """The service's answer to a message that it takes."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        request = Request(scope, receive)
        checked = self.check(request, await request.body())
        method = request.url.path.rpartition("/")[2]
        if isinstance(checked, Accepted):
            self.limits.count(checked.chat_id)
        fault = self._next_fault(checked.chat_id if isinstance(checked, Accepted) else None, method)
        if isinstance(fault, Answer):
            if isinstance(checked, Accepted):  # what else was refused says nothing of messages
                self.limits.pause(self.pause_of(fault))
            await _respond(fault, scope, receive, send)
        elif fault is Break.CUT:
            await _cut(receive)
        elif fault is not Break.HANG or await self._released_before_the_client_left(request):
            answer = checked
            if isinstance(checked, Accepted):
                self.messages.append(checked)
                self.arrived_at.append(monotonic())
                answer = self.accept(checked)
            if fault is Break.HALF_A_BODY:
                await _respond_half(answer, send)
            else:
                await _respond(answer, scope, receive, send)

    def _next_fault(self, chat_id: str | None, method: str) -> Fault | None:
        with self._lock:
            for plan in self._faults:
                fault, times, only_chat, only_method = plan
                meant = method == only_method if only_method else chat_id and only_chat in (None, chat_id)
                if times > 0 and meant:
                    plan[1] -= 1
                    return fault
        return None

    async def _released_before_the_client_left(self, request: Request) -> bool:
        self.hanging += 1
        while not self._released.is_set():
            if await request.is_disconnected():
                return False
            await asyncio.sleep(0.005)
        return True


async def _respond(answer: Answer, scope: Scope, receive: Receive, send: Send) -> None:
    kind = "text/html" if isinstance(answer.body, str) else "application/json"
    await Response(answer.content, answer.status, media_type=kind)(scope, receive, send)


async def _respond_half(answer: Answer, send: Send) -> None:
    """Uvicorn closes the connection of an app that returns before its body is complete."""
    headers = [(b"content-type", b"application/json"), (b"content-length", str(len(answer.content)).encode())]
    await send({"type": "http.response.start", "status": answer.status, "headers": headers})
    half = answer.content[: len(answer.content) // 2]
    await send({"type": "http.response.body", "body": half, "more_body": True})


async def _cut(receive: Receive) -> None:
    """ASGI has no word for this: the connection is taken from uvicorn, whose method `receive` is."""
    receive.__self__.transport.abort()  # type: ignore[attr-defined]
    while (await receive())["type"] != "http.disconnect":
        pass
