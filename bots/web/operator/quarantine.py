"""The quarantine: what was not understood, and what may be said of it or taken back."""

from starlette.responses import Response

from bots.web.operator.brought import told
from bots.web.operator.desk import Desk
from bots.web.operator.views import Page, Visit, back, render
from pipeline.domain.errors import Misuse
from pipeline.domain.suggestions import SettlementRemedy

SHOWN = 100
"""Rows that one page shows."""


def quarantine_page(desk: Desk) -> Page:
    """Rows, streets, and the forms that explain them."""

    async def show(visit: Visit) -> Response:
        view = await desk.quarantine()
        return render(visit, "quarantine", view=view, shown=SHOWN, is_settlement=_is_settlement)

    async def act(visit: Visit) -> Response:
        operator, field = visit.session.operator, visit.field
        match field("act"):
            case "settlement":
                printed, settlement = field("printed"), field("settlement")
                if not settlement:
                    raise Misuse("Не вказано, який це населений пункт")
                named = await desk.name_settlement(operator, printed, settlement, field("district") or None)
                said = f"«{printed}» — це {named.settlement}. {told(named.taken)}"
                return back(visit, said, is_error=not named.taken.reading.healthy)
            case "street":
                old, new = field("old"), field("new")
                await desk.name_street(operator, field("settlement"), old, new)
                return back(visit, f"«{old}» — це «{new}». Кому про це сказати, визначить наступний tick.")
            case "forget settlement":
                taken = await desk.forget_settlement(operator, field("printed"), field("district") or None)
                return back(visit, f"Забуто. {told(taken)}", is_error=not taken.reading.healthy)
            case "forget street":
                await desk.forget_street(operator, field("settlement"), field("old"), field("new"))
                return back(visit, "Забуто. Що з того випливає, визначить наступний tick.")
            case "reread":
                taken = await desk.reread(operator)
                return back(visit, told(taken), is_error=not taken.reading.healthy)
        raise Misuse("Невідома дія: оновіть сторінку й спробуйте ще раз")

    return Page("/quarantine", show, act)


def _is_settlement(remedy: object) -> bool:
    return isinstance(remedy, SettlementRemedy)
