"""The web app, asked as messengers, monitors and strangers ask it."""

import asyncio
import json
from collections.abc import AsyncIterator
from time import monotonic
from typing import Any

import httpx
import pytest
from starlette.types import ASGIApp

from bots.dialog.incoming import Incoming
from bots.dialog.model import Action as DialogAction
from bots.dialog.model import Press, Start, Text
from bots.pacing import Pacer
from bots.telegram import TelegramMessenger
from bots.telegram_intake import ELSEWHERE_FOR, SECRET_HEADER, TelegramIntake, webhook_secret
from bots.web.app import web_app
from bots.web.limits import LARGEST_BODY
from bots.web.telegram import telegram_webhook
from pipeline.domain.errors import Failed
from tests.fakes.server import serve
from tests.fakes.service import Break
from tests.fakes.telegram_api import TOKEN, FakeTelegram, refusal

SECRET = webhook_secret(TOKEN)
WITH_SECRET = {SECRET_HEADER: SECRET}


class Taken(list[Incoming]):
    """What was taken in; refuses on demand."""

    refuses = 0

    async def __call__(self, incoming: Incoming) -> None:
        if self.refuses:
            self.refuses -= 1
            raise Failed("База даних зайнята")
        self.append(incoming)


@pytest.fixture
def taken() -> Taken:
    return Taken()


@pytest.fixture
def fake() -> FakeTelegram:
    return FakeTelegram()


@pytest.fixture
async def intake(taken: Taken, fake: FakeTelegram) -> AsyncIterator[TelegramIntake]:
    with serve(fake) as url:
        messenger = TelegramMessenger(TOKEN, url, pacer=Pacer(1000))
        intake = TelegramIntake(messenger, taken)
        yield intake
        await intake.close()
        await messenger.close()


def client_of(app: ASGIApp) -> httpx.AsyncClient:
    return httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="https://provisnyk.example")


async def _ready() -> None:
    return None


@pytest.fixture
async def client(intake: TelegramIntake) -> AsyncIterator[httpx.AsyncClient]:
    async with client_of(web_app({"/telegram": telegram_webhook(intake, SECRET)}, _ready)) as client:
        yield client


def update(number: int = 7, text: str = "210000001", kind: str = "private") -> dict[str, Any]:
    return {"update_id": number, "message": {"chat": {"id": 1001, "type": kind}, "text": text}}


async def test_an_update_with_the_secret_is_taken_in(client: httpx.AsyncClient, taken: Taken) -> None:
    answer = await client.post("/telegram", json=update(), headers=WITH_SECRET)
    assert answer.status_code == 200
    assert taken == [Incoming("1001", Text("210000001"), "7", 7, bot=TOKEN.partition(":")[0])]


@pytest.mark.parametrize(
    "headers", [{}, {SECRET_HEADER: ""}, {SECRET_HEADER: SECRET[:-1]}, {SECRET_HEADER: b"\xd0\xbf"}]
)
async def test_without_the_secret_nothing_is_taken_in(client: httpx.AsyncClient, taken: Taken, headers: Any) -> None:
    assert (await client.post("/telegram", json=update(), headers=headers)).status_code == 403
    assert taken == []


def test_the_secret_does_not_tell_the_token_and_is_such_as_telegram_takes() -> None:
    assert webhook_secret(TOKEN + "x") != SECRET
    assert TOKEN not in SECRET
    assert SECRET.isalnum()
    assert len(SECRET) <= 256


@pytest.mark.parametrize("body", [b"", b"{", b"\xff", b"[" * 100_000, b"9" * 10_000])
async def test_what_is_no_json_is_refused(client: httpx.AsyncClient, taken: Taken, body: bytes) -> None:
    assert (await client.post("/telegram", content=body, headers=WITH_SECRET)).status_code == 400
    assert taken == []


@pytest.mark.parametrize("body", ["null", "[]", '"так"', '{"update_id": "7"}', '{"message": {"chat": 5}}'])
async def test_json_that_is_no_update_is_left_alone(client: httpx.AsyncClient, taken: Taken, body: str) -> None:
    assert (await client.post("/telegram", content=body, headers=WITH_SECRET)).status_code == 200
    assert taken == []


async def test_where_the_database_refuses_telegram_is_to_come_again(client: httpx.AsyncClient, taken: Taken) -> None:
    taken.refuses = 1
    assert (await client.post("/telegram", json=update(), headers=WITH_SECRET)).status_code == 503
    assert (await client.post("/telegram", json=update(), headers=WITH_SECRET)).status_code == 200
    assert len(taken) == 1


