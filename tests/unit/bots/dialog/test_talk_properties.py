"""Whatever a customer does, in whatever order, the dialogue keeps its promises."""

import re
from dataclasses import replace
from datetime import timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from bots.dialog.buttons import LONGEST_LABEL
from bots.dialog.effects import (
    CheckProof,
    DetachOthers,
    Erase,
    GiveConsent,
    Mute,
    OpenCalendar,
    SetLabel,
    SetLanguage,
    Subscribe,
    Unsubscribe,
)
from bots.dialog.model import (
    Action,
    Again,
    CalendarOpened,
    Facts,
    HeldAccount,
    Input,
    Press,
    Proof,
    ProofChecked,
    Start,
    State,
    Step,
    Text,
    Turn,
    Unexpected,
)
from bots.dialog.talk import talk
from bots.texts.dialog import label, plain, typed
from bots.texts.templates import LANGUAGES
from tests.unit.bots.dialog.examples import NEW, OWN, SECOND, STRANGER, work

REGISTRY = {OWN: "с. Іза, вул. Перша, 1", SECOND: "с. Іза, вул. Друга, 2", NEW: "с. Іза, вул. Третя, 3"}
RIGHT_PROOF = "00123"
ROOM = {1: LONGEST_LABEL, 2: 20, 3: 13}
"""Characters of a label that a small phone shows in a row of so many buttons."""
MARK = "ўѣѫ"
"""Letters that no catalogue has: what holds them was written by a customer."""

YES = {
    plain(label(language, name))
    for language in LANGUAGES
    for name in ("address_yes", "remove_yes", "erase_yes", "erase_surely_yes")
}
YES |= {word for word, press in typed().items() if press.action is Action.YES}
FOREIGN = {language: "[A-Za-z]+" if language == "uk" else "[А-Яа-яІіЇїЄєҐґ]+" for language in LANGUAGES}
"""Letters of no word of ours."""

numbers = st.sampled_from([*REGISTRY, "219999999"])
words = st.one_of(
    numbers,
    st.sampled_from(
        [RIGHT_PROOF, "99999", "так", "ні", "Дім", "Назвати рахунок", "Прибрати рахунок", "Від’єднати інші чати", "?"]
    ),
    st.sampled_from(["igen", "nu", "magyarul", "română", "Számláim", "Elimină contul", "nincs áram", "Mulțumesc!"]),
    st.sampled_from(["/add", "/remove", "/accounts", "/erase", "/works", "/nonsense", "Мої рахунки", "немає світла"]),
    st.text(max_size=400).map(lambda text: MARK + text),
    st.text(max_size=20),
)
buttons = st.builds(
    Press,
    st.sampled_from(Action),
    st.one_of(
        st.just(""),
        numbers,
        st.text(max_size=30),
        st.sampled_from(["five_days", "+one_day", "remove 210000001", "erase_surely"]),
    ),
)
shown = st.integers(0, 30)
"""Which of the buttons that were shown last."""
SENSIBLE = "what was asked for"
NEW_TEXT = "the text of the consent is another one"
acts = st.one_of(
    st.just(SENSIBLE),
    st.just(SENSIBLE),
    shown,
    shown,
    words.map(Text),
    buttons,
    st.builds(Start, st.none() | numbers | st.text()),
    st.sampled_from([Unexpected(), Again()]),
    st.just(NEW_TEXT),
)
refusals = st.sampled_from([None, None, None, Proof.TOO_OFTEN])
"""Whether a proof is looked at."""


class World:
    """A chat, and a world that keeps what the dialogue asks it to keep."""

    def __init__(self, language: str) -> None:
        works = tuple(work(number, days, (9, 16)) for number in REGISTRY for days in (0, 2))
        self.facts: Facts = replace(STRANGER, works=works, language=language)
        self.state = State()
        self.last = talk(self.state, Start(), self.facts)
        self.proven: set[str] = set()

    def input_of(self, act: int | str | Input) -> Input:
        """What is done: an answer that fits the question, one of the buttons that were shown, or anything."""
        if act == SENSIBLE and self.state.step in (Step.PROOF, Step.DETACH):
            return Text(RIGHT_PROOF)
        if act == SENSIBLE and self.state.step is Step.ACCOUNT:
            return Text(min(REGISTRY.keys() - self.proven, default=OWN))
        if act == SENSIBLE:
            act = 0
        if not isinstance(act, int):
            return act
        row = [button for reply in self.last.replies for buttons in reply.buttons for button in buttons]
        button = row[act % len(row)]
        return Press(button.action, button.argument)

    def turn(self, said: Input) -> Turn:
        turn = talk(self.state, said, self.facts)
        self.state = turn.state
        return turn

    def check(self, effect: CheckProof, refused: Proof | None) -> ProofChecked:
        right = effect.account in REGISTRY and effect.proof == RIGHT_PROOF
        result = refused or (Proof.RIGHT if right else Proof.WRONG)
        until = self.facts.now + timedelta(hours=20) if result is Proof.TOO_OFTEN else None
        return ProofChecked(effect.account, result, REGISTRY[effect.account] if result is Proof.RIGHT else None, until)

    def apply(self, turn: Turn) -> None:
        for effect in turn.effects:
            self._apply(effect)

    def _apply(self, effect: object) -> None:
        facts, accounts = self.facts, self.facts.accounts
        match effect:
            case GiveConsent(version):
                self.facts = replace(facts, consent=version, consent_at=facts.now)
            case SetLanguage(language):
                self.facts = replace(facts, language=language)
            case Subscribe(number):
                held = HeldAccount(number, REGISTRY[number], other_chats=1)
                others = tuple(each for each in accounts if each.number != number)
                self.facts = replace(facts, accounts=(*others, held))
            case SetLabel(number, name):
                named = tuple(replace(each, label=name) if each.number == number else each for each in accounts)
                self.facts = replace(facts, accounts=named)
            case Unsubscribe(number):
                self.facts = replace(facts, accounts=tuple(each for each in accounts if each.number != number))
            case DetachOthers(number):
                cut = tuple(replace(each, other_chats=0) if each.number == number else each for each in accounts)
                self.facts = replace(facts, accounts=cut)
            case Mute(stage, muted):
                self.facts = replace(facts, muted=facts.muted | {stage} if muted else facts.muted - {stage})
            case Erase():
                self.facts = replace(STRANGER, works=facts.works)


