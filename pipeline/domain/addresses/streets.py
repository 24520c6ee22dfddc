"""Streets: kind and name."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Street:
    """A street as understood: `вул.` + `Шевченка`."""

    kind: str | None
    """Canonical short kind (`вул.`, `пров.`, `просп.`, `пл.`, …); None where none is printed."""
    name: str
    """Empty where the list says that there is no street (`вул. не вказана`)."""
    former: str | None = None
    """The old name that stands in brackets."""


def parse_street(text: str) -> Street:
    """The street that `text` names. Never fails; `вул. не вказана`, `без назви` and `` give an empty name."""
    raise NotImplementedError(text)
