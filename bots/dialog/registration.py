"""Registration: consent, an account number, its proof, the address, and what is planned there."""

import re

from bots.dialog import buttons
from bots.dialog.asking import ask, held, home, tell
from bots.dialog.buttons import button
from bots.dialog.effects import (
    CheckProof,
    DetachOthers,
    GiveConsent,
    Subscribe,
)
from bots.dialog.model import (
    CONSENT_VERSION,
    Action,
    Facts,
    Proof,
    ProofChecked,
    State,
    Step,
    Turn,
)
from bots.dialog.typed import account_and_proof, account_number, is_telephone, only_digits
from bots.dialog.works import coming
from bots.texts.dialog import label, names_a_reading, names_a_telephone, say, without_words
from pipeline.domain.proofs import EIC_END, pairs
from pipeline.domain.stages import BEFORE_WORKS

LONGEST_PROOF = 64


def start(account: str | None, facts: Facts) -> Turn:
    """The chat is opened; a deep link goes straight to the proof of its account."""
    number = account_number(account) if account and only_digits(account) else None
    if not facts.agreed:
        return ask(State(Step.WELCOME, number), facts)
    if number or not facts.accounts:
        return add(number or "", facts)
    return ask(home(facts), facts, say(facts, "welcome_back"))


def consent(argument: str, state: State, facts: Facts) -> Turn:
    """The customer agrees; an account named before goes on to its proof."""
    if facts.agreed:
        return ask(state, facts)
    number = account_number(argument) or state.account
    if number or not facts.accounts:
        asked = add(number or "", facts)
        return Turn(asked.state, asked.replies, (GiveConsent(CONSENT_VERSION),))
    return ask(State(Step.MENU), facts, effects=(GiveConsent(CONSENT_VERSION),))


def add(argument: str, facts: Facts) -> Turn:
    """Ask for an account, or for the proof of the one that was named."""
    if not argument:
        return ask(State(Step.ACCOUNT), facts)
    number, proof = account_and_proof(argument)
    if number is None:
        digits = len(re.findall("[0-9]", argument))
        return ask(State(Step.ACCOUNT), facts, say(facts, "wrong_account", digits=digits))
    if account := held(number, facts):
        said = f"{say(facts, 'already_held')}\n\n{say(facts, 'account', held=account)}"
        return tell(State(Step.MENU, number), said, buttons.of_account(account, facts))
    if proof:
        return give_proof(proof, State(Step.PROOF, number), facts)
    return ask(State(Step.PROOF, number), facts)


def give_proof(text: str, state: State, facts: Facts) -> Turn:
    """Have a proof looked at; what cannot be one costs no attempt."""
    number = state.account or ""
    named, beside = account_and_proof(text)
    if named == number and beside is None:
        return ask(state, facts, say(facts, "account_is_no_proof"))
    if named == number:
        text = beside or ""
    elif beside and not pairs(text):  # another account with its proof
        return add(text, facts) if state.step is Step.PROOF else ask(state, facts, say(facts, "unlikely_proof"))
    proof = without_words(text)
    if why_not := _no_proof(text, proof, facts):
        return ask(state, facts, say(facts, why_not))
    return Turn(state, effects=(CheckProof(number, proof),))


def _no_proof(text: str, proof: str, facts: Facts) -> str | None:
    """What to say to something that is no proof, for all that is known of it."""
    if len(proof) > LONGEST_PROOF or not (re.search("[0-9]", proof) or len(proof) == EIC_END):
        return "unlikely_proof"
    if names_a_reading(text):
        return "reading_is_no_proof"
    if names_a_telephone(text) or (is_telephone(proof) and proof == text):  # unless it is called a meter
        return "telephone_is_no_proof"
    return "both_needed" if facts.both_proofs and not pairs(proof) else None


def proof_checked(checked: ProofChecked, state: State, facts: Facts) -> Turn:
    """Go on by what became of the proof; that of an account no longer in question changes nothing."""
    if state.step not in (Step.PROOF, Step.DETACH) or checked.account != state.account:
        return ask(state, facts)
    if checked.result is Proof.TOO_OFTEN:
        rows = (buttons.back(facts),) if state.step is Step.DETACH else buttons.of_proof(facts)
        return tell(state, say(facts, "proof_too_often", until=checked.until), rows)
    if checked.result is Proof.WRONG or checked.address is None:
        return ask(state, facts, say(facts, "proof_wrong"))
    if state.step is Step.DETACH:
        return ask(home(facts), facts, say(facts, "detached"), effects=(DetachOthers(checked.account),))
    shown = State(Step.ADDRESS, checked.account)
    return tell(shown, say(facts, "address", address=checked.address), buttons.of_address(shown, facts))


def address_is_mine(state: State, facts: Facts) -> Turn:
    """Subscribe, and name at once all that is planned there: it counts as told."""
    number = state.account or ""
    works = [work for work in coming(facts) if work.account == number]
    name = ((button(facts, Action.NAME, number),),)
    heard = [label(facts.language, f"stage_{stage}") for stage in BEFORE_WORKS if stage not in facts.muted]
    said = say(facts, "account_added", works=works, heard=heard)
    return tell(State(Step.MENU, number), said, (*name, *buttons.main(facts.language)), Subscribe(number))


def address_is_not_mine(facts: Facts) -> Turn:
    """Back to the account number."""
    return ask(State(Step.ACCOUNT), facts, say(facts, "not_my_address"))
