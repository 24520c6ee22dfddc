"""What Telegram's updates mean."""

import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bots.dialog.incoming import Incoming, Reachable
from bots.dialog.model import Action, Button, Press, Start, Text, Unexpected
from bots.inputs import callback_data
from bots.telegram_updates import Update, parse_update

CHAT = {"id": 1001, "type": "private", "first_name": "Марія"}
GROUP = {"id": -100200, "type": "supergroup", "title": "ОСББ"}
CHANNEL = {"id": -100300, "type": "channel", "title": "Новини"}


def message(**content):
    return {"update_id": 7, "message": {"message_id": 3, "date": 0, "chat": CHAT, "from": {"id": 1001}, **content}}


def press(data, **content):
    return {"update_id": 7, "callback_query": {"id": "4382", "data": data, "message": {"chat": CHAT}, **content}}


def membership(status, chat=CHAT):
    return {"update_id": 7, "my_chat_member": {"chat": chat, "new_chat_member": {"status": status}}}


def said(update):
    return parse_update(update).incoming.said


@pytest.mark.parametrize(
    ("text", "meaning"),
    [
        ("210000001", Text("210000001")),
        ("/add 210000001", Text("/add 210000001")),
        ("/add@ProvisnykBot 210000001", Text("/add 210000001")),
        ("/start", Start()),
        ("/START ", Start()),
        ("/start 210000001", Start("210000001")),
        ("/start@ProvisnykBot 210000001", Start("210000001")),
        ("/start 210 000 001", Text("/start 210 000 001")),
        ("/started", Text("/started")),
        ("х" * 10_000, Text("х" * 10_000)),
        ("", Text("")),
        ("а\ud800б\0в", Text("абв")),
    ],
)
def test_a_typed_line_is_a_text_or_the_start(text, meaning):
    assert parse_update(message(text=text)) == Update(7, Incoming("1001", meaning, "7", 7))


@pytest.mark.parametrize(
    "content",
    [
        {"sticker": {"file_id": "x"}},
        {"voice": {"file_id": "x"}},
        {"photo": [], "caption": "210000001"},
        {"contact": {"phone_number": "+380"}},
        {"location": {"latitude": 48.6, "longitude": 22.3}},
        {"text": "210000001", "forward_origin": {"type": "channel"}},
        {"text": "210000001", "forward_date": 5},
        {"text": 210000001},
        {},
    ],
)
def test_whatever_the_bot_cannot_read_is_unexpected(content):
    assert said(message(**content)) == Unexpected()


def test_an_edited_line_is_no_answer_to_what_is_asked_now():
    assert said(edited(text="210000001")) == Unexpected()


def edited(**content):
    return {"update_id": 7, "edited_message": message(**content)["message"]}


def test_an_album_is_known_by_what_its_pictures_share():
    first = message(photo=[], media_group_id="13579246801234567", caption="Рахунок")
    second = message(video={}, media_group_id="13579246801234567") | {"update_id": 8}
    album = Incoming("1001", Unexpected(), "album 13579246801234567", 7)
    assert parse_update(first) == Update(7, album)
    assert parse_update(second) == Update(8, replace(album, order=8))


@pytest.mark.parametrize("number", ["", "7" * 33, "а", "1\0", 7, None])
def test_an_album_without_a_number_is_pictures(number):
    assert parse_update(message(photo=[], media_group_id=number)).incoming.update_id == "7"


@pytest.mark.parametrize(
    ("data", "meaning"),
    [
        ("consent:", Press(Action.CONSENT)),
        ("add:210000001", Press(Action.ADD, "210000001")),
        ("mute:five_days", Press(Action.MUTE, "five_days")),
        ("add", Press(Action.ADD)),
        ("fly:away", Unexpected()),
        ("add:\0", Unexpected()),
        ("", Unexpected()),
        (None, Unexpected()),
        (7, Unexpected()),
    ],
)
def test_a_press_says_what_its_button_was_for(data, meaning):
    assert parse_update(press(data)) == Update(7, Incoming("1001", meaning, "7", 7), "4382")


