"""The words of lists: a file a category, a line a word, `canonical | variants | stems`, read by code and people alike.

A variant is the whole word, a stem how it begins. Words are lower case; their point is left out. `#` begins a comment.
"""

from dataclasses import dataclass
from functools import cache
from importlib.resources import files

_SHORTEST_STEM = 2


@dataclass(frozen=True, slots=True)
class Words:
    """The words of one category."""

    variants: dict[str, str]
    """Canonical word by variant."""
    stems: dict[str, str]
    """Canonical word by stem."""
    longest: int
    """Letters of the longest stem."""

    def __call__(self, word: str) -> str | None:
        """The canonical word that this one, in lower case, stands for; None where it is none of the category."""
        if (found := self.variants.get(word)) is not None or not self.stems:
            return found
        for end in range(min(len(word), self.longest), _SHORTEST_STEM, -1):
            if (found := self.stems.get(word[:end])) is not None:
                return found
        return None

    def __contains__(self, word: str) -> bool:
        return self(word) is not None


@cache
def words(category: str) -> Words:
    """The words of the file `category.txt`."""
    variants: dict[str, str] = {}
    stems: dict[str, str] = {}
    for line in (files(__name__) / f"{category}.txt").read_text(encoding="utf-8").splitlines():
        if not line.strip() or line.startswith("#"):
            continue
        canonical, printed, begun = ([each.strip() for each in part.split(",")] for part in f"{line}||".split("|")[:3])
        variants |= {each: canonical[0] for each in printed if each}
        stems |= {each: canonical[0] for each in begun if each}
    return Words(variants, stems, max(map(len, stems), default=0))