@settings(max_examples=200, deadline=None)
@given(st.sampled_from(sorted(LANGUAGES)), st.lists(st.tuples(acts, refusals), min_size=15, max_size=40))
def test_the_dialogue_keeps_its_promises(language, done):
    world = World(language)
    for act, refused in done:
        if act == NEW_TEXT:
            world.facts = replace(world.facts, consent=world.facts.consent and "1.1.2020")
            continue
        said = world.input_of(act)
        before = world.facts
        asked_at = world.state
        turn = world.turn(said)
        if any(isinstance(effect, CheckProof) for effect in turn.effects):
            (effect,) = turn.effects
            assert turn.replies == ()
            assert effect.account == turn.state.account
            assert turn.state.step in (Step.PROOF, Step.DETACH)
            said = world.check(effect, refused)
            asked_at = world.state
            turn = world.turn(said)
        elif any(isinstance(effect, OpenCalendar) for effect in turn.effects):
            assert (turn.replies, len(turn.effects)) == ((), 1)
            assert before.agreed
            turn = world.turn(CalendarOpened("7-0a1b"))
        promises(said, asked_at, turn, before, world.proven)
        if isinstance(said, ProofChecked) and said.result is Proof.RIGHT:
            world.proven.add(said.account)
        world.apply(turn)
        world.last = turn


def promises(said: Input, asked_at: State, turn: Turn, before: Facts, proven: set[str]) -> None:
    """What holds of every turn."""
    text = "\n".join(reply.text for reply in turn.replies)
    held = {account.number for account in before.accounts}
    right = {said.account} if isinstance(said, ProofChecked) and said.result is Proof.RIGHT else set()

    # a way on
    assert turn.replies
    assert all(reply.text for reply in turn.replies)
    shown = [button for row in turn.replies[-1].buttons for button in row]
    assert shown
    assert all(0 < len(button.label) <= ROOM[len(row)] for row in turn.replies[-1].buttons for button in row)
    assert all(len(f"{button.action}:{button.argument}".encode()) <= 64 for button in shown)

    # an address after its proof alone, and nothing of a stranger's
    for number, address in REGISTRY.items():
        assert address not in text or number in held | right
    assert turn.state.account is None or re.fullmatch("[0-9]{9}", turn.state.account)

    # nothing gained without a proof, nothing lost without a yes
    agreed = (isinstance(said, Press) and said.action is Action.YES) or (
        isinstance(said, Text) and plain(said.text) in YES
    )
    for effect in turn.effects:
        less = isinstance(effect, Unsubscribe | Erase) or (isinstance(effect, Mute) and effect.muted)
        assert before.agreed or less or isinstance(effect, GiveConsent | SetLanguage)
        if isinstance(effect, Subscribe):
            assert agreed
            assert effect.account in proven
        elif isinstance(effect, DetachOthers):
            assert effect.account in right
        elif isinstance(effect, Unsubscribe):
            assert agreed
            assert asked_at == State(Step.REMOVE, effect.account)
        elif isinstance(effect, Erase):
            assert agreed
            assert asked_at.step is Step.ERASE_SURELY
        else:
            assert not isinstance(effect, CheckProof)

    # the words are ours, and of the customer's language; the registry's and the list's are Ukrainian
    names = [account.label for account in before.accounts if account.label]
    names += [effect.label for effect in turn.effects if isinstance(effect, SetLabel) and effect.label]
    for name in sorted(names, key=len, reverse=True):
        text = text.replace(name, "")
    assert MARK not in text
    for theirs in (*REGISTRY.values(), "обрізка дерев", "особовий рахунок"):
        text = text.replace(theirs, "")
    spoken = [effect.language for effect in turn.effects if isinstance(effect, SetLanguage)]
    foreign = FOREIGN[spoken[0] if spoken else before.language]
    assert set(re.findall(foreign, re.sub(r"https://\S+", "", text))) <= {"EIC", "URL"}
