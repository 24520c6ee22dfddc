"""Ticks that are killed again and again: nothing is lost, and what is repeated was in flight at a kill."""

import random
from collections import Counter

from pipeline.steps.send import CONCURRENCY
from tests.chaos.trial import RATES, trial


def test_whatever_is_killed_nothing_is_lost_and_only_what_was_in_flight_is_repeated(database_url, tmp_path, chaos):
    customers = dict.fromkeys(RATES, 1000) if chaos else {"telegram": 24}
    kills, chance = (100 if chaos else 2), random.Random(20261123)
    with trial(database_url, tmp_path, customers) as run:
        while run.kills < kills and (run.kills == 0 or run.owed()):
            if run.kills and run.all_waits():
                run.let_a_minute_pass()
            left = len(run.accounts) - len(run.arrived())
            longest = 2 * left / sum(RATES.values()) / (kills - run.kills + 1)
            run.kill_soon(chance, longest, rivals=run.kills % 2 if chaos else 0)
        run.let_a_minute_pass()
        run.finish()
        chaos.keep("kills", run)
        arrived = run.arrived()
        assert arrived.keys() == run.accounts
        assert run.statuses() == {"sent": len(run.accounts)}
        assert run.is_whole()
        repeats = Counter({message: times - 1 for message, times in arrived.items() if times > 1})
        excused = Counter(message for leased in run.in_flight for message in leased)
        assert not repeats - excused
        for messenger in customers:
            leased_at_once = (sum(name == messenger for name, _ in leased) for leased in run.in_flight)
            assert max(leased_at_once) <= CONCURRENCY
        assert [fake.limits.violations for fake in run.fakes.values()] == [[], []]
