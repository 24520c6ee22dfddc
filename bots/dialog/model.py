"""The words of the dialogue: what a customer does, what the bot knows, and what it answers.

`talk(state, input, facts) -> Turn` in `bots.dialog.talk` is pure. Whoever runs it (`pipeline.steps.register`) loads the
state and the facts of a chat, applies the effects, stores the new state, and gives the replies to the messenger. The
effect `CheckProof` is answered by another input, `ProofChecked`, in the same turn of the customer; `OpenCalendar`
likewise by `CalendarOpened`.
"""

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from bots.dialog.effects import Effect
from pipeline.domain.stages import Stage

CONSENT_VERSION = "22.11.2026"
"""The day of the text that is agreed to. Who agreed to an earlier one is asked again at his next word."""

FIRST_LANGUAGE = "uk"
"""What a chat is spoken to in until it chooses another."""


class Step(StrEnum):
    """What the bot has asked last."""

    WELCOME = "welcome"
    """Consent; nothing is kept of a contact before it."""
    ACCOUNT = "account"
    PROOF = "proof"
    ADDRESS = "address"
    """Whether the address shown is the customer's."""
    MENU = "menu"
    NAME = "name"
    """What the customer calls the account."""
    REMOVE = "remove"
    DETACH = "detach"
    """The proof again, before other chats are cut off from the account."""
    ERASE = "erase"
    ERASE_SURELY = "erase_surely"


ASKS_FOR_PROOF = (Step.PROOF, Step.DETACH)


@dataclass(frozen=True, slots=True)
class State:
    """Where a chat stands; kept between messages."""

    step: Step = Step.WELCOME
    account: str | None = None
    """The account that the step is about, or that was looked at last; one that a deep link named waits for consent."""


class Action(StrEnum):
    """What a button does; a text command does the same."""

    CONSENT = "consent"
    LANGUAGE = "language"
    """Argument: the language's code; without one, the choice is offered."""
    ADD = "add"
    """Argument: an account number, or none."""
    WHERE = "where"
    """Where the number that was asked for is found."""
    YES = "yes"
    """Argument: the step and the account that are agreed to, so that no old button agrees to anything else."""
    NO = "no"
    MENU = "menu"
    WORKS = "works"
    LIGHTS = "lights"
    """`Немає світла?`: planned works, hourly schedules and emergencies told apart."""
    ACCOUNTS = "accounts"
    ACCOUNT = "account"
    """Argument: the account; what may be done with it."""
    NAME = "name"
    REMOVE = "remove"
    DETACH = "detach"
    MUTE = "mute"
    """Argument: a stage to leave out; with `+` before it, one to say again: pressed twice it does the same once."""
    SETTINGS = "settings"
    CALENDAR = "calendar"
    """Argument: `new` for another address, after which the one before leads nowhere."""
    MY_DATA = "my_data"
    ERASE = "erase"
    HELP = "help"
    OK = "ok"
    """`Зрозуміло` under a reminder. Argument: the reminder, or none where it was typed."""


# What a customer does


@dataclass(frozen=True, slots=True)
class Text:
    """Something typed, a command among it."""

    text: str


@dataclass(frozen=True, slots=True)
class Press:
    """A button, perhaps one of long ago."""

    action: Action
    argument: str = ""


@dataclass(frozen=True, slots=True)
class Start:
    """The chat is opened, by a deep link perhaps."""

    account: str | None = None
    """What the link named, as it came."""


@dataclass(frozen=True, slots=True)
class Unexpected:
    """A sticker, a voice, a photo, a contact, a place: nothing that the bot can read."""


@dataclass(frozen=True, slots=True)
class Again:
    """Something that came too late to count, or whose answer was lost: what is asked by now is asked again."""


class Proof(StrEnum):
    """What became of a proof."""

    RIGHT = "right"
    WRONG = "wrong"
    """No such account, a closed one, or another number: the customer is never told which."""
    TOO_OFTEN = "too_often"


@dataclass(frozen=True, slots=True)
class ProofChecked:
    """The world's answer to `CheckProof`."""

    account: str
    result: Proof
    address: str | None = None
    """Only where the proof is right."""
    until: datetime | None = None
    """Until when no further proof is looked at."""


@dataclass(frozen=True, slots=True)
class CalendarOpened:
    """The world's answer to `OpenCalendar`."""

    token: str = field(repr=False)
    """The end of its address, which is a secret of the chat."""


Input = Text | Press | Start | Unexpected | Again | ProofChecked | CalendarOpened


class News(StrEnum):
    """What others did at an account of a chat."""

    CUT_OFF = "cut_off"
    """They cut the chat off from it."""
    JOINED = "joined"
    """They added it, too."""


# What the bot knows


@dataclass(frozen=True, slots=True)
class HeldAccount:
    """An account of this chat."""

    number: str
    address: str
    label: str | None = None
    other_chats: int = 0
    closed: bool = False


@dataclass(frozen=True, slots=True)
class ComingWork:
    """Planned works at an account of this chat on one day."""

    account: str
    day: date
    periods: tuple[tuple[datetime, datetime], ...]
    certain: bool
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class Facts:
    """All that the dialogue may say of this chat and of the world."""

    now: datetime
    language: str = FIRST_LANGUAGE
    consent: str | None = None
    """Version of the text that was agreed to."""
    consent_at: datetime | None = None
    accounts: tuple[HeldAccount, ...] = ()
    works: tuple[ComingWork, ...] = ()
    """By day; at the step `ADDRESS` with those at the account in question."""
    both_proofs: bool = False
    """Whether the account in question asks for the meter's number and the end of the EIC, both."""
    muted: frozenset[Stage] = frozenset()
    delivered: int = 0
    """Messages sent to this chat so far: evidence that stays, without the chat, when it is erased."""
    list_read_at: datetime | None = None
    contact_centre: str = ""
    privacy_url: str = ""
    schedules_url: str = ""
    page_url: str = ""
    calendars_at: str = ""
    """What the address of every calendar begins with; empty where there are none."""

    @property
    def agreed(self) -> bool:
        """Whether the text of today was agreed to.

        Without that nothing is added or changed; but what a chat has by an earlier consent stays, and reminders
        go on: silence could do harm.
        """
        return self.consent == CONSENT_VERSION


# What the bot answers


@dataclass(frozen=True, slots=True)
class Button:
    """A button under a reply."""

    label: str
    action: Action
    argument: str = ""


@dataclass(frozen=True, slots=True)
class Reply:
    """One message; `buttons` by rows."""

    text: str
    buttons: tuple[tuple[Button, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class Turn:
    """What follows an input."""

    state: State
    replies: tuple[Reply, ...] = ()
    effects: tuple[Effect, ...] = ()
    """In order; `CheckProof` and `OpenCalendar` come alone and with no reply, as their answer makes the next turn."""
