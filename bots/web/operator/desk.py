"""What the operator's page asks of the program: `Desk`, which `pipeline/operator_page.py` is."""

from typing import Protocol

from pipeline.domain.overview import Overview


class Desk(Protocol):
    """What is shown to an operator, and what he does. Every method raises `Failed` where the database refuses."""

    async def overview(self) -> Overview:
        """How all stands."""

    async def release(self, operator: str) -> int:
        """Let go the changes that are held; how many."""
