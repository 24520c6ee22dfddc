"""The billing export: a CSV file, read row by row, each row understood or rejected with a reason."""

import csv
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from operator import itemgetter
from pathlib import Path
from typing import NamedTuple

from data.registry import ACCOUNT_DIGITS
from data.registry_encoding import encoding_of
from pipeline.domain.addresses.settlements import Gazetteer, Settlement, UnknownSettlement
from pipeline.domain.addresses.streets import Street, parse_street
from pipeline.domain.cells import BadCell, is_plain, repair_name, repair_number, repair_text
from pipeline.domain.errors import Misuse, trouble
from pipeline.domain.proofs import EIC_LENGTH

COLUMNS = ("account", "eic", "meter", "settlement", "katottg", "street", "house", "apartment")
_DELIMITERS = ",;\t"
_DIRECTIVE = "sep="
"""What Excel takes for the name of the delimiter, in a line above the header."""
_IN_WORDS = {
    "account": "рахунок",
    "eic": "код EIC",
    "meter": "номер лічильника",
    "settlement": "населений пункт",
    "katottg": "код КАТОТТГ",
    "street": "вулиця",
    "house": "будинок",
    "apartment": "квартира",
}


class AccountRow(NamedTuple):
    """One row of the export, understood."""

    account: str
    eic: str
    meter: str
    street: "ListedStreet"
    house: str
    apartment: str


class ListedStreet(NamedTuple):
    """A street of the export; kind and name are empty where the account has none."""

    number: int
    """Its place among the streets of the file, in the order in which they come."""
    katottg: str
    kind: str
    name: str


class FileRow(NamedTuple):
    """One row as it stands in the file."""

    line: int
    """Where it begins; the first line of the file is 1."""
    lines: int
    """How many lines it takes: more than one where a field has a line break, or a quotation mark is not closed."""
    fields: Sequence[str]


class BadRow(Exception):
    """A row that is not taken; its text says why, in Ukrainian, and never holds a proof."""


class RegistryFile:
    """A billing export with the columns `COLUMNS` in any order, UTF-8, UTF-16 or windows-1251, `,`, `;` or tabs."""

    def __init__(self, path: Path) -> None:
        """Look at the whole file's encoding and at its header. Raises `Misuse`."""
        self.path = path
        try:
            self.encoding = encoding_of(path)
            with path.open(encoding=self.encoding, newline="") as file:
                first = file.readline()
                directive = first.strip().strip('"').lower()
                self._above = int(directive.startswith(_DIRECTIVE))
                """Lines above the header."""
                if self._above:
                    first = file.readline()
        except OSError as error:
            raise Misuse(f"Не вдалося прочитати «{path}»: {trouble(error)}") from error
        except UnicodeDecodeError as error:
            raise Misuse(f"Не вдалося прочитати «{path}»: ні UTF-8, ні UTF-16, ні windows-1251") from error
        if not first.strip():
            raise Misuse(f"Файл «{path}» порожній")
        self.delimiter = max(_DELIMITERS, key=first.count)
        names = next(csv.reader([first], delimiter=self.delimiter))
        self.header = [_header(name) for name in names]
        missing = [name for name in COLUMNS if name not in self.header]
        if missing:
            raise Misuse(f"У файлі «{path}» бракує стовпців: {', '.join(missing)}")

    def rows(self) -> Iterator[FileRow]:
        """Every row under the header, as it stands; rows without any text are passed over. Raises `Misuse`."""
        with self.path.open(encoding=self.encoding, newline="") as file:
            for _ in range(self._above):
                file.readline()
            reader = csv.reader(file, delimiter=self.delimiter)
            begins = 1 + self._above
            try:
                next(reader)
                begins = reader.line_num + 1 + self._above
                for fields in reader:
                    ends = reader.line_num + self._above
                    if fields and (fields[0].strip() or any(map(str.strip, fields))):
                        yield FileRow(begins, ends - begins + 1, fields)
                    begins = ends + 1
            except (csv.Error, UnicodeDecodeError) as error:
                why = "не читається як CSV; чи закрито в ньому всі лапки?"
                raise Misuse(f"Файл «{self.path}», рядок {begins}: {why}") from error


