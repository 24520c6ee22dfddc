"""The names of a gazetteer, found by what is printed for them in a time that does not grow with their number."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cached_property
from itertools import chain

from pipeline.domain.addresses.case_forms import case_forms
from pipeline.domain.addresses.text import one_typo_apart

_ALIKE = 0.35
"""Which share of pairs of letters two names that are offered as alike have in common."""
_NEARLY_AS_ALIKE = 0.75
"""How alike a name must at least be beside the likest, to be offered with it."""


class SettlementNames:
    """Folded names: which of them are spelled, abbreviated, declined or mistyped so."""

    def __init__(self, names: Iterable[str]) -> None:
        self._names = frozenset(names)

    def spelled(self, words: Sequence[str]) -> set[str]:
        """Names of exactly these words, `в. лучки` standing for `великі лучки`."""
        if not any(word.endswith(".") for word in words):
            return {" ".join(words)} & self._names
        return self._of_words(words, self._beginnings)

    def declined(self, words: Sequence[str]) -> set[str]:
        """Names whose words, each in the nominative or another case or abbreviated, are spelled so."""
        return self._of_words(words, self._forms)

    def near(self, text: str) -> set[str]:
        """All names, however short, that one typo makes into `text`."""
        keys = (text, *_with_a_letter_less(text))
        found = {name for key in keys for name in self._mistyped.get(key, ())}
        return {name for name in found if one_typo_apart(name, text)}

    def alike(self, text: str, most: int) -> list[str]:
        """At most so many names that look like `text`, the likest first, and those nearly as like."""
        pairs = _pairs(text)
        shared = Counter(chain.from_iterable(self._by_pair.get(pair, ()) for pair in pairs))
        least = _ALIKE * len(pairs) / 2
        counted = [(name, count) for name, count in shared.items() if count > least]
        likeness = sorted((-2 * count / (len(pairs) + len(name)), name) for name, count in counted)
        return [name for share, name in likeness[:most] if share < min(-_ALIKE, _NEARLY_AS_ALIKE * likeness[0][0])]

    def _of_words(self, words: Sequence[str], keys: dict[tuple[int, int, str], set[str]]) -> set[str]:
        found = [keys.get((len(words), at, word), set()) for at, word in enumerate(words)]
        return set.intersection(*found) if found else set()

    @cached_property
    def _beginnings(self) -> dict[tuple[int, int, str], set[str]]:
        return self._keys(lambda word: {word, *_beginnings(word)})

    @cached_property
    def _forms(self) -> dict[tuple[int, int, str], set[str]]:
        return self._keys(lambda word: {word, *_beginnings(word), *case_forms(word)})

    def _keys(self, variants: Callable[[str], set[str]]) -> dict[tuple[int, int, str], set[str]]:
        """Names by how many words they have, and by what stands for each of them."""
        keys = defaultdict(set)
        for name in self._names:
            words = name.split()
            for at, word in enumerate(words):
                for variant in variants(word):
                    keys[len(words), at, variant].add(name)
        return keys

    @cached_property
    def _mistyped(self) -> dict[str, set[str]]:
        """Names by themselves and by themselves with a letter less: two that one typo parts share one of these."""
        keys = defaultdict(set)
        for name in self._names:
            for key in (name, *_with_a_letter_less(name)):
                keys[key].add(name)
        return keys

    @cached_property
    def _by_pair(self) -> dict[str, set[str]]:
        keys = defaultdict(set)
        for name in self._names:
            for pair in _pairs(name):
                keys[pair].add(name)
        return keys


def _beginnings(word: str) -> Iterator[str]:
    """A word cut short anywhere by a dot."""
    return (f"{word[:end]}." for end in range(1, len(word) + 1))


def _with_a_letter_less(text: str) -> Iterator[str]:
    return (text[:at] + text[at + 1 :] for at in range(len(text)))


def _pairs(text: str) -> set[str]:
    """Neighbouring letters, and the first with nothing before it; endings are much the same in all names."""
    padded = f" {text}"
    return {padded[at : at + 2] for at in range(len(padded) - 1)}
