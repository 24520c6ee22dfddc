"""What the bot asks at each step, with its buttons; what is said in between ends with the question again."""

from dataclasses import replace

from bots.dialog import buttons
from bots.dialog.buttons import Rows, button
from bots.dialog.effects import (
    Effect,
)
from bots.dialog.model import (
    Action,
    Facts,
    HeldAccount,
    Reply,
    State,
    Step,
    Turn,
)
from bots.texts.dialog import say

_WITHOUT_CONSENT = (Step.WELCOME, Step.REMOVE, Step.ERASE, Step.ERASE_SURELY)
_OF_A_HELD_ACCOUNT = (Step.NAME, Step.REMOVE, Step.DETACH)
_OF_AN_ACCOUNT = (Step.PROOF, Step.ADDRESS, *_OF_A_HELD_ACCOUNT)


def home(facts: Facts) -> State:
    """Where every way out leads: the menu; to who has not agreed yet, the greeting."""
    return State(Step.MENU if facts.agreed else Step.WELCOME)


def settled(state: State, facts: Facts) -> State:
    """The state as far as it still fits the facts: consent may be missing, an account may be gone meanwhile."""
    if state.step not in _WITHOUT_CONSENT and not facts.agreed:
        return home(facts)
    if state.step is Step.WELCOME and facts.agreed:
        return home(facts)
    if state.step in _OF_AN_ACCOUNT and state.account is None:
        return home(facts)
    if state.step in (*_OF_A_HELD_ACCOUNT, Step.MENU) and state.account and not held(state.account, facts):
        return home(facts)
    return state


def held(number: str | None, facts: Facts) -> HeldAccount | None:
    """The account of this chat with that number."""
    return next((each for each in facts.accounts if each.number == number), None)


def ask(state: State, facts: Facts, *said: str, effects: tuple[Effect, ...] = ()) -> Turn:
    """Say something, then ask what the step asks."""
    question = question_of(state, facts)
    return Turn(state, (replace(question, text="\n\n".join((*said, question.text))),), effects)


def tell(state: State, said: str, rows: Rows, *effects: Effect) -> Turn:
    """Say something that leads on by its own buttons."""
    return Turn(state, (Reply(said, rows),), effects)


def question_of(state: State, facts: Facts) -> Reply:
    """What the step asks. The state must be `settled`."""
    text = say(facts, f"ask_{state.step}", account=state.account, held=held(state.account, facts))
    return Reply(text, buttons_of(state, facts))


def buttons_of(state: State, facts: Facts) -> Rows:
    """The buttons under what the step asks. The state must be `settled`."""
    rows: Rows
    match state.step:
        case Step.WELCOME:
            rows = buttons.of_welcome(state, facts)
        case Step.ACCOUNT | Step.DETACH:
            rows = (button(facts, Action.WHERE),), buttons.back(facts)
        case Step.PROOF:
            rows = buttons.of_proof(facts)
        case Step.ADDRESS:
            rows = buttons.of_address(state, facts)
        case Step.NAME:
            rows = buttons.names(state, facts)
        case Step.REMOVE | Step.ERASE | Step.ERASE_SURELY:
            rows = buttons.yes_or_keep(state, facts)
        case Step.MENU:
            rows = buttons.main(facts.language)
    return rows