class RowReader:
    """Understands the rows of one file."""

    def __init__(self, header: Sequence[str], gazetteer: Gazetteer) -> None:
        self._width = len(header)
        self._account_at = header.index("account")
        self._columns = itemgetter(*map(header.index, COLUMNS))
        self.streets: dict[tuple[Settlement, Street], int] = {}
        """The streets of the rows read so far, numbered as they come."""
        self._gazetteer = gazetteer
        # a registry has a few thousand streets and houses, and hundreds of thousands of accounts
        self._street = lru_cache(maxsize=100_000)(self._find_street)
        self._settlement = lru_cache(maxsize=10_000)(self._find_settlement)
        self._house = lru_cache(maxsize=10_000)(_number)

    def read(self, fields: Sequence[str]) -> AccountRow:
        """The account of a row. Raises `BadRow`."""
        if len(fields) < self._width or any(fields[self._width :]):
            raise BadRow(f"у рядку {len(fields)} полів, а в заголовку {self._width}")
        account, eic, meter, settlement, katottg, street, house, apartment = self._repaired(fields)
        if not account.isdecimal():
            account = _number("account", account)
        if not _is_account(account):
            raise BadRow(f"рахунок «{account}» не з {ACCOUNT_DIGITS} цифр")
        if len(eic) != EIC_LENGTH and len(eic := _number("eic", eic)) != EIC_LENGTH:
            raise BadRow(f"код EIC має {len(eic)} символів, а не {EIC_LENGTH}")
        found = self._street(settlement, katottg, street)
        if isinstance(found, str):
            raise BadRow(found)
        if not meter.isdecimal():
            meter = _number("meter", meter)
        if not house.isdecimal():
            house = self._house("house", house)
        if apartment and not apartment.isdecimal():
            apartment = self._house("apartment", apartment)
        return AccountRow(account, eic, meter, found, house, apartment)

    def account_of(self, fields: Sequence[str]) -> str | None:
        """The account that a row names, whatever else is wrong with it; None where nobody can be sure of it.

        Where fields are lacking or too many, only what stands before them all is sure.
        """
        if self._account_at and len(fields) != self._width:
            return None
        try:
            account = _number("account", repair_text(fields[self._account_at]))
        except (BadCell, BadRow):
            return None
        return account if _is_account(account) else None

    def _repaired(self, fields: Sequence[str]) -> Sequence[str]:
        """The fields of `COLUMNS`."""
        columns: Sequence[str] = self._columns(fields)
        if is_plain("|".join(columns)):  # nearly every row of a registry
            return tuple(map(str.strip, columns))
        try:
            return [*map(repair_text, columns)]
        except BadCell:
            return [_in_words(name, column, repair_text) for name, column in zip(COLUMNS, columns, strict=True)]

    def _find_street(self, settlement: str, katottg: str, street: str) -> ListedStreet | str:
        """The street in its settlement, or why that is not known."""
        where = self._settlement(settlement, katottg)
        if isinstance(where, str):
            return where
        try:
            name = parse_street(_in_words("street", street, repair_name))
        except BadRow as error:
            return str(error)
        number = self.streets.setdefault((where, name), len(self.streets))
        return ListedStreet(number, where.katottg, name.kind or "", name.name)

    def _find_settlement(self, name: str, katottg: str) -> Settlement | str:
        """The settlement, or why it is not known: a refusal is remembered like an answer."""
        if katottg:
            return self._gazetteer.get(katottg) or f"коду КАТОТТГ «{katottg}» немає в переліку населених пунктів"
        try:
            return self._gazetteer.resolve(name)
        except UnknownSettlement as error:
            nearest = f" ({'; '.join(error.nearest)})" if error.nearest else ""
            return f"населений пункт «{name}»: {error.reason}{nearest}"


def _header(name: str) -> str:
    try:
        return repair_text(name).lower()
    except BadCell:
        return ""


def _is_account(text: str) -> bool:
    return len(text) == ACCOUNT_DIGITS and text.isascii() and text.isdigit()


def _number(column: str, text: str) -> str:
    """Raises `BadRow`."""
    return _in_words(column, text, repair_number)


def _in_words(column: str, text: str, repair: Callable[[str], str]) -> str:
    """What `repair` makes of a cell. Raises `BadRow`, which names the column."""
    try:
        return repair(text)
    except BadCell as error:
        raise BadRow(f"{_IN_WORDS[column]} {error}") from error
