"""The answer to «мене не повідомили»: a table of what was kept, and what it means."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from pipeline.domain.entries import Entry
from pipeline.domain.explaining import Answer, Attempt, Fit, ListedRow, Owed, Subscriber, answer
from pipeline.domain.reminders import ReminderStatus
from pipeline.domain.stages import Stage
from pipeline.domain.works import Kind, Period, Place, WorkStatus

START, END = datetime(2026, 11, 24, 7, tzinfo=UTC), datetime(2026, 11, 24, 14, tzinfo=UTC)
DAY_ENDS = datetime(2026, 11, 24, 22, tzinfo=UTC)
LONG_AGO = START - timedelta(days=9)
BEFORE = START - timedelta(days=1)
ENTRY = Entry(1, "w", Period(START, END), Kind.PLANNED, Place("с. Іза", "UA21"), WorkStatus.ANNOUNCED,
              None, None, None, BEFORE, BEFORE)  # fmt: skip
MARIA = Subscriber("telegram", "001", LONG_AGO, None, reachable=True, muted=frozenset())


def row(fit=Fit.CERTAIN, *, entry=ENTRY, first_seen_at=BEFORE, **rest):
    return ListedRow(fit, "рядок", first_seen_at, END, entry, **rest)


def owed(status, stage=Stage.ONE_DAY, sent_at=None, revision=1, failed_at=None):
    attempts = (Attempt(sent_at, ReminderStatus.SENT, "текст", failed_at=failed_at),) if sent_at else ()
    return Owed(stage, revision, status, BEFORE, START, START, END, attempts=attempts)


def over_budget(status):
    return replace(owed(status), over_budget=True)


def sent(at=BEFORE, stage=Stage.ONE_DAY, **rest):
    return owed(ReminderStatus.SENT, stage, at, **rest)


@pytest.mark.parametrize(
    ("reminders", "expected"),
    [
        ([sent()], Answer.TOLD),
        ([sent(), sent(START + timedelta(hours=1), Stage.CHANGED, revision=2)], Answer.TOLD),
        ([sent(START + timedelta(minutes=1), Stage.SAME_DAY)], Answer.TOLD_LATE),
        ([sent(), sent(stage=Stage.CANCELLED, revision=2)], Answer.CANCELLED),
        ([sent(), owed(ReminderStatus.EXPIRED, Stage.CHANGED, revision=2)], Answer.OUTDATED),
        ([sent(), owed(ReminderStatus.SUPERSEDED, Stage.CHANGED, revision=2)], Answer.TOLD),
        ([sent(failed_at=BEFORE)], Answer.FAILED),
        ([sent(failed_at=BEFORE), sent(START - timedelta(hours=2), Stage.SAME_DAY)], Answer.TOLD),
        ([owed(ReminderStatus.DUE)], Answer.WAITING),
        ([owed(ReminderStatus.EXPIRED), owed(ReminderStatus.DUE, Stage.SAME_DAY)], Answer.WAITING),
        ([owed(ReminderStatus.EXPIRED)], Answer.EXPIRED),
        ([over_budget(ReminderStatus.DUE)], Answer.OVER_BUDGET),
        ([over_budget(ReminderStatus.EXPIRED)], Answer.OVER_BUDGET),
        ([over_budget(ReminderStatus.EXPIRED), owed(ReminderStatus.DUE, Stage.SAME_DAY)], Answer.WAITING),
        ([over_budget(ReminderStatus.EXPIRED), sent(stage=Stage.SAME_DAY)], Answer.TOLD),
        ([owed(ReminderStatus.UNDELIVERABLE)], Answer.UNDELIVERABLE),
        ([owed(ReminderStatus.SUPERSEDED)], Answer.NOT_PLANNED_YET),
    ],
)
def test_what_was_owed_decides_first(reminders, expected):
    assert answer(replace(MARIA, owed=tuple(reminders)), [row()], DAY_ENDS) is expected


def test_who_muted_what_was_owed_is_told_so():
    muted = replace(MARIA, muted=frozenset({Stage.ONE_DAY}), owed=(owed(ReminderStatus.EXPIRED),))
    assert answer(muted, [row()], DAY_ENDS) is Answer.MUTED


def test_who_blocked_the_bot_is_told_so():
    blocked = replace(MARIA, reachable=False, owed=(owed(ReminderStatus.DUE),))
    assert answer(blocked, [row()], DAY_ENDS) is Answer.UNDELIVERABLE


@pytest.mark.parametrize(
    "subscriber",
    [
        replace(MARIA, since=DAY_ENDS),
        replace(MARIA, since=END),
        replace(MARIA, until=BEFORE),
    ],
)
def test_who_was_not_subscribed_then_is_told_so(subscriber):
    assert answer(subscriber, [row()], DAY_ENDS) is Answer.NOT_SUBSCRIBED


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ([], Answer.NOT_LISTED),
        ([row(Fit.OTHER_DAY)], Answer.NOT_LISTED),
        ([row(Fit.OTHER_STREET), row(Fit.OTHER_DAY)], Answer.ELSEWHERE),
        ([row(Fit.OTHER_HOUSE)], Answer.ELSEWHERE),
        ([row(Fit.NOT_PLANNED), row(Fit.OTHER_STREET)], Answer.NOT_OURS),
        ([row(Fit.OTHER_STREET), row(Fit.NOT_READ, entry=None)], Answer.NOT_READ),
        ([row(Fit.NO_SETTLEMENT)], Answer.NOT_READ),
        ([row(gone=True)], Answer.WITHDRAWN),
        ([row(entry=replace(ENTRY, status=WorkStatus.CANCELLED))], Answer.WITHDRAWN),
        ([row(first_seen_at=END)], Answer.LISTED_LATE),
        ([row(Fit.POSSIBLE), row(gone=True)], Answer.NOT_PLANNED_YET),
    ],
)
def test_where_nothing_was_owed_the_list_decides(rows, expected):
    assert answer(MARIA, rows, DAY_ENDS) is expected
