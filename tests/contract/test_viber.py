"""Viber as a place to talk, over real HTTP against the strict fake of its REST API."""

import json
import time
from collections.abc import AsyncIterator, Iterator
from typing import Any

import httpx
import pytest

from bots.dialog.incoming import Incoming, Reachable
from bots.dialog.model import Action, Button, Press, Reply, Start, Text, Unexpected
from bots.pacing import Pacer
from bots.viber import LONGEST_TEXT, ViberMessenger
from bots.viber_events import EVENT_TYPES, Fate, Receipt
from bots.web.app import web_app
from bots.web.viber import SIGNATURE_HEADER, viber_webhook
from pipeline.domain.errors import ContactGone, Failed, Misconfigured, RetryLater
from tests.fakes.server import serve
from tests.fakes.service import Answer
from tests.fakes.viber_api import TOKEN, FakeViber
from tests.fakes.viber_customer import ViberCustomer

PUBLIC = "https://provisnyk.example/viber"
MARIA = "01234567890A="
MENU = Reply(
    "Рахунок додано.",
    (
        (Button("Мої роботи", Action.WORKS), Button("Дім <3 & сад", Action.ACCOUNT, "210000001")),
        (Button("Прибрати", Action.REMOVE, "210000001"),),
    ),
)
GREETING = (Reply("Вітаємо!"), Reply("Напишіть рахунок.", ((Button("Де знайти?", Action.WHERE),),)))


class Taken(list[Incoming]):
    """What was taken in; refuses on demand."""

    refuses = False

    def __init__(self) -> None:
        self.receipts: list[Receipt] = []

    async def told(self, receipt: Receipt) -> None:
        """What became of a message of ours."""
        if self.refuses:
            raise Failed("База даних зайнята")
        self.receipts.append(receipt)

    async def __call__(self, incoming: Incoming) -> None:
        if self.refuses:
            raise Failed("База даних зайнята")
        self.append(incoming)

    async def answer(self, incoming: Incoming) -> tuple[Reply, ...]:
        """Greet whoever opens the conversation."""
        await self(incoming)
        return GREETING


@pytest.fixture
def fake() -> FakeViber:
    return FakeViber()


@pytest.fixture
async def bot(fake: FakeViber) -> AsyncIterator[ViberMessenger]:
    with serve(fake) as url:
        messenger = ViberMessenger(TOKEN, f"{url}/pa", pacer=Pacer(1000))
        yield messenger
        await messenger.close()


@pytest.fixture
def taken() -> Taken:
    return Taken()


@pytest.fixture
def web(bot: ViberMessenger, taken: Taken) -> Iterator[str]:
    async def ready() -> None:
        return None

    webhook = viber_webhook(TOKEN, taken, taken.answer, bot.welcome, taken.told)
    with serve(web_app({"/viber": webhook}, ready)) as url:
        yield url


@pytest.fixture
async def maria(fake: FakeViber, bot: ViberMessenger, web: str) -> ViberCustomer:
    fake.callbacks.address = web
    await bot.set_up(PUBLIC)
    return fake.customer(MARIA)


async def test_a_reply_comes_with_its_buttons_and_their_labels_as_they_are(
    fake: FakeViber, bot: ViberMessenger
) -> None:
    await bot.say(MARIA, MENU)
    (message,) = fake.messages
    assert message.text == "Рахунок додано."
    assert message.keyboard == [
        [("Мої роботи", "▸works:"), ("Дім <3 & сад", "▸account:210000001")],
        [("Прибрати", "▸remove:210000001")],
    ]


async def test_no_message_takes_the_keyboard_away(fake: FakeViber, bot: ViberMessenger) -> None:
    await bot.send(MARIA, "🔌 Holnap nem lesz áram", silent=False, language="hu")
    assert fake.messages[0].keyboard[-1] == [("Beállítások", "▸settings:"), ("Súgó", "▸help:")]
    await bot.say(MARIA, Reply("Напишіть особовий рахунок."))
    await bot.say(MARIA, Reply("\n".join(["с. Іза, вул. Центральна, 7"] * 500), MENU.buttons))
    assert len(fake.messages) == 5
    assert fake.bare == []


async def test_a_reminder_of_the_day_before_asks_to_be_confirmed(fake: FakeViber, bot: ViberMessenger) -> None:
    await bot.send(MARIA, "🔌 Завтра", silent=False, confirm=17)
    assert fake.messages[0].keyboard[0] == [("Зрозуміло", "▸ok:17")]
    assert fake.messages[0].keyboard[-1][0][1] == "▸settings:"


@pytest.mark.parametrize("sign", ["х", "🔌", '"'])
async def test_the_longest_reply_with_the_most_buttons_fits(fake: FakeViber, bot: ViberMessenger, sign: str) -> None:
    rows = tuple((Button("Бабусин дім у Хусті, вулиця 12 &", Action.ACCOUNT, "210000001"),) for _ in range(24))
    await bot.say(MARIA, Reply(sign * LONGEST_TEXT, rows))
    assert len(fake.messages) == 1


