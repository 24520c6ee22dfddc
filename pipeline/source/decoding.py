"""Bytes to text, whatever the header and the meta tag claim."""

import re

_CYRILLIC = re.compile(r"[а-яіїєґ]")
_CHARSET = re.compile(rb"charset\s*=\s*[\"']?([\w-]+)", re.IGNORECASE)
_BY_NAME = {"utf-16": "utf-16", "utf-16le": "utf-16-le", "utf-16be": "utf-16-be", "koi8-u": "koi8-u"}


def decode(content: bytes, content_type: str | None = None) -> str:
    """The text of a page: UTF-8 where the bytes are that (but for damage), else what makes most Cyrillic of it.

    Headers and meta tags are believed only for what the bytes themselves cannot show, as they are often wrong.
    """
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16", errors="replace")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        pass
    damaged = content.decode("utf-8-sig", errors="replace")
    legacy = content.decode(_declared(content, content_type), errors="replace")
    return max(damaged, legacy, key=_readable)


def _declared(content: bytes, content_type: str | None) -> str:
    claimed = _CHARSET.search((content_type or "").encode()) or _CHARSET.search(content, 0, 4096)
    name = claimed[1].decode("ascii").lower() if claimed else ""
    return _BY_NAME.get(name, "windows-1251")


def _readable(text: str) -> int:
    """How much lower-case Cyrillic a text has; a wrong encoding gives capitals, signs or replacement marks."""
    return len(_CYRILLIC.findall(text)) - text.count("\ufffd")
