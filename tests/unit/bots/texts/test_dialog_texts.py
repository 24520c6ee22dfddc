"""The catalogues: complete in every language, each phrase a whole text, short on buttons."""

import re
from collections import Counter
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from jinja2 import nodes

from bots.dialog import talk
from bots.dialog.buttons import LONGEST_LABEL
from bots.dialog.model import Action, HeldAccount, Press
from bots.dialog.works import coming
from bots.texts.dialog import (
    SUBJECTS,
    asks_about_lights,
    labels,
    names,
    plain,
    say,
    typed,
    without_words,
)
from bots.texts.templates import LANGUAGES, environment
from pipeline.domain.stages import Stage
from tests.unit.bots.dialog.examples import ADDRESS, AGREED, NOW, OTHER, OWN, STRANGER, work

FOLDER = Path(talk.__file__).parents[1] / "texts"
SOURCES = [*sorted(Path(talk.__file__).parent.glob("*.py")), FOLDER / "dialog.py"]
OTHERS = [language for language in LANGUAGES if language != "uk"]


def source(language, template):
    return (FOLDER / language / template).read_text(encoding="utf-8")


def phrases(language):
    """Every macro of a language by its template and name, with the facts that it names."""
    found = {}
    for path in sorted((FOLDER / language).glob("*.j2")):
        tree = environment(language).parse(path.read_text(encoding="utf-8"))
        for macro in tree.find_all(nodes.Macro):
            arguments = [argument.name for argument in macro.args]
            told = {node.name for node in macro.find_all(nodes.Name)} & {*arguments, "contact_centre", "longest_name"}
            told |= {
                f"{node.node.name}.{node.attr}"
                for node in macro.find_all(nodes.Getattr)
                if isinstance(node.node, nodes.Name) and node.node.name in ("facts", "held")
            }
            found[path.name, macro.name] = arguments, told
    return found


