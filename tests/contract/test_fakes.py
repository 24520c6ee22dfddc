"""The fakes are as strict as they claim: a messenger that passes against them keeps to the published API."""

from typing import Any

import httpx
import pytest

from tests.fakes import telegram_api, viber_api
from tests.fakes.telegram_api import FakeTelegram
from tests.fakes.viber_api import FakeViber

TELEGRAM = f"http://telegram/bot{telegram_api.TOKEN}/sendMessage"
VIBER = "http://viber/pa/send_message"
BUTTON = '{"inline_keyboard": [[{"text": "%s", "callback_data": "%s"}]]}'
TO_VIBER = {"receiver": "a=", "type": "text", "text": "Завтра", "sender": {"name": "Провісник"}}
VIBER_BUTTON = {"Columns": 6, "Rows": 1, "ActionType": "reply", "ActionBody": "так", "Text": "Так"}


async def _post(app: Any, url: str, **request: Any) -> httpx.Response:
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app)) as client:
        return await client.post(url, **request)


@pytest.mark.parametrize(
    ("fields", "description"),
    [
        ({"text": "Завтра"}, "chat_id is empty"),
        ({"chat_id": "Іван", "text": "Завтра"}, "chat not found"),
        ({"chat_id": "1", "text": " "}, "message text is empty"),
        ({"chat_id": "1", "text": "а" * 4097}, "message is too long"),
        ({"chat_id": "1", "text": "а", "silent": "true"}, "unknown fields ['silent']"),
        ({"chat_id": "1", "text": "а", "disable_notification": "True"}, "disable_notification: a boolean"),
        ({"chat_id": "1", "text": "а", "link_preview_options": "off"}, "can't parse link preview options JSON object"),
        ({"chat_id": ["1", "2"], "text": "а"}, "repeated fields ['chat_id']"),
        ({"chat_id": "1", "text": "а", "reply_markup": '{"inline_keyboard": []}'}, "can't parse inline keyboard"),
        ({"chat_id": "1", "text": "а", "reply_markup": BUTTON % ("Так", "x" * 65)}, "BUTTON_DATA_INVALID"),
        ({"chat_id": "1", "text": "а", "reply_markup": BUTTON % ("Так", "")}, "BUTTON_DATA_INVALID"),
        ({"chat_id": "1", "text": "а", "reply_markup": BUTTON % (" ", "yes:")}, "button text is empty"),
    ],
)
async def test_telegram_refuses_what_its_api_does_not_document(fields: dict[str, Any], description: str) -> None:
    fake = FakeTelegram()
    answer = await _post(fake, TELEGRAM, data=fields)
    assert answer.json() == {"ok": False, "error_code": 400, "description": f"Bad Request: {description}"}
    assert answer.status_code == 400
    assert fake.messages == []


@pytest.mark.parametrize(
    ("method", "fields", "description"),
    [
        ("setWebhook", {"url": "http://a.example", "secret_token": "x"}, "bad webhook: An HTTPS URL must be provided"),
        ("setWebhook", {"url": "https://a.example:8000", "secret_token": "x"}, "bad webhook: Webhook can be set up"),
        ("setWebhook", {"url": "https://a.example", "secret_token": "т"}, "secret token is unallowed"),
        ("setWebhook", {"url": "https://a.example", "secret_token": "x", "allowed_updates": '["news"]'}, "can't parse"),
        ("setMyCommands", {"commands": '[{"command": "Додати", "description": "x"}]'}, "BOT_COMMAND_INVALID"),
        ("answerCallbackQuery", {"callback_query_id": "7"}, "query is too old"),
        ("leaveChat", {"chat": "7"}, "unknown fields"),
        ("getUpdates", {"offset": "1", "wait": "7"}, "unknown fields"),
    ],
)
async def test_telegram_is_as_strict_about_its_other_methods(
    method: str, fields: dict[str, str], description: str
) -> None:
    answer = await _post(FakeTelegram(), TELEGRAM.replace("sendMessage", method), data=fields)
    assert answer.status_code == 400
    assert answer.json()["description"].startswith(f"Bad Request: {description}")


