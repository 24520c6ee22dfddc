"""What needs the operator, each with its remedy on these pages; the worst first."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bots.web.operator.views import number, on_day
from pipeline.domain.clock import shown
from pipeline.domain.imports import RegistryState
from pipeline.domain.naming import MESSENGERS, STAGES
from pipeline.domain.overview import Held, Overview
from pipeline.domain.troubles import LOST, REFUSED

_WORDED_HERE = ("unread", "suspect", "empty", "malformed", "failed", "held", LOST, REFUSED)
"""What the names of those troubles begin with whose way out is on these pages; in a message it is a command."""

_DAYS_TO_SEE = 3


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
        yield _of_what_is_held(overview.held)
    for each in overview.refusals:
        yield Need(
            f"{MESSENGERS[each.messenger]} не приймає повідомлень за шаблоном {each.template}: не доставлено "
            f"{number(each.untold)}, надіслано без кнопок {number(each.bare)}. Передайте розробникам; коли виправлять, "
            "команда python run.py send --again надішле їх знову."
        )
    if overview.registry.lost:
        yield _of_what_is_lost(overview.registry)
    if overview.quarantined:
        what = f"Незрозумілих рядків: {number(overview.quarantined)}. Про роботи в них ніхто не дізнається."
        yield Need(what, (Remedy("/quarantine", "Пояснити рядки"),))
    if overview.lacking:
        what = f"Вулиць, яких немає в реєстрі: {number(overview.lacking)}. Кого стосуються роботи на них, невідомо."
        yield Need(what, (Remedy("/quarantine#streets", "Пояснити вулиці"),))


def _of_the_list(overview: Overview, troubles: Sequence[str]) -> Iterator[Need]:
    bring = Remedy("/upload", "Принести список")
    if overview.doubtful:
        what = "Список підозріло змінився, нового з нього не взято."
        if settling := overview.settling:
            what = (
                f"{settling.what} Якщо він лишиться таким, йому повіримо {shown(settling.at)}, і тоді про скасування "
                f"робіт буде сказано підписникам: {number(settling.told)}."
            )
        yield Need(what, (Remedy("/doubtful", "Переглянути список під сумнівом"),))
    if "malformed" in troubles:
        what = "На сторінці не знайдено списку робіт: мабуть, змінився її вигляд. Передайте її розробникам."
        yield Need(what, (bring,))
    if "failed" in troubles:
        what = "Збій програми зірвав читання списку. Місце названо в журналі: передайте його розробникам."
        yield Need(what, (bring,))
    if "unread" in troubles and overview.last_healthy:
        what = f"Список востаннє вдалося прочитати {shown(overview.last_healthy.at)}."
        yield Need(f"{what} Нагадування йдуть за тим, що відомо, нового не видно.", (bring,))
    elif "unread" in troubles:
        yield Need("Списку ще не читали: нагадувати немає про що.", (bring,))


def _of_what_is_lost(registry: RegistryState) -> Need:
    named = ", ".join(f"{account} ({day:%d.%m})" for account, day in registry.lost_accounts)
    more = "" if len(registry.lost_accounts) == registry.lost else " та інші"
    return Need(
        f"Втрачено збігів: {number(registry.lost)}. Про ці роботи вже сказано, у списку вони стоять, але рахунки "
        f"під них більше не підпадають: {named}{more}. Нагадувань за ними не буде. Перевірте останнє "
        "вивантаження реєстру.",
        (Remedy("/account", "Чому так, видно за рахунком і днем"),),
    )


def _of_what_is_held(held: Sequence[Held]) -> Need:
    counts = "; ".join(f"{on_day(each.day)}, {STAGES[each.stage]} — {number(each.reminders)}" for each in held)
    days = list(dict.fromkeys(each.day for each in held))[:_DAYS_TO_SEE]
    return Need(
        "Список змінив, скасував чи замінив незвично багато із запланованого, тому повідомлення притримано: "
        f"{counts}. Перевірте, чи роботи правильні. Якщо нічого не робити, повідомлення почнуть надсилатися "
        f"{shown(min(each.until for each in held))}.",
        (
            *(Remedy(f"/works?day={day}", f"Роботи {on_day(day)}") for day in days),
            Remedy("", f"Відпустити притримані: {number(sum(each.reminders for each in held))}", is_act=True),
            Remedy("/hold", "Притримати ще на годину", is_act=True),
        ),
    )