@pytest.mark.parametrize("language", OTHERS)
def test_a_language_that_is_offered_says_all_that_ukrainian_says_of_the_same_facts(language):
    assert phrases(language) == phrases("uk")
    assert labels(language).keys() == labels("uk").keys()
    assert len(names(language)) == len(names("uk"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_label_is_short_and_stands_on_one_kind_of_button(language):
    assert all(0 < len(each) <= LONGEST_LABEL for each in labels(language).values())
    on_buttons = Counter(plain(each) for name, each in labels(language).items() if not name.startswith("stage_"))
    assert max(on_buttons.values()) == 1
    assert max(Counter(names(language)).values()) == 1


def test_a_word_that_may_be_typed_means_the_same_in_every_language():
    meant = {}
    for code in LANGUAGES:
        buttons = environment(code).get_template("buttons.j2").module
        words = {name: [text] for name, text in labels(code).items() if name in set(Action)}
        words |= {action: [*words.get(action, ()), *instead] for action, instead in buttons.typed.items()}
        words |= {f"language {code}": buttons.own_names}
        for action, said in words.items():
            for word in said:
                assert meant.setdefault(plain(word), action) == action


def test_everything_in_the_catalogue_is_said_by_the_dialogue_or_put_together_by_the_layout():
    code = "".join(path.read_text(encoding="utf-8") for path in SOURCES)
    templates = "".join(path.read_text(encoding="utf-8") for path in FOLDER.glob("*/*.j2"))
    unused = {
        name
        for _, name in phrases("uk")
        if not name.startswith("ask_")
        and not re.search(rf"[\"']{name}[\"']", code)
        and not re.search(rf"{{{{[^}}]*\b{name}\(", templates)
    }
    assert not unused


# Every text of every language, over a table of cases

COUNTS = (0, 1, 2, 5, 21)


def chat(count):
    """A chat with so many of everything."""
    held = tuple(
        HeldAccount(f"2100000{each:02}", ADDRESS, "Дім" if each % 2 else None, count, closed=each == 3)
        for each in range(count)
    )
    days = (0, 1, 2, 5, 21) if count else ()
    facts = replace(AGREED if count else STRANGER, accounts=held, delivered=count)
    return replace(
        facts,
        works=tuple(work("210000000", day, (9, 16), certain=count != 1) for day in days),
        muted=frozenset({Stage.ONE_DAY, Stage.FIVE_DAYS} if count == 1 else ()),
        list_read_at=None if count == 5 else NOW - timedelta(hours=9 * count),
        both_proofs=count == 2,
        privacy_url="" if count == 2 else facts.privacy_url,
        consent="1.1.2020" if count == 5 else facts.consent,
    )


def arguments(facts, language):
    """Something for each argument that a macro may take."""
    held = facts.accounts[-1] if facts.accounts else OTHER
    works = coming(facts)
    stages = [labels(language)[f"stage_{stage}"] for stage in facts.muted]
    return {
        "account": OWN,
        "held": held,
        "digits": facts.delivered,
        "until": NOW + timedelta(minutes=15) * facts.delivered**3 if facts.delivered else None,
        "address": ADDRESS,
        "url": "https://provisnyk.example/calendar/7-0a1b.ics",
        "works": [(held, works)] if works else [],
        "by_account": [(held, works), (OTHER, ())],
        "shown": 10,
        "label": held.label,
        "muted": stages,
        "heard": stages,
    }


@pytest.mark.parametrize("count", COUNTS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_text_is_whole_and_in_its_own_language(language, count):
    facts = replace(chat(count), language=language)
    known = arguments(facts, language)
    for (template, name), (taken, _) in phrases(language).items():
        if template not in SUBJECTS:
            continue
        about = {each: known[each] for each in taken}
        if name == "account_added":
            about["works"] = coming(facts)
        text = say(facts, name, **about)
        assert text
        assert not re.search(r"[{}]|  |\t| \n|\n\n\n|\.\.|None|: *,|\( *\)", text), (name, text)
        foreign = re.sub(r"https://\S+|[„«][^”»]*[”»]|с\. \w+, вул\. \w+, \d+|особовий рахунок|обрізка дерев", "", text)
        letters = "[A-Za-z]+" if language == "uk" else "[А-Яа-яіїєґІЇЄҐ]+"
        assert set(re.findall(letters, foreign)) <= {"EIC"}, (name, text)


# What is typed


@pytest.mark.parametrize(
    "text",
    [
        "Світлана",
        "12345",
        "AB12C",
        "Дім",
        "електролічильник 12345",
        "Otthon",
        "villanyóra 12345",
        "Luminița",
        "contor electric 12",
    ],
)
def test_not_every_word_is_about_lights(text):
    assert not asks_about_lights(text)


@pytest.mark.parametrize(
    ("typed_text", "proof"),
    [
        ("мій лічильник № 0123", "0123"),
        ("A villanyóra száma: 0123", "0123"),
        ("meroora 0123", "0123"),
        ("numărul contorului 0123", "0123"),
        ("A1234", "A1234"),
        ("A-123", "A-123"),
    ],
)
def test_words_before_a_proof_are_left_out_in_any_language(typed_text, proof):
    assert without_words(typed_text) == proof


@pytest.mark.parametrize(
    ("word", "press"),
    [
        ("Так!", Press(Action.YES)),
        ("Igen.", Press(Action.YES)),
        ("da", Press(Action.YES)),
        ("mégsem", Press(Action.NO)),
        ("înapoi", Press(Action.NO)),
        ("inapoi", Press(Action.NO)),
        ("koszonom szepen", Press(Action.OK)),
        ("magyarul", Press(Action.LANGUAGE, "hu")),
        ("Romana", Press(Action.LANGUAGE, "ro")),
        ("українською", Press(Action.LANGUAGE, "uk")),
    ],
)
def test_a_word_is_understood_in_any_language_with_its_accents_or_without(word, press):
    assert typed()[plain(word)] == press


@pytest.mark.parametrize(
    "question",
    [
        "Mikor lesz áram?",
        "nincs aram",
        "miért kapcsolták ki a villanyt",
        "Când vine curentul?",
        "nu e lumina",
        "pana de curent",
    ],
)
def test_a_question_about_lights_is_known_in_any_language(question):
    assert asks_about_lights(question)