def test_a_press_is_answered_even_where_its_message_cannot_be_had():
    assert parse_update(press("add:", message=None)) == Update(7, query_id="4382")


@given(st.sampled_from(Action), st.from_regex(r"[\w-]{0,12}", fullmatch=True))
def test_what_a_button_gives_back_is_read_as_its_press(action, argument):
    data = callback_data(Button("Так", action, argument))
    assert said(press(data)) == Press(action, argument)


@pytest.mark.parametrize(("status", "reachable"), [("kicked", False), ("left", False), ("member", True)])
def test_who_blocks_the_bot_is_not_reachable_until_he_returns(status, reachable):
    assert said(membership(status)) == Reachable(reachable)


@pytest.mark.parametrize(
    "update",
    [
        message(text="/start", chat=GROUP),
        message(text="/start", chat=GROUP | {"type": "group"}),
        press("add:", message={"chat": GROUP}),
        membership("member", GROUP),
        membership("administrator", GROUP),
    ],
)
def test_in_a_group_the_bot_has_no_business(update):
    assert parse_update(update).group == "-100200"
    assert parse_update(update).incoming is None


@pytest.mark.parametrize(
    ("tag", "language"),
    [("hu", "hu"), ("ro-MD", "ro"), ("RO", "ro"), ("uk", "uk"), ("ru", "uk"), ("", "uk"), (None, "uk"), (7, "uk")],
)
def test_a_group_is_spoken_to_in_the_language_of_the_phone_that_wrote_there(tag, language):
    sender = {"id": 1, "is_bot": False, "first_name": "Олена", "language_code": tag}
    assert parse_update(message(text="/start", chat=GROUP, **{"from": sender})).language == language
    assert parse_update(press("add:", message={"chat": GROUP}, **{"from": sender})).language == language


@pytest.mark.parametrize(
    "update",
    [
        message(pinned_message={"message_id": 3, "chat": CHAT, "text": "🔌 Завтра"}),
        message(message_auto_delete_timer_changed={"message_auto_delete_time": 86400}),
        message(chat_background_set={"type": {"type": "fill"}}),
        message(write_access_allowed={"from_request": True}),
        message(migrate_to_chat_id=-100200, chat=GROUP | {"type": "group"}),
        message(new_chat_members=[{"id": 5, "is_bot": False, "first_name": "Іван"}], chat=GROUP),
        edited(location={"latitude": 48.6, "longitude": 22.3, "live_period": 900}),
        edited(photo=[], caption="210000001"),
        {"update_id": 7, "message_reaction": {"chat": CHAT, "message_id": 3, "old_reaction": [], "new_reaction": []}},
        membership("left", GROUP),
        membership("kicked", GROUP),
        membership("administrator", CHANNEL),
        membership("creator"),
        message(text="/start", chat=CHANNEL),
        message(text="/start", chat={"id": 1.5, "type": "private"}),
        message(text="/start", chat={"id": True, "type": "private"}),
        message(text="/start", chat={"id": 10**5000, "type": "private"}),
        {"update_id": 7, "channel_post": message(text="/start", chat=CHANNEL)["message"]},
        {"update_id": 7, "poll": {"id": "1"}},
        {"update_id": 7},
    ],
)
def test_what_concerns_nobody_is_left_alone(update):
    assert parse_update(update) == Update(7)


ANY_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(st.characters(), max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=12,
)
NAMES = st.sampled_from(
    [
        "update_id",
        "message",
        "edited_message",
        "callback_query",
        "my_chat_member",
        "chat",
        "id",
        "type",
        "text",
        "data",
        "new_chat_member",
        "status",
        "forward_origin",
        "private",
        "supergroup",
        "member",
        "kicked",
    ]
)
LIKE_AN_UPDATE = st.recursive(ANY_JSON | NAMES, lambda inner: st.dictionaries(NAMES, inner, max_size=6), max_leaves=20)


@given(LIKE_AN_UPDATE)
def test_no_json_raises_and_all_that_comes_out_can_be_stored(update):
    read = parse_update(update)
    json.dumps(repr(read))
    if read.incoming and isinstance(read.incoming.said, Text):
        read.incoming.said.text.encode()
