"""Cells of a table as spreadsheets leave them: what has one meaning is repaired, what has several is refused."""

import html
import re

from pipeline.domain.proofs import visible

_BREAK = re.compile(r"_x000[adAD]_", re.IGNORECASE)
_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z]{2,8});")
_AS_TEXT = re.compile(r'="(?P<text>[^"]*)"')
"""What programs write for a spreadsheet, so that it keeps the zeros: `="0012345"`."""
_SHIELDED = re.compile(r"'(?=[\d=+\-@])")
_WHOLE = re.compile(r"(?P<number>\d+)[.,]0+")
_SCIENTIFIC = re.compile(r"(?P<whole>\d)(?:[.,](?P<rest>\d+))?[EeЕе]\+(?P<zeros>\d{1,3})")
_SMALL = re.compile(r"\d(?:[.,]\d+)?[EeЕе]-\d{1,3}")
_MONTH = (
    r"(?:січ|лют|бер|кві|тра|чер|лип|сер|вер|жов|лис|гру|янв|фев|мар|апр|май|мая|июн|июл|авг|сен|окт|ноя|дек|"
    r"jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)\.?"
)
_DATE = re.compile(
    rf"\d{{4}}-\d\d-\d\d(?:[T ]\d\d?:\d\d.*)?|\d\d?[./]\d\d?[./](?:\d{{4}}|\d\d)(?: \d\d?:\d\d.*)?"
    rf"|\d\d?[.\-]{_MONTH}(?:[.\-]\d{{2,4}})?|{_MONTH}[.\- ]\d{{2,4}}",
    re.IGNORECASE,
)
_ERROR = re.compile(r"#+|#(?:N/A|Н/Д|[A-ZА-ЯІЇЄҐ/0?]+[!?])")
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


class BadCell(Exception):
    """A cell that has no meaning, or several; its text says why, in Ukrainian, and never quotes it."""


def is_plain(text: str) -> bool:
    """Whether there is nothing in it for `repair_text`."""
    return text.isprintable() and not ("&" in text or "_" in text or "  " in text or "\ufffd" in text)


def repair_text(text: str) -> str:
    """Entities as their characters, spaces of any kind as one, invisible characters gone. Raises `BadCell`."""
    text = _ENTITY.sub(lambda found: html.unescape(found[0]), text)
    text = " ".join(visible(_BREAK.sub(" ", text)).split())
    if "\ufffd" in text or not text.isprintable():
        raise BadCell("містить недрукований символ або знак втраченої літери (�)")
    return text


def repair_number(text: str) -> str:
    """A number that is no quantity: an account, a meter, a house. Raises `BadCell`.

    `100003.0` and `1.00003E+05` lack no digit; of `1.0E+05` nobody knows them.
    """
    if text.isdecimal() or not text:  # nearly every one of a registry
        return text
    text = _unshielded(text)
    refuse_misread(text)
    if whole := _WHOLE.fullmatch(text):
        return whole["number"]
    if not (scientific := _SCIENTIFIC.fullmatch(text)):
        return text
    digits = scientific["whole"] + (scientific["rest"] or "")
    if len(digits) != int(scientific["zeros"]) + 1:
        raise BadCell("записано з округленням, як 3E+08: частину цифр втрачено")
    return digits


def refuse_misread(text: str) -> None:
    """Raises `BadCell` for what a spreadsheet took for a date, a tiny number or a formula that has failed."""
    if _DATE.fullmatch(text):
        raise BadCell("перетворено на дату (12/1 стало 12.січ): що було написано, вже не видно")
    if _SMALL.fullmatch(text) or _ERROR.fullmatch(text):
        raise BadCell("містить помилку таблиці, а не дані")


def repair_name(text: str) -> str:
    """The name of a settlement or a street. Raises `BadCell`."""
    text = _unshielded(text)
    refuse_misread(text)
    if "?" in text:
        raise BadCell("містить «?» замість літер: їх втрачено, коли файл зберігали")
    return text


def harmless(cell: str) -> str:
    """The cell so that no spreadsheet takes it for a formula; it is repaired to what it was."""
    return f"'{cell}" if cell.lstrip(" ").startswith(_FORMULA) else cell


def _unshielded(text: str) -> str:
    if quoted := _AS_TEXT.fullmatch(text):
        return quoted["text"].strip()
    return _SHIELDED.sub("", text, count=1) if text.startswith("'") else text
