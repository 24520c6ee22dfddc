"""What Viber's callbacks mean."""

import hmac
import json
from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bots.dialog.incoming import Incoming, Reachable
from bots.dialog.model import Action, Button, Press, Start, Text, Unexpected
from bots.inputs import callback_data
from bots.viber_events import Event, Fate, Receipt, is_signed, parse_event
from bots.viber_keyboard import MARK
from tests.unit.bots.test_telegram_updates import ANY_JSON

USER = {"id": "01234567890A=", "name": "Марія", "country": "UA", "language": "uk", "api_version": 10}
BASE = {"timestamp": 1457764197627, "message_token": 4912661846655238145, "chat_hostname": "SN-376_"}
TOKEN, TIME = "4912661846655238145", 1457764197627
SECRET = "445da6az1s345z78-dazcczb2542zv51a-e0vc5fva17480im9"


def message(**content):
    return BASE | {"event": "message", "sender": USER, "message": content, "silent": False}


def opened(**content):
    return BASE | {"event": "conversation_started", "type": "open", "user": USER, "subscribed": False} | content


def said(event):
    return parse_event(event).incoming.said


@pytest.mark.parametrize(
    ("text", "meaning"),
    [
        ("210000001", Text("210000001")),
        ("/add 210000001", Text("/add 210000001")),
        ("/start", Start()),
        ("/start 210000001", Start("210000001")),
        ("consent:", Text("consent:")),
        ("х" * 7000, Text("х" * 7000)),
        ("", Text("")),
        ("а\ud800б\0в", Text("абв")),
        ("▸consent:", Press(Action.CONSENT)),
        ("▸add:210000001", Press(Action.ADD, "210000001")),
        ("▸fly:away", Unexpected()),
        ("▸", Unexpected()),
    ],
)
def test_a_text_is_typed_or_a_pressed_button(text, meaning):
    assert parse_event(message(type="text", text=text)) == Event(Incoming(USER["id"], meaning, TOKEN, TIME))


@pytest.mark.parametrize(
    "content",
    [
        {"type": "picture", "media": "https://dl.example/1.jpg", "text": "210000001"},
        {"type": "video", "media": "https://dl.example/1.mp4", "duration": 7},
        {"type": "file", "file_name": "рахунок.pdf", "media": "https://dl.example/1"},
        {"type": "sticker", "sticker_id": 46105},
        {"type": "contact", "contact": {"name": "Іван", "phone_number": "+380"}},
        {"type": "url", "media": "https://example.org"},
        {"type": "location", "location": {"lat": 48.6, "lon": 22.3}},
        {"type": "animation"},
        {"type": "text"},
        {"type": "text", "text": 210000001},
        {"text": "210000001"},
        {},
    ],
)
def test_whatever_the_bot_cannot_read_is_unexpected(content):
    assert said(message(**content)) == Unexpected()


@pytest.mark.parametrize(
    ("content", "meaning"),
    [
        ({"context": "210000001"}, Start("210000001")),
        ({"context": " 210000001\0"}, Start("210000001")),
        ({"context": ""}, Start()),
        ({"context": 7}, Start()),
        ({}, Start()),
        ({"subscribed": True, "type": None}, Start()),
    ],
)
def test_who_opens_the_conversation_is_answered_at_once(content, meaning):
    assert parse_event(opened(**content)) == Event(Incoming(USER["id"], meaning, TOKEN, TIME, opens=True))


@pytest.mark.parametrize(
    ("event", "reachable"),
    [
        (BASE | {"event": "subscribed", "user": USER}, True),
        (BASE | {"event": "unsubscribed", "user_id": USER["id"]}, False),
    ],
)
def test_who_leaves_is_not_reachable_until_he_returns(event, reachable):
    assert parse_event(event) == Event(Incoming(USER["id"], Reachable(reachable), TOKEN, TIME))


@pytest.mark.parametrize("desc", [{}, {"desc": "failure description"}])
@pytest.mark.parametrize("fate", list(Fate))
def test_a_receipt_names_the_message_and_what_became_of_it(fate, desc):
    assert parse_event(BASE | {"event": str(fate), "user_id": USER["id"]} | desc) == Event(receipt=Receipt(TOKEN, fate))


@pytest.mark.parametrize(
    "event",
    [
        BASE | {"event": "webhook"},
        BASE | {"event": "client_status", "user": USER, "code": 0},
        BASE | {"event": "action", "user": USER},
        BASE | {"event": "seance"},
        BASE | {"event": ["message"]},
        BASE | {"event": "delivered", "message_token": None},
        message(type="text", text="так") | {"sender": {}},
        message(type="text", text="так") | {"sender": {"id": "а" * 65}},
        opened(user={"id": "a\0"}),
        opened(user="01234567890A="),
        {},
        [],
        None,
    ],
)
def test_what_concerns_nobody_is_left_alone(event):
    assert parse_event(event) == Event()


@pytest.mark.parametrize("token", [None, True, -1, 2**64, 1.5, "x", "7" * 65])
def test_a_token_that_is_none_is_no_reason_to_be_silent(token):
    event = message(type="text", text="так") | {"message_token": token}
    assert parse_event(event) == Event(Incoming(USER["id"], Text("так"), order=TIME))


@pytest.mark.parametrize("time", [None, True, -1, 2**63, 1.5, "x"])
def test_a_time_that_is_none_gives_no_order(time):
    event = message(type="text", text="так") | {"timestamp": time}
    assert parse_event(event) == Event(Incoming(USER["id"], Text("так"), TOKEN))


@given(st.sampled_from(Action), st.from_regex(r"[\w-]{0,12}", fullmatch=True))
def test_what_a_button_gives_back_is_read_as_its_press(action, argument):
    text = MARK + callback_data(Button("Так", action, argument))
    assert said(message(type="text", text=text)) == Press(action, argument)


KINDS = st.sampled_from(["message", "conversation_started", "subscribed", "unsubscribed", "delivered", "failed"])
NAMES = st.sampled_from(["message_token", "sender", "user", "user_id", "id", "message", "type", "text", "context"])
LIKE_AN_EVENT = st.builds(
    lambda kind, rest: rest | {"event": kind},
    KINDS,
    st.dictionaries(NAMES, ANY_JSON | st.dictionaries(NAMES, ANY_JSON | st.just("text"), max_size=4), max_size=6),
)


@given(ANY_JSON | LIKE_AN_EVENT)
def test_no_json_raises_and_all_that_comes_out_can_be_stored(event):
    incoming = parse_event(event).incoming
    if incoming:
        incoming.chat_id.encode()
        (incoming.update_id or "").encode()
    if incoming and isinstance(incoming.said, Text):
        incoming.said.text.encode()
    if incoming and isinstance(incoming.said, Start):
        (incoming.said.account or "").encode()


def signature(body, token=SECRET):
    return hmac.new(token.encode(), body, sha256).hexdigest()


def test_a_body_is_signed_by_who_has_the_token():
    body = json.dumps(message(type="text", text="так"), ensure_ascii=False).encode()
    assert is_signed(body, signature(body), SECRET)


@pytest.mark.parametrize("wrong", ["", "так", signature(b"{}")[:-1], signature(b"{} "), signature(b"{}", "x")])
def test_any_other_signature_is_none(wrong):
    assert not is_signed(b"{}", wrong, SECRET)
