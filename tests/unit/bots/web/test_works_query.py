"""What is asked of `/api/works`, read from its parameters."""

from datetime import date

import pytest
from starlette.datastructures import QueryParams

from bots.web.works_api import WorksQuery, parse_query
from pipeline.domain.errors import Misuse

TODAY = date(2026, 11, 23)


def test_without_parameters_it_is_the_week_from_today_everywhere():
    assert parse_query(QueryParams(""), TODAY) == WorksQuery(None, TODAY, date(2026, 11, 30), None, 100)


def test_every_parameter_is_understood():
    given = "settlement= Хуст &from=2026-11-24&to=2026-12-25&limit=200&after=1763967600-0123456789ab"
    days = date(2026, 11, 24), date(2026, 12, 25)
    assert parse_query(QueryParams(given), TODAY) == WorksQuery("Хуст", *days, (1763967600, "0123456789ab"), 200)


@pytest.mark.parametrize(
    ("given", "named"),
    [
        ("day=2026-11-24", "day"),
        ("from=24.11.2026", "from"),
        ("from=9999-12-31", "to"),
        ("from=2026-11-24&to=2026-11-23", "to"),
        ("from=2026-11-24&to=2026-12-26", "31"),
        ("limit=0", "limit"),
        ("limit=201", "limit"),
        ("limit=٣", "limit"),
        ("after=1-x", "after"),
    ],
)
def test_what_is_asked_wrongly_is_named(given, named):
    with pytest.raises(Misuse, match=f"«?{named}"):
        parse_query(QueryParams(given), TODAY)
