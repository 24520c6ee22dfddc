"""The accounts of a chat: their list, a name of the customer's own, taking one away, cutting other chats off."""

from dataclasses import replace

from bots.dialog import buttons
from bots.dialog.asking import ask, held, home, tell
from bots.dialog.effects import (
    SetLabel,
    Unsubscribe,
)
from bots.dialog.model import (
    Action,
    Facts,
    State,
    Step,
    Turn,
)
from bots.dialog.typed import account_number, only_digits
from bots.texts.dialog import LONGEST_NAME, say


def accounts(facts: Facts) -> Turn:
    """All of them."""
    if not facts.accounts:
        return ask(home(facts), facts, say(facts, "no_accounts"))
    rows = (*buttons.accounts(facts), *buttons.main(facts.language))
    return tell(home(facts), say(facts, "accounts", shown=buttons.ACCOUNTS_SHOWN), rows)


def account(argument: str, facts: Facts) -> Turn:
    """One of them, with what may be done with it."""
    if (found := held(argument, facts)) is None:
        return accounts(facts)
    looked_at = State(Step.MENU, found.number) if facts.agreed else home(facts)
    return tell(looked_at, say(facts, "account", held=found), buttons.of_account(found, facts))


def name(argument: str, state: State, facts: Facts) -> Turn:
    """Ask what to call an account, or call it by the name on the button: `210000001 Дім`; `-` is none."""
    number, _, chosen = argument.partition(" ")
    if chosen and held(number, facts):
        return set_name(chosen if chosen != "-" else None, State(Step.NAME, number), facts)
    return _about(Step.NAME, argument, state, facts)


def set_name(text: str | None, state: State, facts: Facts) -> Turn:
    """Call the account so."""
    label = " ".join(text.split()) if text is not None else None
    if label is not None and (not label.isprintable() or not 0 < len(label) <= LONGEST_NAME or only_digits(label)):
        return ask(state, facts, say(facts, "wrong_name"))
    effect = SetLabel(state.account or "", label)
    return ask(home(facts), facts, say(facts, "named_so", label=label), effects=(effect,))


def remove(argument: str, state: State, facts: Facts) -> Turn:
    """Ask whether to tell this chat no more of an account."""
    return _about(Step.REMOVE, argument, state, facts)


def remove_surely(state: State, facts: Facts) -> Turn:
    """Tell this chat no more of it."""
    number = state.account or ""
    left = replace(facts, accounts=tuple(each for each in facts.accounts if each.number != number))
    return ask(home(left), left, say(left, "removed"), effects=(Unsubscribe(number),))


def detach(argument: str, state: State, facts: Facts) -> Turn:
    """Ask the proof again before the other chats are cut off."""
    turn = _about(Step.DETACH, argument, state, facts)
    meant = held(turn.state.account, facts)
    if turn.state.step is Step.DETACH and meant and not meant.other_chats:
        return ask(home(facts), facts, say(facts, "nobody_to_detach"))
    return turn


def _about(step: Step, argument: str, state: State, facts: Facts) -> Turn:
    """Ask about the account that is meant: named, looked at last, or the only one; otherwise which one."""
    only = facts.accounts[0].number if len(facts.accounts) == 1 else None
    number = account_number(argument) if argument else state.account or only
    if held(number, facts):
        return ask(State(step, number), facts)
    if not facts.accounts:
        return ask(home(facts), facts, say(facts, "no_accounts"))
    rows = (*buttons.accounts(facts, Action(step)), buttons.back(facts))
    return tell(home(facts), say(facts, "choose_account"), rows)
