"""What a customer typed: a command, the words on a button, an account number, or an answer to what was asked."""

import re
from collections.abc import Iterator

from bots.dialog import buttons
from bots.dialog.asking import buttons_of, held
from bots.dialog.model import Action, Button, Facts, Press, Start, State, Step, Text
from bots.texts import dialog

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
    if state.step is Step.MENU and only_digits(text) >= _NEAR_ACCOUNT:
        number = account_number(text)
        return Press(Action.ACCOUNT if held(number, facts) else Action.ADD, number or text)
    return Text(text)


def account_number(text: str) -> str | None:
    """The nine digits, whatever stands around and between them; None where there are more or fewer."""
    digits = "".join(re.findall("[0-9]", text))
    return digits if len(digits) == ACCOUNT_DIGITS else None


def only_digits(text: str) -> int:
    """How many digits it has, where it has nothing else; otherwise 0."""
    number = _WITHIN_NUMBER.sub("", text)
    return len(number) if re.fullmatch("[0-9]+", number) else 0


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
