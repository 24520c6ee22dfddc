"""What a customer typed: a command, the words on a button, an account number, or an answer to what was asked."""

import re
from collections.abc import Iterator

from bots.dialog import buttons
from bots.dialog.asking import buttons_of, held
from bots.dialog.model import Action, Button, Facts, Press, Start, State, Step, Text
from bots.texts import dialog
from pipeline.domain.proofs import with_zeros

LONGEST = 300
"""Characters of anything typed that is looked at."""
ACCOUNT_DIGITS = 9

_COMMANDS = {
    "/add": Action.ADD,
    "/accounts": Action.ACCOUNTS,
    "/works": Action.WORKS,
    "/remove": Action.REMOVE,
    "/language": Action.LANGUAGE,
    "/calendar": Action.CALENDAR,
    "/erase": Action.ERASE,
}
_WITH_ARGUMENT = ("/add", "/remove", "/language")
_NEAR_ACCOUNT = 5
"""From so many digits on, and nothing but digits, it is an account number that somebody meant to write."""
_WITHIN_NUMBER = re.compile(r"[\s№#\-‐-―−.]")
_WITH_ZEROS = re.compile(r"(?<!\w)(?=[OoОо \-]*[0-9])[0-9OoОо]+(?:[ \-][0-9OoОо]+)*(?!\w)")
"""A number in which the letter O may stand for the digit."""
_ACCOUNT = re.compile(rf"(?<!\d)(?:\d{{{ACCOUNT_DIGITS}}}|(?<!\d[ \-])\d{{3}}([ \-])\d{{3}}\1\d{{3}})(?!\d)", re.ASCII)
_PROOF_BESIDE = re.compile(r"(?<!\S)[№#]?(?=\S*[0-9])[\w-]{4,}(?![^\s,;])")
"""What beside an account number may be a proof: no house and no flat."""
_TELEPHONE = re.compile(
    r"\+\d{10,13}|380\d{9}|0(?:31|39|50|63|66|67|68|7\d|89|9[1-9])\d{7}|06(?:20|30|31|50|70)\d{7}", re.ASCII
)
"""Abroad; in Ukraine or Romania; in Hungary."""


def read(text: str, state: State, facts: Facts) -> Press | Start | Text:
    """What was meant by something typed; a `Text` where it answers the question or nothing is known."""
    text = text.strip()
    if text.startswith("/"):
        return _command(text)
    words = dialog.plain(text)
    for button in _buttons(state, facts):
        if words and words == dialog.plain(button.label):
            return Press(button.action, button.argument)
    if known := dialog.typed().get(words):
        return _pressed(known, state)
    if state.step is not Step.NAME and dialog.asks_about_lights(text):
        return Press(Action.LIGHTS)
    if state.step is Step.MENU and (only_digits(text) >= _NEAR_ACCOUNT or account_and_proof(text)[1]):
        number = account_number(text)
        return Press(Action.ACCOUNT if held(number, facts) else Action.ADD, number or text)
    return Text(text)


def account_number(text: str) -> str | None:
    """The nine digits, whatever stands around and between them; None where there are more or fewer."""
    digits = "".join(re.findall("[0-9]", _in_digits(text)))
    return digits if len(digits) == ACCOUNT_DIGITS else None


def account_and_proof(text: str) -> tuple[str | None, str | None]:
    """The account number, and what beside it in the line may be its proof."""
    found = _ACCOUNT.search(_in_digits(text))
    for beside in (text[found.end() :], text[: found.start()]) if found else ():
        if found and _PROOF_BESIDE.search(beside):
            return re.sub("[^0-9]", "", found[0]), beside.strip(" \n,;:.")
    return account_number(text), None


def is_telephone(text: str) -> bool:
    """Whether it is written like a telephone number."""
    return bool(_TELEPHONE.fullmatch(re.sub(r"[\s()\-.]", "", text)))


def only_digits(text: str) -> int:
    """How many digits it has, where it has nothing else; otherwise 0."""
    number = _WITHIN_NUMBER.sub("", _in_digits(text))
    return len(number) if re.fullmatch("[0-9]+", number) else 0


def _in_digits(text: str) -> str:
    """The same with digits in the place of the letters O within numbers, each where it stood."""
    return _WITH_ZEROS.sub(lambda number: with_zeros(number[0]), text)


def _command(text: str) -> Press | Start:
    """What a command asks for; one that is not known gets the help."""
    name, _, argument = text.partition(" ")
    name = name.partition("@")[0].casefold()
    argument = argument.strip()
    if name == "/start":
        return Start(argument or None)
    return Press(_COMMANDS.get(name, Action.HELP), argument if name in _WITH_ARGUMENT else "")


def _pressed(press: Press, state: State) -> Press:
    """A yes that is typed agrees to what was asked just now."""
    return Press(Action.YES, buttons.agreed_to(state)) if press.action is Action.YES else press


def _buttons(state: State, facts: Facts) -> Iterator[Button]:
    """Those whose words may be typed at this step: of the question first, then of all menus, then of the accounts."""
    rows = [buttons_of(state, facts), buttons.main(facts.language), buttons.settings(facts)]
    rows.append((buttons.back(facts), buttons.never_shown(facts)))
    if state.step is Step.MENU:
        rows.append(buttons.accounts(facts))
    return (button for each in rows for row in each for button in row)
