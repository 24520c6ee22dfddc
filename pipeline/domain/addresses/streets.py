"""Streets: kind and name."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Street:
    """A street as understood: `вул.` + `Шевченка`."""

    kind: str | None
    """Canonical short kind (`вул.`, `пров.`, `просп.`, `пл.`, …); None where none is printed."""
    name: str
    former: str | None = None
    """The old name that stands in brackets."""
