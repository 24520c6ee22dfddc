"""Device cookies, as OWASP describes them: a browser in which an operator has signed in before is known again.

It proves nothing but that: the password is asked for all the same. But the tries of strangers keep it waiting no more,
for its own are counted by themselves.
"""

import hashlib
import hmac
import secrets
from datetime import timedelta

LASTS = timedelta(days=365)
"""Each sign-in gives another."""


def new_device(key: bytes, name: str) -> str:
    """What a browser is given in which the operator of this name has signed in."""
    nonce = secrets.token_urlsafe(16)
    return f"{nonce}.{_signature(key, name, nonce)}"


def known_device(key: bytes, name: str, cookie: str) -> str | None:
    """By what the tries of this browser at this name are counted; None for a browser that is not known."""
    nonce, _, signature = cookie.partition(".")
    return nonce if hmac.compare_digest(signature.encode(), _signature(key, name, nonce).encode()) else None


def _signature(key: bytes, name: str, nonce: str) -> str:
    return hashlib.blake2b(f"{nonce} {name}".encode(), key=key, digest_size=32).hexdigest()
