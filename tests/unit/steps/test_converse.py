"""Conversations: order in a chat, chats side by side, nothing that stops the others."""

import asyncio
from collections import Counter
from dataclasses import replace
from datetime import datetime
from itertools import count

import pytest
from structlog.testing import capture_logs

from bots.dialog.answers import Answer, Letter
from bots.dialog.incoming import Incoming, Reachable
from bots.dialog.model import Reply, Text
from pipeline.domain.clock import KYIV
from pipeline.domain.errors import ContactGone, Failed, Misconfigured, Permanent, RetryLater
from pipeline.rehearsal import ReplayClock
from pipeline.steps.converse import AT_ONCE, LONGEST_QUEUE, SORRY, Conversations

NOON, NIGHT = (datetime(2026, 11, 23, hour, tzinfo=KYIV) for hour in (12, 23))


class Echo:
    """A desk that answers each line with itself, twice what ends in `!`; and the messenger that says it."""

    name = "telegram"

    def __init__(self):
        self.heard = []
        self.kept = {}
        self.news = {}
        self.silent = {}
        self.numbers = count()
        self.reached = []
        self.repeated = []
        self.troubles = {}
        self.gate = asyncio.Event()
        self.gate.set()
        self.busy = self.busiest = 0

    async def handle(self, messenger, incoming):
        said = incoming.said
        self.repeated.append((incoming.update_id, incoming.repeated))
        if isinstance(said, Reachable):
            self.reached.append((messenger, incoming.chat_id, said.reachable))
            return ()
        if isinstance(trouble := self.troubles.get(said.text), BaseException):
            raise trouble
        return (Reply(said.text),) * (2 if said.text.endswith("!") else 1)

    async def answer(self, messenger, incoming):
        replies = await self.handle(messenger, incoming)
        if replies:
            self.kept[next(self.numbers)] = (incoming.chat_id, replies)
        letters = tuple(
            Letter("telegram", chat, Answer((Reply(text),), number, is_news=True))
            for number, (chat, text) in self.news.items()
        )
        return Answer(replies, max(self.kept, default=None), before=letters)

    async def unsaid(self, _messenger):
        return [(chat, Answer(replies, number)) for number, (chat, replies) in self.kept.items()]

    async def said(self, numbers):
        if isinstance(trouble := self.troubles.pop("said", None), BaseException):
            raise trouble
        for number in numbers:
            del (self.news if number in self.news else self.kept)[number]

    async def say(self, chat_id, reply, *, silent=False):
        self.busy += 1
        self.busiest = max(self.busiest, self.busy)
        await self.gate.wait()
        self.busy -= 1
        troubles = self.troubles.get((chat_id, reply.text), [])
        if troubles:
            raise troubles.pop(0)
        self.heard.append((chat_id, reply.text))
        self.silent[reply.text] = silent


@pytest.fixture
def echo():
    return Echo()


@pytest.fixture
def clock():
    clock = ReplayClock()
    clock.time = NOON
    return clock


@pytest.fixture
def conversations(echo, clock):
    talking = Conversations(echo, clock)
    talking.speak_by(echo)
    return talking


def line(text, chat_id="1"):
    return Incoming(chat_id, Text(text), "7")


async def test_what_is_said_is_answered_in_the_order_of_the_chat(echo, conversations):
    for text in ("один", "два!", "три"):
        await conversations.take(echo, line(text))
    await conversations.close()
    assert echo.heard == [("1", "один"), ("1", "два!"), ("1", "два!"), ("1", "три")]


async def test_chats_are_answered_side_by_side_but_not_too_many_at_once(echo, conversations):
    echo.gate.clear()
    for chat in range(2 * AT_ONCE):
        await conversations.take(echo, line("привіт", str(chat)))
    for _ in range(10):
        await asyncio.sleep(0)
    echo.gate.set()
    await conversations.close()
    assert len(echo.heard) == 2 * AT_ONCE
    assert echo.busiest == AT_ONCE


