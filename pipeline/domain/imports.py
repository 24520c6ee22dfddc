"""Imports of the registry: what one did or would do, weighed before it counts, as the operator is told of it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from pipeline.domain.errors import Failed

SHARE, FEW = 0.02, 10
"""What changes more of the registry than this share, and than so many accounts, needs the operator's word."""
EXAMPLES = 10


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What an import did, or would have done, in accounts."""

    added: int
    updated: int
    """Address or proofs changed, or the account was closed and is back."""
    unchanged: int
    rejected: int
    closed: int
    left_open: int = 0
    """Lacking in the file, and not closed: a row whose account cannot be read may stand for any of them."""


@dataclass(frozen=True, slots=True)
class Weight:
    """How much of the open accounts an import changes."""

    accounts: int
    """That there are to be changed: of a full export all open ones, else those that it names."""
    addresses: int
    proofs: int
    lacking: int
    """Open accounts that a full export does not name."""
    touched: int
    """Accounts of any of the three."""
    broken_lines: tuple[int, ...] = ()
    """Rows with a line break in a field, by the line at which they begin: the first of them."""
    broken: int = 0
    """How many such rows there are."""

    @property
    def is_heavy(self) -> bool:
        """Whether it needs the operator's word."""
        return bool(self.broken) or self._is_much(self.touched)

    def why(self) -> Iterator[str]:
        """The figures that say so, in Ukrainian; nothing where none does."""
        if self.broken:
            lines = ", ".join(map(str, self.broken_lines))
            more = " …" if self.broken > len(self.broken_lines) else ""
            yield f"полів із розривом рядка (мабуть, незакриті лапки): {self.broken}, рядки файлу {lines}{more}"
        if self._is_much(self.touched):
            yield f"рахунків змінено чи закрито: {self._of_all(self.touched)}"
            figures = ("адрес змінено", self.addresses), ("лічильників чи EIC змінено", self.proofs)
            for words, count in (*figures, ("рахунків у файлі бракує", self.lacking)):
                if count:
                    yield f"{words}: {self._of_all(count)}"

    def _is_much(self, count: int) -> bool:
        return count > FEW and count > self.accounts * SHARE

    def _of_all(self, count: int) -> str:
        return f"{count} із {self.accounts} ({count / self.accounts:.1%})".replace(".", ",")


@dataclass(frozen=True, slots=True)
class RegistryImport:
    """An import as the operator looks back on it."""

    at: datetime
    file: str
    """Its name alone."""
    full: bool
    refused: str | None
    """Why nothing was changed, in figures; None where it was taken."""
    report: ImportReport
    """Of a refused one, what it would have done."""
    addresses: int
    proofs: int

    @property
    def trouble(self) -> tuple[str, str] | None:
        """What a person is needed for: its name, and in Ukrainian what it is and the way out; None: all is well."""
        if self.refused is not None:
            return "import refused", (
                f"Вивантаженню реєстру «{self.file}» не повірено, реєстр лишився давнім: {self.refused}. Перевірте "
                "файл; якщо він правильний: python run.py accounts import ФАЙЛ --accept."
            )
        if self.report.left_open:
            return "import left_open", (
                f"У вивантаженні реєстру «{self.file}» є рядки, з яких не видно рахунка, тому жодного рахунка не "
                f"закрито: бракує {self.report.left_open}. Виправте рядки (причини у файлі .rejected.csv поруч) і "
                "візьміть вивантаження знову; якщо рахунків справді вже немає: accounts import ФАЙЛ --full --accept."
            )
        read = self.report.added + self.report.updated + self.report.unchanged + self.report.rejected
        if self.report.rejected > FEW and self.report.rejected > read * SHARE:
            return "import rejected", (
                f"У вивантаженні реєстру «{self.file}» відхилено рядків: {self.report.rejected} із {read}. Ці рахунки "
                "лишилися, якими були. Причини стоять у файлі .rejected.csv поруч."
            )
        return None


@dataclass(frozen=True, slots=True)
class RegistryState:
    """How the registry stands: what imports made of it, and whom the list no longer meets by it."""

    imports: Sequence[RegistryImport] = ()
    """The newest, the last first."""
    lost: int = 0
    """Told interruptions that stand in the list while their account no longer meets it."""
    lost_accounts: Sequence[tuple[str, date]] = ()
    """Some of them: account and day."""

    @property
    def last(self) -> RegistryImport | None:
        """The newest import, taken or refused."""
        return self.imports[0] if self.imports else None


UNCHANGED = RegistryState()
"""Before any import."""


class ImportRefused(Failed):
    """An import that changes too much to be taken unseen; nothing was changed."""

    def __init__(self, file: str, why: str, examples: Sequence[str]) -> None:
        super().__init__(
            f"Вивантаженню «{file}» не повірено, нічого не змінено: {why}. Перевірте файл; якщо він правильний, "
            "додайте --accept"
        )
        self.examples = examples
        """Rows that show it, in Ukrainian. They name accounts and addresses: for the operator's eyes only."""
