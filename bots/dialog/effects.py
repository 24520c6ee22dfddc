"""What the dialogue asks of the world; whoever runs it applies these."""

from dataclasses import dataclass, field

from pipeline.domain.stages import Stage


@dataclass(frozen=True, slots=True)
class GiveConsent:
    """Keep this contact from now on, with the time and the version of the text."""

    version: str


@dataclass(frozen=True, slots=True)
class SetLanguage:
    """Speak this language from now on."""

    language: str


@dataclass(frozen=True, slots=True)
class CheckProof:
    """Look at a proof; `ProofChecked` answers. It counts against the limits of the chat and of the account."""

    account: str
    proof: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Subscribe:
    """Tell this chat of the works at an account whose proof was right.

    Its works among the facts count as told: the reply names them all.
    """

    account: str


@dataclass(frozen=True, slots=True)
class SetLabel:
    """Call an account so; None: by its number alone."""

    account: str
    label: str | None


@dataclass(frozen=True, slots=True)
class Unsubscribe:
    """Tell this chat no more of an account."""

    account: str


@dataclass(frozen=True, slots=True)
class DetachOthers:
    """Cut every other chat off from an account; its proof was right just now."""

    account: str


@dataclass(frozen=True, slots=True)
class Mute:
    """Leave a stage out for this chat, or say it again."""

    stage: Stage
    muted: bool


@dataclass(frozen=True, slots=True)
class OpenCalendar:
    """Give the chat's calendar an address, if it has none; `CalendarOpened` answers."""

    renew: bool
    """Another one, so that the one before leads nowhere."""


@dataclass(frozen=True, slots=True)
class Understood:
    """Keep that a message was read."""

    reminder: int
    """One of those that the message settled."""


@dataclass(frozen=True, slots=True)
class Erase:
    """Forget all of this contact."""


Effect = (
    GiveConsent
    | SetLanguage
    | CheckProof
    | Subscribe
    | SetLabel
    | Unsubscribe
    | DetachOthers
    | Mute
    | OpenCalendar
    | Understood
    | Erase
)
