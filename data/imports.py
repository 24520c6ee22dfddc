"""Imports of the registry, kept with their figures: a night's import has nobody who reads what it prints."""

from collections.abc import Sequence

from peewee import Database

from data.lost_matches import count_lost, lost_accounts
from data.tables import RegistryImport as Row
from data.times import from_seconds, to_seconds
from pipeline.domain.imports import ImportReport, RegistryImport, RegistryState

_SHOWN = 7
"""Imports that the operator looks back on: a week of nights."""
_NAMED = 10
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


def registry_state(database: Database) -> RegistryState:
    """How the registry stands, in three queries."""
    return RegistryState(last_imports(database, _SHOWN), count_lost(database), lost_accounts(database, _NAMED))
