"""Texts that are longer than a message may be."""

from collections.abc import Sequence


def parts(text: str, longest: int) -> Sequence[str]:
    """A text in as few messages as it takes, divided between lines where that is possible."""
    text, pieces = text.rstrip(), []
    while len(text) > longest:
        end = max(text.rfind("\n\n", 1, longest), text.rfind("\n", longest // 2, longest))
        end = end if end > 0 else longest
        pieces.append(text[:end])
        text = text[end:].lstrip("\n")
    return [*pieces, text]
