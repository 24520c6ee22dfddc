"""Whether the clock of the machine is believed: by what it showed before, and by the server of the list."""

from datetime import UTC, datetime, timedelta

import pytest

from pipeline.domain.jumps import Trust, trust_in, why_doubted

NOW = datetime(2026, 11, 23, 10, tzinfo=UTC)
TICK, OFF, AHEAD = timedelta(minutes=10), timedelta(days=3), timedelta(days=300)


@pytest.mark.parametrize(
    ("last", "served_at", "trust"),
    [
        (None, None, Trust.RIGHT),
        (NOW - TICK, None, Trust.RIGHT),
        (NOW - TICK, NOW + TICK, Trust.RIGHT),
        (NOW - timedelta(days=1), None, Trust.RIGHT),
        (NOW - timedelta(days=1, seconds=1), None, Trust.DOUBTED),
        (NOW - OFF, NOW, Trust.RIGHT),  # the machine was off
        (NOW - OFF, None, Trust.DOUBTED),
        (NOW - AHEAD, NOW - AHEAD, Trust.WRONG),
        (NOW + AHEAD, NOW + AHEAD, Trust.WRONG),  # it runs behind
        (NOW + AHEAD, NOW, Trust.RIGHT),  # it was wrong before
        (NOW - TICK, NOW - AHEAD, Trust.DOUBTED),  # it may be the server that is wrong
        (None, NOW - AHEAD, Trust.WRONG),
    ],
)
def test_a_clock_is_believed_by_its_witnesses(last, served_at, trust):
    assert trust_in(NOW, last, served_at) is trust
    if trust is not Trust.RIGHT:
        assert "timedatectl" in why_doubted(NOW, last, served_at)
