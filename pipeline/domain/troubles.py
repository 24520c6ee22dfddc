"""Troubles: when a person is needed, what to tell him, and when to say that it is over."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from pipeline.domain.budget import NO_BUDGET, Spending
from pipeline.domain.clock import KYIV, shown
from pipeline.domain.delivery import Refusal
from pipeline.domain.guessing import MANY, NOBODY_GUESSES, Guessing
from pipeline.domain.imports import UNCHANGED, RegistryState
from pipeline.domain.installation import WELL, Installation, installation_troubles
from pipeline.domain.naming import MESSENGERS
from pipeline.domain.trust import PageState, Reading

UNREAD_FOR = timedelta(hours=2)
"""So long the list may go unread before somebody is called."""

UNREAD = "unread"
"""The name of the trouble that the list is not read."""

STOPPED = "stopped "
"""What the name of a messenger's trouble begins with."""

DEAF = "deaf "
"""What the name of the trouble begins with that customers are not heard in a messenger."""

REFUSED = "refused "
"""What the name of a refused template's trouble begins with."""

LOST = "lost"
"""The name of the trouble that matches were lost."""

_UNREAD = (
    "Список планових робіт не читався {since}. Нагадування йдуть за тим, що відомо, нового не видно. "
    "Перевірте python run.py scrape -v; сторінку, збережену в браузері, прочитає scrape --source ФАЙЛ."
)
_MISREAD = {
    PageState.SUSPECT: "Список підозріло змінився, нового з нього не взято. Якщо він правильний: "
    "python run.py scrape --accept; якщо рядки незрозумілі, почніть із quarantine.",
    PageState.FAILED: "Збій програми зірвав читання списку, нового з нього не взято; нагадування йдуть за тим, що "
    "відомо. Передайте розробникам журнал і сторінку (fixture save).",
    PageState.MALFORMED: "На сторінці не знайдено списку робіт: мабуть, змінився її вигляд. Збережіть її зразком "
    "(fixture save) і передайте розробникам; доти можна читати збережену: scrape --source ФАЙЛ.",
}
_DEAF = (
    "Не чуємо, що пишуть і натискають споживачі в {messenger}. {reason}. Нагадування надсилаються далі, але додати чи "
    "прибрати рахунок споживачі не можуть."
)
_SETTLING = {
    PageState.EMPTY: "Список планових робіт раптом порожній.",
    PageState.SUSPECT: "Список підозріло змінився, нового з нього не взято.",
}
_WILL_SETTLE = (
    " Якщо він лишиться таким, йому повіримо {at}, і тоді про скасування робіт буде сказано підписникам: {told}. Якщо "
    "список правильний: python run.py scrape --accept; якщо ні, дайте правильний: scrape --source ФАЙЛ."
)
_HELD = (
    "Список змінив, скасував чи замінив незвично багато із запланованого. Повідомлення про це притримано не довше "
    "як на годину: {held}. Перевірте сторінку й python run.py reminders --owed. Якщо все правильно: python run.py "
    "release; якщо потрібен час: python run.py hold."
)
_REFUSED = (
    "{messenger} не приймає повідомлень за шаблоном {template}. Це помилка програми: передайте розробникам. Не "
    "доставлено: {untold}, надіслано без кнопок: {bare}. Кого не сповіщено, покаже python run.py deliveries; коли "
    "помилку виправлять, надішліть їм знову: python run.py send --again."
)
_LOST = (
    "Втрачено збігів: {lost}. Ці роботи стоять у списку, і про них уже сказано, але рахунки споживачів під них більше "
    "не підпадають, і нагадувань за ними не буде. Так буває, коли вивантаження реєстру переставило адреси. Перевірте "
    "останнє вивантаження; чому так, покаже python run.py explain РАХУНОК ДЕНЬ."
)
_GUESSED_AT = (
    "З багатьох чатів підбирають номери лічильників чи EIC-коди до одного рахунку. Таких рахунків: {accounts}, на "
    "кожен за добу припадає щонайменше {many} чатів. Ці рахунки просять тепер обидва докази й лишаються відкритими для "
    "власників; які вони, покаже python run.py registrations. Якщо таких багато, увімкніть PROVISNYK_BOTH_PROOFS."
)
_GUESSING = (
    "З одного чату підбирають номери лічильників чи EIC-коди до багатьох рахунків. Таких чатів: {chats}, у кожному за "
    "тиждень щонайменше {many} рахунків. Після кожної невдачі такий чат чекає довше. Якщо чатів більшає (python run.py "
    "registrations), увімкніть PROVISNYK_BOTH_PROOFS."
)


@dataclass(frozen=True, slots=True)
class Trouble:
    """Something that a person is needed for."""

    name: str
    what: str
    """What it is and the way out, in Ukrainian."""
    since: datetime
    told_at: datetime | None = None
    """When he was told; None while he still has to be."""


@dataclass(frozen=True, slots=True)
class Settling:
    """A list that is not believed, and will be if it stays as it is."""

    state: PageState
    at: datetime
    """When at the earliest."""
    told: int
    """Subscriptions that would then be told that works are cancelled."""

    @property
    def what(self) -> str:
        """What is the matter with it."""
        return _SETTLING[self.state]

    @property
    def words(self) -> str:
        """The same with what is to come, and the way out."""
        return self.what + _WILL_SETTLE.format(at=shown(self.at), told=self.told)


