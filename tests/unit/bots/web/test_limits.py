"""Limits of requests: by client and path, with a burst."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bots.web import limits
from bots.web.limits import TokenBuckets


class Clock:
    def __init__(self):
        self.time = 0.0

    def __call__(self):
        return self.time


@pytest.fixture
def clock():
    return Clock()


def test_a_burst_is_taken_and_then_so_many_a_second(clock):
    buckets = TokenBuckets(2, 3, clock)
    assert [buckets.take("a") for _ in range(5)] == [True, True, True, False, False]
    clock.time = 0.5
    assert [buckets.take("a") for _ in range(2)] == [True, False]
    clock.time = 100
    assert [buckets.take("a") for _ in range(5)] == [True, True, True, False, False]


def test_one_client_does_not_use_up_what_another_may(clock):
    buckets = TokenBuckets(1, 1, clock)
    assert [buckets.take(client) for client in ("a", "a", "b")] == [True, False, True]


def test_no_more_clients_are_remembered_than_there_is_room_for(clock, monkeypatch):
    monkeypatch.setattr(limits, "MOST_CLIENTS", 3)
    buckets = TokenBuckets(1, 1, clock)
    assert all(buckets.take(client) for client in range(10))
    assert len(buckets._buckets) == 3


@given(st.lists(st.floats(0, 5), min_size=1, max_size=50))
def test_never_more_than_the_burst_and_the_rate_allow(pauses):
    clock = Clock()
    buckets = TokenBuckets(3, 5, clock)
    taken = 0
    for pause in pauses:
        clock.time += pause
        taken += buckets.take("a")
        assert taken <= 5 + 3 * clock.time + 1e-6
