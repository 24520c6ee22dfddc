"""What may become of a reminder, as one table: a row a status, a column an event."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.domain.delivery import FIRST_PAUSE, LONGEST_PAUSE, Event, after, pause_after
from pipeline.domain.reminders import ReminderStatus

TABLE = """
               CLAIMED   ARRIVED  POSTPONED      REFUSED        GONE           OUTLIVED  REPLACED     LOST       RETURNED  HELD  RELEASED  NOT_OUTLIVED
held           held      sent     held           held           undeliverable  held      superseded   held       held      held  due  held
due            sending   sent     due            due            undeliverable  expired   superseded   due        due       held  due  due
sending        sending   sent     due            undeliverable  undeliverable  sending   sending      maybe_sent sending   sending sending  sending
sent           sent      sent     sent           sent           sent           sent      sent         sent       sent      sent  sent  sent
undeliverable  undeliverable sent undeliverable  undeliverable  undeliverable  undeliverable undeliverable undeliverable due  undeliverable undeliverable  undeliverable
expired        expired   sent     expired        expired        expired        expired   expired      expired    expired   expired expired  due
superseded     superseded sent    superseded     superseded     superseded     superseded superseded  superseded superseded superseded superseded  superseded
maybe_sent     maybe_sent sent    maybe_sent     maybe_sent     maybe_sent     maybe_sent maybe_sent  maybe_sent maybe_sent maybe_sent maybe_sent  maybe_sent
"""  # noqa: E501
HEAD, *ROWS = (line.split() for line in TABLE.strip().splitlines())


@pytest.mark.parametrize(
    ("status", "event", "then"),
    [(status, event, then) for status, *cells in ROWS for event, then in zip(HEAD, cells, strict=True)],
)
def test_an_event_leads_from_one_status_to_another(status: str, event: str, then: str) -> None:
    assert after(ReminderStatus(status), Event[event]) == then


def test_the_table_has_every_status_and_every_event() -> None:
    assert [row[0] for row in ROWS] == list(ReminderStatus)
    assert [event.name for event in Event] == HEAD


CHANCE = st.floats(0, 1, exclude_max=True)


@given(st.integers(1, 10_000), st.floats(0, 3600), CHANCE)
def test_a_pause_is_no_shorter_than_named_and_grows_up_to_ten_minutes(
    attempt: int, named: float, chance: float
) -> None:
    pause = pause_after(attempt, named, chance).total_seconds()
    least = max(named, FIRST_PAUSE)
    assert least - 1e-6 <= pause <= 1.5 * max(named, LONGEST_PAUSE) + 1e-6
    assert pause_after(attempt + 1, named, chance).total_seconds() >= pause
