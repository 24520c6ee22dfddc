"""The catalogues of the dialogue: complete in every language, short on buttons."""

import re
from pathlib import Path

import pytest

from bots.dialog import talk
from bots.dialog.buttons import LONGEST_LABEL
from bots.dialog.model import Action
from bots.texts.dialog import asks_about_lights, labels, names, plain, typed
from bots.texts.templates import LANGUAGES, environment

SOURCES = sorted(Path(talk.__file__).parent.glob("*.py"))


def phrases(language):
    """What is said, with what it is said about."""
    template = environment(language).get_template("dialog.j2").make_module({"labels": labels(language)})
    return {name: macro.arguments for name, macro in vars(template).items() if hasattr(macro, "arguments")}


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_language_that_is_offered_says_all_that_ukrainian_says(language):
    assert phrases(language) == phrases("uk")
    assert labels(language).keys() == labels("uk").keys()
    assert typed(language).keys() <= set(Action)
    assert names(language)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_label_is_short_and_stands_on_one_kind_of_button(language):
    assert all(0 < len(each) <= LONGEST_LABEL for each in labels(language).values())
    on_buttons = [plain(each) for name, each in labels(language).items() if not name.startswith("muted_")]
    instead = [word for words in typed(language).values() for word in words]
    for words in (on_buttons, instead):
        assert len(set(words)) == len(words)


@pytest.mark.parametrize("language", LANGUAGES)
def test_words_that_may_be_typed_are_written_as_they_are_compared(language):
    assert all(word == plain(word) for words in typed(language).values() for word in words)


def test_everything_in_the_catalogue_is_said_by_the_dialogue():
    code = "".join(path.read_text(encoding="utf-8") for path in SOURCES)
    catalogue = environment("uk").loader.get_source(environment("uk"), "dialog.j2")[0]
    unused = {
        name
        for name in phrases("uk")
        if not name.startswith("ask_")
        and not re.search(rf"[\"']{name}[\"']", code)
        and not re.search(rf"{{{{[^}}]*\b{name}\(", catalogue)
    }
    assert not unused


@pytest.mark.parametrize("text", ["Світлана", "12345", "AB12C", "Дім", "добрий день"])
def test_not_every_word_is_about_lights(text):
    assert not asks_about_lights(text)
