"""What a page says commands neither the operator's terminal nor the line that he copies."""

import json

import pytest
import structlog

from bots.web.operator.views import _environment
from pipeline.domain.printable import escaped, unescaped
from pipeline.output import print_json, print_records, set_up_log

EVIL = "Іза \x1b]0;title\x07 \x9b31m \u202e rm \u2066\r"


def commands(text):
    return [each for each in text if escaped(each) != each]


@pytest.mark.parametrize("text", ["Іза, вул. Центральна, 7", "а\tб\nв", "пʼять – «п’ять»"])
def test_what_people_write_stays_as_it_is(text):
    assert escaped(text) == text


def test_what_commands_a_terminal_or_turns_a_line_stands_as_its_code():
    assert escaped(EVIL) == "Іза \\u001b]0;title\\u0007 \\u009b31m \\u202e rm \\u2066\\u000d"


def test_json_says_the_same_without_commands(capsys):
    print_json({"row": EVIL})
    said = capsys.readouterr().out
    assert commands(said) == []
    assert json.loads(said) == {"row": EVIL}


def test_a_table_shows_no_commands(capsys):
    print_records(
        [{"reason": EVIL, "places": [{"settlement": EVIL, "street": None, "houses": None, "certainty": "certain"}]}],
        as_json=False,
        empty="",
    )
    said = capsys.readouterr().out
    assert commands(said) == []
    assert "\\u202e" in said


def test_the_operators_page_shows_no_commands():
    said = _environment().from_string("<p>{{ row }}</p><p>{{ row | upper }}</p>").render(row=EVIL + "<b>")
    assert commands(said) == []
    assert "&lt;b&gt;" in said


def test_a_name_copied_as_it_is_shown_is_that_of_the_page():
    name = "Лип\u202eча\x1b\x00"
    assert unescaped(escaped(name)) == name
    assert unescaped(r"а\u0456") == r"а\u0456"


@pytest.mark.parametrize("as_json", [False, True])
def test_the_log_shows_no_commands(capsys, as_json):
    configured = structlog.get_config()
    try:
        set_up_log(verbose=True, as_json=as_json)
        structlog.get_logger().warning("not_read", reason=EVIL)
    finally:
        structlog.configure(**configured)
    said = capsys.readouterr().err
    assert commands(said) == []
    assert "u202e" in said
