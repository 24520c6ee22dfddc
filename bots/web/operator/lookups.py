"""The pages of one work, of the works of some days, of one account, and of a kept page of the list."""

from collections.abc import Sequence
from datetime import date
from typing import Protocol

from starlette.responses import Response

from bots.web.operator.views import Page, Visit, render, whole_number
from bots.web.operator.words import alphabetical
from pipeline.domain.clock import parse_day
from pipeline.domain.corrections import hours_of
from pipeline.domain.errors import Misuse
from pipeline.domain.lookups import AccountView, KeptFile, WorksView, WorkView
from pipeline.domain.naming import MESSENGERS, STAGES

WORK_STATES = {"announced": "заплановано", "cancelled": "скасовано", "over": "минуло", "gone": "зникло зі списку"}
STATUSES = {
    "due": "чекає свого часу",
    "sending": "саме надсилається",
    "sent": "надіслано",
    "undeliverable": "не доставлено",
    "expired": "не пішло вчасно",
    "superseded": "замінено новішим",
    "held": "притримано",
    "maybe_sent": "можливо, надіслано: збій не дав записати",
}


class Lookups(Protocol):
    """What is looked up. Every method raises `Failed` where the database refuses, `Misuse` for what there is not."""

    async def works(self, day: date | None, district: str | None) -> WorksView:
        """Works of a day, or of the days to come; of one district, where it is given."""

    async def work(self, work_id: str) -> WorkView:
        """A work with its history."""

    async def kept_page(self, page_id: int) -> KeptFile:
        """A page of the list as it came."""

    async def account(self, operator: str, number: str, day: date | None) -> AccountView:
        """An account on a day, today without one; that it was looked at is kept."""


def lookup_pages(desk: Lookups) -> Sequence[Page]:
    """The pages that look things up."""

    async def works(visit: Visit) -> Response:
        day, district = visit.query.get("day", "").strip(), visit.query.get("district", "")
        view = await desk.works(parse_day(day) if day else None, district or None)
        districts = sorted(view.districts, key=alphabetical)
        return render(visit, "works", view=view, districts=districts, day=day, district=district, states=WORK_STATES)

    async def work(visit: Visit) -> Response:
        view = await desk.work(visit.query.get("id", ""))
        return render(
            visit,
            "work",
            view=view,
            work=view.work,
            states=WORK_STATES,
            statuses=STATUSES,
            stages=STAGES,
            messengers=MESSENGERS,
            hours_of=hours_of,
        )

    async def kept_page(visit: Visit) -> Response:
        """As a file, never as a page of this site: what stands in it is not ours."""
        number = whole_number(visit.query.get("id", ""), 9)
        if number is None:
            raise Misuse("Такої сторінки немає")
        file = await desk.kept_page(number)
        disposition = {"Content-Disposition": f'attachment; filename="{file.name}"'}
        return Response(file.content, media_type="application/octet-stream", headers=disposition)

    async def account(visit: Visit) -> Response:
        return render(visit, "account", view=None, number="", day="")

    async def find_account(visit: Visit) -> Response:
        """Asked for by a form, so that no account stands in an address, which others log."""
        number, day = "".join(visit.field("account").split()), visit.field("day")
        if not (number.isascii() and number.isdecimal() and len(number) == 9):  # noqa: PLR2004 - digits of an account
            raise Misuse("Потрібен особовий рахунок: дев’ять цифр")
        view = await desk.account(visit.session.operator, number, parse_day(day) if day else None)
        return render(visit, "account", view=view, number=number, day=day)

    return [
        Page("/works", works),
        Page("/work", work),
        Page("/page", kept_page),
        Page("/account", account, find_account),
    ]
