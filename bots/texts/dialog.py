"""What the dialogue says and how its buttons are called, by the catalogues of each language."""

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import Any
from unicodedata import normalize

from jinja2 import Template

from bots.dialog.model import Action, Facts, Press
from bots.texts.templates import LANGUAGES, environment, tidied
from pipeline.domain.clock import kyiv_day
from pipeline.domain.trust import is_old

LONGEST_NAME = 20
"""Characters of a customer's own name for an account: it stands on a button."""
SUBJECTS = ("registration.j2", "menu.j2", "accounts.j2", "settings.j2", "listing.j2")
"""The templates whose macros are what the bot says."""


def say(facts: Facts, what: str, **about: object) -> str:
    """The words of the catalogue for this, in the customer's language."""
    known = {
        "facts": facts,
        "labels": labels(facts.language),
        "contact_centre": facts.contact_centre,
        "today": kyiv_day(facts.now),
        "day_of": kyiv_day,
        "list_is_old": is_old(facts.list_read_at, facts.now),
        "longest_name": LONGEST_NAME,
    }
    text = getattr(_template(facts.language, what).make_module(known), what)(**about)
    return tidied(str(text))


def private_only(language: str) -> str:
    """What a chat of many people is told, of whom nothing is known but who wrote."""
    return tidied(str(_template(language, "private_only").module.private_only()))  # type: ignore[attr-defined]


def label(language: str, name: str) -> str:
    """What a button is called."""
    return str(labels(language)[name])


def labels(language: str) -> Mapping[str, str]:
    """The names of all buttons."""
    return _buttons(language).labels  # type: ignore[no-any-return]


def names(language: str) -> Sequence[str]:
    """What accounts are often called."""
    return _buttons(language).names  # type: ignore[no-any-return]


@cache
def typed() -> Mapping[str, Press]:
    """What people type instead of pressing a button, in whatever language; the name of a language among it."""
    presses: dict[str, Press] = {}
    for code in LANGUAGES:
        buttons = _buttons(code)
        presses |= {plain(name): Press(Action.LANGUAGE, code) for name in buttons.own_names}
        presses |= {plain(word): Press(Action(action)) for action, words in buttons.typed.items() for word in words}
    return presses


def languages() -> Iterator[tuple[str, str]]:
    """Those spoken: code and own name."""
    return ((code, label(code, "own_name")) for code in LANGUAGES)


def asks_about_lights(text: str) -> bool:
    """Whether something typed, in any language, is about lights that are out or hourly schedules."""
    return bool(_words("lights_words").search(_without_accents(without_words(text))))


def names_a_reading(text: str) -> bool:
    """Whether something typed, in any language, is called what a meter shows."""
    return bool(_words("reading_words").search(_without_accents(text)))


def names_a_telephone(text: str) -> bool:
    """Whether something typed, in any language, is called a telephone number."""
    return bool(_words("telephone_words").search(_without_accents(text)))


def without_words(proof: str) -> str:
    """A proof without the words that people put before it: `лічильник № 123456`, in any language."""
    return _words_before_proof().sub("", proof)


def plain(text: str) -> str:
    """Something typed as it is compared: small letters, one space, no punctuation, no emoji, no Latin accents."""
    return " ".join(re.sub(r"[^\w\s]", "", _without_accents(text.casefold())).split())


def _without_accents(text: str) -> str:
    """Latin letters without their marks, which many leave out as they type; Ukrainian ones are others with theirs."""
    return normalize("NFC", re.sub(r"(?<=[A-Za-z])[\u0300-\u036f]+", "", normalize("NFD", text)))


@cache
def _template(language: str, what: str) -> Template:
    """The template in which this is said."""
    templates = map(environment(language).get_template, SUBJECTS)
    return next(template for template in templates if hasattr(template.module, what))


@cache
def _words(name: str) -> re.Pattern[str]:
    """The words of this name in all languages."""
    words = "|".join(_without_accents(getattr(_buttons(code), name)) for code in LANGUAGES)
    return re.compile(rf"\b(?:{words})\b", re.IGNORECASE)


@cache
def _words_before_proof() -> re.Pattern[str]:
    words = "|".join(_buttons(code).words_before_proof for code in LANGUAGES)
    return re.compile(rf"\A(?:(?:{words}|{_without_accents(words)})\b[\s:№.,–—-]*)+", re.IGNORECASE)


@cache
def _buttons(language: str) -> Any:
    return environment(language).get_template("buttons.j2").module
