"""An installation: what it says of itself, besides the list and the messages."""

from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Installation:
    """Whom it serves, and whether it may be trusted."""

    accounts: int
    """Open accounts of the registry."""
    subscriptions: int
    """Those that have not ended, of open accounts."""
    doubt: str | None = None
    """Why the clock of the machine is not believed, for the operator."""
    damage: str | None = None
    """What is broken in the file of the database."""
    key_fits: bool | None = True
    """Whether the key of the proofs is that of the registry; None: nobody has looked yet, or there is no key."""

    @property
    def is_blind(self) -> bool:
        """Whether all may look well while nobody could be told anything right."""
        return not self.accounts or self.doubt is not None or self.damage is not None


WELL = Installation(accounts=1, subscriptions=1)
"""One that gives no trouble."""

NO_ACCOUNTS = (
    "У базі даних немає жодного особового рахунку. Нікого не сповіщаємо. Перевірте PROVISNYK_DATABASE_URL; реєстр "
    "приймає python run.py accounts import, базу з копії відновлює restore."
)
NO_SUBSCRIPTIONS = (
    "У базі даних немає жодної підписки. Нікого не сповіщаємо. Якщо підписки вже були, перевірте "
    "PROVISNYK_DATABASE_URL або відновіть базу з копії: python run.py restore."
)
OTHER_KEY = (
    "Ключ PROVISNYK_PROOF_KEY не той, яким захищено реєстр. Правильні номери лічильників не приймаються. Поверніть "
    "ключ зі збереженої копії .env; якщо його втрачено: python run.py accounts import ФАЙЛ --full --accept."
)
_DAMAGED = (
    "Файл бази даних пошкоджено ({damage}). Частину даних може бути втрачено. Зупиніть serve і cron та відновіть базу "
    "з резервної копії: python run.py restore."
)


def damaged(damage: str) -> str:
    """What is broken and the way out, for the operator."""
    return _DAMAGED.format(damage=damage)


def installation_troubles(installation: Installation) -> Iterator[tuple[str, str]]:
    """Name and words of each thing that a person is needed for."""
    if installation.doubt:
        yield "clock", installation.doubt
    if installation.damage:
        yield "damage", damaged(installation.damage)
    if not installation.accounts:
        yield "no accounts", NO_ACCOUNTS
    elif not installation.subscriptions:
        yield "no subscriptions", NO_SUBSCRIPTIONS
    if installation.key_fits is False:
        yield "key", OTHER_KEY
