"""A customer's step, from the state of the chat to what is kept of it, on both databases.

The dialogue itself is scripted here: each input is answered by the turn that a test lays down for it.
"""

from dataclasses import replace
from datetime import timedelta

import pytest

from bots.dialog.answers import Answer
from bots.dialog.effects import (
    CheckProof,
    DetachOthers,
    Erase,
    GiveConsent,
    Mute,
    SetLabel,
    SetLanguage,
    Subscribe,
    Unsubscribe,
)
from bots.dialog.incoming import Incoming, Reachable
from bots.dialog.model import (
    Action,
    Again,
    Button,
    Facts,
    HeldAccount,
    Press,
    Proof,
    ProofChecked,
    Reply,
    Start,
    State,
    Step,
    Text,
    Turn,
)
from data import tables
from pipeline.domain.contacts import Chat
from pipeline.domain.errors import Misuse
from pipeline.domain.stages import Stage
from pipeline.domain.works import Place, WorkStatus
from tests.contract.people import DAY, NOW, PERIOD, add_account, add_street
from tests.contract.world import ACCOUNT, ADDRESS, CALENDARS, CHAT, EIC, METER, TOMORROW, World

AT_ADDRESS = State(Step.ADDRESS, ACCOUNT)
YES = Press(Action.YES)


@pytest.fixture
def world(database, tmp_path):
    return World(database, tmp_path)


def check(account=ACCOUNT, proof=METER):
    return Turn(State(Step.PROOF, account), effects=(CheckProof(account, proof),))


def test_a_chat_begins_with_nothing_and_leaves_nothing_before_it_has_moved_on(world, database):
    assert world.says(Start(), Turn(State(), (Reply("Вітаємо!"),))) == (Reply("Вітаємо!"),)
    assert world.talk.asked == [
        (State(), Start(), Facts(now=NOW, contact_centre="0 800 516 20", calendars_at=CALENDARS))
    ]
    assert tables.Contact.select().count(database) == 0


def test_the_state_of_a_chat_is_its_own_and_is_found_again(world):
    waiting = State(Step.WELCOME, ACCOUNT)
    world.says(Start(ACCOUNT), Turn(waiting))
    world.says(Text("?"), chat=("viber", "1001"))
    world.says(Text("?"))
    assert [state for state, _, _ in world.talk.asked] == [State(), State(), waiting]


def test_a_state_of_another_release_begins_anew(world, database):
    world.does()
    tables.Contact.update(step="of old").execute(database)
    world.says(Text("?"))
    assert world.talk.asked[-1][0] == State()


def test_consent_language_mutes_and_names_are_facts_of_the_next_step(world):
    world.does(GiveConsent("2026-11"), SetLanguage("hu"), Subscribe(ACCOUNT))
    world.does(SetLabel(ACCOUNT, "Дім"), Mute(Stage.ONE_DAY, muted=True), Mute(Stage.FIVE_DAYS, muted=True))
    world.does(Mute(Stage.FIVE_DAYS, muted=False))
    world.says(Text("?"))
    facts = world.talk.facts
    assert (facts.consent, facts.consent_at, facts.language) == ("2026-11", NOW, "hu")
    assert facts.accounts == (HeldAccount(ACCOUNT, ADDRESS, "Дім"),)
    assert facts.muted == {Stage.ONE_DAY}


def test_an_update_that_comes_twice_is_handled_once(world):
    for expected in ((Reply("Так"),), ()):
        assert world.says(Text("так"), Turn(State(Step.MENU), (Reply("Так"),)), update_id="7") == expected
    assert len(world.talk.asked) == 1
    assert world.says(Text("так"), Turn(State(), (Reply("Так"),)), update_id="8")


