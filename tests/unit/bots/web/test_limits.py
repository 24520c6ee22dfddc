"""Limits of requests: by client and path, with a burst."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bots.web import limits
from bots.web.limits import TokenBuckets, client_of


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


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("192.0.2.1", "192.0.2.2", False),
        ("2001:db8::1", "2001:db8::ffff:1", True),
        ("2001:db8::1", "2001:db8:0:1::1", False),
        ("::ffff:192.0.2.1", "::ffff:192.0.2.2", False),
        ("::ffff:192.0.2.1", "192.0.2.1", True),
        ("unknown", "192.0.2.1", False),
    ],
)
def test_who_has_a_network_of_addresses_is_one_client(one, other, same):
    assert (client_of({"client": (one, 1)}) == client_of({"client": (other, 2)})) is same


def test_who_has_no_address_is_a_client_too():
    assert client_of({"client": None}) == client_of({}) == ""


@given(st.lists(st.floats(0, 5), min_size=1, max_size=50))
def test_never_more_than_the_burst_and_the_rate_allow(pauses):
    clock = Clock()
    buckets = TokenBuckets(3, 5, clock)
    taken = 0
    for pause in pauses:
        clock.time += pause
        taken += buckets.take("a")
        assert taken <= 5 + 3 * clock.time + 1e-6
