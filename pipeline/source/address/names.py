"""The names of settlements in one row: which settlements they mean, by what the row says beside them."""

from collections.abc import Callable
from dataclasses import dataclass

from pipeline.domain.addresses.settlements import Settlement
from pipeline.source.address.address_text import BETWEEN_SETTLEMENTS, LONGEST_NAME, NAME_BESIDE, WORD_BEHIND
from pipeline.source.unread import Problem

Resolve = Callable[[str, str | None, bool], Settlement | Problem]
"""The settlement that a text means beside a hint of its district, as spelled where it may mean none; or why none."""

_ROOT = 4
"""So many letters has a district in common with the town after which it is named: `Хустський`."""


@dataclass(slots=True)
class Names:
    """Finds settlements by the names of a row, which go on with what stood before them."""

    resolve: Resolve
    hint: str | None = None
    """District over the settlements that follow."""
    in_case: bool = False
    """They are named behind a preposition: `у Хусті, Ізі`."""

    def spelled(self, name: str) -> Settlement | Problem:
        """The settlement of exactly this name, which may as well be no settlement's."""
        return self.resolve(self._cased(name), self.hint, True)

    def is_known(self, name: str) -> bool:
        """Whether a settlement is meant, a typo and another case forgiven."""
        return isinstance(self.resolve(self._cased(name), self.hint, False), Settlement)

    def all_in(self, name: str, said: str) -> list[tuple[str, Settlement | Problem]]:
        """What a name means, or the names in it: `Іза і Липча`; `said` is what stands beside it of a district."""
        hint = said or self.hint
        found = self.resolve(self._cased(name), hint, False)
        if isinstance(found, Problem) and BETWEEN_SETTLEMENTS.search(name):
            names = BETWEEN_SETTLEMENTS.split(name)
            several = [(each, self.resolve(self._cased(each), hint, False)) for each in names]
            if all(isinstance(each, Settlement) for _, each in several):
                return several
        return [(name, found)]

    def missing_comma(self, name: str) -> int | None:
        """Where another name begins behind that of a settlement: `Хуст Миру`, `Іза Липча`; None where none does."""
        if not WORD_BEHIND.search(name) or self.is_known(name):
            return None
        starts = [word.start() for word in WORD_BEHIND.finditer(name)][:LONGEST_NAME]
        return next((at for at in reversed(starts) if isinstance(self.spelled(name[:at]), Settlement)), None)

    def beside(self, printed: str) -> Settlement | str | None:
        """What stands in brackets behind a settlement that is known without it: another one, or some other name.

        None for a district, and for the town after which one is named.
        """
        found = NAME_BESIDE.fullmatch(printed)
        if found is None or not self.is_known(found["name"]):
            return None
        other = self.resolve(found["beside"], self.hint, False)
        if isinstance(other, Problem):
            return found["beside"]
        districts = other.hromada, other.raion, other.former_raion
        return None if any(each[:_ROOT] == other.name[:_ROOT] for each in districts) else other

    def _cased(self, name: str) -> str:
        return f"у {name}" if self.in_case else name
