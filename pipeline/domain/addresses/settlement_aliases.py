"""What the operator says that printed settlements mean: his word beats what their letters say."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from pipeline.domain.addresses.districts import District
from pipeline.domain.addresses.printed_settlement import readings, take_apart
from pipeline.domain.addresses.settlements import Gazetteer, Settlement


@dataclass(frozen=True, slots=True)
class SettlementAlias:
    """A printed settlement and the one that it means."""

    printed: str
    """As the list has it; its type, case, apostrophes and hyphens count for nothing."""
    district: str | None
    """The district under which it means that; None: wherever it stands."""
    katottg: str

    @property
    def key(self) -> tuple[str, tuple[object, ...]]:
        """Equal for aliases of one name in one district, however they are typed."""
        return _take_apart(self.printed, self.district)


class AliasedGazetteer(Gazetteer):
    """A gazetteer that also knows the operator's aliases.

    An alias of a district holds there whatever the gazetteer says. One of no district yields where a district is
    printed and the name is that of a settlement: which of its bearers is meant is then for the district to say.
    """

    def __init__(self, settlements: Sequence[Settlement], aliases: Iterable[SettlementAlias]) -> None:
        super().__init__(settlements)
        self._own_names = {bare_name(settlement.name) for settlement in settlements}
        self._said = {alias.key: settlement for alias in aliases if (settlement := self.get(alias.katottg))}

    def resolve(self, text: str, *, district: str | None = None, as_spelled: bool = False) -> Settlement:
        """The settlement that `text` names, by the operator's word or else by its letters."""
        name, where = _take_apart(text, district)
        said = self._said.get((name, where))
        if said is None:
            own = _take_apart(text)[1]  # what stands in brackets behind the name is part of the alias
            if own != _ANYWHERE or name not in self._own_names:
                said = self._said.get((name, own))
        return said or super().resolve(text, district=district, as_spelled=as_spelled)


@lru_cache(maxsize=2)
def gazetteer_with(settlements: tuple[Settlement, ...], aliases: tuple[SettlementAlias, ...]) -> Gazetteer:
    """The settlements with the operator's aliases: the same as the last time where nothing has changed.

    What was read with it is kept with it, for the next reading.
    """
    return AliasedGazetteer(settlements, aliases) if aliases else Gazetteer(settlements)


@lru_cache(maxsize=4096)
def bare_name(printed: str) -> str:
    """The name alone, without its type, as two of them are compared."""
    return _take_apart(printed)[0]


_ANYWHERE = District("").key


def _take_apart(printed: str, district: str | None = None) -> tuple[str, tuple[object, ...]]:
    """The name alone, and the district that stands in or over it, as two of them are compared."""
    names, hints = take_apart(printed)
    name = next((str(way) for name in names for way in readings(name)), "")
    return name, District(" , ".join(filter(None, (district, *hints)))).key
