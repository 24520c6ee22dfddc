"""What holds for every message, whatever it says."""

import re
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bots.texts.compose import LONGEST, compose
from bots.texts.templates import LANGUAGES, shortened
from pipeline.domain.interruptions import Interruption, Outage, merge_outages
from pipeline.domain.reminders import Cause, Message, Recipient, Reminder
from pipeline.domain.stages import Stage
from pipeline.domain.works import Certainty, Period
from tests.unit.bots.texts.examples import at, message, reminder

URL = "https://a"
FIRST = date(2026, 3, 25)  # the clock is put forward on the 29th
NOW = at(FIRST, "0:00")

words = st.text("абвгїєґАБВ .,;«»\n\t’-0123456789", max_size=500)
days = st.integers(-2, 40).map(lambda each: FIRST + timedelta(days=each))
minutes = st.integers(0, 60 * 24)


@st.composite
def periods(draw: st.DrawFn, day: date) -> Period:
    start = at(day, "0:00") + timedelta(minutes=draw(st.integers(0, 60 * 22)))
    return Period(start, start + timedelta(minutes=draw(st.integers(1, 60 * 30))))


@st.composite
def reminders(draw: st.DrawFn) -> Reminder:
    day, stage = draw(days), draw(st.sampled_from(Stage))
    outages = draw(st.lists(st.builds(Outage, periods(day), st.sampled_from(Certainty)), max_size=4))
    interruption = Interruption(
        day, merge_outages(outages), draw(st.none() | words), draw(st.none() | words), draw(st.booleans())
    )
    previous = tuple(draw(st.lists(days.flatmap(periods), max_size=4)))
    cause = draw(st.none() | st.sampled_from(Cause))
    return Reminder(1, day, stage, 1, interruption, NOW, NOW, day, previous, cause)


messages = st.builds(
    Message,
    st.builds(
        Recipient,
        st.just(1),
        st.just("viber"),
        st.just("1"),
        st.just("210000001"),
        address=words.filter(str.strip),
        label=st.none() | words,
        language=st.sampled_from([*LANGUAGES, "pl"]),
    ),
    st.lists(reminders(), max_size=30).map(tuple),
)


@settings(deadline=None, max_examples=100)
@given(messages, minutes, st.none() | st.integers(0, 50))
def test_any_message_is_a_whole_text_without_a_trace_of_the_machine(
    said: Message, minute: int, hours_old: int | None
) -> None:
    now = NOW + timedelta(minutes=minute)
    read_at = None if hours_old is None else now - timedelta(hours=hours_old)
    text = compose(said, now=now, page_url=URL, list_read_at=read_at)
    assert len(text) <= LONGEST
    language = said.recipient.language if said.recipient.language in LANGUAGES else "uk"
    theirs = re.sub("„[^”]*”", "", text).replace(shortened(said.recipient.address, 300), "")
    foreign = "[A-Za-z]" if language == "uk" else "[а-яіїєґ]"
    assert not re.search(foreign, (text if language == "uk" else theirs).removesuffix(URL).lower())
    assert not re.search(r"[{}]|  |\t| \n|\n\n\n", text)
    assert text == text.strip()
    assert sum(text.count(emoji) for emoji in "🔌🔄✅") <= 1
    says = any(each.interruption.outages or each.stage is Stage.CLOSED for each in said.spoken)
    assert bool(text) == says
    for each in said.spoken:
        if each.interruption.outages and each.stage is not Stage.CLOSED and len(text) < 1500:
            grammar = LANGUAGES[language]
            near = f"{grammar.today}|{grammar.yesterday}|{grammar.daily}|minden nap"
            assert re.search(rf"\b{each.day.day}[ .,-]|{near}", text.lower())


@pytest.mark.parametrize(
    ("language", "not_all", "list_"),
    [
        ("uk", "Це не всі дні", "Список робіт"),
        ("hu", "Ez nem az összes nap", "A munkálatok listája"),
        ("ro", "Acestea nu sunt toate zilele", "Lista lucrărilor"),
    ],
)
def test_a_message_of_forty_wordy_days_still_fits_and_keeps_its_link(language: str, not_all: str, list_: str) -> None:
    wordy = tuple(
        reminder(stage, FIRST + timedelta(days=2 * each), f"8:{each}-9:00? 10:00-11:{each} 12:00-23:00?", quote=quote)
        for each in range(40)
        for stage in [Stage.ONE_DAY if each % 2 else Stage.FIVE_DAYS]
        for quote in [f"вул. {each} " + "дуже довга вулиця " * 100]
    )
    said = message(wordy, label="Дім " * 100, language=language)
    text = compose(said, now=NOW, page_url=URL, list_read_at=None)
    assert 1000 < len(text) <= LONGEST
    assert not_all in text
    assert text.endswith(f"{list_}: {URL}")
