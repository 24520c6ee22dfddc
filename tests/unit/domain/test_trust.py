"""Which readings are believed, rule by rule."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.domain.trust import PageState, Reading, judge, settles_at, worst_state

NOW = datetime(2026, 11, 20, 9, tzinfo=UTC)
OK, EMPTY, SUSPECT = PageState.OK, PageState.EMPTY, PageState.SUSPECT
BLOCKED, MALFORMED = PageState.BLOCKED, PageState.MALFORMED


def before(minutes, state, *, healthy=False, by_quarantine=False):
    """A reading so many minutes ago."""
    return Reading(NOW - timedelta(minutes=minutes), state, healthy, by_quarantine=by_quarantine)


def verdict(state, *, left=0, known=0, rows=30, quarantined=0, recent=(), accept=False):
    """The verdict as a pair: its state, and whether it is believed."""
    given_verdict = judge(
        state,
        at=NOW,
        rows=rows,
        future_works=left,
        quarantined=quarantined,
        known_future=known,
        recent=recent,
        accept=accept,
    )
    return given_verdict.state, given_verdict.healthy


def empty(*recent, known=5, accept=False):
    return verdict(EMPTY, rows=0, known=known, recent=recent, accept=accept)


def fallen(*recent, accept=False):
    """A list of which 3 of 30 works are left."""
    return verdict(OK, left=3, known=30, recent=recent, accept=accept)


def unread(*recent, accept=False):
    """A list of which 20 of 30 rows are not understood."""
    return verdict(OK, left=30, known=30, quarantined=20, recent=recent, accept=accept)


@pytest.mark.parametrize(("left", "known"), [(5, 0), (5, 5), (50, 5), (0, 0)])
def test_a_list_that_did_not_fall_is_believed_at_once(left, known):
    assert verdict(OK, left=left, known=known) == (OK, True)


def test_an_empty_list_is_believed_where_no_works_lay_ahead():
    assert empty(known=0) == (EMPTY, True)


@pytest.mark.parametrize(
    ("recent", "believed"),
    [
        pytest.param((), False, id="the first one"),
        pytest.param((before(60, EMPTY),), False, id="two, an hour apart"),
        pytest.param((before(600, EMPTY),), False, id="two, however far apart"),
        pytest.param((before(30, EMPTY), before(60, EMPTY)), True, id="three over an hour"),
        pytest.param((before(1, EMPTY), before(60, EMPTY)), True, id="three, wherever the middle one lies"),
        pytest.param((before(25, EMPTY), before(50, EMPTY)), False, id="three within fifty minutes"),
        pytest.param((before(30, EMPTY), before(59, EMPTY)), False, id="three within a minute less than an hour"),
        pytest.param((before(10, EMPTY), before(50, EMPTY), before(60, EMPTY)), True, id="four, the first an hour ago"),
        pytest.param((before(30, BLOCKED), before(40, EMPTY), before(60, EMPTY)), False, id="a refusal in between"),
        pytest.param((before(30, EMPTY), before(40, SUSPECT), before(60, EMPTY)), False, id="works in between"),
        pytest.param((before(30, EMPTY), before(60, OK, healthy=True)), False, id="works before the two"),
        pytest.param(
            (before(30, EMPTY), before(60, EMPTY, healthy=True)), False, id="an empty one that was believed before"
        ),
        pytest.param(
            (before(30, EMPTY), before(60, EMPTY), before(70, OK, healthy=True)), True, id="works before the three"
        ),
    ],
)
def test_an_empty_list_after_works_is_believed_when_three_readings_over_an_hour_agree(recent, believed):
    assert empty(*recent) == (EMPTY, believed)


def test_an_empty_list_after_works_is_believed_when_the_operator_accepts():
    assert empty() == (EMPTY, False)
    assert empty(accept=True) == (EMPTY, True)


@pytest.mark.parametrize(
    ("known", "left", "state"),
    [
        pytest.param(40, 20, OK, id="exactly half"),
        pytest.param(40, 19, SUSPECT, id="more than half"),
        pytest.param(12, 2, OK, id="more than half, but exactly ten"),
        pytest.param(12, 1, SUSPECT, id="more than half, and eleven"),
        pytest.param(20, 10, OK, id="exactly half and exactly ten"),
        pytest.param(100, 60, OK, id="forty, but less than half"),
        pytest.param(10, 0, OK, id="all ten that there were"),
        pytest.param(11, 0, SUSPECT, id="all eleven that there were"),
    ],
)
def test_a_list_is_suspect_that_fell_by_more_than_half_and_more_than_ten(known, left, state):
    assert verdict(OK, left=left, known=known) == (state, state is OK)


@pytest.mark.parametrize(
    ("recent", "believed"),
    [
        pytest.param((before(60, SUSPECT),), False, id="two"),
        pytest.param((before(30, SUSPECT), before(60, SUSPECT)), True, id="three over an hour"),
        pytest.param((before(25, SUSPECT), before(50, SUSPECT)), False, id="three within fifty minutes"),
        pytest.param((before(30, EMPTY), before(60, SUSPECT), before(90, SUSPECT)), False, id="another state between"),
        pytest.param(
            (before(30, SUSPECT, by_quarantine=True), before(60, SUSPECT)), False, id="suspect for another reason"
        ),
    ],
)
def test_a_list_that_fell_is_believed_when_three_readings_over_an_hour_agree(recent, believed):
    assert fallen(*recent) == (SUSPECT, believed)


def test_a_list_that_fell_is_believed_when_the_operator_accepts():
    assert fallen(accept=True) == (SUSPECT, True)


@pytest.mark.parametrize(
    ("rows", "quarantined", "state"),
    [(30, 10, OK), (30, 11, SUSPECT), (3, 1, OK), (3, 2, SUSPECT), (1, 0, OK), (1, 1, SUSPECT), (2, 1, SUSPECT)],
)
def test_a_list_is_suspect_of_which_more_than_a_third_was_not_understood(rows, quarantined, state):
    assert verdict(OK, left=5, known=5, rows=rows, quarantined=quarantined) == (state, state is OK)


@given(st.integers(1, 10_000))
def test_a_third_is_exact_for_lists_of_any_length(third):
    assert verdict(OK, rows=3 * third, quarantined=third) == (OK, True)
    assert verdict(OK, rows=3 * third, quarantined=third + 1) == (SUSPECT, False)


def test_what_was_not_understood_is_never_settled_by_readings_only_by_the_operator():
    agreeing = [before(minutes, SUSPECT, by_quarantine=True) for minutes in range(10, 600, 10)]
    assert unread(*agreeing) == (SUSPECT, False)
    assert unread(*(before(minutes, SUSPECT) for minutes in range(10, 600, 10))) == (SUSPECT, False)
    assert unread(accept=True) == (SUSPECT, True)


def test_a_list_that_fell_because_it_was_not_understood_is_suspect_by_quarantine():
    both = judge(OK, at=NOW, rows=30, future_works=3, quarantined=20, known_future=30, recent=())
    fell = judge(OK, at=NOW, rows=30, future_works=3, quarantined=10, known_future=30, recent=())
    assert (both.by_quarantine, fell.by_quarantine) == (True, False)


@pytest.mark.parametrize("state", [BLOCKED, MALFORMED])
@pytest.mark.parametrize("accept", [False, True])
def test_a_refusal_and_a_page_without_a_list_are_never_believed(state, accept):
    agreeing = [before(minutes, state) for minutes in (30, 60, 90)]
    assert verdict(state, rows=0, recent=agreeing, accept=accept) == (state, False)


@pytest.mark.parametrize(
    ("pages", "state"),
    [
        ([OK], OK),
        ([EMPTY], EMPTY),
        ([EMPTY, OK, EMPTY], OK),
        ([OK, MALFORMED], MALFORMED),
        ([EMPTY, MALFORMED], MALFORMED),
        ([OK, OK, BLOCKED], BLOCKED),
        ([MALFORMED, BLOCKED, OK], BLOCKED),
    ],
)
def test_the_worst_page_decides_and_works_beside_an_empty_page_are_works(pages, state):
    assert worst_state(pages) is state


@pytest.mark.parametrize(
    ("recent", "minutes_ago"),
    [
        ([], None),
        ([before(10, OK, healthy=True)], None),
        ([before(10, EMPTY)], 10),
        ([before(10, EMPTY), before(20, EMPTY), before(30, OK, healthy=True)], 20),
        ([before(10, SUSPECT), before(20, EMPTY)], 10),
        ([before(10, SUSPECT), before(20, BLOCKED), before(30, SUSPECT)], 10),
        ([before(10, SUSPECT, by_quarantine=True)], None),
        ([before(10, MALFORMED)], None),
    ],
)
def test_when_a_doubtful_list_is_believed_is_known_before(recent, minutes_ago):
    expected = None if minutes_ago is None else NOW + timedelta(minutes=60 - minutes_ago)
    assert settles_at(recent) == expected
