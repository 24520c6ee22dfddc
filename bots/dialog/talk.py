"""The dialogue: what follows from what a customer does. The same in every messenger; `chart.md` shows its steps."""

from collections.abc import Callable, Mapping
from dataclasses import replace

from bots.dialog import accounts, registration, settings, works
from bots.dialog.asking import ask, home, settled
from bots.dialog.buttons import agreed_to
from bots.dialog.effects import (
    Understood,
)
from bots.dialog.model import (
    Action,
    Again,
    CalendarOpened,
    Facts,
    Input,
    Press,
    ProofChecked,
    Start,
    State,
    Step,
    Text,
    Turn,
    Unexpected,
)
from bots.dialog.typed import LONGEST, account_and_proof, account_number, read
from bots.texts.dialog import say
from pipeline.domain.proofs import visible

_WITHOUT_CONSENT = {
    Action.CONSENT,
    Action.LANGUAGE,
    Action.LIGHTS,
    Action.HELP,
    Action.MY_DATA,
    Action.ERASE,
    Action.OK,
}
_WITH_ACCOUNTS = {Action.WORKS, Action.ACCOUNTS, Action.ACCOUNT, Action.REMOVE, Action.SETTINGS, Action.MUTE}
"""What shows or takes away what a chat has, by an earlier consent or by the operator's hand: no consent is needed."""
_LONGEST_NUMBER = 15
"""Digits of a reminder's number: more are none of ours, and none that a database takes."""
_WHERE = {Step.PROOF: "where_proof", Step.DETACH: "where_proof"}


def talk(state: State, said: Input, facts: Facts) -> Turn:
    """What the bot answers, asks of the world, and asks next. Pure; never raises."""
    state = settled(state, facts)
    if isinstance(said, Text):
        said = Text(visible(said.text))
        if not 0 < len(said.text.strip()) <= LONGEST:
            return ask(state, facts, say(facts, "too_long" if said.text.strip() else "unexpected"))
        said = read(said.text, state, facts)
    match said:
        case Start():
            return registration.start(said.account, facts)
        case Press():
            return _press(said, state, facts)
        case Text():
            return _answer(said.text, state, facts)
        case ProofChecked() | CalendarOpened():
            return _told(said, state, facts)
        case Unexpected() | Again():
            return ask(state, facts, *([say(facts, "unexpected")] if isinstance(said, Unexpected) else []))


def _told(answer: ProofChecked | CalendarOpened, state: State, facts: Facts) -> Turn:
    """What follows the world's answer."""
    if isinstance(answer, CalendarOpened):
        return settings.calendar_opened(answer.token, facts)
    return registration.proof_checked(answer, state, facts)


def _press(press: Press, state: State, facts: Facts) -> Turn:
    """What a button does, or a command, or words typed in its place."""
    action, argument = press.action, press.argument
    if action is Action.YES:
        return _yes(argument, state, facts)
    if action is Action.NO:
        return _no(state, facts)
    if action is Action.MENU:
        return ask(home(facts), facts)
    if not facts.agreed and not _needs_no_consent(press, facts):
        number = account_number(argument) or state.account
        return ask(State(Step.WELCOME, number), facts, say(facts, "consent_first"))
    return _ACTIONS[action](argument, state, facts)


def _needs_no_consent(press: Press, facts: Facts) -> bool:
    """Whether it may be done without the consent of today: nothing is added by it, not even a stage left out before."""
    if press.action in _WITHOUT_CONSENT:
        return True
    more = press.action is Action.MUTE and press.argument.startswith("+")
    return bool(facts.accounts) and press.action in _WITH_ACCOUNTS and not more


def _yes(argument: str, state: State, facts: Facts) -> Turn:
    """A yes to what was asked just now; an old button agrees to nothing."""
    if argument != agreed_to(state):
        return ask(state, facts, say(facts, "old_button"))
    agreed = _AGREED.get(state.step)
    return agreed(state, facts) if agreed else ask(state, facts, say(facts, "not_understood"))


def _no(state: State, facts: Facts) -> Turn:
    """Nothing is changed; somebody else's address leads back to the account number."""
    if state.step is Step.ADDRESS:
        return registration.address_is_not_mine(facts)
    kept = state.step in (Step.REMOVE, Step.ERASE, Step.ERASE_SURELY)
    return ask(home(facts), facts, *([say(facts, "kept")] if kept else []))


def _understood(argument: str, state: State, facts: Facts) -> Turn:
    """Thanks, or a reminder that was read; the dialogue stays where it is."""
    read = argument.isascii() and argument.isdecimal() and len(argument) <= _LONGEST_NUMBER
    return replace(ask(state, facts, say(facts, "fine")), effects=(Understood(int(argument)),) if read else ())


def _answer(text: str, state: State, facts: Facts) -> Turn:
    """What a typed answer leads to, by what was asked."""
    match state.step:
        case Step.WELCOME:
            return ask(
                State(Step.WELCOME, account_and_proof(text)[0] or state.account), facts, say(facts, "consent_first")
            )
        case Step.ACCOUNT:
            return registration.add(text, facts)
        case Step.PROOF | Step.DETACH:
            return registration.give_proof(text, state, facts)
        case Step.NAME:
            return accounts.set_name(text, state, facts)
        case Step.MENU:
            return ask(state, facts, say(facts, "not_understood"))
        case _:
            return ask(state, facts, say(facts, "press_a_button"))


_AGREED: Mapping[Step, Callable[[State, Facts], Turn]] = {
    Step.WELCOME: lambda state, facts: registration.consent("", state, facts),
    Step.ADDRESS: registration.address_is_mine,
    Step.REMOVE: accounts.remove_surely,
    Step.ERASE: lambda _, facts: settings.erase_surely(facts),
    Step.ERASE_SURELY: lambda _, facts: settings.forget(facts),
}
"""What a yes does, by what was asked."""

_ACTIONS: Mapping[Action, Callable[[str, State, Facts], Turn]] = {
    Action.CONSENT: registration.consent,
    Action.LANGUAGE: settings.language,
    Action.ADD: lambda argument, _, facts: registration.add(argument, facts),
    Action.WHERE: lambda _, state, facts: ask(state, facts, say(facts, _WHERE.get(state.step, "where_account"))),
    Action.WORKS: lambda _, __, facts: works.works(facts),
    Action.LIGHTS: lambda _, state, facts: works.lights(state, facts),
    Action.ACCOUNTS: lambda _, __, facts: accounts.accounts(facts),
    Action.ACCOUNT: lambda argument, _, facts: accounts.account(argument, facts),
    Action.NAME: accounts.name,
    Action.REMOVE: accounts.remove,
    Action.DETACH: accounts.detach,
    Action.MUTE: lambda argument, _, facts: settings.mute(argument, facts),
    Action.SETTINGS: lambda _, __, facts: settings.settings(facts),
    Action.CALENDAR: lambda argument, _, facts: settings.calendar(argument, facts),
    Action.MY_DATA: lambda _, state, facts: settings.my_data(state, facts),
    Action.ERASE: lambda _, __, facts: settings.erase(facts),
    Action.HELP: lambda _, state, facts: ask(state, facts, say(facts, "help")),
    Action.OK: _understood,
}
"""By action; `YES`, `NO` and `MENU` hang on the step."""
