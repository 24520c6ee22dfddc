"""A chat of the examples, and what may be said in it."""

from dataclasses import replace
from datetime import date, datetime, timedelta

from bots.dialog.buttons import agreed_to
from bots.dialog.model import (
    Action,
    Again,
    CalendarOpened,
    ComingWork,
    Facts,
    HeldAccount,
    Input,
    Press,
    Proof,
    ProofChecked,
    Start,
    State,
    Text,
    Unexpected,
)
from pipeline.domain.clock import KYIV

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=KYIV)
OWN, SECOND, NEW = "210000001", "210000002", "210000009"
ADDRESS = "с. Іза, вул. Центральна, 7"
NEW_ADDRESS = "м. Хуст, вул. Нова, 12"
HOME = HeldAccount(OWN, ADDRESS, "Дім", other_chats=2)
OTHER = HeldAccount(SECOND, "с. Кошельово, вул. Лісова, 3")

STRANGER = Facts(
    now=NOW,
    list_read_at=NOW - timedelta(hours=1),
    contact_centre="0 800 516 20",
    privacy_url="https://provisnyk.example/дані",
    schedules_url="https://provisnyk.example/графіки",
    page_url="https://provisnyk.example/роботи",
    calendars_at="https://provisnyk.example/calendar/",
)
AGREED = replace(STRANGER, consent="22.11.2026", consent_at=NOW - timedelta(days=3))
HOLDER = replace(AGREED, accounts=(HOME,), delivered=3)
OF_TWO = replace(AGREED, accounts=(HOME, OTHER))


def work(account: str, days: int, *hours: tuple[int, int], certain: bool = True) -> ComingWork:
    """Works so many days from now, of hours such as `(9, 16)`."""
    midnight = (NOW + timedelta(days=days)).replace(hour=0)
    periods = tuple((midnight + timedelta(hours=start), midnight + timedelta(hours=end)) for start, end in hours)
    return ComingWork(account, date(2026, 11, 22) + timedelta(days=days), periods, certain, "обрізка дерев")


def checked(result: Proof, account: str = NEW) -> ProofChecked:
    """What became of a proof."""
    address = NEW_ADDRESS if result is Proof.RIGHT else None
    return ProofChecked(account, result, address, NOW + timedelta(minutes=15) if result is Proof.TOO_OFTEN else None)


def inputs(state: State, facts: Facts) -> dict[str, Input]:
    """Everything that can be done at a step, by the name that the chart gives it."""
    account = state.account or NEW
    own: dict[str, Input] = {
        "account": Press(Action.ACCOUNT, OWN),
        "add an own number": Press(Action.ADD, OWN),
        "name chosen": Press(Action.NAME, f"{OWN} Дача"),
        "start with an own number": Start(OWN),
        "an own number": Text(OWN),
    }
    pressed = {str(action): Press(action) for action in Action if action is not Action.YES}
    return (
        pressed
        | (own if facts.accounts else {})
        | {
            "yes": Press(Action.YES, agreed_to(state)),
            "an old yes": Press(Action.YES, "remove 219999999"),
            "mute": Press(Action.MUTE, "one_day"),
            "add a new number": Press(Action.ADD, NEW),
            "add no number": Press(Action.ADD, "12"),
            "language chosen": Press(Action.LANGUAGE, "uk"),
            "start": Start(),
            "start with a new number": Start(NEW),
            "a new number": Text("210 000-009"),
            "a new number with its proof": Text("210000009 100003"),
            "eight digits": Text("21000000"),
            "a word": Text("Хатинка"),
            "a sticker": Unexpected(),
            "again": Again(),
            "right": checked(Proof.RIGHT, account),
            "wrong": checked(Proof.WRONG, account),
            "a calendar": CalendarOpened("7-0a1b"),
            "too often": checked(Proof.TOO_OFTEN, account),
        }
    )
