"""Explaining in words: the answer to «мене не повідомили», as the operator reads it."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from textwrap import indent, shorten

from pipeline.domain.clock import shown
from pipeline.domain.contacts import masked_address
from pipeline.domain.corrections import hours_of
from pipeline.domain.explaining import MEETS, Answer, Attempt, Fit, ListedRow, Owed, Subscriber
from pipeline.domain.naming import MESSENGERS, STAGES
from pipeline.domain.reminders import ReminderStatus
from pipeline.domain.stages import Stage
from pipeline.domain.works import WorkStatus
from pipeline.output import masked
from pipeline.steps.explain import Explanation

ANSWERS = {
    Answer.TOLD: "Повідомили",
    Answer.CANCELLED: "Повідомили, востаннє про те, що робіт не буде",
    Answer.OUTDATED: "Повідомили, але про зміну після того — ні",
    Answer.TOLD_LATE: "Повідомили, коли роботи вже почалися",
    Answer.FAILED: "Надіслали, але месенджер не доставив",
    Answer.WAITING: "Ще не повідомили: нагадування чекає свого часу",
    Answer.UNDELIVERABLE: "Не повідомили: месенджер не доставить",
    Answer.MUTED: "Не повідомили: людина сама вимкнула ці нагадування",
    Answer.OVER_BUDGET: "Не повідомили: на це не лишилося бюджету платних повідомлень Viber (budget)",
    Answer.MAYBE_TOLD: "Можливо, повідомили: збій не дав записати, чи дійшло",
    Answer.EXPIRED: "Не повідомили: нагадування не пішло вчасно",
    Answer.NOT_SUBSCRIBED: "Не повідомили: тоді не було підписки",
    Answer.WITHDRAWN: "Не повідомили: рядок про цю адресу зник або його скасовано раніше, ніж настав час нагадати",
    Answer.LISTED_LATE: "Не повідомили: рядок з’явився у списку, коли роботи вже скінчилися",
    Answer.NOT_PLANNED_YET: "Не повідомили: рядок про цю адресу є, але нагадування за ним ще не записано (plan)",
    Answer.NOT_READ: "Не повідомили: рядок, який може стосуватися цієї адреси, не вдалося зрозуміти (quarantine)",
    Answer.NOT_OURS: "Не повідомили: це аварія або погодинний графік, а нагадуємо лише про планові роботи",
    Answer.ELSEWHERE: "Не повідомили: у списку на цей день роботи за іншими адресами населеного пункту",
    Answer.NOT_LISTED: "Не повідомили: у списку на цей день немає робіт у цьому населеному пункті",
}
FITS = {
    Fit.CERTAIN: "ця адреса",
    Fit.POSSIBLE: "можливо, ця адреса",
    Fit.OTHER_DAY: "ця адреса, але інший день",
    Fit.NOT_PLANNED: "ця адреса, але не планові роботи",
    Fit.OTHER_HOUSE: "інший будинок",
    Fit.OTHER_STREET: "інша вулиця",
    Fit.NO_SETTLEMENT: "населений пункт не розпізнано",
    Fit.NOT_READ: "рядок не зрозуміли",
}
STATUSES: Mapping[str, str] = {
    ReminderStatus.DUE: "чекає",
    ReminderStatus.SENDING: "саме надсилається",
    ReminderStatus.SENT: "надіслано",
    ReminderStatus.UNDELIVERABLE: "не доставлено",
    ReminderStatus.EXPIRED: "не пішло вчасно",
    ReminderStatus.SUPERSEDED: "замінено новішим",
    ReminderStatus.MAYBE_SENT: "можливо, надіслано: збій не дав записати",
    ReminderStatus.HELD: "притримано, щоб оператор перевірив (release)",
}
ATTEMPTS = {"sent": "надіслано", "retry": "спроба не вдалася", "undeliverable": "не доставлено"}
_DECISIVE = {
    Answer.WITHDRAWN: MEETS,
    Answer.LISTED_LATE: MEETS,
    Answer.NOT_PLANNED_YET: MEETS,
    Answer.NOT_READ: (Fit.NOT_READ, Fit.NO_SETTLEMENT),
    Answer.NOT_OURS: (Fit.NOT_PLANNED,),
    Answer.ELSEWHERE: (Fit.OTHER_DAY, Fit.OTHER_HOUSE),
    Answer.NOT_LISTED: (Fit.OTHER_DAY,),
}
"""The rows that an answer rests on."""
_ROW_LENGTH = 300


def lines_of(explanation: Explanation, *, is_masked: bool = False) -> Iterator[str]:
    """The answer first, then what it rests on; `is_masked`: without what names a home, the address and the messages."""
    for subscriber, answer in explanation.answers:
        yield answer_of(subscriber, answer, explanation)
    account = explanation.account
    closed = f", закрито {_at(account.closed_at)}" if account.closed_at else ""
    address = masked_address(account.address) if is_masked else account.address
    yield ""
    yield f"Рахунок {account.number}: {address}{closed}"
    yield f"Список прочитано востаннє: {_at(explanation.read_at)}" if explanation.read_at else "Списку ще не читали."
    for subscriber, _ in explanation.answers:
        if subscriber is not None:
            yield ""
            yield from _subscriber(subscriber, is_masked=is_masked)
    for messenger, stage, at in explanation.erased:
        yield f"{MESSENGERS[messenger]}, чат відтоді стерто: {_stage(stage)}, надіслано {_at(at)}"
    yield ""
    if not explanation.rows:
        yield f"У списку нічого про цей населений пункт на {explanation.day:%d.%m.%Y}."
        return
    yield f"Рядки списку на {explanation.day:%d.%m.%Y}:"
    for row in explanation.rows:
        yield from _row(row)


def answer_of(subscriber: Subscriber | None, answer: Answer, explanation: Explanation) -> str:
    """What to say to whoever holds this chat; None: nobody is subscribed."""
    if subscriber is None:
        erased = "; чат, якому надсилали, стерто" if explanation.erased else ""
        return f"Не повідомили: на цей рахунок ніхто не підписаний{erased}."
    return f"{ANSWERS[answer]}. {_chat(subscriber)}: {_because(subscriber, answer, explanation)}."


def _because(subscriber: Subscriber, answer: Answer, explanation: Explanation) -> str:
    """The times and names that prove an answer."""
    sent = [f"{_stage(each.stage)} — {_told(each.sent)}" for each in subscriber.owed if each.sent]
    if sent:
        untold = [_unsent(each) for each in subscriber.owed if each.is_untold_change]
        return "; ".join(sent + untold)
    open_ = [each for each in subscriber.owed if each.status is not ReminderStatus.SUPERSEDED]
    if open_:
        return "; ".join(_unsent(each) for each in open_)
    since = f"підписано {_at(subscriber.since)}"
    until = f", відписано {_at(subscriber.until)}" if subscriber.until else ""
    row = next((row for row in explanation.rows if row.fit in _DECISIVE.get(answer, ())), None)
    if row is None:
        return since + until
    listed = f"рядок стояв у списку з {_at(row.first_seen_at)} до {_at(row.last_seen_at)}"
    if row.fit is Fit.OTHER_DAY and row.entry:
        return f"{since}{until}; за цією адресою є роботи {row.entry.period.day:%d.%m.%Y}, {listed}"
    return f"{since}{until}; {FITS[row.fit]}{f' ({row.why})' if row.why else ''}: {listed}"


def _unsent(owed: Owed) -> str:
    error = _reason(owed.attempts[-1]) if owed.attempts else ""
    why = f", {error}" if error else ", притримано бюджетом Viber" if owed.over_budget else ""
    until = f"до {_at(owed.expires_at)}"
    return f"{_stage(owed.stage)} — {STATUSES[owed.status]}, мало піти {_at(owed.due_at)} {until}{why}"


def _subscriber(subscriber: Subscriber, *, is_masked: bool) -> Iterator[str]:
    until = f" до {_at(subscriber.until)}" if subscriber.until else ""
    lost = "" if subscriber.reachable else "; писати нікуди: бота заблоковано"
    muted = f"; вимкнено: {', '.join(map(_stage, sorted(subscriber.muted)))}" if subscriber.muted else ""
    yield f"{_chat(subscriber)}: підписано з {_at(subscriber.since)}{until}{lost}{muted}"
    if not subscriber.owed:
        yield "  Про цей день нічого не належало надсилати."
    for owed in subscriber.owed:
        hours = f"{_at(owed.starts_at)} – {_at(owed.ends_at)}"
        yield f"  {_stage(owed.stage)} ({hours}): {STATUSES[owed.status]}, час надсилання {_at(owed.due_at)}"
        for attempt in owed.attempts:
            yield from _attempt(attempt, is_masked=is_masked)


def _attempt(attempt: Attempt, *, is_masked: bool) -> Iterator[str]:
    number = f", номер {attempt.message}" if attempt.message else ""
    error = f": {reason}" if (reason := _reason(attempt)) else ""
    sent = attempt.status == ReminderStatus.SENT
    yield f"    {_told(attempt) if sent else f'{ATTEMPTS[attempt.status]} {_at(attempt.at)}'}{number}{error}"
    if attempt.basis:
        pages = ", ".join(page[:12] for page in attempt.basis.pages)
        read = f", прочитаним {_at(attempt.basis.read_at)}" if attempt.basis.read_at else ""
        yield f"    за списком{read} (сторінка {pages or 'без сліду'}):"
        for row in attempt.basis.printed.splitlines():
            yield f"      «{shorten(row, _ROW_LENGTH, placeholder=' …')}»"
    if sent and not is_masked:
        yield indent(attempt.text, "    │ ", lambda _: True)


def _row(row: ListedRow) -> Iterator[str]:
    entry = row.entry
    hours = f"{_at(entry.period.starts_at)} – {_at(entry.period.ends_at)}: " if entry else ""
    fate = ""
    if entry and entry.status is WorkStatus.CANCELLED:
        fate = ", скасовано самим списком"
    elif row.gone:
        fate = ", знято: зникло зі списку"
    elif entry and not entry.is_fresh:
        fate = ", зникло зі списку"
    yield f"  {hours}{FITS[row.fit]}{fate}{f' ({row.why})' if row.why else ''}"
    if entry and entry.listed:
        yield f"    у списку інші години, {hours_of(entry.listed)}: їх виправив оператор (correct)"
    yield f"    у списку з {_at(row.first_seen_at)} до {_at(row.last_seen_at)}"
    yield f"    «{shorten(row.printed, _ROW_LENGTH, placeholder=' …')}»"


def _reason(attempt: Attempt) -> str:
    """Why an attempt failed, without the name of the error, which is for developers."""
    error = attempt.error or ""
    return error.partition(": ")[2] or error


def _told(attempt: Attempt | None) -> str:
    if attempt is None:
        return ""
    words = [f"надіслано {_at(attempt.at)}"]
    words += [f"доставлено {_at(attempt.delivered_at)}"] if attempt.delivered_at else []
    words += [f"прочитано {_at(attempt.seen_at)}"] if attempt.seen_at else []
    words += [f"не доставлено {_at(attempt.failed_at)}"] if attempt.failed_at else []
    return ", ".join(words)


def _chat(subscriber: Subscriber) -> str:
    return f"{MESSENGERS[subscriber.messenger]} {masked(subscriber.chat)}"


def _stage(stage: str) -> str:
    return "під час додавання рахунку" if stage == Stage.ADDED else STAGES[Stage(stage)]


def _at(moment: datetime | None) -> str:
    return shown(moment) if moment else "—"
