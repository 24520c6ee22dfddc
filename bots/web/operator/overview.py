"""The overview: is the page read, what is coming, what went out, what needs the operator."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from starlette.responses import Response

from bots.web.operator.brought import STATES
from bots.web.operator.desk import Desk
from bots.web.operator.needs import needs
from bots.web.operator.plots import stacked_days, timeline
from bots.web.operator.views import Page, Visit, back, render
from bots.web.operator.words import alphabetical
from pipeline.domain.clock import KYIV, kyiv_day
from pipeline.domain.imports import RegistryImport
from pipeline.domain.naming import MESSENGERS, STAGES
from pipeline.domain.overview import COMING_DAYS, SENT_DAYS, Attempts, ComingWorks, Overview
from pipeline.domain.stages import Stage
from pipeline.domain.troubles import UNREAD_FOR


@dataclass(frozen=True, slots=True)
class Table:
    """Numbers by row and column, with their sums."""

    columns: Sequence[str]
    rows: Sequence[tuple[str, Sequence[int]]]

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to be shown."""
        return not self.rows


def overview_page(desk: Desk) -> Page:
    """The first page."""

    async def show(visit: Visit) -> Response:
        overview = await desk.overview()
        today = kyiv_day(overview.at)
        days = [today - timedelta(days=ago) for ago in reversed(range(SENT_DAYS))]
        return render(
            visit,
            "overview",
            overview=overview,
            states=STATES,
            age=_age(overview),
            needs=list(needs(overview)),
            coming=coming_table(overview.coming, today),
            timeline=timeline(overview.coming, today, COMING_DAYS, "Роботи по днях"),
            sent=[sent_by(overview.attempts, messenger, days) for messenger in MESSENGERS],
            failures=failures(overview.attempts),
            stages=STAGES,
            imports=imports_table(overview.registry.imports),
        )

    async def act(visit: Visit) -> Response:
        released = await desk.release(visit.session.operator)
        return back(visit, f"Відпущено нагадувань: {released}. Підуть із наступним надсиланням.")

    return Page("", show, act)


def imports_table(imports: Sequence[RegistryImport]) -> Table:
    """What imports did, a row each; of those that were not taken, what they would have done."""
    words = {"added": "додано", "updated": "змінено", "unchanged": "без змін", "rejected": "відхилено"}
    words |= {"closed": "закрито", "left_open": "бракує, не закрито"}
    rows = []
    for each in imports:
        figures = [getattr(each.report, name) for name in words]
        when = f"{each.at.astimezone(KYIV):%d.%m %H:%M}{' (не взято)' if each.refused else ''}"
        rows.append((when, [*figures, each.addresses, each.proofs]))
    return Table([*words.values(), "з них адрес", "з них доказів"], rows)


def coming_table(coming: Sequence[ComingWorks], today: date) -> Table:
    """Works by district, a column a day."""
    days = [today + timedelta(days=ahead) for ahead in range(COMING_DAYS)]
    works = {(each.district, each.day): each.works for each in coming}
    rows = [
        (district or "без району", [works.get((district, day), 0) for day in days])
        for district in sorted({each.district for each in coming}, key=alphabetical)
    ]
    return Table([f"{day:%d.%m}" for day in days], rows)


def sent_by(attempts: Sequence[Attempts], messenger: str, days: Sequence[date]) -> tuple[str, object, Table]:
    """What a messenger took: its name, the plot, and reminders by day with a column a stage."""
    name = MESSENGERS[messenger]
    counts: dict[date, Counter[Stage]] = {day: Counter() for day in days}
    for each in attempts:
        if (each.messenger, each.result) == (messenger, "sent") and each.day in counts:
            counts[each.day][each.stage] += each.count
    stages = [stage for stage in STAGES if any(of_day[stage] for of_day in counts.values())]
    rows = [(f"{day:%d.%m}", [counts[day][stage] for stage in stages]) for day in days] if stages else []
    return name, stacked_days(counts, name), Table([STAGES[stage] for stage in stages], rows)


def failures(attempts: Sequence[Attempts]) -> Sequence[tuple[date, str, str, int]]:
    """Of the last days: day, messenger, what became of them, how many reminders."""
    words = {"retry": "спроб, які буде повторено", "undeliverable": "не доставлено"}
    counts: Counter[tuple[date, str, str]] = Counter()
    for each in attempts:
        if each.result in words:
            counts[each.day, MESSENGERS.get(each.messenger, each.messenger), words[each.result]] += each.count
    return [(*key, count) for key, count in sorted(counts.items(), reverse=True)]


def _age(overview: Overview) -> tuple[str, timedelta | None]:
    """How the list is read: `good`, `warning` after a try that failed, `bad` where somebody is called; and its age."""
    if overview.last is None or overview.last_healthy is None:
        return "bad", None
    age = overview.at - overview.last_healthy.at
    if age > UNREAD_FOR:
        return "bad", age
    return ("good" if overview.last.healthy else "warning"), age