async def test_a_chat_that_floods_hears_the_latest_answers_and_holds_up_nobody(echo, conversations):
    echo.gate.clear()
    for number in range(10 * LONGEST_QUEUE):
        await conversations.take(echo, line(str(number)))
    await conversations.take(echo, line("привіт", "2"))
    echo.gate.set()
    await conversations.close()
    assert Counter(chat for chat, _ in echo.heard) == {"1": LONGEST_QUEUE, "2": 1}
    assert ("1", str(10 * LONGEST_QUEUE - 1)) in echo.heard


async def test_what_the_database_refused_is_known_when_it_is_delivered_again_and_nothing_else(echo, conversations):
    echo.troubles["раз"] = Failed("База даних зайнята")
    for bring in (conversations.take, conversations.answer):
        with pytest.raises(Failed):
            await bring(echo if bring == conversations.take else "telegram", line("раз"))
    echo.troubles.clear()
    echo.repeated = []
    for incoming in (replace(line("два"), update_id="8"), line("раз"), line("раз")):
        await conversations.take(echo, incoming)
    await conversations.close()
    assert echo.repeated == [("8", False), ("7", True), ("7", False)]


async def test_a_database_that_refuses_is_told_to_the_messenger_that_delivers_again(echo, conversations):
    echo.troubles["раз"] = Failed("База даних зайнята")
    with pytest.raises(Failed):
        await conversations.take(echo, line("раз"))
    echo.troubles.clear()
    await conversations.take(echo, line("раз"))
    await conversations.close()
    assert echo.heard == [("1", "раз")]


async def test_a_bug_is_owned_up_to_and_logged_without_what_the_customer_wrote(echo, conversations):
    echo.troubles["таємниця"] = ValueError("таємниця")
    with capture_logs() as logs:
        await conversations.take(echo, line("таємниця"))
        await conversations.close()
    assert echo.heard == [("1", SORRY.text)]
    assert [each["event"] for each in logs] == ["step_failed"]
    assert "таємниця" not in repr(logs)


async def test_passing_trouble_is_tried_again_in_order(echo, conversations):
    echo.troubles["1", "один"] = [RetryLater("збій", 0)] * 5
    await conversations.take(echo, line("один"))
    await conversations.take(echo, line("два"))
    await conversations.settled()
    assert echo.heard == [("1", "один"), ("1", "два")]


async def test_trouble_that_stays_is_logged_and_the_chat_goes_on(echo, conversations):
    echo.troubles["1", "два"] = [Permanent("надто довге")]
    echo.troubles["1", "три"] = [Misconfigured("токен не прийнято")]
    echo.troubles["1", "чотири"] = [ZeroDivisionError()]
    with capture_logs() as logs:
        for text in ("два", "три", "чотири"):
            await conversations.take(echo, line(text))
        await conversations.settled()
        await conversations.take(echo, line("п'ять"))
        await conversations.close()
    assert echo.heard == [("1", "п'ять")]
    assert list(echo.kept.values()) == [("1", (Reply("три"),))]  # a token is mended, and we start anew
    assert [each["event"] for each in logs if each["log_level"] == "error"] == [
        "reply_refused",
        "reply_refused",
        "reply_failed",
    ]


async def test_who_is_gone_is_kept_as_not_reachable(echo, conversations):
    echo.troubles["1", "один!"] = [ContactGone("заблокувала")]
    await conversations.take(echo, line("один!"))
    await conversations.close()
    assert echo.heard == []
    assert echo.reached == [("telegram", "1", False)]


async def test_who_has_written_since_he_was_gone_is_answered_and_is_reachable(echo, conversations):
    echo.troubles["1", "один"] = [ContactGone("заблокувала")]
    echo.gate.clear()
    for text in ("один", "два"):
        await conversations.take(echo, line(text))
    echo.gate.set()
    await conversations.settled()
    assert (echo.heard, echo.reached) == ([("1", "два")], [])


async def test_who_writes_while_it_is_kept_that_he_is_gone_is_answered_and_is_reachable(echo, conversations):
    echo.troubles["1", "один"] = [ContactGone("заблокувала")]
    handle, writes = echo.handle, [line("два")]

    async def slowly(messenger, incoming):
        if isinstance(incoming.said, Reachable) and writes:
            await conversations.take(echo, writes.pop())
        return await handle(messenger, incoming)

    echo.handle = slowly
    await conversations.take(echo, line("один"))
    await conversations.settled()
    assert echo.heard == [("1", "два")]
    assert echo.reached == [("telegram", "1", False), ("telegram", "1", True)]


