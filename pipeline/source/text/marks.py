"""Whether a text names places or hours at all: for what looks at the shape of a page before its lines are read."""

from itertools import pairwise

from pipeline.source.lexicon import words
from pipeline.source.text.atoms import Sort
from pipeline.source.text.taggers.hours import WORDED, tag_hours
from pipeline.source.text.taggers.names import street_kind
from pipeline.source.text.tokens import tokens_of


def has_mark(text: str) -> bool:
    """Whether a text has the mark of a settlement or a street before a name: `с. Іза`, `вул. Миру`."""
    tokens = [token for token in tokens_of(text) if token.text not in (".", '"', "«", "“")]
    types = words("settlement_types")
    return any(
        mark.is_word
        and name.is_capital
        and name.is_word
        and (types(mark.text) is not None or street_kind(mark.text) is not None)
        for mark, name in pairwise(tokens)
    )


def stretches_in(text: str) -> int:
    """How many stretches of hours a text has beyond doubt."""
    spans: list[tuple[int, int]] = []
    for atom in tag_hours(tokens_of(text), text):
        if (
            atom.sort is Sort.HOURS
            and atom.cost <= WORDED
            and not any(atom.first < end and start < atom.last for start, end in spans)
        ):
            spans.append((atom.first, atom.last))
    return len(spans)
