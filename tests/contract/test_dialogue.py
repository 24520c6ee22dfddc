"""The dialogue itself over the database: a whole registration, and customers who do anything at all."""

import re
from datetime import timedelta
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bots.dialog.effects import (
    DetachOthers,
    Erase,
    Subscribe,
    Unsubscribe,
)
from bots.dialog.model import (
    Action,
    Press,
    Proof,
    ProofChecked,
    Start,
    Text,
    Unexpected,
)
from bots.dialog.talk import talk
from data import tables
from data.database import open_database
from pipeline.domain.stages import Stage
from tests.contract.world import ACCOUNT, ADDRESS, CHAT, METER, TOMORROW, World

OTHER = ("viber", "2")


@pytest.fixture
def world(database, tmp_path):
    return World(database, tmp_path, talk)


def pressed(replies, action):
    """The button of the last reply that does this."""
    found = [each for row in replies[-1].buttons for each in row if each.action is action]
    return Press(found[0].action, found[0].argument)


def register(world, chat=CHAT):
    """A whole registration; gives what was said at its end."""
    replies = world.says(Start(ACCOUNT), chat=chat)
    world.says(pressed(replies, Action.CONSENT), chat=chat)
    replies = world.says(Text(METER), chat=chat)
    assert ADDRESS in replies[0].text
    return world.says(pressed(replies, Action.YES), chat=chat)


def test_a_deep_link_leads_through_consent_and_proof_to_what_is_planned(world):
    world.lists(TOMORROW)
    (reply,) = register(world)
    assert "обрізка дерев" in reply.text
    assert world.statuses() == {("added", "sent"), ("same_day", "due")}


def test_the_last_words_of_a_contact_are_what_was_erased_and_what_stays(world, database):
    world.lists(TOMORROW)
    register(world)
    replies = world.says(Text("/erase"))
    for _ in range(2):
        replies = world.says(pressed(replies, Action.YES))
    assert tables.Contact.select().count(database) == 0
    assert tables.Evidence.select().count(database) == 1
    (welcome,) = world.says(Text("Мої рахунки"))
    assert ADDRESS not in welcome.text


def test_a_calendar_keeps_its_address_until_another_one_is_asked_for(world):
    register(world)
    (first,), (again,) = world.says(Text("/calendar")), world.says(Text("Календар"))
    assert first == again
    renewed = world.says(Press(Action.CALENDAR, "new"))
    tokens = [re.search(r"/calendar/(\S+)\.ics", reply.text)[1] for reply in (first, *renewed)]
    owners = [world.calendars.find(token) for token in tokens]
    assert [owner and (owner.chat.messenger, owner.chat.chat_id) for owner in owners] == [None, CHAT]
    assert tokens[1] not in str(list(tables.Contact.select().tuples().execute(world.database)))


accounts = st.sampled_from([ACCOUNT, "999999999", "", "12"])
words = ["так", "ні", "igen", "nu", "magyarul", "/erase", "/add", "Дім", "?", "9" * 5000]
typed = st.sampled_from([METER, "1анх5", "777", ACCOUNT, "999999999", *words])
arguments = st.one_of(accounts, st.sampled_from([*Stage, "uk", "hu", "+one_day", f"{ACCOUNT} Дім"]))
REGISTRATION = (Start(ACCOUNT), Press(Action.CONSENT), Text(METER), Text("так"))
inputs = st.one_of(
    st.builds(Text, typed),
    st.builds(Press, st.sampled_from(Action), arguments),
    st.builds(Start, st.one_of(st.none(), accounts)),
    st.just(Unexpected()),
    st.just("a button of the last reply"),
)
steps = st.one_of(inputs.map(lambda said: (said,)), st.just(REGISTRATION))
events = st.one_of(
    st.tuples(st.sampled_from([CHAT, OTHER]), steps, st.integers(0, 20)),
    st.sampled_from(["the list", "an empty list", "closed", "open", "an hour"]),
)


class Watched:
    """The dialogue, and what may be known of each chat by what came of its steps."""

    def __init__(self):
        self.chat, self.proven, self.held = None, set(), {CHAT: False, OTHER: False}

    def __call__(self, state, said, facts):
        assert bool(facts.accounts) == self.held[self.chat]
        if isinstance(said, ProofChecked) and said.result is Proof.RIGHT:
            self.proven.add(self.chat)
        turn = talk(state, said, facts)
        if ADDRESS in "".join(reply.text for reply in turn.replies):
            assert self.chat in self.proven
        for effect in turn.effects:
            match effect:
                case Subscribe():
                    assert self.chat in self.proven
                    self.held[self.chat] = True
                case Unsubscribe() | Erase():
                    self.held[self.chat] = False
                case DetachOthers():
                    self.held = {chat: chat == self.chat for chat in self.held}
        return turn


class Anything(World):
    """A world in which anything happens."""

    def __init__(self, database, folder):
        super().__init__(database, folder, Watched())
        self.database, self.buttons = database, {CHAT: [], OTHER: []}

    def happens(self, event):
        match event:
            case "the list":
                self.lists(TOMORROW)
            case "an empty list":
                self.lists()
            case "closed" | "open":
                tables.Account.update(closed_at=1 if event == "closed" else None).execute(self.database)
            case "an hour":
                self.clock.time += timedelta(hours=1)
            case chat, steps, chosen:
                for said in steps:
                    self.takes(chat, said, chosen)

    def takes(self, chat, said, chosen):
        """A step of a customer, who may press one of the buttons that he sees."""
        seen = self.buttons[chat]
        if isinstance(said, str):
            button = seen[chosen % len(seen)] if seen else None
            said = Press(button.action, button.argument) if button else Start()
        self.talk.chat = chat
        replies = self.says(said, chat=chat)
        assert replies
        self.buttons[chat] = [each for reply in replies for row in reply.buttons for each in row]


@settings(max_examples=25, deadline=None)
@given(st.lists(events, min_size=8, max_size=40))
def test_whatever_customers_do_no_address_is_shown_without_its_proof_and_no_account_is_lost(happened):
    database = open_database("sqlite:///:memory:", create=True)
    with TemporaryDirectory() as folder:
        world = Anything(database, folder)
        for each in happened:
            world.happens(each)
    database.close()
