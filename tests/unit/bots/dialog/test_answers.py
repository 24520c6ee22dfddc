"""Answers, as they are kept until they are said."""

import json

from hypothesis import given
from hypothesis import strategies as st

from bots.dialog.answers import as_json, from_json
from bots.dialog.model import Action, Button, Reply

TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=10)
ROWS = st.lists(st.builds(Button, TEXTS, st.sampled_from(Action), TEXTS), min_size=1, max_size=3).map(tuple)
REPLIES = st.lists(st.builds(Reply, TEXTS, st.lists(ROWS, max_size=3).map(tuple)), max_size=3).map(tuple)


@given(REPLIES)
def test_what_is_kept_is_what_is_said(replies):
    assert from_json(as_json(replies)) == replies


def test_a_button_that_another_release_had_is_left_out():
    rows = [[["Літати", "fly", "away"], ["Так", "yes", ""]], [["Літати", "fly", ""]]]
    assert from_json(json.dumps([["Вітаємо!", rows]])) == (Reply("Вітаємо!", ((Button("Так", Action.YES),),)),)
