"""Pieces of a list of houses, understood or kept as they are printed."""

from collections.abc import Iterator
from functools import lru_cache

from pipeline.domain.addresses.house_elements import Element, Unread
from pipeline.domain.addresses.house_grammar import parse_piece
from pipeline.domain.addresses.house_words import Mark, mark_of
from pipeline.domain.addresses.text import plain

_CACHED_LENGTH = 64


def read_piece(piece: str) -> tuple[Element | Unread, ...]:
    """What a piece says; empty where it says nothing."""
    return _read_cached(piece) if len(piece) <= _CACHED_LENGTH else _read(piece)


def _read(piece: str) -> tuple[Element | Unread, ...]:
    understood = parse_piece(piece)
    return tuple(_around_exceptions(piece)) if understood is None else understood


_read_cached = lru_cache(maxsize=32768)(_read)


def _around_exceptions(piece: str) -> Iterator[Element | Unread]:
    """What can be saved: `1-25 (крім дач)` is a range, though with an exception that is not understood."""
    parts: list[list[str]] = [[]]
    for word in piece.split():
        if mark_of(plain(word).strip("(.:")) is Mark.EXCEPT:
            parts.append([])
        else:
            parts[-1].append(word)
    if len(parts) == 1:
        yield Unread(" ".join(parts[0]))
        return
    for at, words in enumerate(parts):
        if at:
            yield Mark.EXCEPT
        text = " ".join(words).rstrip(") ") if at else " ".join(words)
        understood = parse_piece(text)
        yield from understood if understood is not None else (Unread(text),)
    if piece.rstrip().endswith(")"):
        yield Mark.CLOSE
