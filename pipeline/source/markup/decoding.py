"""The bytes of a page as UTF-8, whatever its header and its meta tag claim."""

import re
from codecs import BOM_UTF8

_CYRILLIC = re.compile(r"[а-яіїєґ]")
_CHARSET = re.compile(rb"charset\s*=\s*[\"']?([\w-]+)", re.IGNORECASE)
_BY_NAME = {"utf-16": "utf-16", "utf-16le": "utf-16-le", "utf-16be": "utf-16-be", "koi8-u": "koi8-u"}


def to_utf8(content: bytes, content_type: str | None = None) -> bytes:
    """A page in UTF-8: the very bytes where they are that (but for damage), else what makes most Cyrillic of them.

    Headers and meta tags are believed only for what the bytes themselves cannot show, as they are often wrong.
    """
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16", errors="replace").encode()
    content = content.removeprefix(BOM_UTF8)
    try:
        content.decode()
    except UnicodeDecodeError:
        damaged = content.decode(errors="replace")
        legacy = content.decode(_declared(content, content_type), errors="replace")
        return max(damaged, legacy, key=_readable).encode()
    return content


def _declared(content: bytes, content_type: str | None) -> str:
    claimed = _CHARSET.search((content_type or "").encode()) or _CHARSET.search(content, 0, 4096)
    name = claimed[1].decode("ascii").lower() if claimed else ""
    return _BY_NAME.get(name, "windows-1251")


def _readable(text: str) -> int:
    """How much lower-case Cyrillic a text has; a wrong encoding gives capitals, signs or replacement marks."""
    return len(_CYRILLIC.findall(text)) - text.count("\ufffd")
