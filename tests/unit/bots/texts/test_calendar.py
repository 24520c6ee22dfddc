"""What stands in a customer's calendar."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bots.texts.calendar import event_texts
from bots.texts.templates import LANGUAGES
from pipeline.domain.calendar import CalendarEvent
from pipeline.domain.interruptions import Interruption, Outage
from pipeline.domain.reminders import Cause
from pipeline.domain.works import Certainty
from tests.unit.domain.simulation import at, period

NOON = at("20.11 12:00")
WORKS = period("24.11 09:00-16:00")
SURE = Interruption(WORKS.day, (Outage(WORKS, Certainty.CERTAIN),), "обрізка дерев", whole_settlement=True)
UNSURE = Interruption(WORKS.day, (Outage(WORKS, Certainty.POSSIBLE),), quote="вул. Головна, частково")
EVENT = CalendarEvent(1, WORKS.day, 2, False, SURE, None, "210000001", "с. Іза, вул. Центральна, 7", None)


def texts(event, language="uk", read_at=NOON):
    page = {"page_url": "https://zakarpat.energy/", "contact_centre": "0 800 516 20"}
    return event_texts(event, language, now=NOON, list_read_at=read_at, **page)


def test_an_event_says_what_a_reminder_says_and_nothing_that_holds_today_only():
    title, description = texts(EVENT)
    assert title == "З 9:00 до 16:00 не буде світла"
    assert description == (
        "с. Іза, вул. Центральна, 7\nОсобовий рахунок 210000001\n"
        "Планові роботи (не погодинний графік): обрізка дерев\n\n"
        "Відключають усе село.\nОрієнтовне завершення: 16:00.\n\n"
        "Список робіт: https://zakarpat.energy/"
    )


def test_where_it_is_not_sure_it_says_so_in_words():
    title, description = texts(replace(EVENT, interruption=UNSURE))
    assert title == "З 9:00 до 16:00 може не бути світла"
    assert "«вул. Головна, частково»" in description


def test_what_is_missing_from_the_list_is_not_said_to_be_cancelled_by_it():
    title, description = texts(replace(EVENT, cancelled=True, cause=Cause.ABSENT))
    assert "вважаємо їх скасованими" in title
    assert "завершення" not in description


def test_an_old_list_is_named():
    assert "Список востаннє прочитано 20 листопада о 5:00." in texts(EVENT, read_at=NOON - timedelta(hours=7))[1]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    "event", [EVENT, replace(EVENT, interruption=UNSURE), replace(EVENT, cancelled=True, cause=Cause.MOVED)]
)
def test_every_language_has_words_for_it(language, event):
    title, description = texts(event, language)
    assert title
    assert "\n" not in title
    assert "210000001" in description
