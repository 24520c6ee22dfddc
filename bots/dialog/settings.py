"""Settings: language, what to leave out, the calendar, what is kept of a contact, and forgetting it all."""

from dataclasses import replace

from bots.dialog import buttons
from bots.dialog.asking import ask, home, tell
from bots.dialog.buttons import MUTABLE, button
from bots.dialog.effects import (
    Erase,
    Mute,
    OpenCalendar,
    SetLanguage,
)
from bots.dialog.model import (
    FIRST_LANGUAGE,
    Action,
    Facts,
    State,
    Step,
    Turn,
)
from bots.texts.dialog import label, languages, say


def settings(facts: Facts) -> Turn:
    """What is set."""
    return tell(home(facts), say(facts, "settings"), buttons.settings(facts))


def language(code: str, state: State, facts: Facts) -> Turn:
    """Speak a language, or offer those there are."""
    spoken = [each for each, _ in languages()]
    if code in spoken:
        facts = replace(facts, language=code)
        return ask(state, facts, say(facts, "language_set"), effects=(SetLanguage(code),))
    return tell(state, say(facts, "choose_language"), (buttons.languages(facts), buttons.back(facts)))


def mute(argument: str, facts: Facts) -> Turn:
    """Leave a stage out, or say it again."""
    stage = next((each for each in MUTABLE if each == argument.removeprefix("+")), None)
    if stage is None:
        return settings(facts)
    muted = not argument.startswith("+")
    facts = replace(facts, muted=facts.muted | {stage} if muted else facts.muted - {stage})
    return tell(home(facts), say(facts, "settings"), buttons.settings(facts), Mute(stage, muted))


def calendar(argument: str, facts: Facts) -> Turn:
    """Have the address of the chat's calendar, or another one, said by the next turn."""
    if not facts.accounts or not facts.calendars_at:
        return ask(home(facts), facts, say(facts, "no_calendar" if facts.accounts else "no_accounts"))
    return Turn(home(facts), effects=(OpenCalendar(renew=argument == buttons.NEW),))


def calendar_opened(token: str, facts: Facts) -> Turn:
    """Say where the calendar stands."""
    said = say(facts, "calendar", url=f"{facts.calendars_at}{token}.ics")
    return tell(home(facts), said, buttons.of_calendar(facts))


def my_data(state: State, facts: Facts) -> Turn:
    """All that is kept of this contact; then what was asked before."""
    muted = [label(facts.language, f"stage_{stage}") for stage in MUTABLE if stage in facts.muted]
    return ask(state, facts, say(facts, "my_data", muted=muted))


def erase(facts: Facts) -> Turn:
    """The first of two questions before all is forgotten."""
    return ask(State(Step.ERASE), facts)


def erase_surely(facts: Facts) -> Turn:
    """The second one."""
    return ask(State(Step.ERASE_SURELY), facts)


def forget(facts: Facts) -> Turn:
    """Forget all, and state what was erased and what stays.

    The language is forgotten, too; only the button under these last words still knows it.
    """
    first = facts.language == FIRST_LANGUAGE
    action, spoken = (Action.MENU, "") if first else (Action.LANGUAGE, facts.language)
    start_again = button(facts, action, spoken, "start_again")
    return tell(State(), say(facts, "erased"), ((start_again,),), Erase())
