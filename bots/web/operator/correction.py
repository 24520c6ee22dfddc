"""Correcting the hours of a work: what it tells is shown first, and it counts once that was seen."""

from typing import Protocol
from urllib.parse import quote

from starlette.responses import RedirectResponse, Response

from bots.web.operator.views import Page, Visit, back, render
from bots.web.operator.words import MESSENGERS
from pipeline.domain.corrections import CorrectionReport, hours_of
from pipeline.domain.errors import Failed, Misuse

_DONE = "Виправлено. Кому вже казали інше, тому скаже наступний tick."


class Corrections(Protocol):
    """What corrects hours."""

    async def correct(self, operator: str, work_id: str, hours: str, seen: int | None) -> CorrectionReport:
        """Put other hours (`10:00-15:00`) in the place of a work's, where `seen` messages tell it; else show them.

        Raises `Failed` where the database refuses or a tick is at work, `Misuse` for what cannot be corrected.
        """


def correction_page(desk: Corrections) -> Page:
    """Where the form of a work's page leads."""

    async def show(visit: Visit) -> Response:
        return RedirectResponse(f"{visit.root}/works", 303)

    async def act(visit: Visit) -> Response:
        work_id, seen = visit.field("id"), visit.field("seen")
        hours = visit.field("hours") or f"{visit.field('from')}-{visit.field('until')}"
        told = int(seen) if seen.isascii() and seen.isdecimal() and len(seen) < 10 else None  # noqa: PLR2004 - digits
        here = f"/work?id={quote(work_id)}"
        try:
            report = await desk.correct(visit.session.operator, work_id, hours, told)
        except (Misuse, Failed) as error:
            return back(visit, str(error), here, is_error=True)
        if report.done:
            return back(visit, _DONE, here)
        return render(visit, "correct", report=report, hours=hours, hours_of=hours_of, messengers=MESSENGERS)

    return Page("/correct", show, act)