def test_a_step_that_fails_is_taken_again_when_its_update_comes_again(world):
    unknown = Turn(State(Step.MENU), effects=(GiveConsent("1"), Unsubscribe(ACCOUNT)))
    with pytest.raises(Misuse):
        world.says(Text("ні"), unknown, update_id="7")
    assert world.conversations.load(Chat(*CHAT)) is None
    assert world.says(Text("ні"), Turn(State(), (Reply("Ні"),)), update_id="7") == (Reply("Ні"),)


def test_the_address_is_given_for_a_right_proof(world):
    replies = world.says(Text(METER), check(), Turn(AT_ADDRESS, (Reply("Ваша адреса?"),)))
    assert replies == (Reply("Ваша адреса?"),)
    state, said, _ = world.talk.asked[-1]
    assert (state.step, said) == (Step.PROOF, ProofChecked(ACCOUNT, Proof.RIGHT, ADDRESS))


@pytest.mark.parametrize(("account", "proof"), [(ACCOUNT, "999"), ("999999999", METER)])
def test_a_wrong_account_and_a_wrong_proof_get_the_same_answer(world, account, proof):
    world.says(Text(proof), check(account, proof))
    assert world.talk.asked[-1][1] == ProofChecked(account, Proof.WRONG)


def test_a_closed_account_is_a_wrong_one(world, database):
    tables.Account.update(closed_at=1).execute(database)
    world.says(Text(METER), check())
    assert world.talk.asked[-1][1] == ProofChecked(ACCOUNT, Proof.WRONG)


def test_after_five_wrong_proofs_none_of_the_chat_is_looked_at_for_a_while_not_even_a_right_one(world):
    for _ in range(5):
        world.says(Text("999"), check(proof="999"))
    for account in (ACCOUNT, "999999999"):
        world.says(Text(METER), check(account))
        assert world.talk.asked[-1][1] == ProofChecked(account, Proof.TOO_OFTEN, until=NOW + timedelta(minutes=15))
    world.clock.time += timedelta(minutes=15)
    world.says(Text(METER), check())
    assert world.talk.asked[-1][1].result is Proof.RIGHT


@pytest.mark.parametrize(
    ("proof", "result"), [(METER, Proof.WRONG), (EIC, Proof.WRONG), (f"{METER} {EIC}", Proof.RIGHT)]
)
def test_an_account_at_which_a_stranger_guesses_is_open_to_its_owner_by_both_proofs(world, proof, result):
    for _ in range(6):
        world.says(Text("999"), check(proof="999"), chat=("viber", "666"))
    assert world.talk.asked[-1][1].result is Proof.TOO_OFTEN
    world.says(Text(proof), *[check(proof=proof)] * 2)
    assert world.talk.facts.both_proofs
    assert world.talk.asked[-1][1].result is result


def test_a_setting_asks_for_both_always_and_of_a_meter_that_is_not_known_for_the_eic(world, database):
    world.register = replace(world.register, always_both=True)
    world.says(Text(METER), *[check(proof=METER)] * 2)
    assert world.talk.asked[-1][1].result is Proof.WRONG
    tables.Account.update(meter_hash=None).execute(database)
    world.says(Text("7 1AHX5"), *[check(proof=f"7 {EIC}")] * 2)
    assert world.talk.asked[-1][1].result is Proof.RIGHT


def test_which_proofs_an_account_asks_for_is_known_as_it_is_named(world):
    for _ in range(5):
        world.says(Text("999"), check(proof="999"), chat=("viber", "666"))
    asks = Turn(State(Step.PROOF, ACCOUNT))
    world.says(Text(ACCOUNT), asks, asks)
    assert [facts.both_proofs for _, _, facts in world.talk.asked[-2:]] == [False, True]


def test_erasing_buys_no_further_guesses(world):
    for _ in range(5):
        world.says(Text("999"), check(proof="999"))
    world.does(Erase())
    world.says(Text(METER), check())
    assert world.talk.asked[-1][1].result is Proof.TOO_OFTEN


