"""What the operator's page asks of the program: `Desk`, which `pipeline/operator_page.py` is."""

from collections.abc import Sequence
from typing import Protocol

from bots.web.operator.correction import Corrections
from bots.web.operator.lookups import Lookups
from pipeline.domain.overview import Overview
from pipeline.domain.preview import ListFile, Preview
from pipeline.domain.quarantine import Named, QuarantineView, Taken


class Desk(Lookups, Corrections, Protocol):
    """What is shown to an operator, and what he does.

    Every method raises `Failed` where the database refuses, and `Misuse` for what cannot be. What is done is logged
    with the operator's name; while a tick is at work nothing is, and `Failed` says so.
    """

    async def overview(self) -> Overview:
        """How all stands."""

    async def release(self, operator: str) -> int:
        """Let go the changes that are held; how many."""

    async def quarantine(self) -> QuarantineView:
        """What was not understood."""

    async def name_settlement(self, operator: str, printed: str, settlement: str, district: str | None) -> Named:
        """Remember which settlement a printed name means, and read the kept list again."""

    async def name_street(self, operator: str, settlement: str, old: str, new: str) -> None:
        """Remember which street of the registry a printed one is; the next plan finds it."""

    async def forget_settlement(self, operator: str, printed: str, district: str | None) -> Taken:
        """Forget which settlement a printed name means, and read the kept list again."""

    async def forget_street(self, operator: str, settlement: str, old: str, new: str) -> None:
        """Forget which street a printed one is."""

    async def reread(self, operator: str) -> Taken:
        """Read the kept list again."""

    async def doubtful(self) -> Preview | None:
        """What the last list would change that was not believed; None where it was."""

    async def accept(self, operator: str, reading_id: int) -> Taken:
        """Believe the list of this reading, if it is still the last one."""

    async def examine(self, files: Sequence[ListFile]) -> Preview:
        """What a list would change that was brought by hand."""

    async def take(self, operator: str, files: Sequence[ListFile], *, accept: bool) -> Taken:
        """Let it count, by the rules of any other list."""