async def test_a_body_over_a_megabyte_is_refused(client: httpx.AsyncClient, taken: Taken) -> None:
    async def chunks() -> AsyncIterator[bytes]:
        for _ in range(17):
            yield b" " * (LARGEST_BODY // 16)

    for content in (b" " * (LARGEST_BODY + 1), chunks()):
        assert (await client.post("/telegram", content=content, headers=WITH_SECRET)).status_code == 413
    padded = json.dumps(update()).encode().ljust(LARGEST_BODY)
    assert (await client.post("/telegram", content=padded, headers=WITH_SECRET)).status_code == 200
    assert len(taken) == 1


async def test_a_flood_is_slowed_down_on_its_own_path(client: httpx.AsyncClient) -> None:
    codes = {(await client.get("/wp-login.php")).status_code for _ in range(100)}
    assert codes == {404, 429}
    assert (await client.post("/telegram", json=update(), headers=WITH_SECRET)).status_code == 200


async def test_all_else_is_not_found(client: httpx.AsyncClient) -> None:
    for path in ("/", "/viber", "/docs", "/telegram/", "/healthz/x"):
        answer = await client.get(path)
        assert answer.status_code in (404, 405), path
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["content-security-policy"] == "default-src 'none'; frame-ancestors 'none'"
    assert (await client.get("/telegram")).status_code == 405


async def test_it_says_that_it_is_alive_and_ready(client: httpx.AsyncClient) -> None:
    assert (await client.get("/healthz")).json() == {"alive": True}
    answer = await client.get("/readyz")
    assert (answer.status_code, answer.json()) == (200, {"ready": True, "reason": None})


async def test_it_says_why_it_is_not_ready() -> None:
    async def readiness() -> str:
        return "Список ще не прочитано"

    async with client_of(web_app({}, readiness)) as client:
        answer = await client.get("/readyz")
        assert (answer.status_code, answer.json()) == (503, {"ready": False, "reason": "Список ще не прочитано"})


async def test_a_group_is_left_and_a_button_comes_to_rest_whatever_it_was(
    fake: FakeTelegram, intake: TelegramIntake, taken: Taken
) -> None:
    maria = fake.customer()
    maria.presses_data("fly:away")
    (press,) = fake.mailbox.updates(None, [])
    await intake.update(press)
    await intake.update(update(8, "/start", "supergroup"))
    await intake.close()
    assert fake.mailbox.answered == [press["callback_query"]["id"]]
    assert fake.left == ["1001"]
    assert len(taken) == 1


async def _poll_until(intake: TelegramIntake, taken: Taken, number: int) -> None:
    stopping = asyncio.Event()
    polling = asyncio.create_task(intake.poll(stopping))
    while len(taken) < number:  # noqa: ASYNC110
        await asyncio.sleep(0.005)
    stopping.set()
    await polling


async def test_polling_takes_updates_in_their_order_and_settles_them(
    fake: FakeTelegram, intake: TelegramIntake, taken: Taken
) -> None:
    maria = fake.customer()
    maria.says("/start 210000001")
    maria.presses_data("consent:")
    polling = asyncio.create_task(_poll_until(intake, taken, 3))
    while len(taken) < 2:  # noqa: ASYNC110
        await asyncio.sleep(0.005)
    last = maria.says("100001")
    await polling
    assert [each.said for each in taken] == [Start("210000001"), Press(DialogAction.CONSENT), Text("100001")]
    assert [each["update_id"] for each in fake.mailbox.updates(None, [])] == [last]


async def test_polling_outlives_trouble_and_brings_again_what_was_not_stored(
    fake: FakeTelegram, intake: TelegramIntake, taken: Taken, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bots.telegram_intake.PAUSE", 0.0)
    monkeypatch.setattr("bots.telegram.PAUSE", 0.0)
    fake.fail("failure", method="getUpdates", times=2)
    fake.fail(Break.CUT, method="getUpdates")
    taken.refuses = 2
    fake.customer().says("210000001")
    await _poll_until(intake, taken, 1)
    assert [each.said for each in taken] == [Text("210000001")]


async def test_polling_ends_where_the_token_is_refused(fake: FakeTelegram, intake: TelegramIntake) -> None:
    fake.customer().says("/start")
    fake.fail("token", method="getUpdates")
    await intake.poll(asyncio.Event())
    assert "PROVISNYK_TELEGRAM_TOKEN" in str(intake.deaf())


async def test_while_another_process_takes_the_updates_it_is_deaf_until_that_has_ended(
    fake: FakeTelegram, intake: TelegramIntake, taken: Taken, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bots.telegram.PAUSE", 0.0)
    other = "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running"
    fake.fail(refusal(409, other), method="getUpdates", times=2)
    fake.customer().says("/start")
    assert intake.deaf() is None
    await _poll_until(intake, taken, 1)
    assert "інший процес" in str(intake.deaf())  # the two cut each other off by turns
    monkeypatch.setattr("bots.telegram_intake.monotonic", lambda: monotonic() + ELSEWHERE_FOR)
    assert intake.deaf() is None


async def test_the_operator_s_group_is_not_left_and_hears_nothing(fake: FakeTelegram, taken: Taken) -> None:
    async def is_operators(group: str) -> bool:
        if group == "-3":
            raise Failed("База даних зайнята")
        return group == "-1"

    with serve(fake) as url:
        messenger = TelegramMessenger(TOKEN, url, pacer=Pacer(1000))
        intake = TelegramIntake(messenger, taken, is_operators)
        for number, group in enumerate((-1, -2, -3)):
            await intake.update({"update_id": number, "message": {"chat": {"id": group, "type": "group"}, "text": "?"}})
        await intake.close()
        await messenger.close()
    assert (fake.left, {each.chat_id for each in fake.messages}) == (["-2"], {"-2"})
    assert taken == []