def test_a_right_proof_lets_the_chat_begin_to_count_anew(world):
    for _ in range(2):
        for proof in ("1", "2", "3", "4", METER):
            world.says(Text(proof), check(proof=proof))
            assert world.talk.asked[-1][1].result is not Proof.TOO_OFTEN


def test_a_proof_stands_in_no_representation():
    assert METER not in repr(check())


def test_the_works_at_the_account_in_question_are_known_before_it_is_added(world):
    world.lists(TOMORROW)
    world.does(state=AT_ADDRESS)
    world.says(YES)
    (work,) = world.talk.facts.works
    assert (work.account, work.day, work.periods) == (ACCOUNT, DAY, ((PERIOD.starts_at, PERIOD.ends_at),))
    assert (work.certain, work.reason) == (True, "обрізка дерев")
    assert world.talk.facts.accounts == ()
    assert world.talk.facts.list_read_at == NOW + timedelta(minutes=1)


def test_an_account_that_was_closed_since_its_proof_is_asked_for_again(world, database):
    world.does(state=AT_ADDRESS)
    tables.Account.update(closed_at=1).execute(database)
    world.says(YES)
    assert world.talk.asked[-1][0] == State(Step.ACCOUNT)


def test_works_shown_as_an_account_is_added_are_told_and_the_coming_stages_are_owed(world, database):
    world.lists(TOMORROW)
    world.does(Subscribe(ACCOUNT), replies=(Reply("Рахунок додано."), Reply("Найближче: завтра")))
    assert world.statuses() == {("added", "sent"), ("same_day", "due")}
    (delivery,) = tables.Delivery.select().dicts().execute(database)
    assert (delivery["status"], delivery["text"]) == ("sent", "Рахунок додано.\n\nНайближче: завтра")
    assert world.lists(TOMORROW).owed == 0
    assert world.lists(replace(TOMORROW, status=WorkStatus.CANCELLED)).cancelled == 1
    world.says(Text("?"))
    assert world.talk.facts.works == ()
    assert world.talk.facts.delivered == 1


def test_works_far_off_are_told_as_the_account_is_added_and_all_their_stages_come(world):
    world.clock.time -= timedelta(days=10)
    world.lists(TOMORROW)
    world.does(Subscribe(ACCOUNT))
    assert {stage for stage, status in world.statuses() if status == "due"} == {"five_days", "one_day", "same_day"}
    later = replace(TOMORROW, period=replace(PERIOD, starts_at=PERIOD.starts_at + timedelta(hours=2)))
    assert world.lists(later).changed == 1


def test_an_account_without_works_is_added_in_silence(world):
    elsewhere = replace(TOMORROW, places=(Place("с. Липча", "UA22"),))
    world.lists(elsewhere)
    world.does(Subscribe(ACCOUNT))
    assert world.statuses() == set()
    assert world.lists(elsewhere).owed == 0


def test_works_that_the_last_plan_could_not_know_of_are_told_by_the_next_one(world, database):
    new = replace(TOMORROW, places=(Place("с. Липча", "UA22"),))
    world.lists(new)
    account = add_account(database, "210000002", add_street(database, katottg="UA22"))
    world.does(Subscribe(account))
    world.says(Text("?"))
    assert (world.talk.facts.works, world.statuses()) == ((), set())
    assert world.lists(new).owed == 2
    assert world.statuses() == {("one_day", "due"), ("same_day", "due")}


def test_works_of_one_chat_are_those_of_its_open_accounts_by_day(world, database):
    second = add_account(database, "210000002", add_street(database, katottg="UA22"))
    after = replace(PERIOD, starts_at=PERIOD.starts_at + timedelta(days=1), ends_at=PERIOD.ends_at + timedelta(days=1))
    world.lists(replace(TOMORROW, period=after), replace(TOMORROW, places=(Place("с. Липча", "UA22"),)))
    for account in (ACCOUNT, second):
        world.does(Subscribe(account))
    world.says(Text("?"))
    assert [(each.account, each.day.day) for each in world.talk.facts.works] == [(second, 24), (ACCOUNT, 25)]
    tables.Account.update(closed_at=1).where(tables.Account.number == second).execute(database)
    world.says(Text("?"))
    assert [each.account for each in world.talk.facts.works] == [ACCOUNT]
    assert [each.closed for each in world.talk.facts.accounts] == [False, True]


