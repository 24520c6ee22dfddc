"""Import of the billing export into the registry: streamed into a temporary table, weighed, taken over all at once."""

from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path

from peewee import Database

from data.imports import keep_import
from data.installation import keep_key, key_fits
from data.locks import one_at_a_time
from data.proofs import eic_hash, meter_hash, row_hash
from data.registry import address_of
from data.registry_file import AccountRow, BadRow, FileRow, RegistryFile, RowReader
from data.registry_rejects import Rejects
from data.registry_staging import StagedAccount, StagedReject, Staging
from pipeline.domain.addresses.settlements import Gazetteer
from pipeline.domain.errors import Misuse
from pipeline.domain.imports import EXAMPLES, ImportRefused, ImportReport, RegistryImport, Weight
from pipeline.domain.installation import OTHER_KEY

_BATCH = 5000

Progress = Callable[[int], None]
"""Called now and then with the number of rows read so far."""


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

    `full`: the file is the whole registry, so accounts that it lacks are closed, unless there is a row whose account
    cannot be read. What changes much (`Weight`) is refused; `accept` takes it all the same, and closes in any case.
    Other senders and readers go on meanwhile, and an interrupted import changes nothing. Raises `Misuse` for a file
    that cannot be taken or another key than that of the registry, unless the whole of it is replaced, `ImportRefused`,
    `Failed` for the disk.
    """
    file = RegistryFile(path)
    if key_fits(database, proof_key) is False and not (full and accept):
        raise Misuse(OTHER_KEY)
    with Staging(database) as staging, Rejects(file) as rejects:
        reader = RowReader(file.header, gazetteer)
        loader = _Loader(staging, rejects, reader, proof_key)
        loader.load(file, progress)
        if not loader.seen:
            why = f": причини у «{rejects.path}»" if rejects.count else ""
            raise Misuse(f"У файлі «{path}» немає жодного придатного рядка{why}")
        with database.atomic() as transaction:
            one_at_a_time(database, "import")
            done = _weigh(loader, path.name, now, full=full, accept=accept)
            if done.refused is not None:
                examples = _examples(loader)
                transaction.rollback()
            else:
                staging.take_over(now)
                if done.report.closed:
                    staging.close_absent(now)
                if full or not done.proofs:  # else nothing shows that it is the key of the others
                    keep_key(database, proof_key)
            keep_import(database, done)
    if done.refused is not None:
        raise ImportRefused(str(path), done.refused, examples)
    return done.report


def _weigh(loader: "_Loader", file: str, now: datetime, *, full: bool, accept: bool) -> RegistryImport:
    effect = loader.staging.weigh(loader.reader.streets, full=full)
    weight = Weight(
        accounts=effect.before if full else effect.named,
        addresses=effect.addresses,
        proofs=effect.proofs,
        lacking=effect.absent,
        touched=effect.changed + effect.absent,
        broken_lines=tuple(loader.broken[:EXAMPLES]),
        broken=len(loader.broken),
    )
    closes = accept or not effect.has_strangers
    report = ImportReport(
        added=effect.added,
        updated=effect.updated,
        unchanged=effect.unchanged,
        rejected=loader.rejects.count,
        closed=effect.absent if closes else 0,
        left_open=0 if closes else effect.absent,
    )
    refused = "; ".join(weight.why()) if weight.is_heavy and not accept else None
    return RegistryImport(now, file, full, refused, report, effect.addresses, effect.proofs)


def _examples(loader: "_Loader") -> Sequence[str]:
    """Some of the rows for which an import is refused."""
    streets = {number: street for street, number in loader.reader.streets.items()}
    shown = []
    for each in loader.staging.changes(EXAMPLES):
        settlement, street = streets[each.street]
        address = {"title": settlement.title, "kind": street.kind or "", "name": street.name}
        address |= {"house": each.house or "", "apartment": each.apartment or ""}
        what = f"адреса стала б «{address_of(address)}»" if each.address else ""
        proofs = "інший лічильник чи EIC" if each.proofs else ""
        shown.append(f"рядок {each.line}, рахунок {each.number}: {', '.join(filter(None, (what, proofs)))}")
    lacking = [f"рахунок {number}: у файлі його немає" for number in loader.staging.absent(EXAMPLES)]
    return [*shown, *lacking][:EXAMPLES]


class _Loader:
    """Brings the rows of one file into the staging tables."""

    def __init__(self, staging: Staging, rejects: Rejects, reader: RowReader, key: bytes) -> None:
        self.staging = staging
        self.rejects = rejects
        self.reader = reader
        self.seen: set[int] = set()
        """The accounts taken; as numbers, which take less room."""
        self.broken: list[int] = []
        """Lines at which rows begin that have a line break in a field."""
        self._key = key
        self._taken: list[StagedAccount] = []
        self._not_taken: list[StagedReject] = []

    def load(self, file: RegistryFile, progress: Progress | None) -> None:
        """Read the whole file."""
        read = 0
        for read, row in enumerate(file.rows(), start=1):
            if row.lines > 1:
                self.broken.append(row.line)
            try:
                self._take(self._stage(self.reader.read(row.fields), row.line), row)
            except BadRow as error:
                self._reject(row, str(error), StagedReject(self.reader.account_of(row.fields)))
            if read % _BATCH == 0:
                self._flush()
                if progress:
                    progress(read)
        self._flush()
        if progress:
            progress(read)

    def _take(self, staged: StagedAccount, row: FileRow) -> None:
        number = int(staged.number)
        if number in self.seen:
            why = f"рахунок {staged.number} уже є вище у файлі"
            self._reject(row, why, StagedReject(staged.number, staged.fingerprint))
        else:
            self.seen.add(number)
            self._taken.append(staged)

    def _reject(self, row: FileRow, why: str, reject: StagedReject) -> None:
        self.rejects.add(row.fields, why)
        self._not_taken.append(reject)

    def _flush(self) -> None:
        self.staging.add(self._taken, self._not_taken)
        self._taken.clear()
        self._not_taken.clear()

    def _stage(self, row: AccountRow, line: int) -> StagedAccount:
        """Raises `BadRow`."""
        eic = eic_hash(self._key, row.account, row.eic)
        if eic is None:
            raise BadRow("код EIC не читається")
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
            line=line,
        )
