"""Proofs as people write them: what is forgiven, and which two numbers a line may hold."""

import re
import unicodedata
from collections.abc import Sequence

EIC_LENGTH = 16
"""Characters of a whole EIC code."""
EIC_END = 5
"""Of these the last ones are a proof."""

_LATIN = str.maketrans("АВЕІКМНОРСТХУЗ", "ABEIKMHOPCTXY3")
_ZERO = str.maketrans("OoОо", "0000")
_SIGNS = re.compile(r"[\s№#\-.–—]|^N(?=\d)")
_BETWEEN = re.compile(r"[\s,;:/+&]+")
_EIC = re.compile(rf"(?=.*\d)(?:[A-Z0-9-]{{{EIC_LENGTH}}}|[A-Z0-9-]{{{EIC_END}}})")


def visible(text: str) -> str:
    """The text without characters that nobody sees (category Cf): they come along where a number is copied."""
    if text.isascii():
        return text
    return "".join(each for each in text if unicodedata.category(each) != "Cf")


def with_zeros(text: str) -> str:
    """The text with the digit 0 in the place of each letter O, Latin or Cyrillic."""
    return text.translate(_ZERO)


def plain_meter(meter: str) -> str:
    """A meter's number as it is compared: case, spaces, `№`, leading zeros and look-alike letters are forgiven."""
    if not meter.isdecimal():  # nearly every one of a registry is
        meter = _SIGNS.sub("", visible(meter).upper()).translate(_LATIN)
    return meter.lstrip("0")


def eic_end(eic: str) -> str:
    """The last five characters, with Cyrillic look-alikes as the Latin letters that they stand for."""
    return _latin("".join(visible(eic).split()))[-EIC_END:]


def readings(proof: str) -> Sequence[str]:
    """What was meant: as it is written, and with the letter O for the digit."""
    return tuple(dict.fromkeys((proof, with_zeros(proof))))


def pairs(line: str) -> Sequence[tuple[str, str]]:
    """The meter's number and the EIC code, or its end, that a line may hold; none where it cannot hold both.

    The code is the last number of the line, or the first one. Words beside the meter's number are a part of it, or not.
    """
    words = [each for each in _BETWEEN.split(visible(line)) if each]
    numbers = [place for place, word in enumerate(words) if any(map(str.isdigit, word))]
    if len(numbers) < 2:  # noqa: PLR2004 - a pair
        return ()
    found = []
    for eic, others in zip(numbers[-1:] + numbers[:1], (numbers[:-1], numbers[1:]), strict=True):
        if _EIC.fullmatch(_latin(words[eic])):
            with_words = [place for place in range(len(words)) if place != eic]
            found += [("".join(words[each] for each in meter), words[eic]) for meter in (others, with_words)]
    return tuple(dict.fromkeys(found))


def _latin(text: str) -> str:
    return text.upper().translate(_LATIN)