def test_other_chats_are_counted_and_cut_off(world):
    world.says(Text(""), Turn(State(), effects=(Subscribe(ACCOUNT),)), chat=("viber", "2"))
    world.does(Subscribe(ACCOUNT))
    world.says(Text("?"))
    assert world.talk.facts.accounts[0].other_chats == 1
    world.does(DetachOthers(ACCOUNT))
    world.says(Text("?"))
    assert world.talk.facts.accounts[0].other_chats == 0
    world.says(Text("?"), chat=("viber", "2"))
    assert world.talk.facts.accounts == ()


OTHERS = ("viber", "2"), ("telegram", "3")


def step(world, *effects, chat=CHAT):
    """A step with these effects; gives its answer, and all of it is said."""
    world.talk.turns = [Turn(State(Step.MENU), (Reply("Гаразд"),), effects)]
    answer = world.register.answer(chat[0], Incoming(chat[1], Text("")), world.clock.now())
    world.register.said([answer.kept_as, *(each.answer.kept_as for each in answer.before)])
    return answer


def told(answer):
    return [((each.messenger, each.chat_id), each.answer.replies[0]) for each in answer.before]


def test_every_chat_that_is_cut_off_hears_it_at_once_in_its_language_with_the_way_back(world):
    for chat in (*OTHERS, CHAT):
        step(world, Subscribe(ACCOUNT), chat=chat)
    step(world, SetLanguage("hu"), SetLabel(ACCOUNT, "Otthon"), chat=OTHERS[1])
    (first, reply), (second, hungarian) = told(step(world, DetachOthers(ACCOUNT)))
    assert (first, second) == OTHERS
    assert ADDRESS in reply.text
    assert "В іншому чаті щойно назвали номер лічильника або EIC-код" in reply.text
    assert "0 800 516 20" in reply.text
    assert reply.buttons[0] == (Button("Додати рахунок знову", Action.ADD, ACCOUNT),)
    assert f"\n„Otthon”: {ADDRESS}\n" in hungarian.text
    assert hungarian.buttons[0] == (Button("Számla újbóli hozzáadása", Action.ADD, ACCOUNT),)
    assert told(step(world, DetachOthers(ACCOUNT))) == []


def test_holders_hear_who_joins_once_an_hour_and_may_cut_him_off(world):
    assert told(step(world, Subscribe(ACCOUNT))) == []
    ((chat, reply),) = told(step(world, Subscribe(ACCOUNT), chat=OTHERS[0]))
    assert chat == CHAT
    assert "ще в один чат" in reply.text
    assert "Разом із вашим чатів тепер 2." in reply.text
    assert reply.buttons[0] == (Button("Від’єднати інші чати", Action.DETACH, ACCOUNT),)
    assert told(step(world, Subscribe(ACCOUNT), chat=OTHERS[0])) == []  # it is there already
    assert [chat for chat, _ in told(step(world, Subscribe(ACCOUNT), chat=OTHERS[1]))] == [OTHERS[0]]
    step(world, Unsubscribe(ACCOUNT), chat=OTHERS[1])
    world.clock.time += timedelta(hours=1)
    assert [chat for chat, _ in told(step(world, Subscribe(ACCOUNT), chat=OTHERS[1]))] == [CHAT, OTHERS[0]]


