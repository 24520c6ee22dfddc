"""The quarantine: what was not understood, and what may be said of it or taken back."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import partial

from starlette.responses import Response

from bots.web.operator.brought import told
from bots.web.operator.desk import Desk
from bots.web.operator.views import Page, Visit, back, render
from pipeline.domain.errors import Misuse
from pipeline.domain.quarantine import UnreadRow
from pipeline.domain.suggestions import Remedy, SettlementRemedy, Suggestion

SHOWN = 100
"""Rows that one page shows."""


def quarantine_page(desk: Desk) -> Page:
    """Rows, streets, and the forms that explain them."""

    async def show(visit: Visit) -> Response:
        view, notice = await desk.quarantine(), visit.session.notice
        return render(
            visit,
            "quarantine",
            view=view,
            shown=SHOWN,
            alike=alike,
            is_settlement=_is_settlement,
            unnamed=_unnamed,
            was_refused=partial(_was_refused, notice.typed if notice else {}),
        )

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
                return back(visit, f"«{old}» — це «{new}». Кому про це сказати, буде видно після наступного читання.")
            case "forget settlement":
                taken = await desk.forget_settlement(operator, field("printed"), field("district") or None)
                return back(visit, f"Забуто. {told(taken)}", is_error=not taken.reading.healthy)
            case "forget street":
                await desk.forget_street(operator, field("settlement"), field("old"), field("new"))
                return back(visit, "Забуто. Що з того випливає, буде видно після наступного читання.")
            case "reread":
                taken = await desk.reread(operator)
                return back(visit, told(taken), is_error=not taken.reading.healthy)
        raise Misuse("Невідома дія: оновіть сторінку й спробуйте ще раз")

    return Page("/quarantine", show, act)


def alike(rows: Sequence[UnreadRow]) -> Sequence[tuple[UnreadRow, Sequence[str]]]:
    """One of each kind of rows that one explanation fits, with all of them as printed; in order of the first."""
    found: dict[tuple[str, Suggestion | None], tuple[UnreadRow, list[str]]] = {}
    for each in rows:
        found.setdefault((each.reason, each.suggestion), (each, []))[1].append(each.row)
    return list(found.values())


def _is_settlement(remedy: Remedy) -> bool:
    return isinstance(remedy, SettlementRemedy)


def _unnamed(remedy: Remedy) -> Remedy:
    """The same for another name than is suggested."""
    return replace(remedy, settlement="", title="") if isinstance(remedy, SettlementRemedy) else replace(remedy, new="")


def _was_refused(typed: Mapping[str, str], remedy: Remedy) -> bool:
    """Whether a name was typed for this one that cannot be."""
    if isinstance(remedy, SettlementRemedy):
        meant = {"act": "settlement", "printed": remedy.printed, "district": remedy.district or ""}
    else:
        meant = {"act": "street", "settlement": remedy.katottg, "old": remedy.old}
    return "by_hand" in typed and meant.items() <= typed.items()
