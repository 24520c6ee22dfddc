"""A list that is not believed: what it would change, and the operator's word that it is right."""

from starlette.responses import Response

from bots.web.operator.brought import may_be_accepted, told, why_not
from bots.web.operator.desk import Desk
from bots.web.operator.views import Page, Visit, back, render, whole_number
from pipeline.domain.errors import Misuse


def doubtful_page(desk: Desk) -> Page:
    """The last list, where it was not believed."""

    async def show(visit: Visit) -> Response:
        preview = await desk.doubtful()
        return render(visit, "doubtful", preview=preview, why=why_not, may_be_accepted=may_be_accepted)

    async def act(visit: Visit) -> Response:
        reading = whole_number(visit.field("reading"), 18)
        if reading is None:
            raise Misuse("Не вказано, який список прийняти: оновіть сторінку")
        taken = await desk.accept(visit.session.operator, reading)
        return back(visit, told(taken), "", is_error=not taken.reading.healthy)

    return Page("/doubtful", show, act)