def test_who_joins_after_being_cut_off_is_told_of(world):
    for chat in (CHAT, OTHERS[0]):
        step(world, Subscribe(ACCOUNT), chat=chat)
    step(world, DetachOthers(ACCOUNT))
    world.clock.time += timedelta(hours=1)
    assert [chat for chat, _ in told(step(world, Subscribe(ACCOUNT), chat=OTHERS[0]))] == [CHAT]


def test_who_cannot_be_reached_hears_of_his_loss_as_he_returns(world):
    for chat in (CHAT, OTHERS[0]):
        step(world, Subscribe(ACCOUNT), chat=chat)
    world.register.answer("viber", Incoming("2", Reachable(False)), NOW)
    assert told(step(world, DetachOthers(ACCOUNT))) == []
    assert world.register.answer("viber", Incoming("2", Reachable(False)), NOW) == Answer()
    world.clock.time += timedelta(days=29)
    for incoming in (Incoming("2", Reachable(True)), Incoming("2", Text("?"))):
        ((chat, reply),) = told(world.register.answer("viber", incoming, NOW))
        assert (chat, reply.buttons[0][0].action) == (OTHERS[0], Action.ADD)
    world.clock.time += timedelta(days=2)
    assert world.register.unsaid("viber") == []


def test_an_operator_who_subscribes_a_chat_tells_nobody(world):
    step(world, Subscribe(ACCOUNT))
    world.registry.subscribe("viber", "2", ACCOUNT, NOW)
    assert [answer for _, answer in world.register.unsaid("telegram") if answer.is_news] == []


def test_a_removed_account_is_told_of_no_more(world):
    world.lists(TOMORROW)
    world.does(Subscribe(ACCOUNT))
    world.does(Unsubscribe(ACCOUNT))
    world.says(Text("?"))
    assert (world.talk.facts.accounts, world.talk.facts.works) == ((), ())
    assert world.outbox.next_due(NOW) is None


def test_an_account_that_is_added_again_is_told_anew_once(world):
    world.lists(TOMORROW)
    for effect in (Subscribe(ACCOUNT), Unsubscribe(ACCOUNT), Subscribe(ACCOUNT)):
        world.does(effect)
    assert sorted((each["stage"], each["revision"], each["status"]) for each in world.outbox.reminders()) == [
        ("added", 1, "sent"),
        ("added", 2, "sent"),
        ("same_day", 1, "superseded"),
        ("same_day", 2, "due"),
    ]
    assert world.lists(TOMORROW).owed == 0


def test_erasing_takes_the_state_too(world, database):
    world.lists(TOMORROW)
    world.does(GiveConsent("1"), SetLanguage("hu"), Subscribe(ACCOUNT))
    world.does(Erase(), state=State(Step.WELCOME))
    for table in (tables.Contact, tables.Subscription, tables.Reminder, tables.Delivery):
        assert table.select().count(database) == 0
    assert tables.Evidence.select().count(database) == 1
    world.says(Start())
    assert world.talk.asked[-1][0] == State()
    assert world.talk.facts.language == "uk"


def test_who_blocked_the_bot_and_comes_back_finds_the_accounts_and_what_is_owed(world):
    world.lists(TOMORROW)
    world.does(Subscribe(ACCOUNT))
    world.outbox.give_up(*CHAT)
    assert world.outbox.next_due(NOW) is None
    world.says(Start())
    assert [each.number for each in world.talk.facts.accounts] == [ACCOUNT]
    assert world.outbox.next_due(NOW) is not None


def test_what_a_later_step_has_overtaken_does_nothing_and_is_asked_again(world):
    world.says(Text("/add"), Turn(State(Step.ACCOUNT)), update_id="8", order=8)
    turn = Turn(State(Step.ACCOUNT), (Reply("Надішліть номер"),))
    world.says(Text("так"), turn, update_id="7", order=7, repeated=True)
    assert [said for _, said, _ in world.talk.asked] == [Text("/add"), Again()]


