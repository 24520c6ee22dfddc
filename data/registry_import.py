"""Import of the billing export into the registry: streamed into a temporary table, then taken over all at once."""

import csv
import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Self

from peewee import Database

from data.private import private_file
from data.proofs import eic_hash, meter_hash, row_hash
from data.registry_file import AccountRow, BadRow, RegistryFile, RowReader
from data.registry_staging import StagedAccount, Staging
from pipeline.domain.addresses.settlements import Gazetteer
from pipeline.domain.errors import Failed, Misuse, trouble

SHORTER_BY = 0.02
"""A full export that is shorter than the registry by more than this share is not believed."""

_BATCH = 5000

Progress = Callable[[int], None]
"""Called now and then with the number of rows read so far."""


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What an import did, in accounts."""

    added: int
    updated: int
    """Address or proofs changed, or the account was closed and is back."""
    unchanged: int
    rejected: int
    closed: int


def import_accounts(
    path: Path,
    *,
    database: Database,
    gazetteer: Gazetteer,
    proof_key: bytes,
    now: datetime,
    full: bool = False,
    accept: bool = False,
    progress: Progress | None = None,
) -> ImportReport:
    """Take the accounts of a billing export over; rows not understood go to `FILE.rejected.csv` beside it.

    `full`: the file is the whole registry, so accounts that it lacks are closed; one that is more than 2 %
    shorter than the registry is refused unless `accept`. Other senders and readers go on meanwhile, and an
    interrupted import changes nothing. Raises `Misuse` for a file that cannot be taken, `Failed` for the disk.
    """
    file = RegistryFile(path)
    with Staging(database) as staging, _Rejects(file) as rejects:
        reader = RowReader(file.header, gazetteer)
        loader = _Loader(staging, rejects, reader, proof_key)
        loader.load(file, progress)
        if not loader.seen:
            why = f": причини у «{rejects_path(path)}»" if rejects.count else ""
            raise Misuse(f"У файлі «{path}» немає жодного придатного рядка{why}")
        if full and not accept:
            _refuse_shorter(path, len(loader.seen), staging.open_accounts())
        taken = staging.take_over(reader.streets, now, full=full)
    return ImportReport(taken.added, taken.updated, taken.unchanged, rejects.count, taken.closed)


def rejects_path(path: Path) -> Path:
    """Where the rows that were not taken are written: `accounts.rejected.csv` for `accounts.csv`."""
    return path.with_suffix(".rejected.csv")


class _Loader:
    """Brings the rows of one file into the staging tables."""

    def __init__(self, staging: Staging, rejects: "_Rejects", reader: RowReader, key: bytes) -> None:
        self.seen: set[int] = set()
        """The accounts taken; as numbers, which take less room."""
        self._staging = staging
        self._rejects = rejects
        self._reader = reader
        self._key = key

    def load(self, file: RegistryFile, progress: Progress | None) -> None:
        batch: list[StagedAccount] = []
        read = 0
        for read, fields in enumerate(file.rows(), start=1):
            try:
                batch.append(self._stage(self._reader.read(fields)))
            except BadRow as error:
                self._rejects.add(fields, str(error))
                if account := self._reader.account_of(fields):
                    self._staging.add_rejects([account])
            if read % _BATCH == 0:
                self._staging.add(batch)
                batch.clear()
                if progress:
                    progress(read)
        self._staging.add(batch)
        if progress:
            progress(read)

    def _stage(self, row: AccountRow) -> StagedAccount:
        number = int(row.account)
        if number in self.seen:
            raise BadRow(f"рахунок {row.account} уже є вище у файлі")
        eic = eic_hash(self._key, row.account, row.eic)
        if eic is None:
            raise BadRow("код EIC не читається")
        self.seen.add(number)
        street, key = row.street, self._key
        address = (street.katottg, street.kind, street.name, row.house, row.apartment)
        return StagedAccount(
            number=row.account,
            street=street.number,
            house=row.house or None,
            apartment=row.apartment or None,
            meter_hash=meter_hash(key, row.account, row.meter),
            eic_hash=eic,
            fingerprint=row_hash(key, row.account, row.eic, row.meter, *address),
        )


class _Rejects:
    """The file of the rows that were not taken; none is left where all were."""

    def __init__(self, source: RegistryFile) -> None:
        self.count = 0
        self._source = source
        self._path = rejects_path(source.path)
        self._file: Any = None
        self._writer: Any = None

    def __enter__(self) -> Self:
        try:
            self._path.unlink(missing_ok=True)
        except OSError as error:
            raise self._unwritable(error) from error
        return self

    def __exit__(self, *_: object) -> None:
        if self._file is not None:
            self._file.close()

    def add(self, fields: Sequence[str], reason: str) -> None:
        try:
            if self._file is None:
                self._open()
            # a row that is too short is filled up, so that the reason stands under its heading
            missing = len(self._source.header) - len(fields)
            self._writer.writerow([*fields, *[""] * missing, reason])
        except OSError as error:
            raise self._unwritable(error) from error
        self.count += 1

    def _unwritable(self, error: OSError) -> Failed:
        return Failed(
            f"Не вдалося записати відхилені рядки в «{self._path}»: {trouble(error)}. "
            "Покладіть вивантаження в теку, у яку можна писати"
        )

    def _open(self) -> None:
        # it repeats meters and EIC codes of the export: for the operator's eyes only
        descriptor = private_file(self._path, os.O_TRUNC)
        self._file = os.fdopen(descriptor, "w", encoding="utf-8", newline="")
        self._writer = csv.writer(self._file, delimiter=self._source.delimiter)
        self._writer.writerow([*self._source.header, "reason"])


def _refuse_shorter(path: Path, good: int, before: int) -> None:
    if good < before * (1 - SHORTER_BY):
        raise Misuse(
            f"У «{path}» {good} придатних рядків, а в реєстрі {before} відкритих рахунків: понад 2 % менше. "
            "Нічого не змінено; якщо це справді весь реєстр, додайте --accept"
        )
