"""Viber's keyboards."""

import pytest

from bots.dialog.model import Action, Button
from bots.viber_keyboard import MARK, keyboard


def columns(*row_lengths):
    rows = tuple(tuple(Button("Так", Action.OK) for _ in range(length)) for length in row_lengths)
    return [each["Columns"] for each in keyboard(rows)["Buttons"]]


@pytest.mark.parametrize(
    ("row_lengths", "taken"),
    [
        ((1,), [6]),
        ((2,), [3, 3]),
        ((3, 1), [2, 2, 2, 6]),
        ((4,), [2, 2, 2, 6]),
        ((5,), [2, 2, 2, 3, 3]),
        ((7,), [2, 2, 2, 2, 2, 2, 6]),
        ((0, 1), [6]),
    ],
)
def test_a_row_fills_six_columns(row_lengths, taken):
    assert columns(*row_lengths) == taken


def test_a_label_is_no_html_and_a_button_says_what_nobody_types():
    (button,) = keyboard(((Button("Дім <3 & «сад»", Action.ACCOUNT, "210000001"),),))["Buttons"]
    assert button["Text"] == "Дім &lt;3 &amp; «сад»"
    assert button["ActionBody"] == f"{MARK}account:210000001"
    assert button["Silent"] is True


@pytest.mark.parametrize(("language", "help_"), [("uk", "Довідка"), ("hu", "Súgó"), ("ro", "Ajutor")])
def test_without_buttons_of_its_own_a_message_has_those_of_the_main_menu_in_its_language(language, help_):
    buttons = keyboard(language=language)["Buttons"]
    assert {each["ActionBody"] for each in buttons} >= {f"{MARK}works:", f"{MARK}help:"}
    assert buttons[-1]["Text"] == help_


@pytest.mark.parametrize(
    ("row_lengths", "taken"),
    [
        ([1] * 12, [6] * 12),
        ([1] * 13, [2] * 12 + [6]),
        ([1] * 36, [2] * 36),
        ([1] * 50, [2] * 33 + [3, 3]),
        ([5] * 7, [2] * 33 + [3, 3]),
    ],
)
def test_more_rows_than_viber_takes_become_rows_of_three_and_the_last_one_stays(row_lengths, taken):
    assert columns(*row_lengths) == taken


def test_the_way_back_is_never_left_out():
    rows = [(Button("Рахунок", Action.ACCOUNT, str(number)),) for number in range(60)] + [
        (Button("Назад", Action.MENU),)
    ]
    assert keyboard(rows)["Buttons"][-1]["Text"] == "Назад"
