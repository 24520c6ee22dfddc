"""Where an import gathers its rows before the registry takes them over, all at once.

The tables are temporary ones of the connection, so filling them keeps no other writer waiting.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any, NamedTuple, Self

from peewee import Database

from data.database import execute_many, is_postgresql
from data.tables import Settlement as SettlementRow
from data.tables import Street as StreetRow
from data.times import to_seconds
from pipeline.domain.addresses.settlements import Settlement
from pipeline.domain.addresses.streets import Street

OLD_METER_VALID = timedelta(days=90)
"""How long the number of a replaced meter stays a valid proof."""

_CREATE = (
    """
    CREATE TEMPORARY TABLE staged_account (
        number VARCHAR(9) NOT NULL, street INTEGER NOT NULL, house TEXT, apartment TEXT,
        meter_hash VARCHAR(64), eic_hash VARCHAR(64) NOT NULL, fingerprint VARCHAR(64) NOT NULL
    )
    """,
    "CREATE TEMPORARY TABLE staged_street (number INTEGER PRIMARY KEY, street_id INTEGER NOT NULL)",
    "CREATE TEMPORARY TABLE staged_reject (number VARCHAR(9) NOT NULL)",
)

_CHANGED = "account.fingerprint <> staged_account.fingerprint OR account.closed_at IS NOT NULL"

# what stands on the right of SET are the values before the update; a comparison with NULL (no meter before) is false
_TAKE_OVER = """
    INSERT INTO account (number, street_id, house, apartment, meter_hash, eic_hash, fingerprint)
    SELECT staged_account.number, street_id, house, apartment, meter_hash, eic_hash, fingerprint
    FROM staged_account JOIN staged_street ON staged_street.number = staged_account.street
    WHERE true
    ON CONFLICT (number) DO UPDATE SET
        street_id = EXCLUDED.street_id, house = EXCLUDED.house, apartment = EXCLUDED.apartment,
        old_meter_until = CASE WHEN account.meter_hash <> COALESCE(EXCLUDED.meter_hash, '')
            THEN {until} ELSE account.old_meter_until END,
        old_meter_hash = CASE WHEN account.meter_hash <> COALESCE(EXCLUDED.meter_hash, '')
            THEN account.meter_hash ELSE account.old_meter_hash END,
        meter_hash = EXCLUDED.meter_hash, eic_hash = EXCLUDED.eic_hash,
        fingerprint = EXCLUDED.fingerprint, closed_at = NULL
    WHERE account.fingerprint <> EXCLUDED.fingerprint OR account.closed_at IS NOT NULL
"""


class StagedAccount(NamedTuple):
    """One account, ready for the registry."""

    number: str
    street: int
    """Its number among the streets of the import."""
    house: str | None
    apartment: str | None
    meter_hash: str | None
    eic_hash: str
    fingerprint: str


class TakenOver(NamedTuple):
    """What the registry took over, in accounts."""

    added: int
    updated: int
    unchanged: int
    closed: int


class Staging:
    """The gathered rows of one import; a context manager, which drops them at its end."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def __enter__(self) -> Self:
        for statement in _CREATE:
            self._database.execute_sql(statement)
        return self

    def __exit__(self, *_: object) -> None:
        for table in ("staged_account", "staged_street", "staged_reject"):
            self._database.execute_sql(f"DROP TABLE {table}")

    def add(self, accounts: Iterable[StagedAccount]) -> None:
        """Gather accounts."""
        marks = ", ".join([self._database.param] * len(StagedAccount._fields))
        # on SQLite a transaction of ours would lock every writer out, though it writes to nothing but its own tables
        unlocked = () if is_postgresql(self._database) else ("DEFERRED",)
        with self._database.atomic(*unlocked):
            execute_many(self._database, f"INSERT INTO staged_account VALUES ({marks})", accounts)  # noqa: S608

    def add_rejects(self, numbers: Iterable[str]) -> None:
        """Gather the accounts of rows that were not taken: they stand in the export, so they are not closed."""
        query = f"INSERT INTO staged_reject VALUES ({self._database.param})"  # noqa: S608
        execute_many(self._database, query, ((number,) for number in numbers))

    def open_accounts(self) -> int:
        """The size of the registry before the import."""
        return self._scalar("SELECT COUNT(*) FROM account WHERE closed_at IS NULL")

    def take_over(self, streets: Mapping[tuple[Settlement, Street], int], now: datetime, *, full: bool) -> TakenOver:
        """Make the registry what was gathered, by `streets` with their numbers; `full` closes what is not among it.

        All or nothing.
        """
        with self._database.atomic():
            self._save_streets(streets)
            good = self._scalar("SELECT COUNT(*) FROM staged_account")
            known = self._scalar("SELECT COUNT(*) FROM account JOIN staged_account USING (number)")
            updated = self._scalar(
                f"SELECT COUNT(*) FROM account JOIN staged_account USING (number) WHERE {_CHANGED}"  # noqa: S608
            )
            self._database.execute_sql(_TAKE_OVER.format(until=to_seconds(now + OLD_METER_VALID)))
            closed = self._close_absent(now) if full else 0
            return TakenOver(good - known, updated, known - updated, closed)

    def _save_streets(self, streets: Mapping[tuple[Settlement, Street], int]) -> None:
        database = self._database
        fields = [SettlementRow.katottg, SettlementRow.title, SettlementRow.name]
        insert = SettlementRow.insert_many([(None,) * 3], fields=fields)
        upsert = insert.on_conflict(conflict_target=[SettlementRow.katottg], preserve=fields[1:])
        settlements = {settlement for settlement, _ in streets}
        execute_many(database, upsert, [(each.katottg, each.title, each.name) for each in sorted(settlements, key=str)])
        columns = [StreetRow.settlement, StreetRow.kind, StreetRow.name, StreetRow.former]
        add = StreetRow.insert_many([(None,) * 4], fields=columns)
        query = add.on_conflict(action="nothing", conflict_target=columns[:3])
        execute_many(database, query, [(*_key(*each), each[1].former) for each in streets])
        ids = {
            tuple(row[1:]): row[0] for row in StreetRow.select(StreetRow.id, *columns[:3]).tuples().execute(database)
        }
        marks = f"{database.param}, {database.param}"
        numbered = [(number, ids[_key(*each)]) for each, number in streets.items()]
        execute_many(database, f"INSERT INTO staged_street VALUES ({marks})", numbered)  # noqa: S608

    def _close_absent(self, now: datetime) -> int:
        named = "SELECT number FROM staged_account UNION SELECT number FROM staged_reject"
        absent = f"closed_at IS NULL AND number NOT IN ({named})"
        statement = f"UPDATE account SET closed_at = {to_seconds(now)} WHERE {absent}"  # noqa: S608
        return int(self._database.execute_sql(statement).rowcount)

    def _scalar(self, statement: str) -> int:
        return int(self._database.execute_sql(statement).fetchone()[0])


def _key(settlement: Settlement, street: Street) -> tuple[Any, ...]:
    return settlement.katottg, street.kind or "", street.name