def test_a_step_that_was_never_delivered_before_is_taken_whatever_its_order(world):
    world.says(Text("/add"), Turn(State(Step.ACCOUNT)), update_id="8", order=8)
    world.says(Text("так"), update_id="7", order=7)
    assert [said for _, said, _ in world.talk.asked] == [Text("/add"), Text("так")]


def test_another_bot_counts_anew_and_its_steps_are_its_own(world):
    for bot in ("1", "1", "2"):
        world.says(YES, update_id="7", order=7, bot=bot)
    world.says(YES, update_id="5", order=5, bot="2", repeated=True)
    assert [said for _, said, _ in world.talk.asked] == [YES, YES, Again()]
    world.says(YES, update_id="3", order=3, bot="3", repeated=True)
    assert world.talk.asked[-1][1] == YES


def test_news_of_whether_a_chat_can_be_reached_overtakes_no_step(world):
    world.says(Reachable(True), update_id="9", order=9)
    world.says(YES, update_id="7", order=7, repeated=True)
    assert [said for _, said, _ in world.talk.asked] == [YES]


def test_who_writes_again_is_owed_what_is_still_of_use_however_early_the_stamp(world):
    world.lists(TOMORROW)
    world.does(Subscribe(ACCOUNT))
    world.says(Reachable(False), update_id="8", order=8_000)
    assert world.outbox.next_due(NOW) is None
    world.says(Text("/works"), update_id="9", order=5_000)
    assert world.conversations.load(Chat(*CHAT)).reachable
    assert world.outbox.next_due(NOW) is not None


def test_a_greeting_that_was_lost_is_said_again_and_other_answers_are_not(world):
    opens = Incoming("1001", Start(), "7", opens=True)
    for incoming in (opens, opens, replace(opens, opens=False)):
        world.register.handle("viber", incoming, NOW)
    assert [said for _, said, _ in world.talk.asked] == [Start(), Again()]


def test_what_was_overtaken_by_a_block_does_not_lift_it(world):
    world.does(Subscribe(ACCOUNT))
    world.says(Reachable(False), update_id="8", order=8)
    world.says(Text("/works"), Turn(State(Step.MENU)), update_id="7", order=7, repeated=True)
    assert not world.conversations.load(Chat(*CHAT)).reachable


def test_who_blocked_the_bot_is_reachable_whatever_comes_late(world):
    world.does(Subscribe(ACCOUNT))
    for order, reachable in ((7, True), (6, False)):
        world.says(Reachable(reachable), update_id=str(order), order=order, repeated=order == 6)
    assert world.conversations.load(Chat(*CHAT)).reachable
    world.says(Reachable(False), update_id="8", order=8)
    world.says(Reachable(True), update_id="7")
    assert not world.conversations.load(Chat(*CHAT)).reachable


def test_an_answer_is_kept_with_its_step_until_it_is_said_and_goes_with_the_chat(world):
    welcome = Turn(State(Step.ACCOUNT), (Reply("Надішліть номер", ((Button("Де він?", Action.WHERE),),)),))
    world.talk.turns = [welcome, Turn(State(Step.ACCOUNT))]
    answer = world.register.answer("telegram", Incoming("1001", Start(), "7"), NOW)
    assert answer.replies == welcome.replies
    assert world.register.answer("telegram", Incoming("1001", Start(), "7"), NOW) == Answer()
    assert world.register.answer("telegram", Incoming("1001", Text("?"), "8"), NOW) == Answer()
    assert world.register.unsaid("telegram") == [("1001", answer)]
    world.register.said([answer.kept_as])
    assert world.register.unsaid("telegram") == []
    world.talk.turns = [welcome, Turn(State(), (Reply("Усе видалено"),), (Erase(),))]
    world.register.answer("telegram", Incoming("1001", Start(), "9"), NOW)
    farewell = world.register.answer("telegram", Incoming("1001", Text("так"), "10"), NOW)
    assert world.register.unsaid("telegram") == [("1001", farewell)]
