"""Words of the operator's pages: places, spans of time, and what needs him."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from bots.web.operator.needs import needs
from bots.web.operator.overview import imports_table
from bots.web.operator.views import lasting
from bots.web.operator.words import where
from pipeline.domain.budget import NO_BUDGET
from pipeline.domain.imports import ImportReport, RegistryImport, RegistryState
from pipeline.domain.overview import Held, Overview
from pipeline.domain.stages import Stage
from pipeline.domain.troubles import Trouble
from pipeline.domain.trust import PageState, Reading

NOW = datetime(2026, 11, 23, 10, tzinfo=UTC)


def place(settlement, street=None, houses=None):
    return {"settlement": settlement, "street": street and {"kind": "вул.", "name": street}, "houses": houses}


@pytest.mark.parametrize(
    ("places", "words"),
    [
        ([place("Іза")], "Іза"),
        ([place("Іза", "Нова", "1-9"), place("Хуст"), place("Іза", "Лісова")], "Іза: вул. Нова 1-9, вул. Лісова; Хуст"),
        ([place("Іза", name) for name in "АБВГД"], "Іза: вул. А, вул. Б, вул. В і ще 2"),
        ([place("Іза", "Нова", "1, 3, 5, 7, 9, 11, 13, 15, 17, 19")], "Іза: вул. Нова 1, 3, 5, 7, 9, 11, 13, 15, …"),
    ],
)
def test_places_are_named_by_settlement_and_some_of_their_streets(places, words):
    assert where(places) == words


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (0, "0 с"),
        (59, "59 с"),
        (60, "1 хв"),
        (7200, "2 год"),
        (7260, "2 год 1 хв"),
        (86400, "1 дн"),
        (90000, "1 дн 1 год"),
    ],
)
def test_a_span_is_told_without_what_is_nought(seconds, words):
    assert lasting(timedelta(seconds=seconds)).replace("\N{NO-BREAK SPACE}", " ") == words


def overview(**changes):
    read = Reading(at=NOW, state=PageState.OK, healthy=True)
    quiet = {"at": NOW, "last": read, "last_healthy": read, "works": 0, "coming": [], "attempts": [], "scheduled": None}
    quiet |= {
        "changes": None,
        "quarantined": 0,
        "lacking": 0,
        "doubtful": False,
        "settling": None,
        "troubles": [],
        "refusals": [],
    }
    return Overview(**{**quiet, "held": [], "spending": NO_BUDGET, **changes})


def test_what_needs_the_operator_leads_to_its_remedy_and_each_thing_is_said_once():
    assert list(needs(overview())) == []
    names = ("unread", "suspect", "held", "stopped viber")
    changed = overview(
        troubles=[Trouble(name, f"words of {name}", NOW) for name in names],
        doubtful=True,
        held=[Held(date(2026, 11, 24), stage, 3, NOW) for stage in (Stage.CHANGED, Stage.CANCELLED)],
        quarantined=1,
    )
    found = list(needs(changed))
    assert [[remedy.path for remedy in each.remedies] for each in found] == [
        ["/doubtful"],
        ["/upload"],
        [],
        ["/works?day=2026-11-24", "", "/hold"],
        ["/quarantine"],
    ]
    assert "words of stopped viber" in found[2].what
    assert "вт 24.11, зміна — 3; вт 24.11, скасування — 3" in found[3].what


def test_lost_matches_name_their_accounts_and_lead_to_them():
    (need,) = needs(overview(registry=RegistryState(lost=2, lost_accounts=[("210000001", date(2026, 11, 24))])))
    assert "Втрачено збігів: 2." in need.what
    assert "210000001 (24.11) та інші" in need.what
    assert [each.path for each in need.remedies] == ["/account"]


def test_imports_are_shown_with_their_figures_and_whether_they_were_taken():
    report = ImportReport(added=1, updated=2, unchanged=3, rejected=4, closed=5, left_open=6)
    taken = RegistryImport(NOW, "export.csv", True, None, report, 7, 8)
    table = imports_table([replace(taken, refused="забагато"), taken])
    assert [name.split(" ", 2)[2:] for name, _ in table.rows] == [["(не взято)"], []]
    assert table.rows[1][1] == [1, 2, 3, 4, 5, 6, 7, 8]
