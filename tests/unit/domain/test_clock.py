"""Days as an operator types them."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.domain.clock import parse_day
from pipeline.domain.errors import Misuse


@given(st.dates())
def test_a_day_is_read_in_either_notation(day):
    assert parse_day(day.isoformat()) == day
    assert parse_day(f"{day.day:02}.{day.month:02}.{day.year:04}") == day


@given(st.text())
def test_whatever_is_typed_nothing_but_misuse_is_raised(text):
    with suppress(Misuse):
        parse_day(text)


@pytest.mark.parametrize("text", ["", "завтра", "31.02.2026", "24.11", "2026-11-24T09:00"])
def test_what_is_no_day_is_named_with_the_way_out(text):
    with pytest.raises(Misuse, match=f"«{text}».*24.11.2026"):
        parse_day(text)