async def test_telegram_tells_a_wrong_token_from_one_that_is_no_token() -> None:
    wrong = TELEGRAM.replace("AAH", "BBH")
    assert (await _post(FakeTelegram(), wrong, data={})).json()["error_code"] == 401
    assert (await _post(FakeTelegram(), "http://telegram/botX/sendMessage", data={})).json()["error_code"] == 404
    assert (await _post(FakeTelegram(), TELEGRAM + "s", data={})).json()["error_code"] == 404


async def test_telegram_notes_what_it_would_have_limited() -> None:
    fake = FakeTelegram()
    for chat in [*range(30), 7]:
        await _post(fake, TELEGRAM, data={"chat_id": chat, "text": "а"})
    assert fake.limits.violations == ["31 messages in 1 s", "2 messages to one chat in 1 s"]


async def test_viber_notes_what_it_would_have_limited() -> None:
    fake = FakeViber()
    for _ in range(501):
        await _post(fake, VIBER, json=TO_VIBER, headers={"X-Viber-Auth-Token": viber_api.TOKEN})
    assert fake.limits.violations == ["501 messages in 10 s"]


@pytest.mark.parametrize(
    ("change", "status"),
    [
        ({"receiver": ""}, 4),
        ({"text": None}, 4),
        ({"text": "а" * 7001}, 3),
        ({"text": 5}, 3),
        ({"silent": True}, 3),
        ({"auth_token": viber_api.TOKEN}, 3),
        ({"min_api_version": "1"}, 3),
        ({"sender": {"name": "Провісник" * 4}}, 3),
        ({"sender": {"id": "x", "name": "Провісник"}}, 3),
        ({"tracking_data": "х" * 4001}, 3),
        ({"type": "carrier pigeon"}, 3),
        ({"keyboard": {"Buttons": [VIBER_BUTTON]}}, 3),
        ({"keyboard": {"Type": "keyboard", "Buttons": []}}, 3),
        ({"keyboard": {"Type": "keyboard", "Buttons": [VIBER_BUTTON], "Colour": "red"}}, 3),
        ({"keyboard": {"Type": "keyboard", "Buttons": [VIBER_BUTTON] * 25}}, 3),
        *(
            ({"keyboard": {"Type": "keyboard", "Buttons": [VIBER_BUTTON | change]}}, 3)
            for change in (
                {"Columns": 7},
                {"Columns": 0},
                {"Rows": 3},
                {"Text": "а" * 251},
                {"Text": " "},
                {"Text": "<b>Так"},
                {"ActionBody": ""},
                {"ActionType": "fly"},
                {"Silent": "true"},
                {"Label": "Так"},
            )
        ),
    ],
)
async def test_viber_refuses_what_its_api_does_not_document(change: dict[str, Any], status: int) -> None:
    fake = FakeViber()
    answer = await _post(fake, VIBER, json=TO_VIBER | change, headers={"X-Viber-Auth-Token": viber_api.TOKEN})
    assert (answer.status_code, answer.json()["status"]) == (200, status)
    assert fake.messages == []


@pytest.mark.parametrize(
    ("change", "status"),
    [
        ({}, 0),
        ({"url": "http://a.example/viber"}, 1),
        ({"event_types": ["seance"]}, 3),
        ({"event_types": "seen"}, 3),
        ({"send_name": "false"}, 3),
        ({"secret": "x"}, 3),
    ],
)
async def test_viber_is_as_strict_about_its_webhook(change: dict[str, Any], status: int) -> None:
    fields = {"url": "https://a.example/viber", "event_types": ["seen"], "send_name": False} | change
    url, headers = VIBER.replace("send_message", "set_webhook"), {"X-Viber-Auth-Token": viber_api.TOKEN}
    assert (await _post(FakeViber(), url, json=fields, headers=headers)).json()["status"] == status


async def test_viber_names_a_missing_and_a_wrong_token() -> None:
    assert (await _post(FakeViber(), VIBER, json=TO_VIBER)).json()["status_message"] == "missing_auth_token"
    wrong = await _post(FakeViber(), VIBER, json=TO_VIBER, headers={"X-Viber-Auth-Token": "x"})
    assert wrong.json() == {"status": 2, "status_message": "invalidAuthToken"}
    assert (await _post(FakeViber(), "http://viber/send_message", json=TO_VIBER)).status_code == 404
