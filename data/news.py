"""News: whether anything was written since the last plan from which another one could come.

Triggers of the database note it (migration 0007), so that no writer has to think of it.
"""

from datetime import datetime

from peewee import Database

from data.tables import News
from data.times import to_seconds
from pipeline.domain.planning import AT_LEAST_EVERY


def has_news(database: Database, now: datetime) -> bool:
    """Whether another plan could differ from the last: something was written, its time has come, or there was none.

    What is expected later than any plan expects it was noted by a clock that ran ahead.
    """
    times = [at for (at,) in News.select(News.at).tuples().execute(database)]
    at = min(times, default=0)
    return at <= to_seconds(now) or at > to_seconds(now + AT_LEAST_EVERY)


def take_news(database: Database) -> None:
    """Inside the transaction of a plan, before it reads anything: what is written from now on is news again."""
    News.delete().execute(database)


def expect_news(database: Database, at: datetime) -> None:
    """At this time a plan is to be made, though nothing is written."""
    News.insert({News.at: to_seconds(at), News.made_in: 0}).execute(database)
