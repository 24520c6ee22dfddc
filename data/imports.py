"""Imports of the registry, kept with their figures: a night's import has nobody who reads what it prints."""

from collections.abc import Sequence

from peewee import Database

from data.tables import RegistryImport as Row
from data.times import from_seconds, to_seconds
from pipeline.domain.imports import ImportReport, RegistryImport

_COUNTED = tuple(ImportReport.__dataclass_fields__)


def keep_import(database: Database, done: RegistryImport) -> None:
    """Remember an import."""
    counts = {name: getattr(done.report, name) for name in _COUNTED}
    facts = {name: getattr(done, name) for name in ("file", "full", "refused", "addresses", "proofs")}
    Row.insert({"at": to_seconds(done.at), **facts, **counts}).returning().execute(database)


def last_imports(database: Database, count: int) -> Sequence[RegistryImport]:
    """The newest imports, the last first."""
    return [
        RegistryImport(
            at=from_seconds(row["at"]),
            file=row["file"],
            full=row["full"],
            refused=row["refused"],
            report=ImportReport(**{name: row[name] for name in _COUNTED}),
            addresses=row["addresses"],
            proofs=row["proofs"],
        )
        for row in Row.select().order_by(Row.id.desc()).limit(count).dicts().execute(database)
    ]


def last_import(database: Database) -> RegistryImport | None:
    """The newest import, taken or refused."""
    return next(iter(last_imports(database, 1)), None)
