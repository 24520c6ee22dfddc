"""The billing export: a CSV file, read row by row, each row understood or rejected with a reason."""

import codecs
import csv
from collections.abc import Iterator, Sequence
from functools import lru_cache
from operator import itemgetter
from pathlib import Path
from typing import NamedTuple

from data.registry import ACCOUNT_DIGITS
from pipeline.domain.addresses.settlements import Gazetteer, Settlement, UnknownSettlement
from pipeline.domain.addresses.streets import Street, parse_street
from pipeline.domain.errors import Misuse, trouble
from pipeline.domain.proofs import EIC_LENGTH, visible

COLUMNS = ("account", "eic", "meter", "settlement", "katottg", "street", "house", "apartment")

_BLOCK = 1 << 20


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


class BadRow(Exception):
    """A row that is not taken; its text says why, in Ukrainian, and never holds a proof."""


class RegistryFile:
    """A billing export with the columns `COLUMNS` in any order, UTF-8 or windows-1251, `,` or `;`."""

    def __init__(self, path: Path) -> None:
        """Look at the whole file's encoding and at its header. Raises `Misuse`."""
        self.path = path
        try:
            self.encoding = _encoding(path)
            with path.open(encoding=self.encoding, newline="") as file:
                first = file.readline()
        except OSError as error:
            raise Misuse(f"Не вдалося прочитати «{path}»: {trouble(error)}") from error
        except UnicodeDecodeError as error:
            raise Misuse(f"Не вдалося прочитати «{path}»: ні UTF-8, ні windows-1251") from error
        if not first.strip():
            raise Misuse(f"Файл «{path}» порожній")
        self.delimiter = ";" if first.count(";") > first.count(",") else ","
        self.header = [name.strip().lower() for name in next(csv.reader([first], delimiter=self.delimiter))]
        missing = [name for name in COLUMNS if name not in self.header]
        if missing:
            raise Misuse(f"У файлі «{path}» бракує стовпців: {', '.join(missing)}")

    def rows(self) -> Iterator[Sequence[str]]:
        """The fields of every row under the header, as they stand; blank rows are passed over. Raises `Misuse`."""
        with self.path.open(encoding=self.encoding, newline="") as file:
            reader = csv.reader(file, delimiter=self.delimiter)
            try:
                next(reader)
                yield from filter(None, reader)
            except (csv.Error, UnicodeDecodeError) as error:
                raise Misuse(f"Файл «{self.path}», рядок {reader.line_num + 1}: не читається як CSV") from error


class RowReader:
    """Understands the rows of one file."""

    def __init__(self, header: Sequence[str], gazetteer: Gazetteer) -> None:
        self._width = len(header)
        self._account_at = header.index("account")
        self._columns = itemgetter(*map(header.index, COLUMNS))
        self.streets: dict[tuple[Settlement, Street], int] = {}
        """The streets of the rows read so far, numbered as they come."""
        self._gazetteer = gazetteer
        # a registry has a few thousand streets and hundreds of thousands of accounts
        self._street = lru_cache(maxsize=100_000)(self._find_street)
        self._settlement = lru_cache(maxsize=10_000)(self._find_settlement)

    def read(self, fields: Sequence[str]) -> AccountRow:
        """The account of a row. Raises `BadRow`."""
        if len(fields) != self._width:
            raise BadRow(f"у рядку {len(fields)} полів, а в заголовку {self._width}")
        columns = map(str.strip, self._columns(fields))
        account, eic, meter, settlement, katottg, street, house, apartment = columns
        account, eic = visible(account), visible(eic)
        if "\0" in street + house + apartment:
            raise BadRow("в адресі є недрукований символ")
        if len(account) != ACCOUNT_DIGITS or not (account.isascii() and account.isdigit()):
            raise BadRow(f"рахунок «{account}» не з {ACCOUNT_DIGITS} цифр")
        if len(eic) != EIC_LENGTH:
            raise BadRow(f"код EIC має {len(eic)} символів, а не {EIC_LENGTH}")
        found = self._street(settlement, katottg, street)
        if isinstance(found, str):
            raise BadRow(found)
        return AccountRow(account, eic, meter, found, house, apartment)

    def account_of(self, fields: Sequence[str]) -> str | None:
        """The account that a row names, whatever else is wrong with it."""
        account = visible(fields[self._account_at].strip()) if len(fields) > self._account_at else ""
        return account if len(account) == ACCOUNT_DIGITS and account.isascii() and account.isdigit() else None

    def _find_street(self, settlement: str, katottg: str, street: str) -> ListedStreet | str:
        """The street in its settlement, or why that is not known."""
        where = self._settlement(settlement, katottg)
        if isinstance(where, str):
            return where
        name = parse_street(street)
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


def _encoding(path: Path) -> str:
    decoder = codecs.getincrementaldecoder("utf-8")()
    with path.open("rb") as file:
        try:
            while block := file.read(_BLOCK):
                decoder.decode(block)
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            return "windows-1251"
    return "utf-8-sig"
