"""What the doctor finds of the installation itself: its file, its customers, its key, its clock."""

from collections.abc import Iterator

from data.database import last_migration
from pipeline import operations
from pipeline.affairs import installation
from pipeline.bootstrap import Application
from pipeline.config import PREFIX
from pipeline.domain.installation import Installation
from pipeline.findings import Finding, Health

RESTORE = "зупиніть serve і cron та відновіть базу з резервної копії: python run.py restore"


def check_installation(app: Application, kind: str) -> Iterator[Finding]:
    """All of it; `kind`: of the database, as people call it."""
    yield _check_file(app, kind)
    found = installation(app)
    yield _check_customers(found)
    yield _check_key(found)
    if found.doubt:
        yield Finding("clock_goes", Health.WRONG, found.doubt)


def _check_file(app: Application, kind: str) -> Finding:
    """Whether the file is whole: a page that is broken in its middle is met by chance alone."""
    operations.look_for_damage(app)
    damage = installation(app).damage
    if damage:
        return Finding("database", Health.WRONG, f"{kind}: файл пошкоджено ({damage})", RESTORE)
    return Finding("database", Health.OK, f"{kind}, ціла, остання міграція {last_migration(app.database)}")


def _check_customers(found: Installation) -> Finding:
    """Whether there is anybody to be told."""
    says = f"рахунків: {found.accounts}, підписок: {found.subscriptions}"
    if not found.accounts:
        do = f"перевірте {PREFIX}DATABASE_URL; реєстр приймає python run.py accounts import"
        return Finding("customers", Health.WRONG, f"{says}: сповіщати нікого", do)
    if not found.subscriptions:
        do = f"якщо підписки вже були, перевірте {PREFIX}DATABASE_URL або відновіть базу з копії"
        return Finding("customers", Health.WRONG, f"{says}: сповіщати нікого", do)
    return Finding("customers", Health.OK, says)


def _check_key(found: Installation) -> Finding:
    """Whether the right meters are taken."""
    if found.key_fits is False:
        do = "поверніть ключ зі збереженої копії .env; якщо його втрачено: accounts import ФАЙЛ --full --accept"
        return Finding("key", Health.WRONG, f"{PREFIX}PROOF_KEY не той, яким захищено реєстр", do)
    if found.key_fits is None:
        says = "ще не звірено: це зробить наступний accounts import"
        return Finding("key", Health.OK, says)
    return Finding("key", Health.OK, "той, яким захищено реєстр")
