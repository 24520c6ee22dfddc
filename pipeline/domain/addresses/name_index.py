"""Finding names that are like a name without looking at every one: names are filed under their parts."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Generic, TypeVar

from pipeline.domain.addresses.street_names import Likeness, NameKey, likeness, name_key, near_keys
from pipeline.domain.addresses.streets import Street

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Alike(Generic[T]):
    """What bears a name that is like the one asked for."""

    bearer: T
    kind: str | None
    key: NameKey
    likeness: Likeness
    same_kind: bool
    """Kinds agree, or one of the two is not stated."""


class NameIndex(Generic[T]):
    """Bearers of names, by name."""

    def __init__(self) -> None:
        self._names: list[tuple[T, str | None, NameKey]] = []
        self._by_part: dict[str, list[int]] = defaultdict(list)
        self._by_slip: dict[str, list[int]] | None = None

    def add(self, street: Street, bearer: T) -> None:
        """File a bearer under a name."""
        key = name_key(street.name)
        for part in _parts(key):
            self._by_part[part].append(len(self._names))
        self._names.append((bearer, street.kind, key))
        self._by_slip = None

    def alike(self, street: Street) -> list[Alike[T]]:
        """Whose name agrees with this one, typos aside, of whatever kind; in the order in which they were filed."""
        key = name_key(street.name)
        return list(self._judged(street.kind, key, _filed(self._by_part, _parts(key)), typos=False))

    def near(self, street: Street) -> list[Alike[T]]:
        """As `alike`, and those that are a typo or another case away."""
        if self._by_slip is None:  # dear to build, and most lists never ask for it
            self._by_slip = defaultdict(list)
            for at, (_, _, name) in enumerate(self._names):
                for slip in near_keys(name):
                    self._by_slip[slip].append(at)
        key = name_key(street.name)
        filed = _filed(self._by_part, _parts(key)) | _filed(self._by_slip, near_keys(key))
        return list(self._judged(street.kind, key, filed, typos=True))

    def _judged(self, kind: str | None, key: NameKey, filed: Iterable[int], *, typos: bool) -> Iterator[Alike[T]]:
        for at in sorted(filed):
            bearer, its_kind, name = self._names[at]
            if (like := likeness(key, name, typos=typos)) is not None:
                yield Alike(bearer, its_kind, name, like, its_kind == kind or None in (its_kind, kind))


def _parts(key: NameKey) -> set[str]:
    """What names that agree have in common: each such pair shares one."""
    return {*key.stems, key.joined}


def _filed(files: Mapping[str, list[int]], parts: Iterable[str]) -> set[int]:
    return {at for part in parts for at in files.get(part, ())}
