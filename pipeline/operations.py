"""The operator's side of the composition root: evidence, and what is done with it."""

from datetime import date, datetime

from data.evidence import EvidenceRepository
from pipeline.bootstrap import Application
from pipeline.steps import explain as explain_step
from pipeline.steps.explain import Explanation


def explain(app: Application, account: str, day: date, now: datetime) -> Explanation:
    """Why what was sent of a day at an account, or not. Raises `Misuse`."""
    return explain_step.explain(account, day, app.registry, EvidenceRepository(app.database), now=now)


def receive(app: Application, message: str, fate: str) -> None:
    """Keep what a messenger tells of a message of ours: that it was `delivered`, `seen` or `failed`."""
    EvidenceRepository(app.database).receive(message, fate, app.clock.now())
