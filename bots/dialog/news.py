"""News: what a chat is told that asked for nothing, as others did something at its account.

They say nothing of the step at which the chat stands: their buttons lead on, and what was asked before may be answered.
"""

from bots.dialog import buttons
from bots.dialog.buttons import button
from bots.dialog.model import Action, Facts, HeldAccount, News, Reply
from bots.texts.dialog import say


def tell(news: News, held: HeldAccount, facts: Facts) -> Reply:
    """What happened, who may have done it, and what to do about it; `facts` are the language and the contact centre."""
    match news:
        case News.CUT_OFF:
            way_out = button(facts, Action.ADD, held.number, "add_again")
            said = say(facts, "cut_off", held=held)
        case News.JOINED:
            way_out = button(facts, Action.DETACH, held.number)
            said = say(facts, "joined", held=held)
    return Reply(said, ((way_out,), buttons.back(facts)))
