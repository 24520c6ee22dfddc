"""Suggestions: what an operator may do about a row, or a street, that is not known; to be pressed, or typed."""

import re
import shlex
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

_OF_THE_SHELL = re.compile(r'["$`\\!\n]').search


@dataclass(frozen=True, slots=True)
class SettlementRemedy:
    """To say which settlement a printed name means."""

    printed: str
    settlement: str = ""
    """Name or КАТОТТГ code; empty: to be named."""
    district: str | None = None
    """The district under which it means that; None: wherever it stands."""
    title: str = ""
    """Which settlement that is, for a person."""


@dataclass(frozen=True, slots=True)
class StreetRemedy:
    """To say which street of the registry a printed name means."""

    katottg: str
    old: str
    new: str = ""
    """Empty: to be named."""


Remedy = SettlementRemedy | StreetRemedy


@dataclass(frozen=True, slots=True)
class Suggestion:
    """What an operator may do."""

    advice: str | None = None
    """In Ukrainian, where there is nothing to press."""
    remedies: tuple[Remedy, ...] = ()

    @property
    def words(self) -> str:
        """All of it in Ukrainian, with the commands to type."""
        lines = [self.advice] if self.advice else []
        for _, same in groupby(self.remedies, _meant):
            lines += _offered(list(same))
        return "\n".join(lines)


def together(suggestions: Iterable[Suggestion | None]) -> Suggestion | None:
    """What several suggestions about one row say; None where they say nothing."""
    given = [each for each in suggestions if each]
    if not given:
        return None
    advice = "\n".join(each.advice for each in given if each.advice)
    return Suggestion(advice or None, tuple(remedy for each in given for remedy in each.remedies))


def _meant(remedy: Remedy) -> tuple[str, ...]:
    """What is to be explained."""
    if isinstance(remedy, SettlementRemedy):
        return (remedy.printed,)
    return remedy.katottg, remedy.old


def _offered(remedies: Sequence[Remedy]) -> Sequence[str]:
    """Lines about one name, each with its command."""
    match remedies[0]:
        case SettlementRemedy(printed, ""):
            command = f"python run.py settlement alias {_quoted(printed)} НАЗВА_АБО_КОД"
            return [f"схожих назв немає; якщо це населений пункт, скажіть котрий: {command}"]
        case SettlementRemedy(printed):
            return [f"якщо «{printed}» — це:", *map(_command, remedies)]
        case StreetRemedy(katottg, old, ""):
            return [
                "схожих вулиць у реєстрі немає",
                f"якщо її перейменовано: python run.py alias add {katottg} {_quoted(old)} ІНША_НАЗВА",
                "якщо вона нова: python run.py accounts import ФАЙЛ.csv",
            ]
    return ["якщо це:", *map(_command, remedies)]


def _command(remedy: Remedy) -> str:
    if isinstance(remedy, StreetRemedy):
        named = f"{remedy.katottg} {_quoted(remedy.old)} {_quoted(remedy.new)}"
        return f"{remedy.new}: python run.py alias add {named}"
    meant = remedy.settlement if remedy.settlement.isascii() else _quoted(remedy.settlement)  # a code needs no quotes
    under = f" --district {_quoted(remedy.district)}" if remedy.district else ""
    return f"{remedy.title}: python run.py settlement alias {_quoted(remedy.printed)} {meant}{under}"


def _quoted(text: str) -> str:
    """As one word of a shell, whatever a page has put into it."""
    return shlex.quote(text) if _OF_THE_SHELL(text) else f'"{text}"'
