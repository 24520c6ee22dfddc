"""Who waits, and when an account asks for both proofs."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.config import ROOT
from pipeline.domain.guessing import (
    GUARDED_FROM,
    LONGEST_PAUSE,
    QUIET_FOR,
    WRONG_PROOFS_COUNT_FOR,
    Guard,
    guard_after,
    no_proof_before,
)

NOW = datetime(2026, 11, 23, 10, tzinfo=UTC)


@pytest.mark.parametrize(("wrong", "pause"), [(5, 15), (6, 30), (7, 60), (8, 120), (11, 960), (12, 1440), (99, 1440)])
def test_a_chat_waits_longer_each_time_up_to_a_day(wrong, pause):
    assert no_proof_before(wrong, NOW) == NOW + timedelta(minutes=pause)
    assert timedelta(minutes=pause) <= LONGEST_PAUSE


def test_four_wrong_proofs_cost_nothing():
    assert no_proof_before(4, NOW) is None
    assert no_proof_before(0, None) is None


def test_who_saw_fewer_than_five_of_others_needs_one_proof_as_before():
    guard = guard_after(None, {"owner": 3, "stranger": 3, "passer-by": 1}, NOW)
    assert guard == Guard(NOW, NOW + QUIET_FOR, frozenset({"owner", "stranger"}))
    assert not guard.concerns("owner", NOW)
    assert guard.concerns("passer-by", NOW)
    assert guard.concerns("anybody", NOW)


def test_an_exception_lasts_as_long_as_its_wrong_proofs_are_remembered():
    guard = guard_after(None, {"owner": 5}, NOW)
    for days in range(1, 8):
        guard = guard_after(guard, {"stranger": 1}, NOW + timedelta(days=days))
    assert not guard.concerns("owner", NOW + timedelta(days=6))
    assert guard.concerns("owner", NOW + timedelta(days=7))


@given(st.dictionaries(st.text(max_size=3), st.integers(1, 9), min_size=1, max_size=9))
def test_nobody_is_asked_for_both_for_slips_of_his_own(wrong):
    guard = guard_after(None, wrong, NOW)
    for chat in [*wrong, "anybody"]:
        others = sum(wrong.values()) - wrong.get(chat, 0)
        assert (guard is not None and guard.concerns(chat, NOW)) == (others >= GUARDED_FROM)


def guesses_within(days):
    """How many wrong proofs one chat can give that tries as soon as it may."""
    made, at = [], NOW
    while at - NOW < timedelta(days=days):
        recent = [each for each in made if each >= at - WRONG_PROOFS_COUNT_FOR]
        until = no_proof_before(len(recent), max(recent, default=None))
        if until is not None and until > at:
            at = until
        else:
            made.append(at)
    return len(made)


@pytest.mark.parametrize(("span", "days"), [("day", 1), ("week", 7), ("year", 365)])
def test_what_a_guesser_can_reach_is_documented(span, days):
    guesses = guesses_within(days)
    document = (ROOT / "docs/proofs.md").read_text(encoding="utf-8")
    assert f"| first {span} | {guesses} | {guesses * 1000:,} |" in document
