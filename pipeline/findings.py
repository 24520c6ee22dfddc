"""Findings of the doctor: how a thing stands, and what to do."""

from dataclasses import dataclass
from enum import StrEnum


class Health(StrEnum):
    """How a thing stands."""

    OK = "ok"
    WARNING = "warning"
    """It works, but not all of it, or not for long."""
    WRONG = "wrong"


@dataclass(frozen=True, slots=True)
class Finding:
    """What was found of one thing."""

    check: str
    health: Health
    says: str
    do: str | None = None
    """What the operator is to do."""
