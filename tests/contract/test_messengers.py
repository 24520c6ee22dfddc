"""One suite for all messengers, over real HTTP against strict fakes of their services."""

import logging
import socket
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from typing import Any

import httpx
import pytest
from starlette.types import Receive, Scope, Send

from bots.pacing import Pacer
from bots.telegram import TelegramMessenger
from bots.viber import ViberMessenger
from pipeline.domain.errors import ChatMoved, ContactGone, DeliveryError, Misconfigured, Permanent, RetryLater
from pipeline.steps.interfaces import Messenger
from tests.fakes import telegram_api, viber_api
from tests.fakes.server import serve
from tests.fakes.service import Answer, Break, FakeService
from tests.fakes.telegram_api import FakeTelegram
from tests.fakes.viber_api import FakeViber

TEXT = "🔌 Завтра, у вівторок, 24 листопада, з 9:00 до 16:00 не буде світла\n\n«Дім»: с. Іза & Липча, 100 % + 7"
CHAT = "4815162342"
BRIEF = httpx.Timeout(0.3)
FIREWALL = Answer(403, "<html><body>Access denied</body></html>")


@dataclass
class Kind:
    """How one messenger is made for the suite."""

    messenger: Any
    fake: type[FakeService]
    token: str
    path: str


KINDS = {
    "telegram": Kind(TelegramMessenger, FakeTelegram, telegram_api.TOKEN, ""),
    "viber": Kind(ViberMessenger, FakeViber, viber_api.TOKEN, "/pa"),
}


@dataclass
class Subject:
    """A messenger and the fake that it talks to."""

    kind: Kind
    messenger: Messenger
    fake: Any
    pacer: Pacer

    async def error(self) -> DeliveryError:
        """What a message ends in."""
        with pytest.raises(DeliveryError) as caught:
            await self.messenger.send(CHAT, TEXT, silent=False)
        return caught.value


@pytest.fixture(scope="module", params=KINDS)
def served(request: pytest.FixtureRequest) -> Iterator[tuple[Kind, FakeService, str]]:
    """One server a messenger for the whole suite: each test sends to it with a client of its own."""
    kind = KINDS[request.param]
    app = _Changing()
    with serve(app) as url:
        yield kind, app, url


class _Changing:
    """Serves another fake each test."""

    fake: FakeService

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await self.fake(scope, receive, send)


@pytest.fixture
async def subject(served: tuple[Kind, Any, str]) -> AsyncIterator[Subject]:
    kind, app, url = served
    app.fake = kind.fake()
    pacer = Pacer(1000)
    messenger = kind.messenger(kind.token, url + kind.path, timeout=BRIEF, pacer=pacer)
    yield Subject(kind, messenger, app.fake, pacer)
    await messenger.close()


TELEGRAM_ONLY = pytest.mark.parametrize("served", ["telegram"], indirect=True)
VIBER_ONLY = pytest.mark.parametrize("served", ["viber"], indirect=True)


async def test_a_text_arrives_as_it_was_sent_and_the_service_s_own_id_comes_back(subject: Subject) -> None:
    first = await subject.messenger.send(CHAT, TEXT, silent=False)
    second = await subject.messenger.send("-99", "ще раз", silent=False)
    assert [(each.chat_id, each.text) for each in subject.fake.messages] == [(CHAT, TEXT), ("-99", "ще раз")]
    assert first.isdigit()
    assert second.isdigit()
    assert first != second


async def test_a_silent_message_is_silent_where_the_messenger_knows_that(subject: Subject) -> None:
    await subject.messenger.send(CHAT, TEXT, silent=True)
    (message,) = subject.fake.messages
    assert message.silent is (subject.messenger.name == "telegram")


