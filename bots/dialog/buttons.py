"""Buttons and the rows in which they stand."""

from bots.dialog.model import Action, Button, Facts, HeldAccount, State
from bots.texts import dialog
from bots.texts.dialog import label
from bots.texts.templates import shortened
from pipeline.domain.stages import Stage

Row = tuple[Button, ...]
Rows = tuple[Row, ...]

LONGEST_LABEL = 30
"""Characters: two lines on a small phone."""
MUTABLE = (Stage.FIVE_DAYS, Stage.ONE_DAY)
"""What a customer may leave out; the day itself, changes and cancellations are always said."""
NEW = "new"
"""Argument of the button for another address of the calendar."""
ACCOUNTS_SHOWN = 10
"""Accounts with a button of their own; Viber shows no more than some twenty rows."""


def button(facts: Facts, action: Action, argument: str = "", name: str | None = None) -> Button:
    """The button of an action, under its own name or another of the catalogue."""
    return Button(label(facts.language, name or action), action, argument)


def agreed_to(state: State) -> str:
    """What a yes agrees to: the argument of its button."""
    return f"{state.step} {state.account or ''}".rstrip()


def main(language: str) -> Rows:
    """The main menu; it stands under reminders, too."""
    rows = ((Action.WORKS, Action.ACCOUNTS), (Action.ADD, Action.LIGHTS), (Action.SETTINGS, Action.HELP))
    return tuple(tuple(Button(label(language, action), action) for action in row) for row in rows)


def understood(language: str, reminder: int) -> Rows:
    """Under a reminder of the day before."""
    return ((Button(label(language, Action.OK), Action.OK, str(reminder)),),)


def back(facts: Facts) -> Row:
    """The way out of everything."""
    return (button(facts, Action.MENU),)


def of_welcome(state: State, facts: Facts) -> Rows:
    """Under the question for consent; who has something already may have less of it, or all erased, instead."""
    consent = (button(facts, Action.CONSENT, state.account or ""),)
    less = ((button(facts, Action.ACCOUNTS), button(facts, Action.SETTINGS)),) if facts.accounts else ()
    erase = ((button(facts, Action.ERASE),),) if facts.consent or facts.accounts else ()
    return consent, *less, *erase, languages(facts)


def of_proof(facts: Facts) -> Rows:
    """Under the question for a proof."""
    return (button(facts, Action.WHERE), button(facts, Action.ADD, name="add_other")), back(facts)


def of_address(state: State, facts: Facts) -> Rows:
    """Under the address."""
    yes = button(facts, Action.YES, agreed_to(state), "address_yes")
    return (yes, button(facts, Action.NO, name="address_no")), back(facts)


def yes_or_keep(state: State, facts: Facts) -> Rows:
    """Under a question about something that does not come back."""
    yes = button(facts, Action.YES, agreed_to(state), f"{state.step}_yes")
    return (yes,), (button(facts, Action.NO, name="keep"),)


def accounts(facts: Facts, action: Action = Action.ACCOUNT) -> Rows:
    """A button for each of the first accounts."""
    shown = facts.accounts[:ACCOUNTS_SHOWN]
    return tuple((Button(shortened(each.label or each.number, LONGEST_LABEL), action, each.number),) for each in shown)


def of_account(account: HeldAccount, facts: Facts) -> Rows:
    """What may be done with an account."""
    detach = ((button(facts, Action.DETACH, account.number),),) if account.other_chats else ()
    change = (button(facts, Action.NAME, account.number), button(facts, Action.REMOVE, account.number))
    return change, *detach, back(facts)


def never_shown(facts: Facts) -> Row:
    """Their words may be typed at any step: those of an account still to be found out, and the one under reminders."""
    return tuple(button(facts, action) for action in (Action.NAME, Action.REMOVE, Action.DETACH, Action.OK))


def names(state: State, facts: Facts) -> Rows:
    """Names that many give, and none; whatever else is typed."""
    often = tuple(Button(each, Action.NAME, f"{state.account} {each}") for each in dialog.names(facts.language))
    return often, (button(facts, Action.NAME, f"{state.account} -", "no_name"),), back(facts)


def settings(facts: Facts) -> Rows:
    """What may be set."""
    stages = (
        button(facts, Action.MUTE, f"+{stage}", f"hear_{stage}")
        if stage in facts.muted
        else button(facts, Action.MUTE, stage, f"mute_{stage}")
        for stage in MUTABLE
    )
    calendar = ((button(facts, Action.CALENDAR),),) if facts.calendars_at else ()
    return (
        *((stage,) for stage in stages),
        *calendar,
        (button(facts, Action.LANGUAGE), button(facts, Action.MY_DATA)),
        (button(facts, Action.ERASE), *back(facts)),
    )


def of_calendar(facts: Facts) -> Rows:
    """Under the address of a calendar."""
    return (button(facts, Action.CALENDAR, NEW, "new_calendar"),), back(facts)


def languages(facts: Facts) -> Row:
    """The other languages, each by its own name."""
    return tuple(Button(name, Action.LANGUAGE, code) for code, name in dialog.languages() if code != facts.language)
