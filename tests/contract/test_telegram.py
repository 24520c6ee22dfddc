"""Telegram as a place to talk, over real HTTP against the strict fake of its Bot API."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bots.dialog.model import Action, Button, Reply
from bots.inputs import callback_data
from bots.long_texts import parts
from bots.pacing import Pacer
from bots.telegram import LONGEST_TEXT, TelegramMessenger
from bots.telegram_menu import menu
from bots.telegram_updates import ALLOWED_UPDATES, parse_update
from pipeline.domain.errors import ContactGone, Misconfigured, Permanent, RetryLater
from tests.fakes.server import serve
from tests.fakes.service import Answer, Break
from tests.fakes.telegram_api import TOKEN, FakeTelegram, refusal

SECRET = "a-secret_of-the-webhook"
PUBLIC = "https://provisnyk.example/telegram"
MENU = Reply(
    "Рахунок додано.",
    (
        (Button("Мої роботи", Action.WORKS), Button("Мої рахунки", Action.ACCOUNTS)),
        (Button("Прибрати", Action.REMOVE, "210000001"),),
    ),
)


@pytest.fixture
def fake() -> FakeTelegram:
    return FakeTelegram()


@pytest.fixture
def url(fake: FakeTelegram) -> Iterator[str]:
    with serve(fake) as served:
        yield served


@pytest.fixture
async def bot(url: str) -> AsyncIterator[TelegramMessenger]:
    messenger = TelegramMessenger(TOKEN, url, pacer=Pacer(1000))
    yield messenger
    await messenger.close()


async def test_a_reply_comes_with_its_buttons(fake: FakeTelegram, bot: TelegramMessenger) -> None:
    await bot.say("1001", MENU)
    (message,) = fake.customer().heard
    assert message.text == "Рахунок додано."
    assert message.keyboard == [
        [("Мої роботи", "works:"), ("Мої рахунки", "accounts:")],
        [("Прибрати", "remove:210000001")],
    ]


async def test_a_reminder_of_the_day_before_asks_to_be_confirmed(fake: FakeTelegram, bot: TelegramMessenger) -> None:
    await bot.send("1001", "🔌 Завтра", silent=False, confirm=17)
    assert fake.customer().heard[0].keyboard == [[("Зрозуміло", "ok:17")]]


async def test_a_reply_without_buttons_has_no_keyboard(fake: FakeTelegram, bot: TelegramMessenger) -> None:
    await bot.say("1001", Reply("Напишіть особовий рахунок."))
    assert fake.customer().heard[0].keyboard is None


async def test_a_long_reply_comes_in_parts_with_the_buttons_under_the_last(
    fake: FakeTelegram, bot: TelegramMessenger
) -> None:
    await bot.say("1001", Reply("\n".join(["с. Іза, вул. Центральна, 7"] * 400), MENU.buttons))
    heard = fake.customer().heard
    assert len(heard) == 3
    assert [each.keyboard is None for each in heard] == [True, True, False]
    assert {line for each in heard for line in each.text.splitlines()} == {"с. Іза, вул. Центральна, 7"}


@given(st.text(st.sampled_from("аб \n"), min_size=1, max_size=3 * LONGEST_TEXT).map(lambda text: "№" + text))
def test_parts_hold_every_word_and_none_is_too_long_or_empty(text: str) -> None:
    divided = parts(text, LONGEST_TEXT)
    assert all(0 < len(part) <= LONGEST_TEXT and part.strip() for part in divided)
    assert "".join("".join(divided).split()) == "".join(text.split())


def test_the_longest_data_of_a_button_that_the_dialogue_gives_fits() -> None:
    assert all(len(callback_data(Button("Так", action, "five_days 210000001")).encode()) <= 64 for action in Action)


async def test_a_pressed_button_comes_to_rest_once(fake: FakeTelegram, bot: TelegramMessenger) -> None:
    maria = fake.customer()
    await bot.say("1001", MENU)
    maria.presses("Мої роботи")
    (raw,) = await bot.updates(None)
    query_id = parse_update(raw).query_id
    assert query_id
    await bot.answer_query(query_id)
    with pytest.raises(Permanent):
        await bot.answer_query(query_id)


async def test_a_group_is_told_where_the_bot_works_and_left(fake: FakeTelegram, bot: TelegramMessenger) -> None:
    for language in ("uk", "hu"):
        await bot.decline("-100200", language)
    assert [each.text.partition(" ")[0] for each in fake.messages] == ["Провісник", "A"]
    assert fake.left == ["-100200", "-100200"]


async def test_who_blocked_the_bot_is_gone(fake: FakeTelegram, bot: TelegramMessenger) -> None:
    fake.customer().blocks()
    with pytest.raises(ContactGone):
        await bot.say("1001", MENU)


async def test_a_webhook_is_registered_with_its_secret_and_the_menu_of_commands(
    fake: FakeTelegram, bot: TelegramMessenger
) -> None:
    await bot.set_up(PUBLIC, SECRET)
    await bot.show_commands()
    webhook = fake.mailbox.webhook
    assert webhook is not None
    assert (webhook.path, webhook.secret, tuple(webhook.kinds)) == ("/telegram", SECRET, ALLOWED_UPDATES)
    assert fake.commands == {"": dict(menu("uk")), "hu": dict(menu("hu")), "ro": dict(menu("ro"))}
    assert fake.commands["hu"]["help"] == "Súgó"


@pytest.mark.parametrize(
    ("token", "bot"), [(TOKEN, "110201543"), ("AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw0", ""), ("х", "")]
)
def test_a_bot_is_named_by_what_is_no_secret(token: str, bot: str) -> None:
    assert TelegramMessenger(token).bot == bot


async def test_without_a_webhook_there_is_none_to_take_back(fake: FakeTelegram, bot: TelegramMessenger) -> None:
    fake.fail(refusal(429, "Too Many Requests: retry after 460", retry_after=460), method="deleteWebhook")
    await bot.set_up(None, SECRET)
    await bot.set_up(PUBLIC, SECRET)
    with pytest.raises(RetryLater):
        await bot.set_up(None, SECRET)


async def test_commands_are_set_where_others_stand_there(fake: FakeTelegram, bot: TelegramMessenger) -> None:
    await bot.show_commands()
    fake.commands["hu"] = {"start": "Kezdés"}
    fake.fail("token", method="setMyCommands", times=2)
    with pytest.raises(Misconfigured):
        await bot.show_commands()
    fake.recover()
    await bot.show_commands()
    assert fake.commands["hu"] == dict(menu("hu"))
    fake.fail("token", method="setMyCommands")
    await bot.show_commands()  # all stand there: nothing is set
    fake.recover()
    fake.commands["hu"] = {}
    fake.fail(refusal(404, "Not Found"), method="getMyCommands", times=3)
    await bot.show_commands()  # who cannot be asked is told
    assert fake.commands["hu"] == dict(menu("hu"))


@pytest.mark.parametrize("method", ["setMyCommands", "setWebhook", "leaveChat", "answerCallbackQuery", "getUpdates"])
async def test_what_telegram_refuses_besides_messages_holds_none(
    fake: FakeTelegram, bot: TelegramMessenger, method: str
) -> None:
    calls = {
        "setMyCommands": bot.show_commands,
        "setWebhook": lambda: bot.set_up(PUBLIC, SECRET),
        "leaveChat": lambda: bot.decline("-100200", "uk"),
        "answerCallbackQuery": lambda: bot.answer_query("7"),
        "getUpdates": lambda: bot.updates(None),
    }
    fake.fail(refusal(429, "Too Many Requests: retry after 460", retry_after=460), method=method)
    with pytest.raises(RetryLater) as refused:
        await calls[method]()
    assert (refused.value.seconds, bot.pacer.held_for()) == (460, 0)
    await bot.say("1001", MENU)


async def test_a_message_that_was_taken_is_sent_though_telegram_tells_little_of_it(
    fake: FakeTelegram, bot: TelegramMessenger
) -> None:
    fake.dated = False
    assert await bot.send("1001", "🔌 Завтра", silent=False) == "1"
    for body in ({"ok": True}, {"ok": True, "result": True}, {"ok": True, "result": {"message_id": None}}):
        fake.fail(Answer(200, body))
        assert await bot.send("1001", "🔌 Завтра", silent=False)


@pytest.mark.parametrize("address", ["http://provisnyk.example/telegram", "https://provisnyk.example:8000/telegram"])
async def test_an_address_that_telegram_does_not_take_is_misconfigured(bot: TelegramMessenger, address: str) -> None:
    with pytest.raises(Misconfigured, match="PROVISNYK_PUBLIC_URL"):
        await bot.set_up(address, SECRET)


async def test_without_a_webhook_updates_are_asked_for_and_settled_by_the_next_question(
    fake: FakeTelegram, bot: TelegramMessenger
) -> None:
    await bot.set_up(PUBLIC, SECRET)
    with pytest.raises(RetryLater, match="інший процес"):
        await bot.updates(None)
    await bot.set_up(None, SECRET)
    maria = fake.customer()
    first, second = maria.says("/start"), maria.says("210000001")
    assert [each["update_id"] for each in await _json(bot, None)] == [first, second]
    assert [each["update_id"] for each in await _json(bot, second)] == [second]
    assert [each["update_id"] for each in await _json(bot, None)] == [second]


async def test_who_asks_for_updates_waits_until_there_is_one(fake: FakeTelegram, bot: TelegramMessenger) -> None:
    question = asyncio.create_task(_json(bot, None))
    for _ in range(20):  # it is under way
        await bot.say("1002", MENU)
    number = fake.customer().says("/start")
    assert [each["update_id"] for each in await question] == [number]


async def test_an_answer_that_is_no_list_of_updates_is_for_later(fake: FakeTelegram, bot: TelegramMessenger) -> None:
    fake.customer().says("/start")
    for answer in (
        Answer(200, {"ok": True, "result": True}),
        Answer(200, {"ok": True}),
        Answer(200, {"ok": False, "error_code": 500, "description": "Internal"}),
        Answer(502, "<html>"),
        refusal(500, "Internal"),
        Break.CUT,
    ):
        fake.fail(answer, method="getUpdates")
        with pytest.raises(RetryLater):
            await bot.updates(None)


async def _json(bot: TelegramMessenger, offset: int | None) -> Any:
    return await bot.updates(offset)