@pytest.mark.parametrize(
    ("fault", "meaning"),
    [
        ("too_many_requests", RetryLater),
        ("gone", ContactGone),
        ("bad_request", Permanent),
        ("token", Misconfigured),
        ("failure", RetryLater),
        (Answer(502, "<html>Bad Gateway</html>"), RetryLater),
        (Answer(200, "<html>Увійдіть у мережу</html>"), RetryLater),
        (Answer(200, {}), RetryLater),
        (Break.HANG, RetryLater),
        (Break.CUT, RetryLater),
        (Answer(200, '{"ok": tr'), RetryLater),
        (Answer(200, '{"status": 6, "status_mess'), RetryLater),
    ],
)
async def test_each_fault_is_named_by_what_to_do(
    subject: Subject, fault: Any, meaning: type[DeliveryError], caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    subject.fake.fail(fault)
    error = await subject.error()
    assert type(error) is meaning
    assert error.__cause__ is None
    assert error.__context__ is None or error.__suppress_context__
    for secret in (subject.kind.token, CHAT, "Іза"):
        assert secret not in str(error)
        assert secret not in repr(error.args)
        assert secret not in caplog.text


async def test_the_next_message_goes_through_after_any_fault(subject: Subject) -> None:
    for fault in ("failure", "gone", Break.CUT):
        subject.fake.fail(fault, chat_id=CHAT)
        await subject.error()
    await subject.messenger.send(CHAT, "останнє", silent=False)
    assert subject.fake.messages[-1].text == "останнє"


async def test_what_was_taken_counts_as_said_though_the_rest_of_the_answer_is_cut_off(subject: Subject) -> None:
    subject.fake.fail(Break.HALF_A_BODY, times=2)
    first = await subject.messenger.send(CHAT, TEXT, silent=False)
    second = await subject.messenger.send(CHAT, "друге", silent=False)
    assert first != second
    await subject.messenger.send(CHAT, "останнє", silent=False)
    assert [each.text for each in subject.fake.messages] == [TEXT, "друге", "останнє"]


async def test_nothing_secret_is_logged_when_all_goes_well(subject: Subject, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    caplog.set_level(logging.DEBUG, logger="httpx")
    await subject.messenger.send(CHAT, TEXT, silent=False)
    for secret in (subject.kind.token, CHAT, "Іза"):
        assert secret not in caplog.text


async def test_too_many_requests_hold_the_whole_messenger(subject: Subject) -> None:
    subject.fake.fail("too_many_requests")
    error = await subject.error()
    assert isinstance(error, RetryLater)
    assert error.whole_messenger
    assert error.seconds == {"telegram": 7, "viber": 10}[subject.messenger.name]
    assert subject.pacer.held_for() == pytest.approx(error.seconds, abs=0.5)


async def test_other_trouble_holds_its_own_message_only(subject: Subject) -> None:
    subject.fake.fail("failure")
    error = await subject.error()
    assert isinstance(error, RetryLater)
    assert not error.whole_messenger
    assert subject.pacer.held_for() == 0


@pytest.mark.parametrize("token", ["1:wrong", "110201543:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw1", ""])
async def test_a_wrong_token_is_misconfigured(served: tuple[Kind, Any, str], token: str) -> None:
    kind, app, url = served
    app.fake = kind.fake()
    with pytest.raises(Misconfigured) as caught:
        await _send_once(kind, token, url + kind.path)
    assert not token or token not in str(caught.value)
    assert app.fake.messages == []


async def test_a_server_that_is_not_there_is_for_later(served: tuple[Kind, Any, str]) -> None:
    kind, _, _ = served
    with socket.create_server(("127.0.0.1", 0)) as closed:
        url = "http://{}:{}".format(*closed.getsockname())
    with pytest.raises(RetryLater):
        await _send_once(kind, kind.token, url + kind.path)


async def test_a_text_that_is_too_long_is_our_own_fault(subject: Subject) -> None:
    with pytest.raises(Permanent):
        await subject.messenger.send(CHAT, "х" * 7001, silent=False)


async def test_a_plain_message_is_nothing_but_its_text(subject: Subject) -> None:
    await subject.messenger.send(CHAT, TEXT, silent=False, confirm=7)
    await subject.messenger.send(CHAT, TEXT, silent=False, confirm=7, plain=True)
    dressed, plain = subject.fake.messages
    assert dressed.keyboard
    assert (plain.text, plain.keyboard) == (TEXT, None)


async def test_a_message_that_hung_is_taken_once_released(subject: Subject) -> None:
    subject.fake.fail(Break.HANG)
    subject.fake.release()
    await subject.messenger.send(CHAT, TEXT, silent=False)
    assert len(subject.fake.messages) == 1


@TELEGRAM_ONLY
async def test_telegram_shows_no_preview_of_links(subject: Subject) -> None:
    await subject.messenger.send(CHAT, TEXT, silent=False)
    assert [each.preview for each in subject.fake.messages] == [False]


@TELEGRAM_ONLY
@pytest.mark.parametrize(
    "says",
    [
        "chat not found",
        "PEER_ID_INVALID",
        "user is deactivated",
        "not enough rights to send text messages to the chat",
        "CHAT_WRITE_FORBIDDEN",
    ],
)
async def test_a_telegram_chat_that_is_not_there_is_gone(subject: Subject, says: str) -> None:
    subject.fake.fail(telegram_api.refusal(400, f"Bad Request: {says}"))
    assert type(await subject.error()) is ContactGone


@TELEGRAM_ONLY
async def test_a_chat_id_that_is_no_number_is_gone(subject: Subject) -> None:
    with pytest.raises(ContactGone):
        await subject.messenger.send("хтось", TEXT, silent=False)


@TELEGRAM_ONLY
async def test_a_telegram_group_that_moved_names_its_new_id(subject: Subject) -> None:
    moved = telegram_api.refusal(
        400, "Bad Request: group chat was upgraded to a supergroup chat", migrate_to_chat_id=-100
    )
    subject.fake.fail(moved)
    error = await subject.error()
    assert isinstance(error, ChatMoved)
    assert error.chat_id == "-100"


async def test_a_firewall_s_refusal_is_no_customer_who_left(subject: Subject) -> None:
    subject.fake.fail(FIREWALL)
    assert type(await subject.error()) in (RetryLater, Misconfigured)


@VIBER_ONLY
@pytest.mark.parametrize(
    ("meaning", "statuses"),
    [
        (ContactGone, (5, 6, 11)),
        (Permanent, (3, 4, 13, 14, 16, 17, 18, 19, 20, 21, 22, 99, 1000, -1)),
        (Misconfigured, (1, 2, 7, 8, 9, 10, 15, 23, 24)),
        (RetryLater, (12,)),
    ],
)
async def test_every_status_of_viber_has_its_meaning(
    served: tuple[Kind, Any, str], subject: Subject, meaning: type[DeliveryError], statuses: tuple[int, ...]
) -> None:
    for status in statuses:
        subject.fake.fail(viber_api.refusal(status))
        error = await subject.error()
        assert type(error) is meaning, status
        assert meaning is not Permanent or str(status) in str(error)


def test_no_status_of_viber_is_forgotten() -> None:
    tested = {5, 6, 11, 3, 4, 13, 14, 16, 17, 18, 19, 20, 21, 22, 1, 2, 7, 8, 9, 10, 15, 23, 24, 12}
    assert tested == viber_api.STATUSES.keys() - {0}


@VIBER_ONLY
async def test_a_wrong_address_of_viber_s_api_is_misconfigured(served: tuple[Kind, Any, str], subject: Subject) -> None:
    with pytest.raises(Misconfigured):
        await _send_once(subject.kind, subject.kind.token, served[2] + "/elsewhere")


async def _send_once(kind: Kind, token: str, url: str) -> None:
    messenger = kind.messenger(token, url, timeout=BRIEF)
    try:
        await messenger.send(CHAT, TEXT, silent=False)
    finally:
        await messenger.close()