async def test_who_blocks_the_bot_or_returns_is_kept_so_and_told_nothing(echo, conversations):
    await conversations.take(echo, Incoming("1", Reachable(False)))
    await conversations.take(echo, Incoming("1", Reachable(True)))
    await conversations.close()
    assert echo.reached == [("telegram", "1", False), ("telegram", "1", True)]
    assert echo.heard == []


async def test_at_the_end_a_pause_is_not_waited_for_and_what_is_left_is_said_after_the_next_start(echo, conversations):
    echo.troubles["1", "один"] = [RetryLater("збій", 3600)]
    for text, chat in (("один", "1"), ("два", "1"), ("раз", "2")):
        await conversations.take(echo, line(text, chat))
    await conversations.close()
    assert echo.heard == [("2", "раз")]
    restarted = Conversations(echo, ReplayClock())
    await restarted.resume(echo)
    await restarted.take(echo, line("три"))
    await restarted.settled()
    assert echo.heard[1:] == [("1", "один"), ("1", "два"), ("1", "три")]
    assert echo.kept == {}


async def test_what_was_said_is_forgotten_once_the_database_takes_it(echo, conversations):
    echo.troubles["said"] = Failed("База даних зайнята")
    await conversations.take(echo, line("один"))
    await conversations.settled()
    assert len(echo.kept) == 1
    await conversations.take(echo, line("два"))
    await conversations.settled()
    assert echo.kept == {}


NEWS = 1000, ("2", "від'єднано")


async def test_what_somebody_did_is_told_to_the_other_chat_at_once_and_once(echo, conversations):
    echo.news = dict([NEWS])
    echo.gate.clear()
    for text in ("раз", "два"):
        await conversations.take(echo, line(text))
    echo.gate.set()
    await conversations.settled()
    assert Counter(echo.heard) == {("1", "раз"): 1, ("1", "два"): 1, NEWS[1]: 1}
    assert (echo.news, echo.kept) == ({}, {})


async def test_news_that_were_said_are_not_said_again_while_the_database_does_not_forget_them(echo, conversations):
    echo.news = dict([NEWS])
    echo.troubles["said"] = Failed("База даних зайнята")
    await conversations.take(echo, line("раз"))
    await conversations.settled()
    await conversations.take(echo, line("два"))
    await conversations.settled()
    assert echo.heard.count(NEWS[1]) == 1
    assert (echo.news, echo.kept) == ({}, {})


async def test_news_are_silent_at_night_and_answers_are_not(echo, conversations, clock):
    clock.time = NIGHT
    echo.news = dict([NEWS])
    await conversations.take(echo, line("раз"))
    await conversations.settled()
    assert echo.silent == {"раз": False, NEWS[1][1]: True}
    clock.time = NOON
    echo.news = dict([NEWS])
    await conversations.take(echo, line("два"))
    await conversations.settled()
    assert echo.silent[NEWS[1][1]] is False


@pytest.mark.parametrize("trouble", [ContactGone("заблокувала"), Misconfigured("токен не прийнято")])
async def test_news_for_who_cannot_be_reached_are_kept_and_said_before_the_next_answer(echo, conversations, trouble):
    echo.news = dict([NEWS])
    echo.troubles[NEWS[1]] = [trouble]
    await conversations.take(echo, line("раз"))
    await conversations.settled()
    assert echo.heard == [("1", "раз")]
    assert echo.news == dict([NEWS])
    await conversations.take(echo, line("я знову тут", "2"))
    await conversations.settled()
    assert echo.heard[1:] == [NEWS[1], ("2", "я знову тут")]
    assert echo.news == {}


async def test_news_for_a_messenger_that_is_off_wait(echo, clock):
    echo.news = dict([NEWS])
    conversations = Conversations(echo, clock)
    await conversations.take(echo, line("раз"))
    await conversations.settled()
    assert echo.heard == [("1", "раз")]
    assert echo.news == dict([NEWS])
