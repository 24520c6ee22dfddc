"""When a person is called: once as a trouble begins, once as it ends, whatever restarts in between."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from pipeline.domain.budget import Spending, month_of
from pipeline.domain.delivery import Refusal
from pipeline.domain.guessing import Guessing
from pipeline.domain.imports import ImportReport, RegistryImport, RegistryState
from pipeline.domain.installation import Installation
from pipeline.domain.troubles import Affairs, Call, Settling, Trouble, call, troubles
from pipeline.domain.trust import PageState, Reading

NOW = datetime(2026, 11, 23, 10, tzinfo=UTC)
READ = Reading(NOW - timedelta(minutes=10), PageState.OK, healthy=True)
WELL = Affairs(READ, READ)


def imported(refused=None, **counts):
    report = ImportReport(**{"added": 0, "updated": 0, "unchanged": 0, "rejected": 0, "closed": 0, **counts})
    return RegistryImport(NOW, "export.csv", True, refused, report, 0, 0)


def unhealthy(state):
    return Reading(NOW, state, healthy=False)


@pytest.mark.parametrize(
    ("affairs", "names"),
    [
        (WELL, []),
        (replace(WELL, last_healthy=replace(READ, at=NOW - timedelta(hours=2))), []),
        (replace(WELL, last_healthy=replace(READ, at=NOW - timedelta(hours=2, seconds=1))), ["unread"]),
        (Affairs(None, None), ["unread"]),
        (replace(WELL, last_told=unhealthy(PageState.SUSPECT)), ["suspect"]),
        (replace(WELL, last_told=unhealthy(PageState.MALFORMED)), ["malformed"]),
        (replace(WELL, last_told=unhealthy(PageState.EMPTY)), []),
        (replace(WELL, last_told=Reading(NOW, PageState.SUSPECT, healthy=True)), []),
        (replace(WELL, stopped={"viber": "Viber: токен не прийнято"}), ["stopped viber"]),
        (replace(WELL, spending=Spending(799, 1000)), []),
        (replace(WELL, spending=Spending(800, 1000)), ["budget"]),
        (replace(WELL, spending=Spending(900, 1000)), ["budget", "budget_kept"]),
        (replace(WELL, held=12), ["held"]),
        (replace(WELL, guessing=Guessing(accounts=1)), ["guessed_at"]),
        (replace(WELL, registry=RegistryState([imported()])), []),
        (replace(WELL, registry=RegistryState([imported(refused="адрес змінено: 50 із 60")])), ["import refused"]),
        (replace(WELL, registry=RegistryState([imported(), imported(refused="давно")])), []),
        (replace(WELL, registry=RegistryState([imported(left_open=1)])), ["import left_open"]),
        (replace(WELL, registry=RegistryState([imported(unchanged=89, rejected=11)])), ["import rejected"]),
        (replace(WELL, registry=RegistryState([imported(unchanged=990, rejected=10)])), []),
        (replace(WELL, registry=RegistryState(lost=4)), ["lost"]),
        (replace(WELL, guessing=Guessing(accounts=2, chats=3)), ["guessed_at", "guessing"]),
        (replace(WELL, settling=Settling(PageState.EMPTY, NOW, 7)), ["empty"]),
        (replace(WELL, installation=Installation(0, 0)), ["no accounts"]),
        (replace(WELL, installation=Installation(5, 0)), ["no subscriptions"]),
        (replace(WELL, installation=Installation(5, 5, key_fits=None)), []),
        (
            replace(WELL, installation=Installation(5, 5, doubt="Годинник.", damage="Page 7", key_fits=False)),
            ["clock", "damage", "key"],
        ),
        (Affairs(None, None, installation=Installation(5, 5, doubt="Годинник.")), ["clock"]),
        (
            replace(WELL, refusals=[Refusal("viber", "uk/one_day", 3, 0), Refusal("viber", "hu/changed", 0, 1)]),
            ["refused viber uk/one_day", "refused viber hu/changed"],
        ),
    ],
)
def test_a_person_is_needed(affairs, names):
    present = troubles(affairs, (), NOW)
    assert list(present) == names
    assert [each.name for each in call((), present).begun] == names


def test_by_a_clock_that_is_not_believed_no_list_is_called_fresh_again():
    known = [Trouble("unread", "Список не читався.", NOW, NOW)]
    doubted = replace(WELL, installation=Installation(5, 5, doubt="Годинник."))
    assert set(troubles(doubted, known, NOW)) == {"clock", "unread"}


@pytest.mark.parametrize(
    ("believed_at", "sign"), [(None, "✅ Минулося"), (NOW - timedelta(days=1), "✅ Минулося"), (NOW, "⚠️ Цьому списку")]
)
def test_that_a_list_is_believed_is_no_good_news(believed_at, sign):
    known = [Trouble("empty", "Список раптом порожній. Далі.", NOW - timedelta(hours=1), NOW)]
    assert call(known, {}, believed_at).text.startswith(sign)


def test_a_trouble_is_told_once_and_its_end_once():
    stopped = replace(WELL, stopped={"viber": "Viber: токен не прийнято"})
    told = [replace(each, told_at=NOW) for each in troubles(stopped, (), NOW).values()]
    assert call(told, troubles(stopped, told, NOW + timedelta(hours=1))) == Call()
    over = call(told, troubles(replace(WELL, working=frozenset({"viber"})), told, NOW))
    assert over.text == "✅ Минулося: Viber не приймає повідомлень."


def test_who_listens_knows_when_customers_are_heard_again_and_nobody_else():
    deaf = replace(WELL, deaf={"telegram": "Telegram: оновлення забирає інший процес"})
    begun = call((), troubles(deaf, (), NOW))
    assert begun.text.startswith("⚠️ Не чуємо, що пишуть і натискають споживачі в Telegram. Telegram: оновлення")
    told = [replace(each, told_at=NOW) for each in begun.begun]
    assert call(told, troubles(replace(WELL, deaf=None), told, NOW)) == Call()
    over = call(told, troubles(replace(WELL, deaf={}), told, NOW))
    assert over.text == "✅ Минулося: Не чуємо, що пишуть і натискають споживачі в Telegram."


def test_a_trouble_that_nobody_was_told_of_ends_in_silence():
    known = [Trouble("suspect", "Список підозріло змінився.", NOW)]
    assert call(known, troubles(WELL, known, NOW)) == Call()


def test_a_messenger_to_which_nothing_was_sent_since_is_still_stopped():
    known = [Trouble("stopped viber", "Viber не приймає повідомлень.", NOW, NOW)]
    assert list(troubles(WELL, known, NOW)) == ["stopped viber"]


def test_a_trouble_keeps_its_beginning_and_its_words():
    known = [Trouble("budget", "було 800", NOW - timedelta(days=1), NOW)]
    assert troubles(replace(WELL, spending=Spending(850, 1000)), known, NOW) == {"budget": known[0]}


def test_a_month_is_that_of_a_kyiv_calendar():
    assert month_of(datetime(2026, 11, 30, 22, 30, tzinfo=UTC)) == "2026-12"
