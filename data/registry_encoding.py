"""In which signs a billing export is written: found out from its bytes; what is no CSV file is refused by name."""

import codecs
from collections.abc import Iterator
from pathlib import Path

from pipeline.domain.errors import Misuse

_BLOCK = 1 << 20
_HEAD = 64
_SAVE_AS = "Збережіть його як «CSV UTF-8 (розділювачі — коми)»: Файл → Зберегти як"
_FORMATS = {
    b"PK\x03\x04": "книга Excel (.xlsx) чи LibreOffice (.ods)",
    b"\xd0\xcf\x11\xe0": "книга Excel (.xls)",
}
"""Files that are no text, by their first bytes."""
_UTF_16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_CAPITALS, _CAPITALS_ELSEWHERE = bytes(range(0xC0, 0xE0)), bytes(range(0x80, 0xA0))
"""Where windows-1251 has its capital letters, and where the encodings of Mac and DOS have them."""
_DOS_LETTERS, _MAC_LETTERS = bytes(range(0xA0, 0xB0)), bytes(range(0xF0, 0xFF))
"""Where DOS has а–п, and Mac р–ю."""


def encoding_of(path: Path) -> str:
    """The encoding of a whole file: UTF-8, UTF-16 or windows-1251. Raises `Misuse` for any other, and for no text."""
    with path.open("rb") as file:
        head = file.read(_HEAD)
    for begins, name in _FORMATS.items():
        if head.startswith(begins):
            raise Misuse(f"Файл «{path}» — {name}, а не CSV. {_SAVE_AS}")
    if head.startswith(_UTF_16):
        return "utf-16"
    if b"\0" in head:
        return "utf-16-le" if head[1:2] == b"\0" else "utf-16-be"
    if _is_utf_8(path):
        return "utf-8-sig"
    if strange := _not_windows(path):
        raise Misuse(f"Файл «{path}» — у кодуванні {strange}, якого не читаємо. {_SAVE_AS}")
    return "windows-1251"


def _is_utf_8(path: Path) -> bool:
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        for block in _blocks(path):
            decoder.decode(block)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def _not_windows(path: Path) -> str | None:
    """The name of an encoding of Mac or DOS: its capitals stand where windows-1251 has hardly a letter of ours."""
    capitals = elsewhere = dos = mac = 0
    for block in _blocks(path):
        capitals += _count(block, _CAPITALS)
        elsewhere += _count(block, _CAPITALS_ELSEWHERE)
        dos += _count(block, _DOS_LETTERS)
        mac += _count(block, _MAC_LETTERS)
    if elsewhere <= capitals:
        return None
    return "DOS (CP866)" if dos > mac else "Mac (MacCyrillic)"


def _count(block: bytes, signs: bytes) -> int:
    return len(block) - len(block.translate(None, signs))


def _blocks(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while block := file.read(_BLOCK):
            yield block