async def test_who_opens_the_conversation_is_greeted_in_the_answer_and_subscribes_by_the_first_press(
    fake: FakeViber, bot: ViberMessenger, maria: ViberCustomer, taken: Taken
) -> None:
    assert maria.opens(context="210000001") == 200
    (welcome,) = maria.heard
    assert welcome.text == "Вітаємо!\n\nНапишіть рахунок."
    assert maria.buttons == ["Де знайти?"]
    with pytest.raises(ContactGone):
        await bot.say(MARIA, MENU)
    assert maria.presses("Де знайти?") == 200
    await bot.say(MARIA, MENU)
    assert [each.said for each in taken] == [Start("210000001"), Press(Action.WHERE)]
    assert len({each.update_id for each in taken}) == 2
    assert fake.bare == []


async def test_a_greeting_that_was_lost_is_said_to_the_callback_that_comes_again(
    fake: FakeViber, maria: ViberCustomer, taken: Taken
) -> None:
    maria.opens()
    again = fake.callbacks.post(fake.callbacks.last)
    assert again is not None
    assert again.json()["text"] == maria.heard[0].text
    assert taken[0] == taken[1]


async def test_whatever_a_customer_does_is_taken_in(maria: ViberCustomer, taken: Taken) -> None:
    assert maria.says("210 000 001") == 200
    assert maria.sends(type="sticker", sticker_id=46105) == 200
    assert maria.leaves() == 200
    assert [each.said for each in taken] == [Text("210 000 001"), Unexpected(), Reachable(False)]
    assert {each.chat_id for each in taken} == {MARIA}


async def test_all_that_viber_tells_besides_is_accepted(
    fake: FakeViber, maria: ViberCustomer, taken: Taken, caplog: pytest.LogCaptureFixture
) -> None:
    for event in ("delivered", "seen", "failed"):
        answer = fake.callbacks.deliver(event, user_id=MARIA)
        assert answer is not None
        assert answer.status_code == 200
    assert [each.fate for each in taken.receipts] == [Fate.DELIVERED, Fate.SEEN, Fate.FAILED]
    assert taken == []
    assert MARIA not in caplog.text


async def test_where_the_database_refuses_the_callback_is_to_come_again(
    fake: FakeViber, maria: ViberCustomer, taken: Taken
) -> None:
    taken.refuses = True
    answer = fake.callbacks.deliver("seen", user_id=MARIA)
    assert answer is not None
    assert answer.status_code == 503
    assert maria.says("210000001") == 503
    assert maria.opens() == 503


def posted(web: str, body: bytes, signature: Any) -> httpx.Response:
    """The answer to a body with this signature; None: without the header."""
    headers = {} if signature is None else {SIGNATURE_HEADER: signature}
    return httpx.post(f"{web}/viber", content=body, headers=headers)


@pytest.mark.parametrize("body", [b"", b"{", b"\xff", b"[" * 100_000, b"9" * 10_000])
async def test_what_is_no_json_is_refused(fake: FakeViber, web: str, body: bytes) -> None:
    assert posted(web, body, fake.callbacks.signature(body)).status_code == 400


@pytest.mark.parametrize("body", ["null", "[]", '"так"', '{"event": "message"}', '{"event": ["message"]}'])
async def test_json_that_is_no_callback_is_left_alone(fake: FakeViber, web: str, body: str) -> None:
    assert posted(web, body.encode(), fake.callbacks.signature(body.encode())).status_code == 200


async def test_without_its_signature_nothing_is_taken_in(fake: FakeViber, web: str, taken: Taken) -> None:
    body = json.dumps({"event": "unsubscribed", "user_id": MARIA}).encode()
    right = fake.callbacks.signature(body)
    for signature in (None, "", right[:-1], b"\xd0\xbf"):
        refused = posted(web, body, signature)
        assert (refused.status_code, refused.content) == (403, b"")
    assert posted(web, body + b" ", right).status_code == 403
    assert taken == []


async def test_a_webhook_is_registered_for_all_events_without_names_and_pictures(
    fake: FakeViber, maria: ViberCustomer
) -> None:
    assert (fake.callbacks.path, fake.callbacks.kinds) == ("/viber", frozenset(EVENT_TYPES))


async def test_what_viber_refuses_besides_messages_holds_none(fake: FakeViber, bot: ViberMessenger) -> None:
    fake.fail("too_many_requests", method="set_webhook")
    with pytest.raises(RetryLater):
        await bot.set_up(PUBLIC)
    assert bot.pacer.held_for() == 0


async def test_a_message_that_was_taken_has_an_id_though_viber_names_none(fake: FakeViber, bot: ViberMessenger) -> None:
    fake.fail(Answer(200, {"status": 0, "status_message": "ok"}), times=2)
    first, second = [await bot.send(MARIA, "🔌 Завтра", silent=False) for _ in range(2)]
    assert len({first, second, ""}) == 3


async def test_a_stamp_of_the_future_counts_as_now(fake: FakeViber, maria: ViberCustomer, taken: Taken) -> None:
    fake.callbacks.stamp = lambda stamp: stamp * 1000
    maria.says("210000001")
    fake.callbacks.stamp = lambda stamp: stamp
    maria.says("100001")
    wrong, right = [each.order for each in taken]
    assert wrong is not None
    assert right == 1457764197629
    assert right < wrong <= time.time_ns() // 1_000_000


async def test_an_address_that_viber_does_not_take_is_misconfigured(bot: ViberMessenger) -> None:
    with pytest.raises(Misconfigured, match="PROVISNYK_PUBLIC_URL"):
        await bot.set_up("http://provisnyk.example/viber")
