"""Ticks killed while messengers hang, cut connections, answer half a body or fail; and a large batch. In full only."""

import logging
import random
from collections import Counter
from time import monotonic

import pytest

from tests.chaos.trial import RATES, rates_used, trial
from tests.fakes.service import Break

LASTS = 60.0
"""Seconds of trouble."""


@pytest.mark.parametrize("fault", [Break.HANG, Break.CUT, Break.HALF_A_BODY, "failure"])
def test_after_a_minute_of_trouble_nothing_is_lost_and_each_repeat_has_its_reason(database_url, tmp_path, chaos, fault):
    chance = random.Random(20261123)
    logging.getLogger("uvicorn.error").setLevel(logging.CRITICAL)  # it minds halves of a body
    with trial(database_url, tmp_path, dict.fromkeys(RATES, 200)) as run:
        for fake in run.fakes.values():
            fake.fail(fault, times=1_000_000)
        until = monotonic() + LASTS
        while monotonic() < until:
            run.kill_soon(chance, longest=5)
            if run.all_waits():
                run.let_a_minute_pass()
        for fake in run.fakes.values():
            fake.recover()
        run.kill_soon(chance, longest=2)
        run.let_a_minute_pass()
        run.finish()
        chaos.keep(f"a minute of {getattr(fault, 'name', 'HTTP 500').lower().replace('_', ' ')}", run)
        arrived = run.arrived()
        assert arrived.keys() == run.accounts
        assert run.statuses() == {"sent": len(run.accounts)}
        assert run.is_whole()
        repeats = Counter({message: times - 1 for message, times in arrived.items() if times > 1})
        assert not repeats - Counter(message for leased in run.in_flight for message in leased)


def test_a_large_batch_uses_the_allowed_rate_of_both_messengers_at_once_and_breaks_no_limit(
    database_url, tmp_path, chaos
):
    with trial(database_url, tmp_path, dict.fromkeys(RATES, 3000)) as run:
        run.finish()
        chaos.keep("a large batch", run)
        assert run.arrived() == Counter(run.accounts)
        assert [fake.limits.violations for fake in run.fakes.values()] == [[], []]
        assert all(used >= 0.95 for used in rates_used(run.fakes).values()), rates_used(run.fakes)
