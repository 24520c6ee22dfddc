"""Periods of one account and day: what is one, what is sure, what is the same."""

from datetime import timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.domain.interruptions import Outage, merge_outages, same_periods
from pipeline.domain.works import Certainty, Period
from tests.unit.domain.simulation import at, period

SURE, UNSURE = Certainty.CERTAIN, Certainty.POSSIBLE


def merged(*outages):
    given_outages = [Outage(period(f"24.11 {hours}"), certainty) for hours, certainty in outages]
    return [(each.period, each.certainty) for each in merge_outages(given_outages)]


@pytest.mark.parametrize(
    ("outages", "result"),
    [
        ([("09:00-12:00", SURE), ("12:00-16:00", SURE)], [("09:00-16:00", SURE)]),
        ([("09:00-12:00", SURE), ("11:00-16:00", SURE)], [("09:00-16:00", SURE)]),
        ([("09:00-12:00", SURE), ("14:00-16:00", UNSURE)], [("09:00-12:00", SURE), ("14:00-16:00", UNSURE)]),
        ([("09:00-16:00", SURE), ("10:00-12:00", UNSURE)], [("09:00-16:00", SURE)]),
        ([("09:00-12:00", SURE), ("11:00-16:00", UNSURE)], [("09:00-16:00", UNSURE)]),
        ([("09:00-16:00", UNSURE), ("09:00-16:00", SURE)], [("09:00-16:00", SURE)]),
    ],
)
def test_periods_that_overlap_or_touch_are_one_and_sure_where_the_sure_part_covers_it(outages, result):
    assert merged(*outages) == [(period(f"24.11 {hours}"), certainty) for hours, certainty in result]


def test_hours_within_a_quarter_of_an_hour_are_the_same():
    told = [period("24.11 09:00-16:00")]
    assert same_periods(told, [period("24.11 09:15-15:45")])
    assert not same_periods(told, [period("24.11 09:16-16:00")])
    assert not same_periods(told, [])


START = at("24.11 00:00")
moments = st.integers(min_value=0, max_value=24 * 60)
outages = st.builds(
    lambda start, length, certainty: Outage(
        Period(START + timedelta(minutes=start), START + timedelta(minutes=start + length)), certainty
    ),
    moments,
    st.integers(min_value=1, max_value=600),
    st.sampled_from(Certainty),
)


@given(st.lists(outages, max_size=8))
def test_merged_outages_lie_apart_and_cover_all_that_was_merged(given_outages):
    result = merge_outages(given_outages)
    assert all(a.period.ends_at < b.period.starts_at for a, b in pairwise(result))
    assert all(any(each.period.covers(outage.period) for each in result) for outage in given_outages)
    assert merge_outages(result) == result
