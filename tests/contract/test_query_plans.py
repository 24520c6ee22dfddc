"""What is asked at every tick is found by an index on both databases, however much a year has gathered."""

import json
from contextlib import contextmanager

import pytest

from bots.dialog.model import Text
from data.database import is_postgresql
from data.figures import count_deliveries, count_owed, count_readings, count_steps
from data.refusals import refusals
from data.troubles import TroubleRepository
from pipeline.domain.pages import SourcePage
from pipeline.domain.reminders import Outcome, ReminderStatus
from pipeline.domain.trust import PageState, Reading
from pipeline.steps.plan import plan
from tests.contract.world import ACCOUNT, CHAT, TOMORROW, World

GATHERED = {"reading", "page", "entry", "quarantine", "reminder", "delivery", "basis", "receipt", "evidence"}
GATHERED |= {"account", "subscription", "contact", "street", "seen_update"}
"""The tables that grow with the year or the region."""
NEWEST = 'ORDER BY "t1"."id" DESC LIMIT'
"""Ends at the first row that fits."""


@pytest.fixture
def world(database, tmp_path):
    world = World(database, tmp_path)
    world.registry.subscribe(*CHAT, ACCOUNT, world.clock.now())
    return world


@contextmanager
def watched(database, monkeypatch):
    """Which of the gathered tables the statements meanwhile read from end to end, with the statement."""
    asked, found, run = {}, [], database.execute_sql

    def note(sql, params=None):
        asked[sql] = params
        return run(sql, params)

    with monkeypatch.context() as patch:
        patch.setattr(database, "execute_sql", note)
        yield found
    if is_postgresql(database):
        run("SET enable_seqscan = off")  # a table so small would be read whole for that alone
    for sql, params in asked.items():
        if sql.startswith(("SELECT", "UPDATE", "DELETE")) and "pg_" not in sql and NEWEST not in sql:
            found += [(table, sql) for table in _read_whole(database, sql, params) if table in GATHERED]


def _read_whole(database, sql, params):
    if not is_postgresql(database):
        aliases = _aliases(sql)
        steps = [row[3].split() for row in database.execute_sql(f"EXPLAIN QUERY PLAN {sql}", params).fetchall()]
        return [aliases.get(words[1], words[1]) for words in steps if words[0] == "SCAN" and "INDEX" not in words]
    (rows,) = database.execute_sql(f"EXPLAIN (FORMAT JSON) {sql}", params).fetchone()
    return list(_sequential(json.loads(rows) if isinstance(rows, str) else rows))


def _aliases(sql):
    words = sql.replace('"', "").replace("(", " ").replace(")", " ").split()
    return {alias: table for table, word, alias in zip(words, words[1:], words[2:], strict=False) if word == "AS"}


def _sequential(plan):
    for each in plan if isinstance(plan, list) else [plan]:
        if each.get("Node Type") == "Seq Scan":
            yield each["Relation Name"]
        for inner in (each.get("Plan"), each.get("Plans")):
            yield from _sequential(inner) if inner else ()


def test_a_tick_reads_nothing_from_end_to_end(world, database, monkeypatch):
    with watched(database, monkeypatch) as found:
        world.lists(TOMORROW)
        batch = world.outbox.claim([CHAT[0]], world.clock.now(), world.clock.real(), 10)
        world.outbox.settle([Outcome(each, ReminderStatus.SENT, world.clock.now(), "текст") for each in batch])
        same = Reading(world.clock.now(), PageState.UNCHANGED, healthy=True, rows=1, works=1)
        page = SourcePage("https://example.org/", world.clock.now(), 200, b"<html>")
        world.works.save_reading(same, [(page, PageState.UNCHANGED)], None)
        world.works.last_healthy()
        world.works.last_pages()
        world.works.known_future(world.clock.now())
        world.works.recent_readings(limit=500, before=None)
        world.outbox.has_news(world.clock.now())
        plan(world.works, world.registry, world.outbox, now=world.clock.now(), hold_above=1000)
        world.outbox.hold_changes(world.outbox.known(world.clock.now().date()))
        world.outbox.expire(world.clock.now())
        world.outbox.end_holds(world.clock.now())
        TroubleRepository(database).took_since(CHAT[0], world.clock.now())
        refusals(database, world.clock.now())
    assert len(batch) == 1
    assert found == []


def test_a_step_of_a_customer_and_the_metrics_read_nothing_from_end_to_end(world, database, monkeypatch):
    with watched(database, monkeypatch) as found:
        world.says(Text("/works"))
        world.registry.erase(*CHAT)
        count_readings(database, world.clock.now())
        count_owed(database, world.clock.now())
        count_deliveries(database, world.clock.now())
        count_steps(database, world.clock.real())
    assert found == []
