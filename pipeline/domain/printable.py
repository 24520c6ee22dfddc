"""Text of a page, made safe to be shown: what would command a terminal, or turn its line about, stands escaped."""

import re

_COMMANDS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069]")
"""Control characters but tab and line feed, line separators, and characters of direction."""


_CODE = re.compile(r"\\u([0-9a-f]{4})")


def escaped(text: str) -> str:
    """The text with each such character as its code, as JSON writes it: in JSON it stays the same character."""
    return _COMMANDS.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


def unescaped(text: str) -> str:
    """What was escaped: an operator copies a name as it is shown, and means that of the page."""
    return _CODE.sub(_character, text)


def _character(code: re.Match[str]) -> str:
    meant = chr(int(code[1], 16))
    return meant if _COMMANDS.fullmatch(meant) else code[0]
