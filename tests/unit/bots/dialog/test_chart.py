"""The chart of the dialogue shows the steps that the code takes: all of them, and no others."""

import re
from dataclasses import replace
from functools import cache
from pathlib import Path

from bots.dialog import talk as module
from bots.dialog.asking import settled
from bots.dialog.effects import (
    GiveConsent,
)
from bots.dialog.model import (
    Facts,
    State,
    Step,
)
from bots.dialog.talk import talk
from tests.unit.bots.dialog.examples import AGREED, HOLDER, NEW, OF_TWO, OWN, STRANGER, inputs

CHART = Path(module.__file__).with_name("chart.md")
FACTS = (STRANGER, replace(HOLDER, consent=None), replace(HOLDER, consent="1.1.2020"), AGREED, HOLDER, OF_TWO)

Edge = tuple[str, str, str]
"""From, what is done, to."""


def node(step: Step, facts: Facts) -> str:
    """Who has not agreed may have things taken away or be forgotten, and sees nothing else on the way."""
    return str(step) if facts.agreed or step is Step.WELCOME else f"{step}_stranger"


@cache
def taken() -> set[Edge]:
    """Every change of step that `talk` makes."""
    edges = set()
    for facts in FACTS:
        states = {State(step, account) for step in Step for account in (None, OWN, NEW)}
        for state in states:
            if settled(state, facts) != state:
                continue
            for name, said in inputs(state, facts).items():
                turn = talk(state, said, facts)
                agreed = (
                    AGREED if facts.agreed or any(isinstance(each, GiveConsent) for each in turn.effects) else facts
                )
                here, there = node(state.step, facts), node(turn.state.step, agreed)
                if here != there:
                    edges.add((here, name, there))
    return edges


def charted() -> set[Edge]:
    """Every arrow of the chart; one that leaves a group leaves each step in it."""
    groups: dict[str, list[str]] = {}
    edges, group = set(), None
    for line in CHART.read_text(encoding="utf-8").splitlines():
        if opened := re.match(r"\s*state (\w+) \{", line):
            group = groups.setdefault(opened[1], [])
        elif line.strip() == "}":
            group = None
        elif arrow := re.match(r"\s*(\S+) --> (\w+): (.+)", line):
            edges |= {
                (each, name, arrow[2])
                for each in groups.get(arrow[1], [arrow[1]])
                for name in arrow[3].split(", ")
                if each != arrow[2]
            }
        elif group is not None and (member := re.match(r"\s*(\w+)$", line)):
            group.append(member[1])
    return edges


def test_every_step_that_the_code_takes_is_in_the_chart():
    assert sorted(taken() - charted()) == []


def test_every_arrow_of_the_chart_is_taken_by_the_code():
    assert sorted(charted() - taken()) == []


def test_every_step_is_in_the_chart():
    shown = {name for here, _, there in charted() for name in (here, there)}
    assert {str(step) for step in Step} <= shown
