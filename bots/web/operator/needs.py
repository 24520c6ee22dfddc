"""What needs the operator, each with its remedy on these pages; the worst first."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bots.web.operator.views import number
from pipeline.domain.clock import shown
from pipeline.domain.naming import MESSENGERS
from pipeline.domain.overview import Overview
from pipeline.domain.troubles import REFUSED

_WORDED_HERE = ("unread", "suspect", "malformed", "held", REFUSED)
"""What the names of those troubles begin with whose way out is on these pages; in a message it is a command."""


@dataclass(frozen=True, slots=True)
class Remedy:
    """What an operator may press."""

    path: str
    """Beneath the root."""
    label: str
    is_act: bool = False
    """It posts a form; else it leads to a page."""


@dataclass(frozen=True, slots=True)
class Need:
    """Something that needs the operator."""

    what: str
    remedies: tuple[Remedy, ...] = ()


def needs(overview: Overview) -> Iterator[Need]:
    """All of it."""
    yield from _of_the_list(overview, [trouble.name for trouble in overview.troubles])
    for trouble in overview.troubles:
        if not trouble.name.startswith(_WORDED_HERE):
            yield Need(trouble.what)
    if overview.held:
        yield Need(
            "Список змінив чи скасував незвично багато з того, про що вже сказано. За годину притримані повідомлення "
            "підуть самі. Погляньте, чи роботи правильні.",
            (
                Remedy("/works", "Переглянути роботи"),
                Remedy("", f"Відпустити притримані: {number(overview.held)}", is_act=True),
                Remedy("/hold", "Притримати ще на годину", is_act=True),
            ),
        )
    for each in overview.refusals:
        yield Need(
            f"{MESSENGERS[each.messenger]} не приймає повідомлень за шаблоном {each.template}: не доставлено "
            f"{number(each.untold)}, надіслано без кнопок {number(each.bare)}. Передайте розробникам; коли виправлять, "
            "команда python run.py send --again надішле їх знову."
        )
    if overview.quarantined:
        label = f"Незрозумілих рядків: {number(overview.quarantined)}"
        yield Need("Про ці роботи ніхто не дізнається.", (Remedy("/quarantine", label),))
    if overview.lacking:
        label = f"Вулиць, яких немає в реєстрі: {number(overview.lacking)}"
        yield Need("Кого стосуються роботи на цих вулицях, невідомо.", (Remedy("/quarantine#streets", label),))


def _of_the_list(overview: Overview, troubles: Sequence[str]) -> Iterator[Need]:
    bring = Remedy("/upload", "Принести список")
    if overview.doubtful:
        what = "Список підозріло змінився, нового з нього не взято."
        yield Need(what, (Remedy("/doubtful", "Переглянути список під сумнівом"),))
    if "malformed" in troubles:
        what = "На сторінці не знайдено списку робіт: мабуть, змінився її вигляд. Передайте її розробникам."
        yield Need(what, (bring,))
    if "unread" in troubles and overview.last_healthy:
        since = shown(overview.last_healthy.at)
        yield Need(f"Список не читався з {since}. Нагадування йдуть за тим, що відомо, нового не видно.", (bring,))
    elif "unread" in troubles:
        yield Need("Списку ще не читали: нагадувати немає про що.", (bring,))
