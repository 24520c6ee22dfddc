"""The overview: is the page read, what is coming, what went out, what needs the operator."""

from starlette.responses import Response

from bots.web.operator.desk import Desk
from bots.web.operator.views import Page, Visit, back, render


def overview_page(desk: Desk) -> Page:
    """The first page."""

    async def show(visit: Visit) -> Response:
        return render(visit, "overview", overview=await desk.overview())

    async def act(visit: Visit) -> Response:
        released = await desk.release(visit.session.operator)
        return back(visit, f"Відпущено нагадувань: {released}. Їх надішле наступний tick.")

    return Page("", show, act)
