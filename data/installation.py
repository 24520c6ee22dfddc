"""What an installation says of itself: whom it serves, its clock, its key, its file."""

from peewee import Database, DatabaseError

from data.database import is_postgresql
from data.marks import Mark, marked, put_mark
from data.proofs import key_check, same_hash
from data.tables import Account, Subscription
from pipeline.domain.installation import Installation


def installation(database: Database, proof_key: bytes | None) -> Installation:
    """All of it; without a key nothing is said of that."""
    open_account = Account.closed_at.is_null()
    subscribed = Subscription.select().join(Account).where(Subscription.ended_at.is_null() & open_account)
    return Installation(
        accounts=Account.select().where(open_account).count(database),
        subscriptions=subscribed.count(database),
        doubt=marked(database, Mark.DOUBT),
        damage=marked(database, Mark.DAMAGE),
        key_fits=key_fits(database, proof_key) if proof_key else None,
    )


def key_fits(database: Database, proof_key: bytes) -> bool | None:
    """Whether this is the key of the registry; None where no import has told it yet."""
    kept = marked(database, Mark.KEY)
    return None if kept is None else same_hash(key_check(proof_key), kept)


def keep_key(database: Database, proof_key: bytes) -> None:
    """From now on this is the key of the registry."""
    put_mark(database, Mark.KEY, key_check(proof_key))


def find_damage(database: Database) -> str | None:
    """What is broken in the file of an SQLite database, read whole; None: nothing. PostgreSQL looks after its own."""
    if is_postgresql(database):
        return None
    try:
        (found,) = database.execute_sql("PRAGMA quick_check(1)").fetchone()
    except DatabaseError as error:
        if "malformed" not in str(error):
            raise
        found = str(error)
    return None if found == "ok" else str(found).strip().splitlines()[-1]
