"""What is due goes on beside a reading that hangs, crashes or takes long."""

import threading

import pytest

from pipeline.domain.errors import Failed, SourceUnavailable
from pipeline.steps.aside import Aside


@pytest.fixture
def hanging():
    """A job that ends once the test is over."""
    over = threading.Event()
    yield over.wait
    over.set()


def test_a_job_gives_what_it_finds_and_nothing_else_happens():
    meanwhile = []
    assert Aside(60, lambda: meanwhile.append("sent")).do(lambda: 7) == 7
    assert meanwhile == []


def test_the_rest_goes_on_beside_a_job_that_takes_long():
    ended, meanwhile = threading.Event(), []

    def send():
        meanwhile.append("sent")
        if len(meanwhile) == 2:
            ended.set()

    Aside(60, send, patience=0.01).do(ended.wait)
    assert meanwhile == ["sent", "sent"]


def test_items_come_once_all_of_them_are_there():
    assert list(Aside(60).all(iter([1, 2]))) == [1, 2]


def test_a_job_that_hangs_is_abandoned_at_the_deadline_of_the_whole(hanging):
    aside = Aside(0.05, patience=0.01)
    with pytest.raises(SourceUnavailable, match="READ_WITHIN"):
        aside.do(hanging)
    with pytest.raises(SourceUnavailable, match="READ_WITHIN"):
        aside.do(hanging)


def test_a_job_is_left_where_we_are_to_stop(hanging):
    with pytest.raises(Failed, match="зупиняють"):
        Aside(60, stopping=lambda: True, patience=0.01).do(hanging)


def test_what_a_job_raises_is_raised_here():
    def fault():
        raise IndexError

    with pytest.raises(IndexError):
        Aside(60).do(fault)
