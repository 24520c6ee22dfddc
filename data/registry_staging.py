"""Where an import gathers its rows before the registry takes them over, all at once.

The tables are temporary ones of the connection, so filling them keeps no other writer waiting.
"""

from collections.abc import Iterable, Mapping, Sequence
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
        meter_hash VARCHAR(64), eic_hash VARCHAR(64) NOT NULL, fingerprint VARCHAR(64) NOT NULL, line INTEGER NOT NULL
    )
    """,
    "CREATE TEMPORARY TABLE staged_street (number INTEGER PRIMARY KEY, street_id INTEGER NOT NULL)",
    "CREATE TEMPORARY TABLE staged_reject (number VARCHAR(9), fingerprint VARCHAR(64))",
    "CREATE TEMPORARY TABLE staged_absent (number VARCHAR(9) NOT NULL)",
)

_ADDRESS = (
    "account.street_id <> staged_street.street_id OR COALESCE(account.house, '') <> COALESCE(staged_account.house, '') "
    "OR COALESCE(account.apartment, '') <> COALESCE(staged_account.apartment, '')"
)
_PROOFS = (
    "account.eic_hash <> staged_account.eic_hash "
    "OR COALESCE(account.meter_hash, '') <> COALESCE(staged_account.meter_hash, '')"
)
_KNOWN = """
    FROM staged_account JOIN account ON account.number = staged_account.number
    JOIN staged_street ON staged_street.number = staged_account.street
"""
_COUNT = f"""
    SELECT COUNT(*),
        COALESCE(SUM(CASE WHEN account.fingerprint <> staged_account.fingerprint OR account.closed_at IS NOT NULL
            THEN 1 ELSE 0 END), 0),
        COALESCE(SUM(CASE WHEN account.closed_at IS NULL THEN 1 ELSE 0 END), 0),
        COALESCE(SUM(CASE WHEN account.closed_at IS NULL AND ({_ADDRESS}) THEN 1 ELSE 0 END), 0),
        COALESCE(SUM(CASE WHEN account.closed_at IS NULL AND ({_PROOFS}) THEN 1 ELSE 0 END), 0),
        COALESCE(SUM(CASE WHEN account.closed_at IS NULL AND ({_ADDRESS} OR {_PROOFS}) THEN 1 ELSE 0 END), 0)
    {_KNOWN}
"""
_CHANGED = f"""
    SELECT staged_account.line, account.number, staged_account.street, staged_account.house, staged_account.apartment,
        CASE WHEN {_ADDRESS} THEN 1 ELSE 0 END, CASE WHEN {_PROOFS} THEN 1 ELSE 0 END
    {_KNOWN} WHERE account.closed_at IS NULL AND ({_ADDRESS} OR {_PROOFS})
    ORDER BY staged_account.line LIMIT {{limit}}
"""
# `EXCEPT`, for both databases may compare each account with each where they are asked for `NOT IN` or a join
_ABSENT = """
    INSERT INTO staged_absent SELECT number FROM account WHERE closed_at IS NULL
    EXCEPT SELECT number FROM staged_account EXCEPT SELECT number FROM staged_reject
"""
# a row that repeats another one word for word stands for no account but that one
_STRANGERS = """
    SELECT COUNT(*) FROM (
        SELECT number, fingerprint FROM staged_reject WHERE number IS NULL OR fingerprint IS NOT NULL
        EXCEPT SELECT number, fingerprint FROM staged_account
    ) AS strangers
"""

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
    line: int
    """Where its row begins in the file."""


class StagedReject(NamedTuple):
    """One row that was not taken: its account stands in the export, so it is not closed."""

    number: str | None
    """None where nobody knows it."""
    fingerprint: str | None = None
    """Of a row whose account stands above."""


class Change(NamedTuple):
    """An open account that the import would change."""

    line: int
    number: str
    street: int
    """Its number among the streets of the import."""
    house: str | None
    apartment: str | None
    address: int
    """1 where it would change."""
    proofs: int


class Effect(NamedTuple):
    """What taking over would come to, in accounts."""

    added: int
    updated: int
    unchanged: int
    before: int
    """Open ones."""
    named: int
    """Of those before, which the import names."""
    addresses: int
    proofs: int
    changed: int
    """Address or proofs."""
    absent: int
    """Open ones that it does not name."""
    has_strangers: bool
    """Whether there are rows that were not taken, and may stand for any account."""


class Staging:
    """The gathered rows of one import; a context manager, which drops them at its end."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def __enter__(self) -> Self:
        for statement in _CREATE:
            self._database.execute_sql(statement)
        return self

    def __exit__(self, *_: object) -> None:
        for table in ("staged_account", "staged_street", "staged_reject", "staged_absent"):
            self._database.execute_sql(f"DROP TABLE {table}")

    def add(self, accounts: Iterable[StagedAccount], rejects: Iterable[StagedReject]) -> None:
        """Gather rows that were taken, and rows that were not."""
        param = self._database.param
        # on SQLite a transaction of ours would lock every writer out, though it writes to nothing but its own tables
        unlocked = () if is_postgresql(self._database) else ("DEFERRED",)
        with self._database.atomic(*unlocked):
            for table, width, rows in (
                ("staged_account", len(StagedAccount._fields), accounts),
                ("staged_reject", len(StagedReject._fields), rejects),
            ):
                marks = ", ".join([param] * width)
                execute_many(self._database, f"INSERT INTO {table} VALUES ({marks})", rows)  # noqa: S608

    def weigh(self, streets: Mapping[tuple[Settlement, Street], int], *, full: bool) -> Effect:
        """What taking over would come to; `streets` with their numbers. Inside the transaction of `take_over`."""
        self._save_streets(streets)
        good = self._scalar("SELECT COUNT(*) FROM staged_account")
        known, updated, named, addresses, proofs, changed = map(int, self._database.execute_sql(_COUNT).fetchone())
        absent = int(self._database.execute_sql(_ABSENT).rowcount) if full else 0
        before = self._scalar("SELECT COUNT(*) FROM account WHERE closed_at IS NULL")
        strangers = self._scalar(_STRANGERS) > 0
        rest = (before, named, addresses, proofs, changed, absent, strangers)
        return Effect(good - known, updated, known - updated, *rest)

    def changes(self, limit: int) -> Sequence[Change]:
        """Some of the open accounts that would change, in the order of the file."""
        rows = self._database.execute_sql(_CHANGED.format(limit=limit)).fetchall()
        return [Change(*row) for row in rows]

    def absent(self, limit: int) -> Sequence[str]:
        """Some of the open accounts that a full export does not name."""
        query = f"SELECT number FROM staged_absent ORDER BY number LIMIT {limit}"  # noqa: S608
        return [number for (number,) in self._database.execute_sql(query).fetchall()]

    def take_over(self, now: datetime) -> None:
        """Make the registry what was gathered and weighed."""
        self._database.execute_sql(_TAKE_OVER.format(until=to_seconds(now + OLD_METER_VALID)))

    def close_absent(self, now: datetime) -> None:
        """Close the accounts that a full export does not name."""
        named = "SELECT number FROM staged_absent"
        self._database.execute_sql(f"UPDATE account SET closed_at = {to_seconds(now)} WHERE number IN ({named})")  # noqa: S608

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

    def _scalar(self, statement: str) -> int:
        return int(self._database.execute_sql(statement).fetchone()[0])


def _key(settlement: Settlement, street: Street) -> tuple[Any, ...]:
    return settlement.katottg, street.kind or "", street.name
