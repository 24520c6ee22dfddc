"""What an operator does about a work whose hours are wrong: holding what is not said yet, correcting them.

What a correction tells is shown first, and it counts once that was seen.
"""

from collections.abc import Sequence
from typing import Protocol
from urllib.parse import quote

from starlette.responses import RedirectResponse, Response

from bots.web.operator.views import Page, Visit, back, render, whole_number
from pipeline.domain.corrections import CorrectionReport, hours_of
from pipeline.domain.errors import Failed, Misuse
from pipeline.domain.naming import MESSENGERS

_DONE = "Виправлено. Кому вже казали інше, тому скажемо з наступним надсиланням."


class Corrections(Protocol):
    """What is done there. Every method raises `Failed` where the database refuses or a tick is at work."""

    async def hold(self, operator: str) -> int:
        """Hold every change and cancellation that is not sent yet; how many reminders."""

    async def correct(self, operator: str, work_id: str, hours: str, seen: int | None) -> CorrectionReport:
        """Put other hours (`10:00-15:00`) in the place of a work's, where `seen` messages tell it; else show them.

        Raises `Misuse` for what cannot be corrected.
        """


def correction_pages(desk: Corrections) -> Sequence[Page]:
    """Where the forms of a work's page lead."""

    async def show(visit: Visit) -> Response:
        return RedirectResponse(f"{visit.root}/works", 303)

    async def act(visit: Visit) -> Response:
        work_id, seen = visit.field("id"), whole_number(visit.field("seen"), 9)
        hours = visit.field("hours") or f"{visit.field('from')}-{visit.field('until')}"
        here = f"/work?id={quote(work_id)}"
        try:
            report = await desk.correct(visit.session.operator, work_id, hours, seen)
        except (Misuse, Failed) as error:
            return back(visit, str(error), here, is_error=True)
        if report.done:
            return back(visit, _DONE, here)
        return render(visit, "correct", report=report, hours=hours, hours_of=hours_of, messengers=MESSENGERS)

    async def hold(visit: Visit) -> Response:
        work_id = visit.field("id")
        here = f"/work?id={quote(work_id)}" if work_id else ""
        try:
            held = await desk.hold(visit.session.operator)
        except Failed as error:
            return back(visit, str(error), here, is_error=True)
        words = f"Притримано нагадувань: {held}, до години. Відпустити раніше можна на сторінці «Огляд»."
        return back(visit, words if held else "Ненадісланих змін і скасувань немає: притримувати нічого.", here)

    return [Page("/correct", show, act), Page("/hold", show, hold)]
