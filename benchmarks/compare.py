"""`python -m benchmarks.compare [SUBSCRIPTIONS WORKS]`: our plan beside comparing each user with each outage.

That rule of most bots stands here at its cheapest: names compared as they are, houses read beforehand, nothing kept, no
stage, no doubt. A plan does all of that. Four times as much of both shows where either leads.
"""

import sys
import tempfile
from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import NamedTuple

from benchmarks import region
from benchmarks.figures import NOW, application, median, say
from pipeline.bootstrap import Application
from pipeline.domain.pages import SourcePage

SUBSCRIPTIONS, WORKS, STREETS = 10_000, 500, 1
REPETITIONS = 3


class User(NamedTuple):
    """Where somebody lives."""

    katottg: str
    street: str
    house: str


class Outage(NamedTuple):
    """Where the lights go out."""

    katottg: str
    street: str
    houses: frozenset[str]
    starts_at: datetime


def main(subscriptions: int = SUBSCRIPTIONS, works: int = WORKS) -> None:
    """Both rules, at this size and at four times of it."""
    for times in (1, 4):
        with tempfile.TemporaryDirectory() as scratch, application(Path(scratch)) as app:
            region.fill(app, Path(scratch), times * subscriptions, times * subscriptions)
            page = region.page(times * works, STREETS, NOW.date() + timedelta(days=1))
            app.scrape([SourcePage("bench", NOW, 200, page)], NOW)
            app.plan(NOW)
            users, outages = _users(app), _outages(app)
            plan = median(lambda: app.plan(NOW), REPETITIONS)
            pairs = median(lambda: compare_each(users, outages), REPETITIONS)  # noqa: B023 - called at once
            size = {"subscriptions": len(users), "outages": len(outages)}
            say("a plan against comparing each user with each outage", plan, pairs, **size)


def compare_each(users: Sequence[User], outages: Sequence[Outage]) -> Sequence[tuple[User, Outage]]:
    """Whom each outage concerns, as most bots find it."""
    return [
        (user, outage)
        for outage in outages
        for user in users
        if user.katottg == outage.katottg and user.street == outage.street and user.house in outage.houses
    ]


def _users(app: Application) -> Sequence[User]:
    rows = app.database.execute_sql(
        "SELECT katottg, street.name, house FROM subscription JOIN account ON account.number = subscription.account "
        "JOIN street ON street.id = account.street_id"
    )
    return [User(*row) for row in rows.fetchall()]


def _outages(app: Application) -> Sequence[Outage]:
    return [
        Outage(
            place.katottg or "", place.street.name, frozenset((place.houses or "").split(", ")), entry.period.starts_at
        )
        for entry in app.works.live_entries(NOW)
        if (place := entry.place).street
    ]


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
