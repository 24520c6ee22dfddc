"""Proofs that a customer holds an account, kept as keyed hashes only: the meter's number, the end of the EIC code."""

import hashlib
import hmac
import re
from functools import cache

EIC_LENGTH = 16
"""Characters of a whole EIC code."""

_EIC_END = 5
_NO_HASH = "0" * 64
_LATIN = str.maketrans("АВЕІКМНОРСТХУЗ", "ABEIKMHOPCTXY3")
_FORGIVEN = re.compile(r"[\s№#\-.–—]|^N(?=\d)")


def meter_hash(key: bytes, account: str, meter: str) -> str | None:
    """The hash of a meter's number, None where there is none. Case, spaces, `№` and leading zeros are forgiven."""
    number = _plain(meter).lstrip("0")
    return _digest(key, account, "meter", number) if number else None


def eic_hash(key: bytes, account: str, eic: str) -> str | None:
    """The hash of the last five characters of an EIC code, or of these alone; None for anything shorter."""
    end = eic_end(eic)
    return _digest(key, account, "eic", end) if len(end) == _EIC_END else None


def eic_end(eic: str) -> str:
    """The last five characters, with Cyrillic look-alikes as the Latin letters that they stand for."""
    return "".join(eic.split()).upper().translate(_LATIN)[-_EIC_END:]


def row_hash(key: bytes, *fields: str) -> str:
    """The hash of a whole registry row: tells a changed row from an unchanged one without keeping its proofs."""
    return _digest(key, "row", *fields)


def chat_hash(key: bytes, messenger: str, chat_id: str) -> str:
    """The name under which a chat's wrong proofs are counted: it tells nobody which chat that was."""
    return _digest(key, "chat", messenger, chat_id)


def calendar_hash(key: bytes, contact: int, kept: str) -> str:
    """What makes the address of a contact's calendar one that nobody can guess; `kept` is random."""
    return _digest(key, "calendar", str(contact), kept)


def same_hash(given: str | None, kept: str | None) -> bool:
    """Whether two hashes are equal, in a time that tells neither how nearly nor whether there are any."""
    equal = hmac.compare_digest((given or _NO_HASH).encode(), (kept or _NO_HASH).encode())
    return equal and given is not None and kept is not None


def _plain(meter: str) -> str:
    if meter.isdecimal():  # nearly every one of a registry
        return meter
    return _FORGIVEN.sub("", meter.upper()).translate(_LATIN)


def _digest(key: bytes, *parts: str) -> str:
    # the account number is among the parts, so that equal meters of two accounts give different hashes
    digest = _keyed(key).copy()
    digest.update("\x1f".join(parts).encode())
    return digest.hexdigest()


@cache
def _keyed(key: bytes) -> "hashlib.blake2b":
    """BLAKE2 with this key: a keyed hash by itself (RFC 7693), three times as fast as HMAC over a whole registry."""
    return hashlib.blake2b(key=hashlib.sha512(key).digest(), digest_size=32)