@dataclass(frozen=True, slots=True)
class Affairs:
    """The state of affairs as a tick leaves it."""

    last_healthy: Reading | None
    last_told: Reading | None
    """The newest reading of a page that was no refusal: a refusal says nothing of the list."""
    stopped: Mapping[str, str] = field(default_factory=dict)
    """Messengers that refuse us as a whole, and why."""
    working: frozenset[str] = frozenset()
    """Messengers that were stopped and have taken a message since."""
    spending: Spending = NO_BUDGET
    held: int = 0
    """Reminders that wait for him, of changes that are too many to be told unseen."""
    refusals: Sequence[Refusal] = ()
    """What a messenger will never take for a fault of ours."""
    guessing: Guessing = NOBODY_GUESSES
    registry: RegistryState = UNCHANGED
    deaf: Mapping[str, str] | None = None
    """Messengers in which customers are not heard, and why; None where another process would know."""
    installation: Installation = WELL
    settling: Settling | None = None
    """What becomes of the last list, where it is not believed yet."""


@dataclass(frozen=True, slots=True)
class Call:
    """What the operator is to be told now, in one message."""

    begun: tuple[Trouble, ...] = ()
    over: tuple[Trouble, ...] = ()
    believed: tuple[Trouble, ...] = ()
    """Of lists that looked wrong and count by now: over, but not well."""

    @property
    def text(self) -> str:
        """The message; empty where there is nothing to say."""
        begun = [f"⚠️ {trouble.what}" for trouble in self.begun]
        believed = [f"⚠️ Цьому списку повірено. Було: {_first(each)} {_AFTER_BELIEF}" for each in self.believed]
        over = [f"✅ Минулося: {_first(each)}" for each in self.over]
        return "\n\n".join((*begun, *believed, *over))


_AFTER_BELIEF = "Скасування підуть за розкладом; притримати їх на годину: python run.py hold."


def _first(trouble: Trouble) -> str:
    """Its first sentence."""
    return f"{trouble.what.partition('. ')[0].rstrip('.')}."


def troubles(affairs: Affairs, known: Sequence[Trouble], now: datetime) -> Mapping[str, Trouble]:
    """By name, all that a person is needed for now; what was known keeps its words and times."""
    kept = {trouble.name: trouble for trouble in known}
    found = dict(_found(affairs, now))
    for name in kept.keys() - found.keys():
        if name.startswith(STOPPED) and name.removeprefix(STOPPED) not in affairs.working:
            found[name] = kept[name].what  # nothing was sent there since: nobody knows that it is over
        if name.startswith(DEAF) and affairs.deaf is None:
            found[name] = kept[name].what
        if name == UNREAD and affairs.installation.doubt:
            found[name] = kept[name].what  # by this clock nobody knows how old the list is
    return {name: kept.get(name, Trouble(name, what, now)) for name, what in found.items()}


def call(known: Sequence[Trouble], present: Mapping[str, Trouble], believed_at: datetime | None = None) -> Call:
    """What to tell: each trouble once as it begins, and once as it ends if he was told of it.

    `believed_at`: when the list that counts now was read, where it was believed although it looked wrong.
    """
    begun = tuple(trouble for trouble in present.values() if trouble.told_at is None)
    over = [trouble for trouble in known if trouble.name not in present and trouble.told_at is not None]
    believed = [each for each in over if believed_at and each.name in _SETTLING and each.since <= believed_at]
    return Call(begun, tuple(each for each in over if each not in believed), tuple(believed))


def _found(affairs: Affairs, now: datetime) -> Iterator[tuple[str, str]]:
    last, told = affairs.last_healthy, affairs.last_told
    yield from installation_troubles(affairs.installation)
    if not affairs.installation.doubt and (last is None or now - last.at > UNREAD_FOR):
        since = f"з {last.at.astimezone(KYIV):%d.%m %H:%M}" if last else "ще жодного разу"
        yield UNREAD, _UNREAD.format(since=since)
    if affairs.settling:
        yield affairs.settling.state, affairs.settling.words
    elif told is not None and not told.healthy and told.state in _MISREAD:
        yield told.state, _MISREAD[told.state]
    for messenger, reason in affairs.stopped.items():
        yield (
            f"{STOPPED}{messenger}",
            f"{MESSENGERS.get(messenger, messenger)} не приймає повідомлень. {reason}. Його нагадування чекають.",
        )
    for messenger, reason in (affairs.deaf or {}).items():
        yield f"{DEAF}{messenger}", _DEAF.format(messenger=MESSENGERS.get(messenger, messenger), reason=reason)
    if affairs.held:
        yield "held", _HELD.format(held=affairs.held)
    yield from _of_the_registry(affairs.registry)
    for each in affairs.refusals:
        name = MESSENGERS.get(each.messenger, each.messenger)
        what = _REFUSED.format(messenger=name, template=each.template, untold=each.untold, bare=each.bare)
        yield f"{REFUSED}{each.messenger} {each.template}", what
    if affairs.guessing.accounts:
        yield "guessed_at", _GUESSED_AT.format(accounts=affairs.guessing.accounts, many=MANY)
    if affairs.guessing.chats:
        yield "guessing", _GUESSING.format(chats=affairs.guessing.chats, many=MANY)
    yield from affairs.spending.warnings()


def _of_the_registry(registry: RegistryState) -> Iterator[tuple[str, str]]:
    if registry.last and registry.last.trouble:
        yield registry.last.trouble
    if registry.lost:
        yield LOST, _LOST.format(lost=registry.lost)
